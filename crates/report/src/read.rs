//! Tables as this crate reads them: a few columns, batch by batch, each of its declared type.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray,
};
use jiff::civil::Date;
use model::{Kind, Table, date_of_day};
use money::Money;

use crate::Error;

/// Any error of whoever holds the tables.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The rows of a table, a batch at a time.
pub type Batches<'a> = Box<dyn Iterator<Item = Result<RecordBatch, BoxError>> + 'a>;

/// Where the tables come from; the pipeline implements it.
pub trait Tables {
    fn exists(&self, table: &Table) -> bool;

    fn n_rows(&self, table: &Table) -> Result<usize, BoxError>;

    /// The rows in the order in which they were written, with at least these columns.
    fn batches(&self, table: &Table, columns: &[&str]) -> Result<Batches<'_>, BoxError>;

    /// The Parquet file.
    fn path(&self, table: &Table) -> PathBuf;
}

/// Some columns of some rows of a table.
pub(crate) struct Batch {
    table: &'static Table,
    columns: Vec<&'static str>,
    arrays: Vec<ArrayRef>,
    pub n_rows: usize,
}

/// Reads some columns of a table.
pub(crate) fn read<'a>(
    tables: &'a dyn Tables,
    table: &'static Table,
    columns: &[&'static str],
) -> Result<impl Iterator<Item = Result<Batch, Error>> + use<'a>, Error> {
    if !tables.exists(table) {
        return Err(Error::NotBuilt { table: table.name });
    }
    let columns = columns.to_vec();
    let batches = tables.batches(table, &columns).map_err(|source| Error::Read { table: table.name, source })?;
    Ok(batches.map(move |batch| {
        let batch = batch.map_err(|source| Error::Read { table: table.name, source })?;
        Batch::new(table, &columns, &batch)
    }))
}

/// Every column of a table, in order.
pub(crate) fn read_all<'a>(
    tables: &'a dyn Tables,
    table: &'static Table,
) -> Result<impl Iterator<Item = Result<Batch, Error>> + use<'a>, Error> {
    read(tables, table, &table.columns.iter().map(|column| column.name).collect::<Vec<_>>())
}

pub(crate) fn n_rows(tables: &dyn Tables, table: &'static Table) -> Result<usize, Error> {
    tables.n_rows(table).map_err(|source| Error::Read { table: table.name, source })
}

impl Batch {
    fn new(table: &'static Table, columns: &[&'static str], batch: &RecordBatch) -> Result<Batch, Error> {
        let array = |column: &'static str| {
            let missing = || Error::Column { table: table.name, column };
            let array = batch.column_by_name(column).ok_or_else(missing)?;
            let declared = table.column(column).kind.data_type();
            if *array.data_type() == declared {
                return Ok(Arc::clone(array));
            }
            // Readers of Parquet may hand out views or dictionaries of the same values.
            arrow_cast::cast(array, &declared).map_err(|_| missing())
        };
        let arrays = columns.iter().map(|column| array(column)).collect::<Result<_, _>>()?;
        Ok(Batch { table, columns: columns.to_vec(), arrays, n_rows: batch.num_rows() })
    }

    /// The values of a column.
    ///
    /// # Panics
    /// If the column was not asked for.
    pub fn column(&self, name: &str) -> Values<'_> {
        let i = self.columns.iter().position(|c| *c == name).expect("only columns that were asked for are used");
        Values::new(self.table.column(name).kind, &self.arrays[i])
    }

    /// All columns that were asked for, in the order in which they were.
    pub fn all_columns(&self) -> Vec<Values<'_>> {
        self.columns.iter().map(|name| self.column(name)).collect()
    }
}

/// One value of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Not known, never zero.
    Empty,
    Text(&'a str),
    Whole(i64),
    Money(Money),
    Date(Date),
    Flag(bool),
    Share(f64),
}

