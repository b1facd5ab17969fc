//! A Parquet file as rows of cells, its moments with their time of day.

use std::io;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, DictionaryArray, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use engine::ForeignFile;

use super::moment::local_text;
use crate::encoding::Encoding;
use crate::plain::RowSource;
use crate::rows::{Row, Rows, Step};

/// Rows decoded at once.
const BATCH_ROWS: usize = 1 << 14;

/// A Parquet file as a table: its headings are the first row.
pub(super) struct ParquetTable(pub ForeignFile);

impl RowSource for ParquetTable {
    fn rows(&self, columns: Option<&[usize]>) -> io::Result<Box<dyn Rows + '_>> {
        let headings = self.0.columns();
        let mut chosen: Vec<usize> = columns.map_or_else(|| (0..headings.len()).collect(), <[usize]>::to_vec);
        chosen.sort_unstable();
        chosen.dedup();
        let batches = self.0.batches(&chosen, BATCH_ROWS).map_err(io::Error::other)?;
        let batches = batches.map(|batch| batch.map_err(io::Error::other));
        let place = |at| chosen.iter().position(|chosen| *chosen == at);
        let places = (0..headings.len()).map(place).collect();
        let batches = Box::new(batches);
        Ok(Box::new(ParquetRows { headings, places, batches, cells: Vec::new(), n_rows: 0, at: 0, number: 0 }))
    }

    fn encoding(&self) -> Encoding {
        Encoding::Utf8
    }

    fn leaves_cells_out(&self) -> bool {
        true
    }
}

struct ParquetRows<'t> {
    headings: Vec<String>,
    /// Where each column of the file is in a batch; none for one that is not read.
    places: Vec<Option<usize>>,
    batches: Box<dyn Iterator<Item = io::Result<RecordBatch>> + 't>,
    cells: Vec<Cells>,
    n_rows: usize,
    at: usize,
    number: u64,
}

impl Rows for ParquetRows<'_> {
    fn next(&mut self, row: &mut Row) -> io::Result<Step> {
        self.number += 1;
        row.clear(self.number);
        if self.number == 1 {
            self.headings.iter().for_each(|heading| row.push_cell(heading));
            return Ok(Step::Row);
        }
        while self.at == self.n_rows {
            let Some(batch) = self.batches.next() else { return Ok(Step::End) };
            let batch = batch?;
            self.cells = batch.columns().iter().map(Cells::of).collect();
            (self.n_rows, self.at) = (batch.num_rows(), 0);
        }
        for place in &self.places {
            row.push_cell(place.and_then(|place| self.cells[place].text(self.at)).unwrap_or_default());
        }
        self.at += 1;
        Ok(Step::Row)
    }
}

/// The cells of one column of a batch, as text: each distinct text of a dictionary once.
struct Cells {
    texts: Vec<Option<String>>,
    /// Which of the texts each row has; row by row where there are no keys.
    keys: Option<Vec<Option<usize>>>,
}

impl Cells {
    fn of(array: &ArrayRef) -> Cells {
        fn keyed<K: ArrowDictionaryKeyType>(array: &DictionaryArray<K>) -> Cells {
            let keys = (0..array.len()).map(|row| array.key(row)).collect();
            Cells { texts: printed(array.values()), keys: Some(keys) }
        }
        match array.data_type() {
            DataType::Dictionary(key, _) => match **key {
                DataType::Int8 => keyed(array.as_dictionary::<Int8Type>()),
                DataType::Int16 => keyed(array.as_dictionary::<Int16Type>()),
                DataType::Int32 => keyed(array.as_dictionary::<Int32Type>()),
                DataType::Int64 => keyed(array.as_dictionary::<Int64Type>()),
                DataType::UInt8 => keyed(array.as_dictionary::<UInt8Type>()),
                DataType::UInt16 => keyed(array.as_dictionary::<UInt16Type>()),
                DataType::UInt32 => keyed(array.as_dictionary::<UInt32Type>()),
                _ => keyed(array.as_dictionary::<UInt64Type>()),
            },
            _ => Cells { texts: printed(array), keys: None },
        }
    }

    fn text(&self, row: usize) -> Option<&str> {
        let at = match &self.keys {
            Some(keys) => keys[row]?,
            None => row,
        };
        self.texts[at].as_deref()
    }
}

