//! Problems on their way into the table `row_problem`.

use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use jiff::civil::Date;
use model::ProblemKind;
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::tables::ROW_PROBLEM;
use money::Money;

/// One row of `row_problem`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub body_id: String,
    pub file_id: Option<String>,
    pub row: Option<u64>,
    pub kind: ProblemKind,
    pub column: Option<String>,
    pub n_rows: u64,
    pub amount: Option<Money>,
    /// First day of the month that is missing.
    pub month: Option<Date>,
    /// What the doubt may be worth; in no sum.
    pub estimate: Option<Money>,
    pub text: String,
}

/// The table, sorted, so that it does not depend on the order in which files were read.
pub fn problem_table(mut problems: Vec<Problem>) -> RecordBatch {
    problems.sort();
    let (mut file, mut body, mut column, mut kind, mut text) =
        (StringBuilder::new(), StringBuilder::new(), StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    let (mut row, mut n_rows) = (Int64Builder::new(), Int64Builder::new());
    let (mut amount, mut estimate) = (money_builder(problems.len()), money_builder(problems.len()));
    let pence = |pounds: Money| i128::from(pounds.pence());
    let mut month = Date32Builder::new();
    for problem in &problems {
        file.append_option(problem.file_id.as_deref());
        body.append_value(&problem.body_id);
        row.append_option(problem.row.map(|row| row as i64));
        column.append_option(problem.column.as_deref());
        kind.append_value(problem.kind.word());
        n_rows.append_value(problem.n_rows as i64);
        amount.append_option(problem.amount.map(pence));
        month.append_option(problem.month.map(model::day_of_date));
        estimate.append_option(problem.estimate.map(pence));
        text.append_value(&problem.text);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(file.finish()),
        Arc::new(body.finish()),
        Arc::new(row.finish()),
        Arc::new(column.finish()),
        Arc::new(kind.finish()),
        Arc::new(n_rows.finish()),
        Arc::new(amount.finish()),
        Arc::new(month.finish()),
        Arc::new(estimate.finish()),
        Arc::new(text.finish()),
    ];
    RecordBatch::try_new(ROW_PROBLEM.schema(), columns).expect("columns stand in the order of the table")
}

/// A builder of pounds to the penny.
pub fn money_builder(capacity: usize) -> Decimal128Builder {
    Decimal128Builder::with_capacity(capacity)
        .with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE)
        .expect("the precision and scale of money are valid")
}
