//! What the place's own account counted, by body and service: the other end of a business case.

use std::collections::{BTreeMap, BTreeSet};

use model::FinancialYear;

/// Pounds of each body for each service in one financial year, as the place's ledgers say.
///
/// Ledgers of payments leave out pay, so a figure from here is what was paid for and never more than what was spent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// None where nothing was counted yet.
    pub year: Option<FinancialYear>,
    pounds: BTreeMap<(String, String), f64>,
}

impl Counted {
    /// Of one year; a body and service that stand there twice are added up.
    pub fn of(year: FinancialYear, rows: impl IntoIterator<Item = (String, String, f64)>) -> Counted {
        let mut pounds = BTreeMap::new();
        for (body, service, amount) in rows {
            *pounds.entry((body, service)).or_default() += amount;
        }
        Counted { year: Some(year), pounds }
    }

    /// Pounds of a body for a service; none where no line says so.
    pub fn of_service(&self, body: &str, service: &str) -> Option<f64> {
        self.pounds.get(&(body.to_owned(), service.to_owned())).copied()
    }

    /// The bodies that were counted.
    pub(crate) fn bodies(&self) -> BTreeSet<&str> {
        self.pounds.keys().map(|(body, _)| body.as_str()).collect()
    }

    /// Everything that can be asked for, as `body:service`.
    pub(crate) fn names(&self) -> Vec<String> {
        self.pounds.keys().map(|(body, service)| format!("{body}:{service}")).collect()
    }
}
