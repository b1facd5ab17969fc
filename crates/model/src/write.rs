//! Rows on their way into a table, by the names and kinds that its declaration gives.
//!
//! Small tables are written row by row with [`Table::rows`], large ones column by column with
//! [`Table::batch`]. Either way every column is named, so that two columns of one type can never
//! change places, and a text that is not one of the column's words never enters a table.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{Field, Schema};
use jiff::civil::{Date, DateTime};
use money::Money;

use crate::table::{Column, Kind, Table};
use crate::{FinancialYear, day_of_date, micros_of_moment};

/// The rows of a table, while they are written.
pub struct TableRows {
    table: &'static Table,
    cells: Vec<Cells>,
    n_rows: usize,
    /// Cells of the last row that are filled.
    n_filled: usize,
}

/// The cells of one column.
enum Cells {
    Text(StringBuilder),
    Whole(Int64Builder),
    Money(Decimal128Builder),
    Date(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
    Year(Int32Builder),
    Flag(BooleanBuilder),
    Number(Float64Builder),
}

impl Table {
    /// Begins a table that is written row by row.
    pub fn rows(&'static self) -> TableRows {
        let cells = self.columns.iter().map(|column| Cells::of(column.kind)).collect();
        TableRows { table: self, cells, n_rows: 0, n_filled: 0 }
    }

    /// A batch of whole columns, in whatever order they are named; text may come as dictionaries.
    ///
    /// # Panics
    /// If a column of the table is missing, named twice, or of another type than declared.
    pub fn batch<const N: usize>(&self, columns: [(&str, ArrayRef); N]) -> RecordBatch {
        let n_rows = columns.first().map_or(0, |(_, array)| array.len());
        let array = |column: &Column| {
            let mut named = columns.iter().filter(|(name, _)| *name == column.name);
            match (named.next(), named.next()) {
                (Some((_, array)), None) => array.clone(),
                (found, _) => panic!(
                    "column {} of {} is written {}",
                    column.name,
                    self.name,
                    if found.is_some() { "twice" } else { "never" }
                ),
            }
        };
        assert_eq!(N, self.columns.len(), "{} is written with a column that it does not have", self.name);
        self.some_columns(n_rows, |_| true, |name| array(self.column(name)))
    }

    /// A batch of those columns that are wanted, perhaps of none.
    ///
    /// # Panics
    /// As [`Table::batch`].
    pub fn some_columns(
        &self,
        n_rows: usize,
        is_wanted: impl Fn(&str) -> bool,
        array: impl Fn(&'static str) -> ArrayRef,
    ) -> RecordBatch {
        let wanted: Vec<&Column> = self.columns.iter().filter(|column| is_wanted(column.name)).collect();
        let arrays: Vec<ArrayRef> = wanted.iter().map(|column| array(column.name)).collect();
        let field = |(column, array): (&&Column, &ArrayRef)| {
            self.insist_on_type(column, array);
            Field::new(column.name, array.data_type().clone(), column.nullable)
        };
        let schema = Schema::new(wanted.iter().zip(&arrays).map(field).collect::<Vec<Field>>());
        let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
        RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)
            .unwrap_or_else(|error| panic!("{} cannot be written: {error}", self.name))
    }

    fn insist_on_type(&self, column: &Column, array: &ArrayRef) {
        let declared = column.kind.data_type();
        let dictionary = array.as_dictionary_opt::<Int32Type>().filter(|_| column.kind == Kind::Text);
        let texts = dictionary.map_or(array, |dictionary| dictionary.values());
        assert_eq!(*texts.data_type(), declared, "the type of column {} of {}", column.name, self.name);
        if !column.words.is_empty() {
            texts.as_string::<i32>().iter().flatten().for_each(|text| column.insist_on_word(text));
        }
    }
}

impl Column {
    /// The empty text is in dictionaries for a cell without any.
    fn insist_on_word(&self, text: &str) {
        let is_word = self.words.is_empty() || text.is_empty() || self.words.contains(&text);
        assert!(is_word, "`{text}` is not a word that column {} may hold", self.name);
    }
}

impl TableRows {
    /// Begins a row, whose cells are filled next.
    ///
    /// # Panics
    /// If a cell of the row before was left out.
    pub fn push(&mut self) -> &mut TableRows {
        self.insist_on_whole_row();
        self.n_rows += 1;
        self.n_filled = 0;
        self
    }

    /// The table with all its rows.
    ///
    /// # Panics
    /// If a cell was left out, or a required one is empty.
    pub fn finish(mut self) -> RecordBatch {
        self.insist_on_whole_row();
        let arrays: Vec<ArrayRef> = self.cells.iter_mut().map(Cells::finish).collect();
        let n_rows = self.n_rows;
        self.table.some_columns(n_rows, |_| true, |name| arrays[self.table.index(name)].clone())
    }

