//! Date cells, each text read once.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use model::FinancialYear;

use super::Context;
use crate::dates::{DateFormat, DateVote, read_date, read_date_from_1904};
use crate::encoding::Encoding;

/// A date cell as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    /// Days since 1970-01-01.
    pub days: Option<i32>,
    pub year: i32,
    /// Counted as `year × 12 + month - 1`.
    pub month: i32,
    pub is_future: bool,
}

/// Dates repeat all through a ledger, so each text is read once.
pub(super) struct DateCache {
    format: Option<DateFormat>,
    context: Context,
    by_text: HashMap<Box<[u8]>, usize, FixedState>,
    /// Each text as it was read, and how often it was counted.
    days: Vec<(Day, u64)>,
    last_text: Vec<u8>,
    last: Option<usize>,
}

impl DateCache {
    pub fn new(format: Option<DateFormat>, context: Context) -> DateCache {
        let (by_text, days) = (HashMap::default(), Vec::new());
        DateCache { format, context, by_text, days, last_text: Vec::new(), last: None }
    }

    pub fn none(&self) -> Day {
        Day { days: None, year: self.context.year.0, month: 0, is_future: false }
    }

    pub fn read(&mut self, cell: &[u8], encoding: Encoding) -> Day {
        let index = self.index(cell, encoding);
        let (day, n) = &mut self.days[index];
        *n += 1;
        *day
    }

    /// Reads a cell without counting it; the next reading of the same text is answered from memory.
    pub fn look_at(&mut self, cell: &[u8], encoding: Encoding) {
        self.index(cell, encoding);
    }

    /// Whether a cell is a date, without counting it.
    pub fn can_read(&self, cell: &[u8], encoding: Encoding) -> bool {
        let day = match self.last.filter(|_| *self.last_text == *cell).or_else(|| self.by_text.get(cell).copied()) {
            Some(known) => self.days[known].0,
            None => self.parse(cell, encoding),
        };
        day.days.is_some()
    }

    fn index(&mut self, cell: &[u8], encoding: Encoding) -> usize {
        if let Some(last) = self.last.filter(|_| *self.last_text == *cell) {
            return last;
        }
        let index = self.by_text.get(cell).copied().unwrap_or_else(|| {
            self.days.push((self.parse(cell, encoding), 0));
            self.by_text.insert(cell.into(), self.days.len() - 1);
            self.days.len() - 1
        });
        self.last = Some(index);
        self.last_text.clear();
        self.last_text.extend_from_slice(cell);
        index
    }

    fn parse(&self, cell: &[u8], encoding: Encoding) -> Day {
        let read = if self.context.counts_from_1904 { read_date_from_1904 } else { read_date };
        let date = self.format.and_then(|format| read(&encoding.decode(cell), format));
        let Some(date) = date else { return self.none() };
        Day {
            days: Some(model::day_of_date(date)),
            year: FinancialYear::of(date).0,
            month: i32::from(date.year()) * 12 + i32::from(date.month()) - 1,
            is_future: date > self.context.last_date,
        }
    }

    /// The votes of all counted cells on the format of the column.
    pub fn vote(&self) -> DateVote {
        let mut vote = DateVote::default();
        let counted = self.by_text.iter().map(|(text, i)| (text, self.days[*i].1)).filter(|(_, n)| 0 < *n);
        counted.for_each(|(text, n)| vote.count(&String::from_utf8_lossy(text), n));
        vote
    }
}
