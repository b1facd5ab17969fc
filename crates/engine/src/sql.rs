//! SQL over every table of a folder, reading only.

use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use model::Table;
use model::tables::PROBLEM_TABLES;
use money::{Amount, Money};

/// The view over the problems of every kind of source.
const PROBLEMS: &str = "row_problem";

/// What a query answered.
pub struct Answer {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

/// A query that was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("there are no tables in `{0}`")]
    NoTables(String),
    #[error("{0}")]
    Sql(String),
    #[error("cannot start the query engine: {0}")]
    Engine(String),
}

/// Answers one SELECT over the tables in a folder. Nothing can be written: the tables are evidence.
///
/// # Errors
/// [`QueryError`] where there are no tables, or the query is wrong or would write.
pub fn query(folder: &Path, sql: &str) -> Result<Answer, QueryError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| QueryError::Engine(e.to_string()))?;
    runtime.block_on(answer(folder, sql))
}

async fn answer(folder: &Path, sql: &str) -> Result<Answer, QueryError> {
    let context = SessionContext::new_with_config(SessionConfig::new().with_information_schema(true));
    let n_tables = register(&context, folder).await?;
    if n_tables == 0 {
        return Err(QueryError::NoTables(folder.display().to_string()));
    }
    let read_only = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let frame = context.sql_with_options(sql, read_only).await.map_err(sql_error)?;
    let schema = std::sync::Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await.map_err(|error| unanswered(&error))?;
    Ok(Answer { schema, batches })
}

async fn register(context: &SessionContext, folder: &Path) -> Result<usize, QueryError> {
    let is_there = |table: &&Table| crate::table_path(folder, table).is_file();
    let there: Vec<&Table> = model::tables::all().filter(is_there).collect();
    for table in &there {
        let path = crate::table_path(folder, table).to_string_lossy().into_owned();
        context.register_parquet(table.name, &path, ParquetReadOptions::default()).await.map_err(sql_error)?;
    }
    let problems: Vec<&Table> = PROBLEM_TABLES.iter().copied().filter(is_there).collect();
    if !problems.is_empty() {
        let all = problems.iter().map(|table| format!("SELECT * FROM {}", table.name)).collect::<Vec<_>>();
        let view = format!("CREATE VIEW {PROBLEMS} AS {}", all.join(" UNION ALL "));
        context.sql(&view).await.map_err(sql_error)?;
    }
    Ok(there.len())
}

fn sql_error(error: DataFusionError) -> QueryError {
    QueryError::Sql(error.strip_backtrace())
}

/// Why a query failed over the rows. What the engine says then may quote a cell, and the cell may be about a person.
fn unanswered(error: &DataFusionError) -> QueryError {
    use DataFusionError::{NotImplemented, Plan, ResourcesExhausted};
    QueryError::Sql(match error.find_root() {
        NotImplemented(_) | Plan(_) | ResourcesExhausted(_) => error.strip_backtrace(),
        DataFusionError::ArrowError(error, _) if matches!(**error, ArrowError::DivideByZero) => {
            "the query divides by zero".to_owned()
        }
        _ => "a value in the tables does not fit what the query does with it: where it turns text into numbers or \
              dates, `try_cast` leaves out what is neither"
            .to_owned(),
    })
}

/// One value of an answer, ready to be printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Text(String),
    Whole(i64),
    /// Exact digits: money, and sums of it.
    Decimal(String),
    Estimate(f64),
    Flag(bool),
}

impl Cell {
    pub fn text(&self) -> String {
        match self {
            Cell::Null => String::new(),
            Cell::Text(text) | Cell::Decimal(text) => text.clone(),
            Cell::Whole(n) => n.to_string(),
            Cell::Estimate(n) => n.to_string(),
            Cell::Flag(flag) => flag.to_string(),
        }
    }
}

impl Answer {
    /// Rows of cells, in the order of the answer.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Cell>> + '_ {
        self.batches.iter().flat_map(|batch| {
            (0..batch.num_rows()).map(move |row| batch.columns().iter().map(|column| cell(column, row)).collect())
        })
    }

    /// Rows whose cells are known by the names of their columns.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.rows().map(|cells| Record { answer: self, cells })
    }

    /// Columns that hold numbers.
    pub fn number_columns(&self) -> Vec<usize> {
        let fields = self.schema.fields().iter().enumerate();
        fields.filter(|(_, field)| field.data_type().is_numeric()).map(|(i, _)| i).collect()
    }
}

