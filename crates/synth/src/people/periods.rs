//! From when until when each agency says what its records say: tenancies, times at a school, cases and claims.

use jiff::Span;
use jiff::civil::Date;
use model::FinancialYear;
use rand::RngExt;

use super::addresses::Home;
use super::agencies::Agency;
use super::contacts::Contact;
use super::fates::{Provision, tenancy_start};
use super::person::Person;
use crate::dice::Dice;

/// First and last day; open where there is none.
pub(super) type Days = (Option<Date>, Option<Date>);

/// Of pupils who could leave after their examinations.
pub(crate) const LEAVES_SCHOOL: f64 = 0.5;
/// Of cases without anything in the last two months.
pub(crate) const CASE_CLOSED: f64 = 0.5;

/// The time of a record of somebody at a home, where the agency's file has such columns.
pub(super) fn days(
    agency: Agency,
    person: &Person,
    home: Home,
    contacts: &[Contact],
    year: FinancialYear,
    dice: &mut Dice,
) -> Days {
    match agency {
        Agency::Housing => tenancy(person, home, year),
        Agency::Schools => school(person, year, dice),
        Agency::SocialCare => case(person, contacts, year, dice),
        Agency::Benefits => claim(person, year, dice),
        Agency::Health | Agency::Police | Agency::MentalHealth | Agency::Voluntary => (None, None),
    }
}

/// Of the home at which the record has them: who moved and is written down at the old one is a former tenant.
fn tenancy(person: &Person, home: Home, year: FinancialYear) -> Days {
    let at = person.homes.iter().position(|(_, own)| *own == home).unwrap_or_default();
    let began = if at == 0 { tenancy_start(person, year) } else { person.homes[at].0 };
    let moved = person.homes.get(at + 1).map(|(day, _)| *day);
    let until = moved.into_iter().chain(person.departed.map(|departure| departure.day)).min();
    let from = began.max(person.born).max(person.joined.unwrap_or(began));
    (Some(from), until.filter(|until| from <= *until))
}

/// From the first of September of the primary or the secondary school; some leave after year 11, if no plan keeps them.
fn school(person: &Person, year: FinancialYear, dice: &mut Dice) -> Days {
    // Children who turn five in September or later start a year later.
    let starts = person.born.year() + if person.born.month() < 9 { 4 } else { 5 };
    let september = |year: i16| Date::constant(year, 9, 1);
    let entry = [starts + 7, starts, starts - 1].map(september).into_iter().find(|day| *day <= year.last_day());
    let leaves = dice.random_bool(LEAVES_SCHOOL) && person.provision != Provision::Plan;
    let leaving = Date::constant(starts + 12, 6, 27);
    (entry, Some(leaving).filter(|day| leaves && *day <= year.last_day()))
}

/// Open before the first contact of the year; closed some weeks after the last one, or long ago where there was none.
fn case(person: &Person, contacts: &[Contact], year: FinancialYear, dice: &mut Dice) -> Days {
    let (closes, ago, weeks) = (dice.random_bool(CASE_CLOSED), dice.random_range(10..900), dice.random_range(30..500));
    let days = |days: i64| Span::new().days(days);
    let mut of_case = contacts.iter().filter(|contact| contact.activity.agency == Agency::SocialCare);
    let first = of_case.next().map(|contact| contact.start);
    let last = of_case.next_back().map(|contact| contact.start).or(first);
    let closed = match last {
        None => year.first_day().saturating_sub(days(ago)),
        Some(last) => last.saturating_add(days(56)),
    };
    let is_closed = closes && closed < year.last_day() && person.born < closed;
    let before = first.unwrap_or(if is_closed { closed } else { year.first_day() });
    (Some(before.saturating_sub(days(weeks)).max(person.born)), is_closed.then_some(closed))
}

/// Since they came together, or separated; else for some time.
fn claim(person: &Person, year: FinancialYear, dice: &mut Dice) -> Days {
    let since = year.first_day().saturating_sub(Span::new().days(dice.random_range(1..2_000)));
    let changed = person.departed.map(|departure| departure.day).or(person.joined).or(person.claims_since);
    (Some(changed.unwrap_or(since)), None)
}
