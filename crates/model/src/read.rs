//! Rows of a table as they are read, by the names and kinds that its declaration gives.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, PrimitiveArray, RecordBatch, StringArray, StringViewArray,
};
use jiff::civil::{Date, DateTime};
use money::Money;

use crate::table::{Kind, Table};
use crate::{FinancialYear, date_of_day, moment_of_micros};

/// Any error of what holds the tables.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The rows of a table, a batch at a time.
pub type Batches<'a> = Box<dyn Iterator<Item = Result<RecordBatch, BoxError>> + 'a>;

/// Where tables are read from: a folder of Parquet files, or memory in tests.
pub trait Tables {
    fn exists(&self, table: &Table) -> bool;

    fn n_rows(&self, table: &Table) -> Result<usize, BoxError>;

    /// The rows in the order in which they were written, with at least these columns.
    fn batches(&self, table: &Table, columns: &[&str]) -> Result<Batches<'_>, BoxError>;

    /// The Parquet file.
    fn path(&self, table: &Table) -> PathBuf;
}

/// A table that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("table `{table}` does not exist; run `totalplace build` first")]
    NotBuilt { table: &'static str },
    #[error("table `{table}` cannot be read: {source}")]
    Read { table: &'static str, source: BoxError },
}

impl Table {
    /// Some columns of the table, a batch at a time; all of them where none is named.
    ///
    /// # Errors
    /// [`TableError`] where the table was not built or its file is damaged.
    pub fn batches<'t>(
        &'static self,
        tables: &'t dyn Tables,
        columns: &[&'static str],
    ) -> Result<impl Iterator<Item = Result<RecordBatch, TableError>> + use<'t>, TableError> {
        if !tables.exists(self) {
            return Err(TableError::NotBuilt { table: self.name });
        }
        let all: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        let failed = |source| TableError::Read { table: self.name, source };
        let columns: &[&str] = if columns.is_empty() { &all } else { columns };
        Ok(tables.batches(self, columns).map_err(failed)?.map(move |batch| batch.map_err(failed)))
    }

    /// What a function makes of every row, in their order; none where the table was not built.
    ///
    /// # Errors
    /// [`TableError::Read`].
    pub fn read_all<T>(
        &'static self,
        tables: &dyn Tables,
        mut of: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, TableError> {
        let mut found = Vec::new();
        if tables.exists(self) {
            for batch in self.batches(tables, &[])? {
                found.extend(self.read(&batch?).iter().map(|row| of(&row)));
            }
        }
        Ok(found)
    }

    /// How many rows the table has.
    ///
    /// # Errors
    /// [`TableError::Read`].
    pub fn n_rows(&self, tables: &dyn Tables) -> Result<usize, TableError> {
        tables.n_rows(self).map_err(|source| TableError::Read { table: self.name, source })
    }

    /// A batch of this table, to be read by name.
    pub fn read<'b>(&'static self, batch: &'b RecordBatch) -> Rows<'b> {
        Rows { table: self, batch }
    }
}

/// The rows of a batch of a known table.
///
/// Every method panics where a column is missing or of another kind than it is asked for: batches are
/// made and read by the declarations of the model, so that is a fault of the program, never bad data.
#[derive(Clone, Copy)]
pub struct Rows<'b> {
    table: &'static Table,
    batch: &'b RecordBatch,
}

