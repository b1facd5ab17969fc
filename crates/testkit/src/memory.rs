//! Tables held in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use arrow_array::RecordBatch;
use model::{Batches, BoxError, Table, Tables};

use crate::read::{batch, with_dictionaries};

/// Tables written as text, each read back a few rows at a time, so that whatever spans batches is tested.
#[derive(Default)]
pub struct Memory {
    tables: BTreeMap<&'static str, RecordBatch>,
    as_dictionaries: bool,
}

impl Memory {
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Adds a table, or puts it in the place of one of the same name.
    pub fn with(self, table: &'static Table, text: &str) -> Memory {
        self.with_batch(table, batch(table, text))
    }

    pub fn with_batch(mut self, table: &'static Table, batch: RecordBatch) -> Memory {
        self.tables.insert(table.name, batch);
        self
    }

    /// These tables alone.
    pub fn only(mut self, tables: &[&Table]) -> Memory {
        self.tables.retain(|name, _| tables.iter().any(|table| table.name == *name));
        self
    }

    /// All but these tables, as where a step did not run.
    pub fn without(mut self, tables: &[&Table]) -> Memory {
        self.tables.retain(|name, _| tables.iter().all(|table| table.name != *name));
        self
    }

    /// Hands text out as dictionaries, as Parquet files of ours are read.
    pub fn with_dictionaries(self) -> Memory {
        Memory { as_dictionaries: true, ..self }
    }

    /// All rows of a table.
    ///
    /// # Panics
    /// If there is no such table.
    pub fn batch(&self, table: &Table) -> &RecordBatch {
        self.tables.get(table.name).unwrap_or_else(|| panic!("no table {}", table.name))
    }
}

impl Tables for Memory {
    fn exists(&self, table: &Table) -> bool {
        self.tables.contains_key(table.name)
    }

    fn n_rows(&self, table: &Table) -> Result<usize, BoxError> {
        Ok(self.batch(table).num_rows())
    }

    /// Different tables break at different rows, as files on disk do.
    fn batches(&self, table: &Table, columns: &[&str]) -> Result<Batches<'_>, BoxError> {
        let indices: Vec<usize> = columns.iter().map(|column| table.as_kept().index(column)).collect();
        let batch = self.batch(table).project(&indices)?;
        let batch = if self.as_dictionaries { with_dictionaries(&batch) } else { batch };
        let step = 2 + table.name.len() % 4;
        let starts: Vec<usize> = (0..batch.num_rows()).step_by(step).collect();
        Ok(Box::new(starts.into_iter().map(move |start| Ok(batch.slice(start, step.min(batch.num_rows() - start))))))
    }

    fn path(&self, table: &Table) -> PathBuf {
        PathBuf::from(format!("tables/{}.parquet", table.name))
    }
}
