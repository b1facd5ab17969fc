//! What does not fit together among records that links, one after the other, made one person.

use rayon::prelude::*;

use super::facts::Nearness;
use super::{Apart, BirthTie, Facts, HouseholdRule, NameTie};
use crate::Error;
use crate::bind::Bound;
use crate::clusters::Clusters;
use crate::memory::{KeyRanges, MemoryLimit, PartitionedRows, Partitioner};

/// Records of one cluster that are not all of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unlike {
    /// Pairs of rows that cannot be of one person.
    pub(crate) contradictions: Vec<(u32, u32)>,
    /// Rows that are as near to one as to another of a pair that cannot be of one person, so nobody knows whose they are.
    pub(crate) unclear: Vec<u32>,
}

/// A cluster too large to be a person, as far as one can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspect {
    pub lowest_row: u32,
    pub n_records: u64,
}

/// A cluster of this many records is looked at again.
pub(crate) const N_RECORDS_SUSPECT: usize = 20;
/// Beyond this many records the pairs of a cluster are too many to look at; it is suspect in any case.
const N_RECORDS_MAX: usize = 2_000;

impl HouseholdRule<'_> {
    /// Looks through every cluster of three records or more.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn unlike(&self, clusters: &Clusters) -> Result<Unlike, Error> {
        let found = for_each_cluster(self.bound, clusters, 3, |cluster| {
            let is_small = cluster.rows.len() <= N_RECORDS_MAX;
            is_small.then(|| Relations::of(self, cluster).unlike())
        })?;
        let mut all = Unlike::default();
        for unlike in found {
            all.contradictions.extend(unlike.contradictions);
            all.unclear.extend(unlike.unclear);
        }
        Ok(all)
    }

    /// Clusters that are large though no number holds them together and their records say not all the same name and birth.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn suspects(&self, clusters: &Clusters) -> Result<Vec<Suspect>, Error> {
        for_each_cluster(self.bound, clusters, N_RECORDS_SUSPECT, |cluster| {
            let first = cluster.codes[0];
            let tie = |at: usize| self.facts(first, cluster.codes[at]);
            let is_plain = |facts: &Facts| {
                facts.n_numbers_agree != 0 || NameTie::Near < facts.name && BirthTie::Slip <= facts.born
            };
            let n_records = cluster.rows.len() as u64;
            let is_suspect = !(1..cluster.rows.len()).all(|at| is_plain(&tie(at)));
            is_suspect.then_some(Suspect { lowest_row: cluster.rows[0], n_records })
        })
    }
}

/// How the records of one cluster stand to each other.
struct Relations<'c> {
    rows: &'c [u32],
    /// Whether sources hold a person once as a rule.
    holds_once: bool,
    sources: Vec<usize>,
    /// The codes of first name and birth date.
    own: Vec<[u32; 2]>,
    /// By the lower and the higher place, one behind the other.
    facts: Vec<Facts>,
}

