//! Event logs: published ones with known answers, odd ones of every form, and what is written read again.

mod forms;
mod known_answers;
mod moments;
mod ocel;
mod odd_logs;
mod odd_xes;
mod round_trips;
mod workbooks;

use std::path::{Path, PathBuf};

use intake::events::{Error, LogRead, NamedColumns, Options, read_log};
use model::event_log::{Clock, Event, EventLog, Precision};

/// A published log; none, and a plain line, where the data are absent.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
fn shared(file: &str) -> Option<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/event-logs");
    let path = Path::new(folder).join(file);
    if !path.exists() {
        println!("skipped: {file} is not on this machine");
        return None;
    }
    Some(path)
}

fn read_bytes(bytes: &[u8], options: &Options) -> Result<LogRead, Error> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("it is written");
    let read = read_log(file.path(), options);
    if let Ok(read) = &read {
        assert_eq!(read.n_rows, read.log.events.len() as u64 + read.problems.len() as u64 + read.n_paired);
    }
    read
}

fn read_text(text: &str) -> LogRead {
    read_bytes(text.as_bytes(), &Options::unsaid()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    read_bytes(text.as_bytes(), &Options::unsaid()).expect_err("it is refused").to_string()
}

fn naming(columns: NamedColumns) -> Options {
    Options { columns, ..Options::unsaid() }
}

/// Events in words: case, activity, beginning and end, agency, team, resource and cost, as far as they are there.
fn words(log: &EventLog) -> Vec<String> {
    log.events.iter().map(|event| event_words(log, event)).collect()
}

fn event_words(log: &EventLog, event: &Event) -> String {
    let mut words = [log.cases.name(event.case), log.activities.name(event.activity)].join(" | ");
    words += &format!(" | {}", moment_words(log, event.start.micros, event.start.precision));
    if let Some(end) = event.end {
        words += &format!(" to {}", moment_words(log, end.micros, end.precision));
    }
    let names = [
        event.agency.map(|agency| log.agencies.name(agency)),
        event.team.map(|team| log.teams.name(team)),
        event.resource.map(|resource| log.resources.name(resource)),
    ];
    names.iter().flatten().for_each(|name| words += &format!(" | {name}"));
    event.cost.iter().for_each(|cost| words += &format!(" | {}", cost.plain()));
    words
}

fn moment_words(log: &EventLog, micros: i64, precision: Precision) -> String {
    let start = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let text = start.checked_add(jiff::Span::new().microseconds(micros)).expect("a moment").to_string();
    let zone = if log.clock == Clock::Utc { "Z" } else { "" };
    match precision {
        Precision::Second => format!("{}{zone}", text),
        Precision::Minute => format!("{}{zone}", &text[..16]),
        Precision::Day => text[..10].to_owned(),
        Precision::Month => text[..7].to_owned(),
    }
}
