//! A folder of tables, to be read by name.

use std::path::{Path, PathBuf};

use model::{Batches, BoxError, Table, Tables};

use crate::{TableReader, table_path};

/// The tables that are in one folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    as_dictionaries: bool,
}

impl Folder {
    pub fn new(path: &Path) -> Folder {
        Folder { path: path.to_owned(), as_dictionaries: false }
    }

    /// Text comes as dictionaries, so that work can be done once for each distinct value.
    pub fn with_dictionaries(self) -> Folder {
        Folder { as_dictionaries: true, ..self }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Tables for Folder {
    fn exists(&self, table: &Table) -> bool {
        table_path(&self.path, table).is_file()
    }

    fn n_rows(&self, table: &Table) -> Result<usize, BoxError> {
        Ok(crate::n_rows(&self.path, table)?)
    }

    fn batches(&self, table: &Table, columns: &[&str]) -> Result<Batches<'_>, BoxError> {
        let columns: Vec<&'static str> = columns.iter().map(|name| table.column(name).name).collect();
        let rows = TableReader::open(&self.path, table, &columns, self.as_dictionaries)?.rows()?;
        Ok(Box::new(rows.map(|batch| batch.map_err(BoxError::from))))
    }

    fn path(&self, table: &Table) -> PathBuf {
        table_path(&self.path, table)
    }
}
