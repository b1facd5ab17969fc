//! The tables about what is done twice, read whole.

use std::collections::HashMap;

use model::tables::{
    OVERLAP, OVERLAP_BODY, OVERLAP_EVIDENCE, OverlapConfidence, OverlapKind, PAYMENT_REPEATS, VOLUNTARY_SPEND, overlap,
    overlap_body, overlap_evidence, payment_repeats, voluntary_spend,
};
use model::{Row, Strand, TableError, Tables};
use money::Money;

use super::{Evidence, Finding, Overlaps, Repeats, Savings, Voluntary, contract_ends};

/// What is done twice; none where the step that finds it did not run.
pub fn overlaps(tables: &dyn Tables) -> Result<Option<Overlaps>, TableError> {
    if !tables.exists(&OVERLAP) {
        return Ok(None);
    }
    let mut payers: HashMap<String, Vec<(String, Money)>> = HashMap::new();
    for (id, payer) in OVERLAP_BODY.read_all(tables, payer)? {
        payers.entry(id).or_default().push(payer);
    }
    let mut all = OVERLAP.read_all(tables, |row| finding(row, &mut payers))?;
    all.sort_by_key(|finding| finding.rank);
    let mut evidence: HashMap<String, Vec<Evidence>> = HashMap::new();
    for (id, piece) in OVERLAP_EVIDENCE.read_all(tables, piece)? {
        evidence.entry(id).or_default().push(piece);
    }
    let repeats = PAYMENT_REPEATS.read_all(tables, repeats)?;
    let voluntary = VOLUNTARY_SPEND.read_all(tables, voluntary)?;
    Ok(Some(Overlaps { all, evidence, repeats, voluntary, ends: contract_ends(tables)? }))
}

fn payer(row: &Row<'_>) -> (String, (String, Money)) {
    let payer = (row.text(overlap_body::BODY_ID).to_owned(), row.money(overlap_body::AMOUNT));
    (row.text(overlap_body::OVERLAP_ID).to_owned(), payer)
}

fn finding(row: &Row<'_>, payers: &mut HashMap<String, Vec<(String, Money)>>) -> Finding {
    let id = row.text(overlap::OVERLAP_ID).to_owned();
    let mut payers = payers.remove(&id).unwrap_or_default();
    payers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Finding {
        id,
        payers,
        kind: OverlapKind::parse(row.text(overlap::KIND)).expect("a word of its column"),
        strand: Strand::parse(row.text(overlap::STRAND)).expect("a word of its column"),
        title: row.text(overlap::TITLE).to_owned(),
        bodies: row.text(overlap::BODIES).split('|').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
        amount: row.money_if_any(overlap::AMOUNT),
        amount_seen: row.money_if_any(overlap::AMOUNT_SEEN),
        claimed_by: row.text_if_any(overlap::CLAIMED_BY).map(str::to_owned),
        confidence: OverlapConfidence::parse(row.text(overlap::CONFIDENCE)).expect("a word of its column"),
        keep_apart: row.flag(overlap::KEEP_APART),
        how: row.text(overlap::HOW).to_owned(),
        condition: row.text(overlap::CONDITION).to_owned(),
        savings: savings(row),
        rank: row.count(overlap::RANK) as usize,
    }
}

fn savings(row: &Row<'_>) -> Option<Savings> {
    Some(Savings {
        low: row.number_if_any(overlap::SAVINGS_LOW)?,
        high: row.number_if_any(overlap::SAVINGS_HIGH)?,
        source: row.text_if_any(overlap::SAVINGS_SOURCE)?.to_owned(),
    })
}

fn piece(row: &Row<'_>) -> (String, Evidence) {
    let piece = Evidence {
        body_id: row.text_if_any(overlap_evidence::BODY_ID).map(str::to_owned),
        table: row.text(overlap_evidence::TABLE).to_owned(),
        key: row.text(overlap_evidence::KEY).to_owned(),
        note: row.text(overlap_evidence::NOTE).to_owned(),
        amount: row.money_if_any(overlap_evidence::AMOUNT),
    };
    (row.text(overlap_evidence::OVERLAP_ID).to_owned(), piece)
}

fn repeats(row: &Row<'_>) -> Repeats {
    let count = |column: &str| row.count(column) as usize;
    Repeats {
        body_id: row.text(payment_repeats::BODY_ID).to_owned(),
        n_lines: count(payment_repeats::N_LINES),
        n_repeated: count(payment_repeats::N_REPEATED),
        n_in_series: count(payment_repeats::N_IN_SERIES),
        n_same_invoice: count(payment_repeats::N_SAME_INVOICE),
        expected_same_invoice: row.number(payment_repeats::EXPECTED_SAME_INVOICE),
        n_alone_listed: count(payment_repeats::N_ALONE_LISTED),
    }
}

fn voluntary(row: &Row<'_>) -> Voluntary {
    Voluntary {
        body_id: row.text(voluntary_spend::BODY_ID).to_owned(),
        service: row.text(voluntary_spend::SERVICE).to_owned(),
        n_suppliers: row.count(voluntary_spend::N_SUPPLIERS) as usize,
        amount: row.money(voluntary_spend::AMOUNT),
        grants: row.money_if_any(voluntary_spend::GRANTS),
        all_suppliers: row.money(voluntary_spend::ALL_SUPPLIERS),
        share: row.number_if_any(voluntary_spend::SHARE),
    }
}
