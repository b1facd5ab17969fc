//! The tables of what is done twice.

use arrow_array::RecordBatch;
use model::tables::{OVERLAP, OVERLAP_EVIDENCE, overlap, overlap_evidence};

use crate::claim::Claimed;
use crate::savings::SavingsRanges;

/// Findings and their evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlapTables {
    /// The largest first, by the pounds that belong to each alone; those whose pounds nobody knows last.
    pub overlap: RecordBatch,
    /// In the same order.
    pub overlap_evidence: RecordBatch,
}

/// Ranks findings and writes them with their evidence.
pub fn overlap_tables(claimed: &[Claimed], ranges: &SavingsRanges) -> OverlapTables {
    let mut ranked: Vec<&Claimed> = claimed.iter().collect();
    ranked.sort_by_key(|of| (std::cmp::Reverse((of.amount, of.amount_seen)), &of.id));
    OverlapTables { overlap: overlap_table(&ranked, ranges), overlap_evidence: evidence_table(&ranked) }
}

fn overlap_table(ranked: &[&Claimed], ranges: &SavingsRanges) -> RecordBatch {
    let mut rows = OVERLAP.rows();
    for (at, of) in ranked.iter().enumerate() {
        let finding = &of.finding;
        let range = ranges.of(finding.kind);
        let bodies: Vec<&str> = finding.bodies.iter().map(String::as_str).collect();
        let source = range.map(|range| format!("{} ({}; of {})", range.source, range.grade, range.base));
        rows.push()
            .text(overlap::OVERLAP_ID, &of.id)
            .text(overlap::KIND, finding.kind.word())
            .text(overlap::STRAND, finding.kind.strand().word())
            .text(overlap::TITLE, &finding.title)
            .text(overlap::BODIES, &bodies.join("|"))
            .count(overlap::N_BODIES, bodies.len() as u64)
            .money_if_any(overlap::AMOUNT, of.amount)
            .money_if_any(overlap::AMOUNT_SEEN, of.amount_seen)
            .text_if_any(overlap::CLAIMED_BY, of.claimed_by.as_deref())
            .text(overlap::CONFIDENCE, finding.confidence.word())
            .flag(overlap::KEEP_APART, finding.keep_apart)
            .text(overlap::HOW, &finding.how)
            .text(overlap::CONDITION, &finding.condition)
            .share_if_any(overlap::SAVINGS_LOW, range.map(|range| range.low))
            .share_if_any(overlap::SAVINGS_HIGH, range.map(|range| range.high))
            .text_if_any(overlap::SAVINGS_SOURCE, source.as_deref())
            .count(overlap::RANK, at as u64 + 1);
    }
    rows.finish()
}

fn evidence_table(ranked: &[&Claimed]) -> RecordBatch {
    let mut rows = OVERLAP_EVIDENCE.rows();
    for (of, evidence) in ranked.iter().flat_map(|of| of.finding.evidence.iter().map(move |evidence| (of, evidence))) {
        rows.push()
            .text(overlap_evidence::OVERLAP_ID, &of.id)
            .text_if_any(overlap_evidence::BODY_ID, evidence.body_id.as_deref())
            .text(overlap_evidence::TABLE, &evidence.table)
            .text(overlap_evidence::KEY, &evidence.key)
            .text(overlap_evidence::NOTE, &evidence.note)
            .money_if_any(overlap_evidence::AMOUNT, evidence.amount);
    }
    rows.finish()
}
