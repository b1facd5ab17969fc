//! What families have in common is no evidence that two of them are one person.

use crate::Error;
use model::tables::person_record;
use rapidfuzz::distance::damerau_levenshtein;
use rayon::prelude::*;

use crate::bind::Bound;
use crate::clusters::Clusters;
use crate::compare::{Kernel, LevelCode, Patterns};
use crate::records::Records;
use crate::score::ScoredPair;

/// Comparisons that tell the people of one household apart.
const OWN: [&str; 2] = ["given_name", "born"];
/// Numbers that are a person's own.
const NUMBERS: [&str; 3] = ["nhs_number", "nino", "upn"];

/// Holds every pair against the rule for households.
///
/// Twins share surname, home and date of birth; a father and his son share both names and the home. Each of these is
/// strong evidence, because the model takes what it compares to be independent, and within a household it is not. So a
/// pair whose first names have nothing in common, or whose dates of birth differ by more than a slip, is one person only
/// where a number of theirs agrees; and one whose numbers differ only where name and date of birth are the very same
/// (method, section 3.2).
pub(crate) struct HouseholdRule<'a> {
    patterns: Patterns,
    records: &'a Records,
    /// Position and code of `else` of the first name, and of the date of birth.
    own: [Option<(usize, LevelCode)>; 2],
    /// Position and code of `else` of each number; the first level of each is agreement.
    numbers: Vec<(usize, LevelCode)>,
}

/// The level of exact equality.
const SAME: LevelCode = 1;
/// Two dates of birth that differ in more characters than this are different dates.
const N_SLIPS_MAX: usize = 2;

impl<'a> HouseholdRule<'a> {
    /// # Errors
    /// [`Error::TooMuch`] where the levels of the model make more patterns than can be counted.
    pub(crate) fn of(bound: &Bound<'a>) -> Result<HouseholdRule<'a>, Error> {
        let comparisons = &bound.model().comparisons;
        let place = |name: &&str| comparisons.iter().position(|comparison| comparison.name == **name);
        let last = |at: usize| (at, LevelCode::try_from(comparisons[at].levels.len()).unwrap_or(LevelCode::MAX));
        Ok(HouseholdRule {
            patterns: Patterns::of(&bound.comparisons)?,
            records: bound.records(),
            own: OWN.map(|name| place(&name).map(last)),
            numbers: NUMBERS.iter().filter_map(place).map(last).collect(),
        })
    }

    /// Whether the pair may be one person, whatever its weight.
    pub(crate) fn allows(&self, pair: &ScoredPair) -> bool {
        self.allows_levels(&self.patterns.unpack(pair.pattern), pair.left, pair.right)
    }

    /// The same, given the levels of the pair.
    pub(crate) fn allows_levels(&self, levels: &[LevelCode], left: u32, right: u32) -> bool {
        if self.numbers.iter().any(|(at, _)| levels[*at] == SAME) {
            return true;
        }
        let [name, born] = self.own;
        let is_else = |own: Option<(usize, LevelCode)>| own.is_some_and(|(at, last)| levels[at] == last);
        let is_same = |own: Option<(usize, LevelCode)>| own.is_some_and(|(at, _)| levels[at] == SAME);
        let numbers_differ = self.numbers.iter().any(|(at, last)| levels[*at] == *last);
        if numbers_differ && !(is_same(name) && is_same(born)) {
            return false;
        }
        !is_else(name) && !is_else(born) && !self.born_apart(left, right)
    }

    /// Pairs within clusters that cannot be of one person, by whatever way they came together: their numbers differ, or their dates
    /// of birth by more than a slip. First names are left out: a link by number may stand between two names of one person.
    pub(crate) fn contradictions(&self, bound: &Bound<'a>, clusters: &Clusters) -> Vec<(u32, u32)> {
        let of_cluster = |rows: &Vec<u32>| {
            let mut kernel = Kernel::new(bound);
            let mut levels = vec![0; bound.comparisons.len()];
            let mut found = Vec::new();
            for (at, left) in rows.iter().enumerate() {
                for right in &rows[at + 1..] {
                    kernel.levels(bound.row(*left), bound.row(*right), &mut levels);
                    if self.contradicts(&levels, *left, *right) {
                        found.push((*left, *right));
                    }
                }
            }
            found
        };
        clusters.members().par_iter().filter(|rows| 2 < rows.len()).flat_map_iter(of_cluster).collect()
    }

    fn contradicts(&self, levels: &[LevelCode], left: u32, right: u32) -> bool {
        if self.numbers.iter().any(|(at, _)| levels[*at] == SAME) {
            return false;
        }
        let is_same = |own: Option<(usize, LevelCode)>| own.is_some_and(|(at, _)| levels[at] == SAME);
        let numbers_differ = self.numbers.iter().any(|(at, last)| levels[*at] == *last);
        numbers_differ && !self.own.iter().all(|own| is_same(*own)) || self.born_apart(left, right)
    }

    /// Whether both have a whole date of birth, and the two are no slip of one.
    fn born_apart(&self, left: u32, right: u32) -> bool {
        let date =
            |row: u32| self.records.value(person_record::BORN, row).filter(|born| born.len() == "1993-02-28".len());
        let (Some(one), Some(other)) = (date(left), date(right)) else { return false };
        let swapped = |date: &str| format!("{}-{}-{}", &date[..4], &date[8..], &date[5..7]);
        one != other && swapped(one) != other && N_SLIPS_MAX < damerau_levenshtein::distance(one.chars(), other.chars())
    }
}
