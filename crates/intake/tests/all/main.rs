//! Real ledgers, read without any mapping made by hand, and broken ones, each with a plain answer.

mod about_people;
mod bad_input;
mod columns;
mod control_totals;
mod extents;
mod marshford;
mod people;
mod repeats;
mod shapes;
mod unclaimed;
