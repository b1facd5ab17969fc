//! Columns of batches, whichever way the engine hands out text.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Date32Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, PrimitiveArray, RecordBatch, StringArray, StringViewArray};
use model::Table;
use money::Money;
use model::Tables;

use crate::Error;
use crate::dictionary::{Interner, NONE};

/// The rows of a table.
pub(super) fn batches<'t>(
    tables: &'t dyn Tables,
    table: &'static Table,
    columns: &[&'static str],
) -> Result<impl Iterator<Item = Result<Columns, Error>> + use<'t>, Error> {
    if !tables.exists(table) {
        return Err(Error::NotBuilt { table: table.name });
    }
    let batches = tables.batches(table, columns).map_err(|source| Error::Read { table: table.name, source })?;
    Ok(batches.map(move |batch| {
        let batch = batch.map_err(|source| Error::Read { table: table.name, source })?;
        Ok(Columns { table, batch })
    }))
}

/// Some columns of some rows of a table.
pub(super) struct Columns {
    table: &'static Table,
    batch: RecordBatch,
}

impl Columns {
    pub fn n_rows(&self) -> usize {
        self.batch.num_rows()
    }

    pub fn text(&self, column: &'static str) -> Result<Text<'_>, Error> {
        Text::of(self.array(column)?).ok_or_else(|| self.unreadable(column))
    }

    /// Ids and counts.
    pub fn whole(&self, column: &'static str) -> Result<&PrimitiveArray<Int64Type>, Error> {
        self.primitive(column)
    }

    pub fn years(&self, column: &'static str) -> Result<&PrimitiveArray<Int32Type>, Error> {
        self.primitive(column)
    }

    pub fn dates(&self, column: &'static str) -> Result<&PrimitiveArray<Date32Type>, Error> {
        self.primitive(column)
    }

    pub fn money(&self, column: &'static str) -> Result<Pounds<'_>, Error> {
        self.primitive(column).map(Pounds)
    }

    pub fn shares(&self, column: &'static str) -> Result<&PrimitiveArray<arrow_array::types::Float64Type>, Error> {
        self.primitive(column)
    }

    pub fn flags(&self, column: &'static str) -> Result<&arrow_array::BooleanArray, Error> {
        self.array(column)?.as_boolean_opt().ok_or_else(|| self.unreadable(column))
    }

    fn primitive<T: ArrowPrimitiveType>(&self, column: &'static str) -> Result<&PrimitiveArray<T>, Error> {
        self.array(column)?.as_primitive_opt().ok_or_else(|| self.unreadable(column))
    }

    fn array(&self, column: &'static str) -> Result<&ArrayRef, Error> {
        self.batch.column_by_name(column).ok_or_else(|| self.unreadable(column))
    }

    fn unreadable(&self, column: &'static str) -> Error {
        Error::Column { table: self.table.name, column }
    }
}

/// A column of pounds.
pub(super) struct Pounds<'a>(&'a PrimitiveArray<Decimal128Type>);

impl Pounds<'_> {
    /// A required sum.
    pub fn value(&self, row: usize) -> Money {
        // Decimal(18, 2) holds at most 10^18 pence, which fits.
        Money::from_pence(i64::try_from(self.0.value(row)).expect("money fits its column"))
    }

    /// A sum that may not have been computed.
    pub fn value_if_any(&self, row: usize) -> Option<Money> {
        self.0.is_valid(row).then(|| self.value(row))
    }
}

/// A column of text.
pub(super) enum Text<'a> {
    Plain(&'a StringArray),
    View(&'a StringViewArray),
    Dictionary(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

impl<'a> Text<'a> {
    fn of(array: &'a ArrayRef) -> Option<Text<'a>> {
        if let Some(plain) = array.as_string_opt::<i32>() {
            return Some(Text::Plain(plain));
        }
        if let Some(view) = array.as_string_view_opt() {
            return Some(Text::View(view));
        }
        let dictionary = array.as_dictionary_opt::<Int32Type>()?;
        Some(Text::Dictionary(dictionary, dictionary.values().as_string_opt::<i32>()?))
    }

    /// The text of a row, nothing where there is none.
    pub fn value(&self, row: usize) -> &'a str {
        self.value_if_any(row).unwrap_or_default()
    }

    pub fn value_if_any(&self, row: usize) -> Option<&'a str> {
        match self {
            Text::Plain(array) => array.is_valid(row).then(|| array.value(row)),
            Text::View(array) => array.is_valid(row).then(|| array.value(row)),
            Text::Dictionary(array, values) => array.key(row).map(|key| values.value(key)),
        }
    }

    /// The code of each row; a dictionary's texts are looked up once each.
    pub fn codes(&self, interner: &mut Interner, rows: Range<usize>) -> Vec<u32> {
        let Text::Dictionary(array, values) = self else {
            return rows.map(|row| interner.code(self.value(row))).collect();
        };
        let mut known = vec![None; values.len()];
        let mut code = |key: usize| *known[key].get_or_insert_with(|| interner.code(values.value(key)));
        rows.map(|row| array.key(row).map_or(NONE, &mut code)).collect()
    }
}
