//! Links as people decided them, beside what the model finds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::decision::RecordKey;
use petgraph::unionfind::UnionFind;

use crate::clusters::{Clusters, Link};
use crate::records::Records;

/// Pairs that people settled, by row: true where both are one person.
pub type Decided = BTreeMap<(u32, u32), bool>;

/// What people settled, for the records that are there; the lower row is left, as everywhere.
pub fn decided(records: &Records, settled: &BTreeMap<(RecordKey, RecordKey), bool>) -> Decided {
    let row = |key: &RecordKey| records.row_of(&key.0, &key.1);
    let pairs = settled.iter().filter_map(|((left, right), is_same)| {
        let (left, right) = (row(left)?, row(right)?);
        (left != right).then_some(((left.min(right), left.max(right)), *is_same))
    });
    pairs.collect()
}

/// Clusters in which no two records stand together that cannot be of one person.
///
/// Where links lead from one of them to the other by way of third records, the links of that cluster are taken again from
/// the strongest down, and one that would bring the two together is left out.
pub fn kept_apart(n_rows: usize, clusters: Clusters, links: &[Link], apart: &[(u32, u32)]) -> Clusters {
    let is_within = |(left, right): &&(u32, u32)| clusters.of(*left) == clusters.of(*right);
    let apart: Vec<(u32, u32)> = apart.iter().filter(is_within).copied().collect();
    if apart.is_empty() {
        return clusters;
    }
    let touched: BTreeSet<u32> = apart.iter().map(|(left, _)| clusters.of(*left)).collect();
    let is_touched = |link: &&Link| touched.contains(&clusters.of(link.left));
    let mut again: Vec<&Link> = links.iter().filter(is_touched).collect();
    again.sort_by(|a, b| b.weight.total_cmp(&a.weight).then((a.left, a.right).cmp(&(b.left, b.right))));
    let mut apart_in: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    apart.iter().for_each(|pair| apart_in.entry(clusters.of(pair.0)).or_default().push(*pair));
    let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
    for link in again {
        let ends = [joined.find(link.left), joined.find(link.right)];
        let is_apart = |(left, right): &(u32, u32)| {
            let roots = [joined.find(*left), joined.find(*right)];
            roots == ends || roots == [ends[1], ends[0]]
        };
        if !apart_in[&clusters.of(link.left)].iter().any(is_apart) {
            joined.union(link.left, link.right);
        }
    }
    // Rows of other clusters keep theirs: a label of its own for each old cluster and each new one.
    let mut labels: HashMap<(u32, u32), u32> = HashMap::new();
    let label = |row: u32, labels: &mut HashMap<(u32, u32), u32>| {
        let old = clusters.of(row);
        let new = if touched.contains(&old) { joined.find(row) + 1 } else { 0 };
        let next = labels.len() as u32;
        *labels.entry((old, new)).or_insert(next)
    };
    Clusters::of_labels(&(0..n_rows as u32).map(|row| label(row, &mut labels)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(left: u32, right: u32, weight: f32) -> Link {
        Link { left, right, weight }
    }

    #[test]
    fn the_weakest_link_between_two_people_is_left_out() {
        let links = [link(0, 1, 9.0), link(1, 2, 5.0), link(2, 3, 8.0), link(4, 5, 7.0)];
        let clusters = Clusters::connected(7, &links);
        let found = kept_apart(7, clusters.clone(), &links, &[(0, 3)]);
        assert_eq!(found.labels(), [0, 0, 2, 2, 4, 4, 6]);
        assert_eq!(kept_apart(7, clusters.clone(), &links, &[(0, 6)]), clusters);
    }
}
