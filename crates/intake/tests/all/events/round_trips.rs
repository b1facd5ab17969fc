//! What is written is read again as it was.

use intake::events::ocel::write_log_as_ocel;
use intake::events::{Error, Options, read_log, write_csv, write_xes};
use model::event_log::EventLog;

use super::{read_bytes, read_text, shared, words};

type Writer = fn(&EventLog, &mut Vec<u8>) -> Result<(), Error>;

const CSV: Writer = |log, out| write_csv(log, out);
const XES: Writer = |log, out| write_xes(log, out);
const OCEL: Writer = |log, out| write_log_as_ocel(log, out);

fn again(log: &EventLog, writer: Writer) -> EventLog {
    let mut written = Vec::new();
    writer(log, &mut written).expect("it is written");
    let object_type = written.starts_with(b"{").then(|| "case".to_owned());
    let read =
        read_bytes(&written, &Options { object_type, ..Options::unsaid() }).unwrap_or_else(|error| panic!("{error}"));
    assert!(read.problems.is_empty() && read.cell_problems.is_empty(), "{:?} {:?}", read.problems, read.cell_problems);
    read.log
}

/// XES stands case by case; the others keep the order of the events.
fn check(log: &EventLog) {
    let by_case = |log: &EventLog| {
        let mut events: Vec<(usize, String)> =
            log.events.iter().map(|event| event.case.index()).zip(words(log)).collect();
        events.sort_by_key(|(case, _)| *case);
        events.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
    };
    for writer in [CSV, OCEL] {
        let again = again(log, writer);
        assert_eq!((words(&again), again.clock), (words(log), log.clock));
    }
    let again = again(log, XES);
    assert_eq!((by_case(&again), again.clock), (by_case(log), log.clock));
}

#[test]
fn a_log_with_everything_comes_back_from_every_form() {
    check(
        &read_text(
            "case,activity,start,end,agency,team,resource,cost\n\
         NA,Ask,2020-02-01 09:30:15.123456,2020-02-01 09:40:00,Council,Housing,Ann,12.50\n\
         0012,\"Say \"\"yes\"\" & <no>, then\nfile\",2020-02-01 10:00,,Trust,,,\n\
         NA,Caf\u{e9}'s,2020-02-02,2020-02-03,,,Bob,-0.05\n\
         NA,Close,2020-03,,,,,0\n",
        )
        .log,
    );
}

#[test]
fn a_log_in_utc_comes_back_in_utc() {
    check(
        &read_text(
            "case,activity,timestamp\n1,a,2020-07-01T10:00:00+02:00\n2,b,2020-07-01\n1,c,2020-07-01T10:00+01:00\n",
        )
        .log,
    );
    check(&read_text("case,activity,timestamp\n1,a,2020-07-01T00:00:00+02:00\n2,b,2020-07-02T00:00:00+02:00\n").log);
}

#[test]
fn published_logs_come_back() {
    for file in ["receipt.csv", "running-example.xes", "interval_event_log.csv.gz", "sepsis.csv.gz"] {
        let Some(path) = shared(file) else { return };
        check(&read_log(&path, &Options::unsaid()).expect("a log").log);
    }
}
