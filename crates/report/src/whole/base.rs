//! What a share of spending is a share of: all that is spent, where that is known, and never payments without saying so.

use money::Money;

use super::{Coverage, WholeCount};
use crate::block::percent;

/// All that a body, or a service, is known to spend, and what of it is traced to payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// Cells of the whole count.
    pub counted: Money,
    /// What of it is traced to payments.
    pub opens: Money,
    /// Some of it is known only from payments, which hold no pay: nothing is published.
    pub has_payments_alone: bool,
}

impl Base {
    /// The share that is traced to payments; none where nothing is counted.
    pub fn share_that_opens(&self) -> Option<f64> {
        self.opens.share_of(self.counted)
    }

    /// `£592.7m in the whole count, of which 14.7% is traced to payments`.
    pub fn in_words(&self) -> String {
        let opens = self.share_that_opens().map(percent).unwrap_or_else(|| "nothing".to_owned());
        let alone = if self.has_payments_alone { ", partly known only from payments" } else { "" };
        format!("{} in the whole count, of which {opens} is traced to payments{alone}", self.counted.short())
    }
}

impl WholeCount {
    /// The base of everything.
    pub fn base(&self) -> Base {
        self.base_of(|_| true).unwrap_or_default()
    }

    /// All of a body's spending for the place; none where nothing of it is known.
    pub fn base_of_body(&self, body_id: &str) -> Option<Base> {
        self.base_of(|row| row.body_id.as_deref() == Some(body_id))
    }

    /// All that is spent on a service by any body; none if nothing is known about it.
    ///
    /// Capital that no ledger splits by service is in the cells of its service, and opens in no one of them.
    pub fn base_of_service(&self, service_id: &str) -> Option<Base> {
        let mut base = self.base_of(|row| row.service_id == service_id).unwrap_or_default();
        let cells = self.cells.iter().filter(|cell| cell.service_id == service_id);
        let known: Vec<Money> = cells.filter_map(|cell| cell.amount).collect();
        base.counted = known.iter().copied().sum();
        (!known.is_empty()).then_some(base)
    }

    /// Pounds of a COFOG division, as far as published lines and programmes have one.
    pub fn of_cofog_division(&self, division: &str) -> Money {
        self.sum(|cell| cell.cofog.as_deref().is_some_and(|cofog| cofog.split('.').next() == Some(division)))
    }

    fn base_of(&self, selects: impl Fn(&Coverage) -> bool) -> Option<Base> {
        let rows = || self.coverage.iter().filter(|row| selects(row));
        let is_alone = |row: &Coverage| row.published.is_none() && row.apportioned.is_none() && row.estimated.is_none();
        let counted: Vec<Money> = rows().filter_map(|row| row.counted).collect();
        (!counted.is_empty()).then(|| Base {
            counted: counted.iter().copied().sum(),
            opens: rows().filter_map(|row| row.opens).sum(),
            has_payments_alone: rows().any(|row| row.counted.is_some() && is_alone(row)),
        })
    }
}

/// What payments are beneath: all that is spent for the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Above {
    pub base: Base,
    /// Pounds in all for each resident; none where nobody says how many there are.
    pub per_head: Option<Money>,
}

impl WholeCount {
    /// What the payments of the place are beneath.
    pub fn above(&self) -> Above {
        Above { base: self.base(), per_head: self.per_head() }
    }
}

/// What is beside every sum of payments: how much of all spending is traced to payments, where that is known.
pub fn payments_in_words(above: Option<&Above>) -> String {
    match above.and_then(|above| Some((above.base.share_that_opens()?, above))) {
        Some((share, above)) => {
            let each = above.per_head.map(|amount| format!(" ({amount} for each resident)")).unwrap_or_default();
            let total = above.base.counted.short();
            format!(
                "payments only: {} of the {total}{each} spent for the place in all is traced to payments",
                percent(share)
            )
        }
        None => "payments only: there is no published figure for what is spent in all".to_owned(),
    }
}
