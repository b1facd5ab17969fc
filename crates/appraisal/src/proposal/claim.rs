//! Claims that others made: quoted as they were made, with what is ambiguous in them.

use crate::percentages::Percentages;
use model::Strand;

/// What somebody said, where, and what it leaves open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    pub who: String,
    pub quote: String,
    pub date: Option<String>,
    pub source: String,
    pub quality: String,
    pub ambiguous: Vec<String>,
    /// A saving is claimed and no figure is given: never the same as nothing.
    pub is_unquantified: bool,
    pub implied_base: Option<ImpliedBase>,
    pub percentages: Vec<PercentageClaim>,
    pub cohorts: Vec<CohortClaim>,
    pub savings: Vec<SavingClaim>,
}

/// A saving stated with its rate, so that its base can be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpliedBase {
    /// Pounds.
    pub saving: f64,
    /// Fraction.
    pub rate: f64,
}

/// Percentages that are said to come from one group.
#[derive(Clone, Debug, PartialEq)]
pub struct PercentageClaim {
    pub of: String,
    pub percentages: Percentages,
    /// Sizes of the group that the source allows.
    pub sizes: Vec<u32>,
    /// How large the group is looked for at most.
    pub size_max: u32,
    /// What each percentage counts: an output (people sent) is no outcome (people better off).
    pub counts: Vec<String>,
}

/// A unit cost and the numbers of people who may bear it.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortClaim {
    pub of: String,
    /// Pounds each.
    pub each: f64,
    /// Readings of how many there are, with what they mean.
    pub readings: Vec<(String, f64)>,
}

/// An amount that one programme claims for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct SavingClaim {
    pub id: String,
    pub programme: String,
    pub strand: Option<Strand>,
    /// Pounds.
    pub amount: f64,
    pub by: Option<String>,
}
