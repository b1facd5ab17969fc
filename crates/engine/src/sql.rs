//! Query every table in SQL of a folder, reading only.

use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use model::Table;
use model::tables::PROBLEM_TABLES;
use money::{Amount, Money};

use crate::query_error::{QueryError, unanswered, unplanned};

/// The view over the problems of every kind of source.
const PROBLEMS: &str = "row_problem";

/// What a query answered.
pub struct Answer {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
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
    let tables = register(&context, folder).await?;
    if tables.is_empty() {
        return Err(QueryError::NoTables(folder.display().to_string()));
    }
    let read_only = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let frame = context.sql_with_options(sql, read_only).await;
    let frame = frame.map_err(|error| unplanned(&error, &tables))?;
    let schema = std::sync::Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await.map_err(|error| unanswered(&error))?;
    Ok(Answer { schema, batches })
}

/// The names of the tables that there are.
async fn register(context: &SessionContext, folder: &Path) -> Result<Vec<String>, QueryError> {
    let is_there = |table: &&Table| crate::table_path(folder, table).is_file();
    let there: Vec<&Table> = model::tables::all().filter(is_there).collect();
    for table in &there {
        let address = address(&crate::table_path(folder, table));
        let registered = context.register_parquet(table.name, &address, ParquetReadOptions::default()).await;
        registered.map_err(|error| unanswered(&error))?;
    }
    let problems: Vec<&Table> = PROBLEM_TABLES.iter().copied().filter(is_there).collect();
    if !problems.is_empty() {
        let all = problems.iter().map(|table| format!("SELECT * FROM {}", table.name)).collect::<Vec<_>>();
        let view = format!("CREATE VIEW {PROBLEMS} AS {}", all.join(" UNION ALL "));
        context.sql(&view).await.map_err(|error| unanswered(&error))?;
    }
    let problems = (!problems.is_empty()).then(|| PROBLEMS.to_owned());
    Ok(there.iter().map(|table| table.name.to_owned()).chain(problems).collect())
}

/// The address of a file, in which no letter of its path is taken for a pattern: a place may be in `Ashby [2023]`.
fn address(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = absolute.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b':' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
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
        let mut names: Vec<&str> = PROBLEM_TABLES.iter().map(|table| table.name).collect();
        names.sort_unstable();
        assert_eq!(bodies, names);
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
    }

    fn tables_of_problems(folder: &Path) {
        let problem = Problem::new("county", ProblemKind::FileEmpty, "nothing".to_owned());
        let table = PROBLEM_TABLES[0];
        TableWriter::write_all(&table_path(folder, table), table, &[problem_table(table, &[problem])]).unwrap();
    }

    #[test]
    fn what_is_wrong_with_a_query_is_said_in_one_sentence_without_words_of_the_libraries() {
        let folder = tempfile::tempdir().unwrap();
        tables_of_problems(folder.path());
        for (sql, expected) in [
            ("SELECT nothing FROM row_problem", "there is no column `nothing`"),
            ("SELECT p.nothing FROM row_problem p", "there is no column `nothing`"),
            ("SELECT kind FROM row_problem WHERE bdy_id = 'x'", "there is no column `bdy_id`"),
            ("SELECT * FROM row_problems", "there is no table `row_problems`"),
            ("SELECT * FROM ledger_line", "there is no table `ledger_line`"),
            ("SELECT * FROM a.b.c", "there is no table `c`"),
            ("SELECT summ(n_rows) FROM row_problem", "there is no function `summ`"),
            ("SELEC * FROM row_problem", "found `SELEC` at line 1, column 1"),
            ("SELECT * FROM row_problem WHERE", "but the query ends there"),
            ("SELECT 'x FROM row_problem", "cannot be read"),
            ("", ""),
            ("DROP VIEW row_problem", "only SELECT is allowed"),
            ("INSERT INTO row_problem VALUES (1)", ""),
            ("CREATE TABLE x AS SELECT * FROM row_problem", "only SELECT is allowed"),
            ("SET x = 1", "only SELECT is allowed"),
            ("SELECT sum(text) FROM row_problem", "a value of one kind as another"),
            ("SELECT text + INTERVAL '1 day' FROM row_problem", "a value of one kind as another"),
            ("SELECT kind, count(*) FROM row_problem", "must be in GROUP BY: `kind`"),
            ("SELECT kind FROM row_problem a, row_problem b", "several tables have a column `kind`"),
            ("SELECT 1 / 0", "divides by zero"),
            ("SELECT cast(text AS DOUBLE) FROM row_problem", "does not fit"),
        ] {
            let Err(error) = query(folder.path(), sql) else { panic!("{sql} is answered") };
            let said = error.to_string();
            assert!(said.contains(expected), "{sql}: {said}");
            for word in
                ["datafusion", "Error", "Utf8", "Int64", "arrow", "parquet", "External", "public.", "sql parser"]
            {
                assert!(!said.contains(word), "{sql}: {said}");
            }
            assert!(!said.contains('\n'), "{sql}: {said}");
        }
        let Err(QueryError::NoTable { known, .. }) = query(folder.path(), "SELECT * FROM x") else { panic!() };
        assert_eq!(known, [PROBLEM_TABLES[0].name, PROBLEMS]);
        let Err(QueryError::NoColumn { known, .. }) = query(folder.path(), "SELECT x FROM row_problem") else {
            panic!()
        };
        assert!(known.contains(&"body_id".to_owned()), "{known:?}");
    }

    #[test]
    fn a_folder_with_letters_of_patterns_in_its_name_is_read() {
        for name in ["a[b]", "a*b", "a?b", "a{b,c}", "a b", "a%20b", "a#b", "Ynys Môn [2023]*"] {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join(name);
            std::fs::create_dir(&folder).unwrap();
            tables_of_problems(&folder);
            let answer =
                query(&folder, "SELECT body_id FROM row_problem").unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(answer.rows().count(), 1, "{name}");
        }
    }
}
