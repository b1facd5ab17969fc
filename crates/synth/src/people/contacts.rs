//! What agencies did with people in the year: when, how, with what result and at what cost.

use jiff::civil::Date;
use rand::RngExt;
use rand_distr::{Distribution, Poisson};

use super::agencies::Agency;
use super::journeys::Slot;
use super::person::Person;
use crate::dice::{Dice, pick};

/// Something an agency does with a person.
#[derive(Debug)]
pub(crate) struct Activity {
    pub agency: Agency,
    pub name: &'static str,
    pub is_assessment: bool,
    /// Pounds for one.
    pub cost: f64,
    /// Days from its start to its end, at most.
    pub days: i64,
    /// Mean times in a year for somebody the agency knows, by need from 0 to 4.
    pub per_year: [f64; 5],
    /// Ages of the people it is for.
    pub ages: (i16, i16),
    pub outcomes: &'static [&'static str],
}

macro_rules! activities {
    ($($agency:ident $name:literal $is_assessment:literal $cost:literal $days:literal $per_year:tt $ages:tt [$($outcome:literal),+],)+) => {
        &[$(Activity {
            agency: Agency::$agency, name: $name, is_assessment: $is_assessment, cost: $cost, days: $days, per_year: $per_year, ages: $ages,
            outcomes: &[$($outcome),+],
        },)+]
    };
}

/// Unit costs are of the order of published ones and no more than that.
pub(crate) const ACTIVITIES: &[Activity] = activities![
    Health "GP appointment" false 42.0 0 [1.9, 2.6, 3.6, 4.8, 6.0] (0, 120) ["advice", "prescription", "referred"],
    Health "A&E attendance" false 205.0 0 [0.17, 0.3, 0.55, 0.95, 1.6] (0, 120) ["discharged", "admitted", "left before treatment"],
    Health "Emergency admission" false 2_850.0 9 [0.03, 0.06, 0.12, 0.24, 0.4] (0, 120) ["discharged home", "discharged with care"],
    Health "Health visitor review" true 68.0 0 [0.9, 1.4, 2.2, 3.4, 4.4] (0, 4) ["no concern", "concern", "referred"],
    Schools "Attendance meeting" false 95.0 0 [0.03, 0.12, 0.5, 1.3, 2.2] (4, 17) ["improved", "no change", "legal action"],
    Schools "Special needs assessment" true 640.0 60 [0.03, 0.08, 0.2, 0.4, 0.6] (4, 17) ["plan agreed", "support in school", "no plan"],
    Schools "Suspension" false 310.0 5 [0.01, 0.05, 0.22, 0.6, 1.1] (10, 17) ["returned", "moved school"],
    Housing "Repair visit" false 84.0 3 [1.1, 1.4, 1.8, 2.2, 2.5] (18, 120) ["done", "no access", "further work"],
    Housing "Rent arrears interview" false 36.0 0 [0.06, 0.3, 0.8, 1.6, 2.4] (18, 120) ["plan agreed", "notice served", "no contact"],
    Housing "Homelessness assessment" true 420.0 28 [0.004, 0.03, 0.1, 0.3, 0.55] (18, 120) ["duty accepted", "prevented", "no duty"],
    SocialCare "Referral" false 75.0 2 [0.4, 0.6, 0.9, 1.4, 2.1] (0, 120) ["assessment", "no further action", "signposted"],
    SocialCare "Child and family assessment" true 910.0 45 [0.3, 0.5, 0.8, 1.1, 1.5] (0, 17) ["child in need plan", "child protection plan", "no further action"],
    SocialCare "Child protection conference" false 540.0 0 [0.0, 0.02, 0.1, 0.4, 0.9] (0, 17) ["plan continues", "plan ends"],
    SocialCare "Home visit" false 118.0 0 [1.0, 2.0, 4.0, 8.0, 14.0] (0, 17) ["seen", "not in", "concern"],
    SocialCare "Care needs assessment" true 480.0 28 [0.5, 0.6, 0.7, 0.9, 1.0] (18, 120) ["care package", "no eligible need", "reablement"],
    SocialCare "Care review" true 260.0 7 [0.5, 0.6, 0.8, 0.9, 1.0] (18, 120) ["no change", "increased", "decreased"],
    Police "Incident attended" false 190.0 0 [0.3, 0.5, 1.0, 2.1, 3.6] (10, 120) ["no crime", "crime recorded", "advice"],
    Police "Domestic abuse incident" false 390.0 0 [0.03, 0.1, 0.4, 1.0, 1.9] (16, 120) ["safeguarding referral", "arrest", "no further action"],
    Police "Arrest" false 720.0 1 [0.05, 0.12, 0.35, 0.9, 1.6] (10, 120) ["charged", "released", "caution"],
    Police "Missing person report" false 1_150.0 2 [0.005, 0.02, 0.08, 0.3, 0.7] (10, 17) ["found safe", "found with harm"],
    Benefits "Work coach appointment" false 31.0 0 [2.0, 5.0, 9.0, 12.0, 14.0] (16, 66) ["attended", "missed", "sanction"],
    Benefits "Work capability assessment" true 235.0 30 [0.05, 0.1, 0.2, 0.3, 0.4] (16, 66) ["fit for work", "limited capability"],
    Benefits "Change of circumstances" false 24.0 5 [0.6, 1.0, 1.6, 2.4, 3.2] (16, 66) ["award changed", "overpayment", "no change"],
    MentalHealth "Initial assessment" true 330.0 21 [0.6, 0.7, 0.8, 0.9, 1.0] (5, 120) ["treatment", "discharged", "waiting list"],
    MentalHealth "Treatment session" false 128.0 0 [2.0, 3.0, 4.5, 6.0, 8.0] (5, 120) ["attended", "did not attend"],
    MentalHealth "Crisis team visit" false 290.0 0 [0.05, 0.1, 0.3, 0.8, 1.5] (16, 120) ["stabilised", "admitted", "police called"],
    Voluntary "Debt advice session" false 62.0 0 [1.0, 1.4, 1.9, 2.4, 3.0] (18, 120) ["plan agreed", "referred", "did not attend"],
    Voluntary "Substance misuse assessment" true 210.0 14 [0.1, 0.2, 0.4, 0.7, 1.0] (18, 120) ["treatment", "not engaged"],
    Voluntary "Refuge and outreach support" false 155.0 0 [0.2, 0.4, 0.9, 1.8, 2.8] (18, 120) ["safe", "returned", "rehoused"],
];

