//! How many matches a run misses and how many of its links are wrong, estimated without knowing the truth.
//!
//! The model's own probabilities are not to be believed alone: it takes comparisons to be independent, and within a home they are
//! not. Where sources hold people once they are compared with what cannot be: a record that already has its partner in a source has
//! no second one there. So of the pairs that are not linked those that compete with a link show how many of the others are chance.

mod by_group;
mod held_together;
mod triples;

pub use by_group::GroupQuality;

use std::collections::{HashMap, HashSet};
use std::fmt;

use foldhash::fast::FixedState;

use crate::Error;
use crate::clusters::{Clusters, Link, Links};
use crate::score::{NumberPairs, match_probability};

use by_group::ByGroup;
use held_together::HeldTogether;
use triples::Triples;

/// What a run left behind, from which its quality is estimated.
pub struct Findings<'f> {
    pub clusters: &'f Clusters,
    /// The source of every row.
    pub source_of_row: &'f [u16],
    /// Whether sources hold a person once as a rule.
    pub holds_once: bool,
    /// Pairs that were linked; some lead from one cluster to another and were not followed.
    pub links: &'f Links,
    /// Pairs that were kept and do not weigh enough.
    pub open: &'f Links,
    /// Pairs that weigh enough and were held apart.
    pub apart: &'f Links,
    /// Rows that lack the first name or the date of birth which others have; empty where nobody knows.
    pub is_bare: &'f [bool],
    /// What each row says of first name, surname and date of birth, as a number; 0 where one of them is missing, and empty where
    /// nobody knows.
    pub own_of_row: &'f [u64],
    /// A group for each row, to estimate quality for each; empty where nobody asks.
    pub group_of_row: &'f [u16],
    /// The share of matches that no blocking rule brings together; none where there are too few matches to tell.
    pub unreached: Option<f64>,
    /// Links between records that have a number in common, and how many of them would be links without.
    pub numbers: NumberPairs,
}

/// A number of pairs and what it may as well be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    pub n: f64,
    pub low: f64,
    pub high: f64,
}

impl Estimate {
    /// A third up or down, and chance beside: what happens `n` times by chance may happen two roots of `n` more or less often.
    fn of(n: f64) -> Estimate {
        let chance = 2.0 * n.sqrt();
        Estimate { n, low: (n * 2.0 / 3.0 - chance).max(0.0), high: n * 4.0 / 3.0 + chance + N_NEVER_SEEN }
    }
}

/// What was not seen once may still happen three times (Hanley and Lippman-Hand 1983).
const N_NEVER_SEEN: f64 = 3.0;

/// What a run is estimated to miss and to have wrong, in pairs of records of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Pairs within the clusters.
    pub n_found: u64,
    pub wrong: Estimate,
    pub missed: Missed,
}

/// Matches that are estimated to be missed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Missed {
    Known(Estimate),
    /// Two ways to estimate it come to numbers more than three times apart.
    Between {
        low: f64,
        high: f64,
        witness: Witness,
    },
    /// Nothing was trained, or too few matches were seen.
    #[default]
    Unknown,
}

/// What the training's estimate of what is missed is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    ThirdRecords,
    CommonNumbers,
}

impl Witness {
    fn words(self) -> &'static str {
        match self {
            Witness::ThirdRecords => "third records show",
            Witness::CommonNumbers => "records with a number in common show",
        }
    }
}

/// Two estimates that are further apart than this are no estimate.
const APART_MAX: f64 = 3.0;

impl Missed {
    /// What is open, and what is missed beyond it by the training; compared with what third records show beyond it, where people have
    /// any, and against all that is missed by what records with a number in common show, which comes before the training.
    fn of(n_open: f64, n_by_training: f64, n_by_triples: Option<f64>, by_numbers: Option<f64>) -> Missed {
        let by_training = n_open + n_by_training;
        let told = by_numbers.map(|n| (n, Witness::CommonNumbers));
        let told = told.or_else(|| n_by_triples.map(|n| (n_open + n, Witness::ThirdRecords)));
        let Some((by_witness, witness)) = told else { return Missed::Known(Estimate::of(by_training)) };
        let (low, high) = (by_training.min(by_witness), by_training.max(by_witness));
        match high <= APART_MAX * low.max(1.0) + N_NEVER_SEEN {
            true => Missed::Known(Estimate::of(by_numbers.unwrap_or(by_training))),
            false => Missed::Between { low, high, witness },
        }
    }

