//! Lines and problems as tables.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, Int64Array, RecordBatch, StringArray};
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::tables::{self, outturn_line, row_problem};
use model::{FinancialYear, ProblemKind, Table};
use money::Money;

/// What was found in one publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// Sheets that figures were taken from.
    pub sheets: Vec<String>,
    pub n_rows: usize,
    pub n_totals_checked: usize,
    pub n_totals_agreed: usize,
    pub lines: Vec<Line>,
    pub problems: Vec<Problem>,
}

/// One row of `outturn_line`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Which of the reading's sheets.
    pub sheet: usize,
    pub row: u64,
    pub body_id: Option<String>,
    pub area: String,
    pub year: FinancialYear,
    pub series: String,
    pub line_code: String,
    pub label: String,
    pub amount: Money,
}

/// One row of `row_problem`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    pub sheet: usize,
    /// None for a doubt about the whole sheet.
    pub row: Option<u64>,
    pub column: Option<String>,
    pub kind: ProblemKind,
    pub n_rows: usize,
    pub amount: Option<Money>,
    pub text: String,
}

pub(super) fn lines(lines: &[Line], file_ids: &[String]) -> RecordBatch {
    let text = |value: &dyn Fn(&Line) -> Option<String>| -> ArrayRef {
        Arc::new(lines.iter().map(value).collect::<StringArray>())
    };
    batch(
        &tables::OUTTURN_LINE,
        [
            (outturn_line::FILE_ID, text(&|line| Some(file_ids[line.sheet].clone()))),
            (outturn_line::ROW, counts(lines.iter().map(|line| Some(line.row)))),
            (outturn_line::BODY_ID, text(&|line| line.body_id.clone())),
            (outturn_line::AREA, text(&|line| Some(line.area.clone()))),
            (
                outturn_line::FINANCIAL_YEAR,
                Arc::new(lines.iter().map(|line| Some(line.year.0)).collect::<Int32Array>()),
            ),
            (outturn_line::SERIES, text(&|line| Some(line.series.clone()))),
            (outturn_line::LINE_CODE, text(&|line| Some(line.line_code.clone()))),
            (outturn_line::LABEL, text(&|line| Some(line.label.clone()))),
            (outturn_line::AMOUNT, amounts(lines.iter().map(|line| Some(line.amount)))),
        ],
    )
}

pub(super) fn problems(problems: &[Problem], file_ids: &[String], body_id: &str) -> RecordBatch {
    let text = |value: &dyn Fn(&Problem) -> Option<String>| -> ArrayRef {
        Arc::new(problems.iter().map(value).collect::<StringArray>())
    };
    batch(
        &tables::ROW_PROBLEM,
        [
            (row_problem::FILE_ID, text(&|problem| file_ids.get(problem.sheet).cloned())),
            (row_problem::BODY_ID, text(&|_| Some(body_id.to_owned()))),
            (row_problem::ROW, counts(problems.iter().map(|problem| problem.row))),
            (row_problem::COLUMN, text(&|problem| problem.column.clone())),
            (row_problem::KIND, text(&|problem| Some(problem.kind.word().to_owned()))),
            (row_problem::N_ROWS, counts(problems.iter().map(|problem| Some(problem.n_rows as u64)))),
            (row_problem::AMOUNT, amounts(problems.iter().map(|problem| problem.amount))),
            (row_problem::MONTH, Arc::new(Date32Array::new_null(problems.len()))),
            (row_problem::ESTIMATE, amounts(problems.iter().map(|_| None))),
            (row_problem::TEXT, text(&|problem| Some(problem.text.clone()))),
        ],
    )
}

fn counts(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    Arc::new(values.map(|value| value.map(|value| value as i64)).collect::<Int64Array>())
}

fn amounts(values: impl Iterator<Item = Option<Money>>) -> ArrayRef {
    let pence: Decimal128Array = values.map(|value| value.map(|money| i128::from(money.pence()))).collect();
    let pounds = pence.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE);
    Arc::new(pounds.expect("the precision and scale of a money column are valid"))
}

/// Puts named columns in the order of the table.
fn batch<const N: usize>(table: &Table, columns: [(&'static str, ArrayRef); N]) -> RecordBatch {
    let mut columns = HashMap::from(columns);
    let ordered = table.columns.iter().map(|column| {
        columns.remove(column.name).unwrap_or_else(|| panic!("column {} of {} is filled", column.name, table.name))
    });
    RecordBatch::try_new(table.schema(), ordered.collect()).expect("columns are as the table declares them")
}
