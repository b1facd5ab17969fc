//! A folder of tables, as `report` reads it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

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
        Ok(Box::new(ReadAhead::of(rows).map(|batch| batch.map_err(BoxError::from))))
    }

    fn path(&self, table: &Table) -> PathBuf {
        engine::table_path(&self.path, table)
    }
}

/// Batches that are read before they are asked for: reading takes about as long as what is done with them.
const N_AHEAD: usize = 4;

/// Batches that a thread of their own reads.
struct ReadAhead {
    receiver: Receiver<Result<RecordBatch, engine::Error>>,
    reader: Option<JoinHandle<()>>,
}

impl ReadAhead {
    fn of(batches: impl Iterator<Item = Result<RecordBatch, engine::Error>> + Send + 'static) -> ReadAhead {
        let (sender, receiver) = sync_channel(N_AHEAD);
        let read = move || {
            // Whoever asked may have seen enough.
            let _ = batches.map(|batch| sender.send(batch)).find(Result::is_err);
        };
        ReadAhead { receiver, reader: Some(std::thread::spawn(read)) }
    }
}

impl Iterator for ReadAhead {
    type Item = Result<RecordBatch, engine::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.receiver.recv().ok().or_else(|| {
            // A reader that broke down must not look like one that came to the end.
            if let Some(Err(panic)) = self.reader.take().map(JoinHandle::join) {
                std::panic::resume_unwind(panic);
            }
            None
        })
    }
}

fn column_of(table: &Table, name: &str) -> &'static str {
    table.column(name).name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_breaks_down_is_no_end() {
        let one = || Ok(RecordBatch::new_empty(model::tables::FLOW.schema()));
        assert_eq!(ReadAhead::of((0..9).map(move |_| one())).count(), 9);
        let breaking = ReadAhead::of((0..9).map(move |at| if at < 5 { one() } else { panic!("broken") }));
        let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| breaking.count()));
        assert!(seen.is_err());
    }
}
