//! A folder of tables, as `report` reads it.

use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use engine::TableReader;
use model::Table;
use report::{Batches, BoxError, Tables};

use crate::Error;
use crate::stage::{out_dir, recover};

/// The tables of a place that were built.
pub struct Folder {
    path: PathBuf,
    as_dictionaries: bool,
}

impl Folder {
    /// The tables in `out/` of a place.
    pub fn of_place(place: &Path) -> Result<Folder, Error> {
        recover(place)?;
        let path = out_dir(place).join("tables");
        if !path.is_dir() {
            return Err(Error::NotBuilt);
        }
        Ok(Folder { path, as_dictionaries: false })
    }

    /// Any folder of tables.
    pub(crate) fn of_tables(path: &Path) -> Folder {
        Folder { path: path.to_owned(), as_dictionaries: false }
    }

    /// Text comes as dictionaries, for whoever works once for each distinct value.
    pub fn with_dictionaries(self) -> Folder {
        Folder { as_dictionaries: true, ..self }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Tables for Folder {
    fn exists(&self, table: &Table) -> bool {
        engine::table_path(&self.path, table).is_file()
    }

    fn n_rows(&self, table: &Table) -> Result<usize, BoxError> {
        Ok(engine::n_rows(&self.path, table)?)
    }

    fn batches(&self, table: &Table, columns: &[&str]) -> Result<Batches<'_>, BoxError> {
        let columns: Vec<&'static str> = columns.iter().map(|name| column_of(table, name)).collect();
        let rows = TableReader::open(&self.path, table, &columns, self.as_dictionaries)?.rows()?;
        Ok(Box::new(rows.map(|batch: Result<RecordBatch, engine::Error>| batch.map_err(BoxError::from))))
    }

    fn path(&self, table: &Table) -> PathBuf {
        engine::table_path(&self.path, table)
    }
}

fn column_of(table: &Table, name: &str) -> &'static str {
    table.column(name).name
}
