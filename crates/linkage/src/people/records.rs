//! The table `person_record` as records to link.

use std::borrow::Cow;

use arrow_array::RecordBatch;
use model::home::{fold, home};
use model::read::{Count, Day, Rows, Text, Values};
use model::tables::{PERSON_RECORD, person_record as column};

use crate::Error;
use crate::records::{Records, RecordsBuilder};

/// Columns of records about people: those of the table, and `home`.
pub const COLUMNS: [&str; 16] = [
    column::GIVEN_NAME,
    column::OTHER_NAMES,
    column::FAMILY_NAME,
    column::FORMER_NAME,
    column::KNOWN_AS,
    column::BORN,
    column::BORN_YEAR,
    column::SEX,
    column::POSTCODE,
    HOME,
    column::UPRN,
    column::NHS_NUMBER,
    column::NINO,
    column::UPN,
    column::PHONE,
    column::EMAIL,
];

/// Some systems write names in capitals and without accents, and a name is the same in any case.
const NAMES: [&str; 5] =
    [column::GIVEN_NAME, column::OTHER_NAMES, column::FAMILY_NAME, column::FORMER_NAME, column::KNOWN_AS];

/// House and postcode, see [`home`].
pub const HOME: &str = "home";

/// Where a column of records is found in the table.
enum Source<'b> {
    Name(Text<'b>),
    Other(Text<'b>),
    Born(Values<'b, Day>, Values<'b, Count>),
    BornYear(Values<'b, Count>),
    Home { address: Text<'b>, postcode: Text<'b> },
}

impl<'b> Source<'b> {
    fn of(rows: &Rows<'b>, name: &str) -> Source<'b> {
        match name {
            column::BORN => Source::Born(rows.date(column::BORN), rows.count(column::BORN_YEAR)),
            column::BORN_YEAR => Source::BornYear(rows.count(column::BORN_YEAR)),
            HOME => Source::Home { address: rows.text(column::ADDRESS), postcode: rows.text(column::POSTCODE) },
            name if NAMES.contains(&name) => Source::Name(rows.text(name)),
            name => Source::Other(rows.text(name)),
        }
    }

    fn value(&self, row: usize) -> Option<Cow<'b, str>> {
        let year = |years: &Values<'b, Count>| years.value_if_any(row).map(|year| Cow::Owned(year.to_string()));
        match self {
            Source::Name(names) => names.value_if_any(row).map(|name| Cow::Owned(fold(name))),
            Source::Other(texts) => texts.value_if_any(row).map(Cow::Borrowed),
            // A year alone stands where no date is: the model has a level for it.
            Source::Born(days, years) => {
                days.value_if_any(row).map(|day| Cow::Owned(day.to_string())).or_else(|| year(years))
            }
            Source::BornYear(years) => year(years),
            Source::Home { address, postcode } => {
                home(address.value_if_any(row), postcode.value_if_any(row)).map(Cow::Owned)
            }
        }
    }
}

/// Records of every agency, in their lasting order.
///
/// # Errors
/// What [`RecordsBuilder::finish`] refuses: none at all, or numbers that repeat within an agency.
pub fn records(batches: &[RecordBatch]) -> Result<Records, Error> {
    let mut builder = RecordsBuilder::new(&COLUMNS)?;
    let mut agency = String::new();
    for batch in batches {
        let rows = PERSON_RECORD.read(batch);
        let (agencies, ids) = (rows.text(column::AGENCY), rows.text(column::RECORD_ID));
        let sources = COLUMNS.map(|name| Source::of(&rows, name));
        for row in 0..rows.len() {
            if agency != agencies.value(row) {
                agencies.value(row).clone_into(&mut agency);
                builder.source(&agency);
            }
            let values = sources.each_ref().map(|source| source.value(row));
            builder.push(ids.value(row), &values.each_ref().map(Option::as_deref))?;
        }
    }
    builder.finish()
}
