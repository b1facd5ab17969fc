//! The table `person_record` as records to link.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use foldhash::fast::FixedState;
use model::home::{fold, home_of_folded, house};
use model::read::{Rows, Text};
use model::tables::{PERSON_RECORD, person_record as column};
use rayon::prelude::*;

use crate::Error;
use crate::linkage_model::Model;
use crate::memory::MemoryLimit;
use crate::records::{CodedValues, Records, RecordsBuilder};

/// Columns of records about people: those of the table, and `home`.
pub const COLUMNS: [&str; 20] = [
    column::GIVEN_NAME,
    column::OTHER_NAMES,
    column::FAMILY_NAME,
    column::FORMER_NAME,
    column::KNOWN_AS,
    column::BORN,
    column::BORN_YEAR,
    column::AGE,
    column::SEX,
    column::POSTCODE,
    HOME,
    column::ADDRESS,
    column::TOWN,
    column::UPRN,
    column::NHS_NUMBER,
    column::NINO,
    column::UPN,
    column::NUMBER,
    column::PHONE,
    column::EMAIL,
];

/// Some systems write names and addresses in capitals and without accents, and they are the same in any case.
const FOLDED: [&str; 7] = [
    column::GIVEN_NAME,
    column::OTHER_NAMES,
    column::FAMILY_NAME,
    column::FORMER_NAME,
    column::KNOWN_AS,
    column::ADDRESS,
    column::TOWN,
];

/// House and postcode, see [`model::home::home`].
pub const HOME: &str = "home";

/// The columns of [`COLUMNS`] that records need, by the columns of `person_record` that each source has and by what a
/// model reads where one is given.
///
/// Where every source with addresses has postcodes too the home says all that an address does.
pub fn columns_of(sources: &[BTreeSet<&str>], model: Option<&Model>) -> Vec<&'static str> {
    let is_there = |name: &str| sources.iter().any(|columns| columns.contains(name));
    let has_bare_addresses =
        sources.iter().any(|columns| columns.contains(column::ADDRESS) && !columns.contains(column::POSTCODE));
    let read = model.map(Model::columns).unwrap_or_default();
    let is_needed = |name: &str| match name {
        HOME => is_there(column::ADDRESS) && is_there(column::POSTCODE),
        column::ADDRESS | column::TOWN => {
            is_there(name) && (has_bare_addresses || !is_there(column::POSTCODE) || read.contains(&name))
        }
        name => is_there(name),
    };
    COLUMNS.into_iter().filter(|name| is_needed(name)).collect()
}

/// Makes records of batches of `person_record`, with further columns of texts beside them.
pub struct PeopleRecords {
    builder: RecordsBuilder,
    columns: Vec<&'static str>,
    /// Whether each further column is the same in any case.
    others: Vec<bool>,
    agency: Option<String>,
}

/// A further column of records, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherColumn {
    pub name: String,
    /// Whether case and accents say nothing, as in all but keys.
    pub is_folded: bool,
}

impl PeopleRecords {
    /// Records with some of [`COLUMNS`] and further ones.
    ///
    /// # Errors
    /// [`Error::NoColumns`], or [`Error::ColumnTwice`].
    pub fn new(columns: &[&str], others: &[FurtherColumn]) -> Result<PeopleRecords, Error> {
        let columns: Vec<&'static str> = COLUMNS.into_iter().filter(|name| columns.contains(name)).collect();
        let names: Vec<&str> = columns.iter().copied().chain(others.iter().map(|other| other.name.as_str())).collect();
        let others = others.iter().map(|other| other.is_folded).collect();
        Ok(PeopleRecords { builder: RecordsBuilder::new(&names)?, columns, others, agency: None })
    }

    /// Writes rows to scratch where memory may not hold their codes.
    #[must_use]
    pub fn within(self, memory: MemoryLimit) -> PeopleRecords {
        PeopleRecords { builder: self.builder.within(memory), ..self }
    }

    /// Adds the rows of a batch, `others` holding the texts of the further columns.
    ///
    /// # Errors
    /// [`Error::TooMuch`] beyond what codes can count, [`Error::Scratch`].
    pub fn push(&mut self, batch: &RecordBatch, others: &[ArrayRef]) -> Result<(), Error> {
        let agencies = PERSON_RECORD.read(batch);
        let agencies = agencies.text(column::AGENCY);
        let mut start = 0;
        while start < batch.num_rows() {
            let agency = agencies.value(start);
            let n_rows = (start..batch.num_rows()).take_while(|row| agencies.value(*row) == agency).count();
            if self.agency.as_deref() != Some(agency) {
                self.builder.source(agency);
                self.agency = Some(agency.to_owned());
            }
            let others: Vec<ArrayRef> = others.iter().map(|array| array.slice(start, n_rows)).collect();
            self.push_of_one_agency(&batch.slice(start, n_rows), &others)?;
            start += n_rows;
        }
        Ok(())
    }