/// The number of a contact among those of its person, while they are planned.
pub(crate) type Key = u32;

/// One contact.
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub key: Key,
    pub activity: &'static Activity,
    pub start: Date,
    /// Open where the year ends before it.
    pub end: Option<Date>,
    pub channel: &'static str,
    /// Empty in one of thirty, as real files have it.
    pub outcome: &'static str,
    /// Of those agencies that work out what their contacts cost.
    pub pence: Option<i64>,
    /// From and until when, where the agency writes times.
    pub slot: Option<Slot>,
    /// The agency's number of the case; empty where there is none.
    pub case_id: String,
    pub assessment_type: &'static str,
    /// What led to it.
    pub triggered_by: &'static str,
    /// What kind of demand staff say it was.
    pub demand: &'static str,
}

impl Contact {
    /// The same on another day.
    pub fn move_to(&mut self, day: Date, last: Date) {
        let days = self.end.map(|end| self.start.until(end).expect("civil dates are in range"));
        self.end = days.map(|days| day.saturating_add(days)).filter(|end| *end <= last);
        self.start = day;
    }
}

/// Adds a contact to those of a person, with a number of its own.
pub(super) fn add(contacts: &mut Vec<Contact>, contact: Contact) -> Key {
    let key = contacts.iter().map(|contact| contact.key + 1).max().unwrap_or_default();
    contacts.push(Contact { key, ..contact });
    key
}

