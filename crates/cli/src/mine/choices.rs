//! What somebody chose to look at: order, cases, working time, what closes a case.

use std::collections::BTreeSet;

use jiff::civil::Date;
use journey::calendar::{BankHolidays, Division, Open, OpeningHours, WorkingTime};
use journey::{Attribute, Filter, OpeningTimes, TimeFilter, Window};
use model::event_log::{EventLog, Name};

use crate::fail::Failure;

#[derive(clap::Args)]
#[command(next_help_heading = "What is looked at")]
pub struct ChoiceArguments {
    /// Order events by when they ended instead of when they began
    #[arg(long)]
    by_end: bool,
    /// Whose hand-offs: agency, team, resource or file; the first of these that the log tells, if nothing is said
    #[arg(long, value_name = "WHOSE")]
    hand_offs: Option<String>,
    /// Cases in which this activity occurs; may be given again
    #[arg(long, value_name = "ACTIVITY")]
    with: Vec<String>,
    /// Cases in which this activity does not occur; may be given again
    #[arg(long, value_name = "ACTIVITY")]
    without: Vec<String>,
    /// Cases in which the second activity comes directly after the first
    #[arg(long, num_args = 2, value_names = ["FIRST", "SECOND"])]
    followed: Vec<String>,
    /// Cases in which the second activity comes at some time after the first
    #[arg(long, num_args = 2, value_names = ["FIRST", "SECOND"])]
    eventually: Vec<String>,
    /// Cases that begin on this day or later
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Cases that begin before this day
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Cases of variants with this many cases or more
    #[arg(long, value_name = "N")]
    variants_min: Option<u64>,
    /// Activity that closes a case; may be given again. Without it no case is known to be open or closed
    #[arg(long, value_name = "ACTIVITY")]
    closing: Vec<String>,
    /// Count waits in working time, Monday to Friday, such as 08:00-17:00
    #[arg(long, value_name = "HOURS")]
    working: Option<String>,
    /// Whose bank holidays: england-and-wales, scotland or northern-ireland
    #[arg(long, value_name = "NATION", default_value = "england-and-wales")]
    holidays: String,
}

/// The same, in the numbers of the log.
pub struct Choices {
    pub is_by_end: bool,
    pub hand_offs: Attribute,
    pub filters: Vec<Filter>,
    pub closing: BTreeSet<Name>,
    /// In words, and the opening times; none for calendar time.
    pub working: Option<(String, OpeningTimes)>,
    pub division: Division,
}

impl Choices {
    pub fn of(arguments: &ChoiceArguments, log: &EventLog) -> Result<Choices, Failure> {
        let division = division(&arguments.holidays)?;
        Ok(Choices {
            is_by_end: arguments.by_end,
            hand_offs: arguments.hand_offs.as_deref().map_or_else(|| Ok(first_told(log)), attribute)?,
            filters: filters(arguments, log)?,
            closing: names(&arguments.closing, log)?,
            working: arguments.working.as_deref().map(|hours| working(hours, division, log)).transpose()?,
            division,
        })
    }
}

fn attribute(word: &str) -> Result<Attribute, Failure> {
    match word {
        "agency" => Ok(Attribute::Agency),
        "team" => Ok(Attribute::Team),
        "resource" => Ok(Attribute::Resource),
        "file" => Ok(Attribute::File),
        other => Err(Failure::not_there("kind of hand-off", other, ["agency", "team", "resource", "file"])),
    }
}

/// What the log tells of who did it; the agency where it tells nothing.
fn first_told(log: &EventLog) -> Attribute {
    let told = [Attribute::Agency, Attribute::Team, Attribute::Resource];
    told.into_iter().find(|attribute| !attribute.names(log).is_empty()).unwrap_or(Attribute::Agency)
}

fn division(word: &str) -> Result<Division, Failure> {
    let known = || Division::ALL.iter().map(|division| division.word());
    let found = Division::ALL.iter().find(|division| division.word() == word);
    found.copied().ok_or_else(|| Failure::not_there("nation with bank holidays", word, known()))
}

fn name(activity: &str, log: &EventLog) -> Result<Name, Failure> {
    log.activities.find(activity).ok_or_else(|| Failure::not_there("activity", activity, log.activities.iter()))
}

fn names(activities: &[String], log: &EventLog) -> Result<BTreeSet<Name>, Failure> {
    activities.iter().map(|activity| name(activity, log)).collect()
}

fn filters(arguments: &ChoiceArguments, log: &EventLog) -> Result<Vec<Filter>, Failure> {
    let mut filters = Vec::new();
    for activity in &arguments.with {
        filters.push(Filter::HasActivity([name(activity, log)?].into()));
    }
    if !arguments.without.is_empty() {
        filters.push(Filter::LacksActivity(names(&arguments.without, log)?));
    }
    if let [first, second] = arguments.followed.as_slice() {
        filters.push(Filter::DirectlyFollowed(name(first, log)?, name(second, log)?));
    }
    if let [first, second] = arguments.eventually.as_slice() {
        filters.push(Filter::EventuallyFollowed(name(first, log)?, name(second, log)?));
    }
    if arguments.from.is_some() || arguments.until.is_some() {
        let micros = |day: Date| model::micros_of_moment(day.at(0, 0, 0, 0));
        let window =
            Window { from: arguments.from.map_or(i64::MIN, micros), until: arguments.until.map_or(i64::MAX, micros) };
        filters.push(Filter::Time(TimeFilter::Starts, window));
    }
    filters.extend(arguments.variants_min.map(|n_cases_min| Filter::FrequentVariants { n_cases_min }));
    Ok(filters)
}

/// Opening hours of all agencies, from `08:00-17:00`.
fn working(text: &str, division: Division, log: &EventLog) -> Result<(String, OpeningTimes), Failure> {
    let wrong = || Failure::new(format!("`{text}` is not opening hours"), "write them as 08:00-17:00");
    let (from, until) = text.split_once('-').ok_or_else(wrong)?;
    let (from, until) = (minute(from).ok_or_else(wrong)?, minute(until).ok_or_else(wrong)?);
    if until <= from {
        return Err(wrong());
    }
    let hours = OpeningHours::office(Open { from_minute: from, until_minute: until }, division);
    let usual = WorkingTime::of(&hours, &BankHolidays::shipped(), log.clock)
        .map_err(|reason| Failure::Other { text: reason.to_string(), hint: None })?;
    let words = format!("working time, {text} Monday to Friday without the bank holidays of {}", division.word());
    Ok((words, OpeningTimes { usual, by_agency: Default::default() }))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60 && hour * 60 + minute <= 1_440).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_hours_are_minutes_of_a_day() {
        assert_eq!(["08:00", "17:30", "24:00"].map(minute), [Some(480), Some(1_050), Some(1_440)]);
        assert_eq!(["8", "24:01", "09:60", ""].map(minute), [None; 4]);
    }
}