    fn insist_on_whole_row(&self) {
        if self.n_rows > 0 && self.n_filled < self.cells.len() {
            let missing = self.cells.iter().zip(self.table.columns).find(|(cells, _)| cells.len() < self.n_rows);
            panic!("a row of {} lacks its {}", self.table.name, missing.map_or("", |(_, column)| column.name));
        }
    }

    /// The cells of a column of this kind, of which the next is filled by the caller, and its declaration.
    fn cells(&mut self, name: &str, kind: Kind) -> (&mut Cells, &'static Column) {
        // Rows are mostly written in the order of the declaration.
        let next = self.table.columns.get(self.n_filled).is_some_and(|column| column.name == name);
        let index = if next { self.n_filled } else { self.table.index(name) };
        let column = &self.table.columns[index];
        assert_eq!(column.kind, kind, "the kind of column {name} of {}", self.table.name);
        let cells = &mut self.cells[index];
        assert_eq!(cells.len() + 1, self.n_rows, "column {name} of {} is filled once a row", self.table.name);
        self.n_filled += 1;
        (cells, column)
    }

    pub fn text(&mut self, column: &str, text: &str) -> &mut TableRows {
        self.text_if_any(column, Some(text))
    }

    pub fn text_if_any(&mut self, column: &str, text: Option<&str>) -> &mut TableRows {
        if let (Cells::Text(cells), column) = self.cells(column, Kind::Text) {
            text.iter().for_each(|text| column.insist_on_word(text));
            cells.append_option(text);
        }
        self
    }

    pub fn id(&mut self, column: &str, id: i64) -> &mut TableRows {
        if let (Cells::Whole(cells), _) = self.cells(column, Kind::Id) {
            cells.append_value(id);
        }
        self
    }

    pub fn id_if_any(&mut self, column: &str, id: Option<i64>) -> &mut TableRows {
        if let (Cells::Whole(cells), _) = self.cells(column, Kind::Id) {
            cells.append_option(id);
        }
        self
    }

    pub fn count(&mut self, column: &str, n: u64) -> &mut TableRows {
        self.count_if_any(column, Some(n))
    }

    pub fn count_if_any(&mut self, column: &str, n: Option<u64>) -> &mut TableRows {
        if let (Cells::Whole(cells), _) = self.cells(column, Kind::Count) {
            cells.append_option(n.map(|n| i64::try_from(n).expect("a count fits 63 bits")));
        }
        self
    }

    pub fn money(&mut self, column: &str, amount: Money) -> &mut TableRows {
        self.money_if_any(column, Some(amount))
    }

    pub fn money_if_any(&mut self, column: &str, amount: Option<Money>) -> &mut TableRows {
        if let (Cells::Money(cells), _) = self.cells(column, Kind::Money) {
            cells.append_option(amount.map(|amount| i128::from(amount.pence())));
        }
        self
    }

    pub fn date(&mut self, column: &str, date: Date) -> &mut TableRows {
        self.date_if_any(column, Some(date))
    }

    pub fn date_if_any(&mut self, column: &str, date: Option<Date>) -> &mut TableRows {
        if let (Cells::Date(cells), _) = self.cells(column, Kind::Date) {
            cells.append_option(date.map(day_of_date));
        }
        self
    }

    pub fn moment(&mut self, column: &str, moment: DateTime) -> &mut TableRows {
        self.moment_if_any(column, Some(moment))
    }

    pub fn moment_if_any(&mut self, column: &str, moment: Option<DateTime>) -> &mut TableRows {
        if let (Cells::Moment(cells), _) = self.cells(column, Kind::Moment) {
            cells.append_option(moment.map(micros_of_moment));
        }
        self
    }

    pub fn year(&mut self, column: &str, year: FinancialYear) -> &mut TableRows {
        self.year_if_any(column, Some(year))
    }

    pub fn year_if_any(&mut self, column: &str, year: Option<FinancialYear>) -> &mut TableRows {
        if let (Cells::Year(cells), _) = self.cells(column, Kind::Year) {
            cells.append_option(year.map(|year| year.0));
        }
        self
    }

    pub fn flag(&mut self, column: &str, flag: bool) -> &mut TableRows {
        self.flag_if_any(column, Some(flag))
    }

    pub fn flag_if_any(&mut self, column: &str, flag: Option<bool>) -> &mut TableRows {
        if let (Cells::Flag(cells), _) = self.cells(column, Kind::Flag) {
            cells.append_option(flag);
        }
        self
    }

    pub fn share(&mut self, column: &str, share: f64) -> &mut TableRows {
        self.share_if_any(column, Some(share))
    }

    pub fn share_if_any(&mut self, column: &str, share: Option<f64>) -> &mut TableRows {
        if let (Cells::Number(cells), _) = self.cells(column, Kind::Share) {
            cells.append_option(share);
        }
        self
    }

    pub fn estimate(&mut self, column: &str, number: f64) -> &mut TableRows {
        self.estimate_if_any(column, Some(number))
    }

