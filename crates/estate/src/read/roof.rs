//! An estate to be shared: `kind = "co-location"`.

use authored::Keys;
use model::FinancialYear;
use money::Money;
use toml::Spanned;

use super::distances::reach_of;
use super::list::List;
use super::places::{by_id, place, points};
use super::written::{Files, NUMBER_MAX, limit, money, title};
use crate::geometry::Place;
use crate::roof::{Building, Estate, Need, Service};

const SERVICE_KEYS: [&str; 8] = ["id", "body", "area", "limit", "hours", "apart", "together", "note"];
const BUILDING_KEYS: [&str; 14] = [
    "id",
    "body",
    "area",
    "hours",
    "open",
    "running",
    "closing",
    "opening",
    "locked_until",
    "services",
    "lon",
    "lat",
    "distances",
    "note",
];
const NEED_KEYS: [&str; 4] = ["file", "point", "service", "people"];
/// A week has no more hours.
const HOURS_MAX: f64 = 168.0;

pub fn estate(keys: &Keys<'_>, files: &Files<'_>) -> Option<Estate> {
    keys.need("year", "`year = \"2026-27\"`, the year that leases are looked up for");
    let year = keys.year("year");
    let pounds_per_unit = keys.needed_number("pounds_per_unit", 0.0..=NUMBER_MAX);
    let tables = keys.tables("service", "[[service]]", &SERVICE_KEYS);
    let services: Option<Vec<Service>> = tables.iter().map(service).collect();
    let services = services?;
    let ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
    let (apart, together) = (pairs(&tables, "apart", &ids), pairs(&tables, "together", &ids));
    let buildings: Option<Vec<(Building, Option<Place>)>> =
        keys.tables("building", "[[building]]", &BUILDING_KEYS).iter().map(|keys| building(keys, &ids)).collect();
    let buildings = buildings?;
    let points = points(keys, files)?;
    let point_ids: Vec<&str> = points.iter().map(|(point, _)| point.id.as_str()).collect();
    let building_ids: Vec<&str> = buildings.iter().map(|(building, _)| building.id.as_str()).collect();
    let places =
        (points.iter().map(|(_, place)| *place).collect(), buildings.iter().map(|(_, place)| *place).collect());
    let reach = reach_of(keys, files, (&point_ids, &building_ids), places, limit(keys))?;
    let needs = match keys.table("need", "[need]", &NEED_KEYS) {
        Some(list) => needs(&list, files, &point_ids, &ids)?,
        None => everybody(&points.iter().map(|(point, _)| point.people).collect::<Vec<_>>(), services.len()),
    };
    Some(Estate {
        title: title(keys),
        year: year?,
        points: point_ids.iter().map(|id| (*id).to_owned()).collect(),
        needs,
        reach,
        move_cost: money(keys, "move_cost").unwrap_or(Money::ZERO),
        pounds_per_unit: pounds_per_unit?,
        unit: keys.owned("unit").unwrap_or_else(|| "km".to_owned()),
        apart: apart?,
        together: together?,
        budget: money(keys, "budget"),
        is_access_alone: false,
        buildings: buildings.into_iter().map(|(building, _)| building).collect(),
        services,
    })
}

/// Where nothing else is said, everybody needs every service.
fn everybody(people: &[f64], n_services: usize) -> Vec<Need> {
    let need = |point: usize, service: usize| Need { point, service, people: people[point] };
    (0..people.len()).flat_map(|point| (0..n_services).map(move |service| need(point, service))).collect()
}

fn needs(keys: &Keys<'_>, files: &Files<'_>, points: &[&str], services: &[&str]) -> Option<Vec<Need>> {
    let list = List::open(keys, files, &["point", "service", "people"], &[])?;
    let (points, services) = (by_id(points.iter().copied()), by_id(services.iter().copied()));
    list.read(files, |row| {
        let (point, service) = (row.position("point", "point", &points), row.position("service", "service", &services));
        let people = row.number("people", 0.0);
        Some(Need { point: point?, service: service?, people: people? })
    })
}

fn service(keys: &Keys<'_>) -> Option<Service> {
    let id = keys.needed("id", "\"library\"");
    let body = keys.needed("body", "\"council\"");
    let area = keys.needed_number("area", 0.0..=NUMBER_MAX);
    let limit = keys.number("limit", 0.0..=NUMBER_MAX);
    let hours = keys.number("hours", 0.0..=HOURS_MAX).unwrap_or(0.0);
    Some(Service { id: id?, body: body?, area: area?, limit, hours })
}

/// Pairs of services that one of them names.
fn pairs(tables: &[Keys<'_>], key: &str, ids: &[&str]) -> Option<Vec<(usize, usize)>> {
    let mut pairs = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let others: Option<Vec<usize>> =
            table.texts(key, "\"library\"").iter().map(|name| named(table, name, ids)).collect();
        pairs.extend(others?.into_iter().map(|other| (at.min(other), at.max(other))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

fn named(keys: &Keys<'_>, name: &Spanned<&str>, ids: &[&str]) -> Option<usize> {
    keys.file.position_of(name, "service", "a service of the model", ids.iter().copied())
}

fn building(keys: &Keys<'_>, services: &[&str]) -> Option<(Building, Option<Place>)> {
    let id = keys.needed("id", "\"Town Hall\"");
    let body = keys.needed("body", "\"council\"");
    let area = keys.needed_number("area", 0.0..=NUMBER_MAX);
    let running = money(keys, "running");
    keys.need("running", "`running = 120000`, pounds a year");
    let locked_until: Option<FinancialYear> = keys.year("locked_until");
    let names = keys.texts("services", "\"library\"");
    let offered: Option<Vec<usize>> = names.iter().map(|name| named(keys, name, services)).collect();
    let building = Building {
        id: id?,
        body: body?,
        area: area?,
        hours: keys.number("hours", 0.0..=HOURS_MAX).unwrap_or(HOURS_MAX),
        is_open: keys.truth("open").unwrap_or(true),
        running: running?,
        closing: money(keys, "closing").unwrap_or(Money::ZERO),
        opening: money(keys, "opening").unwrap_or(Money::ZERO),
        locked_until,
        services: offered?,
    };
    Some((building, place(keys)))
}
