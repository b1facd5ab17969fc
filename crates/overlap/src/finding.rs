//! One thing that is done twice, before it is settled which finding its pounds belong to.

use std::collections::BTreeSet;

use model::tables::{OverlapConfidence, OverlapKind};
use money::Money;

/// One thing done twice, with all pounds that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub kind: OverlapKind,
    /// What is done twice, so that the finding has the same id in every build.
    pub keys: Vec<String>,
    pub title: String,
    /// Ids of the bodies.
    pub bodies: BTreeSet<String>,
    pub pounds: Pounds,
    pub confidence: OverlapConfidence,
    /// Small suppliers or voluntary bodies.
    pub keep_apart: bool,
    pub how: String,
    pub condition: String,
    pub evidence: Vec<Evidence>,
}

/// The pounds of a finding: lines of ledgers, and figures beneath which lines of ledgers may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pounds {
    pub lines: Vec<LinePounds>,
    pub figures: Vec<FigurePounds>,
}

/// A line of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePounds {
    pub line_id: i64,
    pub amount: Money,
}

/// A figure that is no line of a ledger: a cell of the whole count, a grant, a released figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigurePounds {
    /// The table and the row.
    pub key: String,
    /// The body whose pounds they are, where it is one.
    pub body_id: Option<String>,
    pub amount: Money,
    /// Lines of ledgers that are the same pounds, seen as payments.
    pub beneath: Vec<LinePounds>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub body_id: Option<String>,
    pub table: String,
    pub key: String,
    pub note: String,
    pub amount: Option<Money>,
}

impl Finding {
    /// The kind and what is done twice.
    pub fn id(&self) -> String {
        let keys = self.keys.iter().map(|key| key.replace([':', '|'], "-"));
        std::iter::once(self.kind.word().to_owned()).chain(keys).collect::<Vec<_>>().join(":")
    }
}

impl Pounds {
    pub fn of_lines(lines: Vec<LinePounds>) -> Pounds {
        Pounds { lines, figures: Vec::new() }
    }

    /// All of them; none where nothing says how many they are.
    pub fn seen(&self) -> Option<Money> {
        let is_known = !self.lines.is_empty() || !self.figures.is_empty();
        let lines = self.lines.iter().map(|line| line.amount);
        is_known.then(|| lines.chain(self.figures.iter().map(|figure| figure.amount)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_that_nobody_states_are_not_zero() {
        assert_eq!(Pounds::default().seen(), None);
        let line = LinePounds { line_id: 1, amount: Money::from_pence(-5) };
        assert_eq!(Pounds::of_lines(vec![line]).seen(), Some(Money::from_pence(-5)));
    }
}
