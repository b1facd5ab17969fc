//! What a better design costs, who pays and who gains.
//!
//! The business case that lives in consultants' spreadsheets, as a text that can be read, checked and argued with.
//! Read it in this order:
//!
//! 1. [`Reference`]: numbers from the world, each with unit, date, source and quality: [`Schedule`]s of discount rates,
//!    [`money::Deflators`], [`optimism`], [`unit_costs`];
//! 2. [`read()`]: what somebody proposes, or every mistake in it with line and column;
//! 3. [`calculation::Calculation`]: the proposal as a calculation, the same for the central case, scenarios and draws;
//! 4. [`appraise`]: the [`Case`]: present values, who pays and gains, when it pays back, what would change the answer;
//! 5. [`gains`]: what bodies could pay each other so that all of them gain;
//! 6. [`simulate`]: how sure the answer is, and what it would be worth to know more;
//! 7. [`compare`], [`funding`], [`rollout`], [`savings`]: many proposals, ring-fenced pots, whole countries,
//!    and savings that are counted once.
//!
//! Everything here is a pure function of texts and numbers: no files, no clock, no chance without a seed, no printing.
//! Amounts are estimates, so they are `f64` until a page rounds them ([`text`]). Method: section 5.

pub mod calculation;
mod case;
pub mod claims;
mod compare;
mod counted;
mod discount;
mod error;
mod estimate;
pub mod funding;
pub mod gains;
mod json;
pub mod offer;
pub mod optimism;
mod paper;
mod percentages;
pub mod proposal;
mod read;
mod reference;
pub mod rollout;
pub mod savings;
pub mod tables;
pub mod text;
mod uncertainty;
pub mod unit_costs;

pub use case::{
    BenefitResult, BodyView, BudgetUse, Case, CaseBody, Caution, CostResult, Finding, FindingKind, Flow, Measure,
    Payback, ScenarioResult, Swing, Switching, ValueResult, View, YearRow, appraise, appraise_in_prices_of,
};
pub use compare::{Comparison, ComparisonRow, Cut, CutComparison, compare};
pub use counted::{Addressable, Counted, CountedSpending, RestsOn};
pub use discount::{Band, DiscountVintage, Schedule};
pub use error::Error;
pub use estimate::{Estimate, Uncertain};
pub use json::to_json;
pub use model::Strand;
pub use paper::{Paper, paper};
pub use percentages::Percentages;
pub use proposal::Proposal;
pub use read::read;
pub use reference::{NamedValue, Reference, ReferenceTexts, is_confirmed};
pub use uncertainty::{BodyUncertainty, Simulation, Spread, Uncertainty, ValueOfKnowing, simulate, simulate_all};
