//! What a run leaves behind, from which its quality is estimated.

use model::tables::person_record as column;

use crate::Error;
use crate::bind::Bound;
use crate::clusters::{Clusters, Link, Links};
use crate::household::HouseholdRule;
use crate::memory::MemoryLimit;
use crate::quality::{Findings, GroupQuality, Quality, quality};
use crate::records::{NULL, Records};
use crate::score::{NumberPairs, ScoredPair};

/// Pairs that were kept and not linked.
pub(super) struct LeftOver {
    open: Links,
    apart: Links,
}

/// What is known beside the pairs.
pub(super) struct Known {
    /// Whether sources hold a person once as a rule.
    pub(super) holds_once: bool,
    /// The share of matches that no blocking rule brings together.
    pub(super) unreached: Option<f64>,
    pub(super) numbers: NumberPairs,
}

/// What most records say of a person; those that lack one of them are bare.
const WHOLE: [&str; 2] = [column::GIVEN_NAME, column::BORN];

impl LeftOver {
    pub(super) fn within(memory: Option<&MemoryLimit>) -> LeftOver {
        LeftOver { open: Links::within(memory), apart: Links::within(memory) }
    }

    /// Takes pairs that were scored; those that people settled leave nothing open.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(super) fn extend(
        &mut self,
        pairs: &[ScoredPair],
        weight_min: f64,
        is_settled: impl Fn(&ScoredPair) -> bool,
    ) -> Result<(), Error> {
        let open = pairs.iter().filter(|pair| !is_settled(pair));
        let is_enough = |pair: &&ScoredPair| weight_min <= pair.weight;
        self.apart.extend(open.clone().filter(|pair| is_enough(pair) && pair.apart.is_some()).map(Link::from))?;
        self.open.extend(open.filter(|pair| !is_enough(pair)).map(Link::from))
    }

    /// # Errors
    /// [`Error::Scratch`].
    pub(super) fn quality(
        &self,
        bound: &Bound<'_>,
        household_rule: Option<&HouseholdRule<'_>>,
        (clusters, links): (&Clusters, &Links),
        Known { holds_once, unreached, numbers }: Known,
        group_of_row: &[u16],
    ) -> Result<(Quality, Vec<GroupQuality>), Error> {
        quality(&Findings {
            clusters,
            source_of_row: &sources(bound.records()),
            holds_once,
            links,
            open: &self.open,
            apart: &self.apart,
            is_bare: &bare_rows(bound)?,
            own_of_row: &household_rule.map_or_else(|| Ok(Vec::new()), |rule| rule.own_of_rows())?,
            group_of_row,
            unreached,
            numbers,
        })
    }
}

fn sources(records: &Records) -> Vec<u16> {
    let rows = (0..records.sources().len()).flat_map(|source| records.rows_of(source).map(move |_| source as u16));
    rows.collect()
}

/// Whether each row lacks the first name or the date of birth; empty where neither is compared.
fn bare_rows(bound: &Bound<'_>) -> Result<Vec<bool>, Error> {
    let compared = bound.model().comparisons.iter().zip(&bound.comparisons);
    let slots: Vec<usize> =
        compared.filter(|(one, _)| WHOLE.contains(&one.name.as_str())).map(|(_, one)| one.slot).collect();
    if slots.is_empty() {
        return Ok(Vec::new());
    }
    let mut is_bare = Vec::with_capacity(bound.records().n_records());
    bound.for_each_chunk(|_, words| {
        let rows = words.chunks(bound.slots.len());
        is_bare.extend(rows.map(|codes| slots.iter().any(|slot| codes[*slot] == NULL)));
        Ok(())
    })?;
    Ok(is_bare)
}
