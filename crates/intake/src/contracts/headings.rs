//! Which column is what, by the words of its heading and by what stands under it.

use std::collections::BTreeMap;

use model::tables::ContractEnd;

use super::cells::{DateColumn, end_in_words, is_amount};
use super::content::Sheet;
use crate::fields::heading_words;

/// Rows above the headings: titles and notes.
const N_ROWS_ABOVE_MAX: usize = 30;
/// Rows that are looked at to see what stands in a column.
const N_ROWS_LOOKED_AT: usize = 300;

/// Words by which a heading names something.
#[derive(Debug)]
pub(super) struct Rule<R: 'static> {
    pub role: R,
    /// Sets of words, the best first: all words of a set are in the heading.
    pub any_of: &'static [&'static [&'static str]],
    /// With one of these the heading names something else.
    pub without: &'static [&'static str],
    pub holds: Holds,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Dates,
    Amounts,
}

/// The columns of one sheet.
#[derive(Debug)]
pub(super) struct Columns<R> {
    pub heading_row: usize,
    by_role: BTreeMap<R, Named>,
}

#[derive(Debug)]
struct Named {
    column: usize,
    heading: String,
}

impl<R: Copy + Ord> Columns<R> {
    /// Finds the row of headings: the one that names most roles, if these are enough to read its table.
    pub fn find(sheet: &Sheet, rules: &[Rule<R>], are_enough: impl Fn(&Columns<R>) -> bool) -> Option<Columns<R>> {
        let rows = 0..sheet.rows.len().min(N_ROWS_ABOVE_MAX);
        let read = rows.filter(|row| !sheet.is_blank(*row)).map(|row| Columns::of(sheet, row, rules));
        let enough = read.filter(|columns| are_enough(columns));
        // Of equals the first: `max_by_key` takes the last.
        enough.reduce(|best, columns| if best.by_role.len() < columns.by_role.len() { columns } else { best })
    }

    /// What a row names, read as headings.
    fn of(sheet: &Sheet, row: usize, rules: &[Rule<R>]) -> Columns<R> {
        let cells = &sheet.rows[row];
        let words: Vec<Vec<String>> = cells.iter().map(|cell| heading_words(cell)).collect();
        let mut taken = vec![false; cells.len()];
        let mut by_role: BTreeMap<R, Named> = BTreeMap::new();
        for rule in rules {
            let fits = |column: &usize| !taken[*column] && holds(sheet, row + 1, *column, rule.holds);
            let ranked = (0..cells.len()).filter_map(|column| Some((rule.rank(&words[column])?, column)));
            let best = ranked.filter(|(_, column)| fits(column)).min();
            if let Some((_, column)) = best
                && !by_role.contains_key(&rule.role)
            {
                taken[column] = true;
                by_role.insert(rule.role, Named { column, heading: cells[column].clone() });
            }
        }
        Columns { heading_row: row, by_role }
    }

    pub fn has(&self, role: R) -> bool {
        self.by_role.contains_key(&role)
    }

    pub fn column(&self, role: R) -> Option<usize> {
        self.by_role.get(&role).map(|named| named.column)
    }

    /// The heading as printed; empty where there is no such column.
    pub fn heading(&self, role: R) -> &str {
        self.by_role.get(&role).map_or("", |named| named.heading.as_str())
    }

    /// The cell of a role in a row; nothing where it is empty.
    pub fn cell<'s>(&self, sheet: &'s Sheet, row: usize, role: R) -> Option<&'s str> {
        Some(sheet.cell(row, self.column(role)?)).filter(|cell| !cell.is_empty())
    }

    /// Rows with data, from 0: those below the headings that are not blank.
    pub fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = usize> + use<'s, R> {
        (self.heading_row + 1..sheet.rows.len()).filter(|row| !sheet.is_blank(*row))
    }
}

impl<R> Rule<R> {
    /// How well a heading fits: the place of its set of words, then the words that are left over. None if it does not.
    fn rank(&self, words: &[String]) -> Option<(usize, usize)> {
        let has = |word: &str| words.iter().any(|own| own == word);
        if self.without.iter().any(|word| has(word)) {
            return None;
        }
        let at = self.any_of.iter().position(|set| set.iter().all(|word| has(word)))?;
        Some((at, words.len() - self.any_of[at].len()))
    }
}

/// Whether a column holds what it should, or nothing at all: half of the cells that say something are dates, or a third are
/// amounts.
fn holds(sheet: &Sheet, first_row: usize, column: usize, holds: Holds) -> bool {
    if holds == Holds::Text {
        return true;
    }
    let last_row = sheet.rows.len().min(first_row + N_ROWS_LOOKED_AT);
    let cells: Vec<&str> =
        (first_row..last_row).map(|row| sheet.cell(row, column)).filter(|cell| says_something(cell)).collect();
    let dates = DateColumn::of(cells.iter().copied());
    let is_right = |cell: &&&str| match holds {
        Holds::Dates => dates.day(cell).is_some(),
        _ => is_amount(cell),
    };
    // Registers print "commercially confidential" and the like in place of many amounts.
    let n_needed = if holds == Holds::Dates { cells.len().div_ceil(2) } else { cells.len().div_ceil(3) };
    n_needed <= cells.iter().filter(is_right).count()
}

/// Whether a cell is neither empty nor a word such as TBC, which may stand under any heading.
fn says_something(cell: &str) -> bool {
    end_in_words(cell) == ContractEnd::Unreadable
}
