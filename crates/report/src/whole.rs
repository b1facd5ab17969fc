//! The whole count: what is spent for the place in all, what each part is based on, and how much of it is traced to payments.
//!
//! A ledger's sum never stands for a place's spending (design, section 8, rule 1). What is not known is named and has
//! no pounds.

mod base;
mod blocks;
mod coverage;
mod funders;
mod json;
mod read;
#[cfg(test)]
mod tests;
mod themes;

use std::collections::BTreeMap;

use model::spending::{Control, CountBasis, Grade, SetAsideAs, SpendingKind};
use model::{FinancialYear, ProblemKind};
use money::Money;

pub use base::{Above, Base, payments_in_words};
pub use funders::{BodyFunding, FunderRow, Funders, funders, origin_in_words};
pub use read::{counted, population, whole_count};
pub use themes::{
    PilotSplit, Split, ThemeCosts, ThemeRow, pilot_splits, theme_basis_in_words, theme_costs, themes_block,
};

/// A doubt that may move the headline by this share is shown beside it.
const NEAR_SHARE_MIN: f64 = 0.01;

/// The whole count of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeCount {
    pub place: String,
    pub year: FinancialYear,
    pub population: Option<Population>,
    pub cells: Vec<WholeCell>,
    pub set_aside: Vec<SetAside>,
    pub coverage: Vec<Coverage>,
    pub bridge: Vec<BridgeStep>,
    /// Doubts about it, by kind, with the pounds that depend on them: the largest first.
    pub doubts: Vec<(ProblemKind, Money)>,
}

/// How many people live in the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub people: u64,
    /// The districts that the driver's number is of; none for a number in place.toml.
    pub area: Option<String>,
    /// The day or count it is of, as printed: `census-2011`.
    pub as_of: Option<String>,
    /// The file of drivers that it stands in.
    pub file: Option<String>,
}

impl Population {
    /// A number that place.toml gives.
    pub fn stated(people: u64) -> Population {
        Population { people, area: None, as_of: None, file: None }
    }

    /// `" (Leeds, census 2011, drivers/people.csv)"`; nothing for a number in place.toml.
    pub fn source_in_brackets(&self) -> String {
        let as_of = self.as_of.as_ref().map(|as_of| as_of.replace('-', " "));
        // Files outside the sources' folder are reached by `..`, which tells a reader nothing.
        let file = self.file.as_ref().map(|file| file.trim_start_matches("../").to_owned());
        let parts: Vec<String> = [self.area.clone(), as_of, file].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
    }
}

/// One figure of one body that is spent for the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeCell {
    pub body_id: Option<String>,
    pub body: String,
    /// Id of the service in the common list.
    pub service_id: String,
    /// Name of the service in the common list.
    pub service: String,
    /// COFOG division or group.
    pub cofog: Option<String>,
    /// The service or function as published.
    pub label: String,
    pub kind: SpendingKind,
    pub control: Control,
    pub basis: CountBasis,
    pub grade: Grade,
    pub method: String,
    /// None where not known.
    pub amount: Option<Money>,
    pub low: Option<Money>,
    pub high: Option<Money>,
    /// Where the published figure stands; none for ledgers.
    pub printed: Option<PrintedAt>,
}

/// Where a published figure stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedAt {
    pub path: String,
    pub sheet: Option<String>,
    pub row: u64,
    pub column: String,
}

impl std::fmt::Display for PrintedAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sheet = self.sheet.as_ref().map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
        write!(f, "{}{sheet} row {}, `{}`", self.path, self.row, self.column)
    }
}

/// A published figure that is no spending of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    pub body: String,
    pub label: String,
    pub set_aside_as: SetAsideAs,
    pub counted_at: Option<String>,
    pub reason: String,
    pub amount: Option<Money>,
}

/// One body's service, current or capital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub body_id: Option<String>,
    pub body: String,
    /// Id of the service in the common list; [`model::WHOLE_BODY`] where the ledger does not split its capital by service.
    pub service_id: String,
    pub service: String,
    pub is_capital: bool,
    pub published: Option<Money>,
    pub apportioned: Option<Money>,
    pub estimated: Option<Money>,
    pub counted: Option<Money>,
    pub ledger: Option<Money>,
    pub opens: Option<Money>,
    pub note: String,
    pub ask: Option<String>,
}

/// One step from the region's spending a head to the place's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeStep {
    pub step: String,
    pub per_head: Money,
    pub note: String,
}

impl WholeCount {
    /// Whether any figure is published for the place: payments alone are never the whole of it (design, section 8, rule 1).
    pub fn has_published(&self) -> bool {
        self.cells.iter().any(|cell| !matches!(cell.basis, CountBasis::Ledger | CountBasis::NotKnown))
    }

