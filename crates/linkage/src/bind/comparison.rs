//! A comparison with its tests bound to slots.

use super::{BoundTest, Slot, ValueTest};
use crate::linkage_model::{Comparison, Expression};

/// What a pair is compared on, and how its levels are told.
#[derive(Debug)]
pub(crate) struct BoundComparison {
    /// What is compared.
    pub(crate) slot: usize,
    pub(crate) tests: Vec<BoundTest>,
    /// For each level what it asks of two values of `slot` that are not the same, where it asks of nothing else.
    pub(crate) of_values: Vec<Option<ValueTest>>,
    /// The levels that ask for something else where the two values differ.
    pub(crate) unequal: UnequalLevels,
    /// Whether pairs of values come again often enough to keep their level.
    pub(crate) is_cached: bool,
    /// The level of exact equality, for term frequency.
    pub(crate) exact_level: Option<usize>,
}

/// Levels that two unequal values may reach by what is asked beside them.
#[derive(Debug)]
pub(crate) struct UnequalLevels {
    /// Those before the first level that asks something of the two values alone.
    pub(crate) before: Vec<usize>,
    pub(crate) after: Vec<usize>,
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
        let of_values = |test: &BoundTest| match test {
            BoundTest::Of { slot: of, test } if *of == slot && !matches!(test, ValueTest::Same) => Some(*test),
            _ => None,
        };
        let of_values: Vec<Option<ValueTest>> = tests.iter().map(of_values).collect();
        let is_cached =
            of_values.iter().any(Option::is_some) && REPEAT_PROBABILITY_MIN <= slots[slot].repeat_probability;
        let unequal = UnequalLevels::of(slot, &tests, &of_values);
        BoundComparison { slot, of_values, unequal, is_cached, tests, exact_level: comparison.exact_level() }
    }

    pub(crate) fn has_tests_of_values(&self) -> bool {
        self.of_values.iter().any(Option::is_some)
    }

    pub(crate) fn n_levels(&self) -> usize {
        self.tests.len()
    }
}

impl UnequalLevels {
    fn of(slot: usize, tests: &[BoundTest], of_values: &[Option<ValueTest>]) -> UnequalLevels {
        let first = of_values.iter().position(Option::is_some).unwrap_or(tests.len());
        let may_hold = |level: &usize| of_values[*level].is_none() && !tests[*level].asks_for_same(slot);
        let (before, after) = (0..tests.len()).filter(may_hold).partition(|level| *level < first);
        UnequalLevels { before, after }
    }
}
