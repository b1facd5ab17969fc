//! `datapackage.json`.

use model::{Column, Kind, Place, Table};
use serde_json::{Map, Value, json};

use super::{FOREIGN_KEYS, Resource, csv_name, fiscal, meaning, primary_key, slug};
use crate::reference::with_words;

/// The whole descriptor.
pub fn descriptor(place: &Place, resources: &[Resource]) -> Value {
    json!({
        "name": slug(place),
        "title": format!("{}: the account of public money, {}", place.name, place.years_in_words()),
        "description": "What the public bodies of a place spent, from the files that they publish or hold, with every \
            pound counted once. README.md explains how to read it.",
        "profile": "data-package",
        "profiles": { "fiscal": "*", "tabular": "*" },
        "countryCode": "GB",
        "granularity": "transaction",
        "fiscalPeriod": { "start": place.years().next().unwrap_or(place.year).first_day().to_string(), "end": place.year.last_day().to_string() },
        "columnTypes": fiscal::column_types(),
        "model": fiscal::model(resources),
        "resources": resources.iter().map(|r| resource(r, resources)).collect::<Vec<_>>(),
    })
}

fn resource(resource: &Resource, all: &[Resource]) -> Value {
    let table = resource.table;
    json!({
        "name": table.name,
        "title": meaning(table),
        "description": format!("One row: {} Written by the step {}.", meaning(table), table.written_by),
        "profile": "tabular-data-resource",
        "path": csv_name(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "quoteChar": "\"", "doubleQuote": true, "lineTerminator": "\r\n", "header": true },
        "bytes": resource.n_bytes,
        "hash": format!("sha256:{}", resource.sha256),
        "rows": resource.n_rows,
        "schema": schema(resource, all),
    })
}

/// The Table Schema.
fn schema(resource: &Resource, all: &[Resource]) -> Value {
    let table = resource.table;
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), table.columns.iter().map(|column| field(resource, column)).collect());
    schema.insert("missingValues".to_owned(), json!([""]));
    let key = primary_key(table);
    if !key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    let keys = foreign_keys(table, all);
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), keys.into());
    }
    schema.into()
}

fn field(resource: &Resource, column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), column.name.into());
    field.insert("title".to_owned(), column.name.replace('_', " ").into());
    field.insert("type".to_owned(), type_of(column.kind).into());
    field.insert("description".to_owned(), format!("{} ({}).", with_words(column), column.kind.unit()).into());
    if column.kind == Kind::Flag {
        field.insert("trueValues".to_owned(), json!(["true"]));
        field.insert("falseValues".to_owned(), json!(["false"]));
    }
    if let Some(column_type) = fiscal::column_type(resource.table, column) {
        field.insert("columnType".to_owned(), column_type.into());
    }
    if resource.is_required(column) {
        field.insert("constraints".to_owned(), json!({ "required": true }));
    }
    field.into()
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Id | Kind::Count | Kind::Year => "integer",
        Kind::Money | Kind::Share | Kind::Estimate => "number",
        Kind::Date => "date",
        Kind::Moment => "datetime",
        Kind::Flag => "boolean",
    }
}

/// Keys into the tables that are in the package.
fn foreign_keys(table: &Table, all: &[Resource]) -> Vec<Value> {
    let is_there = |of: &Table| all.iter().any(|resource| resource.table == of);
    let keys = FOREIGN_KEYS.iter().filter(|key| key.table == table && is_there(key.of));
    keys.map(|key| {
        json!({
            "fields": [key.column],
            "reference": { "resource": key.of.name, "fields": [key.of_column] },
        })
    })
    .collect()
}
