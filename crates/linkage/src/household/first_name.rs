//! How two first names stand to each other.

use std::collections::HashSet;

use model::home::fold;
use rapidfuzz::distance::{jaro_winkler, osa};

use crate::bind::NicknameList;
use crate::linkage_model::Nickname;
use crate::text_form::metaphone;

/// What two first names say of whether they are one person's, from the most against it to the most for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameTie {
    /// Two names that have nothing in common.
    Different,
    /// One is not there.
    Missing,
    /// They have nothing in common, but one of them is no name that anybody else has: it is garbled, or rare.
    Garbled,
    /// An initial, and a name or another initial that begins with it.
    Initial,
    /// Two names in their own right that look or sound nearly the same: Ann and Anna.
    Near,
    /// A name and a slip of it.
    Slip,
    /// A short name, or a part of a longer one.
    Short,
    Same,
}

/// A folded first name and how many records have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstName<'a> {
    pub(crate) text: &'a str,
    pub(crate) n_records: f64,
}

/// Which names there are.
pub(crate) struct FirstNames {
    nicknames: NicknameList,
    listed: HashSet<String>,
    /// A spelling that resembles no other counts as a name once this many records have it; larger files repeat a garble more often.
    n_records_real: f64,
}

const ORIGINS: &str = include_str!("../../../../reference/linkage/name_origins.csv");
/// A name that fewer records have may be a slip.
const N_RECORDS_MIN: f64 = 2.0;
const N_RECORDS_MAX: f64 = 10.0;
const RECORDS_OF_A_GARBLE: f64 = 2_000.0;
/// So may a spelling that is this much rarer than the other.
const TIMES_RARER: f64 = 50.0;
/// Fewer letters of a name are an initial, or any name's.
const CUT_MIN: usize = 3;
/// As the model's last level of alike names.
const ALIKE_MIN: f64 = 0.8;

impl FirstNames {
    /// The shipped lists with the names that a model adds; `n_records` have a first name.
    pub(crate) fn with(added: &[Nickname], n_records: u64) -> FirstNames {
        let given = ORIGINS.lines().filter_map(|line| line.split_once(",given,"));
        let names = given.flat_map(|(_, names)| names.split('|')).filter(|name| !name.contains('*'));
        let n_records_real = (n_records as f64 / RECORDS_OF_A_GARBLE).clamp(N_RECORDS_MIN, N_RECORDS_MAX);
        FirstNames { nicknames: NicknameList::with(added), listed: names.map(fold).collect(), n_records_real }
    }

    pub(crate) fn tie(&self, left: FirstName<'_>, right: FirstName<'_>) -> NameTie {
        if left.text == right.text {
            return if is_initial(left.text.trim_end_matches('.')) { NameTie::Initial } else { NameTie::Same };
        }
        let (l, r) = (words(left.text), words(right.text));
        if l.is_empty() || r.is_empty() {
            return NameTie::Missing;
        }
        if l.concat() == r.concat() {
            return NameTie::Same;
        }
        if l.len() == 1 && r.len() == 1 {
            return self.tie_of_words((l[0], left.n_records), (r[0], right.n_records));
        }
        let (short, long) = if l.len() <= r.len() { (&l, &r) } else { (&r, &l) };
        self.tie_of_several(short, long)
    }

    /// Every word of the shorter name must be in the longer one, which says no more than that one is a part of the other.
    fn tie_of_several(&self, short: &[&str], long: &[&str]) -> NameTie {
        let best = |word: &&str| {
            // How many records have a word is not known: each is taken for a name, so that no two people become one.
            let of_word = |other: &&str| match self.tie_of_words((word, f64::MAX), (other, f64::MAX)) {
                // Beside a whole name an initial only says that the second name may be the same.
                NameTie::Initial if 1 < short.len() => NameTie::Short,
                // How many have a second name is not counted, and rarely is one garbled beside a whole first name.
                NameTie::Garbled => NameTie::Different,
                tie => tie,
            };
            long.iter().map(of_word).max().unwrap_or(NameTie::Missing)
        };
        short.iter().map(best).min().unwrap_or(NameTie::Missing).min(NameTie::Short)
    }

