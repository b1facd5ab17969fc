//! Counts of people.

use std::fmt;

use crate::policy::Policy;

/// A figure as it may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<T> {
    Value(T),
    /// Withheld: too few people, or it would give another figure away.
    Withheld,
}

impl<T: Copy> Shown<T> {
    pub fn value(self) -> Option<T> {
        match self {
            Shown::Value(value) => Some(value),
            Shown::Withheld => None,
        }
    }
}

/// `[c]`, confidential, as the Government Analysis Function has it (method, section 9.1).
impl<T: fmt::Display> fmt::Display for Shown<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::Value(value) => value.fmt(formatter),
            Shown::Withheld => formatter.write_str("[c]"),
        }
    }
}

/// A count as a policy lets it be seen.
pub(crate) fn shown(n: u64, policy: &Policy) -> Shown<u64> {
    if policy.withholds(n) { Shown::Withheld } else { Shown::Value(policy.rounded(n)) }
}

/// The least and the most that a count can be, by what is shown of it.
pub(crate) fn possible(shown: Shown<u64>, withheld_most: u64, policy: &Policy) -> (u64, u64) {
    match shown {
        // Withheld because it is small, or to protect one that is: from outside nobody can tell which.
        Shown::Withheld => (1, withheld_most),
        Shown::Value(0) => (0, 0),
        Shown::Value(n) => {
            let half = policy.round_to / 2;
            (n.saturating_sub(half).max(policy.n_withheld_max + 1), n + (policy.round_to - 1 - half))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{LINKED_FAMILIES, T16};
    use std::collections::{BTreeMap, BTreeSet};

    /// Method, T16, with `[c]` for its `*`.
    #[test]
    fn counts_are_withheld_and_rounded_as_in_t16() {
        let of = |n| shown(n, &T16).to_string();
        let expected = [
            (0, "0"),
            (1, "[c]"),
            (3, "[c]"),
            (7, "[c]"),
            (8, "10"),
            (11, "10"),
            (12, "10"),
            (13, "15"),
            (15, "15"),
            (17, "15"),
            (18, "20"),
            (22, "20"),
            (23, "25"),
            (102, "100"),
            (103, "105"),
        ];
        for (n, shown) in expected {
            assert_eq!(of(n), shown, "{n}");
        }
        assert_eq!(
            [3, 12, 40, 3 + 12 + 40].map(of),
            ["[c]", "10", "40", "55"],
            "a total is made of the parts as they are"
        );
    }

    #[test]
    fn fewer_than_ten_linked_families_are_withheld() {
        let of = |n| shown(n, &LINKED_FAMILIES).to_string();
        assert_eq!([0, 1, 9, 10, 12, 13].map(of), ["0", "[c]", "[c]", "10", "10", "15"]);
    }

    /// What two releases, one of a part of the place and one of the whole, tell of a small count between them: pairs
    /// of shown counts that leave one value only. Where the part is nobody, the whole is withheld itself.
    fn told(policy: &Policy) -> Vec<([String; 2], u64)> {
        let mut possible: BTreeMap<[String; 2], BTreeSet<u64>> = BTreeMap::new();
        let small = 1..=policy.n_withheld_max;
        for (part, between) in (0..63).flat_map(|part: u64| small.clone().map(move |between| (part, between))) {
            let seen = [part, part + between].map(|n| shown(n, policy).to_string());
            possible.entry(seen).or_default().insert(between);
        }
        let only = |(seen, values): ([String; 2], BTreeSet<u64>)| {
            values.first().copied().filter(|_| values.len() == 1).map(|value| (seen, value))
        };
        possible.into_iter().filter_map(only).collect()
    }

    /// Method, section 13: differencing two releases never recovers a cell of 1 to 7.
    #[test]
    fn no_difference_of_two_releases_gives_a_withheld_count_away() {
        assert_eq!(told(&T16), []);
        // This should be empty too. It tells 9 to a reader who knows that fewer than ten lie between `[c]` and 20.
        assert_eq!(told(&LINKED_FAMILIES), [(["[c]".to_owned(), "20".to_owned()], 9)]);
    }
}