/// The values of one column of one batch.
#[derive(Clone, Copy)]
pub(crate) enum Values<'a> {
    Text(&'a StringArray),
    Whole(&'a Int64Array),
    Money(&'a Decimal128Array),
    Date(&'a Date32Array),
    Year(&'a Int32Array),
    Flag(&'a BooleanArray),
    Share(&'a Float64Array),
}

impl<'a> Values<'a> {
    fn new(kind: Kind, array: &'a ArrayRef) -> Values<'a> {
        fn typed<T: 'static>(array: &ArrayRef) -> &T {
            array.as_any().downcast_ref().expect("a batch holds its columns in their declared types")
        }
        match kind {
            Kind::Text => Values::Text(typed(array)),
            Kind::Id | Kind::Count => Values::Whole(typed(array)),
            Kind::Money => Values::Money(typed(array)),
            Kind::Date => Values::Date(typed(array)),
            Kind::Year => Values::Year(typed(array)),
            Kind::Flag => Values::Flag(typed(array)),
            Kind::Share | Kind::Estimate => Values::Share(typed(array)),
        }
    }

    pub fn cell(self, row: usize) -> Cell<'a> {
        if self.is_null(row) {
            return Cell::Empty;
        }
        match self {
            Values::Text(array) => Cell::Text(array.value(row)),
            Values::Whole(array) => Cell::Whole(array.value(row)),
            Values::Money(array) => Cell::Money(money(array.value(row))),
            Values::Date(array) => Cell::Date(date_of_day(array.value(row))),
            Values::Year(array) => Cell::Whole(i64::from(array.value(row))),
            Values::Flag(array) => Cell::Flag(array.value(row)),
            Values::Share(array) => Cell::Share(array.value(row)),
        }
    }

    fn is_null(self, row: usize) -> bool {
        match self {
            Values::Text(array) => array.is_null(row),
            Values::Whole(array) => array.is_null(row),
            Values::Money(array) => array.is_null(row),
            Values::Date(array) => array.is_null(row),
            Values::Year(array) => array.is_null(row),
            Values::Flag(array) => array.is_null(row),
            Values::Share(array) => array.is_null(row),
        }
    }

    /// A text; empty where there is none.
    pub fn text(self, row: usize) -> &'a str {
        match self.cell(row) {
            Cell::Text(text) => text,
            _ => "",
        }
    }

    /// A text that may be absent.
    pub fn text_if_any(self, row: usize) -> Option<&'a str> {
        match self.cell(row) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A required count, id or year.
    pub fn whole(self, row: usize) -> i64 {
        match self.cell(row) {
            Cell::Whole(number) => number,
            _ => 0,
        }
    }

    /// A required sum.
    pub fn money(self, row: usize) -> Money {
        self.money_if_any(row).unwrap_or(Money::ZERO)
    }

    /// A sum that may not have been computed.
    pub fn money_if_any(self, row: usize) -> Option<Money> {
        match self.cell(row) {
            Cell::Money(money) => Some(money),
            _ => None,
        }
    }

    pub fn flag(self, row: usize) -> bool {
        self.cell(row) == Cell::Flag(true)
    }

    pub fn share(self, row: usize) -> Option<f64> {
        match self.cell(row) {
            Cell::Share(share) => Some(share),
            _ => None,
        }
    }
}

fn money(pence: i128) -> Money {
    Money::from_pence(i64::try_from(pence).expect("eighteen digits fit in an i64"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Memory;
    use model::tables::{self, row_problem};

    #[test]
    fn an_empty_amount_is_not_computed_and_never_zero() {
        let memory = Memory::new().with(
            &tables::ROW_PROBLEM,
            "
            body_id | kind          | n_rows | amount
            a       | missing_month | 1      |
            a       | sub_penny     | 2      | -0.05
            ",
        );
        let batches = read(&memory, &tables::ROW_PROBLEM, &[row_problem::AMOUNT, row_problem::N_ROWS]).unwrap();
        let batch = batches.map(Result::unwrap).next().unwrap();
        assert_eq!(batch.column(row_problem::AMOUNT).money_if_any(0), None);
        assert_eq!(batch.column(row_problem::AMOUNT).money_if_any(1), Some(Money::from_pence(-5)));
        assert_eq!(batch.column(row_problem::N_ROWS).whole(1), 2);
    }

    #[test]
    fn a_table_that_is_not_there_says_to_build() {
        let error = read(&Memory::new(), &tables::SPEND, &[]).err().unwrap();
        assert_eq!(error.to_string(), "table `spend` is not there; run `totalplace build` first");
    }
}
