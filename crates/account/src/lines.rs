//! Every line, column by column, and lists of lines by what they share.

use std::cmp::Reverse;
use std::ops::Range;

use money::Money;
use rayon::prelude::*;

use crate::Sort;
use crate::cells::Cells;
use crate::extent::Extent;

/// No date is printed.
pub(crate) const NO_DATE: i32 = i32::MAX;

/// Every line in the order of the tables: 32 bytes each, and nearly as much again in the lists below.
#[derive(Default)]
pub(crate) struct Lines {
    pub cell: Vec<u32>,
    pub amount: Vec<Money>,
    pub payee: Vec<u32>,
    pub supplier: Vec<u32>,
    /// Position in [`Headings`].
    pub heading: Vec<u32>,
    /// Row in the file.
    pub row: Vec<u32>,
    /// Days since 1970, or [`NO_DATE`], which orders after every day.
    pub date: Vec<i32>,
}

impl Lines {
    pub fn len(&self) -> usize {
        self.cell.len()
    }

    /// The extent of one line.
    pub fn extent(&self, line: u32) -> Extent {
        let (amount, date) = (self.amount[line as usize], self.date[line as usize]);
        Extent { amounts: (amount, amount), dates: (date, date), lines: (line, line) }
    }

    /// The extent of the lines of each cell.
    pub fn extents_of_cells(&self, n_cells: usize) -> Vec<Extent> {
        let mut extents = vec![Extent::NONE; n_cells];
        for (line, cell) in (0..).zip(&self.cell) {
            extents[*cell as usize].take_in(&self.extent(line));
        }
        extents
    }
}

/// What a line says it is for: distinct combinations of department, service and kind of expense, as codes.
#[derive(Default)]
pub(crate) struct Headings {
    pub department: Vec<u32>,
    pub service: Vec<u32>,
    pub subjective: Vec<u32>,
}

/// The lines of each code, one list after another, each in order.
pub(crate) struct Postings {
    starts: Vec<u32>,
    lines: Vec<u32>,
}

impl Postings {
    /// Lines by the code in a column.
    pub fn of(codes: &[u32], n_codes: usize) -> Postings {
        let mut starts = vec![0u32; n_codes + 1];
        codes.iter().for_each(|code| starts[*code as usize + 1] += 1);
        for code in 0..n_codes {
            starts[code + 1] += starts[code];
        }
        let mut next = starts.clone();
        let mut lines = vec![0; codes.len()];
        for (line, code) in (0..).zip(codes) {
            let slot = &mut next[*code as usize];
            lines[*slot as usize] = line;
            *slot += 1;
        }
        Postings { starts, lines }
    }

    pub fn lines(&self, code: u32) -> &[u32] {
        &self.lines[self.starts[code as usize] as usize..self.starts[code as usize + 1] as usize]
    }

    pub fn n_lines(&self, code: u32) -> usize {
        self.lines(code).len()
    }
}

/// Lists that are made once from the lines.
pub(crate) struct Lists {
    pub by_cell: Postings,
    pub by_payee: Postings,
    pub by_supplier: Postings,
    pub by_heading: Postings,
    /// The largest amount first; equal ones in the order of the tables.
    pub by_amount: Vec<u32>,
    /// The earliest first, those without a date last; equal ones in the order of the tables.
    pub by_date: Vec<u32>,
    /// How many of them have a date.
    n_dated: usize,
}

impl Lists {
    pub fn of(lines: &Lines, cells: &Cells, n_payees: usize, n_suppliers: usize, n_headings: usize) -> Lists {
        let n_lines = lines.len() as u32;
        let ((by_cell, by_payee), (by_heading, by_date)) = rayon::join(
            || (Postings::of(&lines.cell, cells.len()), Postings::of(&lines.payee, n_payees)),
            || (Postings::of(&lines.heading, n_headings), sorted(n_lines, |line| lines.date[line as usize])),
        );
        let by_supplier = Postings::of(&lines.supplier, n_suppliers);
        let by_amount = sorted(n_lines, |line| Reverse(lines.amount[line as usize]));
        let n_dated = by_date.partition_point(|line| lines.date[*line as usize] != NO_DATE);
        Lists { by_cell, by_payee, by_supplier, by_heading, by_amount, by_date, n_dated }
    }

    /// The line at a position of an order, each position once.
    pub fn at(&self, sort: Sort, position: usize) -> u32 {
        match sort {
            Sort::Largest => self.by_amount[position],
            Sort::Smallest => self.by_amount[self.by_amount.len() - 1 - position],
            Sort::Earliest => self.by_date[position],
            // Lines without a date come last whichever way the rest is turned.
            Sort::Latest if position < self.n_dated => self.by_date[self.n_dated - 1 - position],
            Sort::Latest => self.by_date[position],
            Sort::Source => position as u32,
        }
    }

    /// The positions of an order between which lines of an extent stand.
    pub fn range(&self, lines: &Lines, sort: Sort, extent: &Extent) -> Range<usize> {
        let n_lines = lines.len();
        let amounts = || {
            let above = self.by_amount.partition_point(|line| extent.amounts.1 < lines.amount[*line as usize]);
            above..self.by_amount.partition_point(|line| extent.amounts.0 <= lines.amount[*line as usize])
        };
        let dates = || {
            let before = self.by_date.partition_point(|line| lines.date[*line as usize] < extent.dates.0);
            before..self.by_date.partition_point(|line| lines.date[*line as usize] <= extent.dates.1)
        };
        match sort {
            Sort::Largest => amounts(),
            Sort::Smallest => n_lines - amounts().end..n_lines - amounts().start,
            Sort::Earliest => dates(),
            // Undated lines come last, dated ones before them the other way round.
            Sort::Latest if extent.dates.0 == NO_DATE => self.n_dated..n_lines,
            Sort::Latest if extent.dates.1 == NO_DATE => 0..n_lines,
            Sort::Latest => self.n_dated - dates().end..self.n_dated - dates().start,
            Sort::Source => extent.lines.0 as usize..extent.lines.1 as usize + 1,
        }
    }

    /// The lines, as positions of `by_amount`, whose amount is at least and at most so much.
    pub fn with_amounts(&self, lines: &Lines, min: Option<Money>, max: Option<Money>) -> &[u32] {
        let amount = |line: &u32| lines.amount[*line as usize];
        let from = max.map_or(0, |max| self.by_amount.partition_point(|line| max < amount(line)));
        let to = min.map_or(self.by_amount.len(), |min| self.by_amount.partition_point(|line| min <= amount(line)));
        &self.by_amount[from..to.max(from)]
    }
}

fn sorted<K: Ord>(n_lines: u32, key: impl Fn(u32) -> K + Sync) -> Vec<u32> {
    let mut lines: Vec<u32> = (0..n_lines).collect();
    lines.par_sort_unstable_by_key(|line| (key(*line), *line));
    lines
}

/// How two lines are in an order: [`Lists::at`] in other words.
pub(crate) fn order_key(lines: &Lines, sort: Sort, line: u32) -> (bool, i64, i64) {
    let (amount, date, at) = (lines.amount[line as usize].pence(), lines.date[line as usize], i64::from(line));
    match sort {
        Sort::Largest => (false, -amount, at),
        Sort::Smallest => (false, amount, -at),
        Sort::Earliest => (false, i64::from(date), at),
        Sort::Latest if date == NO_DATE => (true, 0, at),
        Sort::Latest => (false, -i64::from(date), -at),
        Sort::Source => (false, 0, at),
    }
}
