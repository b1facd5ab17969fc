//! What can go wrong while the pages are made.

use std::path::PathBuf;

/// Pages that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Table(#[from] model::TableError),
    #[error(transparent)]
    Report(#[from] report::Error),
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}
