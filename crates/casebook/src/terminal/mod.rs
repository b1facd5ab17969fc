//! What a terminal shows: a case in one screen, proposals side by side, savings, pots, offers and roll-outs.

mod case;
mod comparison;
mod funding;
mod offer;
mod roll_out;
mod savings;
mod table;
mod uncertainty;

pub use case::case;
pub use comparison::comparison;
pub use funding::{envelope_cut, ring_fences};
pub use offer::offer;
pub use roll_out::roll_out;
pub use savings::savings;
pub use uncertainty::uncertainty;

#[cfg(test)]
mod tests;
