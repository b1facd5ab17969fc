//! Protection from giant clusters, which one wrong link after the other builds.

use petgraph::unionfind::UnionFind;

use super::{Clusters, Link, strongest_first};

/// A cluster that was too large, and what was done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// The lowest row of the cluster as it was.
    pub lowest_row: u32,
    pub n_records: u64,
    /// The largest piece it was cut into.
    pub n_records_after: u64,
    /// Links that were not followed.
    pub n_links_cut: u64,
}

/// Joins rows as [`Clusters::connected`] does, and cuts a cluster of more than `n_max` records at its
/// weakest links until every piece is small enough.
///
/// Pieces grow from the strongest link down, and a link that would make one too large closes both its
/// sides: the piece ends where the evidence is thinnest. Links of one strength are followed together,
/// so their order does not matter; records that are all equally alike cannot be told apart and stay
/// together, as a [`Cut`] with no link cut. Returns also the links that were followed.
pub(super) fn connected_within(n_rows: usize, links: &[Link], n_max: u64) -> (Clusters, Vec<Link>, Vec<Cut>) {
    let whole = Clusters::connected(n_rows, links);
    let mut sizes = vec![0_u64; n_rows];
    whole.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
    if sizes.iter().all(|size| *size <= n_max) {
        return (whole, links.to_vec(), Vec::new());
    }
    let is_giant = |link: &Link| n_max < sizes[whole.of(link.left) as usize];
    let (mut of_giants, mut followed): (Vec<Link>, Vec<Link>) = links.iter().partition(|link| is_giant(link));
    of_giants.sort_by(strongest_first);
    let mut pieces = Pieces::new(n_rows);
    for equal in of_giants.chunk_by(|a, b| a.weight == b.weight) {
        pieces.grow(equal, n_max);
    }
    let within_piece = |link: &&Link| pieces.joined.equiv(link.left, link.right);
    followed.extend(of_giants.iter().filter(within_piece));
    followed.sort_by_key(|link| (link.left, link.right));
    let clusters = Clusters::connected(n_rows, &followed);
    let cuts = cuts(&whole, &clusters, &of_giants, n_max);
    (clusters, followed, cuts)
}

struct Pieces {
    joined: UnionFind<u32>,
    size: Vec<u64>,
    /// A closed piece grows no more.
    is_closed: Vec<bool>,
}

impl Pieces {
    fn new(n_rows: usize) -> Pieces {
        Pieces { joined: UnionFind::new(n_rows), size: vec![1; n_rows], is_closed: vec![false; n_rows] }
    }

    /// Follows links of one strength together.
    fn grow(&mut self, equal: &[Link], n_max: u64) {
        let ends: Vec<(u32, u32)> =
            equal.iter().map(|link| (self.joined.find_mut(link.left), self.joined.find_mut(link.right))).collect();
        let mut roots: Vec<u32> = ends.iter().flat_map(|(left, right)| [*left, *right]).collect();
        roots.sort_unstable();
        roots.dedup();
        let place = |root: &u32| roots.binary_search(root).expect("every end is among the roots") as u32;
        let mut trial: UnionFind<u32> = UnionFind::new(roots.len());
        let is_open = |root: &u32| !self.is_closed[*root as usize];
        for (left, right) in ends.iter().filter(|(left, right)| is_open(left) && is_open(right)) {
            trial.union(place(left), place(right));
        }
        let mut groups: Vec<(u32, u32)> = roots.iter().map(|root| (trial.find_mut(place(root)), *root)).collect();
        groups.sort_unstable();
        for group in groups.chunk_by(|a, b| a.0 == b.0).filter(|group| 1 < group.len()) {
            self.join(group.iter().map(|(_, root)| *root).collect(), n_max);
        }
    }

    fn join(&mut self, roots: Vec<u32>, n_max: u64) {
        let size: u64 = roots.iter().map(|root| self.size[*root as usize]).sum();
        let is_alike = roots.iter().all(|root| self.size[*root as usize] == 1);
        if n_max < size && !is_alike {
            roots.iter().for_each(|root| self.is_closed[*root as usize] = true);
            return;
        }
        for root in &roots {
            self.joined.union(roots[0], *root);
        }
        let root = self.joined.find_mut(roots[0]) as usize;
        self.size[root] = size;
        self.is_closed[root] = n_max < size;
    }
}

fn cuts(before: &Clusters, after: &Clusters, links: &[Link], n_max: u64) -> Vec<Cut> {
    let size_of = |clusters: &Clusters| {
        let mut sizes = vec![0_u64; clusters.n_rows()];
        clusters.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
        sizes
    };
    let (size_before, size_after) = (size_of(before), size_of(after));
    let mut largest = vec![0_u64; before.n_rows()];
    for (was, is) in before.labels().iter().zip(after.labels()) {
        largest[*was as usize] = largest[*was as usize].max(size_after[*is as usize]);
    }
    let mut n_links_cut = vec![0_u64; before.n_rows()];
    for link in links.iter().filter(|link| after.of(link.left) != after.of(link.right)) {
        n_links_cut[before.of(link.left) as usize] += 1;
    }
    let giants = (0..before.n_rows()).filter(|row| n_max < size_before[*row]);
    let cut = |row: usize| Cut {
        lowest_row: row as u32,
        n_records: size_before[row],
        n_records_after: largest[row],
        n_links_cut: n_links_cut[row],
    };
    giants.map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::super::link;
    use super::*;

    #[test]
    fn a_giant_is_cut_at_its_weakest_link() {
        let links = [link(0, 1, 9.0), link(1, 2, 8.0), link(2, 3, 1.0), link(3, 4, 7.0), link(5, 6, 1.0)];
        let (clusters, followed, cuts) = connected_within(7, &links, 3);
        assert_eq!(clusters.labels(), [0, 0, 0, 3, 3, 5, 5]);
        assert_eq!(followed.len(), 4);
        assert_eq!(cuts, [Cut { lowest_row: 0, n_records: 5, n_records_after: 3, n_links_cut: 1 }]);
        let (whole, all, none) = connected_within(7, &links, 5);
        assert_eq!((whole.labels(), all.len(), none.len()), (&[0, 0, 0, 0, 0, 5, 5][..], 5, 0));
    }

    #[test]
    fn the_order_of_links_does_not_matter() {
        let mut links: Vec<Link> = (0..40_u32)
            .flat_map(|row| [link(row, row + 1, (row * 7 % 5) as f32), link(row, (row * 3 + 1) % 41, 2.0)])
            .collect();
        links.retain(|link| link.left != link.right);
        let (expected, _, cuts) = connected_within(41, &links, 6);
        assert!(!cuts.is_empty() && cuts.iter().all(|cut| cut.n_records_after <= 6), "{cuts:?}");
        links.reverse();
        assert_eq!(connected_within(41, &links, 6).0, expected);
    }

    #[test]
    fn records_that_nothing_tells_apart_stay_together_and_are_named() {
        let links: Vec<Link> = (1..50).map(|row| link(0, row, 20.0)).collect();
        let (clusters, _, cuts) = connected_within(50, &links, 10);
        assert_eq!(clusters.n_clusters(), 1);
        assert_eq!(cuts, [Cut { lowest_row: 0, n_records: 50, n_records_after: 50, n_links_cut: 0 }]);
    }
}