    fn push_of_one_agency(&mut self, batch: &RecordBatch, others: &[ArrayRef]) -> Result<(), Error> {
        let rows = PERSON_RECORD.read(batch);
        let own = self.columns.par_iter().map(|name| values(&rows, name));
        let further = others.par_iter().zip(&self.others).map(|(array, is_folded)| texts(Text::of(array), *is_folded));
        let columns: Vec<CodedValues<'_>> = own.chain(further).collect();
        let ids = rows.text(column::RECORD_ID);
        self.builder.push_coded((0..rows.len()).map(|row| ids.value(row)), &columns)
    }

    /// The records in their lasting order.
    ///
    /// # Errors
    /// As [`RecordsBuilder::finish`].
    pub fn finish(self) -> Result<Records, Error> {
        self.builder.finish()
    }
}

/// Records of every agency with all that they say, in their lasting order.
///
/// # Errors
/// What [`RecordsBuilder::finish`] refuses: none at all, or numbers that repeat within an agency.
pub fn records(batches: &[RecordBatch]) -> Result<Records, Error> {
    records_of(batches, &COLUMNS)
}

/// Records of every agency with the columns that they have values for and that a model may read: those of
/// [`columns_of`], as `link` has them of the files.
///
/// # Errors
/// As [`records`].
pub(super) fn compared_records(batches: &[RecordBatch], model: Option<&Model>) -> Result<Records, Error> {
    let filled: Vec<(String, BTreeSet<&str>)> = filled_columns(batches);
    let sources: Vec<BTreeSet<&str>> = filled.into_iter().map(|(_, columns)| columns).collect();
    records_of(batches, &columns_of(&sources, model))
}

fn records_of(batches: &[RecordBatch], columns: &[&str]) -> Result<Records, Error> {
    if batches.iter().all(|batch| batch.num_rows() == 0) {
        return Err(Error::NoRecords);
    }
    let further = Further::of(batches);
    let mut records = PeopleRecords::new(columns, &further.columns())?;
    batches.iter().enumerate().try_for_each(|(at, batch)| records.push(batch, &further.texts(at, batch.num_rows())))?;
    records.finish()
}

/// The columns of `person_record` in which each agency has values.
fn filled_columns(batches: &[RecordBatch]) -> Vec<(String, BTreeSet<&'static str>)> {
    let mut filled: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for batch in batches {
        let rows = PERSON_RECORD.read(batch);
        let agencies = rows.text(column::AGENCY);
        let mut start = 0;
        while start < batch.num_rows() {
            let agency = agencies.value(start);
            let n_rows = (start..batch.num_rows()).take_while(|row| agencies.value(*row) == agency).count();
            let of_agency = filled.entry(agency.to_owned()).or_default();
            let has_values = |name: &str| {
                let array = batch.column(PERSON_RECORD.index(name)).slice(start, n_rows);
                array.null_count() < array.len()
            };
            of_agency.extend(COLUMNS.into_iter().filter(|name| *name != HOME && has_values(name)));
            // A birth that is no date is compared as it is written.
            of_agency.extend(has_values(column::BORN_AS_PRINTED).then_some(column::BORN));
            start += n_rows;
        }
    }
    filled.into_iter().collect()
}

/// What records say under headings that no column of `person_record` explains: `further`, a JSON object in each row.
struct Further {
    /// For each batch the texts of each heading.
    of_batch: Vec<BTreeMap<String, Vec<Option<String>>>>,
    headings: BTreeSet<String>,
}

impl Further {
    fn of(batches: &[RecordBatch]) -> Further {
        let of_batch: Vec<BTreeMap<String, Vec<Option<String>>>> = batches.par_iter().map(further_of).collect();
        let headings = of_batch.iter().flat_map(BTreeMap::keys).cloned().collect();
        Further { of_batch, headings }
    }

    fn columns(&self) -> Vec<FurtherColumn> {
        self.headings.iter().map(|heading| FurtherColumn { name: heading.clone(), is_folded: true }).collect()
    }

    fn texts(&self, batch: usize, n_rows: usize) -> Vec<ArrayRef> {
        let texts = |heading: &String| -> ArrayRef {
            match self.of_batch[batch].get(heading) {
                Some(texts) => Arc::new(texts.iter().map(Option::as_deref).collect::<StringArray>()),
                None => Arc::new(StringArray::new_null(n_rows)),
            }
        };
        self.headings.iter().map(texts).collect()
    }
}

