//! What is said of a query that was not answered: what it asks for that is not there, in one sentence and without the words
//! of the libraries underneath.

use arrow::error::ArrowError;
use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;

/// A query that was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("there are no tables in `{0}`")]
    NoTables(String),
    #[error("there is no table `{name}`")]
    NoTable { name: String, known: Vec<String> },
    #[error("there is no column `{name}` in what the query reads")]
    NoColumn { name: String, known: Vec<String> },
    #[error("there is no function `{name}`")]
    NoFunction { name: String, known: Vec<String> },
    #[error("{0}")]
    Sql(String),
    #[error("cannot start the query engine: {0}")]
    Engine(String),
}

const READ_ONLY: &str = "only SELECT is allowed: the tables are evidence, and no query may change them";
const KINDS_DIFFER: &str = "the query uses a value of one kind as another, such as text as a number: `cast(x AS DOUBLE)` \
                            turns text into a number, `CAST('2025-04-01' AS DATE)` into a date; or a function is given too few or too many values";
const NOT_ANSWERED: &str = "this form of query is not supported: write it another way, or in two steps";
const UNFIT: &str = "a value in the tables does not fit what the query does with it: if it turns text into numbers or \
                     dates, `try_cast` leaves out whatever is neither";

/// Why a query cannot be planned; `tables` are those that there are.
pub(crate) fn unplanned(error: &DataFusionError, tables: &[String]) -> QueryError {
    match error.find_root() {
        DataFusionError::SQL(error, _) => QueryError::Sql(unreadable(error)),
        DataFusionError::SchemaError(error, _) => of_columns(error),
        DataFusionError::Plan(text) => of_plan(text, tables),
        DataFusionError::NotImplemented(text) | DataFusionError::Configuration(text) => of_plan(text, tables),
        other => unanswered(other),
    }
}

/// Why a query failed over the rows. What the engine says then may quote a cell, and the cell may be about a person.
pub(crate) fn unanswered(error: &DataFusionError) -> QueryError {
    use DataFusionError::{IoError, NotImplemented, ObjectStore, ParquetError, Plan, ResourcesExhausted};
    let said = match error.find_root() {
        Plan(text) => return of_plan(text, &[]),
        NotImplemented(_) => NOT_ANSWERED,
        ResourcesExhausted(_) => "the query needs more memory than there is: ask for fewer rows, columns or groups",
        DataFusionError::ArrowError(error, _) if matches!(**error, ArrowError::DivideByZero) => {
            "the query divides by zero"
        }
        IoError(_) | ObjectStore(_) | ParquetError(_) => {
            "a table cannot be read: `totalplace build` writes it again if its file was changed or lost"
        }
        _ => UNFIT,
    };
    QueryError::Sql(said.to_owned())
}

fn unreadable(error: &ParserError) -> String {
    match error {
        ParserError::ParserError(text) | ParserError::TokenizerError(text) => {
            let (text, place) = text.split_once(" at Line: ").unwrap_or((text, ""));
            let place = if place.is_empty() {
                String::new()
            } else {
                format!(" at line {}", place.replace(", Column: ", ", column "))
            };
            let text = text.replace("Expected: ", "expected ");
            match text.split_once(", found: ") {
                Some((expected, "EOF")) => format!("the query cannot be read: {expected}, but the query ends there"),
                Some((expected, found)) => format!("the query cannot be read: {expected}, found `{found}`{place}"),
                None => format!("the query cannot be read: {text}{place}"),
            }
        }
        ParserError::RecursionLimitExceeded => "the query cannot be read: it is nested too deeply".to_owned(),
    }
}

fn of_columns(error: &SchemaError) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let mut known: Vec<String> = valid_fields.iter().map(|column| column.name.clone()).collect();
            known.sort();
            known.dedup();
            QueryError::NoColumn { name: field.name.clone(), known }
        }
        SchemaError::AmbiguousReference { field } => {
            let name = &field.name;
            QueryError::Sql(format!("several tables have a column `{name}`: write `table.{name}`"))
        }
        SchemaError::DuplicateQualifiedField { name, .. } | SchemaError::DuplicateUnqualifiedField { name } => {
            QueryError::Sql(format!("two columns are called `{name}`: give one of them another name with AS"))
        }
    }
}

fn of_plan(text: &str, tables: &[String]) -> QueryError {
    let quoted = |marks: char| text.split(marks).nth(1).unwrap_or_default().to_owned();
    let lower = text.to_lowercase();
    if lower.starts_with("table '") && lower.contains("not found") {
        let name = quoted('\'').rsplit('.').next().unwrap_or_default().to_owned();
        return QueryError::NoTable { name, known: tables.to_vec() };
    }
    if lower.starts_with("invalid function") {
        let known = text.split('\'').skip(3).step_by(2).map(str::to_owned).collect();
        return QueryError::NoFunction { name: quoted('\''), known };
    }
    QueryError::Sql(match () {
        () if lower.contains("not supported: ") => READ_ONLY.to_owned(),
        () if lower.contains("must be in group by") || lower.contains("must appear in the group by") => {
            let column = text.split("olumn \"").nth(1).and_then(|rest| rest.split('"').next());
            let column =
                column.map(|name| format!(": `{}`", name.rsplit('.').next().unwrap_or(name))).unwrap_or_default();
            format!("any column that the SELECT does not count or add up must be in GROUP BY{column}")
        }
        () if ["coerce", "coercion", "signature", "type", "cast"].iter().any(|word| lower.contains(word)) => {
            KINDS_DIFFER.to_owned()
        }
        () => NOT_ANSWERED.to_owned(),
    })
}
