//! Date cells, each text read once.

use std::collections::HashMap;

use model::FinancialYear;

use super::Context;
use crate::dates::{DateFormat, DateVote, read_date};
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
    by_text: HashMap<Box<[u8]>, (Day, u64)>,
    last: (Box<[u8]>, Day, u64),
}

impl DateCache {
    pub fn new(format: Option<DateFormat>, context: Context) -> DateCache {
        let none = Day { days: None, year: context.year.0, month: 0, is_future: false };
        DateCache { format, context, by_text: HashMap::new(), last: (Box::default(), none, 0) }
    }

    pub fn none(&self) -> Day {
        Day { days: None, year: self.context.year.0, month: 0, is_future: false }
    }

    pub fn read(&mut self, cell: &[u8], encoding: Encoding) -> Day {
        if *self.last.0 != *cell {
            self.remember_last();
            let known = self.by_text.get(cell).map(|(day, _)| *day);
            self.last = (cell.into(), known.unwrap_or_else(|| self.parse(cell, encoding)), 0);
        }
        self.last.2 += 1;
        self.last.1
    }

    /// Whether a cell is a date, without counting it.
    pub fn can_read(&self, cell: &[u8], encoding: Encoding) -> bool {
        *self.last.0 == *cell && self.last.1.days.is_some() || self.parse(cell, encoding).days.is_some()
    }

    fn remember_last(&mut self) {
        let none = self.none();
        let (text, day, n) = std::mem::replace(&mut self.last, (Box::default(), none, 0));
        if n > 0 {
            self.by_text.entry(text).or_insert((day, 0)).1 += n;
        }
    }

    fn parse(&self, cell: &[u8], encoding: Encoding) -> Day {
        let date = self.format.and_then(|format| read_date(&encoding.decode(cell), format));
        let Some(date) = date else { return self.none() };
        Day {
            days: Some(model::day_of_date(date)),
            year: FinancialYear::of(date).0,
            month: i32::from(date.year()) * 12 + i32::from(date.month()) - 1,
            is_future: date > self.context.last_date,
        }
    }

    pub fn vote(&mut self) -> DateVote {
        self.remember_last();
        let mut vote = DateVote::default();
        for (text, (_, n)) in &self.by_text {
            vote.count(&String::from_utf8_lossy(text), *n);
        }
        vote
    }
}