fn further_of(batch: &RecordBatch) -> BTreeMap<String, Vec<Option<String>>> {
    let mut texts: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    let objects = PERSON_RECORD.read(batch).text(column::FURTHER);
    for row in 0..batch.num_rows() {
        let Some(object) = objects.value_if_any(row) else { continue };
        let said: BTreeMap<String, String> =
            serde_json::from_str(object).expect("`further` is an object of texts, as intake wrote it");
        for (heading, text) in said {
            texts.entry(heading).or_insert_with(|| vec![None; batch.num_rows()])[row] = Some(text);
        }
    }
    texts
}

/// The values of a column, each text worked out once.
fn values<'b>(rows: &Rows<'b>, name: &str) -> CodedValues<'b> {
    match name {
        column::BORN => births(rows),
        column::BORN_YEAR | column::AGE => {
            let numbers = rows.count(name);
            coded((0..rows.len()).map(|row| numbers.value_if_any(row)), |number| number.to_string())
        }
        HOME => homes(rows),
        name => texts(rows.text(name), FOLDED.contains(&name)),
    }
}

fn texts(texts: Text<'_>, is_folded: bool) -> CodedValues<'_> {
    let form = |text| if is_folded { Cow::Owned(fold(text)) } else { Cow::Borrowed(text) };
    let Text::Dictionary(array, values) = texts else {
        return coded_texts(texts.iter(), form);
    };
    let keys = array.keys();
    let key = |row: usize| keys.is_valid(row).then(|| keys.value(row) as u32); // keys are never negative
    let texts = (0..values.len()).map(|at| values.is_valid(at).then(|| form(values.value(at)))).collect();
    CodedValues { texts, keys: (0..keys.len()).map(key).collect() }
}

fn coded_texts<'b>(
    texts: impl Iterator<Item = Option<&'b str>>,
    form: impl Fn(&'b str) -> Cow<'b, str>,
) -> CodedValues<'b> {
    let mut values = CodedValues::default();
    let mut key_of: HashMap<&str, u32, FixedState> = HashMap::default();
    for text in texts {
        values.keys.push(text.map(|text| {
            *key_of.entry(text).or_insert_with(|| {
                values.texts.push(Some(form(text)));
                values.texts.len() as u32 - 1
            })
        }));
    }
    values
}

fn coded<'b, T: Eq + std::hash::Hash + Copy>(
    all: impl Iterator<Item = Option<T>>,
    text: impl Fn(T) -> String,
) -> CodedValues<'b> {
    let mut values = CodedValues::default();
    let mut key_of: HashMap<T, u32, FixedState> = HashMap::default();
    for one in all {
        values.keys.push(one.map(|one| {
            *key_of.entry(one).or_insert_with(|| {
                values.texts.push(Some(Cow::Owned(text(one))));
                values.texts.len() as u32 - 1
            })
        }));
    }
    values
}

/// The date of birth, year first, or the text as it is if it is not a date; the year alone where only that is known. The model has
/// levels for all of these.
fn births<'b>(rows: &Rows<'b>) -> CodedValues<'b> {
    #[derive(Clone, Copy, PartialEq, Eq, Hash)]
    enum Birth<'b> {
        Day(jiff::civil::Date),
        Printed(&'b str),
        Year(u64),
    }
    let (days, years, printed) =
        (rows.date(column::BORN), rows.count(column::BORN_YEAR), rows.text(column::BORN_AS_PRINTED));
    let birth = |row: usize| {
        let day = days.value_if_any(row).map(Birth::Day);
        let year = || years.value_if_any(row).map(Birth::Year);
        day.or_else(year).or_else(|| printed.value_if_any(row).map(Birth::Printed))
    };
    coded((0..rows.len()).map(birth), |birth| match birth {
        Birth::Day(day) => day.to_string(),
        Birth::Printed(printed) => printed.to_owned(),
        Birth::Year(year) => year.to_string(),
    })
}

