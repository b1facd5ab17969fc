//! Counts by a number, and of all from that number on.

use money::Money;

use crate::count::{Shown, shown};
use crate::{Policy, Released, is_dominated, release_amount};

/// Counts and sums of those with so many, and of those with at least so many, from nought on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Numbers that stand together, in order.
    pub parts: Vec<Part>,
    /// Those with the first number of a part or any above it, part by part.
    pub points: Vec<Part>,
    /// Nobody has more than this.
    most: u64,
}

/// How many there are, and what their amounts add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub numbers: Numbers,
    pub n: Shown<u64>,
    pub amount: Shown<Money>,
}

/// Numbers from the first to the last, or to any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub first: u64,
    pub last: Option<u64>,
}

impl std::fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.last {
            Some(last) if last == self.first => write!(formatter, "{last}"),
            Some(last) => write!(formatter, "{} to {last}", self.first),
            None => write!(formatter, "{} or more", self.first),
        }
    }
}

impl Curve {
    /// Those with at least so many: nobody above the most, and withheld where no part begins there.
    pub fn at_least(&self, n: u64) -> Part {
        let numbers = Numbers { first: n, last: None };
        let known = self.points.iter().find(|point| point.numbers.first == n).cloned();
        known.unwrap_or(match self.most < n {
            true => Part { numbers, n: Shown::Value(0), amount: Shown::Value(Money::ZERO) },
            false => Part { numbers, n: Shown::Withheld, amount: Shown::Withheld },
        })
    }
}

