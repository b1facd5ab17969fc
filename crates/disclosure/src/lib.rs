//! What may leave the place about people: counts that are large enough, sums that no single one dominates.
//!
//! A value that passed is [`Released`], and only this crate can make one. Nothing else about people may be
//! published (method, section 9.1; docs/methods/disclosure.md).

mod amount;
mod between;
mod count;
mod curve;
mod dominance;
mod figure;
mod identifiers;
mod overlap;
mod policy;
mod released;

pub use between::{ShownFigure, ToldBetween, told_between};
pub use count::Shown;
pub use curve::{Band, Curve, Numbers, release_curve};
pub use figure::{Figure, FigureValue, Figures, figure_table, together};
pub use identifiers::{FoundIdentifier, Identifier, identifier_in};
pub use overlap::{Overlap, release_overlap};
pub use policy::{LINKED_FAMILIES, Policy};
pub use released::Released;
