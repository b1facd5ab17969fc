//! Neighbours: buildings of different agencies within walking distance of each other.

use model::Position;

use super::stock::{Holding, Stock};
use crate::geometry::reach_by_air;

/// Two buildings, by their positions in the stock, and the straight line between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub one: usize,
    pub other: usize,
    pub metres: f64,
}

/// Every pair of buildings that two agencies use, no farther apart than `metres`; the nearest first.
///
/// A building whose agency or position nobody knows is nobody's neighbour.
pub fn neighbours(stock: &Stock, metres: f64) -> Vec<Pair> {
    let placed: Vec<(usize, Position, &str)> = stock.buildings.iter().enumerate().filter_map(placed).collect();
    let positions: Vec<Position> = placed.iter().map(|(_, at, _)| *at).collect();
    let near = reach_by_air(&positions, &positions, 1.0, Some(metres / 1000.0));
    let of_two =
        near.trips().iter().filter(|trip| trip.site < trip.point && placed[trip.site].2 != placed[trip.point].2);
    let pair = |trip: &crate::reach::Trip| Pair {
        one: placed[trip.site].0,
        other: placed[trip.point].0,
        metres: trip.distance * 1000.0,
    };
    let mut pairs: Vec<Pair> = of_two.map(pair).collect();
    pairs.sort_by(|a, b| a.metres.total_cmp(&b.metres).then((a.one, a.other).cmp(&(b.one, b.other))));
    pairs
}

fn placed((at, holding): (usize, &Holding)) -> Option<(usize, Position, &str)> {
    Some((at, holding.at?, holding.agency.as_deref()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stock(buildings: &[(&str, f64)]) -> Stock {
        let holding = |(agency, lat): &(&str, f64)| Holding {
            agency: (!agency.is_empty()).then(|| (*agency).to_owned()),
            at: Some(Position { lon: 0.0, lat: *lat }),
            ..Holding::default()
        };
        Stock { buildings: buildings.iter().map(holding).collect() }
    }

    #[test]
    fn neighbours_are_of_different_agencies_and_near() {
        // A thousandth of a degree of latitude is 111.2 m.
        let stock =
            stock(&[("council", 53.000), ("council", 53.001), ("nhs", 53.002), ("police", 53.020), ("", 53.002)]);
        let pairs: Vec<(usize, usize, i64)> =
            neighbours(&stock, 500.0).iter().map(|pair| (pair.one, pair.other, pair.metres.round() as i64)).collect();
        assert_eq!(pairs, [(1, 2, 111), (0, 2, 222)]);
    }
}
