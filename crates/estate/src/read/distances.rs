//! How far it is: as written, from a file of any router, or in straight lines times the circuity.

use authored::{Keys, MistakeKind};

use super::list::List;
use super::places::{Placed, by_id};
use super::written::{Files, NUMBER_MAX};
use crate::geometry::{Place, reach_by_air};
use crate::location::{Point, Site};
use crate::reach::{Reach, Trip};

const KEYS: [&str; 4] = ["file", "site", "point", "distance"];

pub fn reach(
    keys: &Keys<'_>,
    files: &Files<'_>,
    points: &[Placed<Point>],
    sites: &[Placed<Site>],
    limit: Option<f64>,
) -> Option<Reach> {
    let point_ids: Vec<&str> = points.iter().map(|(point, _)| point.id.as_str()).collect();
    let site_ids: Vec<&str> = sites.iter().map(|(site, _)| site.id.as_str()).collect();
    let places = (points.iter().map(|(_, place)| *place).collect(), sites.iter().map(|(_, place)| *place).collect());
    if keys.tables("site", "[[site]]", &[]).iter().any(|site| site.has("distances")) {
        return written(keys, &point_ids, &site_ids);
    }
    reach_of(keys, files, (&point_ids, &site_ids), places, limit)
}

/// From a list of distances, or by air where everything has a place.
pub fn reach_of(
    keys: &Keys<'_>,
    files: &Files<'_>,
    (points, sites): (&[&str], &[&str]),
    (point_places, site_places): (Vec<Option<Place>>, Vec<Option<Place>>),
    limit: Option<f64>,
) -> Option<Reach> {
    if let Some(list) = keys.table("distances", "[distances]", &KEYS) {
        return listed(&list, files, points, sites);
    }
    let circuity = keys.number("circuity", 1.0..=10.0).unwrap_or(1.0);
    let (at, from): (Option<Vec<Place>>, Option<Vec<Place>>) =
        (point_places.into_iter().collect(), site_places.into_iter().collect());
    let (Some(at), Some(from)) = (at, from) else {
        keys.missing(
            "distances",
            "`[distances]` with a file, `distances` in each `[[site]]`, or `lon` and `lat` everywhere",
        );
        return None;
    };
    // Nearest sites beyond the limit are named where nobody is within it, so a little more is built.
    Some(reach_by_air(&from, &at, circuity, limit.map(|limit| 2.0 * limit)))
}

fn listed(keys: &Keys<'_>, files: &Files<'_>, points: &[&str], sites: &[&str]) -> Option<Reach> {
    let list = List::open(keys, files, &["site", "point", "distance"], &[])?;
    let (points, sites) = (by_id(points.iter().copied()), by_id(sites.iter().copied()));
    let trips = list.read(files, |row| {
        let (site, point) = (row.position("site", "site", &sites), row.position("point", "point", &points));
        let distance = row.number("distance", 0.0);
        Some(Trip { site: site?, point: point?, distance: distance? })
    });
    trips.map(Reach::of)
}

/// `distances = [5, 15, 25]` in the order of the points, or `{ d1 = 5, d2 = 15 }`.
fn written(keys: &Keys<'_>, points: &[&str], sites: &[&str]) -> Option<Reach> {
    let mut trips = Vec::new();
    let mut is_sound = true;
    for table in keys.tables("site", "[[site]]", &[]) {
        let Some(site) = table.owned("id").and_then(|id| sites.iter().position(|known| *known == id)) else { continue };
        if table.is_table("distances") {
            for (name, distance) in table.shares("distances", 0.0..=NUMBER_MAX)? {
                match keys.file.position_of(&name, "point", "a point of the model", points.iter().copied()) {
                    Some(point) => trips.push(Trip { site, point, distance }),
                    None => is_sound = false,
                }
            }
            continue;
        }
        table.need("distances", "`distances = [5, 15]`, one for each point");
        let distances = table.numbers("distances", 0.0..=NUMBER_MAX)?;
        if distances.len() != points.len() {
            let why = format!("there are {} distances for {} points", distances.len(), points.len());
            table.wrong("distances", MistakeKind::Unfit(why), "a distance for each point, or a table by point");
            return None;
        }
        trips.extend(distances.into_iter().enumerate().map(|(point, distance)| Trip { site, point, distance }));
    }
    is_sound.then(|| Reach::of(trips))
}
