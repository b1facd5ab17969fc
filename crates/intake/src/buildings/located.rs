//! Where a building stands, and what contradicts it.

use model::tables::LocatedBy;
use model::{Position, ProblemKind};

use super::Field;
use super::number::{is_nothing, number};
use super::register::Reader;
use super::site::Site;
use crate::british_grid;
use crate::features::Feature;
use crate::postcode::{is_whole, spelled};

/// Degrees within which the United Kingdom lies.
const LON: std::ops::RangeInclusive<f64> = -9.0..=2.1;
const LAT: std::ops::RangeInclusive<f64> = 49.0..=61.0;
/// Beyond this a coordinate is metres of the grid.
const DEGREES_MAX: f64 = 360.0;
/// Farther than this from its postcode a building is doubted: postcodes of towns are smaller by far.
const POSTCODE_KM: f64 = 1.0;

/// Fills in postcode and position.
pub fn locate<'r>(reader: &mut Reader<'r>, feature: &'r Feature, site: &mut Site) {
    let by_postcode = postcode(reader, feature, site);
    site.position = coordinates(reader, feature).or_else(|| outline(reader, feature));
    if let Some((at, _)) = site.position {
        contradictions(reader, feature, site, at, by_postcode);
    }
    if site.position.is_none() {
        site.position = by_postcode.map(|at| (at, LocatedBy::Postcode));
    }
    if site.position.is_none() {
        let text = "no usable coordinates, and no postcode that the place's list has".to_owned();
        reader.once(feature.row, ProblemKind::BuildingNotPlaced, None, text);
    }
}

/// The postcode as it should be written, and its middle where the place's list has it.
fn postcode<'r>(reader: &mut Reader<'r>, feature: &'r Feature, site: &mut Site) -> Option<Position> {
    let text = reader.text(feature, Field::Postcode);
    if is_nothing(text) {
        return None;
    }
    let whole = spelled(text).filter(|code| is_whole(code.replace(' ', "").as_bytes()));
    let Some(code) = whole else {
        site.postcode = Some(text.to_owned());
        let text = format!("`{text}` is not a whole postcode");
        reader.once(feature.row, ProblemKind::PostcodeMalformed, Some(Field::Postcode), text);
        return None;
    };
    let at = reader.whereabouts.postcodes.get(&code).copied();
    if at.is_none() && !reader.whereabouts.postcodes.is_empty() {
        let text = format!("`{code}` is not in the place's list of postcodes");
        reader.once(feature.row, ProblemKind::PostcodeUnknown, Some(Field::Postcode), text);
    }
    site.postcode = Some(code);
    at
}

/// The position that the row's own coordinates give; none where it has none, or they cannot be right.
fn coordinates<'r>(reader: &mut Reader<'r>, feature: &'r Feature) -> Option<(Position, LocatedBy)> {
    let (east, north) = (reader.text(feature, Field::East), reader.text(feature, Field::North));
    if is_nothing(east) && is_nothing(north) {
        return reference(reader, feature);
    }
    let (Ok(Some(x)), Ok(Some(y))) = (number(east), number(north)) else {
        let text = format!("`{east}` and `{north}` are not coordinates");
        reader.problem(Some(feature.row), ProblemKind::CoordinatesUnreadable, Some(Field::East), text);
        return None;
    };
    if DEGREES_MAX < x.abs().max(y.abs()) {
        let at = british_grid::position(x, y).map(|at| (at, LocatedBy::Grid));
        if at.is_none() {
            let text = format!("{x} and {y} lie outside the British National Grid");
            reader.problem(Some(feature.row), ProblemKind::CoordinatesUnreadable, Some(Field::East), text);
        }
        return at;
    }
    degrees(reader, feature, x, y).map(|at| (at, LocatedBy::Coordinates))
}

fn degrees<'r>(reader: &mut Reader<'r>, feature: &'r Feature, x: f64, y: f64) -> Option<Position> {
    if LON.contains(&x) && LAT.contains(&y) {
        return Some(Position { lon: x, lat: y });
    }
    let (kind, why) = match LON.contains(&y) && LAT.contains(&x) {
        true => (ProblemKind::CoordinatesSwapped, "longitude and latitude have changed places"),
        false => (ProblemKind::CoordinatesOutside, "they are not in the United Kingdom"),
    };
    let text = format!("{x} and {y} are not used: {why}");
    reader.problem(Some(feature.row), kind, Some(Field::East), text);
    None
}

/// The position of a grid reference such as `SJ 7654 8765`.
fn reference<'r>(reader: &mut Reader<'r>, feature: &'r Feature) -> Option<(Position, LocatedBy)> {
    let text = reader.text(feature, Field::GridReference);
    if is_nothing(text) {
        return None;
    }
    let at = british_grid::reference(text).and_then(|(east, north)| british_grid::position(east, north));
    if at.is_none() {
        let text = format!("`{text}` is not a grid reference");
        reader.problem(Some(feature.row), ProblemKind::CoordinatesUnreadable, Some(Field::GridReference), text);
    }
    at.map(|at| (at, LocatedBy::Grid))
}

/// The middle of a feature's shape.
fn outline<'r>(reader: &mut Reader<'r>, feature: &'r Feature) -> Option<(Position, LocatedBy)> {
    let shape = feature.shape.as_ref()?;
    let Some(at) = shape.middle() else {
        let text = "the feature has neither a point nor an outline".to_owned();
        reader.problem(Some(feature.row), ProblemKind::OutlineUnusable, None, text);
        return None;
    };
    let is_point = matches!(shape, crate::features::Shape::Points(points) if points.len() == 1);
    let by = if is_point { LocatedBy::Coordinates } else { LocatedBy::Outline };
    degrees(reader, feature, at.lon, at.lat).map(|at| (at, by))
}

/// What the place's map says against the coordinates; they stay as printed.
fn contradictions<'r>(
    reader: &mut Reader<'r>,
    feature: &'r Feature,
    site: &Site,
    at: Position,
    by_postcode: Option<Position>,
) {
    let name = &site.name;
    if reader.whereabouts.is_outside(at) {
        let text = format!("{name}: {} and {} lie outside the place", at.lon, at.lat);
        reader.problem(Some(feature.row), ProblemKind::CoordinatesOutside, Some(Field::East), text);
    }
    let Some(km) = by_postcode.map(|middle| at.km_to(&middle)).filter(|km| POSTCODE_KM < *km) else { return };
    let code = site.postcode.as_deref().unwrap_or_default();
    let text = format!("{name}: its coordinates are {km:.1} km from its postcode {code}");
    reader.problem(Some(feature.row), ProblemKind::CoordinatesFarFromPostcode, Some(Field::East), text);
}
