//! Tables on disk, and SQL over them.
//!
//! The only crate that names the query engine. Tables are Parquet files in one folder, written once
//! and never changed; [`query`] runs SQL over all of them.

mod folder;
mod foreign;
mod leave;
mod query_error;
mod read;
mod reason;
mod row_groups;
mod side_by_side;
mod sql;
#[cfg(test)]
mod tests;
mod write;

pub use folder::Folder;
pub use foreign::ForeignFile;
pub use leave::write_leaving;
pub use query_error::QueryError;
pub use read::{TableReader, n_rows, read_all};
pub use reason::reason;
pub use row_groups::{StoredGroup, map_row_groups};
pub use side_by_side::{in_order, n_threads};
pub use sql::{Answer, Cell, Record, query};
pub use write::{RowGroup, RowGroupEncoder, TableWriter, create_file};

use std::path::{Path, PathBuf};

use model::Table;

use reason::reason_of_parquet;

/// The path of a table's file in a folder of tables.
pub fn table_path(folder: &Path, table: &Table) -> PathBuf {
    folder.join(format!("{}.parquet", table.name))
}

/// A table that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot {doing} `{path}`: {}", reason(source))]
    File { doing: &'static str, path: PathBuf, source: std::io::Error },
    #[error("cannot {doing} `{path}`: {}", reason_of_parquet(source))]
    Parquet { doing: &'static str, path: PathBuf, source: parquet::errors::ParquetError },
    #[error("`{path}` is not the table that this version writes: {text}; run `totalplace build` again")]
    Schema { path: PathBuf, text: String },
    #[error("cannot read `{path}`: it is not a complete table")]
    Arrow { path: PathBuf, source: arrow::error::ArrowError },
}