/// One row of an answer, read by the names that the query gave its columns.
///
/// Every method panics on a name that the query did not give: queries are written beside their readers.
pub struct Record<'a> {
    answer: &'a Answer,
    cells: Vec<Cell>,
}

impl Record<'_> {
    fn cell(&self, column: &str) -> &Cell {
        let at = self.answer.schema.index_of(column);
        &self.cells[at.unwrap_or_else(|_| panic!("the query names no column {column}"))]
    }

    pub fn text_if_any(&self, column: &str) -> Option<String> {
        let cell = self.cell(column);
        (*cell != Cell::Null).then(|| cell.text())
    }

    /// The text; empty where there is none.
    pub fn text(&self, column: &str) -> String {
        self.cell(column).text()
    }

    /// A whole number; zero where there is none.
    pub fn whole(&self, column: &str) -> i64 {
        match self.cell(column) {
            Cell::Whole(number) => *number,
            Cell::Null => 0,
            other => panic!("{column} is not a whole number: {other:?}"),
        }
    }

    /// Pounds, exact to the penny; zero where there are none.
    pub fn money(&self, column: &str) -> Money {
        match self.cell(column) {
            Cell::Null => Money::ZERO,
            cell => Amount::parse(&cell.text()).unwrap_or_else(|_| panic!("{column} is not pounds: {cell:?}")).money,
        }
    }
}

fn cell(column: &ArrayRef, row: usize) -> Cell {
    if column.is_null(row) {
        return Cell::Null;
    }
    let text = || {
        ArrayFormatter::try_new(column, &FormatOptions::default())
            .map(|formatter| formatter.value(row).to_string())
            .unwrap_or_default()
    };
    match column.data_type() {
        DataType::Boolean => Cell::Flag(column.as_boolean().value(row)),
        data_type if data_type.is_integer() => text().parse().map_or_else(|_| Cell::Decimal(text()), Cell::Whole),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => text().parse().map_or(Cell::Null, Cell::Estimate),
        data_type if data_type.is_numeric() => Cell::Decimal(text()),
        _ => Cell::Text(text()),
    }
}

#[cfg(test)]
mod tests {
    use model::ProblemKind;
    use model::problem::{Problem, problem_table};

    use super::*;
    use crate::{TableWriter, table_path};

    #[test]
    fn problems_of_every_kind_of_source_are_one_view() {
        let folder = tempfile::tempdir().unwrap();
        for table in PROBLEM_TABLES {
            let batch = problem_table(table, &[Problem::new(table.name, ProblemKind::FileEmpty, String::new())]);
            TableWriter::write_all(&table_path(folder.path(), table), table, &[batch]).unwrap();
        }
        let answer = query(folder.path(), "SELECT body_id FROM row_problem ORDER BY body_id").unwrap();
        let bodies = answer.rows().map(|cells| cells[0].text()).collect::<Vec<_>>();
        assert_eq!(bodies, ["counterparty_problem", "ledger_problem", "person_problem", "publication_problem"]);
        assert!(query(folder.path(), "DROP VIEW row_problem").is_err(), "tables are evidence");
    }

    #[test]
    fn no_error_quotes_a_cell() {
        let folder = tempfile::tempdir().unwrap();
        let problem = Problem::new("county", ProblemKind::FileEmpty, "zqmarkerqz".to_owned());
        let table = PROBLEM_TABLES[0];
        TableWriter::write_all(&table_path(folder.path(), table), table, &[problem_table(table, &[problem])]).unwrap();
        for sql in [
            "SELECT cast(text AS BIGINT) FROM row_problem",
            "SELECT cast(text AS DATE) FROM row_problem",
            "SELECT cast(text AS DECIMAL(10, 2)) FROM row_problem",
            "SELECT to_timestamp(text) FROM row_problem",
            "SELECT sum(cast(text AS DOUBLE)) FROM row_problem WHERE cast(text AS BOOLEAN)",
        ] {
            let said = query(folder.path(), sql).err().expect(sql).to_string();
            assert!(!said.contains("zqmarkerqz"), "{sql}: {said}");
        }
        let said = query(folder.path(), "SELECT nothing FROM row_problem").err().expect("no such column").to_string();
        assert!(said.contains("nothing"), "{said}");
    }
}
