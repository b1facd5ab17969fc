//! OCEL 2.0 in SQLite: a table for each event type and each object type.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::super::error::Error;
use super::raw::{RawEvent, RawObject, RawOcel, RawValue, Related};

const TABLES: [&str; 6] = ["event", "object", "event_object", "object_object", "event_map_type", "object_map_type"];

pub(super) fn read(path: &Path) -> Result<RawOcel, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let damaged = |error: rusqlite::Error| Error::OcelMalformed {
        path: path.to_owned(),
        why: format!("a table of it cannot be read ({})", said(&error)),
    };
    let database = Connection::open_with_flags(path, flags).map_err(damaged)?;
    let tables = texts(&database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").map_err(damaged)?;
    let has = |name: &str| tables.iter().any(|row| row[0].eq_ignore_ascii_case(name));
    // Names of tables have no case in SQLite, so `EVENTS` and `RELATIONS` are those of OCEL 1.0 alone.
    if has("events") && has("objects") && has("relations") {
        return Err(Error::Ocel1 { path: path.to_owned() });
    }
    let missing: Vec<&str> = TABLES.into_iter().filter(|table| !has(table)).collect();
    if missing.len() == TABLES.len() {
        return Err(Error::not_a_log(path, "it is an SQLite database, but has none of the tables of an OCEL log"));
    }
    if !missing.is_empty() {
        let why = format!("has no table `{}`", missing.join("`, `"));
        return Err(Error::OcelMalformed { path: path.to_owned(), why });
    }
    read_tables(&database).map_err(damaged)?.map_err(|why| Error::OcelMalformed { path: path.to_owned(), why })
}

/// What SQLite says without what a cell holds.
fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => failure.to_string(),
        _ => "a value is of the wrong kind".to_owned(),
    }
}

type Checked<T> = rusqlite::Result<Result<T, String>>;

fn read_tables(database: &Connection) -> Checked<RawOcel> {
    let object_types = texts(database, "SELECT ocel_type, ocel_type_map FROM object_map_type ORDER BY rowid")?;
    let event_types = texts(database, "SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY rowid")?;
    let mut raw = RawOcel {
        object_types: object_types.iter().map(|row| row[0].clone()).collect(),
        event_types: event_types.iter().map(|row| row[0].clone()).collect(),
        ..RawOcel::default()
    };
    for row in texts(database, "SELECT ocel_id, ocel_type FROM object ORDER BY rowid")? {
        let [id, object_type] = two(row);
        raw.objects.push(RawObject { id, object_type, ..RawObject::default() });
    }
    for row in texts(database, "SELECT ocel_id, ocel_type FROM event ORDER BY rowid")? {
        let [id, event_type] = two(row);
        raw.events.push(RawEvent { id, event_type, ..RawEvent::default() });
    }
    let objects = places(raw.objects.iter().map(|object| &object.id));
    let events = places(raw.events.iter().map(|event| &event.id));
    for (table, kind) in of_types(&object_types, "object") {
        if let Err(why) = read_objects(database, &table, &kind, &objects, &mut raw)? {
            return Ok(Err(why));
        }
    }
    for (table, kind) in of_types(&event_types, "event") {
        if let Err(why) = read_events(database, &table, &kind, &events, &mut raw)? {
            return Ok(Err(why));
        }
    }
    let touches = "SELECT ocel_event_id, ocel_object_id, ocel_qualifier FROM event_object ORDER BY rowid";
    let ties = "SELECT ocel_source_id, ocel_target_id, ocel_qualifier FROM object_object ORDER BY rowid";
    for (at, row) in texts(database, touches)?.iter().enumerate() {
        let Some(event) = events.get(&row[0]) else { return Ok(Err(nowhere("event_object", at))) };
        raw.events[*event].related.push(to(row));
    }
    for (at, row) in texts(database, ties)?.iter().enumerate() {
        let Some(object) = objects.get(&row[0]) else { return Ok(Err(nowhere("object_object", at))) };
        raw.objects[*object].related.push(to(row));
    }
    Ok(Ok(raw))
}

fn to(row: &[String]) -> Related {
    Related { object_id: row[1].clone(), qualifier: row[2].clone() }
}