    pub fn estimate(&self) -> Option<Estimate> {
        match self {
            Missed::Known(estimate) => Some(*estimate),
            Missed::Between { .. } | Missed::Unknown => None,
        }
    }
}

/// Below this a run is not done.
const RECALL_MIN: f64 = 0.7;
const PRECISION_MIN: f64 = 0.95;

impl Quality {
    /// The share of found pairs that is right; 1 where none was found.
    pub fn precision(&self) -> f64 {
        if self.n_found == 0 { 1.0 } else { (1.0 - self.wrong.n / self.n_found as f64).max(0.0) }
    }

    /// The share of matches that was found; none where nobody can tell, 1 where there are none.
    pub fn recall(&self) -> Option<f64> {
        let missed = self.missed.estimate()?.n;
        let right = self.n_found as f64 * self.precision();
        Some(if right + missed < 0.5 { 1.0 } else { right / (right + missed) })
    }

    /// Why the result is not to be used as it is; none where it is.
    pub fn warning(&self) -> Option<String> {
        if self.precision() < PRECISION_MIN {
            let share = 100.0 * (1.0 - self.precision());
            return Some(format!(
                "some {share:.0}% of links are estimated to be wrong: raise `link` in model.toml, or give the files a \
                 column that tells people apart"
            ));
        }
        // A handful that may as well be none is no reason: two files may have nobody in common.
        let is_sure = self.missed.estimate().is_some_and(|missed| N_NEVER_SEEN <= missed.low);
        let recall = self.recall().filter(|recall| *recall < RECALL_MIN && is_sure)?;
        Some(format!(
            "some {:.0}% of matches are estimated to be missed, so most counts of people known to several files are too low: look \
             at the pairs that were kept and those that were held apart",
            100.0 * (1.0 - recall)
        ))
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = |estimate: &Estimate| format!("{:.0} ({:.0} to {:.0})", estimate.n, estimate.low, estimate.high);
        write!(formatter, "estimated: {} of {} pairs found are wrong, ", says(&self.wrong), self.n_found)?;
        match &self.missed {
            Missed::Known(missed) => write!(formatter, "{} matches are missed", says(missed)),
            Missed::Between { low, high, witness } => write!(
                formatter,
                "the number of missed matches is uncertain: {low:.0} or {high:.0}, by what {} and by the training",
                witness.words()
            ),
            Missed::Unknown => formatter.write_str(
                "the number of missed matches is not known: the model was not trained here or saw too few matches",
            ),
        }
    }
}

/// Estimates the quality of a run.
///
/// * Wrong: what the strongest links that hold a person together leave open, and clusters that hold two records of a source that
///   holds people once, unless these are duplicates: see [`People::wrong_by_repeats`].
/// * Missed: for each two clusters that a kept pair connects, all pairs between them, by the probability that they are one person;
///   what records without first name or birth date find less often than whole ones; and what no blocking rule brings together.
///   Where people have three records or more, what third records show is compared with the last: see [`Triples`].
///
/// # Errors
/// [`Error::Scratch`].
pub fn quality(findings: &Findings<'_>) -> Result<(Quality, Vec<GroupQuality>), Error> {
    let people = People::of(findings);
    let n_found: u64 = people.sizes.iter().map(|size| u64::from(*size) * u64::from(size.saturating_sub(1)) / 2).sum();
    let held_together = HeldTogether::of(findings)?;
    let repeats = people.wrong_by_repeats(findings, &held_together);
    let wrong = (held_together.doubt + repeats.n).min(n_found as f64);
    let mut groups = by_group::found(findings, &people);
    let of_group = held_together.doubt_by_group.iter().zip(&repeats.by_group);
    groups.iter_mut().zip(of_group).for_each(|(group, (doubt, repeats))| group.n_wrong = doubt + repeats);
    let Some(unreached) = findings.unreached else {
        return Ok((Quality { n_found, wrong: Estimate::of(wrong), missed: Missed::Unknown }, groups));
    };
    let open_pairs = OpenPairs::of(findings, &people)?;
    let open = open_pairs.believed(findings, &people);
    let n_indirect = n_found.saturating_sub(held_together.n_direct) as f64;
    let n_right = n_found as f64 - wrong;
    let n_of_bare = people.n_missed_of_bare(findings);
    let (n_open, n_further) = n_missed(&open, n_of_bare, unreached, (n_right, n_indirect));
    let by_numbers = missed_by_numbers(findings.numbers, n_right, n_missed_share(n_open + n_further, n_indirect));
    let missed = Missed::of(n_open, n_further, Triples::of(&people, &held_together).n_missed(), by_numbers);
    if missed.estimate().is_some() {
        let mut by_group = ByGroup::of(findings);
        open_pairs.for_each_free(&people, |pair, band, n_pairs| {
            by_group.add(pair.rows, n_pairs * open.share_of_band[band][usize::from(pair.n_bare != 0)]);
        });
        // What no pair shows is missed as often as there are pairs.
        let further = |group: &GroupQuality| n_further * group.n_found as f64 / n_found.max(1) as f64;
        let open = by_group.sums();
        groups.iter_mut().zip(open).for_each(|(group, open)| group.n_missed = Some(open + further(group)));
    }
    Ok((Quality { n_found, wrong: Estimate::of(wrong), missed }, groups))
}

