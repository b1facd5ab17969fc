//! Who is who if links had to be surer, or could be less sure: what depends on the threshold (method, section 3.3).

use petgraph::unionfind::UnionFind;

use super::decided::{AcrossLinks, Decided, kept_apart};
use crate::Error;
use crate::clusters::{Clusters, Cut, Link, Links, cluster};
use crate::household::HouseholdRule;
use crate::linkage_model::{Model, Thresholds};
use crate::memory::MemoryLimit;
use crate::records::Records;
use crate::score::{ScoredPair, match_weight};

/// How many times as much doubt the looser threshold accepts, and the stricter one does not.
const DOUBT: f64 = 5.0;

/// The thresholds around the one that is chosen, as match probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Around {
    /// A fifth of the doubt: 0.99 around 0.95.
    pub stricter: f64,
    /// Five times the doubt: 0.75 around 0.95. No less than what is kept at all, and none where that is the same.
    pub looser: Option<f64>,
}

impl Around {
    pub fn of(thresholds: &Thresholds) -> Around {
        let doubt = 1.0 - thresholds.link;
        let looser = (1.0 - DOUBT * doubt).max(thresholds.keep);
        Around { stricter: 1.0 - doubt / DOUBT, looser: (looser < thresholds.link).then_some(looser) }
    }
}

/// Who is who at another threshold than the chosen one.
#[derive(Clone, Debug)]
pub struct AtThreshold {
    /// The match probability from which records are linked.
    pub probability: f64,
    pub clusters: Clusters,
}

/// Links below the chosen threshold, gathered while pairs are scored, that a looser one would make.
pub(super) struct NearLinks {
    around: Around,
    weight_min: f64,
    near: Links,
}

impl NearLinks {
    pub(super) fn within(thresholds: &Thresholds, memory: Option<&MemoryLimit>) -> NearLinks {
        let around = Around::of(thresholds);
        NearLinks { around, weight_min: match_weight(thresholds.link), near: Links::within(memory) }
    }

    /// Takes pairs that nobody settled.
    pub(super) fn extend<'p>(&mut self, pairs: impl Iterator<Item = &'p ScoredPair>) -> Result<(), Error> {
        let Some(looser) = self.around.looser.map(match_weight) else { return Ok(()) };
        let is_near = |pair: &&ScoredPair| (looser..self.weight_min).contains(&pair.weight) && pair.apart.is_none();
        self.near.extend(pairs.filter(is_near).map(Link::from))
    }

    /// What each threshold changes of the links at the chosen one, the stricter first.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(super) fn changes(&self, n_rows: usize, links: &Links) -> Result<Vec<Changes>, Error> {
        let stricter = match_weight(self.around.stricter) as f32;
        let is_unsure = |link: &Link| link.weight < stricter;
        let mut all = vec![Changes::of(n_rows, self.around.stricter, [links, &Links::default()], is_unsure, |link| {
            !is_unsure(link)
        })?];
        if let Some(looser) = self.around.looser {
            let chosen = self.weight_min as f32;
            all.push(Changes::of(n_rows, looser, [links, &self.near], |link| link.weight < chosen, |_| true)?);
        }
        Ok(all)
    }
}

/// The links of those records that another threshold may part or join; most people are the same at any.
pub(super) struct Changes {
    probability: f64,
    /// For each row whether a path of links connects it to a link that the threshold makes or takes away.
    is_touched: Vec<bool>,
    links: Links,
}

impl Changes {
    fn of(
        n_rows: usize,
        probability: f64,
        links: [&Links; 2],
        is_change: impl Fn(&Link) -> bool,
        holds: impl Fn(&Link) -> bool,
    ) -> Result<Changes, Error> {
        let for_each = |take: &mut dyn FnMut(&[Link]) -> Result<(), Error>| {
            links.iter().try_for_each(|links| links.for_each(|links| take(links)))
        };
        let mut joined: UnionFind<u32> = UnionFind::new(n_rows);
        let mut changed: Vec<u32> = Vec::new();
        for_each(&mut |links| {
            for link in links {
                joined.union(link.left, link.right);
            }
            changed.extend(links.iter().filter(|link| is_change(link)).map(|link| link.left));
            Ok(())
        })?;
        let mut is_root_touched = vec![false; n_rows];
        changed.into_iter().for_each(|row| is_root_touched[joined.find(row) as usize] = true);
        let is_touched: Vec<bool> = (0..n_rows as u32).map(|row| is_root_touched[joined.find(row) as usize]).collect();
        let mut own = links[0].like();
        for_each(&mut |links| {
            own.extend(links.iter().filter(|link| is_touched[link.left as usize] && holds(link)).copied())
        })?;
        Ok(Changes { probability, is_touched, links: own })
    }

