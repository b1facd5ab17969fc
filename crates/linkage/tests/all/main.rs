//! Linkage held against truth: published test data, five agencies, and records made up with known parameters.

mod data;
mod febrl;
mod five_agencies;
mod splink;
