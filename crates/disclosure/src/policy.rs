//! Named rules for counts of people: no rule is universal, so the one that was used is always said.

use model::tables::DisclosurePolicy;
use money::Money;

use crate::dominance::is_dominated;

/// Which counts are withheld and how the others are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Printed beside every figure.
    pub name: DisclosurePolicy,
    /// Counts from 1 up to this are withheld; zero is not disclosive.
    pub n_withheld_max: u64,
    /// Other counts are rounded to the nearest multiple of this.
    pub round_to: u64,
    /// For sums of money: how close, in per cent of the largest part, the second largest could come to knowing it.
    pub p_percent: u64,
    /// Sums are rounded to whole multiples of this many pounds.
    pub round_to_pounds: i64,
}

/// Families linked across agencies: at least ten in every cell (method, section 9.1), others to the nearest 5.
pub const LINKED_FAMILIES: Policy = Policy {
    name: DisclosurePolicy::LinkedFamilies,
    n_withheld_max: 9,
    round_to: 5,
    p_percent: 10,
    round_to_pounds: 1_000,
};

/// The rule of Hospital Episode Statistics below national level, 1 to 7 withheld, for the published values of the
/// method's check T16. Nothing is released under it.
#[cfg(test)]
pub(crate) const T16: Policy = Policy { n_withheld_max: 7, ..LINKED_FAMILIES };

impl Policy {
    pub fn withholds(&self, n: u64) -> bool {
        (1..=self.n_withheld_max).contains(&n)
    }

    /// Whether a sum is withheld, by its parts: they are of too few, or one of them dominates it.
    pub fn withholds_sum(&self, parts: &[Money]) -> bool {
        self.withholds(parts.len() as u64) || is_dominated(parts, self.p_percent)
    }

    /// To the nearest multiple; half of one goes up.
    pub fn rounded(&self, n: u64) -> u64 {
        (n + self.round_to / 2) / self.round_to * self.round_to
    }
}
