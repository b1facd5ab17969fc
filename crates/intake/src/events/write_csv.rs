//! Events as CSV, under the headings that process-mining tools know.

use std::io::Write;

use model::event_log::{Event, EventLog};

use super::error::Error;
use super::written::{START_KEY, TIME_KEY, exact_moment};

/// Writes a log in the order of its events. What no event has gets no column.
///
/// # Errors
/// [`Error::Write`].
pub fn write_csv(log: &EventLog, out: impl Write) -> Result<(), Error> {
    let has = |is_there: fn(&Event) -> bool| log.events.iter().any(is_there);
    let has_ends = has(|event| event.end.is_some());
    let optional = [
        ("org:agency", has(|event| event.agency.is_some())),
        ("org:group", has(|event| event.team.is_some())),
        ("org:resource", has(|event| event.resource.is_some())),
        ("cost:total", has(|event| event.cost.is_some())),
    ];
    let moments: &[&str] = if has_ends { &[START_KEY, TIME_KEY] } else { &[TIME_KEY] };
    let headings = ["case:concept:name", "concept:name"].iter().chain(moments).copied();
    let headings = headings.chain(optional.iter().filter(|(_, is_there)| *is_there).map(|(heading, _)| *heading));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(headings).map_err(unwritten)?;
    for event in &log.events {
        let cells = cells(log, event, has_ends);
        let filled = cells.into_iter().chain(
            optional_cells(log, event)
                .into_iter()
                .zip(optional)
                .filter_map(|(cell, (_, is_there))| is_there.then_some(cell)),
        );
        writer.write_record(filled).map_err(unwritten)?;
    }
    writer.flush().map_err(Error::Write)
}

fn unwritten(error: csv::Error) -> Error {
    Error::Write(std::io::Error::other(error))
}

fn cells(log: &EventLog, event: &Event, has_ends: bool) -> Vec<String> {
    let mut cells = vec![
        log.cases.name(event.case).to_owned(),
        log.activities.name(event.activity).to_owned(),
        exact_moment(event.start, log.clock),
    ];
    if has_ends {
        cells.push(event.end.map_or(String::new(), |end| exact_moment(end, log.clock)));
    }
    cells
}

fn optional_cells(log: &EventLog, event: &Event) -> [String; 4] {
    [
        event.agency.map_or(String::new(), |agency| log.agencies.name(agency).to_owned()),
        event.team.map_or(String::new(), |team| log.teams.name(team).to_owned()),
        event.resource.map_or(String::new(), |resource| log.resources.name(resource).to_owned()),
        event.cost.map_or(String::new(), |cost| cost.plain()),
    ]
}
