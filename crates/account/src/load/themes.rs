//! `theme_share`, whose rows follow the order of the lines.

use std::collections::VecDeque;

use arrow_array::RecordBatch;
use model::tables::{self, theme_share};
use model::{TableError, Tables};
use money::Money;

use crate::Error;
use crate::dictionary::Interner;
use crate::themes::Theme;

type Batches<'t> = Box<dyn Iterator<Item = Result<RecordBatch, TableError>> + 't>;

/// The rows of `theme_share`, taken as their lines come by.
pub(super) struct ThemeReader<'t> {
    /// None where the table was not written.
    batches: Option<Batches<'t>>,
    waiting: VecDeque<(i64, u32, Money)>,
    interner: Interner,
    /// By the codes of the interner.
    themes: Vec<Theme>,
    n_taken: usize,
}

impl<'t> ThemeReader<'t> {
    pub fn open(tables: &'t dyn Tables) -> Result<ThemeReader<'t>, TableError> {
        let columns = [theme_share::LINE_ID, theme_share::THEME, theme_share::AMOUNT];
        let opened: Option<Batches<'t>> = match tables.exists(&tables::THEME_SHARE) {
            true => Some(Box::new(tables::THEME_SHARE.batches(tables, &columns)?)),
            false => None,
        };
        let interner = Interner::default();
        let mut reader = ThemeReader {
            batches: opened,
            waiting: VecDeque::new(),
            interner,
            themes: vec![Theme::default()],
            n_taken: 0,
        };
        reader.refill()?;
        Ok(reader)
    }

    /// Takes the shares of a line, the next of all lines.
    pub fn take(&mut self, line: u32, line_id: i64) -> Result<(), TableError> {
        while let Some((_, theme, amount)) = self.waiting.front().copied().filter(|(id, ..)| *id == line_id) {
            self.waiting.pop_front();
            self.n_taken += 1;
            self.themes[theme as usize].add(line, amount);
            if self.waiting.is_empty() {
                self.refill()?;
            }
        }
        Ok(())
    }

    /// The themes and their names.
    ///
    /// # Errors
    /// If a share was left over: its line is not there, or stands elsewhere.
    pub fn finish(self) -> Result<(Vec<Theme>, Interner), Error> {
        match self.waiting.is_empty() {
            true => Ok((self.themes, self.interner)),
            false => Err(Error::OutOfStep { table: tables::THEME_SHARE.name, row: self.n_taken }),
        }
    }

    fn refill(&mut self) -> Result<(), TableError> {
        while self.waiting.is_empty() {
            let Some(batch) = self.batches.as_mut().and_then(Iterator::next) else { return Ok(()) };
            let batch = batch?;
            let rows = tables::THEME_SHARE.read(&batch);
            let codes = self.interner.codes(rows.text(theme_share::THEME));
            let amounts = rows.money(theme_share::AMOUNT).iter();
            let shares = rows.id(theme_share::LINE_ID).iter().zip(codes).zip(amounts);
            self.waiting.extend(shares.map(|((line_id, code), amount)| (line_id, code, amount)));
            self.themes.resize_with(self.interner.n_codes(), Theme::default);
        }
        Ok(())
    }
}
