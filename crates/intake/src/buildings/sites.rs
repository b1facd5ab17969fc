//! Several outlines of one site are one building.

use model::position::DEGREE_KM;
use model::problem::Problem;
use model::tables::LocatedBy;
use model::{Position, ProblemKind};

use super::site::Site;
use crate::features::Shape;

/// Outlines of one name that are nearer than this stand on one site.
const SITE_KM: f64 = 0.1;
/// What maps call a building whose name nobody entered.
const NAMELESS: [&str; 3] = ["unknown", "unnamed", ""];

/// Joins outlines of one file, kind and name whose corners are within a hundred metres of one another, and says which.
pub fn one_building_each(sites: Vec<Site>) -> (Vec<Site>, Vec<Problem>) {
    let mut groups: Vec<usize> = (0..sites.len()).collect();
    for (a, b) in neighbours(&sites) {
        if groups[a] != groups[b] && is_one(&sites[a], &sites[b]) {
            let (kept, joined) = (groups[a].min(groups[b]), groups[a].max(groups[b]));
            groups.iter_mut().filter(|group| **group == joined).for_each(|group| *group = kept);
        }
    }
    let mut joined: Vec<Site> = Vec::new();
    let mut at_of = std::collections::BTreeMap::new();
    for (site, group) in sites.into_iter().zip(groups) {
        match at_of.get(&group) {
            Some(at) => add(&mut joined[*at], site),
            None => {
                at_of.insert(group, joined.len());
                joined.push(site);
            }
        }
    }
    let problems = joined.iter_mut().filter(|site| 1 < site.rows.len()).map(settle).collect();
    (joined, problems)
}

/// Pairs of outlines that may be near each other, found along a line from west to east.
fn neighbours(sites: &[Site]) -> Vec<(usize, usize)> {
    let west = |shape: &Shape| shape.corners().iter().map(|at| at.lon).fold(f64::INFINITY, f64::min);
    let east = |shape: &Shape| shape.corners().iter().map(|at| at.lon).fold(f64::NEG_INFINITY, f64::max);
    let mut spans: Vec<(f64, f64, usize)> = Vec::new();
    for (at, site) in sites.iter().enumerate() {
        if let Some(shape @ Shape::Outline(_)) = &site.shape {
            spans.push((west(shape), east(shape), at));
        }
    }
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    // A degree of longitude is at its shortest in the north of Shetland, where it is half as long as one of latitude.
    let margin = SITE_KM / DEGREE_KM / 0.48;
    let mut pairs = Vec::new();
    for (first, (_, end, a)) in spans.iter().enumerate() {
        let near = spans[first + 1..].iter().take_while(|(start, ..)| *start <= end + margin);
        pairs.extend(near.map(|(.., b)| (*a.min(b), *a.max(b))));
    }
    pairs.sort_unstable();
    pairs
}

fn is_one(a: &Site, b: &Site) -> bool {
    let bare = |site: &Site| {
        let name = site.name.to_lowercase();
        let is_made_up = name == format!("row {}", site.row) || Some(&site.name) == site.register_id.as_ref();
        if is_made_up || NAMELESS.contains(&name.as_str()) { String::new() } else { name }
    };
    let is_alike = a.kind == b.kind && a.area_code == b.area_code && bare(a) == bare(b);
    let between = || a.shape.as_ref()?.km_between(b.shape.as_ref()?);
    is_alike && between().is_some_and(|km| km <= SITE_KM)
}

fn add(site: &mut Site, other: Site) {
    site.rows.extend(other.rows);
    if let (Some(Shape::Outline(own)), Some(Shape::Outline(more))) = (&mut site.shape, other.shape) {
        own.extend(more);
    }
    site.floor_area_m2 = sum(site.floor_area_m2, other.floor_area_m2);
    site.occupied_m2 = sum(site.occupied_m2, other.occupied_m2);
}

fn sum(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or(0.0) + other.unwrap_or(0.0)),
    }
}

/// Puts the building where the middle of all its outlines is.
fn settle(site: &mut Site) -> Problem {
    let middle: Option<Position> = site.shape.as_ref().and_then(Shape::middle);
    site.position = middle.map(|at| (at, LocatedBy::Outline)).or(site.position);
    let text = format!("`{}`: {} outlines of `{}` are one building", site.file, site.rows.len(), site.name);
    let body = site.body_id.as_deref().unwrap_or("buildings");
    Problem {
        file_id: Some(site.file_id.clone()),
        row: Some(site.row),
        n_rows: site.rows.len() as u64,
        ..Problem::new(body, ProblemKind::FeaturesMerged, text)
    }
}
