//! The table of masked names, for the people who keep the account; it never leaves the place.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::payee::PayeeMasks;
use model::problem::Problem;
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

/// One problem for each row of `rules/masked.csv` whose payee no ledger has: a slip in it would leave a name in sight, and
/// nobody would know. The name itself is not repeated.
pub fn unmet_masks(masks: &PayeeMasks, files: &[SourceFile]) -> Vec<Problem> {
    let is_met = |key: &str| files.iter().any(|file| file.counts.masked.has_met(key));
    let problem = |at: &str| {
        let text = format!(
            "{at} matches nothing: no ledger names this payee; write the name as the ledger prints it, or delete the row"
        );
        Problem::new("", ProblemKind::RuleMatchesNothing, text)
    };
    masks.beside(is_met).map(problem).collect()
}