/// Releases how many have exactly 0, 1, 2 and so on, and what their amounts add up to. `amounts` has, for each number, the amount of
/// everybody who has it.
///
/// Each point of a curve is the part that has exactly so many, and the next point. So whoever sees points and parts can
/// subtract, and rounding alone does not keep them from telling a withheld one: parts of 10, 1 and 1 would be shown as 10, `[c]`
/// and `[c]` beside points of 10 and `[c]`, and nothing fits but 1 and 1; and the sum of a part that one alone dominates would be all
/// sums less the others. So numbers that few have, or whose sum one dominates, stand together with their neighbours, from the
/// largest number down, until they can be seen. What can be seen stays so when it is put together. Nothing then is
/// withheld unless there are too few altogether.
pub fn release_curve(amounts: &[Vec<Money>], policy: &Policy) -> Released<Curve> {
    let can_be_seen = |of: &[Money]| {
        let n = of.len() as u64;
        0 < n && !policy.withholds(n) && !is_dominated(of, policy.p_percent)
    };
    // First numbers of parts and the amounts of each, from the end.
    let mut parts: Vec<(u64, Vec<Money>)> = vec![(0, Vec::new())];
    for (number, of) in (0_u64..).zip(amounts).collect::<Vec<_>>().into_iter().rev() {
        let (first, gathered) = parts.last_mut().expect("there is always one");
        *first = number;
        gathered.extend(of);
        if 0 < number && can_be_seen(gathered) {
            parts.push((0, Vec::new()));
        }
    }
    // What is left over at nought joins the part above it, until that can be seen.
    while let [.., above, last] = parts.as_mut_slice() {
        if can_be_seen(&last.1) {
            break;
        }
        above.0 = 0;
        above.1.append(&mut last.1);
        parts.pop();
    }
    parts.reverse();
    let shown_of = |at: usize, last: Option<u64>, of: &[Money]| Part {
        numbers: Numbers { first: parts[at].0, last },
        n: shown(of.len() as u64, policy),
        amount: release_amount(of, policy).into_inner(),
    };
    let part = |at: usize| shown_of(at, parts.get(at + 1).map(|(next, _)| next - 1), &parts[at].1);
    let point = |at: usize| shown_of(at, None, &parts[at..].iter().flat_map(|(_, of)| of).copied().collect::<Vec<_>>());
    let most = (0..).zip(amounts).filter(|(_, of)| !of.is_empty()).map(|(number, _)| number).max().unwrap_or(0);
    let range = 0..parts.len();
    Released(Curve { parts: range.clone().map(part).collect(), points: range.map(point).collect(), most })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HES, LINKED_FAMILIES};
    use std::collections::{BTreeMap, BTreeSet};

    /// Everybody has the same amount.
    fn curve(counts: &[u64], policy: &Policy) -> Curve {
        let amounts: Vec<Vec<Money>> = counts.iter().map(|n| vec![Money::from_pence(100); *n as usize]).collect();
        release_curve(&amounts, policy).into_inner()
    }

    fn text(counts: &[u64]) -> String {
        let curve = curve(counts, &LINKED_FAMILIES);
        let parts: Vec<String> = curve.parts.iter().map(|part| format!("{}: {}", part.numbers, part.n)).collect();
        let points: Vec<String> =
            curve.points.iter().map(|point| format!("{}+: {}", point.numbers.first, point.n)).collect();
        format!("{} | {}", parts.join(", "), points.join(", "))
    }

    #[test]
    fn numbers_that_few_have_stand_with_their_neighbours() {
        assert_eq!(text(&[100, 50, 30, 20]), "0: 100, 1: 50, 2: 30, 3 or more: 20 | 0+: 200, 1+: 100, 2+: 50, 3+: 20");
        assert_eq!(text(&[100, 50, 30, 2]), "0: 100, 1: 50, 2 or more: 30 | 0+: 180, 1+: 80, 2+: 30");
        assert_eq!(text(&[100, 50, 10, 4, 7]), "0: 100, 1: 50, 2: 10, 3 or more: 10 | 0+: 170, 1+: 70, 2+: 20, 3+: 10");
        assert_eq!(text(&[3, 50, 0, 20]), "0 to 2: 55, 3 or more: 20 | 0+: 75, 3+: 20");
        assert_eq!(text(&[1, 1, 10]), "0 or more: 10 | 0+: 10");
        assert_eq!(text(&[2, 1]), "0 or more: [c] | 0+: [c]");
        assert_eq!((text(&[0, 0]), text(&[])), ("0 or more: 0 | 0+: 0".to_owned(), "0 or more: 0 | 0+: 0".to_owned()));
        let curve = curve(&[100, 50, 30, 2], &LINKED_FAMILIES);
        let at_least = |n| curve.at_least(n).n;
        assert_eq!((at_least(2), at_least(3), at_least(4)), (Shown::Value(30), Shown::Withheld, Shown::Value(0)));
    }

    #[test]
    fn a_sum_that_one_dominates_cannot_be_told_by_subtracting_others() {
        let pounds = |pounds: i64, n: usize| vec![Money::from_pence(pounds * 100); n];
        let one_dominates = [pounds(1_000_000, 1), pounds(100, 29)].concat();
        let text = |amounts: &[Vec<Money>]| {
            let curve = release_curve(amounts, &LINKED_FAMILIES).into_inner();
            let part = |part: &Part| match part.amount {
                Shown::Value(amount) => format!("{}: {} of {}", part.numbers, amount.plain(), part.n),
                Shown::Withheld => format!("{}: [c] of {}", part.numbers, part.n),
            };
            curve.parts.iter().map(part).collect::<Vec<_>>().join(", ")
        };
        let with = |last: Vec<Money>| [pounds(0, 100), pounds(6_000, 50), last];
        assert_eq!(text(&with(pounds(100, 30))), "0: 0.00 of 100, 1: 300000.00 of 50, 2 or more: 3000.00 of 30");
        assert_eq!(text(&with(one_dominates.clone())), "0: 0.00 of 100, 1 or more: 1303000.00 of 80");
        let below = [one_dominates, pounds(10, 50), pounds(5_000, 40)];
        assert_eq!(text(&below), "0 or more: 1203000.00 of 120");
    }

    /// Every set of counts that shows the same is a possible truth: a small count, and a small number of those with at least so
    /// many, must have more than one value among them.
    fn check(policy: &Policy, n_counts: u32, most: u64, shown_most: u64) {
        let mut possible: BTreeMap<String, Vec<BTreeSet<u64>>> = BTreeMap::new();
        let n_values = most + 1;
        for number in 0..n_values.pow(n_counts) {
            let counts: Vec<u64> = (0..n_counts).map(|at| number / n_values.pow(at) % n_values).collect();
            let curve = curve(&counts, policy);
            // What is shown as more may be more than is tried here.
            if curve.parts.iter().any(|part| part.n.value().is_some_and(|n| shown_most < n)) {
                continue;
            }
            let seen: Vec<String> =
                curve.parts.iter().chain(&curve.points).map(|part| format!("{} {}", part.numbers, part.n)).collect();
            let last = curve.at_least(u64::from(n_counts) - 1).n;
            let values =
                possible.entry(format!("{seen:?} {last}")).or_insert_with(|| vec![BTreeSet::new(); 2 * counts.len()]);
            for at in 0..counts.len() {
                values[at].insert(counts[at]);
                values[counts.len() + at].insert(counts[at..].iter().sum());
            }
        }
        for (seen, values) in &possible {
            let is_told = |values: &&BTreeSet<u64>| values.len() == 1 && values.iter().all(|n| policy.withholds(*n));
            assert_eq!(values.iter().find(is_told), None, "{}: {seen} {values:?}", policy.id);
        }
    }

    #[test]
    fn no_small_number_can_be_told_from_a_curve() {
        for policy in [HES, LINKED_FAMILIES] {
            check(&policy, 3, 27, 20);
            check(&policy, 4, 15, 10);
        }
    }
}
