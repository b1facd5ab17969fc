//! Pairs worth a person's minute, shown blind, and what two people's answers are worth.

mod agreement;
mod sample;

pub use agreement::agreement;
pub use sample::{ReviewPair, ReviewPlan, review_sample};

use std::collections::BTreeMap;

/// What a person says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Same,
    Different,
    Unsure,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Same, Verdict::Different, Verdict::Unsure];

    pub fn word(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Unsure => "unsure",
        }
    }

    pub fn parse(word: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.word() == word)
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
