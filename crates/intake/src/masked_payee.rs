//! The table of masked names, for the people who keep the account; it never leaves the place.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{MASKED_PAYEE, MaskReason, masked_payee};
use money::Money;

use crate::source_file::SourceFile;

/// The masked names of every body, sorted.
pub fn masked_payee_table(files: &[SourceFile]) -> RecordBatch {
    let mut by_body: BTreeMap<(&str, &str, MaskReason), (u64, Money)> = BTreeMap::new();
    for file in files {
        for (payee, reason, n_lines, amount) in file.counts.masked.iter() {
            let counted = by_body.entry((&file.body_id, payee, reason)).or_default();
            *counted = (counted.0 + n_lines, counted.1 + amount);
        }
    }
    let mut rows = MASKED_PAYEE.rows();
    for ((body, payee, reason), (n_lines, amount)) in by_body {
        rows.push()
            .text(masked_payee::BODY_ID, body)
            .text(masked_payee::PAYEE, payee)
            .text(masked_payee::REASON, reason.word())
            .count(masked_payee::N_LINES, n_lines)
            .money(masked_payee::AMOUNT, amount);
    }
    rows.finish()
}
