//! How far two reviewers agree beyond chance.

use std::collections::BTreeMap;

use super::{Answer, Verdict};

/// Two reviewers' answers on the pairs that both judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Rows are the first reviewer's verdicts and columns the second's, in the order of [`Verdict::ALL`].
    pub table: [[u64; 3]; 3],
    /// The share of pairs with the same verdict.
    pub observed: f64,
    /// The share that two people with these habits would agree on by chance.
    pub expected: f64,
    /// Cohen's kappa: `(observed − expected) / (1 − expected)`; none where chance alone explains all.
    pub kappa: Option<f64>,
}

/// Cohen's kappa of two reviewers (method, section 8, T22); none where they share no pair.
pub fn agreement(answers: &[Answer], first: &str, second: &str) -> Option<Agreement> {
    let of = |reviewer: &str| {
        let own = answers.iter().filter(|answer| answer.reviewer == reviewer);
        own.map(|answer| ((&answer.left, &answer.right), answer.verdict)).collect::<BTreeMap<_, _>>()
    };
    let (ones, others) = (of(first), of(second));
    let mut table = [[0; 3]; 3];
    let place = |verdict: Verdict| Verdict::ALL.iter().position(|known| *known == verdict).unwrap_or_default();
    for (pair, verdict) in &ones {
        if let Some(other) = others.get(pair) {
            table[place(*verdict)][place(*other)] += 1;
        }
    }
    kappa(table)
}

fn kappa(table: [[u64; 3]; 3]) -> Option<Agreement> {
    let n: u64 = table.iter().flatten().sum();
    if n == 0 {
        return None;
    }
    let share = |count: u64| count as f64 / n as f64;
    let row = |at: usize| share(table[at].iter().sum());
    let column = |at: usize| share(table.iter().map(|row| row[at]).sum());
    let observed = share((0..3).map(|at| table[at][at]).sum());
    let expected: f64 = (0..3).map(|at| row(at) * column(at)).sum();
    let kappa = (expected < 1.0).then(|| (observed - expected) / (1.0 - expected));
    Some(Agreement { table, observed, expected, kappa })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T22: [[20, 5], [10, 15]] gives 0.7 observed, 0.5 expected, kappa 0.4.
    #[test]
    fn kappa_is_that_of_t22() {
        let found = kappa([[20, 5, 0], [10, 15, 0], [0, 0, 0]]).expect("some pairs");
        assert!((found.observed - 0.7).abs() < 1e-12 && (found.expected - 0.5).abs() < 1e-12);
        assert!((found.kappa.expect("not all by chance") - 0.4).abs() < 1e-12);
    }

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
