//! The summary as JSON: money as text in plain pounds, so that no reader rounds it.

use model::{AccountPart, FinancialYear, Tally};
use money::Money;
use serde_json::{Value, json};

use crate::suppliers::Suppliers;

use super::{Named, Parts, Reconciliation, Summary};

impl Summary {
    /// Every figure; `null` is "not computed", never zero.
    pub fn to_json(&self) -> Value {
        json!({
            "place": self.place,
            "financial_year": self.year.0,
            "net_by_year": by_year(&self.net_by_year),
            "population": self.population.as_ref().map(|population| population.people),
            "population_as_of": self.population.as_ref().and_then(|population| population.as_of.clone()),
            "population_area": self.population.as_ref().and_then(|population| population.area.clone()),
            "population_file": self.population.as_ref().and_then(|population| population.file.clone()),
            "note": "null means not computed, never zero; money is pounds as text",
            "net": tally(self.total.net()),
            "net_per_head": plain(self.per_head()),
            "net_is": self.payments_in_words(),
            "sources": self.sources_json(),
            "bodies": self.bodies.iter().map(|body| {
                json!({ "body_id": body.body_id, "name": body.name, "account": parts(&body.parts) })
            }).collect::<Vec<_>>(),
            "total": parts(&self.total),
            "from_national_bodies": self.from_whitehall.map(|whitehall| json!({
                "n_lines": whitehall.n_lines,
                "amount": whitehall.amount.plain(),
                "eliminated": whitehall.eliminated.plain(),
            })),
            "other_years": tally(self.beside.of_other_years()),
            "other_years_by_year": by_year(&self.beside.other_years),
            "copies": tally(self.beside.copies),
            "coverage": self.coverage(),
            "unclassified": tally(self.unclassified),
            "services": named(&self.services),
            "client_group_coverage": self.client_group_coverage(),
            "client_groups": named(&self.client_groups),
            "payees": named(&self.payees),
            "payees_withheld": tally(self.payees_withheld),
            "kinds_of_payee": self.suppliers.as_ref().map(|suppliers| {
                suppliers.by_kind().into_iter().map(|(kind, tally)| named_json(kind.word(), tally)).collect::<Vec<_>>()
            }),
            "suppliers": self.suppliers.as_ref().map(Suppliers::to_json),
            "transfers": self.transfers_json(),
            "reconciliations": self.reconciliations.as_ref().map(|found| {
                found.iter().map(reconciliation).collect::<Vec<_>>()
            }),
            "doubts": self.doubts_json(),
            "missing_bodies": self.missing_bodies.iter().map(|body| json!({
                "body_id": body.body_id,
                "name": body.name,
                "n_files": body.n_files,
                "paid_by_others": plain(body.paid_by_others),
            })).collect::<Vec<_>>(),
        })
    }

    fn sources_json(&self) -> Value {
        let sources = &self.sources;
        json!({
            "n_files": sources.n_files,
            "n_files_without_lines": sources.n_files_without_lines,
            "n_rows": sources.n_rows,
            "n_lines": sources.n_lines,
            "n_problem_rows": sources.n_problem_rows,
            "confidence_min": sources.confidence_min,
            "vat_bases": named(&sources.vat_bases),
        })
    }

    fn transfers_json(&self) -> Value {
        let Some(lines) = &self.transfers else { return Value::Null };
        let lines = lines.iter().map(|line| {
            json!({
                "payer": line.payer,
                "receiver": line.receiver,
                "kind": line.kind,
                "n_lines": line.n_lines,
                "amount": line.amount.plain(),
                "eliminated": line.eliminated,
                "matched_amount": plain(line.matched_amount),
                "status": line.status,
            })
        });
        lines.collect()
    }

    fn doubts_json(&self) -> Value {
        let Some(doubts) = &self.doubts else { return Value::Null };
        let doubts = doubts.iter().map(|doubt| {
            json!({
                "kind": doubt.kind.word(),
                "left_out": doubt.left_out,
                "settled": doubt.is_settled,
                "n_rows": doubt.n_rows,
                "n_files": doubt.n_files,
                "amount": plain(doubt.amount),
                "bodies": doubt.bodies,
                "ask": doubt.ask,
            })
        });
        doubts.collect()
    }
}

fn plain(amount: Option<Money>) -> Option<String> {
    amount.map(Money::plain)
}

fn tally(tally: Tally) -> Value {
    json!({ "n_lines": tally.n_lines, "amount": tally.amount.plain() })
}

fn by_year(years: &[(FinancialYear, Tally)]) -> Value {
    let year = |(year, of_year): &(FinancialYear, Tally)| json!({ "financial_year": year.0, "n_lines": of_year.n_lines, "amount": of_year.amount.plain() });
    years.iter().map(year).collect()
}

fn named(named: &[Named]) -> Value {
    named.iter().map(|n| named_json(&n.name, n.tally)).collect()
}

fn named_json(name: &str, tally: Tally) -> Value {
    json!({ "name": name, "n_lines": tally.n_lines, "amount": tally.amount.plain() })
}

fn parts(parts: &Parts) -> Value {
    let of = |part: &AccountPart| (part.word(), parts[*part]);
    let left_out = parts.left_out().map(|(part, tally)| (part.word(), tally));
    let figures = [("gross", parts.gross())].into_iter().chain(left_out).chain([("net", parts.net())]);
    figures.chain(AccountPart::NET.iter().map(of)).map(|(name, of)| (name.to_owned(), tally(of))).collect()
}

fn reconciliation(reconciliation: &Reconciliation) -> Value {
    let items = reconciliation.items.iter().map(|item| {
        json!({
            "item": item.item,
            "amount": plain(item.amount),
            "share_of_published": reconciliation.share(item),
            "basis": item.basis,
            "note": item.note,
        })
    });
    json!({
        "body": reconciliation.body,
        "series": reconciliation.series,
        "financial_year": reconciliation.year.0,
        "items": items.collect::<Vec<_>>(),
    })
}
