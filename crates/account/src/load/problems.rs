//! `row_problem`.

use arrow_array::Array;
use model::tables::{self, row_problem};
use report::Tables;

use super::columns::{Columns, batches};
use crate::Error;
use crate::problems::{Problem, Problems};

/// Nothing where the table was not written.
pub(super) fn read_problems(tables: &dyn Tables) -> Result<Problems, Error> {
    let mut problems = Problems::default();
    if !tables.exists(&tables::ROW_PROBLEM) {
        return Ok(problems);
    }
    let columns: Vec<&'static str> = tables::ROW_PROBLEM.columns.iter().map(|column| column.name).collect();
    for batch in batches(tables, &tables::ROW_PROBLEM, &columns)? {
        add(&mut problems, &batch?)?;
    }
    Ok(problems)
}

fn add(problems: &mut Problems, batch: &Columns) -> Result<(), Error> {
    let text = |column| batch.text(column);
    let (files, bodies) = (text(row_problem::FILE_ID)?, text(row_problem::BODY_ID)?);
    let (columns, kinds) = (text(row_problem::COLUMN)?, text(row_problem::KIND)?);
    let (rows, n_rows) = (batch.whole(row_problem::ROW)?, batch.whole(row_problem::N_ROWS)?);
    let (amounts, texts) = (batch.money(row_problem::AMOUNT)?, text(row_problem::TEXT)?);
    for row in 0..batch.n_rows() {
        problems.push(Problem {
            file_id: files.value_if_any(row),
            body_id: bodies.value(row),
            row: rows.is_valid(row).then(|| u64::try_from(rows.value(row)).unwrap_or(0)),
            column: columns.value_if_any(row),
            kind: kinds.value(row),
            n_rows: u64::try_from(n_rows.value(row)).unwrap_or(0),
            amount: amounts.value_if_any(row),
            text: texts.value(row),
        });
    }
    Ok(())
}