/// Matches that are missed: what is open, and what no rule brings together, among which is what bare records miss beyond it.
///
/// Of matches that are not linked themselves third records join some all the same; so they do of those that no rule brings together.
fn n_missed(open: &Believed, n_of_bare: f64, unreached: f64, (n_right, n_indirect): (f64, f64)) -> (f64, f64) {
    let n_open = open.n_whole + open.n_bare;
    let share = (unreached * open.trust).min(0.9);
    let n_unreached = (n_right + n_open) * share / (1.0 - share);
    let not_joined = if n_indirect < 1.0 { 1.0 } else { (n_open + n_unreached) / (n_open + n_unreached + n_indirect) };
    (n_open, (n_unreached * not_joined).max(n_of_bare - open.n_bare))
}

/// Fewer links between records with a common number tell nothing of the others.
const N_NUMBERS_MIN: u64 = 200;
/// Nothing is said to be found less often.
const SHARE_ALIKE_MIN: f64 = 0.05;

/// Of matches not linked themselves, those that third records do not join either.
fn n_missed_share(n_missed: f64, n_indirect: f64) -> f64 {
    if n_indirect < 1.0 { 1.0 } else { n_missed / (n_missed + n_indirect) }
}

/// All missed matches, by how often records with a number in common would be linked without any number; none where few have
/// one. It assumes that a missing number says nothing about how well the rest is recorded.
fn missed_by_numbers(numbers: NumberPairs, n_right: f64, share_not_joined: f64) -> Option<f64> {
    let NumberPairs { n_agree, n_alike_else } = numbers;
    if n_agree < N_NUMBERS_MIN {
        return None;
    }
    let share = (n_alike_else as f64 / n_agree as f64).max(SHARE_ALIKE_MIN);
    let n_without = (n_right - n_agree as f64).max(0.0);
    Some(n_without * (1.0 - share) / share * share_not_joined)
}

fn probability(link: &Link) -> f64 {
    match_probability(f64::from(link.weight))
}

/// Clusters by their lowest row.
struct People {
    sizes: Vec<u32>,
    cluster_of_row: Vec<u32>,
    /// The sources of each, a bit for one; all zero where there are more sources than bits.
    sources: Vec<u64>,
    n_sources: usize,
    /// Whether two records of a source in one cluster are an error.
    is_exclusive: bool,
}

impl People {
    fn of(findings: &Findings<'_>) -> People {
        let n_rows = findings.clusters.n_rows();
        let (mut sizes, mut sources) = (vec![0; n_rows], vec![0_u64; n_rows]);
        let n_sources = findings.source_of_row.iter().max().map_or(0, |source| usize::from(*source) + 1);
        let is_exclusive = findings.holds_once && (2..=64).contains(&n_sources);
        for (cluster, source) in findings.clusters.labels().iter().zip(findings.source_of_row) {
            sizes[*cluster as usize] += 1;
            if is_exclusive {
                sources[*cluster as usize] |= 1 << source;
            }
        }
        People { sizes, cluster_of_row: findings.clusters.labels().to_vec(), sources, n_sources, is_exclusive }
    }

    /// How many records the person of a row has.
    fn size_of_row(&self, row: usize) -> u32 {
        self.sizes[self.cluster_of_row[row] as usize]
    }

    fn n_sources_of(&self, cluster: usize) -> u32 {
        self.sources[cluster].count_ones()
    }