    fn tie_of_words(&self, left: (&str, f64), right: (&str, f64)) -> NameTie {
        let ((l, _), (r, _)) = (left, right);
        if is_initial(l) || is_initial(r) {
            let is_alike = l.chars().next() == r.chars().next();
            return if is_alike { NameTie::Initial } else { NameTie::Different };
        }
        if l == r {
            return NameTie::Same;
        }
        let distance = osa::distance(l.chars(), r.chars());
        if self.nicknames.meet(l, r) {
            // Bill is William; but of Ann and Anna, and of Ella and Ellie, parents may have one each.
            let is_one = 1 < distance && (self.nicknames.is_formal(l) || self.nicknames.is_formal(r));
            return if is_one { NameTie::Short } else { NameTie::Near };
        }
        if self.is_cut_off(l, r) || self.is_cut_off(r, l) {
            return NameTie::Short;
        }
        let are_real = self.is_real(left) && self.is_real(right);
        if 1 < distance && jaro_winkler::similarity(l.chars(), r.chars()) < ALIKE_MIN {
            return if are_real { NameTie::Different } else { NameTie::Garbled };
        }
        let are_names = self.is_name(left, right) && self.is_name(right, left);
        match are_names {
            true if distance == 1 || metaphone(l) == metaphone(r) => NameTie::Near,
            true if are_real => NameTie::Different,
            _ => NameTie::Slip,
        }
    }

    fn is_real(&self, (name, n_records): (&str, f64)) -> bool {
        self.is_listed(name) || self.n_records_real <= n_records && !name.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Whether one is what a system kept of the other: its first letters, and no name of its own.
    fn is_cut_off(&self, short: &str, long: &str) -> bool {
        CUT_MIN <= short.len() && short.len() + 1 < long.len() && long.starts_with(short) && !self.is_listed(short)
    }

    fn is_listed(&self, name: &str) -> bool {
        self.listed.contains(name) || self.nicknames.knows(name)
    }

    /// Whether it is a name in its own right and no slip of the other.
    fn is_name(&self, (name, n_records): (&str, f64), (_, n_other): (&str, f64)) -> bool {
        self.is_listed(name) || N_RECORDS_MIN <= n_records && n_other <= TIMES_RARER * n_records
    }
}

fn words(name: &str) -> Vec<&str> {
    name.split([' ', '-', '.']).filter(|word| !word.is_empty()).collect()
}

fn is_initial(word: &str) -> bool {
    word.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: NameTie, pairs: &[(&str, &str)]) {
        let names = FirstNames::with(&[], 100);
        for (left, right) in pairs {
            let (left, right) = (FirstName { text: left, n_records: 9.0 }, FirstName { text: right, n_records: 1.0 });
            assert_eq!(names.tie(left, right), expected, "{left:?} {right:?}");
            assert_eq!(names.tie(right, left), expected, "{right:?} {left:?}");
        }
    }

    #[test]
    fn two_first_names_are_the_same_alike_or_different() {
        check(NameTie::Same, &[("ann", "ann"), ("abdul rahman", "abdulrahman"), ("mary-ann", "mary ann")]);
        check(
            NameTie::Short,
            &[
                ("bill", "william"),
                ("steven", "stephen"),
                ("mary", "mary ann"),
                ("mohammed a", "mohammed ali"),
                ("chr", "christopher"),
            ],
        );
        check(NameTie::Slip, &[("carol", "craol"), ("christopher", "cristofer")]);
        check(NameTie::Near, &[("ann", "anna"), ("ella", "ellie")]);
        check(NameTie::Initial, &[("j", "james"), ("j.", "james"), ("j", "j"), ("m", "xiu ming")]);
        check(NameTie::Garbled, &[("oliver", "oiji"), ("oliver", "zfqk")]);
        check(NameTie::Missing, &[("", "james"), (".", "james")]);
        check(NameTie::Different, &[("james", "david"), ("j", "david"), ("mohammed ali", "mohammed hassan")]);
    }

    #[test]
    fn a_rare_spelling_is_a_slip_and_a_frequent_one_a_name() {
        let names = FirstNames::with(&[], 100);
        let tie = |n_records: f64| {
            names.tie(FirstName { text: "zuleyka", n_records: 40.0 }, FirstName { text: "zuleika", n_records })
        };
        assert_eq!((tie(1.0), tie(2.0)), (NameTie::Slip, NameTie::Near));
    }
}
