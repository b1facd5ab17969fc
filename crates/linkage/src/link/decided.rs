//! What people decided of pairs, which counts for more than what the model finds.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::decision::RecordKey;
use petgraph::unionfind::UnionFind;

use crate::Error;
use crate::clusters::{Clusters, Link, Links, strongest_first};
use crate::household::Unlike;
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

/// Clusters without links that lead across two people.
#[derive(Debug, PartialEq)]
pub(super) struct AcrossLinks {
    pub(super) clusters: Clusters,
    pub(super) n_links_left_out: u64,
    /// Records that fit two people equally well, of which they are neither.
    pub(super) n_unclear: u64,
}

/// Clusters in which no two records stand together that cannot be of one person: by decision, or because they contradict
/// each other and no decision says otherwise.
///
/// Where links lead from one of them to the other by way of third records, the links of that cluster are taken again from
/// the strongest down, and one that would bring the two together is left out. So are the links of records that fit two
/// people equally well, unless somebody decided on them.
///
/// # Errors
/// [`Error::Scratch`].
pub(super) fn kept_apart(
    clusters: Clusters,
    links: &Links,
    decided: &Decided,
    unlike: Unlike,
) -> Result<AcrossLinks, Error> {
    let different = decided.iter().filter(|(_, is_same)| !**is_same).map(|(pair, _)| *pair);
    let apart = different.chain(unlike.contradictions.into_iter().filter(|pair| !decided.contains_key(pair)));
    let mut apart_in: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for (left, right) in apart.filter(|(left, right)| clusters.of(*left) == clusters.of(*right)) {
        apart_in.entry(clusters.of(left)).or_default().push((left, right));
    }
    if apart_in.is_empty() {
        return Ok(AcrossLinks { clusters, n_links_left_out: 0, n_unclear: 0 });
    }
    let unclear: HashSet<u32> = unlike.unclear.into_iter().collect();
    let (joined, n_links_left_out) = joined_again(&clusters, links, &apart_in, &unclear)?;
    let clusters = relabelled(&clusters, &joined, |cluster| apart_in.contains_key(&cluster));
    Ok(AcrossLinks { clusters, n_links_left_out, n_unclear: unclear.len() as u64 })
}

/// Clusters of which some are parted, as their rows are joined: each piece goes by its lowest row, as every cluster does.
fn relabelled(clusters: &Clusters, joined: &UnionFind<u32>, is_parted: impl Fn(u32) -> bool) -> Clusters {
    let mut lowest_of_piece: HashMap<(u32, u32), u32> = HashMap::new();
    let mut is_row_parted = vec![false; clusters.n_rows()];
    (0..clusters.n_rows() as u32)
        .filter(|row| clusters.of(*row) == *row && is_parted(*row))
        .for_each(|row| is_row_parted[row as usize] = true);
    let label = |row: u32| match clusters.of(row) {
        old if is_row_parted[old as usize] => *lowest_of_piece.entry((old, joined.find(row))).or_insert(row),
        old => old,
    };
    Clusters::of_labels(&(0..clusters.n_rows() as u32).map(label).collect::<Vec<_>>())
}

/// The rows of some clusters joined by their strongest links, except for those that would bring two together that stay apart, and
/// how many of these there were.
fn joined_again(
    clusters: &Clusters,
    links: &Links,
    apart_in: &HashMap<u32, Vec<(u32, u32)>>,
    unclear: &HashSet<u32>,
) -> Result<(UnionFind<u32>, u64), Error> {
    let mut again: Vec<Link> = Vec::new();
    links.for_each(|links| {
        again.extend(links.iter().filter(|link| apart_in.contains_key(&clusters.of(link.left))));
        Ok(())
    })?;
    again.sort_by(strongest_first);
    let mut joined: UnionFind<u32> = UnionFind::new(clusters.n_rows());
    let mut n_left_out = 0;
    for link in again {
        let ends = [joined.find(link.left), joined.find(link.right)];
        let is_apart = |(left, right): &(u32, u32)| {
            let roots = [joined.find(*left), joined.find(*right)];
            roots == ends || roots == [ends[1], ends[0]]
        };
        let is_decided = link.weight == DECIDED_WEIGHT;
        let is_unclear = !is_decided && (unclear.contains(&link.left) || unclear.contains(&link.right));
        if is_unclear || apart_in[&clusters.of(link.left)].iter().any(is_apart) {
            n_left_out += 1;
        } else {
            joined.union(link.left, link.right);
        }
    }
    Ok((joined, n_left_out))
}

/// What people held to be one person is linked as strongly as can be.
pub(super) const DECIDED_WEIGHT: f32 = f32::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clusters::link;

    #[test]
    fn the_weakest_link_between_two_people_is_left_out() {
        let links = [link(0, 1, 9.0), link(1, 2, 5.0), link(2, 3, 8.0), link(4, 5, 7.0)];
        let clusters = Clusters::connected(7, &links);
        let kept_apart = |decided: &Decided, contradictions: &[(u32, u32)]| {
            let unlike = Unlike { contradictions: contradictions.to_vec(), ..Unlike::default() };
            kept_apart(clusters.clone(), &links.to_vec().into(), decided, unlike).expect("clusters").clusters
        };
        let two = Decided::from([((0, 3), false)]);
        let one = Decided::from([((0, 3), true)]);
        assert_eq!(kept_apart(&two, &[]).labels(), [0, 0, 2, 2, 4, 4, 6]);
        assert_eq!(kept_apart(&Decided::new(), &[(0, 3)]), kept_apart(&two, &[]));
        assert_eq!(kept_apart(&one, &[(0, 3)]), clusters, "people know better");
        assert_eq!(kept_apart(&Decided::new(), &[(0, 6)]), clusters);
    }
}
