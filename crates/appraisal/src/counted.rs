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
    /// People or families by `topic:category` of a figure that may leave the place; none where it is withheld.
    released: BTreeMap<String, Option<f64>>,
}

impl Counted {
    /// Of one year; a body and service that stand there twice are added up.
    pub fn of(year: FinancialYear, rows: impl IntoIterator<Item = (String, String, f64)>) -> Counted {
        let mut pounds = BTreeMap::new();
        for (body, service, amount) in rows {
            *pounds.entry((body, service)).or_default() += amount;
        }
        Counted { year: Some(year), pounds, released: BTreeMap::new() }
    }

    /// The same with the released figures about people: topic, category, and the count unless it is withheld.
    #[must_use]
    pub fn with_released(self, figures: impl IntoIterator<Item = (String, String, Option<f64>)>) -> Counted {
        let released = figures.into_iter().map(|(topic, category, n)| (format!("{topic}:{category}"), n)).collect();
        Counted { released, ..self }
    }

    /// The released figure `topic:category`: `None` if there is no such figure, `Some(None)` if it is withheld.
    pub(crate) fn released(&self, name: &str) -> Option<Option<f64>> {
        self.released.get(name).copied()
    }

    /// Every released figure that can be asked for.
    pub(crate) fn released_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.released.keys().map(String::as_str)
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
