//! What the categories of released figures about journeys say, in words.
//!
//! A category names agencies as their files do: `health → mental_health`, `health: Visit → housing: Referral received`,
//! `Early help: health → schools`, `Care needs: health, twice`, `housing, half wait no longer`.

use crate::phrases::{capital, plain};

/// Between the two sides of a step.
const ARROW: &str = " → ";
/// After the agency that made both assessments.
const TWICE: &str = ", twice";

/// The two sides of a step; none where a name holds the arrow itself, so that nobody knows which is which.
pub fn pair(category: &str) -> Option<(&str, &str)> {
    category.split_once(ARROW).filter(|(_, to)| !to.contains(ARROW))
}

/// Something that happens at an agency: one end of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End<'c> {
    pub agency: &'c str,
    pub activity: &'c str,
}

impl<'c> End<'c> {
    fn of(side: &'c str) -> Option<End<'c>> {
        side.split_once(": ").map(|(agency, activity)| End { agency, activity })
    }

    pub fn words(&self) -> String {
        format!("{} ({})", self.activity, plain(self.agency))
    }
}

/// Both ends of a step; none where nobody can tell them apart.
pub fn step(category: &str) -> Option<[End<'_>; 2]> {
    let (from, to) = pair(category)?;
    Some([End::of(from)?, End::of(to)?])
}

/// The kind of an assessment made again, and by whom.
pub fn repeat(category: &str) -> (String, String) {
    let Some((kind, agencies)) = category.rsplit_once(": ") else { return (capital(category), String::new()) };
    let by_whom = match (agencies.strip_suffix(TWICE), pair(agencies)) {
        (Some(agency), _) => format!("{}, twice", capital(agency)),
        (None, Some((first, again))) => format!("{}, then {}", capital(first), plain(again)),
        (None, None) => capital(agencies),
    };
    (kind.to_owned(), by_whom)
}

/// Agencies one after another.
pub fn way(category: &str) -> String {
    let agencies: Vec<String> = category.split(ARROW).map(capital).collect();
    agencies.join(ARROW)
}

/// The agency that people wait for and the share that wait no longer; none where it is of neither half nor nine in ten.
pub fn wait(category: &str) -> Option<(&str, bool)> {
    let half = category.strip_suffix(", half wait no longer").map(|agency| (agency, true));
    half.or_else(|| category.strip_suffix(", nine in ten wait no longer").map(|agency| (agency, false)))
}

/// What a figure about costs is of.
pub fn cost(category: &str) -> String {
    match category {
        "assessments done again" => "Assessments made again, all together".to_owned(),
        "a journey of which every cost is known, median" => {
            "Half of the journeys of which every cost is known cost no more than".to_owned()
        }
        "a journey of which every cost is known, nine in ten" => {
            "Nine in ten of the journeys of which every cost is known cost no more than".to_owned()
        }
        "share of the cost that the dearest twentieth of journeys has" => dearest("5%"),
        "share of the cost that the dearest tenth of journeys has" => dearest("10%"),
        "share of the cost that the dearest fifth of journeys has" => dearest("20%"),
        "share of the cost that the dearest half of journeys has" => dearest("50%"),
        other => capital(other),
    }
}

fn dearest(share: &str) -> String {
    format!("Share of all costs that the dearest {share} of these journeys have")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_step_are_agencies_and_what_happened() {
        let ends = step("mental_health: Visit: home → schools: Referral").unwrap();
        assert_eq!(
            ends.map(|end| (end.agency, end.activity)),
            [("mental_health", "Visit: home"), ("schools", "Referral")]
        );
        assert_eq!(ends[0].words(), "Visit: home (mental health)");
        assert_eq!(step("health: Moved A → B → schools: Referral"), None, "nobody knows which arrow is the step");
        assert_eq!(step("health → schools"), None);
    }

    #[test]
    fn repeats_say_who_assessed_first_and_again() {
        let said = |category| repeat(category);
        let expected = |kind: &str, agencies: &str| (kind.to_owned(), agencies.to_owned());
        assert_eq!(said("Early help: social_care → health"), expected("Early help", "Social care, then health"));
        assert_eq!(said("Care: needs: social_care, twice"), expected("Care: needs", "Social care, twice"));
    }

    #[test]
    fn ways_and_waits_name_agencies_in_words() {
        assert_eq!(way("health → social_care → health"), "Health → Social care → Health");
        assert_eq!(wait("housing, half wait no longer"), Some(("housing", true)));
        assert_eq!(wait("housing, east, nine in ten wait no longer"), Some(("housing, east", false)));
        assert_eq!(wait("housing"), None);
    }
}
