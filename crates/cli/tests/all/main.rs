//! The command as a person runs it.

mod any_input;
mod appraise;
mod attacks;
mod bench_place;
mod evidence;
mod formats;
mod link;
mod linkage_error;
mod messages;
mod new_area;
mod people;
mod people_misplaced;
mod pipes;
mod private_payees;
mod propose;
mod real_places;
mod run;
mod serve;
mod shared_cases;
mod site;
mod stop_and_go;
mod stopped;
mod suppliers;
mod truth;
mod user;
