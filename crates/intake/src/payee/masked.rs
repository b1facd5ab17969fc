//! The masked names, for the people who keep the account: the table `masked_payee`, which never leaves the place.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{MASKED_PAYEE, MaskReason, masked_payee};
use money::Money;

use crate::source_file::SourceFile;

/// Names of one file, with what they stand for.
#[derive(Clone, Debug, Default)]
pub struct MaskedPayees {
    by_name: BTreeMap<(String, MaskReason), (u64, Money)>,
}

impl MaskedPayees {
    pub(crate) fn count(&mut self, printed: &str, reason: MaskReason, amount: Money) {
        let counted = self.by_name.entry((printed.to_owned(), reason)).or_default();
        *counted = (counted.0 + 1, counted.1 + amount);
    }
}

/// The masked names of every body, sorted.
pub fn masked_payee_table(files: &[SourceFile]) -> RecordBatch {
    let mut by_body: BTreeMap<(&str, &str, MaskReason), (u64, Money)> = BTreeMap::new();
    for file in files {
        for ((payee, reason), (n_lines, amount)) in &file.counts.masked.by_name {
            let counted = by_body.entry((&file.body_id, payee, *reason)).or_default();
            *counted = (counted.0 + n_lines, counted.1 + *amount);
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
