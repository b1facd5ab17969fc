//! A comparison with its tests bound to slots.

use super::{BoundTest, Metric, Slot, ValueTest};
use crate::linkage_model::{Comparison, Expression};

/// What a pair is compared on, and how its levels are told.
#[derive(Debug)]
pub(crate) struct BoundComparison {
    /// What is compared.
    pub(crate) slot: usize,
    pub(crate) tests: Vec<BoundTest>,
    /// For each level, its likeness where that is all it asks, and asks it of `slot`.
    pub(crate) metrics: Vec<Option<Metric>>,
    /// Whether pairs of values come again often enough to keep their level.
    pub(crate) is_cached: bool,
    /// The level of exact equality, for term frequency.
    pub(crate) exact_level: Option<usize>,
}

/// Below this, a pair of values comes again so rarely that keeping its level costs more than it saves.
const REPEAT_PROBABILITY_MIN: f64 = 2e-4;

impl BoundComparison {
    pub(crate) fn new(
        comparison: &Comparison,
        slots: &[Slot<'_>],
        slot_of: &dyn Fn(&Expression) -> usize,
    ) -> BoundComparison {
        let slot = slot_of(&comparison.of);
        let tests: Vec<BoundTest> =
            comparison.levels.iter().map(|level| BoundTest::new(&level.test, &comparison.of, slots, slot_of)).collect();
        let metric = |test: &BoundTest| match test {
            BoundTest::Of { slot: of, test: ValueTest::Like(metric) } if *of == slot => Some(*metric),
            _ => None,
        };
        let metrics: Vec<Option<Metric>> = tests.iter().map(metric).collect();
        let is_cached = metrics.iter().any(Option::is_some) && REPEAT_PROBABILITY_MIN <= slots[slot].repeat_probability;
        BoundComparison { slot, metrics, is_cached, tests, exact_level: comparison.exact_level() }
    }

    pub(crate) fn n_levels(&self) -> usize {
        self.tests.len()
    }
}
