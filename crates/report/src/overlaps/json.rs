//! What is done twice as JSON: money as text in plain pounds.

use model::{FinancialYear, Strand};
use serde_json::{Value, json};

use super::{Evidence, Finding, Overlaps, YearOfEnds};

impl Overlaps {
    /// Strands and findings, the largest first; findings of one strand where one is asked for.
    pub fn to_json(&self, strand: Option<Strand>) -> Value {
        let chosen = self.all.iter().filter(|finding| strand.is_none_or(|strand| finding.strand == strand));
        let year = |(year, of): (&FinancialYear, &YearOfEnds)| {
            json!({
                "financial_year": year.to_string(),
                "n_contracts": of.n_contracts,
                "n_bodies": of.n_bodies,
                "amount": of.amount.plain(),
                "n_without_amount": of.n_without_amount,
            })
        };
        json!({
            "contract_ends": self.ends.as_ref().map(|ends| ends.years.iter().map(year).collect::<Vec<_>>()),
            "n_contracts_open": self.ends.as_ref().map(|ends| ends.n_open),
            "amount": self.amount().plain(),
            "strands": self.by_strand().iter().map(|sum| json!({
                "strand": sum.strand.word(),
                "n_findings": sum.n_findings,
                "n_unknown": sum.n_unknown,
                "amount": sum.amount.plain(),
            })).collect::<Vec<_>>(),
            "findings": chosen.map(Finding::to_json).collect::<Vec<_>>(),
        })
    }
}

impl Finding {
    pub fn to_json(&self) -> Value {
        json!({
            "rank": self.rank,
            "overlap_id": self.id,
            "kind": self.kind.word(),
            "strand": self.strand.word(),
            "title": self.title,
            "bodies": self.bodies,
            "amount": self.amount.map(|amount| amount.plain()),
            "amount_seen": self.amount_seen.map(|amount| amount.plain()),
            "claimed_by": self.claimed_by,
            "confidence": self.confidence.word(),
            "keep_apart": self.keep_apart,
            "how": self.how,
            "condition": self.condition,
            "savings": self.savings.as_ref().map(|of| json!({"low": of.low, "high": of.high, "source": of.source})),
        })
    }

    pub fn to_json_with(&self, evidence: &[Evidence]) -> Value {
        let mut object = self.to_json();
        let piece = |piece: &Evidence| {
            json!({
                "body_id": piece.body_id,
                "table": piece.table,
                "key": piece.key,
                "note": piece.note,
                "amount": piece.amount.map(|amount| amount.plain()),
            })
        };
        object["evidence"] = evidence.iter().map(piece).collect();
        object
    }
}
