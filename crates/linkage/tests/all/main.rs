//! Linkage compared with truth: published test data, five agencies, and records made up with known parameters.

mod bad_input;
mod data;
mod febrl;
mod five_agencies;
mod homes;
mod households;
mod made_up;
mod placeholders;
mod planted;
mod shipped;
mod spelling;
mod splink;
mod whatever_the_memory;
mod whatever_the_order;
