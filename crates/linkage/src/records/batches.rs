//! Records from Arrow tables.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use jiff::ToSpan;
use jiff::civil::date;

use super::RecordsBuilder;
use crate::Error;

impl RecordsBuilder {
    /// Adds the rows of a batch to the source named last, the columns side by side on all threads.
    ///
    /// `places` says for each column where it is in the batch; none is a column that the source does
    /// not have. Without an `id` the rows of the source are numbered from 1.
    ///
    /// # Errors
    /// [`Error::ColumnKind`] for a column that cannot be text; as [`RecordsBuilder::push_columns`].
    pub fn push_batch(
        &mut self,
        batch: &RecordBatch,
        id: Option<usize>,
        places: &[Option<usize>],
    ) -> Result<(), Error> {
        let texts = |place: usize| {
            let (schema, array) = (batch.schema(), batch.column(place).as_ref());
            let kind = || Error::ColumnKind {
                column: schema.field(place).name().clone(),
                kind: array.data_type().to_string(),
            };
            printed(array).ok_or_else(kind)
        };
        let n_rows = batch.num_rows();
        let ids = match id {
            Some(place) => texts(place)?,
            None => {
                let next = self.n_rows_of_source() + 1;
                (next..next + n_rows).map(|number| Some(Cow::Owned(number.to_string()))).collect()
            }
        };
        let columns = places.iter().map(|place| place.map_or_else(|| Ok(vec![None; n_rows]), texts));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let ids = ids.iter().map(|id| id.as_deref().unwrap_or_default());
        self.push_columns(ids, columns.iter().map(|values| values.iter().map(Option::as_deref)).collect())
    }
}

/// Texts of a column, borrowed where they are texts already.
pub type Values<'a> = Vec<Option<Cow<'a, str>>>;

/// The values of a column as text; none where they are of a kind that says nothing about a person.
pub fn printed(array: &dyn Array) -> Option<Values<'_>> {
    texts(array).or_else(|| numbers(array)).or_else(|| days(array))
}

fn texts(array: &dyn Array) -> Option<Values<'_>> {
    Some(match array.data_type() {
        DataType::Utf8 => borrowed(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => borrowed(array.as_string::<i64>().iter()),
        DataType::Utf8View => borrowed(array.as_string_view().iter()),
        DataType::Boolean => array.as_boolean().iter().map(|v| v.map(|v| Cow::Owned(v.to_string()))).collect(),
        DataType::Null => vec![None; array.len()],
        DataType::Dictionary(_, _) => return dictionary(array),
        _ => return None,
    })
}

fn numbers(array: &dyn Array) -> Option<Values<'_>> {
    macro_rules! printed {
        ($kind:ty) => {
            array.as_primitive::<$kind>().iter().map(|value| value.map(|v| Cow::Owned(v.to_string()))).collect()
        };
    }
    Some(match array.data_type() {
        DataType::Int8 => printed!(Int8Type),
        DataType::Int16 => printed!(Int16Type),
        DataType::Int32 => printed!(Int32Type),
        DataType::Int64 => printed!(Int64Type),
        DataType::UInt8 => printed!(UInt8Type),
        DataType::UInt16 => printed!(UInt16Type),
        DataType::UInt32 => printed!(UInt32Type),
        DataType::UInt64 => printed!(UInt64Type),
        DataType::Float32 => printed!(Float32Type),
        DataType::Float64 => printed!(Float64Type),
        _ => return None,
    })
}

/// A time of day says nothing about a person; what is left of it is the day.
fn days(array: &dyn Array) -> Option<Values<'_>> {
    macro_rules! day_of {
        ($kind:ty, $of_day:expr) => {{
            let day = |value: i64| iso(i32::try_from(value.div_euclid($of_day)).ok()?);
            array.as_primitive::<$kind>().iter().map(|value| Some(Cow::Owned(day(i64::from(value?))?))).collect()
        }};
    }
    Some(match array.data_type() {
        DataType::Date32 => day_of!(Date32Type, 1),
        DataType::Date64 => day_of!(Date64Type, SECONDS_OF_DAY * 1_000),
        DataType::Timestamp(TimeUnit::Second, _) => day_of!(TimestampSecondType, SECONDS_OF_DAY),
        DataType::Timestamp(TimeUnit::Millisecond, _) => day_of!(TimestampMillisecondType, SECONDS_OF_DAY * 1_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => day_of!(TimestampMicrosecondType, SECONDS_OF_DAY * 1_000_000),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            day_of!(TimestampNanosecondType, SECONDS_OF_DAY * 1_000_000_000)
        }
        _ => return None,
    })
}

const SECONDS_OF_DAY: i64 = 86_400;

fn borrowed<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Values<'a> {
    values.map(|value| value.map(Cow::Borrowed)).collect()
}

fn dictionary(array: &dyn Array) -> Option<Values<'_>> {
    let dictionary = array.as_any_dictionary_opt()?;
    let values = printed(dictionary.values().as_ref())?;
    let keys = dictionary.normalized_keys();
    let nulls = dictionary.keys().logical_nulls();
    let is_null = |row| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    Some((0..keys.len()).map(|row| if is_null(row) { None } else { values[keys[row]].clone() }).collect())
}

fn iso(days: i32) -> Option<String> {
    Some(date(1970, 1, 1).checked_add(days.days()).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::Int32Type;
    use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int64Array, StringArray, TimestampNanosecondArray};

    use super::*;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).expect("a batch")
    }

    fn sample() -> RecordBatch {
        let name: DictionaryArray<Int32Type> = [Some("Ann"), None, Some("Ann")].into_iter().collect();
        batch(vec![
            ("id", Arc::new(Int64Array::from(vec![3, 1, 2]))),
            ("name", Arc::new(name)),
            ("born", Arc::new(Date32Array::from(vec![Some(0), Some(59), None]))),
            ("town", Arc::new(StringArray::from(vec![Some("Leeds"), Some(""), None]))),
        ])
    }

    #[test]
    fn arrow_columns_of_several_kinds_become_text() {
        let mut builder = RecordsBuilder::new(&["name", "born", "town"]).expect("columns");
        builder.push_batch(&sample(), Some(0), &[Some(1), Some(2), Some(3)]).expect("a batch");
        let records = builder.finish().expect("records");
        assert_eq!(
            (records.id(0), records.value("name", 0), records.value("born", 0)),
            ("1", None, Some("1970-03-01"))
        );
        assert_eq!(
            (records.id(2), records.value("name", 2), records.value("town", 2)),
            ("3", Some("Ann"), Some("Leeds"))
        );
        assert_eq!(records.value("town", 0), None);
    }

    #[test]
    fn moments_become_days_and_rows_without_ids_are_numbered() {
        let day = 86_400_000_000_000;
        let born = TimestampNanosecondArray::from(vec![Some(day - 1), Some(day), Some(-1), None]);
        let batch = batch(vec![("born", Arc::new(born))]);
        let mut builder = RecordsBuilder::new(&["born", "name"]).expect("columns");
        builder.source("nhs");
        builder.push_batch(&batch, None, &[Some(0), None]).expect("a batch");
        builder.push_batch(&batch, None, &[Some(0), None]).expect("a batch");
        let records = builder.finish().expect("records");
        let born: Vec<Option<&str>> = (0..4).map(|row| records.value("born", row)).collect();
        assert_eq!(born, [Some("1970-01-01"), Some("1970-01-02"), Some("1969-12-31"), None]);
        assert_eq!((records.n_records(), records.id(7), records.value("name", 7)), (8, "8", None));
    }
}
