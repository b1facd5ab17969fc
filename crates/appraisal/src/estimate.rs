//! A number that nobody knows exactly: what it probably is, and how far off it may be.

use std::ops::RangeInclusive;

use authored::Keys;
use model::tables::RangeShape;
use serde::Serialize;

/// A number, with the range that its author believes in where one is stated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    pub value: f64,
    pub range: Option<Uncertain>,
}

/// A range around a value and how likely its parts are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Uncertain {
    pub low: f64,
    pub high: f64,
    pub shape: RangeShape,
}

impl Estimate {
    /// A number taken as it is.
    pub const fn exact(value: f64) -> Estimate {
        Estimate { value, range: None }
    }

    /// The same estimate for something this many times as large.
    pub(crate) fn times(self, factor: f64) -> Estimate {
        let range = self.range.map(|range| Uncertain { low: factor * range.low, high: factor * range.high, ..range });
        Estimate { value: factor * self.value, range }
    }

    /// Reads `0.6` or `{ value = 0.6, low = 0.45, high = 0.75, shape = "pert" }`.
    pub(crate) fn read(keys: &Keys<'_>, key: &str, bounds: RangeInclusive<f64>) -> Option<Estimate> {
        if !keys.is_table(key) {
            return keys.number(key, bounds).map(Estimate::exact);
        }
        let table = keys.table(key, &format!("{}.{key}", keys.what), &["value", "low", "high", "shape"])?;
        let [value, low, high] = ["value", "low", "high"].map(|part| table.needed_number(part, bounds.clone()));
        let shape = match table.has("shape") {
            true => table.word_of("shape", "shape", RangeShape::ALL, RangeShape::word)?,
            false => RangeShape::default(),
        };
        let (value, range) = (value?, Uncertain { low: low?, high: high?, shape });
        if !(range.low <= value && value <= range.high && range.low < range.high) {
            table.out_of_range("value", value, format!("a value between low {} and high {}", range.low, range.high));
            return None;
        }
        if shape == RangeShape::LogNormal && range.low <= 0.0 {
            table.out_of_range("low", range.low, "a number above zero, because a lognormal never reaches it");
            return None;
        }
        Some(Estimate { value, range: Some(range) })
    }
}