    /// Wrong pairs by clusters that hold more records than sources.
    ///
    /// A source may hold somebody twice all the same. Its duplicates say the very same name and birth as often as records of one
    /// person in two sources do, so by how many do, all of them are reckoned; the other repeats are two people.
    fn wrong_by_repeats(&self, findings: &Findings<'_>, held_together: &HeldTogether) -> WrongByRepeats {
        let mut by_group = ByGroup::of(findings);
        if !self.is_exclusive || findings.own_of_row.is_empty() {
            return WrongByRepeats { n: 0.0, by_group: by_group.sums() };
        }
        let has_repeats = |cluster: u32| self.n_sources_of(cluster as usize) < self.sizes[cluster as usize];
        let mut n_plain = 0.0;
        let mut seen: HashSet<(u32, u16, u64), FixedState> = HashSet::default();
        let rows = findings.clusters.labels().iter().zip(findings.source_of_row).zip(findings.own_of_row);
        for ((cluster, source), own) in rows.filter(|((cluster, _), own)| has_repeats(**cluster) && **own != 0) {
            n_plain += f64::from(u8::from(!seen.insert((*cluster, *source, *own))));
        }
        let clusters =
            (0..self.sizes.len() as u32).filter(|row| findings.clusters.of(*row) == *row && has_repeats(*row));
        let repeats = clusters.map(|cluster| {
            let size = self.sizes[cluster as usize];
            (cluster, f64::from(size - self.n_sources_of(cluster as usize)), f64::from(size - 1))
        });
        let repeats: Vec<(u32, f64, f64)> = repeats.collect();
        let n_repeats: f64 = repeats.iter().map(|(_, n, _)| n).sum();
        let share_wrong =
            if n_repeats == 0.0 { 0.0 } else { (1.0 - n_plain / held_together.share_plain / n_repeats).max(0.0) };
        let mut n = 0.0;
        for (cluster, n_repeats, n_others) in repeats {
            let n_pairs = share_wrong * n_repeats * n_others;
            by_group.add((cluster, cluster), n_pairs);
            n += n_pairs;
        }
        WrongByRepeats { n, by_group: by_group.sums() }
    }

    /// How likely a record of one source and one of another are to have no partner in each other's source, if drawn at random.
    fn shares_free(&self, findings: &Findings<'_>) -> SharesFree {
        let n = self.n_sources;
        let mut n_of = [vec![0.0; n], vec![0.0; n]];
        let mut n_with = [vec![0.0; n * n], vec![0.0; n * n]];
        for (row, (cluster, source)) in findings.clusters.labels().iter().zip(findings.source_of_row).enumerate() {
            let (source, known) = (usize::from(*source), self.sources[*cluster as usize]);
            let is_bare = usize::from(findings.is_bare.get(row).copied().unwrap_or(false));
            n_of[is_bare][source] += 1.0;
            let others = (0..n).filter(|other| known >> other & 1 == 1);
            others.for_each(|other| n_with[is_bare][source * n + other] += 1.0);
        }
        let (mut free, mut all) = ([0.0; 3], [0.0; 3]);
        for (one, other) in (0..n).flat_map(|one| (one + 1..n).map(move |other| (one, other))) {
            for (left, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let n_free = [
                    n_of[left][one] - n_with[left][one * n + other],
                    n_of[right][other] - n_with[right][other * n + one],
                ];
                free[left + right] += n_free[0] * n_free[1];
                all[left + right] += n_of[left][one] * n_of[right][other];
            }
        }
        let share = |free: f64, all: f64| if all == 0.0 { 1.0 } else { free / all };
        let by_n_bare = [0, 1, 2].map(|at| share(free[at], all[at]));
        SharesFree { all: share(free.iter().sum(), all.iter().sum()), by_n_bare }
    }

    /// Pairs that bare records miss, if they have a partner as often as whole ones.
    ///
    /// A pair of two bare records leaves two without a partner. How often the partner is bare too is seen where there is one; where no
    /// bare record has any, it is taken to be: with a whole one it would have been found.
    fn n_missed_of_bare(&self, findings: &Findings<'_>) -> f64 {
        let mut n = [[0.0; 2]; 2];
        let mut n_bare_in: HashMap<u32, u32, FixedState> = HashMap::default();
        for (is_bare, cluster) in findings.is_bare.iter().zip(findings.clusters.labels()) {
            let has_partner = 1 < self.sizes[*cluster as usize];
            n[usize::from(*is_bare)][usize::from(has_partner)] += 1.0;
            if *is_bare && has_partner {
                *n_bare_in.entry(*cluster).or_default() += 1;
            }
        }
        let [whole, bare] = n;
        if whole[0] + whole[1] < N_WHOLE_MIN {
            return 0.0;
        }
        let expected = (bare[0] + bare[1]) * whole[1] / (whole[0] + whole[1]);
        let with_bare = n_bare_in.values().filter(|n| 1 < **n).map(|n| f64::from(*n)).sum::<f64>();
        let share_bare = (with_bare + 1.0) / (bare[1] + 1.0);
        (1.0 - share_bare / 2.0) * (expected - bare[1]).max(0.0)
    }
}

