//! Features of GeoJSON, and of any list of objects in JSON.

use serde_json::{Map, Value};

use super::{Feature, Heading, Shape, Sheet};

/// # Errors
/// In words, why it is no list of objects.
pub fn sheet(text: &[u8]) -> Result<Sheet, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| format!("it is not JSON: {error}"))?;
    let objects = match value.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => return collection(&value),
        Some("Feature") => return collection(&serde_json::json!({ "features": [value] })),
        _ => objects(&value).ok_or("it holds no list of objects")?,
    };
    let rows = objects.into_iter().map(|object| (object, None));
    Ok(features(rows))
}

/// The list itself, or the longest list of objects among the values of an object.
fn objects(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let of_list = |list: &'_ Vec<Value>| -> usize { list.iter().filter(|item| item.is_object()).count() };
    let list = match value {
        Value::Array(list) => list,
        Value::Object(map) => map.values().filter_map(Value::as_array).max_by_key(|list| of_list(list))?,
        _ => return None,
    };
    let objects: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
    (!objects.is_empty()).then_some(objects)
}

fn collection(value: &Value) -> Result<Sheet, String> {
    let list = value.get("features").and_then(Value::as_array).ok_or("its `features` are not a list")?;
    let empty = Map::new();
    let properties: Vec<&Map<String, Value>> =
        list.iter().map(|feature| feature.get("properties").and_then(Value::as_object).unwrap_or(&empty)).collect();
    let geometries = list.iter().map(|feature| feature.get("geometry").filter(|geometry| !geometry.is_null()));
    Ok(features(properties.into_iter().zip(geometries)))
}

/// Objects as rows under all their keys, in the order in which these first appear.
fn features<'v>(rows: impl Iterator<Item = (&'v Map<String, Value>, Option<&'v Value>)>) -> Sheet {
    let mut names: Vec<String> = Vec::new();
    let mut features = Vec::new();
    for (row, (object, geometry)) in (1..).zip(rows) {
        let mut cells = vec![String::new(); names.len()];
        for (name, value) in object {
            let column = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.clone());
                cells.push(String::new());
                names.len() - 1
            });
            cells[column] = told(value);
        }
        let geometry_text = geometry.map(Value::to_string);
        features.push(Feature { row, cells, shape: geometry.map(Shape::of), geometry: geometry_text });
    }
    let headings = names.iter().map(|name| Heading::new(name, None)).collect();
    Sheet { name: None, headings, features }
}

/// A value as a cell of a table would have it.
fn told(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(list) if list.iter().all(|item| !item.is_object() && !item.is_array()) => {
            list.iter().map(told).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}
