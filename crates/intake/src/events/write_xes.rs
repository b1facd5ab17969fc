//! Events as XES, for ProM, Disco, PM4Py and their like.

use std::io::Write;

use model::event_log::{Clock, Event, EventLog};

use super::error::Error;
use super::written::{
    CLOCK_KEY, END_PRECISION_KEY, PRECISION_KEY, START_KEY, TIME_KEY, WALL, full_moment, in_xml, word_of_precision,
};

const BEFORE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
	<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
	<extension name="Cost" prefix="cost" uri="http://www.xes-standard.org/cost.xesext"/>
	<classifier name="Activity" keys="concept:name"/>
"#;

/// Writes a log case by case, in the order in which cases begin in it; the events of a case stay in their order.
///
/// # Errors
/// [`Error::Write`].
pub fn write_xes(log: &EventLog, mut out: impl Write) -> Result<(), Error> {
    out.write_all(BEFORE.as_bytes())?;
    if log.clock == Clock::Wall {
        writeln!(out, "\t<string key=\"{CLOCK_KEY}\" value=\"{WALL}\"/>")?;
    }
    let mut order: Vec<usize> = (0..log.events.len()).collect();
    order.sort_by_key(|at| log.events[*at].case);
    for case in order.chunk_by(|a, b| log.events[*a].case == log.events[*b].case) {
        write_case(log, case, &mut out)?;
    }
    out.write_all(b"</log>\n")?;
    out.flush()?;
    Ok(())
}

fn write_case(log: &EventLog, events: &[usize], out: &mut impl Write) -> Result<(), Error> {
    let case = log.cases.name(log.events[events[0]].case);
    write!(out, "\t<trace>\n\t\t<string key=\"concept:name\" value=\"{}\"/>\n", in_xml(case))?;
    for at in events {
        write_event(log, &log.events[*at], out)?;
    }
    out.write_all(b"\t</trace>\n")?;
    Ok(())
}

fn write_event(log: &EventLog, event: &Event, out: &mut impl Write) -> Result<(), Error> {
    out.write_all(b"\t\t<event>\n")?;
    let mut write =
        |kind: &str, key: &str, value: &str| writeln!(out, "\t\t\t<{kind} key=\"{key}\" value=\"{}\"/>", in_xml(value));
    write("string", "concept:name", log.activities.name(event.activity))?;
    if event.end.is_some() {
        write("date", START_KEY, &full_moment(event.start, true))?;
    }
    write("date", TIME_KEY, &full_moment(event.end.unwrap_or(event.start), true))?;
    let precisions = [
        (PRECISION_KEY, word_of_precision(event.start.precision)),
        (END_PRECISION_KEY, event.end.and_then(|end| word_of_precision(end.precision))),
    ];
    let names = [
        ("org:agency", event.agency.map(|agency| log.agencies.name(agency))),
        ("org:group", event.team.map(|team| log.teams.name(team))),
        ("org:resource", event.resource.map(|resource| log.resources.name(resource))),
    ];
    for (key, value) in precisions.into_iter().chain(names) {
        if let Some(value) = value {
            write("string", key, value)?;
        }
    }
    if let Some(cost) = event.cost {
        write("float", "cost:total", &cost.plain())?;
    }
    out.write_all(b"\t\t</event>\n")?;
    Ok(())
}
