//! Real ledgers, read without any mapping made by hand, and broken ones, each with a plain answer.

mod about_people;
mod amounts;
mod bad_input;
mod blocks;
mod columns;
mod control_totals;
mod copies;
mod days;
mod extents;
mod false_alarms;
mod marshford;
mod named_people;
mod not_spent;
mod people;
mod places;
mod private_payees;
mod repeats;
mod reprints;
mod settled;
mod shapes;
mod sheets;
mod tables;
mod unclaimed;
mod whose;
mod years;
