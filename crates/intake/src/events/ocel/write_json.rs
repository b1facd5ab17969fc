//! Object-centric logs as OCEL 2.0 in JSON.

use std::io::Write;

use model::event_log::{Clock, Event, EventLog, Names};
use model::ocel::{EventObject, EventValue, Ocel, OcelEvent, OcelObject};
use serde_json::{Map, Value, json};

use super::super::error::Error;
use super::super::written::{END_PRECISION_KEY, PRECISION_KEY, full_moment, word_of_precision};

/// The object type of the cases of a log that was no OCEL log.
const CASE_TYPE: &str = "case";
const END_KEY: &str = "end_timestamp";

/// Writes an object-centric log.
///
/// # Errors
/// [`Error::Write`].
pub fn write_ocel_json(ocel: &Ocel, mut out: impl Write) -> Result<(), Error> {
    let event_attributes = declared(&ocel.event_types, event_attributes(ocel), &ocel.attributes);
    let object_attributes = declared(&ocel.object_types, object_attributes(ocel), &ocel.attributes);
    write!(out, "{{\n\"objectTypes\": {object_attributes},\n\"eventTypes\": {event_attributes},\n\"objects\": [")?;
    write_list(&mut out, objects(ocel))?;
    out.write_all(b"],\n\"events\": [")?;
    write_list(&mut out, events(ocel))?;
    out.write_all(b"]\n}\n")?;
    out.flush()?;
    Ok(())
}

/// Writes a log as an object-centric one whose objects are its cases.
///
/// # Errors
/// [`Error::Write`].
pub fn write_log_as_ocel(log: &EventLog, out: impl Write) -> Result<(), Error> {
    write_ocel_json(&of_log(log), out)
}

fn write_list(out: &mut impl Write, items: impl Iterator<Item = Value>) -> Result<(), Error> {
    for (at, item) in items.enumerate() {
        write!(out, "{}\n{item}", if at == 0 { "" } else { "," })?;
    }
    Ok(())
}

type Pairs = std::collections::BTreeSet<(model::event_log::Name, model::event_log::Name)>;

fn event_attributes(ocel: &Ocel) -> Pairs {
    ocel.event_values.iter().map(|value| (ocel.events[value.event].event_type, value.attribute)).collect()
}

fn object_attributes(ocel: &Ocel) -> Pairs {
    ocel.object_values.iter().map(|value| (ocel.objects[value.object].object_type, value.attribute)).collect()
}

fn declared(types: &Names, pairs: Pairs, attributes: &Names) -> Value {
    let of_type = |at: usize| -> Vec<Value> {
        let own = pairs.iter().filter(|(of, _)| of.index() == at);
        own.map(|(_, attribute)| json!({"name": attributes.name(*attribute), "type": "string"})).collect()
    };
    types.iter().enumerate().map(|(at, name)| json!({"name": name, "attributes": of_type(at)})).collect()
}

fn events(ocel: &Ocel) -> impl Iterator<Item = Value> + '_ {
    let has_offset = ocel.clock == Clock::Utc;
    let values = by_place(ocel.events.len(), ocel.event_values.iter().map(|value| (value.event, value)));
    let touches = by_place(ocel.events.len(), ocel.event_objects.iter().map(|touch| (touch.event, touch)));
    ocel.events.iter().zip(values.into_iter().zip(touches)).map(move |(event, (values, touches))| {
        let attribute =
            |value: &&EventValue| json!({"name": ocel.attributes.name(value.attribute), "value": value.value});
        let related = |touch: &&EventObject| {
            json!({
                "objectId": ocel.objects[touch.object].id,
                "qualifier": touch.qualifier.map_or("", |qualifier| ocel.qualifiers.name(qualifier)),
            })
        };
        json!({
            "id": event.id,
            "type": ocel.event_types.name(event.event_type),
            "time": full_moment(event.at, has_offset),
            "attributes": values.iter().map(attribute).collect::<Vec<_>>(),
            "relationships": touches.iter().map(related).collect::<Vec<_>>(),
        })
    })
}

fn objects(ocel: &Ocel) -> impl Iterator<Item = Value> + '_ {
    let has_offset = ocel.clock == Clock::Utc;
    let values = by_place(ocel.objects.len(), ocel.object_values.iter().map(|value| (value.object, value)));
    let ties = by_place(ocel.objects.len(), ocel.object_objects.iter().map(|tie| (tie.from, tie)));
    ocel.objects.iter().zip(values.into_iter().zip(ties)).map(move |(object, (values, ties))| {
        let mut written = Map::new();
        written.insert("id".to_owned(), json!(object.id));
        written.insert("type".to_owned(), json!(ocel.object_types.name(object.object_type)));
        let attribute = |value: &&model::ocel::ObjectValue| {
            let time = value.changed.map_or("1970-01-01T00:00:00Z".to_owned(), |at| full_moment(at, has_offset));
            json!({"name": ocel.attributes.name(value.attribute), "time": time, "value": value.value})
        };
        let related = |tie: &&model::ocel::ObjectObject| {
            json!({
                "objectId": ocel.objects[tie.to].id,
                "qualifier": tie.qualifier.map_or("", |qualifier| ocel.qualifiers.name(qualifier)),
            })
        };
        written.insert("attributes".to_owned(), values.iter().map(attribute).collect());
        written.insert("relationships".to_owned(), ties.iter().map(related).collect());
        Value::Object(written)
    })
}

fn by_place<'a, T>(n: usize, items: impl Iterator<Item = (usize, &'a T)>) -> Vec<Vec<&'a T>> {
    let mut places = vec![Vec::new(); n];
    items.for_each(|(at, item)| places[at].push(item));
    places
}

/// A log with its cases as objects; what else an event says are its attributes.
fn of_log(log: &EventLog) -> Ocel {
    let mut ocel = Ocel { clock: log.clock, event_types: log.activities.clone(), ..Ocel::default() };
    let object_type = ocel.object_types.number(CASE_TYPE);
    ocel.objects = log.cases.iter().map(|id| OcelObject { id: id.into(), object_type }).collect();
    for (at, event) in log.events.iter().enumerate() {
        let id = format!("e{}", at + 1).into();
        ocel.events.push(OcelEvent { id, event_type: event.activity, at: event.start });
        ocel.event_objects.push(EventObject { event: at, object: event.case.index(), qualifier: None });
        for (key, value) in values(log, event) {
            let attribute = ocel.attributes.number(key);
            ocel.event_values.push(EventValue { event: at, attribute, value });
        }
    }
    ocel
}

fn values(log: &EventLog, event: &Event) -> impl Iterator<Item = (&'static str, String)> {
    let has_offset = log.clock == Clock::Utc;
    let values = [
        (END_KEY, event.end.map(|end| full_moment(end, has_offset))),
        (PRECISION_KEY, word_of_precision(event.start.precision).map(str::to_owned)),
        (END_PRECISION_KEY, event.end.and_then(|end| word_of_precision(end.precision)).map(str::to_owned)),
        ("org:agency", event.agency.map(|agency| log.agencies.name(agency).to_owned())),
        ("org:group", event.team.map(|team| log.teams.name(team).to_owned())),
        ("org:resource", event.resource.map(|resource| log.resources.name(resource).to_owned())),
        ("cost:total", event.cost.map(|cost| cost.plain())),
    ];
    values.into_iter().filter_map(|(key, value)| Some((key, value?)))
}
