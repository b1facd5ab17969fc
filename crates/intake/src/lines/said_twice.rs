//! Scattered lines that stand twice, where a number tells every other line from the rest.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use model::ProblemKind;
use money::Money;

use super::{LineReader, Meanings};
use crate::fields::Field;
use crate::rows::Row;

/// This many lines that stand twice, or more, are no slip in a number.
const LINES_MIN: u64 = 5;
/// Of the lines whose number comes again, the share that are alike in all else too.
const ALIKE_MIN: f64 = 0.95;
/// The largest share of lines that are twice: of a doubled table, something else is said.
const SHARE_MAX: f64 = 0.5;

impl LineReader<'_> {
    /// Keeps the reference of a line.
    pub(super) fn keep_reference(&mut self, row: &Row) {
        if let Some(at) = self.at[Field::Reference as usize] {
            let cell = row.cell(at);
            let hash = if cell.is_empty() { 0 } else { FixedState::default().hash_one(cell) as u32 | 1 };
            self.references.push(hash);
        }
    }

    /// One doubt for lines that are alike cell for cell, their reference too, which is otherwise on one line only.
    pub(super) fn doubt_said_twice(&mut self, in_order: &Meanings) {
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::LinesRepeated);
        let references = std::mem::take(&mut self.references);
        if is_said || references.len() != in_order.len() {
            return;
        }
        let mut lines: Vec<(u32, u64, usize)> = references
            .iter()
            .enumerate()
            .filter(|(_, r)| **r != 0)
            .map(|(i, r)| (*r, self.blocks.row_hash(i), i))
            .collect();
        lines.sort_unstable();
        let (mut n, mut n_other, mut amount) = (0_u64, 0_u64, Money::ZERO);
        for of_reference in lines.chunk_by(|a, b| a.0 == b.0).filter(|lines| 1 < lines.len()) {
            for pair in of_reference.windows(2) {
                let is_next = pair[0].2.abs_diff(pair[1].2) == 1;
                match pair[0].1 == pair[1].1 {
                    // Weeks of care stand below each other, alike in all.
                    true if is_next => {}
                    true => {
                        n += 1;
                        amount += in_order.amount(in_order.get(pair[1].2));
                    }
                    false => n_other += 1,
                }
            }
        }
        let is_telling = ALIKE_MIN * (n + n_other) as f64 <= n as f64;
        if n < LINES_MIN || !is_telling || SHARE_MAX * (lines.len() as f64) < n as f64 {
            return;
        }
        let heading = self.reading.heading(Field::Reference).unwrap_or_default().to_owned();
        let text = format!(
            "{n} lines ({amount}) are there twice, cell for cell, with the same `{heading}`, which is otherwise on one line \
             only; both were counted"
        );
        self.push_problem(None, ProblemKind::LinesRepeated, n, Some(amount), Some(heading), text);
    }
}
