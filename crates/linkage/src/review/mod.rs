//! Pairs worth a person's minute, shown blind, and what two people's answers are worth.

mod agreement;
mod conflicts;
mod pairs;
mod report;
mod sample;

pub use agreement::agreement;
use conflicts::conflicts;
pub use pairs::{PairShown, Review, review, review_records};
pub use report::{ReviewReport, ReviewedBuild, ReviewedRecords, Unlinkable, review_report};
pub use sample::ReviewPlan;
pub(crate) use sample::{ReviewPair, review_sample};

use std::collections::BTreeMap;

model::words! {
    /// What a person says of a pair.
    Verdict {
        Same = "same",
        Different = "different",
        Unsure = "unsure",
    }
}

/// One reviewer's answer on one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub reviewer: String,
    /// Source and id of both records, the lower row first, as [`ReviewPair`] has them.
    pub left: (String, String),
    pub right: (String, String),
    pub verdict: Verdict,
}

/// What the answers settle: pairs on which all who were sure agree. The last answer of a reviewer on a
/// pair counts, because people correct themselves.
pub fn settled(answers: &[Answer]) -> BTreeMap<((String, String), (String, String)), bool> {
    let mut last: BTreeMap<_, BTreeMap<&str, Verdict>> = BTreeMap::new();
    for answer in answers {
        let pair = (answer.left.clone(), answer.right.clone());
        last.entry(pair).or_default().insert(&answer.reviewer, answer.verdict);
    }
    let agreed = last.into_iter().filter_map(|(pair, verdicts)| {
        let sure: Vec<Verdict> = verdicts.into_values().filter(|verdict| *verdict != Verdict::Unsure).collect();
        let first = *sure.first()?;
        sure.iter().all(|verdict| *verdict == first).then_some((pair, first == Verdict::Same))
    });
    agreed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_settle_what_nobody_contradicts() {
        let answer = |reviewer: &str, left: &str, verdict| Answer {
            reviewer: reviewer.to_owned(),
            left: ("nhs".to_owned(), left.to_owned()),
            right: ("police".to_owned(), "9".to_owned()),
            verdict,
        };
        let found = settled(&[
            answer("ann", "1", Verdict::Same),
            answer("bob", "1", Verdict::Unsure),
            answer("ann", "2", Verdict::Same),
            answer("bob", "2", Verdict::Different),
            answer("ann", "3", Verdict::Same),
            answer("ann", "3", Verdict::Different),
            answer("bob", "4", Verdict::Unsure),
        ]);
        let found: Vec<(&str, bool)> = found.iter().map(|(pair, is_same)| (pair.0.1.as_str(), *is_same)).collect();
        assert_eq!(found, [("1", true), ("3", false)]);
        assert_eq!(Verdict::parse("unsure"), Some(Verdict::Unsure));
    }
}
