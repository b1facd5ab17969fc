//! What attributes of OCEL events say of an event: who did it, until when, at what cost.

use model::event_log::{Event, Moment};
use model::ocel::{FlatLog, Ocel};
use money::Amount;

use super::super::headings::{Meaning, meaning};
use super::super::log_builder::CostCell;
use super::super::moment::iso;
use super::super::problem::{CellProblem, CellProblemKind};
use super::super::role::Role;
use super::super::written::{END_PRECISION_KEY, PRECISION_KEY, precision_of_word};

/// Fills the events of a flat log from their attributes, and says which cannot be read.
pub(super) fn fill(ocel: &Ocel, flat: &mut FlatLog) -> Vec<CellProblem> {
    let mut problems = Vec::new();
    let mut values = vec![Vec::new(); ocel.events.len()];
    for value in &ocel.event_values {
        values[value.event].push((ocel.attributes.name(value.attribute), value.value.as_str()));
    }
    for at in 0..flat.log.events.len() {
        let mut event = flat.log.events[at];
        for (key, value) in values[event.row as usize - 1].iter().filter(|(_, value)| !value.is_empty()) {
            if let Err(kind) = take(flat, &mut event, key, value) {
                problems.push(CellProblem { row: u64::from(event.row), column: (*key).to_owned(), kind });
            }
        }
        let word = |key: &str| values[event.row as usize - 1].iter().find(|(of, _)| *of == key).map(|(_, word)| *word);
        event.start = known_as(event.start, word(PRECISION_KEY));
        event.end = event.end.map(|end| known_as(end, word(END_PRECISION_KEY)));
        flat.log.events[at] = event;
    }
    problems
}

fn take(flat: &mut FlatLog, event: &mut Event, key: &str, value: &str) -> Result<(), CellProblemKind> {
    match meaning(key).map(|(meaning, _)| meaning) {
        Some(Meaning::Role(Role::Agency)) => event.agency = Some(flat.log.agencies.number(value)),
        Some(Meaning::Role(Role::Team)) => event.team = Some(flat.log.teams.number(value)),
        Some(Meaning::Role(Role::Resource)) => event.resource = Some(flat.log.resources.number(value)),
        Some(Meaning::Role(Role::Cost)) => match CostCell::of(Amount::parse(value).ok()) {
            CostCell::Read(cost) | CostCell::Rounded(cost) => event.cost = Some(cost),
            CostCell::Unreadable | CostCell::Empty => return Err(CellProblemKind::CostUnreadable),
        },
        Some(Meaning::Role(Role::End)) => {
            let end = iso(value).ok_or(CellProblemKind::EndUnreadable)?;
            let is_utc = flat.log.clock == model::event_log::Clock::Utc;
            if end.has_time() && end.offset.is_some() != is_utc {
                return Err(CellProblemKind::EndOnAnotherClock);
            }
            event.end = Some(Moment { micros: end.utc(), precision: end.precision });
        }
        _ => {}
    }
    Ok(())
}

fn known_as(moment: Moment, word: Option<&str>) -> Moment {
    Moment { precision: word.and_then(precision_of_word).unwrap_or(moment.precision), ..moment }
}
