//! Several agencies' logs as one: what none of them can see alone.

mod groups;
mod names;

use std::collections::BTreeMap;

use model::event_log::{Clock, Event, EventLog, Name};
use thiserror::Error;

use groups::Groups;
use names::JoinedNames;

/// A case of one log that is the same as a case of another, by the logs' places and the cases' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub one: CaseOf,
    pub other: CaseOf,
}

/// A case of one of several logs. The same name in two logs is two cases until a relation says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseOf {
    /// The place of the log, from 0.
    pub log: usize,
    pub case: String,
}

/// Logs as one.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Events in the order of the logs; a joined case has the name of its first member.
    pub log: EventLog,
    /// The places of relations that name a case which is in no log.
    pub relations_unused: Vec<usize>,
    /// Joined cases with members in more than one log.
    pub n_cases_across: usize,
    /// Cases of a log that no relation joins to a case of another.
    pub n_cases_alone: usize,
}

/// Why logs cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The moments of some have an offset and those of others none, so nobody knows which came first.
    #[error("log {log} is read on another clock than the first")]
    ClocksDiffer { log: usize },
    #[error("a relation names log {log}, and there are {n_logs}")]
    NoSuchLog { log: usize, n_logs: usize },
}

/// Joins logs by the relations of their cases; relations chain, so three case numbers may be one case.
///
/// # Errors
/// If the logs are on different clocks, or a relation names a log that is not there.
pub fn join(logs: Vec<EventLog>, relations: &[Relation]) -> Result<Joined, JoinError> {
    let clock = logs.first().map(|log| log.clock).unwrap_or_default();
    check(&logs, relations, clock)?;
    let (mut groups, relations_unused) = related(&logs, relations);
    let (n_cases_across, n_cases_alone) = groups.sizes();
    let mut joined = EventLog { clock, ..EventLog::default() };
    let names = JoinedNames::of(&logs, &mut groups);
    joined.events.reserve(logs.iter().map(|log| log.events.len()).sum());
    for (place, log) in logs.into_iter().enumerate() {
        append(&mut joined, &log, &names.of_log[place]);
    }
    Ok(Joined { log: joined, relations_unused, n_cases_across, n_cases_alone })
}

fn check(logs: &[EventLog], relations: &[Relation], clock: Clock) -> Result<(), JoinError> {
    if let Some(log) = logs.iter().position(|log| log.clock != clock) {
        return Err(JoinError::ClocksDiffer { log });
    }
    let named = relations.iter().flat_map(|relation| [relation.one.log, relation.other.log]);
    let n_logs = logs.len();
    named.max().filter(|log| n_logs <= *log).map_or(Ok(()), |log| Err(JoinError::NoSuchLog { log, n_logs }))
}

/// Cases that are one, and the relations that name a case which is in no log.
fn related(logs: &[EventLog], relations: &[Relation]) -> (Groups, Vec<usize>) {
    let mut groups = Groups::of(logs.iter().map(|log| log.cases.len()));
    let number = |groups: &Groups, of: &CaseOf| {
        logs[of.log].cases.find(&of.case).map(|case| groups.number(of.log, case.index()))
    };
    let mut unused = Vec::new();
    for (place, relation) in relations.iter().enumerate() {
        match (number(&groups, &relation.one), number(&groups, &relation.other)) {
            (Some(one), Some(other)) => groups.join(one, other),
            _ => unused.push(place),
        }
    }
    (groups, unused)
}

/// Adds the events of a log under the numbers that its names have in the joined one.
fn append(joined: &mut EventLog, log: &EventLog, cases: &[String]) {
    let numbers = |names: &mut model::event_log::Names, of: &model::event_log::Names| -> Vec<Name> {
        of.iter().map(|name| names.number(name)).collect()
    };
    let case: Vec<Name> = cases.iter().map(|name| joined.cases.number(name)).collect();
    let activity = numbers(&mut joined.activities, &log.activities);
    let agency = numbers(&mut joined.agencies, &log.agencies);
    let team = numbers(&mut joined.teams, &log.teams);
    let resource = numbers(&mut joined.resources, &log.resources);
    let file = numbers(&mut joined.files, &log.files);
    let of = |list: &[Name], name: Option<Name>| name.map(|name| list[name.index()]);
    joined.events.extend(log.events.iter().map(|event| Event {
        case: case[event.case.index()],
        activity: activity[event.activity.index()],
        agency: of(&agency, event.agency),
        team: of(&team, event.team),
        resource: of(&resource, event.resource),
        file: file[event.file.index()],
        ..*event
    }));
}

