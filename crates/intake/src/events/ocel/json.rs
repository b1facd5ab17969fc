//! OCEL 2.0 in JSON.

use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::error::Error;
use super::raw::{RawEvent, RawObject, RawOcel, RawValue, Related};
use crate::open::Content;

/// The keys of both standards: which are there tells which it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    event_types: Option<Vec<Declared>>,
    object_types: Option<Vec<Declared>>,
    events: Option<Vec<JsonEvent>>,
    objects: Option<Vec<JsonObject>>,
    #[serde(rename = "ocel:events")]
    events_of_ocel_1: Option<IgnoredAny>,
    #[serde(rename = "ocel:global-log")]
    log_of_ocel_1: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Declared {
    name: String,
}

#[derive(Deserialize)]
struct JsonEvent {
    id: String,
    #[serde(rename = "type")]
    event_type: String,
    time: String,
    #[serde(default)]
    attributes: Vec<JsonValue>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct JsonObject {
    id: String,
    #[serde(rename = "type")]
    object_type: String,
    #[serde(default)]
    attributes: Vec<JsonValue>,
    #[serde(default)]
    relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
struct JsonValue {
    name: String,
    value: Value,
    time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Relationship {
    object_id: String,
    qualifier: String,
}

pub(super) fn read(path: &Path, content: &Content) -> Result<RawOcel, Error> {
    let mut input = BufReader::with_capacity(1 << 16, content.open().map_err(Error::file(path))?);
    pass_over_mark(&mut input).map_err(Error::file(path))?;
    let document: Document = serde_json::from_reader(input).map_err(|error| wrong(path, &error))?;
    if document.events_of_ocel_1.is_some() || document.log_of_ocel_1.is_some() {
        return Err(Error::Ocel1 { path: path.to_owned() });
    }
    document.raw(path)
}

/// A byte order mark of UTF-8, which JSON should not have and some programs write.
fn pass_over_mark(input: &mut BufReader<Box<dyn Read + Send + '_>>) -> std::io::Result<()> {
    use std::io::BufRead;
    if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    Ok(())
}

fn wrong(path: &Path, error: &serde_json::Error) -> Error {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Data => {
            // What the library quotes may be what the log says of a person, so only the place is told.
            let why = format!("at {place} a key is missing or has a value of the wrong kind");
            Error::OcelMalformed { path: path.to_owned(), why }
        }
        serde_json::error::Category::Io => Error::not_a_log(path, "it cannot be read on"),
        _ => Error::not_a_log(path, format!("it begins like JSON but is not JSON from {place} on")),
    }
}

impl Document {
    fn raw(self, path: &Path) -> Result<RawOcel, Error> {
        let keys = [
            ("eventTypes", self.event_types.is_some()),
            ("objectTypes", self.object_types.is_some()),
            ("events", self.events.is_some()),
            ("objects", self.objects.is_some()),
        ];
        let missing: Vec<&str> = keys.iter().filter(|(_, is_there)| !is_there).map(|(key, _)| *key).collect();
        if missing.len() == keys.len() {
            return Err(Error::not_a_log(path, "it is JSON, but has none of the keys of an OCEL log"));
        }
        if !missing.is_empty() {
            let why = format!("has no `{}`", missing.join("`, `"));
            return Err(Error::OcelMalformed { path: path.to_owned(), why });
        }
        let names = |declared: Option<Vec<Declared>>| declared.into_iter().flatten().map(|one| one.name).collect();
        Ok(RawOcel {
            event_types: names(self.event_types),
            object_types: names(self.object_types),
            events: self.events.into_iter().flatten().map(RawEvent::from).collect(),
            objects: self.objects.into_iter().flatten().map(RawObject::from).collect(),
        })
    }
}

impl From<JsonEvent> for RawEvent {
    fn from(JsonEvent { id, event_type, time, attributes, relationships }: JsonEvent) -> RawEvent {
        let values = attributes.into_iter().map(RawValue::from).collect();
        RawEvent { id, event_type, time, values, related: relationships.into_iter().map(Related::from).collect() }
    }
}

impl From<JsonObject> for RawObject {
    fn from(JsonObject { id, object_type, attributes, relationships }: JsonObject) -> RawObject {
        let values = attributes.into_iter().map(RawValue::from).collect();
        RawObject { id, object_type, values, related: relationships.into_iter().map(Related::from).collect() }
    }
}

impl From<JsonValue> for RawValue {
    fn from(JsonValue { name, value, time }: JsonValue) -> RawValue {
        let value = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        RawValue { attribute: name, value, changed: time }
    }
}

impl From<Relationship> for Related {
    fn from(Relationship { object_id, qualifier }: Relationship) -> Related {
        Related { object_id, qualifier }
    }
}
