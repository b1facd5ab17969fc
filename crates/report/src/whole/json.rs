//! The whole count as JSON: money as text in plain pounds; `null` is not known, never zero.

use money::Money;
use serde_json::{Value, json};

use super::WholeCount;

impl WholeCount {
    /// The first figures, the sums, and every cell.
    pub fn to_json(&self) -> Value {
        let (low, high) = self.bounds();
        let sums = |sums: Vec<(String, Money, usize)>| -> Vec<Value> {
            let sum = |(name, amount, n_cells): (String, Money, usize)| json!({ "name": name, "amount": amount.plain(), "n_cells": n_cells });
            sums.into_iter().map(sum).collect()
        };
        json!({
            "place": self.place,
            "financial_year": self.year.0,
            "total": self.total().plain(),
            "low": low.plain(),
            "high": high.plain(),
            "population": self.population.as_ref().map(|population| population.people),
            "population_as_of": self.population.as_ref().and_then(|population| population.as_of.clone()),
            "population_area": self.population.as_ref().and_then(|population| population.area.clone()),
            "population_file": self.population.as_ref().and_then(|population| population.file.clone()),
            "per_head": self.per_head().map(|amount| amount.plain()),
            "opens_to_rows": self.opens().plain(),
            "addressable": self.addressable().plain(),
            "by_basis": sums(self.by(|cell| cell.basis.word().to_owned())),
            "by_body": sums(self.by(|cell| cell.body.clone())),
            "by_service": sums(self.by(|cell| cell.service.clone())),
            "by_kind": sums(self.by(|cell| cell.kind.word().to_owned())),
            "not_known": self.not_known().map(|cell| json!({ "body": cell.body, "label": cell.label })).collect::<Vec<_>>(),
        })
    }

    /// What is counted and what of it opens, and what to ask for.
    pub fn coverage_json(&self) -> Value {
        let plain = |amount: Option<Money>| amount.map(|amount| amount.plain());
        let cells: Vec<Value> = self
            .coverage
            .iter()
            .map(|cell| {
                json!({
                    "body": cell.body,
                    "service": cell.service,
                    "capital": cell.is_capital,
                    "published": plain(cell.published),
                    "apportioned": plain(cell.apportioned),
                    "estimated": plain(cell.estimated),
                    "counted": plain(cell.counted),
                    "ledger": plain(cell.ledger),
                    "opens": plain(cell.opens),
                    "share": cell.share(),
                    "note": cell.note,
                    "ask": cell.ask,
                })
            })
            .collect();
        let asks: Vec<Value> = self
            .asks()
            .into_iter()
            .map(|(body, ask, amount)| json!({ "body": body, "ask": ask, "amount": plain(amount) }))
            .collect();
        json!({ "place": self.place, "financial_year": self.year.0, "cells": cells, "ask": asks })
    }
}
