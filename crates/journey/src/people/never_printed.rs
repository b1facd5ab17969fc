//! Contacts that never stand in a book of appointments, a team or a calendar: `reference/journeys/never_printed.csv`, and
//! what a place adds in `rules/never_printed.csv`.
//!
//! Somebody who harms a person may see what is on their kitchen table. So a contact is left out if any text about it says
//! what it must not, and a place can only make the list longer.

use authored::{Mistakes, Reading};

use super::contacts::Contact;
use super::words::Phrases;

/// Where a place adds words.
pub const NEVER_PRINTED: &str = "rules/never_printed.csv";

const SHIPPED: &str = include_str!("../../../../reference/journeys/never_printed.csv");
const SHIPPED_FILE: &str = "reference/journeys/never_printed.csv";

/// Words of contacts that are never printed.
#[derive(Clone, Debug, Default)]
pub struct NeverPrinted(Phrases);

/// The shipped list with what a place adds.
///
/// # Errors
/// Every mistake in the place's file: a line that cannot be read might be one that keeps somebody safe.
///
/// # Panics
/// If the shipped list has a mistake, which its test would say.
pub fn never_printed(own: Option<&str>) -> Result<NeverPrinted, Mistakes> {
    let mut words = read(SHIPPED, SHIPPED_FILE).expect("the shipped list has no mistake");
    if let Some(own) = own {
        words.extend(read(own, NEVER_PRINTED)?);
    }
    Ok(NeverPrinted(Phrases::of(words)))
}

fn read(text: &str, file: &str) -> Result<Vec<String>, Mistakes> {
    let without_comments: String = text
        .split_inclusive('\n')
        // A comment's line stays, so that mistakes name the right one.
        .map(|line| if line.starts_with('#') { "\n" } else { line })
        .collect();
    let reading = Reading::of(file, &without_comments);
    let mut words = Vec::new();
    reading.columns(&["reason", "words"], |_, [_, cell]| {
        if reading.is_filled(cell, "words") {
            words.push(cell.text.clone());
        }
    });
    reading.finish(Some(words))
}

impl NeverPrinted {
    /// Whether a text says what is never printed.
    pub fn holds_text(&self, text: &str) -> bool {
        self.0.are_nearly_in(text)
    }

    /// Whether a contact is never printed.
    pub fn holds(&self, contact: &Contact) -> bool {
        let texts = [
            Some(&contact.agency),
            Some(&contact.activity),
            contact.team.as_ref(),
            contact.assessment_type.as_ref(),
            contact.outcome.as_ref(),
            contact.triggered_by.as_ref(),
            contact.channel.as_ref(),
            contact.case_id.as_ref(),
            contact.demand.as_ref(),
            contact.other_text.as_ref(),
        ];
        texts.into_iter().flatten().any(|text| self.holds_text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;

    #[test]
    fn a_contact_is_left_out_if_any_text_about_it_says_what_it_must_not() {
        let list = never_printed(None).unwrap();
        for (agency, activity) in [
            ("voluntary", "Refuge and outreach support"),
            ("police", "Visit"),
            ("health", "Sexual health clinic"),
            ("social_care", "Child protection conference"),
            ("social_care", "Adoption visit"),
            ("Wendshire Women's Aid", "Visit"),
            ("health", "D.V. clinic"),
            ("health", "S.47 visit"),
            ("health", "Safegaurding meeting"),
            ("metpolice", "Visit"),
            ("social_care", "Cam-drin domestig"),
            ("health", "Clare's Law request"),
            ("social_care", "ICPC"),
        ] {
            assert!(list.holds(&contact(agency, activity)), "{agency}: {activity}");
        }
        // A number that an agency gives is printed nowhere, and says nothing: many begin with CP.
        let numbered = Contact { contact_id: "CP-47".to_owned(), ..contact("health", "First appointment") };
        assert!(!list.holds(&numbered));
        let clinic = Contact { other_text: Some("GUM clinic|Ward 3".to_owned()), ..contact("health", "Visit") };
        assert!(list.holds(&clinic));
        let referred = Contact { outcome: Some("referred to police".to_owned()), ..contact("health", "Visit") };
        assert!(list.holds(&referred));
    }

    #[test]
    fn a_place_can_only_add() {
        let list = never_printed(Some("reason,words\nlocal,Haven House\n")).unwrap();
        assert!(list.holds(&contact("voluntary", "Haven House drop-in")) && list.holds(&contact("police", "x")));
        assert_eq!(never_printed(Some("reason,words\nlocal,\n")).unwrap_err().mistakes.len(), 1);
    }
}