type Texts = Vec<Option<String>>;

/// Values as text. Lists and structures say nothing about an event; their cells are empty.
fn printed(array: &ArrayRef) -> Texts {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().map(|text| text.map(str::to_owned)).collect(),
        DataType::Utf8View => array.as_string_view().iter().map(|text| text.map(str::to_owned)).collect(),
        DataType::Boolean => array.as_boolean().iter().map(|value| value.map(|value| value.to_string())).collect(),
        DataType::Int8 => numbers::<Int8Type>(array),
        DataType::Int16 => numbers::<Int16Type>(array),
        DataType::Int32 => numbers::<Int32Type>(array),
        DataType::Int64 => numbers::<Int64Type>(array),
        DataType::UInt8 => numbers::<UInt8Type>(array),
        DataType::UInt16 => numbers::<UInt16Type>(array),
        DataType::UInt32 => numbers::<UInt32Type>(array),
        DataType::UInt64 => numbers::<UInt64Type>(array),
        DataType::Float32 => numbers::<Float32Type>(array),
        DataType::Float64 => numbers::<Float64Type>(array),
        DataType::Decimal128(_, _) => {
            let decimals = array.as_primitive::<Decimal128Type>();
            (0..array.len()).map(|row| decimals.is_valid(row).then(|| decimals.value_as_string(row))).collect()
        }
        DataType::Date32 => days(array.as_primitive::<Date32Type>().iter().map(|day| day.map(i64::from))),
        DataType::Date64 => {
            days(array.as_primitive::<Date64Type>().iter().map(|millis| millis.map(|n| n.div_euclid(86_400_000))))
        }
        DataType::Time32(Second) => times::<Time32SecondType>(array, |n| i64::from(n) * 1_000_000),
        DataType::Time32(_) => times::<Time32MillisecondType>(array, |n| i64::from(n) * 1_000),
        DataType::Time64(Nanosecond) => times::<Time64NanosecondType>(array, |n| n / 1_000),
        DataType::Time64(_) => times::<Time64MicrosecondType>(array, |n| n),
        DataType::Timestamp(unit, zone) => {
            let is_utc = zone.is_some();
            match unit {
                Second => moments::<TimestampSecondType>(array, |n| n.checked_mul(1_000_000), is_utc),
                Millisecond => moments::<TimestampMillisecondType>(array, |n| n.checked_mul(1_000), is_utc),
                Microsecond => moments::<TimestampMicrosecondType>(array, Some, is_utc),
                Nanosecond => moments::<TimestampNanosecondType>(array, |n| Some(n.div_euclid(1_000)), is_utc),
            }
        }
        _ => vec![None; array.len()],
    }
}

/// A whole number stays one where a program kept it as a fraction: case `3` is not case `3.0`.
fn numbers<T: ArrowPrimitiveType<Native: std::fmt::Display>>(array: &ArrayRef) -> Texts {
    array
        .as_primitive::<T>()
        .iter()
        .map(|value| value.map(|value| value.to_string()).filter(|text| text != "NaN"))
        .collect()
}

fn days(days: impl Iterator<Item = Option<i64>>) -> Texts {
    let print = |day: i64| {
        let span = jiff::Span::new().try_days(day).ok()?;
        let date = jiff::civil::Date::constant(1970, 1, 1).checked_add(span).ok()?;
        Some(date.to_string())
    };
    days.map(|day| print(day?)).collect()
}

/// A time without a day.
fn times<T: ArrowPrimitiveType>(array: &ArrayRef, micros: impl Fn(T::Native) -> i64) -> Texts {
    let print = |value| local_text(micros(value)).split_off("1970-01-01T".len());
    array.as_primitive::<T>().iter().map(|value| value.map(print)).collect()
}

/// A moment with a zone is kept in UTC whatever the zone; one without is as the wall clock showed it.
fn moments<T: ArrowPrimitiveType<Native = i64>>(
    array: &ArrayRef,
    micros: impl Fn(i64) -> Option<i64>,
    is_utc: bool,
) -> Texts {
    let print = |value: i64| {
        let text = local_text(micros(value)?);
        Some(if is_utc { text + "Z" } else { text })
    };
    array.as_primitive::<T>().iter().map(|value| print(value?)).collect()
}
