//! What may leave the place about people: counts that are large enough, sums that no single one dominates.
//!
//! A value that passed is [`Released`], and only this crate can make one. Whoever publishes takes nothing else about
//! people (method, section 9.1; docs/methods/disclosure.md).

mod amount;
mod count;
mod curve;
mod figure;
mod overlap;
mod policy;
mod table;

pub use amount::{is_dominated, release_amount};
pub use count::{Shown, release_count, release_counts};
pub use curve::{Curve, Numbers, Part, release_curve};
pub use figure::{Figure, Figures, figure_table};
pub use overlap::{Overlap, release_overlap};
pub use policy::{HES, LINKED_FAMILIES, Policy, SUPPRESSION_ONLY};
pub use table::release_table;

/// A value that has passed the disclosure rules and may leave the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released<T>(T); // private field: the functions of this crate are the only way in

impl<T> Released<T> {
    pub fn get(&self) -> &T {
        &self.0
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}