impl<'b> Rows<'b> {
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Row<'b>> {
        (0..self.len()).map(move |at| Row { rows: self, at })
    }

    pub fn text(&self, column: &str) -> Text<'b> {
        Text::of(self.column(column, &[Kind::Text]))
    }

    pub fn id(&self, column: &str) -> Values<'b, Id> {
        self.values(column, &[Kind::Id])
    }

    pub fn count(&self, column: &str) -> Values<'b, Count> {
        self.values(column, &[Kind::Count])
    }

    pub fn money(&self, column: &str) -> Values<'b, Pounds> {
        self.values(column, &[Kind::Money])
    }

    pub fn date(&self, column: &str) -> Values<'b, Day> {
        self.values(column, &[Kind::Date])
    }

    pub fn moment(&self, column: &str) -> Values<'b, Moment> {
        self.values(column, &[Kind::Moment])
    }

    pub fn year(&self, column: &str) -> Values<'b, Year> {
        self.values(column, &[Kind::Year])
    }

    /// Shares and estimates.
    pub fn number(&self, column: &str) -> Values<'b, Number> {
        self.values(column, &[Kind::Share, Kind::Estimate])
    }

    pub fn flag(&self, column: &str) -> &'b BooleanArray {
        self.column(column, &[Kind::Flag]).as_boolean()
    }

    /// A column of whatever kind, to be copied as it is.
    ///
    /// # Panics
    /// As all methods here.
    pub fn array(&self, column: &str) -> &'b ArrayRef {
        self.column(column, &[self.table.column(column).kind])
    }

    /// A column of whatever kind, to be read cell by cell.
    pub fn cells(&self, column: &str) -> Cells<'b> {
        match self.table.column(column).kind {
            Kind::Text => Cells::Text(self.text(column)),
            Kind::Id => Cells::Id(self.id(column)),
            Kind::Count => Cells::Count(self.count(column)),
            Kind::Money => Cells::Money(self.money(column)),
            Kind::Date => Cells::Date(self.date(column)),
            Kind::Moment => Cells::Moment(self.moment(column)),
            Kind::Year => Cells::Year(self.year(column)),
            Kind::Flag => Cells::Flag(self.flag(column)),
            Kind::Share | Kind::Estimate => Cells::Number(self.number(column)),
        }
    }

    /// All columns of the table, in its order.
    pub fn all_cells(&self) -> Vec<Cells<'b>> {
        self.table.columns.iter().map(|column| self.cells(column.name)).collect()
    }

    fn values<V: Value>(&self, column: &str, kinds: &[Kind]) -> Values<'b, V> {
        Values(self.column(column, kinds).as_primitive())
    }

    fn column(&self, column: &str, kinds: &[Kind]) -> &'b ArrayRef {
        let declared = self.table.column(column);
        assert!(kinds.contains(&declared.kind), "column {column} of {} is {}", self.table.name, declared.kind.unit());
        let array = self.batch.column_by_name(column);
        array.unwrap_or_else(|| panic!("the batch of {} has no column {column}", self.table.name))
    }
}

/// What a column of numbers holds, and how a stored number becomes it.
pub trait Value {
    type Stored: ArrowPrimitiveType;
    type Read;

    fn read(stored: <Self::Stored as ArrowPrimitiveType>::Native) -> Self::Read;
}

macro_rules! values {
    ($($(#[$doc:meta])* $name:ident, $stored:ty => $read:ty, $of:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Value for $name {
            type Stored = $stored;
            type Read = $read;

            fn read(stored: <$stored as ArrowPrimitiveType>::Native) -> $read {
                $of(stored)
            }
        }
    )+};
}

values! {
    /// A number that identifies something.
    Id, Int64Type => i64, |id| id;
    /// How many.
    Count, Int64Type => u64, |n| u64::try_from(n).expect("a count is never negative");
    /// Pounds to the penny. Decimal(18, 2) holds at most 10^18 pence, which fits.
    Pounds, Decimal128Type => Money, |pence| Money::from_pence(i64::try_from(pence).expect("money fits its column"));
    /// A day.
    Day, Date32Type => Date, date_of_day;
    /// A date and time by the clock of the place.
    Moment, TimestampMicrosecondType => DateTime, moment_of_micros;
    /// A financial year.
    Year, Int32Type => FinancialYear, FinancialYear;
    /// A share or an estimate.
    Number, Float64Type => f64, |number| number;
}

