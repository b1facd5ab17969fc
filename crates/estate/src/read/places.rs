//! Points and sites: written in the model, or listed in a CSV.

use std::collections::HashMap;

use authored::Keys;
use money::Money;

use super::list::List;
use super::written::{Files, NUMBER_MAX, money};
use crate::geometry::Place;
use crate::location::{Choice, Point, Site};

const POINT_KEYS: [&str; 7] = ["id", "people", "load", "group", "lon", "lat", "note"];
const SITE_KEYS: [&str; 8] = ["id", "capacity", "cost", "state", "lon", "lat", "distances", "note"];
const POINT_LIST: [&str; 7] = ["file", "id", "people", "load", "group", "lon", "lat"];
const SITE_LIST: [&str; 6] = ["file", "id", "capacity", "cost", "lon", "lat"];
const STATES: [(&str, Choice); 3] = [("free", Choice::Free), ("open", Choice::Open), ("closed", Choice::Closed)];

/// Something and where it is, if the model says.
pub type Placed<T> = (T, Option<Place>);

pub fn points(keys: &Keys<'_>, files: &Files<'_>) -> Option<Vec<Placed<Point>>> {
    let listed = match keys.table("points", "[points]", &POINT_LIST) {
        Some(list) => list_points(&list, files)?,
        None => Vec::new(),
    };
    let tables = keys.tables("point", "[[point]]", &POINT_KEYS);
    let written: Option<Vec<Placed<Point>>> = tables.iter().map(point).collect();
    let points: Vec<Placed<Point>> = listed.into_iter().chain(written?).collect();
    check(keys, "points", "point", points.iter().map(|(point, _)| point.id.as_str())).then_some(points)
}

pub fn sites(keys: &Keys<'_>, files: &Files<'_>) -> Option<Vec<Placed<Site>>> {
    let listed = match keys.table("sites", "[sites]", &SITE_LIST) {
        Some(list) => list_sites(&list, files)?,
        None => Vec::new(),
    };
    let tables = keys.tables("site", "[[site]]", &SITE_KEYS);
    let written: Option<Vec<Placed<Site>>> = tables.iter().map(site).collect();
    let sites: Vec<Placed<Site>> = listed.into_iter().chain(written?).collect();
    check(keys, "sites", "site", sites.iter().map(|(site, _)| site.id.as_str())).then_some(sites)
}

/// The position of each id.
pub fn by_id<'i>(ids: impl Iterator<Item = &'i str>) -> HashMap<String, usize> {
    ids.enumerate().map(|(at, id)| (id.to_owned(), at)).collect()
}

fn check<'i>(keys: &Keys<'_>, list: &str, what: &str, ids: impl Iterator<Item = &'i str>) -> bool {
    let mut known: HashMap<&str, ()> = HashMap::new();
    let mut is_sound = true;
    for id in ids {
        if known.insert(id, ()).is_some() {
            let kind = authored::MistakeKind::Unfit(format!("the {what} `{id}` is there twice"));
            keys.wrong(if keys.has(list) { list } else { what }, kind, format!("every {what} once"));
            is_sound = false;
        }
    }
    if known.is_empty() && is_sound {
        keys.missing(list, format!("`[{list}]` with a file, or `[[{what}]]`"));
        is_sound = false;
    }
    is_sound
}

fn list_points(keys: &Keys<'_>, files: &Files<'_>) -> Option<Vec<Placed<Point>>> {
    let list = List::open(keys, files, &["id", "people"], &["load", "group", "lon", "lat"])?;
    list.read(files, |row| {
        let (id, people) = (row.text("id"), row.number("people", 0.0));
        let (load, place) = (row.optional_number("load", 0.0)?, list_place(row)?);
        let (id, people) = (id?, people?);
        let group = if row.has("group") { Some(row.text("group")?) } else { None };
        Some((Point { id, people, load: load.unwrap_or(people), group }, place))
    })
}

fn list_sites(keys: &Keys<'_>, files: &Files<'_>) -> Option<Vec<Placed<Site>>> {
    let list = List::open(keys, files, &["id"], &["capacity", "cost", "lon", "lat"])?;
    list.read(files, |row| {
        let id = row.text("id");
        let (capacity, cost) = (row.optional_number("capacity", 0.0)?, row.optional_number("cost", 0.0)?);
        let cost = Money::from_pence((cost.unwrap_or(0.0) * 100.0).round() as i64);
        Some((Site { id: id?, state: Choice::Free, capacity, cost }, list_place(row)?))
    })
}

fn list_place(row: &super::list::ListRow<'_>) -> Option<Option<Place>> {
    if !(row.has("lon") && row.has("lat")) {
        return Some(None);
    }
    let (lon, lat) = (row.number("lon", -180.0), row.number("lat", -90.0));
    Some(Some(Place { lon: lon?, lat: lat? }))
}

fn point(keys: &Keys<'_>) -> Option<Placed<Point>> {
    let id = keys.needed("id", "\"E01006074\"");
    let people = keys.needed_number("people", 0.0..=NUMBER_MAX);
    let (load, group) = (keys.number("load", 0.0..=NUMBER_MAX), keys.owned("group"));
    let people = people?;
    Some((Point { id: id?, people, load: load.unwrap_or(people), group }, place(keys)))
}

fn site(keys: &Keys<'_>) -> Option<Placed<Site>> {
    let id = keys.needed("id", "\"Sale Library\"");
    let (capacity, cost) = (keys.number("capacity", 0.0..=NUMBER_MAX), money(keys, "cost"));
    let state = keys.word("state", "state", &STATES).unwrap_or_default();
    Some((Site { id: id?, state, capacity, cost: cost.unwrap_or(Money::ZERO) }, place(keys)))
}

pub fn place(keys: &Keys<'_>) -> Option<Place> {
    let (lon, lat) = (keys.number("lon", -180.0..=180.0), keys.number("lat", -90.0..=90.0));
    Some(Place { lon: lon?, lat: lat? })
}
