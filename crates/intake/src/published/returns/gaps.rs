//! Cells of a return that hold no figure: never a zero, always told.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::columns::FigureColumn;
use super::page::Page;

/// What publishers print where they have no figure: not sent, missing, not relevant, withheld. An `É` alone is the
/// ellipsis of another character set.
pub(in crate::published) fn is_marker(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let bare = text.trim_matches(['[', ']', '(', ')']).to_lowercase();
    let is_dots = bare.chars().all(|c| matches!(c, '.' | '…' | ':' | '*' | '-' | '–' | '#'));
    !text.is_empty() && (is_dots || ["m", "x", "c", "z", "n/a", "na", "n.a.", "..c", "s", "é"].contains(&bare.as_str()))
}

/// Markers by row, as positions of columns.
#[derive(Default)]
pub(super) struct Gaps(BTreeMap<usize, Vec<usize>>);

impl Gaps {
    pub fn add(&mut self, row: usize, column: usize) {
        self.0.entry(row).or_default().push(column);
    }

    /// One problem for each column that most authorities leave out, one for each body of the place besides, and one for
    /// all the others, by name. A dash says that there is nothing to print, and is no doubt.
    pub fn problems(mut self, page: &Page<'_>, own: &BTreeSet<usize>, n_authorities: usize) -> Vec<Problem> {
        let mut of_column: BTreeMap<usize, usize> = BTreeMap::new();
        self.0.values().flatten().for_each(|column| *of_column.entry(*column).or_default() += 1);
        of_column.retain(|_, n_rows| *n_rows * 2 > n_authorities);
        let mut problems: Vec<Problem> = Vec::new();
        for (column, n_rows) in &of_column {
            let column = &page.columns[*column];
            let text = format!("{n_rows} of {n_authorities} authorities have no figure for `{}`", column.heading);
            let problem = page.sheet.problem(ProblemKind::AmountMissing, text);
            problems.push(Problem { column: Some(column.heading.clone()), n_rows: *n_rows as u64, ..problem });
        }
        for (row, columns) in &mut self.0 {
            columns.retain(|column| {
                !of_column.contains_key(column) && page.grid.text(*row, page.columns[*column].at) != "-"
            });
        }
        self.0.retain(|_, columns| !columns.is_empty());
        let (of_place, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|(row, _)| own.contains(row));
        problems.extend(of_place.into_iter().filter_map(|(row, columns)| of_authority(page, *row, columns)));
        let (none, some): (Vec<usize>, Vec<usize>) =
            others.into_iter().map(|(row, _)| *row).partition(|row| has_no_figure(page, *row));
        problems.extend(of_others(page, &none, "no figures, which does not mean that nothing was spent"));
        problems.extend(of_others(page, &some, "single figures left out"));
        problems
    }
}

fn has_no_figure(page: &Page<'_>, row: usize) -> bool {
    !page.columns.iter().any(|column| page.amount(row, column.at).is_some_and(|amount| amount.is_ok()))
}

/// One problem for authorities outside the place, with all their names.
fn of_others(page: &Page<'_>, rows: &[usize], what: &str) -> Option<Problem> {
    let first = *rows.first()?;
    let names: Vec<String> = rows.iter().map(|row| page.name(*row)).collect();
    let text = format!("authorities that are not bodies of the place have {what}: {}", names.join(", "));
    let problem = page.sheet.cell_problem(first as u64 + 1, "", ProblemKind::OutsidePlace, text);
    Some(Problem { n_rows: rows.len() as u64, ..problem })
}

fn of_authority(page: &Page<'_>, row: usize, columns: &[usize]) -> Option<Problem> {
    let first = page.columns.get(*columns.first()?)?;
    let (name, marker) = (page.name(row), page.grid.text(row, first.at));
    let text = match (has_no_figure(page, row), columns.len()) {
        (true, _) => {
            format!("{name} has no figures: the return prints `{marker}`, which does not mean that nothing was spent")
        }
        (_, 1) => format!("{name} has `{marker}` and no figure"),
        (_, n) => format!("{name} has `{marker}` and no figure in {n} columns, the first `{}`", first.heading),
    };
    Some(page.figure_problem(row, first, ProblemKind::AmountMissing, text))
}