    /// Doubts that may move the headline by a hundredth or more.
    pub fn near_doubts(&self) -> impl Iterator<Item = &(ProblemKind, Money)> {
        let total = self.total().abs();
        let is_near = move |amount: Money| amount.share_of(total).is_none_or(|share| NEAR_SHARE_MIN <= share);
        self.doubts.iter().filter(move |(_, amount)| is_near(*amount))
    }

    /// All that is counted.
    pub fn total(&self) -> Money {
        self.cells.iter().filter_map(|cell| cell.amount).sum()
    }

    /// The least and the most that it may be; what is not known is in neither.
    pub fn bounds(&self) -> (Money, Money) {
        let sum = |bound: fn(&WholeCell) -> Option<Money>| {
            self.cells.iter().filter_map(|cell| bound(cell).or(cell.amount)).sum()
        };
        (sum(|cell| cell.low), sum(|cell| cell.high))
    }

    /// What opens to the rows of a ledger.
    pub fn opens(&self) -> Money {
        self.coverage.iter().filter_map(|cell| cell.opens).sum()
    }

    /// The share of the whole that is traced to payments; none where nothing is counted.
    pub fn share_that_opens(&self) -> Option<f64> {
        self.opens().share_of(self.total())
    }

    /// Pounds for each resident; none where nobody says how many there are.
    pub fn per_head(&self) -> Option<Money> {
        self.total().per_head(self.population.as_ref()?.people)
    }

    /// What a place can address: all but benefits, pensions and what is for no area (method, section 1.6).
    pub fn addressable(&self) -> Money {
        self.sum(|cell| cell.control.is_addressable())
    }

    /// Benefits and pensions paid to people.
    pub fn benefits(&self) -> Money {
        self.sum(|cell| cell.kind == SpendingKind::Benefits)
    }

    /// What is known to be spent and not how much.
    pub fn not_known(&self) -> impl Iterator<Item = &WholeCell> {
        self.cells.iter().filter(|cell| cell.amount.is_none())
    }

    pub(crate) fn sum(&self, selects: impl Fn(&WholeCell) -> bool) -> Money {
        self.cells.iter().filter(|cell| selects(cell)).filter_map(|cell| cell.amount).sum()
    }

    /// Pounds under each name, the largest first, with the number of cells.
    pub fn by(&self, name: impl Fn(&WholeCell) -> String) -> Vec<(String, Money, usize)> {
        let mut sums: BTreeMap<String, (Money, usize)> = BTreeMap::new();
        for cell in &self.cells {
            if let Some(amount) = cell.amount {
                let sum = sums.entry(name(cell)).or_default();
                sum.0 += amount;
                sum.1 += 1;
            }
        }
        let mut named: Vec<_> = sums.into_iter().map(|(name, (amount, n))| (name, amount, n)).collect();
        named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        named
    }

    /// Pounds on each basis, in the order of their words; nothing for one that holds none.
    pub fn by_basis(&self) -> Vec<(CountBasis, Money, usize)> {
        let of = |basis: &CountBasis| {
            let cells = self.cells.iter().filter(|cell| cell.basis == *basis);
            (*basis, self.sum(|cell| cell.basis == *basis), cells.count())
        };
        CountBasis::ALL.iter().map(of).filter(|(_, _, n)| 0 < *n).collect()
    }
}

/// What a basis means, for residents.
pub fn basis_in_words(basis: CountBasis) -> &'static str {
    match basis {
        CountBasis::Ledger => "Payments of the body, each with its row",
        CountBasis::PublishedBody => "Published for the body",
        CountBasis::PublishedArea => "Published for the area",
        CountBasis::Apportioned => "Shared out from a larger area",
        CountBasis::Estimated => "Estimated",
        CountBasis::NotKnown => "Not known",
    }
}

/// What a kind of spending is called.
pub fn kind_in_words(kind: SpendingKind) -> &'static str {
    match kind {
        SpendingKind::Pay => "Pay",
        SpendingKind::GoodsServices => "Goods and services",
        SpendingKind::Current => "Current, not split into pay and purchases",
        SpendingKind::Benefits => "Benefits and pensions to people",
        SpendingKind::GrantsOutside => "Grants to others",
        SpendingKind::Capital => "Capital",
        SpendingKind::Income => "Less fees and other income",
    }
}

impl Coverage {
    /// Whether a ledger is all that is known of it.
    pub fn is_by_ledger(&self) -> bool {
        self.published.is_none() && self.apportioned.is_none() && self.estimated.is_none()
    }

    /// What is not traced to payments, in pounds; none where it is not known how much is spent, as with a ledger alone.
    pub fn closed(&self) -> Option<Money> {
        if self.is_by_ledger() {
            return None;
        }
        let closed = self.counted? - self.opens.unwrap_or(Money::ZERO);
        Some(if closed.is_negative() { Money::ZERO } else { closed })
    }

    /// The share that is traced to payments.
    pub fn share(&self) -> Option<f64> {
        self.opens?.share_of(self.counted?)
    }
}
