//! SQL over every table of a folder, reading only.

use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

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
    let error = |e: datafusion::error::DataFusionError| QueryError::Sql(e.strip_backtrace());
    let frame = context.sql_with_options(sql, read_only).await.map_err(error)?;
    let schema = std::sync::Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await.map_err(error)?;
    Ok(Answer { schema, batches })
}

async fn register(context: &SessionContext, folder: &Path) -> Result<usize, QueryError> {
    let mut n = 0;
    for table in model::tables::all() {
        let path = crate::table_path(folder, table);
        if path.is_file() {
            let path = path.to_string_lossy().into_owned();
            let options = ParquetReadOptions::default();
            context
                .register_parquet(table.name, &path, options)
                .await
                .map_err(|e| QueryError::Sql(e.strip_backtrace()))?;
            n += 1;
        }
    }
    Ok(n)
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

    /// Columns that hold numbers.
    pub fn number_columns(&self) -> Vec<usize> {
        let fields = self.schema.fields().iter().enumerate();
        fields.filter(|(_, field)| field.data_type().is_numeric()).map(|(i, _)| i).collect()
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
