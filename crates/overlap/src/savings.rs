//! What others assume can be saved: `reference/overlaps/savings.toml`.
//!
//! A range stands beside a finding with its source. It is never multiplied out: without what would have been spent otherwise,
//! nothing is a saving.

use std::collections::BTreeMap;

use authored::{Keys, read_toml};
use model::tables::OverlapKind;

const SHIPPED: &str = include_str!("../../../reference/overlaps/savings.toml");
const SHIPPED_FILE: &str = "reference/overlaps/savings.toml";
const KEYS: [&str; 5] = ["low", "high", "base", "source", "grade"];

/// The share of a kind's pounds that somebody assumed could be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavingsRange {
    pub low: f64,
    pub high: f64,
    /// What the share is of.
    pub base: String,
    pub source: String,
    /// How good the source is.
    pub grade: String,
}

/// The ranges that somebody stated, by kind of finding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavingsRanges(BTreeMap<OverlapKind, SavingsRange>);

impl SavingsRanges {
    /// The ranges that come with the program.
    ///
    /// # Panics
    /// If the shipped file has a mistake, which its test would say.
    pub fn shipped() -> SavingsRanges {
        SavingsRanges::read(SHIPPED, SHIPPED_FILE).expect("the shipped file has no mistake")
    }

    /// Reads ranges under the words of their kinds.
    ///
    /// # Errors
    /// Every mistake in the file.
    pub fn read(text: &str, file: &str) -> Result<SavingsRanges, authored::Mistakes> {
        read_toml(text, file, "the ranges of savings", OverlapKind::WORDS, |keys| {
            let of = |kind: &OverlapKind| Some((*kind, range(&keys.table(kind.word(), kind.word(), &KEYS)?)?));
            Some(SavingsRanges(OverlapKind::ALL.iter().filter_map(of).collect()))
        })
    }

    /// What is assumed for a kind; none where nobody stated anything.
    pub fn of(&self, kind: OverlapKind) -> Option<&SavingsRange> {
        self.0.get(&kind)
    }
}

fn range(keys: &Keys<'_>) -> Option<SavingsRange> {
    let low = keys.needed_number("low", 0.0..=1.0);
    let high = keys.needed_number("high", low.unwrap_or(0.0)..=1.0);
    let [base, source, grade] = ["base", "source", "grade"].map(|key| keys.needed(key, "\"...\""));
    Some(SavingsRange { low: low?, high: high?, base: base?, source: source?, grade: grade? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// £6.1bn of £89bn and £4bn of £18bn.
    #[test]
    fn shipped_ranges_have_a_source_and_start_at_nothing() {
        let ranges = SavingsRanges::shipped();
        let shared = ranges.of(OverlapKind::SharedSupplier).expect("a range");
        assert_eq!((shared.low, (6.1 / 89.0 * 1000.0_f64).round() / 1000.0), (0.0, shared.high));
        let office = ranges.of(OverlapKind::BackOffice).expect("a range");
        assert_eq!((office.low, (4.0 / 18.0 * 1000.0_f64).round() / 1000.0), (0.0, office.high));
        assert_eq!(ranges.of(OverlapKind::PaidTwice), None, "nobody stated one that can be opened");
    }

    #[test]
    fn a_range_without_its_source_is_a_mistake() {
        let text = "[grants]\nlow = 0.2\nhigh = 0.1\nbase = \"b\"\ngrade = \"g\"\n";
        let mistakes = SavingsRanges::read(text, "savings.toml").expect_err("two mistakes").mistakes;
        let told: Vec<String> = mistakes.iter().map(|mistake| mistake.in_one_line()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().any(|of| of.contains("source")) && told.iter().any(|of| of.contains("high")), "{told:?}");
    }
}
