//! Contacts that move from one channel to another: how many is stated by somebody, what each costs comes from the files.
//!
//! Contacts do not vanish by half because there is a website (method, section 4), so a shift without a number and a source is
//! a mistake.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use authored::Keys;
use model::problem::Problem;
use model::tables::{CHANNEL_SHIFT, ContactChannel, CostSource, channel_shift};
use model::{FinancialYear, ProblemKind};
use money::Money;

use super::contacts::{Contact, Contacts};
use super::rules::{CHANNELS, JOURNEY_RULES, JourneyRules};
use crate::ChannelShift;

/// A shift that somebody counted or plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRule {
    pub agency: String,
    /// The activity as the agency prints it.
    pub activity: String,
    pub from: ContactChannel,
    pub to: ContactChannel,
    /// Contacts that move in a year.
    pub n_contacts: u64,
    /// Who says so.
    pub source: String,
}

const SHIFT_KEYS: [&str; 6] = ["agency", "activity", "from", "to", "n_contacts", "source"];
const CONTACTS_MAX: i64 = 1_000_000_000;

/// The shifts of one file, in their order.
pub(super) fn shift_rules(keys: &Keys<'_>) -> Vec<ShiftRule> {
    let rule = |table: &Keys<'_>| {
        let channel = |key: &str| {
            table.need(key, format!("`{key} = \"telephone\"`"));
            table.word_of(key, "channel", &CHANNELS, ContactChannel::word)
        };
        let agency = table.needed("agency", "\"health\"");
        let activity = table.needed("activity", "\"GP appointment\"");
        let (from, to) = (channel("from"), channel("to"));
        table.need("n_contacts", "how many contacts move in a year; it is never assumed");
        let n_contacts = table.whole("n_contacts", 1..=CONTACTS_MAX).map(i64::unsigned_abs);
        let source = table.needed("source", "who says so: \"Digital team, plan of May 2026\"");
        Some(ShiftRule {
            agency: agency?,
            activity: activity?,
            from: from?,
            to: to?,
            n_contacts: n_contacts?,
            source: source?,
        })
    };
    keys.tables("shift", "[[shift]]", &SHIFT_KEYS).iter().filter_map(rule).collect()
}

/// Contacts of an activity by one channel, with the cost in the agency's file.
#[derive(Default)]
struct ByChannel {
    n_contacts: u64,
    n_with_cost: u64,
    cost: Money,
    people: BTreeSet<i64>,
}

impl ByChannel {
    fn of(
        contacts: &Contacts,
        rules: &JourneyRules,
        rule: &ShiftRule,
        channel: ContactChannel,
        year: FinancialYear,
    ) -> ByChannel {
        let is_own = |contact: &&Contact| {
            contact.agency == rule.agency
                && contact.activity == rule.activity
                && year.contains(contact.start)
                && rules.channel(contact.channel.as_deref()) == channel
        };
        let mut found = ByChannel::default();
        for contact in contacts.contacts.iter().filter(is_own) {
            found.n_contacts += 1;
            // A price that a rule gives is the same by every channel.
            if let Some(cost) = contact.cost.filter(|_| contact.cost_source == CostSource::File) {
                found.n_with_cost += 1;
                found.cost += cost;
                found.people.insert(contact.person_id);
            }
        }
        found
    }

    fn each(&self) -> Option<Money> {
        self.cost.per_head(self.n_with_cost)
    }
}