    pub fn estimate_if_any(&mut self, column: &str, number: Option<f64>) -> &mut TableRows {
        if let (Cells::Number(cells), _) = self.cells(column, Kind::Estimate) {
            cells.append_option(number);
        }
        self
    }
}

impl Cells {
    fn of(kind: Kind) -> Cells {
        match kind {
            Kind::Text => Cells::Text(StringBuilder::new()),
            Kind::Id | Kind::Count => Cells::Whole(Int64Builder::new()),
            Kind::Money => Cells::Money(Decimal128Builder::new().with_data_type(kind.data_type())),
            Kind::Date => Cells::Date(Date32Builder::new()),
            Kind::Moment => Cells::Moment(TimestampMicrosecondBuilder::new()),
            Kind::Year => Cells::Year(Int32Builder::new()),
            Kind::Flag => Cells::Flag(BooleanBuilder::new()),
            Kind::Share | Kind::Estimate => Cells::Number(Float64Builder::new()),
        }
    }

    fn builder(&self) -> &dyn arrow_array::builder::ArrayBuilder {
        match self {
            Cells::Text(cells) => cells,
            Cells::Whole(cells) => cells,
            Cells::Money(cells) => cells,
            Cells::Date(cells) => cells,
            Cells::Moment(cells) => cells,
            Cells::Year(cells) => cells,
            Cells::Flag(cells) => cells,
            Cells::Number(cells) => cells,
        }
    }

    fn len(&self) -> usize {
        self.builder().len()
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Cells::Text(cells) => Arc::new(cells.finish()),
            Cells::Whole(cells) => Arc::new(cells.finish()),
            Cells::Money(cells) => Arc::new(cells.finish()),
            Cells::Date(cells) => Arc::new(cells.finish()),
            Cells::Moment(cells) => Arc::new(cells.finish()),
            Cells::Year(cells) => Arc::new(cells.finish()),
            Cells::Flag(cells) => Arc::new(cells.finish()),
            Cells::Number(cells) => Arc::new(cells.finish()),
        }
    }
}

/// A column of text for [`Table::batch`].
pub fn texts<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

/// A column of pounds for [`Table::batch`].
pub fn pounds(values: impl IntoIterator<Item = Option<Money>>) -> ArrayRef {
    let mut cells = Decimal128Builder::new().with_data_type(Kind::Money.data_type());
    values.into_iter().for_each(|amount| cells.append_option(amount.map(|amount| i128::from(amount.pence()))));
    Arc::new(cells.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{SUPPLIER_OVERLAP, SUPPLIER_SPEND, supplier_overlap, supplier_spend};

    fn one_row(write: impl Fn(&mut TableRows)) -> RecordBatch {
        let mut rows = SUPPLIER_SPEND.rows();
        write(rows.push());
        rows.finish()
    }

    #[test]
    fn cells_go_where_their_names_say_in_whatever_order() {
        let in_order = one_row(|row| {
            row.text(supplier_spend::SUPPLIER_ID, "acorn").text(supplier_spend::BODY_ID, "county");
            row.count(supplier_spend::N_LINES, 2).money(supplier_spend::AMOUNT, Money::from_pence(150));
        });
        let turned = one_row(|row| {
            row.money(supplier_spend::AMOUNT, Money::from_pence(150)).text(supplier_spend::BODY_ID, "county");
            row.count(supplier_spend::N_LINES, 2).text(supplier_spend::SUPPLIER_ID, "acorn");
        });
        assert_eq!(in_order, turned);
        assert_eq!(in_order.schema(), SUPPLIER_SPEND.schema());
    }

    #[test]
    #[should_panic(expected = "a row of supplier_spend lacks its amount")]
    fn a_cell_left_out_is_named() {
        one_row(|row| {
            row.text(supplier_spend::SUPPLIER_ID, "a").text(supplier_spend::BODY_ID, "b");
            row.count(supplier_spend::N_LINES, 1);
        });
    }

    #[test]
    #[should_panic(expected = "column body_id of supplier_spend is filled once a row")]
    fn a_cell_is_filled_once() {
        one_row(|row| {
            row.text(supplier_spend::BODY_ID, "a").text(supplier_spend::BODY_ID, "b");
        });
    }

    #[test]
    #[should_panic(expected = "the kind of column amount of supplier_spend")]
    fn a_count_is_no_amount() {
        one_row(|row| {
            row.count(supplier_spend::AMOUNT, 1);
        });
    }

    #[test]
    #[should_panic(expected = "column n_suppliers of supplier_overlap is written never")]
    fn a_column_left_out_is_named() {
        let text = || texts([Some("a")]);
        SUPPLIER_OVERLAP.batch([
            (supplier_overlap::BODY_ID, text()),
            (supplier_overlap::OTHER_BODY_ID, text()),
            (supplier_overlap::AMOUNT, pounds([Some(Money::ZERO)])),
            (supplier_overlap::SHARE_OF_SUPPLIERS, Arc::new(arrow_array::Float64Array::from(vec![0.5]))),
            ("no such column", text()),
        ]);
    }
}