/// Steps by the files of their two events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepsBetweenFiles {
    pub by_pair: BTreeMap<(Name, Name), u64>,
    pub n_steps: u64,
    /// Steps from one file to another, which neither file shows.
    pub n_across: u64,
}

/// What share of steps no single file shows.
pub fn steps_between_files(traces: &crate::Traces) -> StepsBetweenFiles {
    let handoffs = crate::handoffs(traces, crate::Attribute::File);
    let by_pair = handoffs.pairs.iter().map(|pair| ((pair.from, pair.to), pair.n)).collect();
    StepsBetweenFiles { by_pair, n_steps: handoffs.n_steps, n_across: handoffs.n_handoffs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, TieRule, Traces};

    const COUNCIL: &str = "
        case | activity | start      | file
        7    | referral | 2025-01-01 | council.csv
        7    | visit    | 2025-01-05 | council.csv
        8    | referral | 2025-01-02 | council.csv
    ";
    const TRUST: &str = "
        case | activity | start      | file
        7    | clinic   | 2025-02-01 | trust.csv
        N1   | clinic   | 2025-01-03 | trust.csv
        N2   | clinic   | 2025-01-04 | trust.csv
    ";

    fn relation(one: (usize, &str), other: (usize, &str)) -> Relation {
        let case_of = |(log, case): (usize, &str)| CaseOf { log, case: case.to_owned() };
        Relation { one: case_of(one), other: case_of(other) }
    }

    /// Each joined case with its activities in order.
    fn check_joined(relations: &[Relation], expected: &[(&str, &str)]) -> Joined {
        let joined = join(vec![log_of(COUNCIL), log_of(TRUST)], relations).expect("both are on one clock");
        let traces = Traces::of(&joined.log, EventOrder::Start, TieRule::Concurrent);
        let activities = |trace: &crate::Trace| {
            trace.events().map(|event| joined.log.activities.name(event.activity)).collect::<Vec<_>>().join(" ")
        };
        let cases: Vec<(String, String)> =
            traces.iter().map(|trace| (joined.log.cases.name(trace.case).to_owned(), activities(&trace))).collect();
        assert_eq!(cases.iter().map(|(case, way)| (case.as_str(), way.as_str())).collect::<Vec<_>>(), expected);
        joined
    }

    #[test]
    fn the_same_number_in_two_logs_is_two_cases_until_a_relation_says_otherwise() {
        let expected = [
            ("7", "referral visit"),
            ("8", "referral"),
            ("7 (trust.csv)", "clinic"),
            ("N1", "clinic"),
            ("N2", "clinic"),
        ];
        let joined = check_joined(&[], &expected);
        assert_eq!((joined.n_cases_across, joined.n_cases_alone), (0, 5));
    }

    #[test]
    fn related_cases_are_one_with_their_events_in_time() {
        let relations = [relation((0, "7"), (1, "N1")), relation((1, "N2"), (0, "7")), relation((0, "9"), (1, "N1"))];
        let expected = [("7", "referral clinic clinic visit"), ("8", "referral"), ("7 (trust.csv)", "clinic")];
        let joined = check_joined(&relations, &expected);
        assert_eq!((joined.n_cases_across, joined.n_cases_alone, joined.relations_unused), (1, 2, vec![2]));
        let traces = Traces::of(&joined.log, EventOrder::Start, TieRule::FileOrder);
        let steps = steps_between_files(&traces);
        // Into the trust, within it, and back.
        assert_eq!((steps.n_steps, steps.n_across, steps.by_pair.len()), (3, 2, 3));
    }

    #[test]
    fn logs_on_different_clocks_are_not_joined() {
        let utc = EventLog { clock: Clock::Utc, ..log_of(TRUST) };
        assert_eq!(join(vec![log_of(COUNCIL), utc], &[]).err(), Some(JoinError::ClocksDiffer { log: 1 }));
        let error = join(vec![log_of(COUNCIL)], &[relation((0, "7"), (1, "7"))]).err();
        assert_eq!(error, Some(JoinError::NoSuchLog { log: 1, n_logs: 1 }));
    }
}
