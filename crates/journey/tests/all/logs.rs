//! The shared event logs, read by the plainest means: what the product reads them with is `intake`'s.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::event_log::{Clock, Event, EventLog, Moment, Precision};
use money::Money;
use serde_json::Value;

/// The headings of a log.
#[derive(Clone, Copy)]
pub struct Headings {
    pub case: &'static str,
    pub activity: &'static str,
    pub start: &'static str,
    pub end: Option<&'static str>,
    pub team: Option<&'static str>,
    pub resource: Option<&'static str>,
    pub cost: Option<&'static str>,
}

pub const RECEIPT: Headings = Headings {
    case: "case:concept:name",
    activity: "concept:name",
    start: "time:timestamp",
    end: None,
    team: Some("org:group"),
    resource: Some("org:resource"),
    cost: None,
};
pub const SEPSIS: Headings = Headings {
    case: "case_id",
    activity: "activity",
    start: "timestamp",
    team: None,
    resource: Some("resource"),
    ..RECEIPT
};
pub const RUNNING: Headings = Headings { team: None, cost: Some("Costs"), ..RECEIPT };
pub const INTERVAL: Headings =
    Headings { start: "start_timestamp", end: Some("time:timestamp"), team: None, resource: None, ..RECEIPT };

pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/event-logs").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// A log of the shared data, where it is.
pub fn read(name: &str, headings: Headings) -> Option<EventLog> {
    let text = text(name)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |heading: &str| header.iter().position(|cell| cell == heading).expect("the heading is there");
    let places = [headings.end, headings.team, headings.resource, headings.cost].map(|heading| heading.map(place));
    let [case, activity, start] = [headings.case, headings.activity, headings.start].map(place);
    let mut log = EventLog { clock: clock(&text), ..EventLog::default() };
    let file = log.files.number(name);
    for (at, row) in reader.records().enumerate() {
        let row = row.expect("every row has all its cells");
        let [end, team, resource, cost] =
            places.map(|place| place.map(|place| &row[place]).filter(|cell| !cell.is_empty()));
        log.events.push(Event {
            case: log.cases.number(&row[case]),
            activity: log.activities.number(&row[activity]),
            start: moment(&row[start]),
            end: end.map(moment),
            agency: None,
            team: team.map(|team| log.teams.number(team)),
            resource: resource.map(|resource| log.resources.number(resource)),
            cost: cost.map(|cost| Money::from_pence(100 * cost.parse::<i64>().expect("whole pounds"))),
            file,
            row: at as u32 + 2,
        });
    }
    Some(log)
}

pub fn text(name: &str) -> Option<String> {
    let file = File::open(shared(name)?).expect("the file can be opened");
    let mut text = String::new();
    let mut decoder: Box<dyn Read> =
        if name.ends_with(".gz") { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    decoder.read_to_string(&mut text).expect("the file is text");
    Some(text)
}

/// The answers of `known_answers.json` for one log; for what is not about a log, by its own key.
pub fn answers(key: &str) -> Option<Value> {
    let answers: Value = serde_json::from_str(&text("known_answers.json")?).expect("the answers are JSON");
    let answer = if answers["logs"][key].is_null() { &answers[key] } else { &answers["logs"][key] };
    assert!(!answer.is_null(), "there are answers for {key}");
    Some(answer.clone())
}

/// Sepsis alone has moments without an offset.
fn clock(text: &str) -> Clock {
    if text.contains("+00:00") || text.contains("+01:00") { Clock::Utc } else { Clock::Wall }
}

fn moment(text: &str) -> Moment {
    let micros = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp.as_microsecond(),
        Err(_) => {
            let at: DateTime = text.parse().expect("a moment");
            TimeZone::UTC.to_timestamp(at).expect("a moment in range").as_microsecond()
        }
    };
    Moment { micros, precision: Precision::Second }
}
