//! What can go wrong while reporting.

use std::path::PathBuf;

use money::Money;

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Table(#[from] model::TableError),
    /// The table was written by another version of the program.
    #[error("table `{table}` holds `{word}` in column `{column}`, which is not one of its values")]
    Word { table: &'static str, column: &'static str, word: String },
    /// `spend` and `ledger_line` must hold the same lines in the same order.
    #[error("row {row} of `spend` and of `ledger_line` are different lines; run `totalplace build` again")]
    OutOfStep { row: usize },
    /// Lines in and lines out differ (design, section 8, rule 1).
    #[error("money is not conserved: the files of `{body_id}` add up to {files}, its lines to {lines}")]
    NotConserved { body_id: String, files: Money, lines: Money },
    #[error("cannot write `{}`", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("cannot write the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
