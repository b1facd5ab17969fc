//! What the place counted, by body and service: the other end of a business case.

use std::collections::{BTreeMap, BTreeSet};

use model::FinancialYear;
use serde::Serialize;

/// Pounds of each body for each service in one financial year.
///
/// Where the whole count knows what a body spends on a service, that is its cost. Elsewhere there are only payments, which
/// leave out pay: what was paid for, and never more than what was spent. Each figure says which of the two it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// None where nothing was counted yet.
    pub year: Option<FinancialYear>,
    pounds: BTreeMap<(String, String), CountedSpending>,
    /// What the place can address in all, by the whole count; none where nothing is published.
    addressable: Option<Addressable>,
    /// People or families by `topic:category` of a figure that may leave the place; none where it is withheld.
    released: BTreeMap<String, Option<f64>>,
}

/// What a place can address of all that is spent for it: all but benefits, pensions and what is for no area (method, 1.6).
#[derive(Clone, Debug, PartialEq)]
pub struct Addressable {
    pub place: String,
    pub pounds: f64,
}

/// What a body spends on a service, and what that rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CountedSpending {
    pub pounds: f64,
    pub rests_on: RestsOn,
}

/// What a counted figure rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RestsOn {
    /// The whole count: current spending net of income, of which a share is traced to payments.
    WholeCount { opens: f64 },
    /// Payments alone: nothing is published for the body and service.
    PaymentsOnly,
}

impl CountedSpending {
    /// `the whole count, of which 43.5% is traced to payments`; payments say that they are not the cost.
    pub fn basis_in_words(&self) -> String {
        match self.rests_on {
            RestsOn::WholeCount { opens } if self.pounds != 0.0 => {
                let share = crate::text::percent(opens / self.pounds);
                format!("the whole count, of which {share} is traced to payments")
            }
            RestsOn::WholeCount { .. } => "the whole count".to_owned(),
            RestsOn::PaymentsOnly => "payments only, which leave out pay: nothing is published for it".to_owned(),
        }
    }
}

impl Counted {
    /// Payments of one year; a body and service that stand there twice are added up.
    pub fn of(year: FinancialYear, rows: impl IntoIterator<Item = (String, String, f64)>) -> Counted {
        let mut pounds = BTreeMap::new();
        for (body, service, amount) in rows {
            let none = CountedSpending { pounds: 0.0, rests_on: RestsOn::PaymentsOnly };
            pounds.entry((body, service)).or_insert(none).pounds += amount;
        }
        Counted { year: Some(year), pounds, ..Counted::default() }
    }

    /// The same with the whole count of bodies and services, with what of it is traced to payments: it leads over payments.
    #[must_use]
    pub fn with_whole(mut self, rows: impl IntoIterator<Item = (String, String, f64, f64)>) -> Counted {
        let mut whole: BTreeMap<(String, String), (f64, f64)> = BTreeMap::new();
        for (body, service, counted, opens) in rows {
            let sum = whole.entry((body, service)).or_default();
            *sum = (sum.0 + counted, sum.1 + opens);
        }
        let spending = |(pounds, opens)| CountedSpending { pounds, rests_on: RestsOn::WholeCount { opens } };
        self.pounds.extend(whole.into_iter().map(|(key, sums)| (key, spending(sums))));
        self
    }

    /// The same with what the place can address in all.
    #[must_use]
    pub fn with_addressable(self, addressable: Option<Addressable>) -> Counted {
        Counted { addressable, ..self }
    }

    /// What the place of this name can address in all, by its whole count; none for any other place.
    pub(crate) fn addressable_of(&self, place: &str) -> Option<f64> {
        let is_meant = |addressable: &&Addressable| addressable.place.eq_ignore_ascii_case(place.trim());
        self.addressable.as_ref().filter(is_meant).map(|addressable| addressable.pounds)
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

    /// What a body spends on a service; none where neither a published figure nor a payment says so.
    pub fn of_service(&self, body: &str, service: &str) -> Option<CountedSpending> {
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
