//! How long people wait after a referral, and between one contact and the next.

use jiff::civil::Date;
use model::tables::WaitKind;

use super::contacts::{Contact, Contacts};
use super::rules::JourneyRules;
use crate::Traces;
use crate::calendar::{BankHolidays, Division};

/// A wait of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waited {
    pub kind: WaitKind,
    pub from: usize,
    /// The contact that ended it; none while it lasts.
    pub to: Option<usize>,
    pub days: u64,
    /// None where the table of bank holidays has not got the year.
    pub working_days: Option<u64>,
}

/// Where and until when waits are counted.
pub(super) struct Waiting<'w> {
    pub holidays: &'w BankHolidays,
    pub division: Division,
    /// What still lasts on this day is as long as it was by then.
    pub observed_until: Date,
}

/// Waits of all people: from each referral to the first contact after it at that agency, and from each contact to the next.
pub(super) fn waited(contacts: &Contacts, traces: &Traces<'_>, rules: &JourneyRules, waiting: &Waiting) -> Vec<Waited> {
    let mut found = Vec::new();
    for trace in traces.iter() {
        let places: Vec<usize> = trace.events().map(|event| event.row as usize - 1).collect();
        let referrals = places.iter().enumerate().filter(|(_, place)| is_referral(&contacts.contacts[**place], rules));
        for (at, from) in referrals {
            let to = places[at + 1..].iter().copied().find(|to| ends_wait(*from, *to, contacts, rules));
            found.extend(waiting.wait(WaitKind::Referral, *from, to, contacts));
        }
        trace.each_step(|from, to| {
            found.extend(waiting.wait(WaitKind::Step, places[from], Some(places[to]), contacts));
        });
    }
    found
}

fn is_referral(contact: &Contact, rules: &JourneyRules) -> bool {
    rules.referrals.are_in(&contact.activity)
}

/// The first contact of the same case at the agency, or of the person there if it numbers no cases. Chasing progress is not
/// what somebody waited for, nor is another referral.
fn ends_wait(from: usize, to: usize, contacts: &Contacts, rules: &JourneyRules) -> bool {
    let (referral, next) = (&contacts.contacts[from], &contacts.contacts[to]);
    let is_of_case = match &referral.case_id {
        Some(_) => referral.case_id == next.case_id,
        None => true,
    };
    let is_chasing = next.demand.as_ref().is_some_and(|demand| rules.failure_demand.are_in(demand));
    next.agency == referral.agency
        && is_of_case
        && referral.start <= next.start
        && !is_chasing
        && !is_referral(next, rules)
        && !rules.closing.are_in(&next.activity)
}

impl Waiting<'_> {
    fn wait(&self, kind: WaitKind, from: usize, to: Option<usize>, contacts: &Contacts) -> Option<Waited> {
        let start = contacts.contacts[from].start;
        let end = to.map_or(self.observed_until, |to| contacts.contacts[to].start);
        let days = days_between(start, end)?;
        Some(Waited { kind, from, to, days, working_days: self.working_days(start, end) })
    }

    /// Working days after the first day, up to and with the last.
    fn working_days(&self, start: Date, end: Date) -> Option<u64> {
        let after = start.tomorrow().ok()?;
        if end < after {
            return Some(0);
        }
        self.holidays.n_working_days(self.division, after, end).ok().map(u64::from)
    }
}

/// Calendar days from one day to another; none backwards.
pub(super) fn days_between(from: Date, to: Date) -> Option<u64> {
    u64::try_from(model::day_of_date(to) - model::day_of_date(from)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;
    use crate::people::journey_rules;
    use crate::{EventOrder, TieRule};

    fn at(day: Date, activity: &str, case_id: Option<&str>) -> Contact {
        Contact { start: day, case_id: case_id.map(str::to_owned), ..contact("housing", activity) }
    }

    fn referral_waits(contacts: &[Contact]) -> Vec<(usize, Option<usize>, u64, Option<u64>)> {
        let contacts = Contacts { contacts: contacts.to_vec(), ..Contacts::default() };
        let log = contacts.log();
        let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
        let holidays = BankHolidays::shipped();
        let division = Division::EnglandAndWales;
        let waiting = Waiting { holidays: &holidays, division, observed_until: Date::constant(2027, 1, 4) };
        let found = waited(&contacts, &traces, &journey_rules(None).unwrap(), &waiting);
        let own = found.into_iter().filter(|wait| wait.kind == WaitKind::Referral);
        own.map(|wait| (wait.from, wait.to, wait.days, wait.working_days)).collect()
    }

    const CHRISTMAS_EVE: Date = Date::constant(2026, 12, 24);
    const TUESDAY: Date = Date::constant(2026, 12, 29);

    /// 25 and 28 December are bank holidays, 26 and 27 a weekend.
    #[test]
    fn a_wait_over_christmas_is_one_working_day() {
        let contacts = [at(CHRISTMAS_EVE, "Referral received", None), at(TUESDAY, "First appointment", None)];
        assert_eq!(referral_waits(&contacts), [(0, Some(1), 5, Some(1))]);
    }

    #[test]
    fn chasing_and_other_cases_end_no_wait() {
        let chasing = Contact { demand: Some("failure".to_owned()), ..at(TUESDAY, "Progress chasing call", Some("A")) };
        let contacts =
            [at(CHRISTMAS_EVE, "Referral received", Some("A")), chasing, at(TUESDAY, "First appointment", Some("B"))];
        // Friday 1 January is a holiday; 29, 30 and 31 December and 4 January are worked.
        assert_eq!(referral_waits(&contacts), [(0, None, 11, Some(4))]);
    }
}
