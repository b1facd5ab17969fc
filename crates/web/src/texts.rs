//! Long texts of lines, read from disk line by line.
//!
//! The table of lines is made to be read whole: a page of the fifty largest payments has lines of as many
//! row groups, and unpacking each for one line takes seconds. So the texts are copied once, when the server
//! starts, into a nameless file of small packed blocks, where any line is one short read. The system
//! removes the file with the process, however that ends.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use account::{RowText, Texts};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use engine::TableReader;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use model::BoxError;
use model::tables::{self, ledger_line};
use money::Money;
use tokio::sync::watch;

mod line;

pub use line::Stored;

/// Lines packed together: enough to pack well, few enough to unpack in some microseconds.
const BLOCK_LINES: usize = 64;

/// What is read of the table, in the order of [`Stored`].
const COLUMNS: [&str; 5] = [
    ledger_line::LINE_ID,
    ledger_line::IRRECOVERABLE_VAT,
    ledger_line::PAYEE_CODE,
    ledger_line::REFERENCE,
    ledger_line::CATEGORY,
];

/// The texts, as soon as they are copied.
pub struct Shelf(watch::Receiver<State>);

#[derive(Clone)]
enum State {
    Filling,
    Full(Arc<Store>),
    /// What went wrong, for the log.
    Failed(String),
}

/// Texts that cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotThere {
    #[error("the texts of lines are still being read")]
    Yet,
    #[error("the texts of lines cannot be read: {0}")]
    Ever(String),
}

impl Shelf {
    /// Begins to copy the texts of a folder's lines; `n_lines` is how many there must be.
    pub fn fill(tables: &Path, n_lines: usize) -> Shelf {
        let (sender, receiver) = watch::channel(State::Filling);
        let tables: PathBuf = tables.to_owned();
        std::thread::spawn(move || {
            let state = match copied(&tables, n_lines) {
                Ok(store) => State::Full(Arc::new(store)),
                Err(error) => State::Failed(error.to_string()),
            };
            // Nobody is left to read them when a server has stopped meanwhile.
            drop(sender.send(state));
        });
        Shelf(receiver)
    }

    /// The texts, if they are there by now.
    pub fn now(&self) -> Result<Arc<Store>, NotThere> {
        match &*self.0.borrow() {
            State::Filling => Err(NotThere::Yet),
            State::Full(store) => Ok(Arc::clone(store)),
            State::Failed(why) => Err(NotThere::Ever(why.clone())),
        }
    }

    /// The texts, once they are there.
    pub async fn wait(&self) -> Result<Arc<Store>, NotThere> {
        let mut receiver = self.0.clone();
        // The thread that fills says how it ended, unless it panicked.
        let told = receiver.wait_for(|state| !matches!(state, State::Filling)).await.is_ok();
        self.now().map_err(|why| if told { why } else { NotThere::Ever("reading them broke off".to_owned()) })
    }
}

impl RowText for Shelf {
    fn texts(&self, rows: &[u32]) -> Result<Vec<Texts>, BoxError> {
        let store = self.now()?;
        let mut cursor = Cursor::of(&store);
        rows.iter().map(|row| Ok(cursor.line(*row)?.texts)).collect()
    }
}

/// The texts of every line, in a file of their own.
pub struct Store {
    file: File,
    /// Where each block begins, and where the last one ends.
    starts: Vec<u64>,
    n_lines: usize,
}

/// Reads lines, quickest in their order.
pub struct Cursor<S> {
    store: S,
    /// The block that is unpacked.
    block: Option<usize>,
    bytes: Vec<u8>,
}

impl<S: AsRef<Store>> Cursor<S> {
    pub fn new(store: S) -> Cursor<S> {
        Cursor { store, block: None, bytes: Vec::new() }
    }

    /// What is stored of a line of the table.
    ///
    /// # Panics
    /// If there is no such line.
    pub fn line(&mut self, line: u32) -> io::Result<Stored> {
        let line = line as usize;
        let store = self.store.as_ref();
        assert!(line < store.n_lines, "a line of the account is a line of its table");
        let block = line / BLOCK_LINES;
        if self.block != Some(block) {
            self.block = None;
            store.unpack(block, &mut self.bytes)?;
            self.block = Some(block);
        }
        line::nth(&self.bytes, line % BLOCK_LINES)
    }
}

impl<'a> Cursor<&'a Store> {
    fn of(store: &'a Store) -> Cursor<&'a Store> {
        Cursor::new(store)
    }
}

impl AsRef<Store> for Store {
    fn as_ref(&self) -> &Store {
        self
    }
}

impl Store {
    fn unpack(&self, block: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let (start, end) = (self.starts[block], self.starts[block + 1]);
        let mut packed = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
        self.file.read_exact_at(&mut packed, start)?;
        into.clear();
        DeflateDecoder::new(packed.as_slice()).read_to_end(into)?;
        Ok(())
    }
}

/// Copies the texts of a folder's lines.
fn copied(tables: &Path, n_lines: usize) -> Result<Store, BoxError> {
    let reader = TableReader::open(tables, &tables::LEDGER_LINE, &COLUMNS, false)?;
    let mut writer = Writer::new()?;
    for batch in reader.rows()? {
        writer.add(&batch?)?;
    }
    let store = writer.finish()?;
    if store.n_lines != n_lines {
        return Err(format!("{} lines in the table, {n_lines} in the account", store.n_lines).into());
    }
    Ok(store)
}

/// A store being written.
struct Writer {
    file: BufWriter<File>,
    starts: Vec<u64>,
    n_lines: usize,
    /// Lines of the block that is not full yet.
    block: Vec<u8>,
}

impl Writer {
    fn new() -> io::Result<Writer> {
        let file = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        Ok(Writer { file, starts: vec![0], n_lines: 0, block: Vec::new() })
    }

    fn add(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let ids = batch.column(0).as_primitive::<Int64Type>();
        let vat = batch.column(1).as_primitive::<Decimal128Type>();
        let texts: Vec<_> = (2..COLUMNS.len()).map(|column| batch.column(column).as_string::<i32>()).collect();
        for row in 0..batch.num_rows() {
            let pence =
                vat.is_valid(row).then(|| i64::try_from(vat.value(row)).map_err(io::Error::other)).transpose()?;
            let texts = texts.iter().map(|column| column.is_valid(row).then(|| column.value(row)));
            line::push(&mut self.block, ids.value(row), pence.map(Money::from_pence), texts);
            self.n_lines += 1;
            if self.n_lines.is_multiple_of(BLOCK_LINES) {
                self.close_block()?;
            }
        }
        Ok(())
    }

    fn close_block(&mut self) -> io::Result<()> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&self.block)?;
        let packed = encoder.finish()?;
        self.file.write_all(&packed)?;
        let start = self.starts.last().expect("the first block begins at nothing");
        self.starts.push(start + packed.len() as u64);
        self.block.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<Store> {
        if !self.block.is_empty() {
            self.close_block()?;
        }
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Store { file, starts: self.starts, n_lines: self.n_lines })
    }
}

#[cfg(test)]
mod tests;
