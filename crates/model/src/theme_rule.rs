//! What people state about a theme: shares of published figures, and activities with what they cost.

use money::Money;

use crate::{FinancialYear, Intent, words};

words! {
    /// How pounds of a theme came about.
    ThemeBasis {
        /// Rows of a ledger that the theme's rules found.
        Ledger = "ledger",
        /// A share, which somebody stated, of a figure of the whole count.
        StatedShare = "stated_share",
        /// An activity times what one unit of it costs.
        Activity = "activity",
        /// Hours of staff times what an hour costs.
        StaffTime = "staff_time",
    }
}

/// The share of a published line that belongs to a theme: a row of `theme_published.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeLine {
    pub theme: String,
    /// A body's id in place.toml, or its name as the publication prints it.
    pub body: String,
    /// Publication and measure, with `*` for anything and `|` between alternatives.
    pub series: String,
    /// Label as published, in the same way.
    pub label: String,
    /// Above 0 and at most 1.
    pub share: f64,
    /// None where the rule of the published line stands.
    pub intent: Option<Intent>,
    /// Why it is this share.
    pub reason: String,
    /// Who stated it.
    pub who: String,
    /// File and line.
    pub at: String,
}

/// What a body does for a theme, and what it costs: a row of `theme_activity.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeActivity {
    pub theme: String,
    /// A body's id in place.toml, or the name of one that is not there.
    pub body: String,
    /// Service of the common list; none where the activity is of no one service.
    pub service: Option<String>,
    pub activity: String,
    pub n: Quantity,
    /// What is counted: `visit`, `night`.
    pub unit: String,
    pub cost: ActivityCost,
    pub intent: Option<Intent>,
    pub within: Option<Within>,
    pub source: String,
    /// Who stated it.
    pub who: String,
    /// File and line.
    pub at: String,
}

/// How many units there were in the year.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    Stated(f64),
    /// A count of people or families as the disclosure rules released it: topic and category of `released_figure`.
    Released {
        topic: String,
        category: String,
    },
}

/// What an activity costs.
#[derive(Clone, Debug, PartialEq)]
pub enum ActivityCost {
    /// Of one unit, with everything in it.
    Unit(UnitPrice),
    /// Hours of staff for one unit, and pounds of an hour in the prices of a year.
    Staff { hours: f64, hourly: Money, year: FinancialYear },
}

/// What one unit costs.
#[derive(Clone, Debug, PartialEq)]
pub enum UnitPrice {
    /// Pounds in the prices of a year.
    Stated { pounds: Money, year: FinancialYear },
    /// A code of the place's unit costs.
    Named(String),
}

/// What holds an activity's pounds already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// Rows of the body's ledger.
    Ledger,
    /// A published line of the body with a stated share.
    Published,
    /// Another activity of the body.
    Activity(String),
    /// Nothing: pay that a ledger of payments does not hold.
    Neither,
}

impl Within {
    /// What a rule file says: any other text is the name of an activity.
    pub fn parse(text: &str) -> Option<Within> {
        match text {
            "" => None,
            "ledger" => Some(Within::Ledger),
            "published" => Some(Within::Published),
            "neither" => Some(Within::Neither),
            other => Some(Within::Activity(other.to_owned())),
        }
    }
}

/// Both lists of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeRules {
    pub lines: Vec<ThemeLine>,
    pub activities: Vec<ThemeActivity>,
}
