//! A start and a complete of one piece of work, made one event where a person asks for it.

use std::collections::{HashMap, VecDeque};

use model::event_log::{Event, Name};

use super::log_builder::LogBuilder;
use super::problem::Notice;

/// Where an event stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transition {
    Unsaid,
    Start,
    Complete,
    Other,
}

impl Transition {
    pub fn of(text: &str) -> Transition {
        match text.trim().to_ascii_lowercase().as_str() {
            "" => Transition::Unsaid,
            "start" | "started" => Transition::Start,
            "complete" | "completed" => Transition::Complete,
            _ => Transition::Other,
        }
    }
}

/// Says that a log has starts and completes, each of them an event.
pub(super) fn say_unpaired(builder: &mut LogBuilder) {
    let n_of = |transition| builder.transitions.iter().filter(|found| **found == transition).count() as u64;
    let (n_starts, n_completes) = (n_of(Transition::Start), n_of(Transition::Complete));
    if 0 < n_starts && 0 < n_completes {
        builder.notices.push(Notice::LifecycleNotPaired { n_starts, n_completes });
    }
}

/// Makes one event of each start and the complete that belongs to it: of the same case, activity and instance, the first start
/// with the first complete. Gives how many rows went into another row's event.
pub(super) fn pair(builder: &mut LogBuilder) -> u64 {
    let pairs = pairs(builder);
    let mut is_gone = vec![false; builder.log.events.len()];
    let mut n_across = 0;
    for (start, complete) in &pairs {
        let (first, second) = (builder.log.events[*start], builder.log.events[*complete]);
        n_across += u64::from(is_across(&first, &second));
        builder.log.events[*start] = joined(first, second);
        is_gone[*complete] = true;
    }
    say_pairs(builder, pairs.len() as u64, n_across);
    let mut gone = is_gone.into_iter();
    builder.log.events.retain(|_| !gone.next().unwrap_or(false));
    pairs.len() as u64
}

fn pairs(builder: &LogBuilder) -> Vec<(usize, usize)> {
    type Key = (Name, Name, Option<Name>);
    let events = &builder.log.events;
    let mut open: HashMap<Key, VecDeque<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..events.len()).collect();
    // In order of time; of one moment a start before its complete, and else as the file has them.
    let rank = |at: usize| u8::from(builder.transitions[at] == Transition::Complete);
    order.sort_by_key(|at| (events[*at].start.micros, rank(*at), *at));
    let mut pairs = Vec::new();
    for at in order {
        let key = (events[at].case, events[at].activity, builder.instances[at]);
        match builder.transitions[at] {
            Transition::Start => open.entry(key).or_default().push_back(at),
            Transition::Complete => {
                pairs.extend(open.get_mut(&key).and_then(VecDeque::pop_front).map(|start| (start, at)));
            }
            Transition::Unsaid | Transition::Other => {}
        }
    }
    pairs
}

/// The event as it began, with its end; what only the complete says is taken from there, and costs are added up.
fn joined(start: Event, complete: Event) -> Event {
    let cost = match (start.cost, complete.cost) {
        (Some(one), Some(other)) => one.checked_add(other),
        (one, other) => one.or(other),
    };
    Event {
        end: Some(complete.end.unwrap_or(complete.start)),
        agency: start.agency.or(complete.agency),
        team: start.team.or(complete.team),
        resource: start.resource.or(complete.resource),
        cost,
        ..start
    }
}

fn is_across(start: &Event, complete: &Event) -> bool {
    let differ = |one: Option<Name>, other: Option<Name>| one.is_some() && other.is_some() && one != other;
    differ(start.agency, complete.agency)
        || differ(start.team, complete.team)
        || differ(start.resource, complete.resource)
}

fn say_pairs(builder: &mut LogBuilder, n_pairs: u64, n_across: u64) {
    let n_of = |transition| builder.transitions.iter().filter(|found| **found == transition).count() as u64;
    builder.notices.push(Notice::LifecyclePaired {
        n_pairs,
        n_starts_left: n_of(Transition::Start) - n_pairs,
        n_completes_left: n_of(Transition::Complete) - n_pairs,
        n_others: n_of(Transition::Unsaid) + n_of(Transition::Other),
    });
    if 0 < n_across {
        builder.notices.push(Notice::PairsAcross { n: n_across });
    }
}
