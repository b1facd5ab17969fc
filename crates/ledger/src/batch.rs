//! Columns of a batch in, columns of a batch out, by the names that the model declares.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array, PrimitiveArray, RecordBatch,
    RecordBatchOptions, StringArray,
};
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::{FinancialYear, Table};
use money::Money;

use crate::text::TextColumn;

/// The rows of a batch of a known table.
///
/// Every method panics where a column is missing or of another type: the pipeline hands over
/// batches of the model's tables, so that is a bug here or there, never bad data.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    batch: &'a RecordBatch,
}

impl<'a> Rows<'a> {
    pub fn of(batch: &'a RecordBatch) -> Rows<'a> {
        Rows { batch }
    }

    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub fn text(&self, column: &str) -> TextColumn<'a> {
        TextColumn::of(self.column(column))
    }

    pub fn id(&self, column: &str) -> &'a PrimitiveArray<Int64Type> {
        self.primitive(column)
    }

    pub fn count(&self, column: &str, row: usize) -> u64 {
        u64::try_from(self.primitive::<Int64Type>(column).value(row)).expect("a count is never negative")
    }

    pub fn year(&self, column: &str) -> &'a PrimitiveArray<Int32Type> {
        self.primitive(column)
    }

    pub fn date(&self, column: &str) -> &'a PrimitiveArray<Date32Type> {
        self.primitive(column)
    }

    pub fn flag(&self, column: &str) -> &'a BooleanArray {
        self.column(column).as_boolean()
    }

    pub fn money(&self, column: &str) -> MoneyColumn<'a> {
        MoneyColumn(self.primitive(column))
    }

    fn primitive<T: ArrowPrimitiveType>(&self, column: &str) -> &'a PrimitiveArray<T> {
        let array = self.column(column);
        array.as_primitive_opt().unwrap_or_else(|| panic!("column {column} is {}", array.data_type()))
    }

    fn column(&self, column: &str) -> &'a ArrayRef {
        self.batch.column_by_name(column).unwrap_or_else(|| panic!("the batch has no column {column}"))
    }
}

/// A column of pounds.
#[derive(Clone, Copy)]
pub(crate) struct MoneyColumn<'a>(&'a PrimitiveArray<Decimal128Type>);

impl MoneyColumn<'_> {
    pub fn value(&self, row: usize) -> Money {
        // Decimal(18, 2) holds at most 10^18 pence, which fits.
        Money::from_pence(i64::try_from(self.0.value(row)).expect("money fits its column"))
    }

    pub fn value_if_any(&self, row: usize) -> Option<Money> {
        self.0.is_valid(row).then(|| self.value(row))
    }
}

/// A batch of `table` from its columns, in the order of their declaration.
pub(crate) fn batch<const N: usize>(table: &Table, columns: [(&str, ArrayRef); N]) -> RecordBatch {
    let names = columns.iter().map(|(name, _)| *name);
    assert!(names.eq(table.columns.iter().map(|column| column.name)), "columns of {} are out of order", table.name);
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(table.schema(), arrays).expect("the columns follow the table")
}

/// A batch of those columns of `table` that are wanted, perhaps of none; text as dictionaries.
pub(crate) fn some_columns(
    table: &Table,
    n_rows: usize,
    is_wanted: impl Fn(&str) -> bool,
    column: impl Fn(&'static str) -> ArrayRef,
) -> RecordBatch {
    let wanted: Vec<usize> = (0..table.columns.len()).filter(|at| is_wanted(table.columns[*at].name)).collect();
    let schema = table.schema_with_dictionaries().project(&wanted).expect("positions of columns of the table");
    let arrays = wanted.iter().map(|at| column(table.columns[*at].name)).collect();
    let n_rows = RecordBatchOptions::new().with_row_count(Some(n_rows));
    RecordBatch::try_new_with_options(Arc::new(schema), arrays, &n_rows).expect("the columns follow the table")
}

pub(crate) fn text<'a>(values: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

pub(crate) fn money(values: impl IntoIterator<Item = Money>) -> ArrayRef {
    let pence = values.into_iter().map(|money| i128::from(money.pence()));
    money_array(Decimal128Array::from_iter_values(pence))
}

pub(crate) fn optional_money(values: impl IntoIterator<Item = Option<Money>>) -> ArrayRef {
    let pence = values.into_iter().map(|money| money.map(|money| i128::from(money.pence())));
    money_array(pence.collect())
}

fn money_array(pence: Decimal128Array) -> ArrayRef {
    Arc::new(pence.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE).expect("money fits its column"))
}

pub(crate) fn years(values: impl IntoIterator<Item = FinancialYear>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(values.into_iter().map(|year| year.0)))
}

pub(crate) fn counts(values: impl IntoIterator<Item = u64>) -> ArrayRef {
    let counts = values.into_iter().map(|n| i64::try_from(n).expect("a count of rows fits 63 bits"));
    Arc::new(Int64Array::from_iter_values(counts))
}

pub(crate) fn ids(values: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

pub(crate) fn shares(values: impl IntoIterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}

pub(crate) fn flags(values: impl IntoIterator<Item = bool>) -> ArrayRef {
    Arc::new(values.into_iter().map(Some).collect::<BooleanArray>())
}
