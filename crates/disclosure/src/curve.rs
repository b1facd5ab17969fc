//! Counts by a number, and of all from that number on.

use money::Money;

use crate::amount::shown_amount;
use crate::count::{Shown, shown};
use crate::dominance::is_dominated;
use crate::policy::Policy;
use crate::released::Released;

/// Counts and sums of those with each number, and of those with this number or more, starting at 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// In order; numbers that few have are put together in one.
    pub bands: Vec<Band>,
    /// Those with the first number of each band or any above it.
    pub points: Vec<Band>,
    /// Nobody has more than this.
    most: u64,
}

/// How many there are, and what their amounts add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
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

impl Numbers {
    /// Reads what is printed; none where it is another word.
    pub fn parse(text: &str) -> Option<Numbers> {
        let number = |text: &str| text.parse().ok();
        if let Some(first) = text.strip_suffix(" or more") {
            return Some(Numbers { first: number(first)?, last: None });
        }
        let (first, last) = text.split_once(" to ").unwrap_or((text, text));
        Some(Numbers { first: number(first)?, last: Some(number(last)?) })
    }

    pub fn holds(&self, number: u64) -> bool {
        self.first <= number && self.last.is_none_or(|last| number <= last)
    }
}

impl Curve {
    /// Those with a number or more: nobody above the most, and withheld where no band begins there.
    pub fn at_least(&self, n: u64) -> Band {
        let numbers = Numbers { first: n, last: None };
        let known = self.points.iter().find(|point| point.numbers.first == n).cloned();
        known.unwrap_or(match self.most < n {
            true => Band { numbers, n: Shown::Value(0), amount: Shown::Value(Money::ZERO) },
            false => Band { numbers, n: Shown::Withheld, amount: Shown::Withheld },
        })
    }
}

/// Releases how many have exactly 0, 1, 2 and so on, and what their amounts add up to. `amounts` has, for each
/// number, the amount of everybody who has it.
///
/// Each point of a curve is the band that begins there plus the next point. So a reader who sees points and bands
/// can subtract, and rounding alone does not hide a small one: counts of 10, 1 and 1 would be shown as 10, `[c]`
/// and `[c]` beside points of 10 and `[c]`, and nothing fits but 1 and 1; and the sum of a band that one alone
/// dominates would be all sums less the others. So numbers that few have, or whose sum one dominates, are put
/// together with their neighbours, from the largest number down, until they can be shown. What can be shown can
/// still be shown when it is put together. Then nothing is withheld unless there are too few altogether.
pub fn release_curve(amounts: &[Vec<Money>], policy: &Policy) -> Released<Curve> {
    let starts = starts(amounts, policy);
    let from = |first: u64| amounts.iter().skip(first as usize);
    let band = |first: u64, next: Option<u64>| {
        let of: Vec<Money> =
            from(first).take(next.map_or(usize::MAX, |next| (next - first) as usize)).flatten().copied().collect();
        let numbers = Numbers { first, last: next.map(|next| next - 1) };
        Band { numbers, n: shown(of.len() as u64, policy), amount: shown_amount(&of, policy) }
    };
    let nexts = starts.iter().skip(1).map(|next| Some(*next)).chain([None]);
    let bands = starts.iter().zip(nexts).map(|(first, next)| band(*first, next)).collect();
    let points = starts.iter().map(|first| band(*first, None)).collect();
    let most = amounts.iter().rposition(|of| !of.is_empty()).unwrap_or(0) as u64;
    Released(Curve { bands, points, most })
}

