//! Parts that add up to a whole that somebody may know: each is large enough by itself, or put together with others.

use std::collections::BTreeMap;

use disclosure::LINKED_FAMILIES;
use money::Money;

/// What one part is of, by person.
pub(super) type ByPerson = BTreeMap<i64, Share>;

/// What a person has of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub n: u64,
    pub pounds: Money,
}

/// Stands for the parts that are too small to be told by themselves.
pub(super) const OTHERS: &str = "others";

/// Parts that may all be told beside their sum. Those of too few people, or whose pounds one person dominates, are put together
/// with the smallest of the rest until nothing can be had by subtraction. Nothing is left where even all of them are too few.
///
/// The sum may be told as well: what it leaves beside the other parts is a part.
pub(super) fn partition(parts: BTreeMap<String, ByPerson>) -> Vec<(String, ByPerson)> {
    let filled = parts.into_iter().filter(|(_, people)| !people.is_empty());
    let (mut told, small): (Vec<_>, Vec<_>) = filled.partition(|(_, people)| may_be_told(people));
    let size = |people: &ByPerson| people.values().map(|share| share.n).sum::<u64>();
    told.sort_by(|(name, a), (other, b)| size(b).cmp(&size(a)).then_with(|| name.cmp(other)));
    if small.is_empty() {
        return told;
    }
    let mut others = ByPerson::new();
    small.into_iter().for_each(|(_, people)| add(&mut others, people));
    while !may_be_told(&others) {
        let Some((_, people)) = told.pop() else { return Vec::new() };
        add(&mut others, people);
    }
    told.push((OTHERS.to_owned(), others));
    told
}

fn add(others: &mut ByPerson, people: ByPerson) {
    for (person, share) in people {
        let known = others.entry(person).or_default();
        (known.n, known.pounds) = (known.n + share.n, known.pounds + share.pounds);
    }
}

/// Whether a count of these people, and a sum of their pounds, may be shown.
pub(super) fn may_be_told(people: &ByPerson) -> bool {
    let pounds: Vec<Money> = people.values().map(|share| share.pounds).collect();
    !LINKED_FAMILIES.withholds(people.len() as u64) && !LINKED_FAMILIES.withholds_sum(&pounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(from: i64, n: i64, pounds: i64) -> ByPerson {
        let share = Share { n: 1, pounds: Money::from_pence(pounds * 100) };
        (from..from + n).map(|person| (person, share)).collect()
    }

    fn told(parts: &[(&str, ByPerson)]) -> Vec<(String, usize)> {
        let parts = parts.iter().map(|(name, people)| ((*name).to_owned(), people.clone())).collect();
        partition(parts).into_iter().map(|(name, people)| (name, people.len())).collect()
    }

    fn named(parts: &[(&str, usize)]) -> Vec<(String, usize)> {
        parts.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
    }

    #[test]
    fn small_parts_are_put_together_until_they_are_large_enough() {
        let parts =
            [("a", people(0, 30, 5)), ("b", people(30, 20, 5)), ("c", people(50, 6, 5)), ("d", people(56, 5, 5))];
        assert_eq!(told(&parts), named(&[("a", 30), ("b", 20), ("others", 11)]));
        assert_eq!(told(&parts[..3]), named(&[("a", 30), ("others", 26)]), "six alone would be the sum less the rest");
        assert_eq!(told(&parts[2..3]), named(&[]));
        assert_eq!(told(&parts[..2]), named(&[("a", 30), ("b", 20)]));
    }

    /// Eleven people, of whom one has £10,000 and the others £1: nine others leave £9, below a tenth of £10,000.
    #[test]
    fn a_part_that_one_person_dominates_is_put_together_too() {
        let mut one = people(0, 10, 1);
        one.extend(people(10, 1, 10_000));
        assert_eq!(told(&[("a", people(20, 40, 500)), ("b", one)]), named(&[("others", 51)]));
    }

    /// Every way in which four parts of up to 30 people can stand beside each other and their sum.
    #[test]
    fn every_part_that_is_told_is_of_ten_people_or_more_and_nobody_is_lost() {
        const SIZES: [i64; 8] = [0, 1, 5, 9, 10, 11, 14, 30];
        for world in 0..SIZES.len().pow(4) {
            let sizes = [1, 8, 64, 512].map(|place| SIZES[world / place % 8]);
            let parts = (0..).zip(sizes).map(|(at, n): (i64, i64)| (at.to_string(), people(100 * at, n, 1)));
            let told = partition(parts.collect());
            assert!(told.iter().all(|(_, people)| 10 <= people.len()), "{sizes:?}");
            let n_all: i64 = sizes.iter().sum();
            let n_told = told.iter().map(|(_, people)| people.len() as i64).sum::<i64>();
            assert!(n_told == n_all || n_all < 10 && n_told == 0, "{sizes:?}: {n_told}");
        }
    }
}