const CHANNELS: [&str; 4] = ["face to face", "telephone", "online", "letter"];
/// Referrals from one agency's contact to the next agency's, with the days between at most and how often.
const HANDOVERS: [(&str, Agency, &str, i64, f64); 5] = [
    ("Domestic abuse incident", Agency::SocialCare, "Referral", 3, 0.6),
    ("Referral", Agency::SocialCare, "Child and family assessment", 10, 0.4),
    ("Arrest", Agency::Voluntary, "Substance misuse assessment", 30, 0.25),
    ("A&E attendance", Agency::MentalHealth, "Initial assessment", 40, 0.08),
    ("Rent arrears interview", Agency::Voluntary, "Debt advice session", 25, 0.3),
];

/// Everything one person's agencies did with them in the year, by date.
pub(crate) fn contacts(person: &Person, known_to: &[Agency], first: Date, last: Date, dice: &mut Dice) -> Vec<Contact> {
    let age = person.age_on(first);
    let mut found = Vec::new();
    for activity in
        ACTIVITIES.iter().filter(|of| known_to.contains(&of.agency) && (of.ages.0..=of.ages.1).contains(&age))
    {
        let mean = activity.per_year[usize::from(person.need)];
        let n = if mean > 0.0 { Poisson::new(mean).expect("the mean is above nothing").sample(dice) as u32 } else { 0 };
        for _ in 0..n {
            let born_or_first = person.born.max(first);
            let span = last.since(born_or_first).expect("civil dates are in range").get_days().max(1);
            let start = born_or_first.saturating_add(jiff::Span::new().days(dice.random_range(0..span)));
            found.push(contact(activity, start, last, dice));
        }
    }
    let followed: Vec<Contact> = found.iter().filter_map(|before| follow(before, known_to, age, last, dice)).collect();
    found.extend(followed);
    found.sort_by_key(|contact| (contact.start, contact.activity.name));
    (0..).zip(&mut found).for_each(|(key, contact)| contact.key = key);
    found
}

pub(super) fn contact(activity: &'static Activity, start: Date, last: Date, dice: &mut Dice) -> Contact {
    let days = if activity.days > 0 { dice.random_range(0..=activity.days) } else { 0 };
    let end = start.saturating_add(jiff::Span::new().days(days));
    let channel =
        if activity.is_assessment { CHANNELS[0] } else { CHANNELS[dice.random_range(0..6usize).saturating_sub(2)] };
    Contact {
        key: 0,
        activity,
        start,
        end: (end <= last).then_some(end),
        channel,
        outcome: if dice.random_ratio(1, 30) { "" } else { pick(dice, activity.outcomes) },
        pence: Some((activity.cost * 100.0 * dice.random_range(0.85..1.15)).round() as i64)
            .filter(|_| activity.agency.knows_costs()),
        slot: None,
        case_id: String::new(),
        assessment_type: "",
        triggered_by: "",
        demand: "",
    }
}

/// The contact that one hands over to, where the person is known there.
fn follow(before: &Contact, known_to: &[Agency], age: i16, last: Date, dice: &mut Dice) -> Option<Contact> {
    let (_, agency, name, days, chance) = HANDOVERS.iter().find(|(from, ..)| *from == before.activity.name)?;
    let activity = ACTIVITIES
        .iter()
        .find(|of| of.agency == *agency && of.name == *name)
        .expect("what is handed over to is an activity");
    let is_for = (activity.ages.0..=activity.ages.1).contains(&age) && known_to.contains(agency);
    if !is_for || !dice.random_bool(*chance) {
        return None;
    }
    let start = before.start.saturating_add(jiff::Span::new().days(dice.random_range(0..=*days)));
    (start <= last).then(|| contact(activity, start, last, dice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_handover_leads_to_an_activity_and_from_one() {
        for (from, agency, to, ..) in HANDOVERS {
            assert!(ACTIVITIES.iter().any(|activity| activity.name == from), "{from}");
            assert!(ACTIVITIES.iter().any(|activity| activity.name == to && activity.agency == agency), "{to}");
        }
        assert!(ACTIVITIES.iter().all(|activity| activity.ages.0 <= activity.ages.1 && activity.cost > 0.0));
    }
}
