//! Who is who: records joined by their links.

mod cluster;
mod giant;
mod links;
mod one_to_one;

use petgraph::unionfind::UnionFind;

pub(crate) use cluster::cluster;
pub use giant::Cut;
pub use links::Links;

/// Two rows held to be one person, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    pub left: u32,
    pub right: u32,
    /// Match weight in bits.
    pub weight: f32,
}

/// The strongest link first, and of equal ones that with the lower rows.
pub(crate) fn strongest_first(a: &Link, b: &Link) -> std::cmp::Ordering {
    b.weight.total_cmp(&a.weight).then((a.left, a.right).cmp(&(b.left, b.right)))
}

/// The cluster of every row, named by its lowest row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clusters {
    lowest: Vec<u32>,
}

impl Clusters {
    /// Joins rows that a path of links connects.
    pub fn connected(n_rows: usize, links: &[Link]) -> Clusters {
        let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
        for link in links {
            joined.union(link.left, link.right);
        }
        Clusters::of_labels(&joined.into_labeling())
    }

    /// Clusters of rows with the same label.
    pub fn of_labels(labels: &[u32]) -> Clusters {
        let n_labels = labels.iter().max().map_or(0, |max| *max as usize + 1);
        let mut lowest_of = vec![u32::MAX; n_labels];
        let lowest = labels.iter().zip(0_u32..).map(|(label, row)| {
            // Rows come in order, so the first of a label is its lowest.
            let lowest = &mut lowest_of[*label as usize];
            *lowest = (*lowest).min(row);
            *lowest
        });
        Clusters { lowest: lowest.collect() }
    }

    pub fn n_rows(&self) -> usize {
        self.lowest.len()
    }

    /// The lowest row of the cluster that a row is in.
    pub fn of(&self, row: u32) -> u32 {
        self.lowest[row as usize]
    }

    pub fn labels(&self) -> &[u32] {
        &self.lowest
    }

    pub fn n_clusters(&self) -> usize {
        self.lowest.iter().zip(0_u32..).filter(|(lowest, row)| *lowest == row).count()
    }

    /// The rows of every cluster, clusters by lowest row and rows in order.
    pub fn members(&self) -> Vec<Vec<u32>> {
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut place = vec![0_u32; self.lowest.len()];
        for (lowest, row) in self.lowest.iter().zip(0_u32..) {
            if *lowest == row {
                place[row as usize] = members.len() as u32;
                members.push(Vec::new());
            }
            members[place[*lowest as usize] as usize].push(row);
        }
        members
    }
}

#[cfg(test)]
pub(crate) fn link(left: u32, right: u32, weight: f32) -> Link {
    Link { left, right, weight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_join_rows_whatever_their_order() {
        let mut links = vec![link(3, 5, 1.0), link(0, 2, 1.0), link(2, 5, 1.0)];
        let clusters = Clusters::connected(6, &links);
        assert_eq!(clusters.labels(), [0, 1, 0, 0, 4, 0]);
        links.reverse();
        assert_eq!(Clusters::connected(6, &links), clusters);
        assert_eq!((clusters.n_clusters(), clusters.of(5)), (3, 0));
        assert_eq!(clusters.members(), [vec![0, 2, 3, 5], vec![1], vec![4]]);
        assert_eq!(Clusters::connected(0, &[]).n_clusters(), 0);
    }
}