impl<'c> Relations<'c> {
    fn of(rule: &HouseholdRule<'_>, cluster: &'c ClusterRows<'_>) -> Relations<'c> {
        let n = cluster.rows.len();
        let pairs = (0..n).flat_map(|left| (left + 1..n).map(move |right| (left, right)));
        let facts = pairs.map(|(left, right)| rule.facts(cluster.codes[left], cluster.codes[right]));
        let source_of = |row: &u32| rule.records().source_of(*row);
        Relations {
            rows: cluster.rows,
            holds_once: rule.holds_once,
            sources: cluster.rows.iter().map(source_of).collect(),
            own: cluster.codes.iter().map(|codes| rule.own_codes(codes)).collect(),
            facts: facts.collect(),
        }
    }

    fn n(&self) -> usize {
        self.rows.len()
    }

    fn is_of_one_list(&self, one: usize, other: usize) -> bool {
        self.holds_once && self.sources[one] == self.sources[other]
    }

    fn facts(&self, one: usize, other: usize) -> &Facts {
        let (left, right) = (one.min(other), one.max(other));
        let before = left * (2 * self.n() - left - 1) / 2;
        &self.facts[before + right - left - 1]
    }

    fn nearness(&self, one: usize, other: usize) -> Nearness {
        self.facts(one, other).nearness(self.holds_once)
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let n = self.n();
        (0..n).flat_map(move |left| (left + 1..n).map(move |right| (left, right)))
    }

    fn unlike(&self) -> Unlike {
        let first = self.facts[0];
        if self.facts.iter().all(|facts| *facts == first) && !first.contradict(true) {
            return Unlike::default();
        }
        let bridges = self.bridges();
        let contradict = |(left, right): &(usize, usize)| {
            self.contradict(*left, *right, &bridges) || self.fit_others_better(*left, *right)
        };
        let contradictions: Vec<(usize, usize)> = self.pairs().filter(contradict).collect();
        let is_unclear = |at: &usize| contradictions.iter().any(|pair| self.is_unclear(*at, *pair, &contradictions));
        Unlike {
            unclear: (0..self.n()).filter(is_unclear).map(|at| self.rows[at]).collect(),
            contradictions: contradictions.iter().map(|(left, right)| (self.rows[*left], self.rows[*right])).collect(),
        }
    }

    /// Names, and birth dates, that are one person's because a number says so: for each, two codes.
    fn bridges(&self) -> [Vec<[u32; 2]>; 2] {
        let is_bridge = |(left, right): &(usize, usize)| {
            let facts = self.facts(*left, *right);
            facts.n_numbers_agree != 0 && !facts.contradict(self.is_of_one_list(*left, *right))
        };
        let bridges: Vec<(usize, usize)> = self.pairs().filter(is_bridge).collect();
        [0, 1].map(|of| bridges.iter().map(|(left, right)| self.codes(of, *left, *right)).collect())
    }

    /// The codes that two records have, the lower first.
    fn codes(&self, of: usize, left: usize, right: usize) -> [u32; 2] {
        let (l, r) = (self.own[left][of], self.own[right][of]);
        [l.min(r), l.max(r)]
    }

    fn contradict(&self, left: usize, right: usize, [names, births]: &[Vec<[u32; 2]>; 2]) -> bool {
        match self.facts(left, right).apart(self.is_of_one_list(left, right)) {
            None | Some(Apart::NothingOwn) => false,
            Some(Apart::FirstNames) => !names.contains(&self.codes(0, left, right)),
            Some(Apart::BirthDates) => !births.contains(&self.codes(1, left, right)),
            Some(_) => true,
        }
    }

    /// Whether another source has for both a record of their own that is nearer than they are to each other.
    ///
    /// Two sources that both know an Ann and an Anna of one home and birth date know two people; so do two that know two
    /// namesakes at the same two homes, if sources hold a person once as a rule.
    fn fit_others_better(&self, one: usize, other: usize) -> bool {
        let between = self.nearness(one, other);
        let nearest = |of: usize, source: usize| {
            let rest =
                (0..self.n()).filter(|at| *at != of && *at != one && *at != other && self.sources[*at] == source);
            rest.filter(|at| between < self.nearness(of, *at)).max_by_key(|at| self.nearness(of, *at))
        };
        let (own, others) = (self.sources[one], self.sources[other]);
        if own != others {
            return nearest(one, others).is_some() && nearest(other, own).is_some();
        }
        let mut third: Vec<usize> = self.sources.iter().copied().filter(|source| *source != own).collect();
        third.dedup();
        third.into_iter().any(|source| {
            let (Some(of_one), Some(of_other)) = (nearest(one, source), nearest(other, source)) else { return false };
            of_one != of_other
                && self.nearness(of_one, other) < self.nearness(of_one, one)
                && self.nearness(of_other, one) < self.nearness(of_other, other)
        })
    }

    /// Whether a record has no first name, or an initial, beside those of two others.
    fn tells_nothing(&self, at: usize, left: usize, right: usize) -> bool {
        [left, right].iter().all(|other| matches!(self.facts(at, *other).name, NameTie::Missing | NameTie::Initial))
    }

    fn lives_with(&self, at: usize, left: usize, right: usize) -> bool {
        [left, right].iter().all(|other| self.facts(at, *other).shares_place)
    }

    /// Whether a record is as near to the one as to the other of two that contradict each other, but contradicts neither.
    fn is_unclear(&self, at: usize, (left, right): (usize, usize), contradictions: &[(usize, usize)]) -> bool {
        let contradicts = |other: usize| contradictions.binary_search(&(at.min(other), at.max(other))).is_ok();
        at != left
            && at != right
            && !contradicts(left)
            && !contradicts(right)
            && self.nearness(at, left) == self.nearness(at, right)
            && (self.tells_nothing(at, left, right) || self.lives_with(at, left, right))
    }
}

/// The rows of one cluster and their codes.
struct ClusterRows<'r> {
    rows: &'r [u32],
    codes: Vec<&'r [u32]>,
}

