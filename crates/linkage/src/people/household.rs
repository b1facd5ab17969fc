//! What families have in common is no evidence that two of them are one person.

use crate::Error;
use crate::bind::Bound;
use crate::compare::{LevelCode, Patterns};
use crate::score::ScoredPair;

/// Comparisons that tell the people of one household apart.
const OWN: [&str; 2] = ["given_name", "born"];
/// Numbers that are a person's own.
const NUMBERS: [&str; 3] = ["nhs_number", "nino", "upn"];

/// Holds every pair against the rule for households.
///
/// Twins share surname, home and date of birth; a father and his son share both names and the home. Each of these is
/// strong evidence, because the model takes what it compares to be independent, and within a household it is not. So a
/// pair whose first names have nothing in common, or whose dates of birth have not, is one person only where a number of
/// theirs agrees (method, section 3.2).
pub struct HouseholdRule {
    patterns: Patterns,
    /// Position and code of `else` of the comparisons that must not disagree.
    own: Vec<(usize, LevelCode)>,
    /// Positions of the numbers; the first level of each is agreement.
    numbers: Vec<usize>,
}

impl HouseholdRule {
    /// # Errors
    /// [`Error::TooMuch`] where the levels of the model make more patterns than can be counted.
    pub fn of(bound: &Bound<'_>) -> Result<HouseholdRule, Error> {
        let comparisons = &bound.model().comparisons;
        let place = |name: &&str| comparisons.iter().position(|comparison| comparison.name == **name);
        let last = |at: usize| (at, LevelCode::try_from(comparisons[at].levels.len()).unwrap_or(LevelCode::MAX));
        Ok(HouseholdRule {
            patterns: Patterns::of(&bound.comparisons)?,
            own: OWN.iter().filter_map(place).map(last).collect(),
            numbers: NUMBERS.iter().filter_map(place).collect(),
        })
    }

    /// Whether the pair may be one person, whatever its weight.
    pub fn allows(&self, pair: &ScoredPair) -> bool {
        let levels = self.patterns.unpack(pair.pattern);
        let disagrees = self.own.iter().any(|(at, last)| levels[*at] == *last);
        !disagrees || self.numbers.iter().any(|at| levels[*at] == 1)
    }
}
