//! Problems of files, and the tables that hold them.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use money::Money;

use crate::tables::{
    PERSON_FILE, PERSON_PROBLEM, PROBLEM_TABLES, PUBLICATION_PROBLEM, ledger_problem as column, person_file,
};
use crate::{ProblemKind, Row, Table, TableError, Tables};

/// One row that was left out, or one doubt: a row of one of the tables of problems.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub body_id: String,
    /// None where it is about no one file.
    pub file_id: Option<String>,
    /// Row in the file; none for a doubt about the whole file.
    pub row: Option<u64>,
    pub kind: ProblemKind,
    /// Heading of the column.
    pub column: Option<String>,
    /// Rows concerned.
    pub n_rows: u64,
    /// Pounds affected, if known.
    pub amount: Option<Money>,
    /// First day of the month that is missing.
    pub month: Option<Date>,
    /// What the doubt may be worth; in no sum.
    pub estimate: Option<Money>,
    /// What was found, in words.
    pub text: String,
}

impl Problem {
    /// A problem of a body's files, of which a caller that knows more fills more.
    pub fn new(body_id: &str, kind: ProblemKind, text: String) -> Problem {
        Problem {
            body_id: body_id.to_owned(),
            file_id: None,
            row: None,
            kind,
            column: None,
            n_rows: 0,
            amount: None,
            month: None,
            estimate: None,
            text,
        }
    }

    fn of(row: &Row<'_>) -> Problem {
        Problem {
            body_id: row.text(column::BODY_ID).to_owned(),
            file_id: row.text_if_any(column::FILE_ID).map(str::to_owned),
            row: row.count_if_any(column::ROW),
            kind: ProblemKind::parse(row.text(column::KIND)).expect("a kind is a word of its column"),
            column: row.text_if_any(column::COLUMN).map(str::to_owned),
            n_rows: row.count(column::N_ROWS),
            amount: row.money_if_any(column::AMOUNT),
            month: row.date_if_any(column::MONTH),
            estimate: row.money_if_any(column::ESTIMATE),
            text: row.text(column::TEXT).to_owned(),
        }
    }
}

/// Problems as rows of one of their tables, in the order given.
pub fn problem_table(table: &'static Table, problems: &[Problem]) -> RecordBatch {
    let mut rows = table.rows();
    for problem in problems {
        rows.push()
            .text_if_any(column::FILE_ID, problem.file_id.as_deref())
            .text(column::BODY_ID, &problem.body_id)
            .count_if_any(column::ROW, problem.row)
            .text_if_any(column::COLUMN, problem.column.as_deref())
            .text(column::KIND, problem.kind.word())
            .count(column::N_ROWS, problem.n_rows)
            .money_if_any(column::AMOUNT, problem.amount)
            .date_if_any(column::MONTH, problem.month)
            .money_if_any(column::ESTIMATE, problem.estimate)
            .text(column::TEXT, &problem.text);
    }
    rows.finish()
}

/// The problems of every kind of source: sorted, and behind them what is in publications, in its own order. Of files
/// about people they tell only which have problems: rows and counts of these are about people too.
///
/// # Errors
/// [`TableError::Read`].
pub fn read_problems(tables: &dyn Tables) -> Result<Vec<Problem>, TableError> {
    let (mut found, mut in_publications) = (Vec::new(), Vec::new());
    for table in PROBLEM_TABLES.iter().filter(|table| !table.is_about_people) {
        let (inside, others): (Vec<Problem>, Vec<Problem>) = (table.read_all(tables, Problem::of)?.into_iter())
            .partition(|problem| **table == PUBLICATION_PROBLEM && problem.file_id.is_some());
        in_publications.extend(inside);
        found.extend(others);
    }
    found.extend(doubtful_person_files(tables)?);
    found.sort();
    found.extend(in_publications);
    Ok(found)
}

/// How many problems of every kind of source somebody has to look at: all but those that are settled.
///
/// # Errors
/// [`TableError::Read`].
pub fn count_unsettled(tables: &dyn Tables) -> Result<usize, TableError> {
    let mut n = 0;
    for table in PROBLEM_TABLES.iter().filter(|table| tables.exists(table)) {
        n += table.read_all(tables, Problem::of)?.iter().filter(|problem| !problem.kind.is_settled()).count();
    }
    Ok(n)
}

/// One problem for each file about people that has any.
fn doubtful_person_files(tables: &dyn Tables) -> Result<Vec<Problem>, TableError> {
    let path = |row: &Row<'_>| (row.text(person_file::FILE_ID).to_owned(), row.text(person_file::PATH).to_owned());
    let paths: BTreeMap<String, String> = PERSON_FILE.read_all(tables, path)?.into_iter().collect();
    let problems =
        PERSON_PROBLEM.read_all(tables, Problem::of)?.into_iter().filter(|problem| !problem.kind.is_settled());
    let files: BTreeSet<(String, Option<String>)> =
        problems.map(|problem| (problem.body_id, problem.file_id)).collect();
    let doubtful = |(body_id, file_id): (String, Option<String>)| {
        let text = match file_id.as_ref().and_then(|id| paths.get(id)) {
            Some(path) => {
                format!("`{path}` has problems; people who may see the file can list them with `totalplace check`")
            }
            None => "a source of files about people has problems; `totalplace check` lists them".to_owned(),
        };
        Problem { file_id, ..Problem::new(&body_id, ProblemKind::PersonFileDoubtful, text) }
    };
    Ok(files.into_iter().map(doubtful).collect())
}
