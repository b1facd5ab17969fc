//! What tells the people of a household apart, and what came of it.

use std::collections::BTreeMap;
use std::fmt;

use super::LinkOptions;
use crate::Error;
use crate::bind::{Binding, Bound};
use crate::household::{Apart, HouseholdColumns, HouseholdRule, N_RECORDS_SUSPECT, holds_once};
use crate::linkage_model::Model;
use crate::memory::MemoryLimit;
use crate::person_column::PersonColumns;
use crate::placeholders::{List, Placeholder, Placeholders};
use crate::records::Records;
use crate::score::ScoredPair;

pub use crate::household::Suspect;

/// What is known of some records before a model is bound to them.
pub(crate) struct TellingApart {
    columns: Option<HouseholdColumns>,
    placeholders: Placeholders,
    /// Whether sources hold a person once as a rule.
    holds_once: bool,
}

impl TellingApart {
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn of(records: &Records, options: &LinkOptions) -> Result<TellingApart, Error> {
        if !options.tells_households_apart {
            return Ok(TellingApart { columns: None, placeholders: Placeholders::default(), holds_once: false });
        }
        let columns = PersonColumns::of(records, &options.columns);
        let list = List::with(&options.placeholders);
        let placeholders = Placeholders::of(records, &columns, &list, options.memory.as_ref())?;
        let holds_once = holds_once(records, &columns, &placeholders.masks, options.memory.as_ref())?;
        Ok(TellingApart { columns: Some(HouseholdColumns::of(&columns)), placeholders, holds_once })
    }

    /// A model bound to the records without their placeholders, with all that the rule for households reads.
    ///
    /// # Errors
    /// As [`Bound::within`].
    pub(crate) fn bound<'a>(
        &self,
        records: &'a Records,
        model: &Model,
        memory: Option<&MemoryLimit>,
    ) -> Result<Bound<'a>, Error> {
        let also = self.columns.as_ref().map_or_else(Vec::new, HouseholdColumns::wanted);
        Bound::with(records, model, &Binding { memory, masks: Some(&self.placeholders.masks), also: &also })
    }

    /// None where nothing tells the people of a household apart, or nobody asked for it.
    pub(crate) fn rule<'b>(&self, bound: &'b Bound<'b>) -> Option<HouseholdRule<'b>> {
        HouseholdRule::of(bound, self.columns.as_ref()?, self.holds_once)
    }

    pub(super) fn holds_once(&self) -> bool {
        self.holds_once
    }

    pub(super) fn into_placeholders(self) -> Vec<Placeholder> {
        self.placeholders.found
    }
}

/// What the rule for households came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldApart {
    /// Pairs that weigh enough to be linked and are not, by why.
    pub n_pairs: BTreeMap<Apart, u64>,
    /// Links that were not followed, because they lead from one person to another by way of third records.
    pub n_links_across: u64,
    /// Records that fit two people equally well; each stands alone.
    pub n_unclear: u64,
    /// Clusters too large to be a person.
    pub suspects: Vec<Suspect>,
}

impl HeldApart {
    /// What it came to, a sentence each; nothing where nothing was held apart.
    pub fn sentences(&self) -> Vec<String> {
        let n_pairs: u64 = self.n_pairs.values().sum();
        let because: Vec<String> = self.n_pairs.iter().map(|(why, n)| format!("{n} because {}", why.why())).collect();
        let mut sentences = Vec::new();
        if n_pairs != 0 {
            sentences.push(format!("pairs with enough weight that are held apart: {n_pairs}, {}", because.join(", ")));
        }
        if self.n_links_across != 0 {
            let n = self.n_links_across;
            sentences.push(format!(
                "links not followed, because they lead from one person to another through other records: {n}"
            ));
        }
        if self.n_unclear != 0 {
            let n = self.n_unclear;
            sentences.push(format!("records that fit two people equally well and are left unlinked: {n}"));
        }
        sentences
    }

    /// What a person should look at: people made of very many records.
    pub fn warning(&self) -> Option<String> {
        let largest = self.suspects.iter().map(|suspect| suspect.n_records).max()?;
        Some(format!(
            "people made of {N_RECORDS_SUSPECT} records or more that share neither a number nor a name and birth \
             date: {}, the largest of {largest} records; a placeholder value may have joined them: add it to \
             placeholders.csv",
            self.suspects.len()
        ))
    }

    /// Counts pairs that would be linked by their weight.
    pub(super) fn count(&mut self, pairs: &[ScoredPair], weight_min: f64) {
        let apart = pairs.iter().filter(|pair| weight_min <= pair.weight).filter_map(|pair| pair.apart);
        apart.for_each(|why| *self.n_pairs.entry(why).or_default() += 1);
    }
}

impl fmt::Display for HeldApart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentences().join("; "))
    }
}
