//! Shapes on the map: points, lines and outlines.

use model::Position;
use model::position::DEGREE_KM;
use serde_json::Value;

use crate::british_grid;

/// The shape of a feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Points(Vec<Position>),
    /// A line encloses nothing, even where it draws a boundary.
    Lines,
    /// Polygons, each with its outer ring first and its holes after it.
    Outline(Vec<Vec<Vec<Position>>>),
    /// A geometry that cannot be read.
    Unreadable,
}

/// Beyond this a number is metres of a grid, not degrees.
const DEGREES_MAX: f64 = 360.0;

impl Shape {
    /// The shape of a GeoJSON geometry.
    pub fn of(geometry: &Value) -> Shape {
        let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
        let read = match geometry.get("type").and_then(Value::as_str) {
            Some("Point") => position(coordinates).map(|point| Shape::Points(vec![point])),
            Some("MultiPoint") => positions(coordinates).map(Shape::Points),
            Some("LineString" | "MultiLineString") => Some(Shape::Lines),
            Some("Polygon") => rings(coordinates).map(|rings| Shape::Outline(vec![rings])),
            Some("MultiPolygon") => all(coordinates, rings).map(Shape::Outline),
            _ => None,
        };
        read.unwrap_or(Shape::Unreadable)
    }

    /// The middle: of an outline by area, of points by number.
    pub fn middle(&self) -> Option<Position> {
        match self {
            Shape::Points(points) => mean(points),
            Shape::Outline(polygons) => middle_of(polygons),
            Shape::Lines | Shape::Unreadable => None,
        }
    }

    /// Square kilometres of an outline, on a map that is true in its middle.
    pub fn area_km2(&self) -> Option<f64> {
        let Shape::Outline(polygons) = self else { return None };
        let start = first(polygons)?;
        Some(polygons.iter().map(|rings| polygon_sums(rings, start).0).sum())
    }

    /// Whether a position lies within an outline.
    pub fn contains(&self, at: Position) -> bool {
        let Shape::Outline(polygons) = self else { return false };
        polygons.iter().any(|rings| rings.iter().filter(|ring| is_inside(ring, at)).count() % 2 == 1)
    }

    /// Kilometres from a position to the nearest edge or point.
    pub fn km_to(&self, at: Position) -> Option<f64> {
        let nearest = |distances: &mut dyn Iterator<Item = f64>| distances.min_by(f64::total_cmp);
        match self {
            Shape::Points(points) => nearest(&mut points.iter().map(|point| point.km_to(&at))),
            Shape::Outline(polygons) => {
                let edges = polygons.iter().flatten().flat_map(|ring| ring.windows(2));
                nearest(&mut edges.map(|edge| km_to_edge(at, edge[0], edge[1])))
            }
            Shape::Lines | Shape::Unreadable => None,
        }
    }

    /// Kilometres between the corners of two shapes, where these are nearest.
    pub fn km_between(&self, other: &Shape) -> Option<f64> {
        let (own, others) = (self.corners(), other.corners());
        own.iter()
            .filter_map(|corner| others.iter().map(|at| corner.km_to(at)).min_by(f64::total_cmp))
            .min_by(f64::total_cmp)
    }

    /// Every point of it.
    pub fn corners(&self) -> Vec<Position> {
        match self {
            Shape::Points(points) => points.clone(),
            Shape::Outline(polygons) => polygons.iter().flatten().flatten().copied().collect(),
            Shape::Lines | Shape::Unreadable => Vec::new(),
        }
    }
}

fn all<T>(value: &Value, read: fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(read).collect()
}

fn rings(value: &Value) -> Option<Vec<Vec<Position>>> {
    let rings = all(value, positions)?;
    (!rings.is_empty() && rings.iter().all(|ring| 4 <= ring.len())).then_some(rings)
}

fn positions(value: &Value) -> Option<Vec<Position>> {
    all(value, position)
}