/// The share of pairs of records drawn at random that are free to be one person.
struct SharesFree {
    all: f64,
    /// By how many of the two are bare: bare records are free more often.
    by_n_bare: [f64; 3],
}

impl SharesFree {
    /// Free pairs by chance for each pair that is not.
    fn odds(&self, n_bare: u8) -> f64 {
        let share = self.by_n_bare[usize::from(n_bare)].min(SHARE_FREE_MAX);
        share / (1.0 - share)
    }
}

/// Wrong pairs of people who have two records of a source.
struct WrongByRepeats {
    n: f64,
    by_group: Vec<f64>,
}

/// Fewer whole records say nothing about how often there is a partner.
const N_WHOLE_MIN: f64 = 50.0;

/// Two clusters that a pair connects.
#[derive(Clone, Copy)]
struct OpenPair {
    rows: (u32, u32),
    weight: f32,
    is_held_apart: bool,
    /// How many of the two rows are bare.
    n_bare: u8,
    /// The pair is of one source.
    is_of_one_source: bool,
}

/// The strongest pair between any two clusters.
struct OpenPairs {
    best: HashMap<(u32, u32), OpenPair, FixedState>,
    /// Pairs of clusters for each that was looked at.
    n_each: f64,
}

/// This many are looked at, or a sample of them if there are more.
const N_OPEN_MAX: u64 = 4_000_000;

impl OpenPairs {
    fn of(findings: &Findings<'_>, people: &People) -> Result<OpenPairs, Error> {
        let n_each = (findings.open.len() + findings.apart.len()).div_ceil(N_OPEN_MAX).max(1);
        let mut pairs = OpenPairs { best: HashMap::default(), n_each: n_each as f64 };
        for (links, is_held_apart) in [(findings.links, false), (findings.open, false), (findings.apart, true)] {
            links.for_each(|links| {
                links.iter().for_each(|link| pairs.take(findings, people, link, is_held_apart, n_each));
                Ok(())
            })?;
        }
        Ok(pairs)
    }

    fn take(&mut self, findings: &Findings<'_>, people: &People, link: &Link, is_held_apart: bool, n_each: u64) {
        let (one, other) = (findings.clusters.of(link.left), findings.clusters.of(link.right));
        let key = (one.min(other), one.max(other));
        if one == other || !crate::chance::scramble(u64::from(key.0) << 32 | u64::from(key.1)).is_multiple_of(n_each) {
            return;
        }
        let source = |row: u32| findings.source_of_row[row as usize];
        let is_bare = |row: u32| findings.is_bare.get(row as usize).is_some_and(|is_bare| *is_bare);
        let pair = OpenPair {
            rows: (link.left, link.right),
            weight: link.weight,
            is_held_apart,
            n_bare: u8::from(is_bare(link.left)) + u8::from(is_bare(link.right)),
            is_of_one_source: people.is_exclusive && source(link.left) == source(link.right),
        };
        let best = self.best.entry(key).or_insert(pair);
        if best.weight < pair.weight {
            *best = pair;
        }
    }

    /// Every two clusters that may be one person, with their band and how many pairs of records they stand for.
    fn for_each_free(&self, people: &People, mut take: impl FnMut(&OpenPair, usize, f64)) {
        for ((one, other), pair) in &self.best {
            let (one, other) = (*one as usize, *other as usize);
            if people.sources[one] & people.sources[other] == 0 {
                let band = band_of(match_probability(f64::from(pair.weight)), pair.is_held_apart);
                take(pair, band, self.n_each * f64::from(people.sizes[one]) * f64::from(people.sizes[other]));
            }
        }
    }

