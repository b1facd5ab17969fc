//! From text to a batch.

use std::sync::Arc;

use arrow_array::builder::BooleanBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::{Date, DateTime};
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::{Column, FinancialYear, Kind, Table, micros_of_moment};
use money::Amount;

/// One cell as written; empty where nothing stands between the bars.
pub(crate) type Cell<'a> = Option<&'a str>;

/// The columns and rows of a text table.
pub(crate) struct TextTable<'a> {
    pub columns: Vec<&'static Column>,
    /// One vector of cells for each column.
    pub cells: Vec<Vec<Cell<'a>>>,
}

/// A batch of `table` from a table written as text.
///
/// A column may be named without its `_id`. A required column that is not written holds a default:
/// the number of the row for an id, the year 2020 for a year, nothing or zero for the rest.
pub fn batch(table: &Table, text: &str) -> RecordBatch {
    let written = parse(table, text);
    let n_rows = written.cells.first().map_or(0, Vec::len);
    let columns = table.columns.iter().map(|column| {
        let position = written.columns.iter().position(|c| c.name == column.name);
        match position {
            Some(i) => array(column, &written.cells[i]),
            None => array(column, &vec![None; n_rows]),
        }
    });
    RecordBatch::try_new(table.schema(), columns.collect()).expect("the columns follow the table")
}

/// The same batch with its text columns as dictionaries, as the pipeline reads them from Parquet.
pub fn with_dictionaries(batch: &RecordBatch) -> RecordBatch {
    let plain = batch.schema();
    let fields = plain.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 => {
            let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Field::new(field.name(), dictionary, field.is_nullable())
        }
        _ => field.as_ref().clone(),
    });
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let columns = batch.columns().iter().map(|column| match column.as_any().downcast_ref::<StringArray>() {
        Some(text) => Arc::new(text.iter().collect::<DictionaryArray<Int32Type>>()),
        None => column.clone(),
    });
    RecordBatch::try_new(Arc::new(schema), columns.collect()).expect("only the types of text columns change")
}

/// Takes a text table apart and finds its columns.
pub(crate) fn parse<'a>(table: &Table, text: &'a str) -> TextTable<'a> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let heading = lines.next().expect("a text table starts with the names of its columns");
    let columns: Vec<&'static Column> = heading.split('|').map(|name| find_column(table, name.trim())).collect();
    let mut cells = vec![Vec::new(); columns.len()];
    for line in lines {
        let row: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(row.len(), columns.len(), "`{line}` has {} cells for {} columns", row.len(), columns.len());
        for (column, cell) in cells.iter_mut().zip(row) {
            column.push((!cell.is_empty()).then_some(cell));
        }
    }
    TextTable { columns, cells }
}

fn find_column(table: &Table, name: &str) -> &'static Column {
    let with_id = format!("{name}_id");
    let named = |name: &str| table.columns.iter().find(|column| column.name == name);
    named(name).or_else(|| named(&with_id)).unwrap_or_else(|| panic!("table {} has no column `{name}`", table.name))
}

fn array(column: &Column, cells: &[Cell]) -> ArrayRef {
    match column.kind {
        Kind::Text => Arc::new(values(column, cells, |_| Some(String::new()), text_value).collect::<StringArray>()),
        Kind::Id => Arc::new(values(column, cells, |row| Some(row as i64 + 1), whole).collect::<Int64Array>()),
        Kind::Count => Arc::new(values(column, cells, |_| Some(0), whole).collect::<Int64Array>()),
        Kind::Year => Arc::new(values(column, cells, |_| Some(2020), year).collect::<Int32Array>()),
        Kind::Date => Arc::new(values(column, cells, |_| Some(0), days).collect::<Date32Array>()),
        Kind::Moment => Arc::new(values(column, cells, |_| Some(0), micros).collect::<TimestampMicrosecondArray>()),
        Kind::Share | Kind::Estimate => Arc::new(values(column, cells, |_| Some(0.0), share).collect::<Float64Array>()),
        Kind::Flag => {
            let mut flags = BooleanBuilder::new();
            values(column, cells, |_| Some(false), flag).for_each(|value| flags.append_option(value));
            Arc::new(flags.finish())
        }
        Kind::Money => {
            let pence = values(column, cells, |_| Some(0), pence).collect::<Decimal128Array>();
            Arc::new(pence.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE).expect("money fits its column"))
        }
    }
}

/// The value of each cell; where nothing is written, nothing or the default of a required column.
fn values<'a, T>(
    column: &'a Column,
    cells: &'a [Cell],
    default: impl Fn(usize) -> Option<T> + 'a,
    read: impl Fn(&str) -> Option<T> + 'a,
) -> impl Iterator<Item = Option<T>> + 'a {
    cells.iter().enumerate().map(move |(row, cell)| match cell {
        Some(cell) => Some(read(cell).unwrap_or_else(|| panic!("`{cell}` is no {}", column.kind.unit()))),
        None if column.nullable => None,
        None => default(row),
    })
}

/// `''` is an empty text; what cannot stand between bars is written as in Rust.
fn text_value(cell: &str) -> Option<String> {
    let escapes = [("\\n", "\n"), ("\\t", "\t"), ("\\u1", "\u{1}")];
    let text = if cell == "''" { "" } else { cell };
    Some(escapes.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant)))
}

fn whole(cell: &str) -> Option<i64> {
    cell.replace(',', "").parse().ok()
}

fn year(cell: &str) -> Option<i32> {
    FinancialYear::parse(cell).map(|year| year.0)
}

fn days(cell: &str) -> Option<i32> {
    let date: Date = cell.parse().ok()?;
    let since_epoch = date.since(Date::constant(1970, 1, 1)).ok()?;
    Some(since_epoch.get_days())
}

fn micros(cell: &str) -> Option<i64> {
    cell.parse::<DateTime>().ok().map(micros_of_moment)
}

fn share(cell: &str) -> Option<f64> {
    cell.parse().ok()
}

fn flag(cell: &str) -> Option<bool> {
    match cell {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

fn pence(cell: &str) -> Option<i128> {
    Amount::parse(cell).ok().map(|amount| i128::from(amount.money.pence()))
}
