//! A made-up event log of any length, written once and kept for the next run.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::strangers::dice::Dice;

const SEED: u64 = 7;
/// Events of a case.
pub const CASE_EVENTS: u64 = 10;
/// Cases that are open at once: their rows stand between each other, as agencies write them down.
const CASES_AT_ONCE: u64 = 100;
/// Ways that cases go, the first most often.
const N_WAYS: usize = 200;
const N_RESOURCES: usize = 50;
const ACTIVITIES: [&str; 12] = [
    "Screening",
    "Telephone call",
    "Home visit",
    "Assessment",
    "Referral sent",
    "Referral accepted",
    "Plan agreed",
    "Support given",
    "Letter sent",
    "Review",
    "Panel",
    "Payment",
];
/// 1 January 2015, 08:00, in seconds since 1970.
const BEGIN: u64 = 1_420_099_200;

/// The log as CSV, with `n_events` events of a tenth as many cases.
pub fn long_log(dir: &Path, n_events: u64) -> Outcome<PathBuf> {
    let path = dir.join(format!("events-{n_events}.csv"));
    if !path.is_file() {
        // Under another name until it is whole.
        let next = dir.join("events.csv");
        write(&next, n_events / CASE_EVENTS).map_err(|error| format!("cannot write `{}`: {error}", next.display()))?;
        std::fs::rename(&next, &path).map_err(|error| format!("cannot keep `{}`: {error}", path.display()))?;
    }
    Ok(path)
}

fn write(path: &Path, n_cases: u64) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    rows(n_cases, |row| out.write_all(row.as_bytes()))?;
    out.flush()
}

fn rows(n_cases: u64, mut write: impl FnMut(&str) -> std::io::Result<()>) -> std::io::Result<()> {
    let mut dice = Dice::new(SEED);
    let ways: Vec<Way> = (0..N_WAYS).map(|_| way(&mut dice)).collect();
    write("case_id,activity,timestamp,resource\n")?;
    let mut row = String::new();
    for first in (0..n_cases).step_by(CASES_AT_ONCE as usize) {
        let mut open: Vec<Case> =
            (first..n_cases.min(first + CASES_AT_ONCE)).map(|number| Case::begun(number, &mut dice)).collect();
        for _ in 0..CASE_EVENTS {
            for case in &mut open {
                row.clear();
                case.next_row(&ways, &mut dice, &mut row);
                write(&row)?;
            }
        }
    }
    Ok(())
}

type Way = [&'static str; CASE_EVENTS as usize];

fn way(dice: &mut Dice) -> Way {
    let mut way = [""; CASE_EVENTS as usize];
    way.iter_mut().for_each(|activity| *activity = *dice.pick(&ACTIVITIES));
    way[0] = "Contact";
    way[CASE_EVENTS as usize - 1] = "Closed";
    way
}

/// A case that is under way.
struct Case {
    number: u64,
    way: usize,
    n_events: usize,
    seconds: u64,
}

impl Case {
    /// A case begins every ten minutes; one of two ways that are drawn, the more frequent, so that few ways have most cases.
    fn begun(number: u64, dice: &mut Dice) -> Case {
        let way = dice.below(N_WAYS).min(dice.below(N_WAYS));
        Case { number, way, n_events: 0, seconds: BEGIN + 600 * number }
    }

    fn next_row(&mut self, ways: &[Way], dice: &mut Dice, row: &mut String) {
        self.seconds += 60 + dice.below(86_400 * 3) as u64;
        let (number, activity, resource) = (self.number, ways[self.way][self.n_events], dice.below(N_RESOURCES));
        self.n_events += 1;
        writeln!(row, "case-{number},{activity},{},R{resource}", moment(self.seconds)).expect("a string grows");
    }
}

/// As `2015-01-01 08:00:00`; Hinnant, *chrono-Compatible Low-Level Date Algorithms* (`civil_from_days`).
fn moment(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March, so that the day that is sometimes there comes last.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02} {:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        assert_eq!(moment(BEGIN), "2015-01-01 08:00:00");
        assert_eq!(moment(1_456_790_399), "2016-02-29 23:59:59");
        assert_eq!(moment(1_456_790_400), "2016-03-01 00:00:00");
    }

    #[test]
    fn every_case_has_its_events_in_order_of_time_between_those_of_others() {
        let mut text = String::new();
        rows(250, |row| {
            text += row;
            Ok(())
        })
        .expect("a string grows");
        let mut cases: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut order = Vec::new();
        for row in text.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            cases.entry(cells[0]).or_default().push((cells[2], cells[1]));
            order.push(cells[0]);
        }
        assert_eq!((cases.len(), order.len()), (250, 2_500));
        assert_ne!(order[0], order[1]);
        for events in cases.values() {
            assert_eq!((events.len(), events[0].1, events[9].1), (10, "Contact", "Closed"));
            assert!(events.is_sorted_by(|a, b| a.0 < b.0));
        }
        let ways: BTreeSet<Vec<&str>> = cases.values().map(|case| case.iter().map(|event| event.1).collect()).collect();
        assert!((50..=N_WAYS).contains(&ways.len()), "{}", ways.len());
    }
}