/// One column of numbers.
pub struct Values<'b, V: Value>(&'b PrimitiveArray<V::Stored>);

impl<V: Value> Clone for Values<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Value> Copy for Values<'_, V> {}

impl<'b, V: Value> Values<'b, V> {
    /// The value of a required column.
    pub fn value(&self, row: usize) -> V::Read {
        V::read(self.0.value(row))
    }

    pub fn value_if_any(&self, row: usize) -> Option<V::Read> {
        self.0.is_valid(row).then(|| self.value(row))
    }

    pub fn iter(self) -> impl Iterator<Item = V::Read> + use<'b, V> {
        self.0.values().iter().map(|stored| V::read(*stored))
    }
}

/// One column of text, however the engine hands it out.
#[derive(Clone, Copy)]
pub enum Text<'b> {
    Plain(&'b StringArray),
    View(&'b StringViewArray),
    /// Each distinct value once, and for each row its key.
    Dictionary(&'b DictionaryArray<Int32Type>, &'b StringArray),
}

impl<'b> Text<'b> {
    /// # Panics
    /// If the array holds no text.
    pub fn of(array: &'b ArrayRef) -> Text<'b> {
        if let Some(plain) = array.as_string_opt() {
            return Text::Plain(plain);
        }
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
            return Text::Dictionary(dictionary, dictionary.values().as_string());
        }
        array.as_string_view_opt().map_or_else(|| panic!("a text column is {}", array.data_type()), Text::View)
    }

    /// The text of a row; empty where there is none.
    pub fn value(&self, row: usize) -> &'b str {
        self.value_if_any(row).unwrap_or_default()
    }

    pub fn value_if_any(&self, row: usize) -> Option<&'b str> {
        match self {
            Text::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Text::View(array) => array.is_valid(row).then(|| array.value(row)),
            Text::Dictionary(array, values) => {
                array.key(row).filter(|key| values.is_valid(*key)).map(|key| values.value(key))
            }
        }
    }

    pub fn distinct(self) -> DistinctText<'b> {
        let (mut texts, mut key_of) = (Vec::new(), HashMap::new());
        let mut key = |text: &'b str| {
            *key_of.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len() as u32 - 1
            })
        };
        let keys = self.map_once(0..self.n_rows(), |text| text.map(&mut key));
        DistinctText { texts, keys }
    }

    pub fn iter(self) -> impl Iterator<Item = Option<&'b str>> {
        (0..self.n_rows()).map(move |row| self.value_if_any(row))
    }

    /// What a function makes of the text of these rows.
    ///
    /// Ledgers repeat themselves, so whatever takes time (a pattern, a look-up) is done once for each
    /// text of a dictionary, and never for one that none of the rows shows.
    pub fn map_once<T: Copy>(self, rows: Range<usize>, mut map: impl FnMut(Option<&'b str>) -> T) -> Vec<T> {
        let Text::Dictionary(array, values) = self else {
            return rows.map(|row| map(self.value_if_any(row))).collect();
        };
        // The last place is for rows without a text.
        let mut mapped: Vec<Option<T>> = vec![None; values.len() + 1];
        let place = |row| array.key(row).filter(|key| values.is_valid(*key)).unwrap_or(values.len());
        let text = |place: usize| (place < values.len()).then(|| values.value(place));
        rows.map(place).map(|place| *mapped[place].get_or_insert_with(|| map(text(place)))).collect()
    }

    pub fn n_rows(&self) -> usize {
        match self {
            Text::Plain(array) => array.len(),
            Text::View(array) => array.len(),
            Text::Dictionary(array, _) => array.len(),
        }
    }
}

/// The different texts of a column, so that what takes time is done once for each of them.
pub struct DistinctText<'b> {
    texts: Vec<&'b str>,
    /// For each row the key of its text, where it has one.
    pub keys: Vec<Option<u32>>,
}

