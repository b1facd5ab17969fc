//! The codes of records that memory does not hold.

use std::sync::Arc;

use super::build::ColumnBuilder;
use super::texts::Texts;
use super::{Codes, Column, NULL};
use crate::Error;
use crate::memory::{KeyRanges, MemoryLimit, Partitioner, ROWS_AT_ONCE, ScratchRows};

/// Rows written as they come, once their codes are more than memory may hold.
pub(super) struct Spill {
    memory: MemoryLimit,
    rows: Option<ScratchRows>,
}

impl Spill {
    pub(super) fn new(memory: MemoryLimit) -> Spill {
        Spill { memory, rows: None }
    }

    /// Rows that are written and no longer with the columns.
    pub(super) fn n_rows(&self) -> usize {
        self.rows.as_ref().map_or(0, |rows| rows.n_rows() as usize)
    }

    /// Writes what the columns hold, where that is too much or the rows before are written already.
    pub(super) fn take(&mut self, columns: &mut [ColumnBuilder], is_last: bool) -> Result<(), Error> {
        let (n_rows, width) = (columns[0].codes.len(), columns.len());
        let n_bytes = (size_of::<u32>() * width * n_rows) as u64;
        let is_due = self.memory.columns_bytes() < n_bytes || is_last && self.rows.is_some();
        if !is_due {
            return Ok(());
        }
        let rows = match &mut self.rows {
            Some(rows) => rows,
            None => self.rows.insert(ScratchRows::create(&self.memory, width)?),
        };
        let mut words = Vec::new();
        let n_at_once = self.memory.rows_at_once(width);
        for first in (0..n_rows).step_by(n_at_once) {
            words.clear();
            for row in first..n_rows.min(first + n_at_once) {
                words.extend(columns.iter().map(|column| column.codes[row]));
            }
            rows.append(&words)?;
        }
        columns.iter_mut().for_each(|column| column.codes = Vec::new());
        Ok(())
    }

    /// The rows, where they were written.
    pub(super) fn written(self) -> Option<(MemoryLimit, ScratchRows)> {
        let memory = self.memory;
        self.rows.map(|rows| (memory, rows))
    }
}

/// The columns of rows that are written, in their lasting order.
pub(super) fn columns_in_order(
    (memory, rows): (MemoryLimit, ScratchRows),
    names: &[String],
    columns: Vec<ColumnBuilder>,
    order: Option<Vec<u32>>,
) -> Result<(Vec<Column>, Codes), Error> {
    let values: Vec<Texts> = columns.into_iter().map(|column| column.dictionary.into_texts()).collect();
    let (values, rows) = match order {
        None => (values, rows),
        Some(order) => sorted(&memory, &rows, positions(order), values)?,
    };
    let column = |(name, values): (&String, Texts)| Column { name: name.clone(), codes: Vec::new(), values };
    Ok((names.iter().zip(values).map(column).collect(), Codes::OnScratch(Arc::new(rows))))
}

/// For each row as it came the position that it gets.
fn positions(order: Vec<u32>) -> Vec<u32> {
    let mut positions = vec![0; order.len()];
    order.iter().zip(0..).for_each(|(row, position)| positions[*row as usize] = position);
    positions
}