fn position(value: &Value) -> Option<Position> {
    let pair = value.as_array()?;
    let (x, y) = (pair.first()?.as_f64()?, pair.get(1)?.as_f64()?);
    match x.abs().max(y.abs()) <= DEGREES_MAX {
        true => Some(Position { lon: x, lat: y }),
        false => british_grid::position(x, y),
    }
}

fn mean(points: &[Position]) -> Option<Position> {
    let n = points.len() as f64;
    let sum = |of: fn(&Position) -> f64| points.iter().map(of).sum::<f64>() / n;
    (!points.is_empty()).then(|| Position { lon: sum(|point| point.lon), lat: sum(|point| point.lat) })
}

fn first(polygons: &[Vec<Vec<Position>>]) -> Option<Position> {
    polygons.first()?.first()?.first().copied()
}

fn middle_of(polygons: &[Vec<Vec<Position>>]) -> Option<Position> {
    let start = first(polygons)?;
    let (mut area, mut east, mut north) = (0.0, 0.0, 0.0);
    for rings in polygons {
        let sums = polygon_sums(rings, start);
        (area, east, north) = (area + sums.0, east + sums.1, north + sums.2);
    }
    // An outline without an area is a line that goes there and back.
    if area.abs() < 1e-12 {
        return mean(&polygons.iter().flatten().flatten().copied().collect::<Vec<_>>());
    }
    let (km_east, km_north) = scale(start);
    Some(Position { lon: start.lon + east / area / km_east, lat: start.lat + north / area / km_north })
}

/// Area, and area times the middle from `start`, in kilometres: the outer ring less its holes.
fn polygon_sums(rings: &[Vec<Position>], start: Position) -> (f64, f64, f64) {
    let mut sums = (0.0, 0.0, 0.0);
    for (at, ring) in rings.iter().enumerate() {
        let own = ring_sums(ring, start);
        let sign = if (at == 0) == (0.0 < own.0) { 1.0 } else { -1.0 };
        sums = (sums.0 + sign * own.0, sums.1 + sign * own.1, sums.2 + sign * own.2);
    }
    sums
}

/// The shoelace formula and its moments.
fn ring_sums(ring: &[Position], start: Position) -> (f64, f64, f64) {
    let (km_east, km_north) = scale(start);
    let flat = |at: &Position| ((at.lon - start.lon) * km_east, (at.lat - start.lat) * km_north);
    let (mut area, mut east, mut north) = (0.0, 0.0, 0.0);
    for edge in ring.windows(2) {
        let ((x0, y0), (x1, y1)) = (flat(&edge[0]), flat(&edge[1]));
        let cross = x0 * y1 - x1 * y0;
        area += cross / 2.0;
        east += (x0 + x1) * cross / 6.0;
        north += (y0 + y1) * cross / 6.0;
    }
    (area, east, north)
}

/// Kilometres of a degree east and north.
fn scale(at: Position) -> (f64, f64) {
    (DEGREE_KM * at.lat.to_radians().cos(), DEGREE_KM)
}

fn is_inside(ring: &[Position], at: Position) -> bool {
    let crosses = |edge: &&[Position]| {
        let (a, b) = (edge[0], edge[1]);
        (a.lat > at.lat) != (b.lat > at.lat) && at.lon < (b.lon - a.lon) * (at.lat - a.lat) / (b.lat - a.lat) + a.lon
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

fn km_to_edge(at: Position, a: Position, b: Position) -> f64 {
    let (km_east, km_north) = scale(at);
    let flat = |point: Position| ((point.lon - at.lon) * km_east, (point.lat - at.lat) * km_north);
    let ((x0, y0), (x1, y1)) = (flat(a), flat(b));
    let (dx, dy) = (x1 - x0, y1 - y0);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { (-(x0 * dx + y0 * dy) / length).clamp(0.0, 1.0) };
    (x0 + along * dx).hypot(y0 + along * dy)
}
