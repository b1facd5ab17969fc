//! The made-up place, read again: by a few lines of code of its own, and by the product.

mod account;
mod bytes;
mod families;
mod files;
mod journeys;
mod journeys_found;
mod made;
mod overlaps;
mod people;
mod sums;
mod suppliers;
mod whole;
mod whole_count;