    /// How many matches the pairs are taken to be.
    fn believed(&self, findings: &Findings<'_>, people: &People) -> Believed {
        let shares_free = people.is_exclusive.then(|| people.shares_free(findings));
        let mut bands = [Band::default(); N_BANDS];
        for ((one, other), pair) in &self.best {
            let (one, other) = (*one as usize, *other as usize);
            let probability = match_probability(f64::from(pair.weight));
            let n_pairs = self.n_each * f64::from(people.sizes[one]) * f64::from(people.sizes[other]);
            let band = &mut bands[band_of(probability, pair.is_held_apart)];
            if people.sources[one] & people.sources[other] == 0 {
                band.n_free += self.n_each;
                band.add(pair.n_bare != 0, n_pairs, probability * n_pairs);
            } else {
                band.expected_taken += probability * n_pairs;
                let odds = shares_free
                    .as_ref()
                    .filter(|_| !pair.is_of_one_source)
                    .map_or(0.0, |shares| shares.odds(pair.n_bare));
                band.n_by_chance += odds * self.n_each;
            }
        }
        let is_held_against = shares_free.is_some_and(|shares| shares.all <= SHARE_FREE_MAX);
        let mut believed = Believed::default();
        let mut expected = 0.0;
        for (at, band) in bands.iter().enumerate() {
            let [whole, bare] = match is_held_against {
                true => band.n_pairs.map(|n| n * band.share_true()),
                false if at == N_BANDS - 1 => band.expected.map(|n| if findings.holds_once { n / 2.0 } else { n }),
                false => band.beyond_chance((bands[0].n_free + N_NEVER_SEEN) / f64::from(1 << at)),
            };
            let share = |n: f64, of: f64| if of == 0.0 { 0.0 } else { n / of };
            believed.share_of_band[at] = [share(whole, band.n_pairs[0]), share(bare, band.n_pairs[1])];
            believed.n_whole += whole;
            believed.n_bare += bare;
            expected += band.expected[0] + band.expected[1] + if is_held_against { band.expected_taken } else { 0.0 };
        }
        let n = believed.n_whole + believed.n_bare;
        believed.trust = if expected < 1.0 { 1.0 } else { (n / expected).min(TRUST_MAX) };
        believed
    }
}

/// Where more pairs than this are free, nothing competes.
const SHARE_FREE_MAX: f64 = 0.75;
const TRUST_MAX: f64 = 2.0;
/// Pairs of about one probability are judged together; those that were held apart are a band of their own.
const BANDS: [f64; 4] = [0.2, 0.5, 0.8, 0.95];
const N_BANDS: usize = BANDS.len() + 2;

fn band_of(probability: f64, is_held_apart: bool) -> usize {
    if is_held_apart { N_BANDS - 1 } else { BANDS.partition_point(|from| *from <= probability) }
}

#[derive(Clone, Copy, Default)]
struct Band {
    /// Pairs of clusters that may be one person, and how many of them are chance, by those of two sources that may not.
    n_free: f64,
    n_by_chance: f64,
    /// Pairs of records between free clusters, without and with a bare record, and how many the model expects to be matches.
    n_pairs: [f64; 2],
    expected: [f64; 2],
    /// What the model expects of pairs that cannot be.
    expected_taken: f64,
}

impl Band {
    fn add(&mut self, is_bare: bool, n_pairs: f64, expected: f64) {
        self.n_pairs[usize::from(is_bare)] += n_pairs;
        self.expected[usize::from(is_bare)] += expected;
    }

    /// Matches as the model expects them, or as many as are left after this many pairs by chance, whichever is more: pairs by
    /// chance become fewer as weight grows, by half at least from one band to the next, which is two bits higher.
    fn beyond_chance(&self, n_by_chance: f64) -> [f64; 2] {
        let share = if self.n_free == 0.0 { 0.0 } else { (1.0 - n_by_chance / self.n_free).max(0.0) };
        [0, 1].map(|at| self.expected[at].max(share * self.n_pairs[at]))
    }

    /// Of the free pairs those that are no chance: pairs by chance are free and taken as records like them are.
    fn share_true(&self) -> f64 {
        if self.n_free == 0.0 { 0.0 } else { (1.0 - self.n_by_chance / self.n_free).max(0.0) }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Believed {
    n_whole: f64,
    n_bare: f64,
    /// How many of the matches that the model expects are believed.
    trust: f64,
    /// By band the share of pairs that are matches, without and with a bare record.
    share_of_band: [[f64; 2]; N_BANDS],
}

#[cfg(test)]
mod tests;
