//! Sources in which nobody stands twice: at most one record of each in a person.

use petgraph::unionfind::UnionFind;

use super::{Clusters, Link};
use crate::records::Records;

/// What is done where a record has two equally strong links into a source without duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The lower row, which is the lower id, is linked.
    LowestId,
    /// Neither is linked: nothing says which.
    Drop,
}

/// Joins rows by their mutual best links: a cluster never holds two records of a clean source.
///
/// The strongest link is taken first, so a link is made where each side is the other's best that is
/// still free (method, section 3.1). Returns the clusters and the links that made them.
pub fn one_to_one(records: &Records, clean_sources: &[String], links: &[Link], ties: Ties) -> (Clusters, Vec<Link>) {
    let is_clean: Vec<bool> = records.sources().iter().map(|source| clean_sources.contains(source)).collect();
    one_to_one_of(records.n_records(), &|row| records.source_of(row), &is_clean, links, ties)
}

pub(super) fn one_to_one_of(
    n_rows: usize,
    source_of: &dyn Fn(u32) -> usize,
    is_clean: &[bool],
    links: &[Link],
    ties: Ties,
) -> (Clusters, Vec<Link>) {
    let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
    let mut clean_in: Vec<Vec<u16>> = (0..n_rows as u32)
        .map(|row| Some(source_of(row)).filter(|source| is_clean[*source]).map(|source| source as u16))
        .map(|source| source.into_iter().collect())
        .collect();
    let mut links = links.to_vec();
    links.sort_by(|a, b| b.weight.total_cmp(&a.weight).then((a.left, a.right).cmp(&(b.left, b.right))));
    let mut made = Vec::new();
    for equal in links.chunk_by(|a, b| a.weight == b.weight) {
        let tied = if ties == Ties::Drop { tied(source_of, is_clean, equal) } else { vec![false; equal.len()] };
        for link in equal.iter().zip(tied).filter(|(_, tied)| !tied).map(|(link, _)| link) {
            let (left, right) = (joined.find_mut(link.left), joined.find_mut(link.right));
            if left == right {
                made.push(*link);
                continue;
            }
            let (of_left, of_right) = (&clean_in[left as usize], &clean_in[right as usize]);
            if of_left.iter().any(|source| of_right.contains(source)) {
                continue;
            }
            let mut both = std::mem::take(&mut clean_in[left as usize]);
            both.extend(std::mem::take(&mut clean_in[right as usize]));
            joined.union(left, right);
            clean_in[joined.find_mut(left) as usize] = both;
            made.push(*link);
        }
    }
    (Clusters::of_labels(&joined.into_labeling()), made)
}

/// Which of some equally strong links compete for one place.
fn tied(source_of: &dyn Fn(u32) -> usize, is_clean: &[bool], equal: &[Link]) -> Vec<bool> {
    // Row, clean source that it is linked into, and which link that is.
    let mut ends: Vec<(u32, usize, usize)> = Vec::new();
    for (at, link) in equal.iter().enumerate() {
        for (from, to) in [(link.left, link.right), (link.right, link.left)] {
            let source = source_of(to);
            ends.extend(is_clean[source].then_some((from, source, at)));
        }
    }
    ends.sort_unstable();
    let mut tied = vec![false; equal.len()];
    for rivals in ends.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|rivals| 1 < rivals.len()) {
        rivals.iter().for_each(|(_, _, at)| tied[*at] = true);
    }
    tied
}

#[cfg(test)]
mod tests {
    use super::super::link;
    use super::*;
    use crate::records::RecordsBuilder;

    /// Rows 0 and 1 of `a`, 2 and 3 of `b`, 4 and 5 of `c`.
    fn records() -> Records {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        for source in ["a", "b", "c"] {
            builder.source(source);
            ["1", "2"].iter().for_each(|id| builder.push(id, &[None]).expect("a row"));
        }
        builder.finish().expect("records")
    }

    fn check(links: &[Link], ties: Ties, expected: [u32; 6]) {
        let clean = ["a".to_owned(), "b".to_owned()];
        let (clusters, made) = one_to_one(&records(), &clean, links, ties);
        assert_eq!(clusters.labels(), expected);
        assert_eq!(Clusters::connected(6, &made), clusters);
    }

    #[test]
    fn the_strongest_links_are_mutual() {
        let links = [link(0, 2, 5.0), link(0, 3, 9.0), link(1, 3, 7.0), link(1, 2, 1.0)];
        check(&links, Ties::LowestId, [0, 1, 1, 0, 4, 5]);
    }

    #[test]
    fn a_path_through_another_source_does_not_join_two_of_a_clean_one() {
        let links = [link(0, 4, 9.0), link(1, 4, 8.0), link(4, 5, 7.0), link(1, 5, 6.0)];
        check(&links, Ties::LowestId, [0, 1, 2, 3, 0, 0]);
    }

    #[test]
    fn ties_go_to_the_lowest_id_or_to_nobody() {
        let links = [link(0, 2, 5.0), link(0, 3, 5.0)];
        check(&links, Ties::LowestId, [0, 1, 0, 3, 4, 5]);
        check(&links, Ties::Drop, [0, 1, 2, 3, 4, 5]);
    }
}
