//! Named rules for counts of people: no rule is universal, so the one that was used is always said.

use crate::count::Shown;

/// Which counts are withheld and how the others are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Printed beside every figure.
    pub id: &'static str,
    /// Counts from 1 up to this are withheld; nothing at all is no secret.
    pub n_withheld_max: u64,
    /// Other counts are rounded to the nearest multiple of this; 1 leaves them as they are.
    pub round_to: u64,
    /// For sums of money: how close, in per cent of the largest part, the second largest could come to knowing it.
    pub p_percent: u64,
    /// Sums are rounded to whole multiples of so many pounds.
    pub round_to_pounds: i64,
}

impl Policy {
    /// Whether parts and totals that are published must be kept from giving a withheld count away. Where every count is
    /// rounded by itself, parts need not add up to their total and nothing more needs to be withheld.
    pub fn needs_secondary_suppression(&self) -> bool {
        self.round_to <= 1
    }

    pub fn withholds(&self, n: u64) -> bool {
        (1..=self.n_withheld_max).contains(&n)
    }

    /// The least and the most that a count can be, by what is shown of it.
    pub(crate) fn possible(&self, shown: Shown<u64>, withheld_most: u64) -> (u64, u64) {
        match shown {
            // Withheld because it is small, or to protect one that is: from outside nobody can tell which.
            Shown::Withheld => (1, withheld_most),
            Shown::Value(0) => (0, 0),
            Shown::Value(n) => {
                let half = self.round_to.max(1) / 2;
                let most = n + (self.round_to.max(1) - 1 - half);
                (n.saturating_sub(half).max(self.n_withheld_max + 1), most)
            }
        }
    }

    /// To the nearest multiple; half of one goes up.
    pub fn rounded(&self, n: u64) -> u64 {
        let step = self.round_to.max(1);
        (n + step / 2) / step * step
    }
}

/// Hospital Episode Statistics below national level: 1 to 7 withheld, others to the nearest 5 (method, section 9.1, T16).
pub const HES: Policy = Policy { id: "hes", n_withheld_max: 7, round_to: 5, p_percent: 10, round_to_pounds: 1_000 };

/// Families linked across agencies: at least ten in every cell (method, section 9.1), others to the nearest 5.
pub const LINKED_FAMILIES: Policy =
    Policy { id: "linked_families", n_withheld_max: 9, round_to: 5, p_percent: 10, round_to_pounds: 1_000 };

/// 1 to 4 withheld and nothing rounded, so that further cells must be withheld to protect them.
pub const SUPPRESSION_ONLY: Policy =
    Policy { id: "suppression_only", n_withheld_max: 4, round_to: 1, p_percent: 10, round_to_pounds: 1 };