/// The table `channel_shift`, and shifts whose pounds cannot be told.
pub fn channel_shifts(contacts: &Contacts, rules: &JourneyRules, year: FinancialYear) -> (RecordBatch, Vec<Problem>) {
    let mut rows = CHANNEL_SHIFT.rows();
    let mut problems = Vec::new();
    for (number, rule) in (1..).zip(&rules.shifts) {
        let [from, to] = [rule.from, rule.to].map(|channel| ByChannel::of(contacts, rules, rule, channel, year));
        let released = released(rule, &from, &to);
        if let Err(why) = &released {
            let text = format!("{JOURNEY_RULES}, [[shift]] {number}: {why}");
            problems.push(Problem { n_rows: 1, ..Problem::new(&rule.agency, ProblemKind::ContactNotPriced, text) });
        }
        rows.push()
            .count(channel_shift::RULE, number)
            .text(channel_shift::AGENCY, &rule.agency)
            .text(channel_shift::ACTIVITY, &rule.activity)
            .text(channel_shift::FROM_CHANNEL, rule.from.word())
            .text(channel_shift::TO_CHANNEL, rule.to.word())
            .count(channel_shift::N_CONTACTS, from.n_contacts)
            .count(channel_shift::N_MOVED, rule.n_contacts)
            .text(channel_shift::SOURCE, &rule.source)
            .count(channel_shift::N_PEOPLE_FROM, from.people.len() as u64)
            .count(channel_shift::N_PEOPLE_TO, to.people.len() as u64)
            .money_if_any(channel_shift::EACH_FROM, from.each())
            .money_if_any(channel_shift::EACH_TO, to.each())
            .money_if_any(channel_shift::CAPACITY_RELEASED, released.ok());
    }
    (rows.finish(), problems)
}

fn released(rule: &ShiftRule, from: &ByChannel, to: &ByChannel) -> Result<Money, String> {
    if rule.from == rule.to {
        return Err("it goes from a channel to the same one".to_owned());
    }
    let each = |side: &ByChannel, channel: ContactChannel| {
        let why = format!("no contact of `{}` by `{}` has a cost in the agency's file", rule.activity, channel.word());
        side.each().ok_or(why)
    };
    let shift = ChannelShift {
        n_contacts: from.n_contacts,
        n_moved: rule.n_contacts,
        unit_cost_from: each(from, rule.from)?,
        unit_cost_to: each(to, rule.to)?,
    };
    // The message names no number of people's contacts.
    shift.capacity_released().ok_or_else(|| "more contacts move than the agency's files have in the year".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;
    use crate::people::journey_rules;

    fn visits(channel: &str, n: i64, pounds: i64) -> impl Iterator<Item = Contact> {
        (0..n).map(move |person_id| Contact {
            person_id,
            channel: Some(channel.to_owned()),
            cost: Some(Money::from_pence(pounds * 100)),
            cost_source: CostSource::File,
            ..contact("health", "GP appointment")
        })
    }

    fn check(n_moved: u64, from: &str, to: &str, expected: Result<i64, &str>) {
        let rules = format!(
            "[[shift]]\nagency = \"health\"\nactivity = \"GP appointment\"\nfrom = \"{from}\"\nto = \"{to}\"\n\
             n_contacts = {n_moved}\nsource = \"Digital team\"\n"
        );
        let rules = journey_rules(Some(&rules)).unwrap();
        let all = visits("In person", 40, 42).chain(visits("Phone call", 20, 15));
        let contacts = Contacts { contacts: all.collect(), ..Contacts::default() };
        let (table, problems) = channel_shifts(&contacts, &rules, FinancialYear(2025));
        let released = CHANNEL_SHIFT.read(&table).iter().next().unwrap().money_if_any(channel_shift::CAPACITY_RELEASED);
        assert_eq!(released, expected.ok().map(|pounds| Money::from_pence(pounds * 100)));
        match expected {
            Ok(_) => assert!(problems.is_empty(), "{problems:?}"),
            Err(why) => assert!(problems[0].text.contains(why), "{problems:?}"),
        }
    }

    /// 30 contacts that cost £42 in person cost £15 by telephone: 30 × £27.
    #[test]
    fn a_shift_releases_what_the_stated_contacts_cost_less_by_the_other_channel() {
        check(30, "face_to_face", "telephone", Ok(810));
        check(10, "telephone", "face_to_face", Ok(-270));
    }

    #[test]
    fn a_shift_of_more_contacts_than_there_are_or_without_costs_releases_nothing() {
        check(41, "face_to_face", "telephone", Err("more contacts move"));
        check(30, "face_to_face", "online", Err("`online` has a cost"));
        check(30, "telephone", "telephone", Err("to the same one"));
    }

    #[test]
    fn how_many_contacts_move_is_stated_and_never_assumed() {
        let rule = "[[shift]]\nagency = \"health\"\nactivity = \"x\"\nfrom = \"telephone\"\nto = \"online\"\n";
        assert_eq!(journey_rules(Some(rule)).unwrap_err().mistakes.len(), 2);
    }
}
