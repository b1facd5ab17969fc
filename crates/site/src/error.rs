//! What can go wrong while the pages are made.

use std::path::PathBuf;

use model::BoxError;

/// Pages that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The account has not been built, or not as far as this table.
    #[error("table `{table}` is not there; run `totalplace build` first")]
    NotBuilt { table: &'static str },
    #[error("cannot read table `{table}`")]
    Read { table: &'static str, source: BoxError },
    /// The table was written by another version of the program.
    #[error("table `{table}` has no readable column `{column}`; run `totalplace build` again")]
    Column { table: &'static str, column: &'static str },
    #[error(transparent)]
    Table(#[from] model::TableError),
    #[error(transparent)]
    Report(#[from] report::Error),
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}
