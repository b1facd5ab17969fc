//! Real ledgers, read without any mapping made by hand, and broken ones, each with a plain answer.

mod about_people;
mod bad_input;
mod blocks;
mod columns;
mod control_totals;
mod copies;
mod extents;
mod marshford;
mod people;
mod repeats;
mod shapes;
mod private_payees;
mod unclaimed;
mod years;
