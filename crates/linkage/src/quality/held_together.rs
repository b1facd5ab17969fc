//! Which links hold people together, and what they leave open.

use foldhash::fast::FixedState;
use petgraph::unionfind::UnionFind;
use std::collections::HashMap;

use super::by_group::ByGroup;
use super::{Findings, probability};
use crate::Error;
use crate::clusters::{Link, strongest_first};

/// The links within clusters, taken together.
pub(super) struct HeldTogether {
    /// Wrong pairs that are to be expected.
    pub(super) doubt: f64,
    /// Links within clusters: pairs that are linked themselves.
    pub(super) n_direct: u64,
    /// Of links between two sources, the share whose records say the very same name and birth.
    pub(super) share_plain: f64,
    /// For each row how many links it has.
    pub(super) n_links_of: Vec<u32>,
    /// The doubt by group.
    pub(super) doubt_by_group: Vec<f64>,
}

/// A link this strong is wrong once in a million times, and all of them together never count.
const WEIGHT_SURE: f32 = 20.0;

impl HeldTogether {
    /// Joins the records of each cluster by its strongest links.
    ///
    /// A link between two records that stronger ones join already tells nothing new and adds no doubt: a person known to five
    /// files by ten links is one person by the best four of them. If one of those is wrong, so are all pairs of the records on
    /// either side of it.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(super) fn of(findings: &Findings<'_>) -> Result<HeldTogether, Error> {
        let clusters = findings.clusters;
        let mut joined: UnionFind<u32> = UnionFind::new(clusters.n_rows());
        let mut n_links_of = vec![0_u32; clusters.n_rows()];
        let (mut n_direct, mut n_between, mut n_plain) = (0_u64, 0_u64, 0_u64);
        let mut unsure: Vec<Link> = Vec::new();
        let own = |row: u32| findings.own_of_row.get(row as usize).copied().unwrap_or(0);
        let source = |row: u32| findings.source_of_row[row as usize];
        findings.links.for_each(|links| {
            for link in links.iter().filter(|link| clusters.of(link.left) == clusters.of(link.right)) {
                n_direct += 1;
                [link.left, link.right].into_iter().for_each(|row| n_links_of[row as usize] += 1);
                if source(link.left) != source(link.right) && own(link.left) != 0 && own(link.right) != 0 {
                    n_between += 1;
                    n_plain += u64::from(own(link.left) == own(link.right));
                }
                if WEIGHT_SURE <= link.weight {
                    joined.union(link.left, link.right);
                } else {
                    unsure.push(*link);
                }
            }
            Ok(())
        })?;
        unsure.sort_by(strongest_first);
        // With one more than was seen, so that there always is a share.
        let share_plain = (n_plain as f64 + 1.0) / (n_between as f64 + 1.0);
        let mut by_group = ByGroup::of(findings);
        let doubt = doubt(joined, &unsure, |link, n| by_group.add((link.left, link.right), n));
        Ok(HeldTogether { doubt, n_direct, share_plain, n_links_of, doubt_by_group: by_group.sums() })
    }
}

/// Wrong pairs to be expected among those that each link brings together, the strongest first.
fn doubt(mut joined: UnionFind<u32>, unsure: &[Link], mut hear: impl FnMut(&Link, f64)) -> f64 {
    let roots = unsure.iter().flat_map(|link| [link.left, link.right]).map(|row| (joined.find(row), 0.0));
    let mut n_rows: HashMap<u32, f64, FixedState> = roots.collect();
    for row in 0..joined.len() as u32 {
        if let Some(n) = n_rows.get_mut(&joined.find(row)) {
            *n += 1.0;
        }
    }
    let mut doubt = 0.0;
    for link in unsure {
        let (left, right) = (joined.find(link.left), joined.find(link.right));
        if left == right {
            continue;
        }
        let (n_left, n_right) = (n_rows[&left], n_rows[&right]);
        let n = (1.0 - probability(link)) * n_left * n_right;
        hear(link, n);
        doubt += n;
        joined.union(left, right);
        n_rows.insert(joined.find(left), n_left + n_right);
    }
    doubt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clusters::link;

    /// Weights of 1 bit are wrong once in three times, of 2 bits once in five.
    fn check(n_rows: usize, links: &[Link], expected: f64) {
        let mut links = links.to_vec();
        links.sort_by(strongest_first);
        let found = doubt(UnionFind::new(n_rows), &links, |_, _| {});
        assert!((found - expected).abs() < 1e-6, "{found} and not {expected}");
    }

    #[test]
    fn a_link_between_records_that_stronger_links_join_adds_no_doubt() {
        check(3, &[link(0, 1, 2.0), link(1, 2, 2.0)], 0.2 + 2.0 * 0.2);
        check(3, &[link(0, 1, 2.0), link(1, 2, 2.0), link(0, 2, 1.0)], 0.2 + 2.0 * 0.2);
    }

    #[test]
    fn if_a_link_is_wrong_so_are_all_pairs_of_the_records_on_either_side() {
        // Two pairs of two, held together by one weak link: four pairs depend on it.
        check(4, &[link(0, 1, 2.0), link(2, 3, 2.0), link(1, 2, 1.0)], 0.2 + 0.2 + 4.0 / 3.0);
    }
}
