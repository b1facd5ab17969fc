//! The directly-follows graph of a part of a log.

use model::event_log::Name;

use super::sub_log::SubLog;

/// Counts by places of activities in `activities`.
#[derive(Debug, Clone)]
pub(super) struct SubGraph {
    pub activities: Vec<Name>,
    pub edges: Vec<Vec<u64>>,
    pub starts: Vec<u64>,
    pub ends: Vec<u64>,
}

/// Whether the end of a case is a way onwards, beside which an edge may be rare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BesideEnd {
    Yes,
    No,
}

impl SubGraph {
    pub fn of(log: &SubLog) -> SubGraph {
        let activities: Vec<Name> = log.activities().into_iter().collect();
        let n = activities.len();
        let mut graph = SubGraph { edges: vec![vec![0; n]; n], starts: vec![0; n], ends: vec![0; n], activities };
        for (trace, n) in &log.traces {
            let places: Vec<usize> = trace.iter().map(|activity| graph.place(*activity)).collect();
            places.windows(2).for_each(|pair| graph.edges[pair[0]][pair[1]] += n);
            places.first().into_iter().for_each(|start| graph.starts[*start] += n);
            places.last().into_iter().for_each(|end| graph.ends[*end] += n);
        }
        graph
    }

    fn place(&self, activity: Name) -> usize {
        self.activities.binary_search(&activity).expect("the activities are those of the log")
    }

    pub fn len(&self) -> usize {
        self.activities.len()
    }

    pub fn has_edge(&self, from: usize, to: usize) -> bool {
        0 < self.edges[from][to]
    }

    /// The graph without edges that are rarer than a share of the most frequent way onwards from their activity, and without
    /// starts that are rarer than that share of the most frequent start.
    pub fn without_rare(&self, threshold: f64, beside_end: BesideEnd) -> SubGraph {
        let mut graph = self.clone();
        for (edges, end) in graph.edges.iter_mut().zip(&self.ends) {
            let end = (beside_end == BesideEnd::Yes).then_some(*end);
            let most = edges.iter().copied().chain(end).max().unwrap_or(0);
            take_out_rare(edges, most, threshold);
        }
        let most = self.starts.iter().copied().max().unwrap_or(0);
        take_out_rare(&mut graph.starts, most, threshold);
        graph
    }

    /// Whether one activity can be reached from another in one step or more.
    pub fn reach(&self) -> Vec<Vec<bool>> {
        let n = self.len();
        let mut reach: Vec<Vec<bool>> = self.edges.iter().map(|row| row.iter().map(|n| 0 < *n).collect()).collect();
        for via in 0..n {
            for from in 0..n {
                if reach[from][via] {
                    let onwards = reach[via].clone();
                    reach[from].iter_mut().zip(onwards).for_each(|(is_reached, onwards)| *is_reached |= onwards);
                }
            }
        }
        reach
    }
}

fn take_out_rare(counts: &mut [u64], most: u64, threshold: f64) {
    counts.iter_mut().filter(|n| (**n as f64) < threshold * most as f64).for_each(|n| *n = 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_may_be_rare_beside_the_end_and_not_beside_other_activities() {
        let [a, b] = [Name::at(0), Name::at(1)];
        let mut log = SubLog::default();
        log.add(vec![a], 10);
        log.add(vec![a, b], 1);
        let graph = SubGraph::of(&log);
        let has_edge = |beside_end| graph.without_rare(0.2, beside_end).has_edge(0, 1);
        assert_eq!((has_edge(BesideEnd::No), has_edge(BesideEnd::Yes)), (true, false));
    }
}