/// House and postcode, the house of an address worked out once.
fn homes<'b>(rows: &Rows<'b>) -> CodedValues<'b> {
    let houses = {
        let addresses = texts(rows.text(column::ADDRESS), false);
        // Addresses are nearly as many as records, so each is folded on its way and not kept.
        let house = |address: &Option<Cow<'_, str>>| house(&fold(address.as_deref()?)).map(Cow::<str>::Owned);
        CodedValues { texts: addresses.texts.par_iter().map(house).collect::<Vec<_>>(), keys: addresses.keys }
    };
    let postcodes = texts(rows.text(column::POSTCODE), true);
    let both = houses.keys.iter().zip(&postcodes.keys).map(|(house, postcode)| house.zip(*postcode));
    let mut homes = coded(both, |(house, postcode)| {
        let [house, postcode] = [(&houses, house), (&postcodes, postcode)]
            .map(|(values, key)| values.texts[key as usize].as_deref().unwrap_or_default());
        home_of_folded(house, postcode).unwrap_or_default()
    });
    homes.texts.iter_mut().for_each(|text| *text = text.take().filter(|text| !text.is_empty()));
    homes
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::Int32Type;
    use arrow_array::{Date32Array, DictionaryArray, Int64Array, StringArray};

    use super::*;

    /// Two agencies, whose records are in dictionaries as the reader of files makes them.
    fn batch() -> RecordBatch {
        let texts = |texts: [Option<&str>; 4]| -> ArrayRef {
            Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>())
        };
        let arrays: [(&str, ArrayRef); 9] = [
            (column::FURTHER, Arc::new(StringArray::new_null(4))),
            (column::AGENCY, texts([Some("police"), Some("police"), Some("nhs"), Some("nhs")])),
            (column::RECORD_ID, Arc::new(StringArray::from(vec!["2", "1", "1", "2"]))),
            (column::GIVEN_NAME, texts([Some("SIÂN"), None, Some("Siân"), Some("Ann")])),
            (column::BORN, Arc::new(Date32Array::from(vec![Some(0), None, None, None]))),
            (column::BORN_YEAR, Arc::new(Int64Array::from(vec![Some(1970), Some(1961), None, None]))),
            (column::BORN_AS_PRINTED, texts([None, None, Some("2972-12-22"), None])),
            (column::ADDRESS, texts([Some("4 Mill Road"), Some("4, MILL RD"), Some("Rose Cottage"), None])),
            (column::POSTCODE, texts([Some("LS1 4AP"), Some("ls1 4ap"), None, Some("LS1 4AP")])),
        ];
        let array = |name: &str| arrays.iter().find(|(of, _)| *of == name).expect("it is wanted").1.clone();
        PERSON_RECORD.some_columns(4, |name| arrays.iter().any(|(of, _)| *of == name), array)
    }

    #[test]
    fn what_a_record_says_is_compared_in_one_form() {
        let further = [("Truth", false), ("Birth place", true)];
        let further = further.map(|(name, is_folded)| FurtherColumn { name: name.to_owned(), is_folded });
        let columns = [column::GIVEN_NAME, column::BORN, HOME];
        let mut records = PeopleRecords::new(&columns, &further).expect("columns");
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("P1"), Some("P2"), None, Some("p1")]));
        records.push(&batch(), &[texts.clone(), texts]).expect("rows");
        let records = records.finish().expect("records");
        let row = |row: u32| {
            let value = |name: &str| records.value(name, row).unwrap_or("-").to_owned();
            [column::GIVEN_NAME, column::BORN, HOME, "Truth", "Birth place"].map(value).join("|")
        };
        assert_eq!(records.sources(), ["nhs", "police"]);
        let expected =
            ["sian|2972-12-22|-|-|-", "ann|-|-|p1|p1", "-|1961|ls1 4ap 4|P2|p2", "sian|1970-01-01|ls1 4ap 4|P1|p1"];
        assert_eq!([0, 1, 2, 3].map(row), expected);
    }

    #[test]
    fn what_stands_under_further_headings_is_a_column_of_each() {
        let batch = batch();
        let mut columns = batch.columns().to_vec();
        let said = [Some(r#"{"Income":"17","Ward":"Fen"}"#), None, Some(r#"{"Income":"18"}"#), None];
        columns[batch.schema().index_of(column::FURTHER).expect("a column")] =
            Arc::new(StringArray::from(said.to_vec()));
        let batch = RecordBatch::try_new(batch.schema(), columns).expect("a batch");
        let records = records_of(&[batch], &[column::GIVEN_NAME]).expect("records");
        let row =
            |row: u32| ["Income", "Ward"].map(|name| records.value(name, row).unwrap_or("-").to_owned()).join("|");
        assert_eq!([0, 1, 2, 3].map(row), ["18|-", "-|-", "-|-", "17|fen"], "police 2 comes last");
    }

    #[test]
    fn a_home_needs_an_address_and_a_postcode() {
        let of = |sources: &[&[&'static str]]| {
            let sources: Vec<BTreeSet<&str>> =
                sources.iter().map(|columns| columns.iter().copied().collect()).collect();
            columns_of(&sources, None)
        };
        let (home, bare): (&[&str], &[&str]) = (&[column::ADDRESS, column::POSTCODE], &[column::ADDRESS, column::BORN]);
        assert_eq!(of(&[bare]), [column::BORN, column::ADDRESS]);
        assert_eq!(of(&[home]), [column::POSTCODE, HOME], "a home says all that its address does");
        assert_eq!(of(&[home, bare]), [column::BORN, column::POSTCODE, HOME, column::ADDRESS]);
    }
}
