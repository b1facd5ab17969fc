//! What can go wrong while loading.

/// An account that could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Table(#[from] model::TableError),
    /// The table was written by another version of the program.
    #[error("table `{table}` holds `{word}` in column `{column}`, which is none of its words")]
    Word { table: &'static str, column: &'static str, word: String },
    /// `ledger_line`, `spend` and `theme_share` must hold the same lines in the same order.
    #[error("row {row} of `{table}` is not the line beside it in `ledger_line`; run `totalplace build` again")]
    OutOfStep { table: &'static str, row: usize },
    #[error("there are more lines than the {max} that an account in memory can hold")]
    TooManyLines { max: usize },
}
