//! Roads as nodes and edges, and the shortest way from each site.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use crate::reach::{Reach, Trip};

/// An undirected network.
#[derive(Clone, Debug)]
pub struct Network {
    neighbours: Vec<Vec<(usize, f64)>>,
}

/// Ordered by distance; distances of edges are never NaN.
#[derive(PartialEq)]
struct Stop(f64, usize);

impl Network {
    /// An edge written twice counts with its last length.
    pub fn new(n_nodes: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Network {
        let mut neighbours: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n_nodes];
        for (a, b, length) in edges {
            for (from, to) in [(a, b), (b, a)] {
                match neighbours[from].iter_mut().find(|(node, _)| *node == to) {
                    Some(edge) => edge.1 = length,
                    None => neighbours[from].push((to, length)),
                }
            }
        }
        Network { neighbours }
    }

    pub fn n_nodes(&self) -> usize {
        self.neighbours.len()
    }

    /// The way from every node to every node within a limit (Dijkstra, which stops at the limit).
    pub fn reach(&self, limit: Option<f64>) -> Reach {
        let from = |site: usize| {
            let stops = self.distances(site, limit.unwrap_or(f64::INFINITY)).into_iter();
            stops.map(|(point, distance)| Trip { site, point, distance }).collect::<Vec<_>>()
        };
        let trips: Vec<Vec<Trip>> = (0..self.n_nodes()).into_par_iter().map(from).collect();
        Reach::of(trips.into_iter().flatten().collect())
    }

    fn distances(&self, start: usize, limit: f64) -> Vec<(usize, f64)> {
        let mut known = vec![f64::INFINITY; self.n_nodes()];
        let mut heap = BinaryHeap::from([Reverse(Stop(0.0, start))]);
        let mut reached = Vec::new();
        known[start] = 0.0;
        while let Some(Reverse(Stop(distance, node))) = heap.pop() {
            if known[node] < distance {
                continue;
            }
            reached.push((node, distance));
            for (next, length) in &self.neighbours[node] {
                let further = distance + length;
                if further < known[*next] && further <= limit {
                    known[*next] = further;
                    heap.push(Reverse(Stop(further, *next)));
                }
            }
        }
        reached
    }
}

impl Eq for Stop {}

impl Ord for Stop {
    fn cmp(&self, other: &Stop) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

impl PartialOrd for Stop {
    fn partial_cmp(&self, other: &Stop) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_may_go_round() {
        let network = Network::new(3, [(0, 1, 10.0), (1, 2, 2.0), (0, 2, 3.0)]);
        let nearest =
            network.reach(None).trips().iter().find(|trip| (trip.site, trip.point) == (0, 1)).unwrap().distance;
        assert_eq!(nearest, 5.0);
    }

    #[test]
    fn an_edge_written_twice_counts_with_its_last_length() {
        let network = Network::new(2, [(0, 1, 1.0), (1, 0, 4.0)]);
        assert_eq!(network.reach(None).trips()[1].distance, 4.0);
    }

    #[test]
    fn ways_beyond_the_limit_are_not_built() {
        let network = Network::new(3, [(0, 1, 2.0), (1, 2, 2.0)]);
        assert_eq!(network.reach(Some(2.0)).trips().len(), 7);
    }
}
