//! How far two reviewers agree.

use std::collections::BTreeMap;

use statistics::Agreement;

use super::{Answer, Verdict};

/// Agreement of two reviewers, in the order of [`Verdict::ALL`], on the pairs that both judged; none where there are none.
pub fn agreement(answers: &[Answer], first: &str, second: &str) -> Option<Agreement<{ Verdict::ALL.len() }>> {
    let of = |reviewer: &str| {
        let own = answers.iter().filter(|answer| answer.reviewer == reviewer);
        own.map(|answer| ((&answer.left, &answer.right), answer.verdict)).collect::<BTreeMap<_, _>>()
    };
    let (ones, others) = (of(first), of(second));
    let mut table = [[0; Verdict::ALL.len()]; Verdict::ALL.len()];
    let place = |verdict: Verdict| Verdict::ALL.iter().position(|known| *known == verdict).unwrap_or_default();
    for (pair, verdict) in &ones {
        if let Some(other) = others.get(pair) {
            table[place(*verdict)][place(*other)] += 1;
        }
    }
    Agreement::of(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_that_both_judged_count() {
        let answer = |reviewer: &str, id: &str, verdict| Answer {
            reviewer: reviewer.to_owned(),
            left: (String::new(), id.to_owned()),
            right: (String::new(), "0".to_owned()),
            verdict,
        };
        let answers = [
            answer("ann", "1", Verdict::Same),
            answer("bob", "1", Verdict::Same),
            answer("ann", "2", Verdict::Same),
            answer("bob", "3", Verdict::Different),
        ];
        let found = agreement(&answers, "ann", "bob").expect("one pair");
        assert_eq!((found.table[0][0], found.observed, found.kappa), (1, 1.0, None));
        assert_eq!(agreement(&answers, "ann", "cid"), None);
    }
}
