//! What decides how published figures enter the whole count: rules of lines and of programmes, and the districts.

use crate::funding::FundingRule;
use crate::spending::{Control, SetAsideAs, SpendingKind};
use crate::{ClientGroup, FinancialYear, Intent};

/// What is done with a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineTreatment {
    Counted,
    /// Counted at another body as the best evidence of what that spends.
    Estimated,
    SetAside(SetAsideAs),
}

impl LineTreatment {
    pub fn parse(word: &str) -> Option<LineTreatment> {
        match word {
            "counted" => Some(LineTreatment::Counted),
            "estimated" => Some(LineTreatment::Estimated),
            word => SetAsideAs::parse(word).map(LineTreatment::SetAside),
        }
    }

    /// The words of all of them.
    pub fn words() -> impl Iterator<Item = &'static str> + Clone {
        ["counted", "estimated"].into_iter().chain(SetAsideAs::WORDS.iter().copied())
    }
}

/// What the money of a counted figure is, as a rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedAs {
    /// Service of the common list; empty for what is not counted.
    pub service: String,
    /// COFOG of the service, where the figure shows none of its own.
    pub cofog: Option<String>,
    /// None where the figure's own kind stands. Capital stays capital, whatever a rule says.
    pub kind: Option<SpendingKind>,
    pub control: Option<Control>,
    pub intent: Option<Intent>,
    pub client_group: Option<ClientGroup>,
    /// Class of programmes whose figures for a region hold the same money.
    pub class: String,
}

/// What a published line of a body is: a row of `published_line.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRule {
    /// Publication and measure, with `*` for anything and `|` between alternatives.
    pub series: String,
    /// Label as published, in the same way.
    pub label: String,
    /// Kinds of bodies whose line it is, in the same way.
    pub body_kind: String,
    pub treatment: LineTreatment,
    pub counted_as: CountedAs,
    /// The body where the money is counted, where it is another's.
    pub counted_at: Option<String>,
    /// The reason, in words.
    pub reason: String,
    /// File and line.
    pub at: String,
}

/// How a programme's figure for a region is shared out: a row of `programme.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeRule {
    pub department: String,
    /// Function and sub-function as published.
    pub function: String,
    pub segment: String,
    /// Plausible drivers, the best first; none where no driver would say anything of a district.
    pub drivers: Vec<String>,
    /// What would be better, to be asked for.
    pub better_driver: String,
    /// Fraction by which the best driver missed what was published for an area; none where it was not tested.
    pub tested_error: Option<f64>,
    pub counted_as: CountedAs,
    pub reason: String,
    /// File and line.
    pub at: String,
}

/// All lists, the place's own rows first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountRules {
    pub lines: Vec<LineRule>,
    pub programmes: Vec<ProgrammeRule>,
    pub funding: Vec<FundingRule>,
}

/// A district: an area that no other of its kind overlaps, for which drivers are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    pub name: String,
    /// Its code, then the codes it had before.
    pub codes: Vec<String>,
    pub region: String,
    /// Codes of the county and of the combined authority around it.
    pub within: Vec<String>,
    /// The year in which it began and the one in which it ended, where it did.
    pub first_year: Option<FinancialYear>,
    pub end_year: Option<FinancialYear>,
}

impl District {
    pub fn has_code(&self, code: &str) -> bool {
        self.codes.iter().any(|own| own == code)
    }
}
