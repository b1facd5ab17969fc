//! Activities that are planned rather than drawn, and the type of each assessment.

use crate::people::agencies::Agency;
use crate::people::contacts::Activity;

/// The activities of a referral at one agency, in their order.
pub(super) struct EpisodeActivities {
    pub agency: Agency,
    pub referral: Activity,
    pub chasing: Activity,
    pub first: Activity,
    pub follow_up: Activity,
    pub closing: Activity,
    /// Working days from the referral to the first contact: half of those planned are shorter or as long.
    pub median_wait: u32,
}

const fn activity(agency: Agency, name: &'static str, cost: f64, outcomes: &'static [&'static str]) -> Activity {
    Activity { agency, name, is_assessment: false, cost, days: 0, per_year: [0.0; 5], ages: (0, 120), outcomes }
}

const fn episode(agency: Agency, median_wait: u32, cost: f64) -> EpisodeActivities {
    EpisodeActivities {
        agency,
        referral: activity(agency, "Referral received", 18.0, &["accepted"]),
        chasing: activity(agency, "Progress chasing call", 9.0, &["told to wait", "message taken"]),
        first: activity(agency, "First appointment", cost, &["attended", "did not attend"]),
        follow_up: activity(agency, "Follow-up appointment", cost * 0.7, &["attended", "did not attend"]),
        closing: activity(agency, "Case closed", 12.0, &["needs met", "no further contact"]),
        median_wait,
    }
}

/// Agencies to which others refer.
pub(super) const EPISODES: &[EpisodeActivities] = &[
    episode(Agency::Health, 22, 142.0),
    episode(Agency::Schools, 12, 75.0),
    episode(Agency::Housing, 9, 58.0),
    episode(Agency::SocialCare, 4, 118.0),
    episode(Agency::MentalHealth, 31, 190.0),
    episode(Agency::Voluntary, 6, 64.0),
];

/// The activity that closes a case; police and benefits have no cases of this kind.
pub(super) const CLOSING: &str = "Case closed";

const fn early_help(agency: Agency) -> Activity {
    Activity { is_assessment: true, ..activity(agency, "Early help assessment", 260.0, &["plan agreed", "no plan"]) }
}

/// One assessment that four agencies make, each for itself.
pub(super) const EARLY_HELP: &[Activity] = &[
    early_help(Agency::Health),
    early_help(Agency::Schools),
    early_help(Agency::SocialCare),
    early_help(Agency::Voluntary),
];

/// An event of a life, or an exit: its kind, its activity, for which ages, and its chance by need.
pub(super) struct LifeEvent {
    pub kind: &'static str,
    pub activity: Activity,
    pub ages: (i16, i16),
    pub chance: [f64; 5],
}

const fn event(
    kind: &'static str,
    (agency, name, cost): (Agency, &'static str, f64),
    ages: (i16, i16),
    chance: [f64; 5],
) -> LifeEvent {
    LifeEvent { kind, activity: activity(agency, name, cost, &["recorded"]), ages, chance }
}

pub(super) const EVENTS: &[LifeEvent] = &[
    event("disability", (Agency::Benefits, "Disability claim", 48.0), (16, 66), [0.02, 0.03, 0.05, 0.07, 0.09]),
    event("job_lost", (Agency::Benefits, "New claim after job loss", 36.0), (18, 66), [0.08, 0.07, 0.06, 0.05, 0.05]),
    event("benefit_claim", (Agency::Benefits, "New claim", 36.0), (16, 66), [0.06, 0.08, 0.08, 0.1, 0.1]),
    event("crime", (Agency::Police, "Victim of crime report", 165.0), (12, 120), [0.2, 0.2, 0.2, 0.25, 0.3]),
    event(
        "family_breakdown",
        (Agency::SocialCare, "Family breakdown contact", 88.0),
        (0, 60),
        [0.03, 0.05, 0.08, 0.1, 0.15],
    ),
    event("left_care", (Agency::SocialCare, "Left care", 220.0), (16, 21), [0.02, 0.05, 0.1, 0.15, 0.2]),
    event("left_prison", (Agency::Police, "Released from prison", 210.0), (18, 70), [0.01, 0.02, 0.05, 0.1, 0.15]),
    event("sexual_health", (Agency::Health, "Sexual health clinic", 74.0), (16, 60), [0.03, 0.04, 0.05, 0.06, 0.07]),
    event("adoption", (Agency::SocialCare, "Adoption visit", 132.0), (0, 50), [0.02, 0.02, 0.03, 0.03, 0.03]),
];

/// What an emergency admission ends with.
pub(super) const DISCHARGE: Activity =
    activity(Agency::Health, "Hospital discharge", 60.0, &["discharged home", "discharged with care"]);

/// Reviews that the law asks for are no repeats, however soon they come; their types begin so.
pub(super) const STATUTORY: &str = "Statutory";

/// The type of an assessment as its agency prints it; several agencies make some of them.
pub(super) fn assessment_type(activity: &Activity) -> &'static str {
    match activity.name {
        "Health visitor review" => "Statutory health visitor review",
        "Care review" => "Statutory care review",
        "Special needs assessment" => "Education, health and care needs",
        "Homelessness assessment" => "Housing need",
        "Child and family assessment" => "Child and family",
        "Care needs assessment" => "Care needs",
        "Work capability assessment" => "Work capability",
        "Initial assessment" => "Mental health",
        "Substance misuse assessment" => "Substance misuse",
        "Early help assessment" => "Early help",
        _ => "",
    }
}

/// Why a contact must not stand in a book that others may see; empty where it may.
pub(super) fn sensitivity(activity: &Activity) -> &'static str {
    match (activity.agency, activity.name) {
        (_, "Domestic abuse incident" | "Refuge and outreach support") => "domestic_abuse",
        (_, "Sexual health clinic") => "sexual_health",
        (_, "Child protection conference") => "child_protection",
        (_, "Adoption visit") => "adoption",
        (Agency::Police, _) => "police",
        _ => "",
    }
}

/// As an agency calls another one.
pub(super) fn referred_to(agency: Agency) -> &'static str {
    match agency {
        Agency::Health => "referred to health",
        Agency::Schools => "referred to schools",
        Agency::Housing => "referred to housing",
        Agency::SocialCare => "referred to social care",
        Agency::Police => "referred to police",
        Agency::Benefits => "referred to benefits",
        Agency::MentalHealth => "referred to mental health",
        Agency::Voluntary => "referred to voluntary",
    }
}

/// The same where it arrives.
pub(super) fn referred_by(agency: Agency) -> &'static str {
    match agency {
        Agency::Health => "referral from health",
        Agency::Schools => "referral from schools",
        Agency::Housing => "referral from housing",
        Agency::SocialCare => "referral from social care",
        Agency::Police => "referral from police",
        Agency::Benefits => "referral from benefits",
        Agency::MentalHealth => "referral from mental health",
        Agency::Voluntary => "referral from voluntary",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::ACTIVITIES;

    #[test]
    fn every_assessment_has_a_type_and_nothing_else_has() {
        let planned = EARLY_HELP.iter().chain(EVENTS.iter().map(|event| &event.activity));
        for activity in ACTIVITIES.iter().chain(planned) {
            assert_eq!(activity.is_assessment, !assessment_type(activity).is_empty(), "{}", activity.name);
        }
    }
}
