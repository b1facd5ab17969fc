//! Problems of one file of contracts or grants: each says file and row; those of many rows are said once.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::place::SourceKind;
use model::problem::Problem;
use money::Money;

use super::content::Sheet;
use crate::source_file::file_id;

/// Rows that are named before the rest is only counted.
const N_ROWS_NAMED: usize = 5;
/// The longest text of a cell that is quoted.
const N_CHARS_QUOTED: usize = 40;

/// What is wrong with one file.
pub(super) struct Problems {
    body_id: String,
    path: String,
    /// The sheet that is read.
    sheet: Option<String>,
    single: Vec<Problem>,
    /// By sheet, kind, heading and what is said.
    of_rows: BTreeMap<(Option<String>, ProblemKind, String, String), Rows>,
}

/// Rows with the same problem.
#[derive(Default)]
struct Rows {
    rows: Vec<u64>,
    amount: Option<Money>,
}

impl Problems {
    pub fn of_file(body_id: &str, path: &str) -> Problems {
        Problems {
            body_id: body_id.to_owned(),
            path: path.to_owned(),
            sheet: None,
            single: Vec::new(),
            of_rows: BTreeMap::new(),
        }
    }

    /// What follows is about this sheet; a CSV's has no name.
    pub fn begin_sheet(&mut self, sheet: &Sheet) {
        self.sheet = (!sheet.name.is_empty()).then(|| sheet.name.clone());
    }

    /// The path, with the sheet in brackets.
    pub fn shown(&self) -> String {
        shown(&self.path, self.sheet.as_deref())
    }

    /// A problem of one cell.
    pub fn cell(&mut self, kind: ProblemKind, row: u64, column: &str, cell: &str) {
        let text = format!("row {row}: `{}`", quoted(cell));
        let problem = self.problem(kind, &text);
        self.single.push(Problem { row: Some(row), column: column_if_any(column), n_rows: 1, ..problem });
    }

    /// A problem that many rows share, with the pounds of this one.
    pub fn count(&mut self, kind: ProblemKind, row: u64, column: &str, what: &str, amount: Option<Money>) {
        let key = (self.sheet.clone(), kind, column.to_owned(), what.to_owned());
        let rows = self.of_rows.entry(key).or_default();
        rows.rows.push(row);
        rows.amount = [rows.amount, amount].into_iter().flatten().reduce(|sum, amount| sum + amount);
    }

    /// A problem of the whole file or sheet.
    pub fn file(&mut self, kind: ProblemKind, what: &str) {
        let problem = self.problem(kind, what);
        self.single.push(problem);
    }

    pub fn unreadable(&mut self, why: &str) {
        let kind = if why == "the file is empty" { ProblemKind::FileEmpty } else { ProblemKind::FileUnreadable };
        self.file(kind, why);
    }

    pub fn not_contracts(&mut self, kind: SourceKind, why: &str) {
        let what = if kind == SourceKind::Grants { "a list of grants" } else { "a register of contracts or notices" };
        self.file(ProblemKind::FileNotContracts, &format!("it cannot be read as {what}: {why}"));
    }

    pub fn beside(&mut self, sheet: &Sheet) {
        self.begin_sheet(sheet);
        self.file(ProblemKind::SheetBeside, "the sheet has no headings of contracts or grants");
    }

    pub fn hidden(&mut self, sheet: &Sheet) {
        self.begin_sheet(sheet);
        self.file(ProblemKind::SheetHidden, "the sheet is hidden and was not read");
    }

    /// Every problem of the file.
    pub fn finish(self) -> Vec<Problem> {
        let Problems { body_id, path, single, of_rows, .. } = self;
        let of_rows = of_rows.into_iter().map(|((sheet, kind, column, what), rows)| {
            let text = format!("`{}`: {what} ({})", shown(&path, sheet.as_deref()), in_words(&rows.rows));
            Problem {
                file_id: Some(file_id("", &shown(&path, sheet.as_deref()), None)),
                row: rows.rows.first().copied(),
                column: column_if_any(&column),
                n_rows: rows.rows.len() as u64,
                amount: rows.amount,
                ..Problem::new(&body_id, kind, text)
            }
        });
        single.into_iter().chain(of_rows).collect()
    }

    fn problem(&self, kind: ProblemKind, what: &str) -> Problem {
        let text = format!("`{}`: {what}", self.shown());
        let file_id = file_id("", &self.shown(), None);
        Problem { file_id: Some(file_id), ..Problem::new(&self.body_id, kind, text) }
    }
}

fn shown(path: &str, sheet: Option<&str>) -> String {
    sheet.map_or_else(|| path.to_owned(), |sheet| format!("{path} [{sheet}]"))
}

fn column_if_any(column: &str) -> Option<String> {
    (!column.is_empty()).then(|| column.to_owned())
}

/// `row 4`, `rows 4, 9 and 12`, `rows 4, 9, 12, 13, 20 and 7 more`.
fn in_words(rows: &[u64]) -> String {
    let named: Vec<String> = rows.iter().take(N_ROWS_NAMED).map(u64::to_string).collect();
    match (rows.len(), named.split_last()) {
        (1, _) | (_, None) => format!("row {}", named.join("")),
        (n, _) if n > N_ROWS_NAMED => format!("rows {} and {} more", named.join(", "), n - N_ROWS_NAMED),
        (_, Some((last, others))) => format!("rows {} and {last}", others.join(", ")),
    }
}

/// What a cell holds, without names of people.
fn quoted(cell: &str) -> String {
    if crate::payee::names_person(cell) {
        return "…".to_owned();
    }
    let short: String = cell.chars().take(N_CHARS_QUOTED).collect();
    if short.len() < cell.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rows_are_named_and_the_rest_counted() {
        assert_eq!(in_words(&[4]), "row 4");
        assert_eq!(in_words(&[4, 9, 12]), "rows 4, 9 and 12");
        assert_eq!(in_words(&[1, 2, 3, 4, 5, 6, 7]), "rows 1, 2, 3, 4, 5 and 2 more");
    }

    #[test]
    fn a_problem_of_many_rows_is_said_once_with_its_pounds() {
        let mut problems = Problems::of_file("exeter", "register.csv");
        for (row, pounds) in [(4, Some(5)), (9, None), (12, Some(7))] {
            let amount = pounds.map(|pounds| Money::from_pence(pounds * 100));
            problems.count(ProblemKind::ContractEndOpen, row, "End", "the end is `TBC`", amount);
        }
        let all = problems.finish();
        assert_eq!(all[0].text, "`register.csv`: the end is `TBC` (rows 4, 9 and 12)");
        assert_eq!((all[0].n_rows, all[0].amount, all[0].row), (3, Some(Money::from_pence(1_200)), Some(4)));
    }
}
