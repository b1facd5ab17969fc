//! The command as a person runs it.

mod bench_place;
mod real_places;
mod run;
mod site;
mod stop_and_go;
mod user;
