//! Patterns that are known to be of two people.

use crate::linkage_model::Model;

/// Comparisons that tell the people of one household apart, and numbers that are a person's own.
const OWN: [&str; 2] = ["given_name", "born"];
const NUMBERS: [&str; 4] = ["nhs_number", "nino", "upn", "number"];

/// What the rule for households holds apart, as far as levels tell it.
///
/// Twins and fathers agree on all that a household shares. Comparisons are taken to be independent, so a training would take such
/// pairs for matches and learn from them that the first names of one person often differ, and that there are more matches than
/// there are. They are never linked, so they count as pairs of two people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Position and last level of each comparison that must not end there.
    own: Vec<(usize, u8)>,
    /// Positions of numbers, one of which agreeing outweighs it.
    numbers: Vec<usize>,
    /// Position and last level of where people live. Elsewhere than at one home the weight of what differs is enough.
    home: Option<(usize, u8)>,
}

/// What everybody of a household shares.
const HOME: &str = "home";

impl Apart {
    pub fn of(model: &Model) -> Apart {
        let place = |name: &&str| model.comparisons.iter().position(|comparison| comparison.name == **name);
        let last = |at: usize| (at, u8::try_from(model.comparisons[at].levels.len()).unwrap_or(u8::MAX));
        Apart {
            own: OWN.iter().filter_map(place).map(last).collect(),
            numbers: NUMBERS.iter().filter_map(place).collect(),
            home: place(&HOME).map(last),
        }
    }

    /// Takes what has nothing in common on one more comparison to be of two people.
    pub fn also(&mut self, at: usize, n_levels: usize) {
        let last = u8::try_from(n_levels).unwrap_or(u8::MAX);
        if !self.own.contains(&(at, last)) {
            self.own.push((at, last));
        }
    }

    #[cfg(test)]
    pub fn of_one(at: usize, last: u8) -> Apart {
        Apart { own: vec![(at, last)], numbers: Vec::new(), home: Some((at, 0)) }
    }

    pub fn holds(&self, levels: &[u8]) -> bool {
        let shares_home = self.home.is_some_and(|(at, last)| !matches!(levels[at], 0) && levels[at] != last);
        shares_home
            && self.own.iter().any(|(at, last)| levels[*at] == *last)
            && !self.numbers.iter().any(|at| levels[*at] == 1)
    }
}