/// Rows in their lasting order, and codes counted anew in it, as they are for columns in memory.
///
/// Rows are parted by the position that they get, so each is read and written twice however many there are.
fn sorted(
    memory: &MemoryLimit,
    rows: &ScratchRows,
    positions: Vec<u32>,
    values: Vec<Texts>,
) -> Result<(Vec<Texts>, ScratchRows), Error> {
    let width = rows.width();
    let n_rows_each = memory.columns_bytes() / (size_of::<u32>() * (2 * width + 1)) as u64;
    let ranges = KeyRanges::of_counts(positions.iter().map(|_| 1), n_rows_each.max(1));
    let mut parting = Partitioner::new(memory, ranges, width + 1)?;
    rows.for_each_chunk(memory.rows_at_once(width), |first, words| {
        words.chunks(width).zip(&positions[first as usize..]).try_for_each(|(row, at)| parting.push(*at, &[*at], row))
    })?;
    drop(positions);
    let parted = parting.finish()?;
    let mut anew: Vec<Recoded> = values.iter().map(Recoded::of).collect();
    let mut sorted = ScratchRows::create(memory, width)?;
    let (mut words, mut in_order) = (Vec::new(), Vec::new());
    for part in 0..parted.n_partitions() {
        parted.read(part, &mut words)?;
        let first = parted.keys(part).start;
        in_order.clear();
        in_order.resize(words.len() / (width + 1) * width, NULL);
        for row in words.chunks(width + 1) {
            in_order[(row[0] - first) as usize * width..][..width].copy_from_slice(&row[1..]);
        }
        for (at, code) in in_order.iter_mut().enumerate() {
            *code = anew[at % width].code(*code);
        }
        sorted.append(&in_order)?;
    }
    drop((words, in_order));
    let values = anew.into_iter().zip(values).map(|(anew, values)| anew.values(values)).collect::<Result<_, _>>()?;
    Ok((values, sorted))
}

/// Codes of a column in the order in which they are met.
struct Recoded {
    new_of_old: Vec<u32>,
    n_new: u32,
}

impl Recoded {
    fn of(values: &Texts) -> Recoded {
        Recoded { new_of_old: vec![NULL; values.len()], n_new: 0 }
    }

    fn code(&mut self, old: u32) -> u32 {
        if old == NULL {
            return NULL;
        }
        let new = &mut self.new_of_old[old as usize];
        if *new == NULL {
            *new = self.n_new;
            self.n_new += 1;
        }
        *new
    }

    fn values(self, old: Texts) -> Result<Texts, Error> {
        let mut old_of_new = vec![0; self.n_new as usize];
        self.new_of_old.iter().zip(0_u32..).for_each(|(new, old)| old_of_new[*new as usize] = old);
        let mut values = Texts::default();
        old_of_new.iter().try_for_each(|code| values.push(old.get(*code as usize)).map(drop))?;
        values.shrink();
        Ok(values)
    }
}

impl super::Records {
    /// Hands on the codes of some rows at a time, column by column, with the first of these rows.
    pub(crate) fn for_each_chunk(
        &self,
        memory: Option<&MemoryLimit>,
        mut take: impl FnMut(usize, &[&[u32]]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let width = self.columns.len();
        let Codes::OnScratch(rows) = &self.codes else {
            let n_at_once = memory.map_or(ROWS_AT_ONCE, |memory| memory.rows_at_once(width));
            for first in (0..self.n_records()).step_by(n_at_once) {
                let last = self.n_records().min(first + n_at_once);
                let columns: Vec<&[u32]> = self.columns.iter().map(|column| &column.codes[first..last]).collect();
                take(first, &columns)?;
            }
            return Ok(());
        };
        let mut columns: Vec<Vec<u32>> = vec![Vec::new(); width];
        rows.for_each_chunk(memory.map_or(ROWS_AT_ONCE, |memory| memory.rows_at_once(width)), |first, words| {
            for (at, column) in columns.iter_mut().enumerate() {
                column.clear();
                column.extend(words.iter().skip(at).step_by(width));
            }
            take(first as usize, &columns.iter().map(Vec::as_slice).collect::<Vec<_>>())
        })
    }

    /// The codes of a column for all rows, wherever they are; none where there is no such column.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub fn codes_of(&self, column: &str) -> Result<Option<Vec<u32>>, Error> {
        let Some(at) = self.columns.iter().position(|own| own.name == column) else { return Ok(None) };
        let mut codes = Vec::with_capacity(self.n_records());
        self.for_each_chunk(None, |_, columns| {
            codes.extend_from_slice(columns[at]);
            Ok(())
        })?;
        Ok(Some(codes))
    }
}