    /// Who is who at the threshold: for records that it touches by the links there, for others as at the chosen one.
    pub(super) fn clustered(
        self,
        records: &Records,
        model: &Model,
        chosen: &Clusters,
        told_apart: (Option<&HouseholdRule<'_>>, &Decided),
    ) -> Result<AtThreshold, Error> {
        let at = clustered(records, model, self.links, told_apart)?.across.clusters;
        // A cluster goes by its lowest row, and no cluster has touched rows and others.
        let rows = self.is_touched.iter().zip(at.labels().iter().zip(chosen.labels()));
        let labels: Vec<u32> = rows.map(|(is_touched, (at, chosen))| if *is_touched { *at } else { *chosen }).collect();
        Ok(AtThreshold { probability: self.probability, clusters: Clusters::of_labels(&labels) })
    }
}

/// People by their links, before and after what cannot be one person is kept apart.
pub(super) struct Clustered {
    pub(super) across: AcrossLinks,
    pub(super) links: Links,
    pub(super) cuts: Vec<Cut>,
}

/// From links to people: joined as the model asks, and parted where they contradict each other or somebody decided so.
///
/// # Errors
/// [`Error::Scratch`].
pub(super) fn clustered(
    records: &Records,
    model: &Model,
    links: Links,
    (household_rule, decided): (Option<&HouseholdRule<'_>>, &Decided),
) -> Result<Clustered, Error> {
    let (clusters, links, cuts) = cluster(records, model, links)?;
    let unlike = household_rule.map(|rule| rule.unlike(&clusters)).transpose()?.unwrap_or_default();
    let across = kept_apart(clusters, &links, decided, unlike)?;
    Ok(Clustered { across, links, cuts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clusters::link;

    #[test]
    fn around_a_threshold_doubt_is_a_fifth_and_five_times_as_much() {
        let around = |keep, link| Around::of(&Thresholds { keep, link, cluster_size_max: 100 });
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let usual = around(0.5, 0.95);
        assert!(near(usual.stricter, 0.99) && usual.looser.is_some_and(|looser| near(looser, 0.75)));
        // Pairs below what is kept are not known.
        assert_eq!(around(0.9, 0.95).looser, Some(0.9));
        assert_eq!(around(0.95, 0.95).looser, None);
    }

    #[test]
    fn a_threshold_changes_only_what_its_links_touch() {
        // 0-1-2 hang together by one weak link, 3-4 by a strong one; 4-5 would be a link at a looser threshold.
        let links: Links = vec![link(0, 1, 40.0), link(1, 2, 5.0), link(3, 4, 40.0)].into();
        let near: Links = vec![link(4, 5, 3.0)].into();
        let thresholds = Thresholds { keep: 0.5, link: 0.95, cluster_size_max: 100 };
        let near = NearLinks { near, ..NearLinks::within(&thresholds, None) };
        let changes = near.changes(6, &links).expect("changes");
        let shown = |changes: &Changes| {
            let touched: Vec<usize> = (0..6).filter(|row| changes.is_touched[*row]).collect();
            let mut links = Vec::new();
            changes
                .links
                .for_each(|some| {
                    links.extend(some.iter().map(|link| (link.left, link.right)));
                    Ok(())
                })
                .expect("links");
            (touched, links)
        };
        assert_eq!(shown(&changes[0]), (vec![0, 1, 2], vec![(0, 1)]));
        assert_eq!(shown(&changes[1]), (vec![3, 4, 5], vec![(3, 4), (4, 5)]));
    }
}