impl<'b> DistinctText<'b> {
    pub fn text(&self, key: u32) -> &'b str {
        self.texts[key as usize]
    }

    /// Every different text, in the order in which the rows first show it.
    pub fn iter(&self) -> impl Iterator<Item = &'b str> {
        self.texts.iter().copied()
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'b> {
    rows: Rows<'b>,
    at: usize,
}

/// One cell, whatever its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'b> {
    /// Not known, never zero.
    Empty,
    Text(&'b str),
    /// An id, a count, or the first calendar year of a financial year.
    Whole(i64),
    Money(Money),
    Date(Date),
    Moment(DateTime),
    Flag(bool),
    Number(f64),
}

/// One column of whatever kind.
#[derive(Clone, Copy)]
pub enum Cells<'b> {
    Text(Text<'b>),
    Id(Values<'b, Id>),
    Count(Values<'b, Count>),
    Money(Values<'b, Pounds>),
    Date(Values<'b, Day>),
    Moment(Values<'b, Moment>),
    Year(Values<'b, Year>),
    Flag(&'b BooleanArray),
    Number(Values<'b, Number>),
}

impl<'b> Cells<'b> {
    pub fn value(&self, row: usize) -> Cell<'b> {
        let cell = match self {
            Cells::Text(texts) => texts.value_if_any(row).map(Cell::Text),
            Cells::Id(ids) => ids.value_if_any(row).map(Cell::Whole),
            Cells::Count(counts) => counts.value_if_any(row).map(|n| Cell::Whole(n as i64)),
            Cells::Money(amounts) => amounts.value_if_any(row).map(Cell::Money),
            Cells::Date(dates) => dates.value_if_any(row).map(Cell::Date),
            Cells::Moment(moments) => moments.value_if_any(row).map(Cell::Moment),
            Cells::Year(years) => years.value_if_any(row).map(|year| Cell::Whole(i64::from(year.0))),
            Cells::Flag(flags) => flags.is_valid(row).then(|| Cell::Flag(flags.value(row))),
            Cells::Number(numbers) => numbers.value_if_any(row).map(Cell::Number),
        };
        cell.unwrap_or(Cell::Empty)
    }
}

impl<'b> Row<'b> {
    /// The text; empty where there is none.
    pub fn text(&self, column: &str) -> &'b str {
        self.rows.text(column).value(self.at)
    }

    pub fn text_if_any(&self, column: &str) -> Option<&'b str> {
        self.rows.text(column).value_if_any(self.at)
    }

    pub fn id(&self, column: &str) -> i64 {
        self.rows.id(column).value(self.at)
    }

    pub fn count(&self, column: &str) -> u64 {
        self.rows.count(column).value(self.at)
    }

    pub fn count_if_any(&self, column: &str) -> Option<u64> {
        self.rows.count(column).value_if_any(self.at)
    }

    pub fn money(&self, column: &str) -> Money {
        self.rows.money(column).value(self.at)
    }

    /// A sum that may not have been computed.
    pub fn money_if_any(&self, column: &str) -> Option<Money> {
        self.rows.money(column).value_if_any(self.at)
    }

    pub fn date(&self, column: &str) -> Date {
        self.rows.date(column).value(self.at)
    }

    pub fn date_if_any(&self, column: &str) -> Option<Date> {
        self.rows.date(column).value_if_any(self.at)
    }

    pub fn moment(&self, column: &str) -> DateTime {
        self.rows.moment(column).value(self.at)
    }

    pub fn moment_if_any(&self, column: &str) -> Option<DateTime> {
        self.rows.moment(column).value_if_any(self.at)
    }

    pub fn year(&self, column: &str) -> FinancialYear {
        self.rows.year(column).value(self.at)
    }

    pub fn year_if_any(&self, column: &str) -> Option<FinancialYear> {
        self.rows.year(column).value_if_any(self.at)
    }

    /// Whether the flag is there and says yes.
    pub fn flag(&self, column: &str) -> bool {
        self.flag_if_any(column) == Some(true)
    }

    pub fn flag_if_any(&self, column: &str) -> Option<bool> {
        let flags = self.rows.flag(column);
        flags.is_valid(self.at).then(|| flags.value(self.at))
    }

    /// A share or an estimate.
    pub fn number(&self, column: &str) -> f64 {
        self.rows.number(column).value(self.at)
    }

    pub fn number_if_any(&self, column: &str) -> Option<f64> {
        self.rows.number(column).value_if_any(self.at)
    }

    /// The cell of a column of whatever kind.
    pub fn cell(&self, column: &str) -> Cell<'b> {
        self.rows.cells(column).value(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::tables::{RECONCILIATION, reconciliation};

    fn reconciled(amount: Option<Money>) -> RecordBatch {
        let mut rows = RECONCILIATION.rows();
        rows.push()
            .text(reconciliation::BODY_ID, "county")
            .year(reconciliation::FINANCIAL_YEAR, FinancialYear(2020))
            .text(reconciliation::SERIES, "ro_total")
            .text(reconciliation::SERVICE, "all")
            .text(reconciliation::ITEM, "published")
            .money_if_any(reconciliation::AMOUNT, amount)
            .text(reconciliation::BASIS, "published")
            .text(reconciliation::NOTE, "");
        rows.finish()
    }

    #[test]
    fn what_was_written_by_name_is_read_by_name() {
        let batch = reconciled(Some(Money::from_pence(-5)));
        let row = RECONCILIATION.read(&batch).iter().next().unwrap();
        assert_eq!(row.text(reconciliation::BODY_ID), "county");
        assert_eq!(row.year(reconciliation::FINANCIAL_YEAR), FinancialYear(2020));
        assert_eq!(row.money(reconciliation::AMOUNT), Money::from_pence(-5));
        assert_eq!(row.cell(reconciliation::FINANCIAL_YEAR), Cell::Whole(2020));
    }

    #[test]
    fn an_empty_amount_is_not_computed_and_never_zero() {
        let batch = reconciled(None);
        let row = RECONCILIATION.read(&batch).iter().next().unwrap();
        assert_eq!((row.money_if_any(reconciliation::AMOUNT), row.cell(reconciliation::AMOUNT)), (None, Cell::Empty));
    }

    #[test]
    #[should_panic(expected = "column note of reconciliation is text")]
    fn a_column_is_read_as_what_it_is() {
        RECONCILIATION.read(&reconciled(None)).money(reconciliation::NOTE);
    }

    #[test]
    fn text_reads_alike_however_it_is_stored() {
        let rows = [Some("b"), None, Some("a"), Some("b")];
        let arrays: [ArrayRef; 3] = [
            Arc::new(rows.into_iter().collect::<StringArray>()),
            Arc::new(rows.into_iter().collect::<StringViewArray>()),
            Arc::new(rows.into_iter().collect::<DictionaryArray<Int32Type>>()),
        ];
        for array in &arrays {
            assert_eq!(Text::of(array).iter().collect::<Vec<_>>(), rows);
            assert_eq!(Text::of(array).value(1), "");
            let distinct = Text::of(array).distinct();
            assert_eq!(distinct.keys, [Some(0), None, Some(1), Some(0)]);
            assert_eq!((distinct.text(0), distinct.text(1)), ("b", "a"));
        }
    }

    #[test]
    fn a_text_of_a_dictionary_is_mapped_once() {
        let rows = [Some("b"), None, Some("a"), Some("c"), Some("c"), None];
        let array: ArrayRef = Arc::new(rows.into_iter().collect::<DictionaryArray<Int32Type>>());
        let mut mapped = Vec::new();
        Text::of(&array).map_once(1..6, |text| mapped.push(text));
        assert_eq!(mapped, [None, Some("a"), Some("c")]);
    }
}
