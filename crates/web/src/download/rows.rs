//! The rows of a download, one after another in the order of the tables.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use account::{Account, Dimension, Filter, Row};
use model::BoxError;
use money::Money;

use super::cells::{Cell, cells};
use crate::texts::{Cursor, Store};

/// Rows between two looks at whether the reader still waits.
const N_BETWEEN_LOOKS: usize = 1_024;

/// Rows still to come.
pub struct Rows {
    lines: std::vec::IntoIter<u32>,
    theme: Option<String>,
    cursor: Cursor<Arc<Store>>,
    is_wanted: Arc<AtomicBool>,
}

/// The reader has gone.
#[derive(Debug, thiserror::Error)]
#[error("nobody waits for the file any more")]
struct NotWanted;

impl Rows {
    pub fn of(account: &Account, filter: &Filter, store: Arc<Store>) -> Rows {
        Rows {
            lines: account.lines(filter).into_iter(),
            theme: filter.value(Dimension::Theme).map(str::to_owned),
            cursor: Cursor::new(store),
            is_wanted: Arc::new(AtomicBool::new(true)),
        }
    }

    /// Ends with an error as soon as the flag is down.
    pub fn while_wanted(self, is_wanted: Arc<AtomicBool>) -> Rows {
        Rows { is_wanted, ..self }
    }

    pub fn is_done(&self) -> bool {
        self.lines.len() == 0
    }

    /// Hands on the cells of the next rows, at most `n` of them.
    pub fn take(
        &mut self,
        account: &Account,
        n: usize,
        mut to: impl FnMut(&[Cell<'_>]) -> Result<(), BoxError>,
    ) -> Result<(), BoxError> {
        for i in 0..n.min(self.lines.len()) {
            if i % N_BETWEEN_LOOKS == 0 && !self.is_wanted.load(Ordering::Relaxed) {
                return Err(NotWanted.into());
            }
            let Some(line) = self.lines.next() else { break };
            let row = account.row(line);
            let stored = self.cursor.line(line)?;
            to(&cells(account, &row, &stored, self.counted(&row)))?;
        }
        Ok(())
    }

    /// What the filter counts of a line: a theme's part, else all.
    fn counted(&self, row: &Row<'_>) -> Money {
        let theme = self.theme.as_deref();
        let part = theme.and_then(|theme| row.themes.iter().find(|(name, _)| *name == theme));
        part.map_or(row.amount, |(_, amount)| *amount)
    }
}
