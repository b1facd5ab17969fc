//! CSV on the Web: the metadata file beside each CSV file.

use model::{Kind, Place};
use serde_json::{Map, Value, json};

use super::{Resource, csv_name, meaning, primary_key};
use crate::reference::with_words;

/// `<table>.csv-metadata.json`.
pub fn metadata(place: &Place, resource: &Resource) -> Value {
    let table = resource.table;
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": csv_name(table),
        "dc:title": format!("{}, {}: {}", place.name, place.years_in_words(), table.name),
        "dc:description": format!("One row: {}", meaning(table)),
        "dialect": { "delimiter": ",", "encoding": "utf-8", "header": true, "quoteChar": "\"", "doubleQuote": true },
        "tableSchema": table_schema(resource),
    })
}

fn table_schema(resource: &Resource) -> Value {
    let table = resource.table;
    let mut schema = Map::new();
    let columns = table.columns.iter().map(|column| {
        json!({
            "name": column.name,
            "titles": column.name,
            "datatype": datatype(column.kind),
            "required": resource.is_required(column),
            "dc:description": format!("{} ({}).", with_words(column), column.kind.unit()),
        })
    });
    schema.insert("columns".to_owned(), columns.collect());
    let key = primary_key(table);
    if !key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    schema.into()
}

fn datatype(kind: Kind) -> Value {
    match kind {
        Kind::Text => "string".into(),
        Kind::Id | Kind::Count | Kind::Year => "integer".into(),
        Kind::Money => "decimal".into(),
        Kind::Share | Kind::Estimate => "double".into(),
        Kind::Date => "date".into(),
        Kind::Moment => "dateTime".into(),
        Kind::Flag => json!({ "base": "boolean", "format": "true|false" }),
    }
}
