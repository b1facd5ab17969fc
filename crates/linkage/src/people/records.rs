//! The table `person_record` as records to link.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, RecordBatch, StringArray};
use model::tables::{PERSON_RECORD, person_record as column};

use crate::Error;
use crate::records::{Records, RecordsBuilder};
use model::home::fold;
use model::home::home;

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

/// How many of the columns are names; they stand first.
const N_NAMES: usize = 5;

/// House and postcode, see [`home`].
pub const HOME: &str = "home";

/// A text column of the table.
pub(crate) fn texts<'b>(batch: &'b RecordBatch, name: &str) -> &'b StringArray {
    batch.column(PERSON_RECORD.index(name)).as_string::<i32>()
}

/// A text of a row, where there is one.
pub(crate) fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// Records of every agency, in their lasting order.
///
/// # Errors
/// What [`RecordsBuilder::finish`] refuses: none at all, or numbers that repeat within an agency.
pub fn records(batches: &[RecordBatch]) -> Result<Records, Error> {
    let mut builder = RecordsBuilder::new(&COLUMNS)?;
    let mut agency = String::new();
    for batch in batches {
        let (agencies, ids) = (texts(batch, column::AGENCY), texts(batch, column::RECORD_ID));
        let of_table: Vec<Option<&StringArray>> = COLUMNS
            .iter()
            .map(|name| (![column::BORN, column::BORN_YEAR, HOME].contains(name)).then(|| texts(batch, name)))
            .collect();
        let born = batch.column(PERSON_RECORD.index(column::BORN)).as_primitive::<Date32Type>();
        let years = batch.column(PERSON_RECORD.index(column::BORN_YEAR)).as_primitive::<Int64Type>();
        let (addresses, postcodes) = (texts(batch, column::ADDRESS), texts(batch, column::POSTCODE));
        for row in 0..batch.num_rows() {
            let year = years.is_valid(row).then(|| years.value(row).to_string());
            let date = born.is_valid(row).then(|| model::date_of_day(born.value(row)).to_string());
            let home = home(text(addresses, row), text(postcodes, row));
            // A year alone stands where no date is: the model has a level for it.
            let date = date.or_else(|| year.clone());
            let folded: Vec<Option<String>> =
                of_table[..N_NAMES].iter().map(|of| of.and_then(|column| text(column, row)).map(fold)).collect();
            let values: Vec<Option<&str>> = COLUMNS
                .iter()
                .zip(&of_table)
                .enumerate()
                .map(|(at, (name, of))| match of {
                    // Some systems write in capitals and without accents, and a name is the same in any case.
                    Some(_) if at < N_NAMES => folded[at].as_deref(),
                    Some(column) => text(column, row),
                    None if *name == column::BORN => date.as_deref(),
                    None if *name == column::BORN_YEAR => year.as_deref(),
                    None => home.as_deref(),
                })
                .collect();
            if agency != agencies.value(row) {
                agencies.value(row).clone_into(&mut agency);
                builder.source(&agency);
            }
            builder.push(ids.value(row), &values)?;
        }
    }
    builder.finish()
}
