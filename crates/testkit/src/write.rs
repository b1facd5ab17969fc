//! From a batch to text, and the comparison of the two.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use jiff::ToSpan;
use jiff::civil::Date;
use model::{Kind, Table, moment_of_micros};
use money::Money;

use crate::{diff, read};

/// The named columns of a batch as a text table, aligned; an empty cell is a value that is not there.
pub fn text(table: &Table, batch: &RecordBatch, columns: &[&str]) -> String {
    let mut rows = vec![columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()];
    for row in 0..batch.num_rows() {
        rows.push(columns.iter().map(|name| cell(table, batch, name, row)).collect());
    }
    aligned(&rows)
}

/// Checks that the columns named in `expected` hold exactly its rows, in its order.
///
/// # Panics
/// With both tables, line by line, where they differ.
#[track_caller]
pub fn check(table: &Table, found: &RecordBatch, expected: &str) {
    let columns: Vec<&str> = read::parse(table, expected).columns.iter().map(|column| column.name).collect();
    // What is expected goes through the same reader and writer, so that `100` and `100.00` agree.
    let expected = text(table, &read::batch(table, expected), &columns);
    let found = text(table, found, &columns);
    assert!(expected == found, "table {} differs:\n{}", table.name, diff::lines(&expected, &found));
}

fn cell(table: &Table, batch: &RecordBatch, name: &str, row: usize) -> String {
    let array = batch.column_by_name(name).unwrap_or_else(|| panic!("the batch has no column `{name}`"));
    if array.is_null(row) {
        return String::new();
    }
    match table.column(name).kind {
        Kind::Text => text_cell(array, row),
        Kind::Id | Kind::Count => array.as_primitive::<Int64Type>().value(row).to_string(),
        Kind::Money => money(array.as_primitive::<Decimal128Type>().value(row)).plain(),
        Kind::Date => date(array.as_primitive::<Date32Type>().value(row)).to_string(),
        Kind::Moment => moment_of_micros(array.as_primitive::<TimestampMicrosecondType>().value(row)).to_string(),
        Kind::Year => array.as_primitive::<Int32Type>().value(row).to_string(),
        Kind::Flag => if array.as_boolean().value(row) { "yes" } else { "no" }.to_owned(),
        Kind::Share | Kind::Estimate => array.as_primitive::<Float64Type>().value(row).to_string(),
    }
}

fn text_cell(array: &dyn Array, row: usize) -> String {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        _ => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let key = dictionary.key(row).expect("a value that is there has a key");
            dictionary.values().as_string::<i32>().value(key).to_owned()
        }
    }
}

fn money(pence: i128) -> Money {
    Money::from_pence(i64::try_from(pence).expect("money of a test fits 64 bits"))
}

fn date(days: i32) -> Date {
    Date::constant(1970, 1, 1).checked_add(days.days()).expect("a date of a test lies in the calendar")
}

fn aligned(rows: &[Vec<String>]) -> String {
    let n_columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        text.push_str(cells.join(" | ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use model::tables;

    use crate::{batch, check, text, with_dictionaries};

    const LINES: &str = "
        body   | payee         | amount    | date       | capital | financial_year
        county | Acorn Nursery | 1,234.50  | 2021-03-31 | yes     | 2020-21
        trust  |               | (0.05)    |            |         | 2021
    ";

    #[test]
    fn what_is_written_is_read_back() {
        let lines = batch(&tables::LEDGER_LINE, LINES);
        assert_eq!(
            text(&tables::LEDGER_LINE, &lines, &["line_id", "body_id", "payee", "amount", "date", "capital"]),
            "line_id | body_id | payee         | amount  | date       | capital\n\
             1       | county  | Acorn Nursery | 1234.50 | 2021-03-31 | yes\n\
             2       | trust   |               | -0.05   |            |\n"
        );
        check(&tables::LEDGER_LINE, &lines, LINES);
        check(&tables::LEDGER_LINE, &with_dictionaries(&lines), LINES);
    }

    #[test]
    #[should_panic(expected = "- trust   | 40.00\n+ trust   | 41.00")]
    fn a_difference_is_shown_line_by_line() {
        let found = batch(&tables::SPEND, "body | amount\n county | 100\n trust | 41");
        check(&tables::SPEND, &found, "body | amount\n county | 100\n trust | 40");
    }

    #[test]
    #[should_panic(expected = "has no column `pounds`")]
    fn a_column_that_does_not_exist_is_named() {
        batch(&tables::SPEND, "body | pounds\n county | 1");
    }
}
