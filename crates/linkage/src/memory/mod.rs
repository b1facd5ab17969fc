//! How much of the records memory holds, and where the rest goes.
//!
//! What grows with every record or pair is numbers: codes of values, rows of blocks, links. Up to a limit they are held in
//! memory; beyond it they are written to scratch in the order in which they are read again. This crate knows no files, so
//! the caller who sets a limit says where scratch files go.

mod partitioned;
mod scratch_rows;

use std::fmt;
use std::io::{self, Read, Seek, Write};
use std::sync::Arc;

pub(crate) use partitioned::{KeyRanges, PartitionedRows, Partitioner};
pub(crate) use scratch_rows::ScratchRows;

use crate::Error;

/// A place for bytes that memory does not hold, such as a temporary file.
pub trait Scratch: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Scratch for T {}

type Open = dyn Fn() -> io::Result<Box<dyn Scratch>> + Send + Sync;

/// A limit on memory, and where to go beyond it. Results do not depend on either.
#[derive(Clone)]
pub struct MemoryLimit {
    max_bytes: u64,
    open: Arc<Open>,
}

impl MemoryLimit {
    /// `open` is called whenever new scratch is needed, and what it gave is dropped when that is no longer so.
    pub fn new(max_bytes: u64, open: impl Fn() -> io::Result<Box<dyn Scratch>> + Send + Sync + 'static) -> MemoryLimit {
        MemoryLimit { max_bytes, open: Arc::new(open) }
    }

    /// For the codes of all columns while records are read; for a sort of records beyond that.
    pub(crate) fn columns_bytes(&self) -> u64 {
        self.max_bytes / 4
    }

    /// For the rows that are compared at one time, and their blocks.
    pub(crate) fn part_bytes(&self) -> u64 {
        self.max_bytes / 2
    }

    /// For links, for pairs on their way out and for each buffer between scratch and its reader.
    pub(crate) fn buffer_bytes(&self) -> u64 {
        self.max_bytes / 16
    }

    /// How many rows of this many words a buffer has room for.
    pub(crate) fn rows_at_once(&self, width: usize) -> usize {
        let n_rows = self.buffer_bytes() / (4 * width.max(1) as u64);
        n_rows.clamp(1, ROWS_AT_ONCE as u64) as usize
    }

    fn open(&self) -> Result<Box<dyn Scratch>, Error> {
        (self.open)().map_err(|why| no_room("be put elsewhere", &why))
    }
}

/// Rows read or worked out at one time where memory has room.
pub(crate) const ROWS_AT_ONCE: usize = 1 << 16;

impl fmt::Debug for MemoryLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemoryLimit({} bytes)", self.max_bytes)
    }
}

fn no_room(doing: &'static str, why: &io::Error) -> Error {
    Error::Scratch { doing, why: why.to_string() }
}

#[cfg(test)]
pub(crate) fn in_memory(max_bytes: u64) -> MemoryLimit {
    MemoryLimit::new(max_bytes, || Ok(Box::new(io::Cursor::new(Vec::new()))))
}