/// Asks something of every cluster of at least this many rows; answers come in the order of clusters, wherever the rows are.
fn for_each_cluster<T: Send>(
    bound: &Bound<'_>,
    clusters: &Clusters,
    n_rows_min: usize,
    ask: impl Fn(&ClusterRows<'_>) -> Option<T> + Sync,
) -> Result<Vec<T>, Error> {
    let mut sizes = vec![0_u32; clusters.n_rows()];
    clusters.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
    sizes.iter_mut().filter(|size| (**size as usize) < n_rows_min).for_each(|size| *size = 0);
    let Some(memory) = &bound.memory.as_ref().filter(|_| bound.matrix().is_none()) else {
        let mut rows: Vec<u32> =
            (0..clusters.n_rows() as u32).filter(|row| sizes[clusters.of(*row) as usize] != 0).collect();
        drop(sizes);
        rows.par_sort_unstable_by_key(|row| (clusters.of(*row), *row));
        return Ok(answers(clusters, &rows, |place| bound.row(rows[place]), ask));
    };
    let parted = parted(bound, clusters, sizes, memory)?;
    let width = bound.slots.len() + 1;
    let (mut words, mut found) = (Vec::new(), Vec::new());
    for part in 0..parted.n_partitions() {
        parted.read(part, &mut words)?;
        let mut order: Vec<u32> = (0..(words.len() / width) as u32).collect();
        let row = |place: &u32| words[*place as usize * width];
        order.sort_unstable_by_key(|place| (clusters.of(row(place)), row(place)));
        let rows: Vec<u32> = order.iter().map(row).collect();
        let codes = |place: usize| &words[order[place] as usize * width + 1..][..width - 1];
        found.extend(answers(clusters, &rows, codes, &ask));
    }
    Ok(found)
}

/// Answers for rows that are in the order of clusters, with the codes of each by its place.
fn answers<'r, T: Send>(
    clusters: &Clusters,
    rows: &'r [u32],
    codes: impl Fn(usize) -> &'r [u32] + Sync,
    ask: impl Fn(&ClusterRows<'_>) -> Option<T> + Sync,
) -> Vec<T> {
    let mut places = Vec::new();
    let mut first = 0;
    for of_cluster in rows.chunk_by(|a, b| clusters.of(*a) == clusters.of(*b)) {
        places.push(first..first + of_cluster.len());
        first += of_cluster.len();
    }
    let answer = |places: &std::ops::Range<usize>| {
        let codes = places.clone().map(&codes).collect();
        ask(&ClusterRows { rows: &rows[places.clone()], codes })
    };
    places.par_iter().filter_map(answer).collect()
}

/// The rows of large enough clusters, parted by cluster as memory has room.
fn parted(
    bound: &Bound<'_>,
    clusters: &Clusters,
    sizes: Vec<u32>,
    memory: &MemoryLimit,
) -> Result<PartitionedRows, Error> {
    let width = bound.slots.len();
    let row_bytes = (size_of::<u32>() * (width + WORDS_BESIDE)) as u64;
    let is_asked: Vec<bool> = sizes.iter().map(|size| *size != 0).collect();
    let ranges = KeyRanges::of_counts(sizes, (memory.part_bytes() / row_bytes).max(1));
    let mut partitioner = Partitioner::new(memory, ranges, width + 1)?;
    bound.for_each_chunk(|first, words| {
        let mut rows = (first..).zip(words.chunks(width));
        rows.try_for_each(|(row, codes)| match clusters.of(row) {
            lowest if is_asked[lowest as usize] => partitioner.push(lowest, &[row], codes),
            _ => Ok(()),
        })
    })?;
    partitioner.finish()
}

/// Beside its codes a row takes a word for its number, and two while rows are put in order.
const WORDS_BESIDE: usize = 3;
