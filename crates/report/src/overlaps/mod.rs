//! What is done twice: findings with their pounds and their evidence, the largest first.
//!
//! Every figure is a row, or a plain sum of rows, of the tables that the step `overlap` wrote.

mod block;
mod ends;
mod json;
mod read;

use std::collections::HashMap;

use model::Strand;
use model::tables::{OverlapConfidence, OverlapKind};
use money::Money;

pub use ends::{ContractEnds, YearOfEnds, contract_ends};
pub use read::overlaps;

/// Everything that is done twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlaps {
    /// The largest first.
    pub all: Vec<Finding>,
    /// By finding.
    pub evidence: HashMap<String, Vec<Evidence>>,
    /// How often payments repeat, by body.
    pub repeats: Vec<Repeats>,
    /// What voluntary bodies are paid, by body and service.
    pub voluntary: Vec<Voluntary>,
    /// When contracts end; none where no register was read.
    pub ends: Option<ContractEnds>,
}

/// One thing done twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub id: String,
    pub kind: OverlapKind,
    pub strand: Strand,
    pub title: String,
    pub bodies: Vec<String>,
    /// What each of them pays of the pounds that belong to it alone; the largest first.
    pub payers: Vec<(String, Money)>,
    /// Pounds that belong to it alone; none where they are not known.
    pub amount: Option<Money>,
    /// With those that another finding has claimed.
    pub amount_seen: Option<Money>,
    pub claimed_by: Option<String>,
    pub confidence: OverlapConfidence,
    pub keep_apart: bool,
    pub how: String,
    pub condition: String,
    /// The least and the most of its pounds that are assumed to be saved, and who assumed it.
    pub savings: Option<Savings>,
    pub rank: usize,
}

/// An assumption, not a figure of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Savings {
    pub low: f64,
    pub high: f64,
    pub source: String,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub body_id: Option<String>,
    pub table: String,
    pub key: String,
    pub note: String,
    pub amount: Option<Money>,
}

/// How often one body's payments repeat, and what chance alone would give.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeats {
    pub body_id: String,
    pub n_lines: usize,
    pub n_repeated: usize,
    pub n_in_series: usize,
    pub n_same_invoice: usize,
    pub expected_same_invoice: f64,
    pub n_alone_listed: usize,
}

/// What one body pays to voluntary bodies for one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Voluntary {
    pub body_id: String,
    pub service: String,
    pub n_suppliers: usize,
    pub amount: Money,
    pub grants: Option<Money>,
    pub all_suppliers: Money,
    pub share: Option<f64>,
}

/// The findings of one strand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrandSum {
    pub strand: Strand,
    pub n_findings: usize,
    /// Findings whose pounds nobody knows.
    pub n_unknown: usize,
    pub amount: Money,
}

impl Overlaps {
    /// The finding with a rank or an id.
    pub fn find(&self, asked: &str) -> Option<&Finding> {
        let rank = asked.parse::<usize>().ok();
        self.all.iter().find(|finding| Some(finding.rank) == rank || finding.id == asked)
    }

    pub fn evidence_of(&self, finding: &Finding) -> &[Evidence] {
        self.evidence.get(&finding.id).map_or(&[], Vec::as_slice)
    }

    /// Pounds by strand. A pound belongs to one finding, so the sums can be added up.
    pub fn by_strand(&self) -> Vec<StrandSum> {
        let sum = |strand: Strand| {
            let own: Vec<&Finding> = self.all.iter().filter(|finding| finding.strand == strand).collect();
            let known = own.iter().filter_map(|finding| finding.amount);
            let n_unknown = own.iter().filter(|finding| finding.amount.is_none()).count();
            StrandSum { strand, n_findings: own.len(), n_unknown, amount: known.sum() }
        };
        Strand::ALL.iter().map(|strand| sum(*strand)).filter(|sum| 0 < sum.n_findings).collect()
    }

    /// All pounds that are in a finding, each once.
    pub fn amount(&self) -> Money {
        self.all.iter().filter_map(|finding| finding.amount).sum()
    }
}
