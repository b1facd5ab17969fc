//! What the three forms of OCEL 2.0 have in common, before it is checked.

use std::collections::HashMap;

use model::event_log::{Clock, Moment, Name, Names};
use model::ocel::{EventObject, EventValue, ObjectObject, ObjectValue, Ocel, OcelEvent, OcelObject};

use super::super::moment::{MICROS_OF_DAY, PrintedMoment, iso};

/// A log as its form gives it.
#[derive(Debug, Default)]
pub(super) struct RawOcel {
    pub object_types: Vec<String>,
    pub event_types: Vec<String>,
    pub objects: Vec<RawObject>,
    pub events: Vec<RawEvent>,
}

#[derive(Debug, Default)]
pub(super) struct RawObject {
    pub id: String,
    pub object_type: String,
    pub values: Vec<RawValue>,
    pub related: Vec<Related>,
}

#[derive(Debug, Default)]
pub(super) struct RawEvent {
    pub id: String,
    pub event_type: String,
    pub time: String,
    pub values: Vec<RawValue>,
    pub related: Vec<Related>,
}

#[derive(Debug)]
pub(super) struct RawValue {
    pub attribute: String,
    pub value: String,
    /// When it became so; none where it was so from the beginning, and for events.
    pub changed: Option<String>,
}

#[derive(Debug)]
pub(super) struct Related {
    pub object_id: String,
    pub qualifier: String,
}

impl RawOcel {
    /// Checks that everything that is named is there. What is wrong is said by its place, for an id may be a person's.
    pub fn assemble(self) -> Result<Ocel, String> {
        let mut ocel = Ocel {
            object_types: distinct(&self.object_types, "object type")?,
            event_types: distinct(&self.event_types, "event type")?,
            ..Ocel::default()
        };
        let places = places(self.objects.iter().map(|object| object.id.as_str()), "object")?;
        self::places(self.events.iter().map(|event| event.id.as_str()), "event")?;
        let moments = moments(&self.events)?;
        ocel.clock = clock(&moments)?;
        for (at, object) in self.objects.iter().enumerate() {
            take_object(&mut ocel, at, object, &places)?;
        }
        for (at, (event, moment)) in self.events.iter().zip(moments).enumerate() {
            take_event(&mut ocel, at, (event, moment), &places)?;
        }
        Ok(ocel)
    }
}

fn distinct(names: &[String], what: &str) -> Result<Names, String> {
    let mut numbered = Names::default();
    for name in names {
        if numbered.find(name).is_some() {
            return Err(format!("declares the {what} `{name}` twice"));
        }
        numbered.number(name);
    }
    Ok(numbered)
}

/// Where each id stands in its list.
type Places<'a> = HashMap<&'a str, usize>;

fn places<'a>(ids: impl Iterator<Item = &'a str>, what: &str) -> Result<Places<'a>, String> {
    let mut places = HashMap::new();
    for (at, id) in ids.enumerate() {
        if id.is_empty() {
            return Err(format!("{what} {} has no id", at + 1));
        }
        if let Some(first) = places.insert(id, at) {
            return Err(format!("{what}s {} and {} have one id", first + 1, at + 1));
        }
    }
    Ok(places)
}

fn moments(events: &[RawEvent]) -> Result<Vec<PrintedMoment>, String> {
    let moment = |(at, event): (usize, &RawEvent)| {
        iso(event.time.trim()).ok_or_else(|| match event.time.is_empty() {
            true => format!("event {} has no time", at + 1),
            false => format!("the time of event {} is not an ISO 8601 moment", at + 1),
        })
    };
    events.iter().enumerate().map(moment).collect()
}

fn clock(moments: &[PrintedMoment]) -> Result<Clock, String> {
    let timed = || moments.iter().filter(|moment| moment.has_time());
    let (n, n_offset) = (timed().count(), timed().filter(|moment| moment.offset.is_some()).count());
    match n_offset {
        0 => Ok(Clock::Wall),
        n_offset if n_offset == n => Ok(Clock::Utc),
        _ => Err(format!("{n_offset} of {n} times have an offset from UTC and the others have none")),
    }
}

fn on_clock(moment: PrintedMoment) -> Moment {
    Moment { micros: moment.utc(), precision: moment.precision }
}

/// The first of January 1970, in whatever time zone, stands for the beginning.
fn is_beginning(moment: PrintedMoment) -> bool {
    moment.local.abs() < MICROS_OF_DAY
}

fn take_object(ocel: &mut Ocel, at: usize, object: &RawObject, places: &Places<'_>) -> Result<(), String> {
    let undeclared = || format!("object {} is of a type that is not declared", at + 1);
    let object_type = ocel.object_types.find(&object.object_type).ok_or_else(undeclared)?;
    ocel.objects.push(OcelObject { id: object.id.as_str().into(), object_type });
    for RawValue { attribute, value, changed } in &object.values {
        let unreadable = || format!("an attribute of object {} changed at what is not an ISO 8601 moment", at + 1);
        let changed = match changed {
            Some(text) => Some(iso(text.trim()).ok_or_else(unreadable)?).filter(|moment| !is_beginning(*moment)),
            None => None,
        };
        let (attribute, value) = (ocel.attributes.number(attribute), value.clone());
        ocel.object_values.push(ObjectValue { object: at, attribute, value, changed: changed.map(on_clock) });
    }
    for related in &object.related {
        let to = place(places, related, || format!("object {}", at + 1))?;
        let qualifier = qualifier(&mut ocel.qualifiers, related);
        ocel.object_objects.push(ObjectObject { from: at, to, qualifier });
    }
    Ok(())
}

fn take_event(
    ocel: &mut Ocel,
    at: usize,
    (event, moment): (&RawEvent, PrintedMoment),
    places: &Places<'_>,
) -> Result<(), String> {
    let undeclared = || format!("event {} is of a type that is not declared", at + 1);
    let event_type = ocel.event_types.find(&event.event_type).ok_or_else(undeclared)?;
    ocel.events.push(OcelEvent { id: event.id.as_str().into(), event_type, at: on_clock(moment) });
    for RawValue { attribute, value, .. } in &event.values {
        let (attribute, value) = (ocel.attributes.number(attribute), value.clone());
        ocel.event_values.push(EventValue { event: at, attribute, value });
    }
    for related in &event.related {
        let object = place(places, related, || format!("event {}", at + 1))?;
        let qualifier = qualifier(&mut ocel.qualifiers, related);
        ocel.event_objects.push(EventObject { event: at, object, qualifier });
    }
    Ok(())
}

fn place(places: &Places<'_>, related: &Related, of: impl Fn() -> String) -> Result<usize, String> {
    let missing = || format!("{} is related to an object that is not in the log", of());
    places.get(related.object_id.as_str()).copied().ok_or_else(missing)
}

fn qualifier(qualifiers: &mut Names, related: &Related) -> Option<Name> {
    (!related.qualifier.is_empty()).then(|| qualifiers.number(&related.qualifier))
}
