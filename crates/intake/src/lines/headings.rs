//! Headings further down a sheet.

use model::ProblemKind;

use super::{DateCache, LineReader, Unheaded, shorten};
use crate::fields::Field;
use crate::rows::Row;
use crate::second_look::OtherHeading;

/// Headings whose columns may stand elsewhere that are kept in mind.
const HEADINGS_MAX: usize = 1000;

impl LineReader<'_> {
    /// A heading that is known to order its columns otherwise is obeyed from its row on.
    pub(super) fn obey_next_heading(&mut self) {
        let Some((reading, later)) = self.later.split_first() else { return };
        if reading.date_format != self.reading.date_format && reading.column(Field::Date).is_some() {
            let dates = DateCache::new(reading.date_format, self.context);
            let above = std::mem::replace(&mut self.dates, dates);
            self.first_vote.get_or_insert_with(|| above.vote());
        }
        self.doubt_unheaded();
        self.unheaded = Unheaded::of(reading);
        self.reading = reading;
        self.later = later;
        self.at = Field::ALL.map(|field| reading.column(field));
        self.move_tallies();
        self.next_heading = later.first().map_or(u64::MAX, |next| next.header_rows.0);
    }

    /// A heading in the middle of the lines: over again, or one to look at.
    pub(super) fn heading_again(&mut self, row: &Row, cells: &[String]) {
        self.counts.n_header_rows += 1;
        let is_same = |text: &str, heading: &str| text.split_whitespace().eq(heading.split_whitespace());
        let is_other = self.reading.columns.values().any(|i| {
            let cell = cells.get(*i).map_or("", String::as_str).to_lowercase();
            !is_same(&cell, &self.reading.headings[*i].to_lowercase())
        });
        if is_other && !self.seen.same.contains(&row.number) && self.counts.other_headings.len() < HEADINGS_MAX {
            let (n_lines, amount) = (self.counts.n_lines, self.counts.amount);
            let told: Vec<String> = cells.iter().map(|cell| self.payees.payees.told(cell)).collect();
            let text = shorten(&told.join(" | "), 200);
            self.counts.other_headings.push(OtherHeading { row: row.number, n_lines, amount, text });
        }
    }

    /// What stands under a heading that could not be obeyed was read by the one above it.
    pub(super) fn doubt_other_headings(&mut self) {
        let headings = self.counts.other_headings.clone();
        for (i, heading) in headings.iter().enumerate() {
            let end = headings.get(i + 1).map_or((self.counts.n_lines, self.counts.amount), |n| (n.n_lines, n.amount));
            let (n, amount) = (end.0 - heading.n_lines, end.1 - heading.amount);
            if n == 0 {
                continue;
            }
            let text = format!("{n} lines under another heading were read by the first one: {}", heading.text);
            self.push_problem(Some(heading.row), ProblemKind::HeadingDiffers, n, Some(amount), None, text);
        }
    }
}
