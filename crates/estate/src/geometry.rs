//! Straight-line distances, and trips within a limit without looking at far pairs.

use std::collections::HashMap;

pub use model::Position as Place;
use model::position::DEGREE_KM;

use crate::reach::{Reach, Trip};

/// Trips from sites to points: straight lines times `circuity`, no longer than `limit`.
///
/// With a limit, points are looked up in squares as wide as it, so that far pairs are never built.
pub fn reach_by_air(sites: &[Place], points: &[Place], circuity: f64, limit: Option<f64>) -> Reach {
    let Some(limit) = limit else {
        let row = |site: &Place| points.iter().map(|point| site.km_to(point) * circuity).collect::<Vec<f64>>();
        return Reach::from_matrix(&sites.iter().map(row).collect::<Vec<_>>());
    };
    let squares = Squares::of(points, limit / circuity);
    let mut trips = Vec::new();
    for (site, place) in sites.iter().enumerate() {
        for point in squares.around(place) {
            let distance = place.km_to(&points[point]) * circuity;
            if distance <= limit {
                trips.push(Trip { site, point, distance });
            }
        }
    }
    Reach::of(trips)
}

/// Points by square of the map.
struct Squares {
    /// Degrees of longitude and latitude of a square.
    width: f64,
    height: f64,
    points: HashMap<(i64, i64), Vec<usize>>,
}

impl Squares {
    fn of(points: &[Place], km: f64) -> Squares {
        // Degrees of longitude are shortest nearest the pole; a hair more keeps rounding from losing the very edge.
        let northmost = points.iter().map(|place| place.lat.abs()).fold(0.0, f64::max) + km / DEGREE_KM;
        let height = (km / DEGREE_KM).max(1e-6) * 1.000_001;
        let width = height / northmost.to_radians().cos().max(0.01);
        let mut squares = Squares { width, height, points: HashMap::new() };
        for (at, place) in points.iter().enumerate() {
            let square = squares.square(place);
            squares.points.entry(square).or_default().push(at);
        }
        squares
    }

    fn square(&self, place: &Place) -> (i64, i64) {
        ((place.lon / self.width).floor() as i64, (place.lat / self.height).floor() as i64)
    }

    fn around(&self, place: &Place) -> impl Iterator<Item = usize> + '_ {
        let (east, north) = self.square(place);
        let squares = (-1..=1).flat_map(move |x| (-1..=1).map(move |y| (east + x, north + y)));
        squares.filter_map(|square| self.points.get(&square)).flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_find_the_same_trips_as_looking_at_every_pair() {
        let place = |at: u32| Place {
            lon: -2.4 + f64::from(at * 37 % 101) / 300.0,
            lat: 53.3 + f64::from(at * 53 % 97) / 400.0,
        };
        let points: Vec<Place> = (0..90).map(place).collect();
        let sites: Vec<Place> = (90..120).map(place).collect();
        let all = reach_by_air(&sites, &points, 1.3, None);
        let near: Vec<Trip> = all.within(Some(8.0)).copied().collect();
        assert!(100 < near.len() && near.len() < all.trips().len());
        assert_eq!(reach_by_air(&sites, &points, 1.3, Some(8.0)), Reach::of(near));
    }
}
