//! Logs written as small tables, for tests.

use jiff::civil::DateTime;
use model::event_log::{Event, EventLog, Moment, Precision};
use money::Money;

/// A log from a table with `|` between columns; of `case`, `activity` and `start` none is missing.
///
/// A date is known to the day, a date with hours and minutes to the second. `cost` is in whole pounds.
pub(crate) fn log_of(table: &str) -> EventLog {
    let mut rows = table.lines().map(str::trim).filter(|line| !line.is_empty()).map(cells);
    let header = rows.next().expect("a table has a header");
    let mut log = EventLog::default();
    for (at, row) in rows.enumerate() {
        let cell = |column: &str| {
            let place = header.iter().position(|name| name == column);
            place.map(|place| row[place].as_str()).filter(|text| !text.is_empty())
        };
        let need = |column: &str| cell(column).expect("every event has a case, an activity and a start");
        let event = Event {
            case: log.cases.number(need("case")),
            activity: log.activities.number(need("activity")),
            start: moment(need("start")),
            end: cell("end").map(moment),
            agency: cell("agency").map(|name| log.agencies.number(name)),
            team: cell("team").map(|name| log.teams.number(name)),
            resource: cell("resource").map(|name| log.resources.number(name)),
            cost: cell("cost").map(|pounds| Money::from_pence(100 * pounds.parse::<i64>().expect("whole pounds"))),
            file: log.files.number(cell("file").unwrap_or("log.csv")),
            row: at as u32 + 2,
        };
        log.events.push(event);
    }
    log
}

fn cells(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// A moment on the wall clock.
pub(crate) fn moment(text: &str) -> Moment {
    let (text, precision) = match text.len() {
        10 => (format!("{text}T00:00"), Precision::Day),
        _ => (text.replace(' ', "T"), Precision::Second),
    };
    let at: DateTime = text.parse().expect("a moment such as 2025-01-31 09:00");
    let micros = jiff::tz::TimeZone::UTC.to_timestamp(at).expect("a moment in range").as_microsecond();
    Moment { micros, precision }
}
