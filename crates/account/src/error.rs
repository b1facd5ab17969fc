//! What can go wrong while loading.

/// An account that could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Table(#[from] model::TableError),
    /// The table was written by another version of the program.
    #[error("table `{table}` holds `{word}` in column `{column}`, which is not one of its values")]
    Word { table: &'static str, column: &'static str, word: String },
    /// `ledger_line`, `spend` and `theme_share` must hold the same lines in the same order.
    #[error("row {row} of `{table}` does not match the line beside it in `ledger_line`; run `totalplace build` again")]
    OutOfStep { table: &'static str, row: usize },
    #[error("there are more lines than the {max} that an account in memory can hold")]
    TooManyLines { max: usize },
}
