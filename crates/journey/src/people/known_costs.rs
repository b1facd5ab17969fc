//! What is known of the costs of services and units outside agencies' files, for the contacts without a cost.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::FinancialYear;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{COVERAGE, WHOLE_COUNT, coverage, whole_count};
use money::Money;

/// What is known of costs, in prices of the place's year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownCosts {
    /// By code.
    pub unit_costs: BTreeMap<String, KnownUnitCost>,
    /// By body and service.
    pub services: BTreeMap<(String, String), ServiceCost>,
}

/// What public bodies spend on one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownUnitCost {
    pub pounds: f64,
    /// What one of it is, as printed.
    pub unit: String,
    /// What it is and where it comes from.
    pub what: String,
}

/// What a body spends on running a service in the year: pay, and goods and services, before income. Capital, benefits and grants
/// are no cost of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCost {
    /// What the whole count has from publications.
    pub counted: Money,
    /// Whether a figure of it holds pay: pay itself, or current spending that is not parted.
    pub has_pay: bool,
    /// Labels of figures that are known to be spent, but not how much.
    pub not_known: Vec<String>,
    /// The lines of the body's ledger, without pay.
    pub ledger: Option<Money>,
}

impl ServiceCost {
    /// The services of a year, from the tables `whole_count` and `coverage`.
    pub fn of_year(
        cells: &[RecordBatch],
        covered: &[RecordBatch],
        year: FinancialYear,
    ) -> BTreeMap<(String, String), ServiceCost> {
        let mut services: BTreeMap<(String, String), ServiceCost> = BTreeMap::new();
        let cells = cells.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter());
        for row in cells.filter(|row| row.year(whole_count::FINANCIAL_YEAR) == year) {
            let Some(body) = row.text_if_any(whole_count::BODY_ID) else { continue };
            let key = (body.to_owned(), row.text(whole_count::SERVICE).to_owned());
            services.entry(key).or_default().add(&row);
        }
        let covered = covered.iter().flat_map(|batch| COVERAGE.read(batch).iter());
        for row in covered.filter(|row| row.year(coverage::FINANCIAL_YEAR) == year && !row.flag(coverage::CAPITAL)) {
            let Some(body) = row.text_if_any(coverage::BODY_ID) else { continue };
            let key = (body.to_owned(), row.text(coverage::SERVICE).to_owned());
            services.entry(key).or_default().ledger = row.money_if_any(coverage::LEDGER);
        }
        services
    }

    fn add(&mut self, row: &model::Row<'_>) {
        use SpendingKind::{Current, GoodsServices, Pay};
        let kind = SpendingKind::parse(row.text(whole_count::KIND));
        // Lines of a ledger are no cost of a service: they leave out pay.
        let is_ledger = CountBasis::parse(row.text(whole_count::BASIS)) == Some(CountBasis::Ledger);
        if is_ledger || !matches!(kind, Some(Pay | GoodsServices | Current)) {
            return;
        }
        match row.money_if_any(whole_count::AMOUNT) {
            Some(amount) => {
                self.counted += amount;
                self.has_pay |= matches!(kind, Some(Pay | Current));
            }
            None => self.not_known.push(row.text(whole_count::LABEL).to_owned()),
        }
    }

    /// The pounds of the whole count, or why they are no cost of contacts.
    ///
    /// # Errors
    /// A sentence for a person.
    pub fn with_pay(&self) -> Result<Money, String> {
        match self {
            ServiceCost { not_known, .. } if !not_known.is_empty() => {
                Err(format!("how much is spent on {} is not known", not_known.join(" and ")))
            }
            ServiceCost { has_pay: false, .. } => Err("nothing published for it has its pay".to_owned()),
            ServiceCost { counted, .. } if *counted <= Money::ZERO => {
                Err(format!("it comes to {counted} before income"))
            }
            ServiceCost { counted, .. } => Ok(*counted),
        }
    }
}
