//! The team around a family: who sees them, who could step back, who could lead, and what it costs before and after.
//!
//! It is a proposal for people to decide on. It is made from a family's book, so it knows nothing that the family did not agree
//! to share, and nothing that must never be printed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use money::Money;

use super::book::Book;
use super::contacts::Contact;

/// An agency that sees a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    pub agency: String,
    /// Teams or roles that the agency names.
    pub roles: Vec<String>,
    pub n_contacts: usize,
    pub n_recent: usize,
    pub n_face_to_face: usize,
    pub last: Date,
    /// Of contacts whose cost is known.
    pub cost: Money,
    pub n_without_cost: usize,
    /// Why it could step back; none where it could not.
    pub could_step_back: Option<StepBack>,
}

/// Why an agency could step back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepBack {
    /// No contact in the last months.
    NotSeenLately,
    /// All that it did was to assess again what another agency had assessed.
    OnlyRepeats,
}

/// A proposal for one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The agency with most contacts first.
    pub members: Vec<TeamMember>,
    /// The agency proposed to lead; none for a family without contacts.
    pub lead: Option<String>,
    /// Types of assessment that several agencies made, with these agencies.
    pub overlapping: BTreeMap<String, BTreeSet<String>>,
    pub cost_before: Money,
    /// Without assessments done again and without the agencies that could step back.
    pub cost_after: Money,
    /// Contacts without a cost: both sums leave them out.
    pub n_without_cost: usize,
}

/// An agency without contact in this many days before the last entry of the book is not seen lately.
pub const RECENT_DAYS: i32 = 91;

/// The team of a family's book.
///
/// The lead is proposed by these rules, one after another: it does not step back; most contacts in the last 91 days; most face
/// to face; most in all; the first by name.
pub fn team(book: &Book) -> Team {
    let Some(last) = book.entries.iter().map(|entry| entry.start).max() else {
        return Team {
            members: Vec::new(),
            lead: None,
            overlapping: BTreeMap::new(),
            cost_before: Money::ZERO,
            cost_after: Money::ZERO,
            n_without_cost: 0,
        };
    };
    let mut by_agency: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in book.entries.iter().enumerate() {
        by_agency.entry(&entry.agency).or_default().push(at);
    }
    let mut members: Vec<TeamMember> = by_agency.iter().map(|(agency, own)| member(agency, own, book, last)).collect();
    let lead = lead(&members);
    let stays = |agency: &str| members.iter().any(|member| member.agency == agency && member.could_step_back.is_none());
    let after =
        book.entries.iter().enumerate().filter(|(at, entry)| stays(&entry.agency) && !book.repeats.contains(at));
    let cost_after = after.filter_map(|(_, entry)| entry.cost).sum();
    members.sort_by(|a, b| b.n_contacts.cmp(&a.n_contacts).then_with(|| a.agency.cmp(&b.agency)));
    Team {
        lead,
        overlapping: overlapping(&book.entries),
        cost_before: book.entries.iter().filter_map(|entry| entry.cost).sum(),
        cost_after,
        n_without_cost: book.entries.iter().filter(|entry| entry.cost.is_none()).count(),
        members,
    }
}

fn member(agency: &str, own: &[usize], book: &Book, last: Date) -> TeamMember {
    let entries: Vec<&Contact> = own.iter().map(|at| &book.entries[*at]).collect();
    let is_recent = |entry: &&&Contact| model::day_of_date(last) - model::day_of_date(entry.start) <= RECENT_DAYS;
    let n_recent = entries.iter().filter(is_recent).count();
    let only_repeats = own.iter().all(|at| book.repeats.contains(at));
    let could_step_back = match (n_recent, only_repeats) {
        (0, _) => Some(StepBack::NotSeenLately),
        (_, true) => Some(StepBack::OnlyRepeats),
        _ => None,
    };
    let roles: BTreeSet<String> = entries.iter().filter_map(|entry| entry.team.clone()).collect();
    TeamMember {
        agency: agency.to_owned(),
        roles: roles.into_iter().collect(),
        n_contacts: entries.len(),
        n_recent,
        n_face_to_face: entries.iter().filter(|entry| is_face_to_face(entry)).count(),
        last: entries.iter().map(|entry| entry.start).max().unwrap_or(last),
        cost: entries.iter().filter_map(|entry| entry.cost).sum(),
        n_without_cost: entries.iter().filter(|entry| entry.cost.is_none()).count(),
        could_step_back,
    }
}

fn is_face_to_face(entry: &Contact) -> bool {
    let plain = entry.channel.as_deref().map(super::words::plain).unwrap_or_default();
    [" face to face ", " in person ", " home visit ", " visit "].iter().any(|words| plain.contains(words))
}

fn lead(members: &[TeamMember]) -> Option<String> {
    let rank = |member: &&TeamMember| {
        let counts = (member.n_recent, member.n_face_to_face, member.n_contacts);
        (member.could_step_back.is_none(), counts, std::cmp::Reverse(member.agency.clone()))
    };
    members.iter().max_by_key(rank).map(|member| member.agency.clone())
}

fn overlapping(entries: &[Contact]) -> BTreeMap<String, BTreeSet<String>> {
    let mut agencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in entries {
        if let Some(assessed) = entry.assessed() {
            let kind = super::words::plain(assessed).trim().to_owned();
            agencies.entry(kind).or_default().insert(entry.agency.clone());
        }
    }
    agencies.retain(|_, agencies| 1 < agencies.len());
    agencies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;

    fn at(day: Date, agency: &str, assessed: Option<&str>, pounds: i64) -> Contact {
        Contact {
            start: day,
            cost: Some(Money::from_pence(pounds * 100)),
            assessment_type: assessed.map(str::to_owned),
            is_assessment: assessed.is_some(),
            ..contact(agency, "Visit")
        }
    }

    const APRIL: Date = Date::constant(2025, 4, 1);
    const SEPTEMBER: Date = Date::constant(2025, 9, 1);
    const OCTOBER: Date = Date::constant(2025, 10, 1);

    /// £100 + £50 + £50 + £70 + £60 before; housing was not seen since April (£100), schools only assessed again (£70).
    #[test]
    fn agencies_step_back_that_were_not_seen_lately_or_only_assessed_again() {
        let entries = vec![
            at(APRIL, "housing", None, 100),
            at(SEPTEMBER, "health", Some("Early help"), 50),
            at(SEPTEMBER, "health", None, 50),
            at(OCTOBER, "schools", Some("EARLY HELP"), 70),
            at(OCTOBER, "voluntary", None, 60),
        ];
        let team = team(&Book::of_entries(entries, Vec::new()));
        let told: Vec<(&str, Option<StepBack>)> =
            team.members.iter().map(|member| (member.agency.as_str(), member.could_step_back)).collect();
        let expected = [
            ("health", None),
            ("housing", Some(StepBack::NotSeenLately)),
            ("schools", Some(StepBack::OnlyRepeats)),
            ("voluntary", None),
        ];
        assert_eq!(told, expected);
        assert_eq!(team.lead.as_deref(), Some("health"));
        assert_eq!(team.cost_before, Money::from_pence(330_00));
        assert_eq!(team.cost_after, Money::from_pence(160_00));
        let both: BTreeSet<String> = ["health".to_owned(), "schools".to_owned()].into();
        assert_eq!(team.overlapping, [("early help".to_owned(), both)].into());
    }

    #[test]
    fn a_family_without_contacts_has_no_team() {
        let team = team(&Book::of_entries(Vec::new(), Vec::new()));
        assert_eq!((team.members.len(), team.lead), (0, None));
    }
}
