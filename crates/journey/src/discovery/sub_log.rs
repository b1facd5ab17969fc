//! A part of a log: distinct traces with how often each occurs.

use std::collections::{BTreeMap, BTreeSet};

use model::event_log::Name;

use crate::Variants;

/// Distinct traces of activities, in order, with their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SubLog {
    pub traces: BTreeMap<Vec<Name>, u64>,
}

impl SubLog {
    /// Concurrent activities stand in the order of the variant, which is by name.
    pub fn of(variants: &Variants) -> SubLog {
        let mut log = SubLog::default();
        for variant in &variants.variants {
            log.add(variant.activities.iter().map(|step| step.activity).collect(), variant.n_cases);
        }
        log
    }

    pub fn add(&mut self, trace: Vec<Name>, n: u64) {
        *self.traces.entry(trace).or_default() += n;
    }

    pub fn activities(&self) -> BTreeSet<Name> {
        self.traces.keys().flatten().copied().collect()
    }

    pub fn n_traces(&self) -> u64 {
        self.traces.values().sum()
    }

    pub fn n_empty(&self) -> u64 {
        self.traces.get(&Vec::new()).copied().unwrap_or(0)
    }

    pub fn without_empty(&self) -> SubLog {
        let filled = self.traces.iter().filter(|(trace, _)| !trace.is_empty());
        SubLog { traces: filled.map(|(trace, n)| (trace.clone(), *n)).collect() }
    }

    /// The one activity of which every trace consists.
    pub fn single_activity(&self) -> Option<Name> {
        let only = self.traces.keys().next().filter(|_| self.traces.len() == 1)?;
        let [activity] = only.as_slice() else { return None };
        Some(*activity)
    }

    /// Every trace with those activities alone of which `keep` is true.
    pub fn projected(&self, keep: impl Fn(Name) -> bool) -> SubLog {
        let mut log = SubLog::default();
        for (trace, n) in &self.traces {
            log.add(trace.iter().copied().filter(|activity| keep(*activity)).collect(), *n);
        }
        log
    }
}