fn nowhere(table: &str, at: usize) -> String {
    format!("row {} of `{table}` names an id that is not in the log", at + 1)
}

fn of_types(types: &[Vec<String>], of: &str) -> Vec<(String, String)> {
    types.iter().map(|row| (format!("{of}_{}", row[1]), row[0].clone())).collect()
}

fn places<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    ids.enumerate().map(|(at, id)| (id.clone(), at)).collect()
}

fn two(row: Vec<String>) -> [String; 2] {
    let mut cells = row.into_iter();
    [cells.next().unwrap_or_default(), cells.next().unwrap_or_default()]
}

/// A row without `ocel_changed_field` is an object as it was from the beginning; with one, it says what that attribute became.
fn read_objects(
    database: &Connection,
    table: &str,
    kind: &str,
    places: &HashMap<String, usize>,
    raw: &mut RawOcel,
) -> Checked<()> {
    let mut statement = database.prepare(&format!("SELECT * FROM {} ORDER BY rowid", quoted(table)))?;
    let columns: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
    let mut rows = statement.query([])?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        let cell =
            |name: &str| columns.iter().position(|column| column == name).map(|place| text(row, place)).transpose();
        let (id, time) = (cell("ocel_id")?.flatten(), cell("ocel_time")?.flatten());
        let changed = cell("ocel_changed_field")?.flatten().filter(|name| !name.is_empty());
        let Some(object) = id.and_then(|id| places.get(&id)) else { return Ok(Err(nowhere(table, at))) };
        if raw.objects[*object].object_type != kind {
            return Ok(Err(format!("row {} of `{table}` is an object of another type", at + 1)));
        }
        for (place, attribute) in columns.iter().enumerate().filter(|(_, name)| !name.starts_with("ocel_")) {
            let is_meant = changed.as_ref().is_none_or(|name| name == attribute);
            if let Some(value) = text(row, place)?.filter(|_| is_meant) {
                let changed = changed.as_ref().and(time.clone());
                raw.objects[*object].values.push(RawValue { attribute: attribute.clone(), value, changed });
            }
        }
        at += 1;
    }
    Ok(Ok(()))
}

fn read_events(
    database: &Connection,
    table: &str,
    kind: &str,
    places: &HashMap<String, usize>,
    raw: &mut RawOcel,
) -> Checked<()> {
    let mut statement = database.prepare(&format!("SELECT * FROM {} ORDER BY rowid", quoted(table)))?;
    let columns: Vec<String> = statement.column_names().iter().map(|name| (*name).to_owned()).collect();
    let mut rows = statement.query([])?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        let cell =
            |name: &str| columns.iter().position(|column| column == name).map(|place| text(row, place)).transpose();
        let (id, time) = (cell("ocel_id")?.flatten(), cell("ocel_time")?.flatten());
        let Some(event) = id.and_then(|id| places.get(&id)) else { return Ok(Err(nowhere(table, at))) };
        let event = &mut raw.events[*event];
        if event.event_type != kind {
            return Ok(Err(format!("row {} of `{table}` is an event of another type", at + 1)));
        }
        event.time = time.unwrap_or_default();
        for (place, attribute) in columns.iter().enumerate().filter(|(_, name)| !name.starts_with("ocel_")) {
            if let Some(value) = text(row, place)? {
                event.values.push(RawValue { attribute: attribute.clone(), value, changed: None });
            }
        }
        at += 1;
    }
    Ok(Ok(()))
}

fn quoted(table: &str) -> String {
    format!("\"{}\"", table.replace('"', "\"\""))
}

/// The rows of a question, every cell as text and an empty one for what is missing.
fn texts(database: &Connection, question: &str) -> rusqlite::Result<Vec<Vec<String>>> {
    let mut statement = database.prepare(question)?;
    let n_columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut texts = Vec::new();
    while let Some(row) = rows.next()? {
        let cells: rusqlite::Result<Vec<_>> = (0..n_columns).map(|at| text(row, at)).collect();
        texts.push(cells?.into_iter().map(Option::unwrap_or_default).collect());
    }
    Ok(texts)
}

fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    })
}
