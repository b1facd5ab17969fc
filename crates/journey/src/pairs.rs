//! How often one name comes directly before another.

use std::collections::HashMap;

use model::event_log::{Name, Names};

/// An ordered pair of names, and how often it occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub from: Name,
    pub to: Name,
    pub n: u64,
}

/// Counts of pairs: a square of counters while names are few, else only the pairs that occur.
pub(crate) enum PairCounts {
    Square { n_names: usize, counts: Vec<u64> },
    Sparse(HashMap<(Name, Name), u64>),
}

/// 2,048 names squared are 32 MiB of counters; a log with more has far fewer pairs than that.
const NAMES_MAX: usize = 2_048;

impl PairCounts {
    pub fn of(n_names: usize) -> PairCounts {
        match n_names {
            0..=NAMES_MAX => PairCounts::Square { n_names, counts: vec![0; n_names * n_names] },
            _ => PairCounts::Sparse(HashMap::new()),
        }
    }

    pub fn add(&mut self, from: Name, to: Name) {
        match self {
            PairCounts::Square { n_names, counts } => counts[from.index() * *n_names + to.index()] += 1,
            PairCounts::Sparse(counts) => *counts.entry((from, to)).or_default() += 1,
        }
    }

    /// The pairs that occur, the most frequent first and equal ones by name.
    pub fn sorted(self, names: &Names) -> Vec<Pair> {
        let mut pairs = self.pairs();
        pairs.sort_unstable_by(|a, b| {
            let in_words = |pair: &Pair| (names.name(pair.from).to_owned(), names.name(pair.to).to_owned());
            b.n.cmp(&a.n).then_with(|| in_words(a).cmp(&in_words(b)))
        });
        pairs
    }

    fn pairs(self) -> Vec<Pair> {
        match self {
            PairCounts::Square { n_names, counts } => {
                let pair = |(at, n): (usize, u64)| Pair { from: Name::at(at / n_names), to: Name::at(at % n_names), n };
                counts.into_iter().enumerate().filter(|(_, n)| 0 < *n).map(pair).collect()
            }
            PairCounts::Sparse(counts) => counts.into_iter().map(|((from, to), n)| Pair { from, to, n }).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_counts(n_names: usize) {
        let mut names = Names::default();
        let [a, b] = ["a", "b"].map(|name| names.number(name));
        let mut counts = PairCounts::of(n_names);
        [(b, a), (a, b), (b, b), (b, b)].into_iter().for_each(|(from, to)| counts.add(from, to));
        let pair = |from, to, n| Pair { from, to, n };
        assert_eq!(counts.sorted(&names), [pair(b, b, 2), pair(a, b, 1), pair(b, a, 1)]);
    }

    #[test]
    fn few_names_and_many_are_counted_alike() {
        check_counts(2);
        check_counts(NAMES_MAX + 1);
    }
}
