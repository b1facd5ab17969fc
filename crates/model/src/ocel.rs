//! An object-centric event log in memory: an event belongs to as many objects as it touches.
//!
//! Flattened to the objects of one type it is an [`EventLog`]; an event of several such objects is then in the case of each.

use std::collections::{BTreeMap, BTreeSet};

use crate::event_log::{Clock, Event, EventLog, Moment, Name, Names};

/// What an OCEL log says, in the order of its file.
#[derive(Debug, Clone, Default)]
pub struct Ocel {
    pub event_types: Names,
    pub object_types: Names,
    pub attributes: Names,
    pub qualifiers: Names,
    pub clock: Clock,
    pub events: Vec<OcelEvent>,
    pub objects: Vec<OcelObject>,
    pub event_objects: Vec<EventObject>,
    pub object_objects: Vec<ObjectObject>,
    pub event_values: Vec<EventValue>,
    pub object_values: Vec<ObjectValue>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcelEvent {
    pub id: Box<str>,
    pub event_type: Name,
    pub at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcelObject {
    pub id: Box<str>,
    pub object_type: Name,
}

/// An event that touches an object, and how. Events and objects are told by their place in the log, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventObject {
    pub event: usize,
    pub object: usize,
    /// None where the log gives an empty one.
    pub qualifier: Option<Name>,
}

/// An object that has to do with another, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectObject {
    pub from: usize,
    pub to: usize,
    pub qualifier: Option<Name>,
}

/// What an attribute of an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventValue {
    pub event: usize,
    pub attribute: Name,
    pub value: String,
}

/// What an attribute of an object became, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectValue {
    pub object: usize,
    pub attribute: Name,
    pub value: String,
    /// None for the value that the object had from the beginning.
    pub changed: Option<Moment>,
}

/// How often one event type directly follows another in the lives of the objects of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectEdge {
    pub object_type: Name,
    pub from: Name,
    pub to: Name,
    /// Pairs of events; two objects that share a pair count it once.
    pub n_event_pairs: u64,
    /// Pairs of events in the life of an object; two objects that share a pair count it twice.
    pub n_steps: u64,
}

/// The log of the objects of one type, and what it leaves out or repeats.
#[derive(Debug, Clone)]
pub struct FlatLog {
    pub log: EventLog,
    /// Events that touch no object of the type, by their place in the log.
    pub events_without_object: Vec<usize>,
    /// Events that touch several objects of the type.
    pub n_events_of_several: u64,
}

impl Ocel {
    /// Changes of attributes after the beginning.
    pub fn n_object_changes(&self) -> usize {
        self.object_values.iter().filter(|value| value.changed.is_some()).count()
    }

    /// The edges between event types for each object type, sorted.
    pub fn directly_follows(&self) -> Vec<ObjectEdge> {
        type Pairs = (BTreeSet<(usize, usize)>, u64);
        let mut edges: BTreeMap<(Name, Name, Name), Pairs> = BTreeMap::new();
        for (object, events) in self.lives().iter().enumerate() {
            for pair in events.windows(2) {
                let types = [pair[0], pair[1]].map(|event| self.events[event].event_type);
                let (pairs, n) = edges.entry((self.objects[object].object_type, types[0], types[1])).or_default();
                pairs.insert((pair[0], pair[1]));
                *n += 1;
            }
        }
        let edge = |((object_type, from, to), (pairs, n_steps)): (_, Pairs)| ObjectEdge {
            object_type,
            from,
            to,
            n_event_pairs: pairs.len() as u64,
            n_steps,
        };
        edges.into_iter().map(edge).collect()
    }

    /// The events of each object in order of time, of one moment in that of the file; each once, however it touches the object.
    fn lives(&self) -> Vec<Vec<usize>> {
        let mut lives = vec![Vec::new(); self.objects.len()];
        for touch in &self.event_objects {
            lives[touch.object].push(touch.event);
        }
        for events in &mut lives {
            events.sort_unstable();
            events.dedup();
            events.sort_by_key(|event| self.events[*event].at.micros);
        }
        lives
    }

    /// The log whose cases are the objects of a type. Event types are the activities.
    pub fn flatten(&self, object_type: Name, file_name: &str) -> FlatLog {
        let mut log = EventLog { clock: self.clock, ..EventLog::default() };
        let file = log.files.number(file_name);
        let mut flat = FlatLog { log, events_without_object: Vec::new(), n_events_of_several: 0 };
        let objects = self.objects_of_events(object_type);
        for (at, event) in self.events.iter().enumerate() {
            match objects[at].len() {
                0 => flat.events_without_object.push(at),
                1 => {}
                _ => flat.n_events_of_several += 1,
            }
            for object in &objects[at] {
                let case = flat.log.cases.number(&self.objects[*object].id);
                let activity = flat.log.activities.number(self.event_types.name(event.event_type));
                let row = u32::try_from(at + 1).expect("a log has fewer than four billion events");
                let (agency, team, resource, cost) = (None, None, None, None);
                let (start, end) = (event.at, None);
                flat.log.events.push(Event { case, activity, start, end, agency, team, resource, cost, file, row });
            }
        }
        flat
    }

    fn objects_of_events(&self, object_type: Name) -> Vec<Vec<usize>> {
        let mut objects = vec![Vec::new(); self.events.len()];
        let of_type = |touch: &&EventObject| self.objects[touch.object].object_type == object_type;
        for touch in self.event_objects.iter().filter(of_type) {
            objects[touch.event].push(touch.object);
        }
        for objects in &mut objects {
            objects.sort_unstable();
            objects.dedup();
        }
        objects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_log::Precision;

    /// Each row is an event type and the objects that it touches; objects are of the type that their first letter says.
    fn ocel(rows: &[(&str, &[&str])]) -> Ocel {
        let mut ocel = Ocel::default();
        let mut ids = Names::default();
        for (at, (event_type, objects)) in rows.iter().enumerate() {
            let event_type = ocel.event_types.number(event_type);
            let moment = Moment { micros: at as i64, precision: Precision::Second };
            ocel.events.push(OcelEvent { id: at.to_string().into(), event_type, at: moment });
            for id in *objects {
                let object = ids.number(id).index();
                if object == ocel.objects.len() {
                    let object_type = ocel.object_types.number(&id[..1]);
                    ocel.objects.push(OcelObject { id: (*id).into(), object_type });
                }
                ocel.event_objects.push(EventObject { event: at, object, qualifier: None });
            }
        }
        ocel
    }

    #[test]
    fn two_objects_that_share_a_pair_of_events_count_it_once_as_a_pair_and_twice_as_steps() {
        let ocel = ocel(&[("ask", &["a1", "a2"]), ("answer", &["a1", "a2"])]);
        let edges = ocel.directly_follows();
        assert_eq!(edges.iter().map(|edge| (edge.n_event_pairs, edge.n_steps)).collect::<Vec<_>>(), [(1, 2)]);
    }

    #[test]
    fn a_flat_log_repeats_events_of_several_cases_and_says_so() {
        let ocel = ocel(&[("ask", &["a1", "a2"]), ("answer", &["a1", "b1"]), ("close", &["b1"])]);
        let flat = ocel.flatten(ocel.object_types.find("a").expect("a type"), "log");
        assert_eq!((flat.log.cases.len(), flat.log.events.len()), (2, 3));
        assert_eq!((flat.events_without_object, flat.n_events_of_several), (vec![2], 1));
    }
}
