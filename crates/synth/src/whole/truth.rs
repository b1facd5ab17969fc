//! `whole_count` of `truth.json`: every cell with its truth, sums of them, what is set aside, and what to ask for first.

use std::collections::BTreeMap;

use model::spending::CountBasis;
use money::Money;
use serde_json::{Map, Value, json};

use super::Whole;
use super::cells::{Aside, Cell};
use super::funders::Funder;
use crate::bodies::BODIES;

impl Whole {
    /// The whole count in truth, in pounds and pence.
    pub fn json(&self) -> Value {
        let total: i64 = self.cells.iter().filter_map(|cell| cell.pence).sum();
        json!({
            "total": pounds(total),
            "per_head": pounds(total / self.n_people.max(1) as i64),
            "by_basis": self.sums(|cell| cell.basis.word()),
            "by_kind": self.sums(|cell| cell.kind.word()),
            "by_body": self.sums(|cell| cell.body),
            "by_service": self.sums(|cell| cell.service),
            "cells": self.cells.iter().filter(|cell| cell.pence.is_some()).map(cell_json).collect::<Vec<_>>(),
            "not_known": self.cells.iter().filter(|cell| cell.pence.is_none()).map(unknown_json).collect::<Vec<_>>(),
            "set_aside": self.asides.iter().map(aside_json).collect::<Vec<_>>(),
            "ask_order": self.ask_order(),
            "themes": self.themes,
            "funders": self.funders.iter().map(funder_json).collect::<Vec<_>>(),
        })
    }

    fn sums(&self, key: impl Fn(&Cell) -> &'static str) -> Value {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for cell in &self.cells {
            if let Some(pence) = cell.pence {
                *sums.entry(key(cell)).or_default() += pence;
            }
        }
        Value::Object(sums.into_iter().map(|(key, pence)| (key.to_owned(), pounds(pence))).collect::<Map<_, _>>())
    }

    /// Bodies of which no row opens, by the pounds that they spend here; those of whom nothing is known last.
    fn ask_order(&self) -> Value {
        let sends =
            |cell: &&Cell| cell.body_id.is_some_and(|id| BODIES.iter().any(|body| body.id == id && body.sends_ledger));
        let mut by_body: BTreeMap<&str, Option<i64>> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| !sends(cell)) {
            let sum = by_body.entry(cell.body).or_default();
            *sum = cell.pence.map_or(*sum, |pence| Some(sum.unwrap_or(0) + pence));
        }
        let mut order: Vec<(&str, Option<i64>)> = by_body.into_iter().collect();
        order.sort_by_key(|(_, pence)| std::cmp::Reverse(*pence));
        order.iter().map(|(body, pence)| json!({ "body": body, "pounds": pence.map(pounds) })).collect()
    }
}

fn pounds(pence: i64) -> Value {
    Value::String(Money::from_pence(pence).plain())
}

fn cell_json(cell: &Cell) -> Value {
    let mut value = json!({
        "body_id": cell.body_id,
        "body": cell.body,
        "service": cell.service,
        "kind": cell.kind.word(),
        "basis": cell.basis.word(),
        "label": cell.label,
        "pounds": cell.pence.map(pounds),
    });
    // Where a share or another body's figure is all that is published, it is not the truth.
    if matches!(cell.basis, CountBasis::Apportioned | CountBasis::Estimated) {
        value["published"] = cell.published.map_or(Value::Null, pounds);
    }
    value
}

fn unknown_json(cell: &Cell) -> Value {
    json!({ "body_id": cell.body_id, "body": cell.body, "service": cell.service, "label": cell.label })
}

fn funder_json(funder: &Funder) -> Value {
    json!({
        "body_id": funder.body,
        "account": funder.account.word(),
        "instrument": funder.instrument.word(),
        "pounds": pounds(funder.pence),
    })
}

fn aside_json(aside: &Aside) -> Value {
    json!({
        "body": aside.body,
        "label": aside.label,
        "series": aside.series,
        "as": aside.set_aside_as.word(),
        "pounds": pounds(aside.pence),
    })
}