/// The first numbers of bands that can be shown, in order; 0 is one of them.
fn starts(amounts: &[Vec<Money>], policy: &Policy) -> Vec<u64> {
    let can_be_shown = |of: &[Money]| {
        let n = of.len() as u64;
        0 < n && !policy.withholds(n) && !is_dominated(of, policy.p_percent)
    };
    // Bands from the largest number down, by their first numbers, with the amounts of each.
    let mut bands: Vec<(u64, Vec<Money>)> = vec![(0, Vec::new())];
    for (number, of) in (0_u64..).zip(amounts).collect::<Vec<_>>().into_iter().rev() {
        let (first, gathered) = bands.last_mut().expect("there is always one");
        *first = number;
        gathered.extend(of);
        if 0 < number && can_be_shown(gathered) {
            bands.push((0, Vec::new()));
        }
    }
    // What is left over at 0 joins the band above it, until that can be shown.
    while let [.., above, last] = bands.as_mut_slice() {
        if can_be_shown(&last.1) {
            break;
        }
        above.0 = 0;
        above.1.append(&mut last.1);
        bands.pop();
    }
    bands.into_iter().rev().map(|(first, _)| first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{LINKED_FAMILIES, T16};
    use std::collections::{BTreeMap, BTreeSet};

    /// Everybody has the same amount.
    fn curve(counts: &[u64], policy: &Policy) -> Curve {
        let amounts: Vec<Vec<Money>> = counts.iter().map(|n| vec![Money::from_pence(100); *n as usize]).collect();
        release_curve(&amounts, policy).into_inner()
    }

    fn text(counts: &[u64]) -> String {
        let curve = curve(counts, &LINKED_FAMILIES);
        let bands: Vec<String> = curve.bands.iter().map(|band| format!("{}: {}", band.numbers, band.n)).collect();
        let points: Vec<String> =
            curve.points.iter().map(|point| format!("{}+: {}", point.numbers.first, point.n)).collect();
        format!("{} | {}", bands.join(", "), points.join(", "))
    }

    #[test]
    fn numbers_that_few_have_are_put_together_with_their_neighbours() {
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
            let band = |band: &Band| match band.amount {
                Shown::Value(amount) => format!("{}: {} of {}", band.numbers, amount.plain(), band.n),
                Shown::Withheld => format!("{}: [c] of {}", band.numbers, band.n),
            };
            curve.bands.iter().map(band).collect::<Vec<_>>().join(", ")
        };
        let with = |last: Vec<Money>| [pounds(0, 100), pounds(6_000, 50), last];
        assert_eq!(text(&with(pounds(100, 30))), "0: 0.00 of 100, 1: 300000.00 of 50, 2 or more: 3000.00 of 30");
        assert_eq!(text(&with(one_dominates.clone())), "0: 0.00 of 100, 1 or more: 1303000.00 of 80");
        let below = [one_dominates, pounds(10, 50), pounds(5_000, 40)];
        assert_eq!(text(&below), "0 or more: 1203000.00 of 120");
    }

    /// Every set of counts that shows the same is a possible truth: a small count, and a small number of those
    /// with this number or more, must have more than one value among them.
    fn check(policy: &Policy, n_counts: u32, most: u64, shown_most: u64) {
        let mut possible: BTreeMap<String, Vec<BTreeSet<u64>>> = BTreeMap::new();
        let n_values = most + 1;
        for number in 0..n_values.pow(n_counts) {
            let counts: Vec<u64> = (0..n_counts).map(|at| number / n_values.pow(at) % n_values).collect();
            let curve = curve(&counts, policy);
            // What is shown as more may be more than is tried here.
            if curve.bands.iter().any(|band| band.n.value().is_some_and(|n| shown_most < n)) {
                continue;
            }
            let seen: Vec<String> =
                curve.bands.iter().chain(&curve.points).map(|band| format!("{} {}", band.numbers, band.n)).collect();
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
            assert_eq!(values.iter().find(is_told), None, "{policy:?}: {seen} {values:?}");
        }
    }

    #[test]
    fn no_small_number_can_be_told_from_a_curve() {
        for policy in [T16, LINKED_FAMILIES] {
            check(&policy, 3, 27, 20);
            check(&policy, 4, 15, 10);
        }
    }
}
