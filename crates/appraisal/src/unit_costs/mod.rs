//! What one more or one fewer of something costs: national databases and a place's own figures.
//!
//! A unit cost keeps its original amount, price year and range; it is uprated once, from there, never from a column
//! that is already uprated. Codes are hierarchical: `CR1.4.1` is part of `CR1.4`, and the parts of a cost say which
//! agency bears what. Method, section 5.5.

mod code;
mod read;
mod search;
mod split;

use std::collections::BTreeMap;

use authored::Mistakes;
use model::FinancialYear;
use money::Deflator;
use serde::{Deserialize, Serialize};

use crate::{Counted, Error};

pub use code::{is_part_of, parent};
pub use search::Hit;
pub use split::{Split, SplitShare};

/// The columns of the plain layout, in which a place writes its own costs and `intake` hands on a database.
pub const COLUMNS: [&str; 15] = [
    "code",
    "category",
    "subject",
    "detail",
    "unit",
    "agency",
    "agency_detail",
    "kind",
    "value",
    "price_year",
    "source",
    "quality",
    "includes",
    "spend",
    "activity",
];

model::words! {
    /// For whom a value counts.
    ValueKind {
        /// What public bodies spend less or receive more.
        Fiscal = "fiscal",
        /// What people and firms gain, net of what is already fiscal.
        Economic = "economic",
        /// Health, safety, wellbeing.
        Social = "social",
    }
}

/// One amount as published, in the prices of its own year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct UnitValue {
    pub low: Option<f64>,
    /// None where only a range was published.
    pub value: Option<f64>,
    pub high: Option<f64>,
    #[serde(serialize_with = "crate::json::year")]
    pub year: FinancialYear,
}

/// Where a unit cost comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Origin {
    /// A published database.
    Published,
    /// The place's own: what it spent, divided by what it did.
    Local {
        spend: f64,
        activity: f64,
        /// Body and service whose counted pounds the spend is, and what these rest on; none where the file states it.
        counted: Option<String>,
    },
}

/// What a unit of something costs, by kind of value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitCost {
    pub code: String,
    pub category: String,
    pub subject: String,
    pub detail: String,
    pub unit: String,
    /// The sort of body that bears the cost, and which part of it.
    pub agency: String,
    pub agency_detail: String,
    pub values: BTreeMap<ValueKind, UnitValue>,
    pub source: String,
    pub quality: String,
    /// What the figure holds and leaves out, as its publisher comments it.
    pub includes: String,
    pub origin: Origin,
    /// What stood under this code before the place put its own figure there.
    pub replaces: Option<String>,
}

/// Unit costs by code.
#[derive(Clone, Debug, Default)]
pub struct UnitCosts {
    by_code: BTreeMap<code::Key, UnitCost>,
}

/// The largest unit cost that can be believed of a unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitBound {
    pub unit: String,
    pub high: f64,
    pub source: String,
    pub quality: String,
}

/// A unit cost that must be looked at before it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    pub code: String,
    pub kind: ValueKind,
    pub why: String,
    /// Too large to be believed: it cannot be used in a proposal.
    pub is_refused: bool,
}

impl UnitValue {
    /// The published value, or the middle of a published range.
    pub fn central(&self) -> f64 {
        let middle = || self.low.zip(self.high).map(|(low, high)| (low + high) / 2.0);
        self.value.or_else(middle).expect("a value without a figure is a mistake when it is read")
    }

    /// The central figure in the prices of another year: uprated once, from the original.
    pub fn uprated(&self, deflator: &Deflator, to: FinancialYear) -> Result<f64, Error> {
        Ok(deflator.rebase(self.central(), self.year.0, to.0)?)
    }
}

impl UnitCosts {
    /// Reads the plain layout. A spend such as `council:childrens_social_care` is what the place's account counted.
    pub fn read(text: &str, file: &str, counted: &Counted) -> Result<UnitCosts, Mistakes> {
        read::read(text, file, counted)
    }

    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// In the order of the codes, `CR1.2` before `CR1.10`.
    pub fn iter(&self) -> impl Iterator<Item = &UnitCost> {
        self.by_code.values()
    }

    pub fn get(&self, code: &str) -> Option<&UnitCost> {
        self.by_code.get(&code::Key::of(code))
    }

    /// These with others put in their place; whatever is replaced is named by what replaces it.
    pub fn replaced_by(mut self, others: UnitCosts) -> UnitCosts {
        for (key, mut cost) in others.by_code {
            if let Some(before) = self.by_code.get(&key) {
                cost.replaces = Some(before.in_words());
            }
            self.by_code.insert(key, cost);
        }
        self
    }

    /// The parts of a cost, in the order of their codes.
    pub fn children<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a UnitCost> {
        self.iter().filter(move |cost| parent(&cost.code) == Some(code))
    }

    /// Which agency bears which share of the fiscal cost, where the parts say so.
    pub fn split(&self, code: &str) -> Option<Split> {
        split::split(self, code)
    }

    /// The unit costs that answer to some words, best first, at most `n_max`.
    pub fn search(&self, words: &str, n_max: usize) -> Vec<Hit<'_>> {
        search::search(self, words, n_max)
    }

    /// Figures that look as if a copy had gone wrong.
    pub fn doubts(&self, bounds: &[UnitBound]) -> Vec<Doubt> {
        read::doubts(self, bounds)
    }
}

impl UnitCost {
    /// The figure in one line: `£51,080 a year, 2013-14 prices (DfE Section 251 data)`.
    pub fn in_words(&self) -> String {
        let figure = |value: &UnitValue| match (value.value, value.low, value.high) {
            (None, Some(low), Some(high)) => {
                format!("{} to {}", crate::text::exact_pounds(low), crate::text::exact_pounds(high))
            }
            _ => crate::text::exact_pounds(value.central()),
        };
        let values: Vec<String> = self
            .values
            .iter()
            .map(|(kind, value)| format!("{} {}, {} prices", kind.word(), figure(value), value.year))
            .collect();
        let own = match &self.origin {
            Origin::Published => String::new(),
            Origin::Local { spend, activity, counted } => {
                let of = counted.as_ref().map_or(String::new(), |counted| format!(" counted for {counted}"));
                format!(" = {}{of} / {}", crate::text::exact_pounds(*spend), crate::text::plain(*activity))
            }
        };
        format!("{}{own} ({})", values.join("; "), self.source)
    }
}

#[cfg(test)]
mod tests;