/// Whether a column holds answers in words, not figures.
pub(super) fn holds_no_amount(page: &Page<'_>, column: &FigureColumn, rows: &[usize]) -> bool {
    let mut has_words = false;
    for row in rows.iter().filter(|row| !page.is_marker(**row, column.at)) {
        match page.amount(*row, column.at) {
            Some(Ok(_)) => return false,
            Some(Err(_)) => has_words = true,
            None => {}
        }
    }
    has_words
}

pub(super) fn answer_column(page: &Page<'_>, column: &FigureColumn, rows: &[usize]) -> Problem {
    let example = rows.first().map(|row| page.grid.text(*row, column.at)).unwrap_or_default();
    let text = format!("the column holds answers such as `{example}`, not amounts, and was left out");
    // Words alone hold no pounds; a digit may be an amount that nobody could read.
    let has_digit = rows.iter().any(|row| page.grid.text(*row, column.at).contains(|c: char| c.is_ascii_digit()));
    let kind = if has_digit { ProblemKind::AmountUnreadable } else { ProblemKind::OutsidePlace };
    let problem = page.sheet.problem(kind, text);
    Problem { column: Some(column.heading.clone()), n_rows: rows.len() as u64, ..problem }
}

pub(super) fn unreadable(page: &Page<'_>, row: usize, column: &FigureColumn) -> Problem {
    let text = format!("`{}` for {}", page.grid.text(row, column.at), page.name(row));
    page.figure_problem(row, column, ProblemKind::AmountUnreadable, text)
}

/// An authority that is in two rows, which is counted once.
pub(super) fn stands_again(page: &Page<'_>, before: usize, row: usize) -> Problem {
    let printed = |row: usize, column: &FigureColumn| page.amount(row, column.at)?.ok().map(|amount| amount.money);
    let differ = page.columns.iter().filter(|column| printed(before, column) != printed(row, column)).count();
    let largest = page.columns.iter().filter_map(|column| printed(row, column)).max_by_key(|amount| amount.abs());
    let same = match differ {
        0 => "with the same figures".to_owned(),
        n => format!("with different figures in {n} of {} columns", page.columns.len()),
    };
    let (name, code, first) = (page.name(row), page.code(row), before + 1);
    let text = format!("{name} ({code}) is in row {first} and here again {same}; row {first} was counted, once");
    Problem { amount: largest, ..page.sheet.cell_problem(row as u64 + 1, "", ProblemKind::LinesRepeated, text) }
}

/// Columns of figures that no heading names, and whose money is left out.
pub(super) fn without_heading(page: &Page<'_>, rows: &[usize]) -> Vec<Problem> {
    let n_columns = rows.iter().filter_map(|row| page.grid.rows.get(*row)).map(Vec::len).max().unwrap_or(0);
    let is_unnamed = |at: &usize| {
        page.grid.text(page.header.row, *at).is_empty() && !page.columns.iter().any(|column| column.at == *at)
    };
    let has_own_headings = page.kind != super::columns::Return::Capital;
    let unnamed = (page.header.first..n_columns).filter(is_unnamed).filter(|_| has_own_headings);
    unnamed
        .filter_map(|at| {
            let amounts: Vec<Money> = rows.iter().filter_map(|row| Some(page.amount(*row, at)?.ok()?.money)).collect();
            let sum: Money = amounts.iter().copied().sum();
            let text = format!("column {} has no heading; its {} figures, {sum}, were left out", at + 1, amounts.len());
            let problem = page.sheet.problem(ProblemKind::HeadingDiffers, text);
            let problem = Problem { n_rows: amounts.len() as u64, amount: Some(sum), ..problem };
            (sum != Money::ZERO).then_some(problem)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_no_figure_is_told_from_words_and_figures() {
        assert!(["...", "M", "[x]", ":", "n/a", "-", "…", "É"].into_iter().all(is_marker));
        assert!(!["", "0", "-5", "Yes", "(12)"].into_iter().any(is_marker));
    }
}
