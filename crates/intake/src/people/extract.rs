//! One file of people as it comes from anybody: whatever its headings, forms and columns.
//!
//! Columns are found by their headings in several languages, else by what they hold. A place insists on the agency's own
//! numbers and `link` leaves no row out, which is all in which their reading differs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use arrow_array::{ArrayRef, RecordBatch, new_null_array};
use arrow_schema::DataType;
use jiff::civil::Date;
use model::ProblemKind;
use model::tables::person_record;

use super::birth::Births;
use super::cell_reader::CellReader;
use super::content::column;
use super::field::{PersonField, field_of, squashed};
use super::forms::{self, Forms};
use super::known_names::KnownNames;
use super::layout::Layout;
use super::reading::{N_WANTED, WANTED};
use super::record_reader::RecordReader;
use super::sample;
use super::stated_day::stated_day;
use super::value::split_address;
use crate::dates::DateFormat;
use crate::plain::{PlainError, RowSource};
use crate::rows::{Row, Step};

/// Rows in which columns show what they hold.
const SAMPLE_ROWS: usize = 2_000;
/// Rows in one batch.
const BATCH_ROWS: usize = 1 << 16;
/// Distinct values that a further column must have in the sample before it may be compared.
const DISTINCT_MIN: usize = 10;

/// A file of people whose columns are known.
pub struct Extract {
    source: Box<dyn RowSource>,
    pub(super) layout: Layout,
    forms: Forms,
    sample: Vec<(u64, Vec<String>)>,
}

/// A column that no field explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherColumn {
    pub heading: String,
    pub at: usize,
    /// Whether it has many values, and not just a number for each row.
    pub is_telling: bool,
}

/// How a file writes when people were born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthForm {
    Date(DateFormat),
    /// Day, month and year in columns of their own.
    ThreeColumns,
    /// Years alone.
    Years,
}

/// Some rows of an extract.
pub struct ExtractBatch {
    /// Rows of `person_record`.
    pub records: RecordBatch,
    /// The further columns that were asked for.
    pub others: Vec<ArrayRef>,
}

/// What reading an extract came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtractCounts {
    pub n_records: u64,
    /// Records that have no name, no date of birth and no number of a person.
    pub n_silent: u64,
    /// Records whose own number is empty.
    pub n_without_id: u64,
    /// Records with something where each of [`WANTED`] should be.
    pub(super) n_with: [u64; N_WANTED],
    /// Whole dates of birth by their day of the month.
    pub(super) n_by_day: [u64; 32],
    /// Cells that could not be read: how many, and the row of the first.
    pub(super) doubts: BTreeMap<(ProblemKind, PersonField), (u64, u64)>,
}

/// What is known of an extract beside its rows.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    /// Whose records they are.
    pub agency: &'r str,
    pub file_id: &'r str,
    /// A day in it is the one on which ages were taken, where no column says so.
    pub file_name: &'r str,
    /// The last day on which somebody in it can have been born.
    pub last: Date,
    /// The positions of further columns, none for one that this file does not have.
    pub others: &'r [Option<usize>],
}

/// What becomes of the rows of an extract.
pub(super) trait RowFate {
    /// Hears of a row that is no record.
    fn pass(&mut self, _row: &Row, _is_blank: bool) {}

    /// # Errors
    /// Where such a row ends the reading.
    fn too_long(&mut self, row: &Row, n_bytes: u64) -> Result<(), PlainError>;

    /// The number under which a record is kept; none where it is left out. `own` is the number that the file gives it, and
    /// `says_something` whether any of its cells tells of a person.
    fn number<'t>(&mut self, row: u64, own: Option<Cow<'t, str>>, says_something: bool) -> Option<Cow<'t, str>>;
}

impl ExtractCounts {
    /// Records with something where the date of birth, or a part of it, should be.
    pub fn n_with_birth(&self) -> u64 {
        self.n_with[N_WANTED - 1]
    }

    /// How many cells of a field could not be read, for whatever reason.
    pub fn n_unread(&self, field: PersonField) -> u64 {
        self.doubts.iter().filter(|((_, of), _)| *of == field).map(|(_, (n, _))| n).sum()
    }

    /// How many records have something that is not a date where the date of birth should be.
    pub fn n_unread_births(&self) -> u64 {
        [PersonField::Born, PersonField::BornYear].into_iter().map(|field| self.n_unread(field)).sum()
    }

    /// Fields with cells that could not be read, and how many.
    pub fn unread(&self) -> BTreeMap<PersonField, u64> {
        let mut unread = BTreeMap::new();
        self.doubts.iter().for_each(|((_, field), (n, _))| *unread.entry(*field).or_default() += n);
        unread
    }
}

impl Extract {
    /// Finds the columns. `said` are fields and their headings where a person says them; headings that are `ignored` are
    /// never read as a field.
    ///
    /// # Errors
    /// [`PlainError::Empty`]; [`PlainError::NoHeadings`] where no heading and no cell tells what the columns are; an error
    /// of the file.
    pub fn open(
        source: Box<dyn RowSource>,
        said: &[(PersonField, String)],
        ignored: &[&str],
    ) -> Result<Extract, PlainError> {
        let sample = sample(source.rows(None)?.as_mut(), source.encoding(), SAMPLE_ROWS)?;
        if sample.is_empty() {
            return Err(PlainError::Empty);
        }
        let layout = Layout::find(&sample, said, ignored).map_err(|_| PlainError::NoHeadings)?;
        Ok(Extract { source, layout, forms: Forms::default(), sample })
    }

    /// Headings in the order of the file. A column without one is called by its place: `column 3`.
    pub fn headings(&self) -> Vec<String> {
        let named = |(at, heading): (usize, &String)| match heading.is_empty() {
            true => format!("column {}", at + 1),
            false => heading.clone(),
        };
        self.layout.headings.iter().enumerate().map(named).collect()
    }

    /// Which heading was read as what.
    pub fn read_as(&self) -> String {
        self.layout.read_as()
    }

    /// Whether a column numbers the records.
    pub fn has_ids(&self) -> bool {
        self.layout.column(PersonField::RecordId).is_some()
    }

    /// Number the rows, even if a column says that it numbers them.
    pub fn number_rows(&mut self) {
        self.layout.columns.remove(&PersonField::RecordId);
    }

    /// Adds names that are in columns of their own to those that are known.
    pub(super) fn teach(&self, known: &mut KnownNames) {
        let rows = self.sample.iter().filter(|(number, _)| self.layout.header_row < *number);
        let (given, family) = (self.layout.column(PersonField::GivenName), self.layout.column(PersonField::FamilyName));
        let (Some(given), Some(family)) = (given, family) else { return };
        for (_, cells) in rows {
            cells.get(given).filter(|name| !name.is_empty()).iter().for_each(|name| known.add_given(name));
            cells.get(family).filter(|name| !name.is_empty()).iter().for_each(|name| known.add_family(name));
        }
    }

    /// Lets the columns of dates and of whole names vote on their forms.
    ///
    /// # Errors
    /// An error of the file.
    pub fn settle_forms(&mut self, known: &KnownNames) -> Result<(), PlainError> {
        let columns = forms::voting_columns(&self.layout);
        if !columns.is_empty() {
            let mut rows = self.source.rows(Some(&columns))?;
            self.forms = forms::vote(&self.layout, self.source.encoding(), known, rows.as_mut())?;
        }
        Ok(())
    }

    /// In which form births are written; none if the file does not show it.
    pub fn birth_form(&self) -> Option<BirthForm> {
        if let Some(vote) = self.forms.votes(PersonField::Born) {
            return Some(vote.winner().map_or(BirthForm::Years, BirthForm::Date));
        }
        let parts = [PersonField::BornDay, PersonField::BornMonth];
        let has_year = self.layout.column(PersonField::BornYear).is_some();
        let has_parts = parts.iter().all(|part| self.layout.column(*part).is_some());
        has_year.then_some(if has_parts { BirthForm::ThreeColumns } else { BirthForm::Years })
    }

    /// Columns of `person_record` that the file may fill.
    pub fn person_columns(&self) -> BTreeSet<&'static str> {
        use PersonField::*;
        let has = |field: PersonField| self.layout.column(field).is_some();
        let mut columns = BTreeSet::new();
        let mut add = |is_there: bool, names: &[&'static str]| {
            if is_there {
                columns.extend(names);
            }
        };
        add(has(GivenName) || has(FullName), &[person_record::GIVEN_NAME]);
        add(has(FamilyName) || has(FullName), &[person_record::FAMILY_NAME]);
        add(
            has(OtherNames) || has(FullName) || 1 < self.layout.all_columns(GivenName).len(),
            &[person_record::OTHER_NAMES],
        );
        add(has(FormerName), &[person_record::FORMER_NAME]);
        add(has(KnownAs), &[person_record::KNOWN_AS]);
        add(has(Born) || has(BornYear) && has(BornMonth), &[person_record::BORN, person_record::BORN_YEAR]);
        add(has(BornYear) || has(Age), &[person_record::BORN, person_record::BORN_YEAR]);
        add(has(Age), &[person_record::AGE]);
        add(has(Sex) || has(Title) || has(FullName), &[person_record::SEX]);
        add(has(Address) || !self.layout.all_columns(AddressMore).is_empty(), &[person_record::ADDRESS]);
        for (field, column) in [
            (Town, person_record::TOWN),
            (Postcode, person_record::POSTCODE),
            (Uprn, person_record::UPRN),
            (NhsNumber, person_record::NHS_NUMBER),
            (Nino, person_record::NINO),
            (Upn, person_record::UPN),
            (Number, person_record::NUMBER),
            (Phone, person_record::PHONE),
            (Email, person_record::EMAIL),
        ] {
            add(has(field), &[column]);
        }
        add(self.has_postcodes_in_addresses(), &[person_record::POSTCODE]);
        columns
    }

    fn has_postcodes_in_addresses(&self) -> bool {
        let (address, more) = (PersonField::Address, PersonField::AddressMore);
        let mut columns = self.layout.all_columns(address).into_iter().chain(self.layout.all_columns(more));
        columns.any(|at| column(self.rows_of_sample(), at).iter().any(|cell| split_address(cell).is_some()))
    }

    fn rows_of_sample(&self) -> &[(u64, Vec<String>)] {
        &self.sample[self.sample.partition_point(|(number, _)| *number <= self.layout.header_row)..]
    }

    /// Whether a file of this name tells ages and neither births nor the day on which the ages were taken.
    pub fn has_ages_alone(&self, name: &str) -> bool {
        use PersonField::{Age, AgeOn, Born, BornYear};
        let has = |field: PersonField| self.layout.column(field).is_some();
        has(Age) && !has(AgeOn) && !has(Born) && !has(BornYear) && stated_day(name).is_none()
    }

    /// Whether most are of people who live, or a file of historians.
    fn births(&self, last: Date) -> Births {
        let votes = self.forms.votes(PersonField::Born);
        if votes.is_some_and(|vote| 0.5 < vote.share_before(Births::of_the_living(last))) {
            Births::of_any_time(last)
        } else {
            Births::of_the_living(last)
        }
    }

    /// Where a heading stands, and how it is written whatever its case and signs.
    pub fn position(&self, heading: &str) -> Option<usize> {
        let headings = self.headings();
        let by_name = headings.iter().position(|own| own == heading);
        by_name.or_else(|| headings.iter().position(|own| squashed(own) == squashed(heading)))
    }

    /// Columns that no field explains.
    pub fn other_columns(&self) -> Vec<OtherColumn> {
        let rows = self.rows_of_sample();
        let other = |at: usize| OtherColumn {
            heading: self.layout.headings[at].clone(),
            at,
            // A second column of a field says what the first says.
            is_telling: field_of(&self.layout.headings[at], false).is_none()
                && is_telling(&column(rows, at), rows.len()),
        };
        self.layout.others().map(other).collect()
    }

    /// Reads every row in batches until there are no more or nobody wants them; no row is left out.
    ///
    /// # Errors
    /// An error of the file; a row that is too long to be one.
    pub fn read(
        &self,
        reading: &Reading<'_>,
        take: &mut dyn FnMut(ExtractBatch) -> bool,
    ) -> Result<ExtractCounts, PlainError> {
        let mut every = EveryRow::default();
        let counts = self.read_rows(reading, &mut every, take)?;
        Ok(ExtractCounts { n_without_id: every.n_without_id, ..counts })
    }

    /// Reads every row that is kept in batches until there are no more or nobody wants them.
    ///
    /// # Errors
    /// An error of the file, or of the fate of a row.
    pub(super) fn read_rows(
        &self,
        reading: &Reading<'_>,
        fate: &mut dyn RowFate,
        take: &mut dyn FnMut(ExtractBatch) -> bool,
    ) -> Result<ExtractCounts, PlainError> {
        let encoding = self.source.encoding();
        let cells = CellReader::new(self.births(reading.last), self.forms.formats(), self.forms.order)
            .with_stated(stated_day(reading.file_name));
        let there: Vec<usize> = reading.others.iter().flatten().copied().collect();
        let mut reader = RecordReader::new(&self.layout, encoding, cells, &there);
        let wanted: Vec<usize> = self.layout.read_columns().chain(there).collect();
        let mut rows = self.source.rows(Some(&wanted))?;
        let (mut counts, mut row) = (ExtractCounts::default(), Row::default());
        loop {
            match rows.next(&mut row)? {
                Step::End => break,
                Step::TooLong { n_bytes } => fate.too_long(&row, n_bytes)?,
                Step::Row if !self.source.leaves_cells_out() && row.is_blank() => fate.pass(&row, true),
                Step::Row if row.number <= self.layout.header_row || self.layout.is_heading(&row, encoding) => {
                    fate.pass(&row, false);
                }
                Step::Row => self.push(reading, &row, &mut reader, fate, &mut counts),
            }
            if reader.n_rows() == BATCH_ROWS && !take(batch(&mut reader, reading.others)) {
                return Ok(counts);
            }
        }
        if 0 < reader.n_rows() {
            take(batch(&mut reader, reading.others));
        }
        Ok(counts)
    }

    /// Adds a row to the batch, unless it is not kept.
    fn push(
        &self,
        reading: &Reading<'_>,
        row: &Row,
        reader: &mut RecordReader,
        fate: &mut dyn RowFate,
        counts: &mut ExtractCounts,
    ) {
        let encoding = self.source.encoding();
        reader.read(row);
        let says_something = reader.says_something();
        let own = self.layout.column(PersonField::RecordId).map(|at| row.text(at, &encoding));
        let number = fate.number(row.number, own, says_something);
        for doubt in reader.doubts() {
            counts.doubts.entry(*doubt).or_insert((0, row.number)).0 += 1;
        }
        let Some(number) = number else { return };
        counts.n_records += 1;
        counts.n_silent += u64::from(!says_something);
        reader.day_of_birth().iter().for_each(|day| counts.n_by_day[*day as usize] += 1);
        counts.n_with.iter_mut().zip(&WANTED).for_each(|(n, wanted)| *n += u64::from(reader.has_one_of(wanted.fields)));
        reader.push(reading.agency, reading.file_id, row.number, &number);
    }
}

/// Rows without a number are called by their row; where no column numbers any, all are counted.
#[derive(Default)]
struct EveryRow {
    n_rows: u64,
    n_without_id: u64,
}

impl RowFate for EveryRow {
    fn too_long(&mut self, row: &Row, _: u64) -> Result<(), PlainError> {
        Err(PlainError::RowTooLong { row: row.number })
    }

    fn number<'t>(&mut self, row: u64, own: Option<Cow<'t, str>>, _: bool) -> Option<Cow<'t, str>> {
        self.n_rows += 1;
        match own {
            None => Some(self.n_rows.to_string().into()),
            Some(own) if own.is_empty() => {
                self.n_without_id += 1;
                Some(format!("row {row}").into())
            }
            own => own,
        }
    }
}

fn batch(reader: &mut RecordReader, wanted: &[Option<usize>]) -> ExtractBatch {
    let (records, there) = reader.finish();
    let mut there = there.into_iter();
    let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let missing = || new_null_array(&text, records.num_rows());
    let others = wanted.iter().map(|wanted| wanted.and_then(|_| there.next()).unwrap_or_else(missing)).collect();
    ExtractBatch { records, others }
}

/// Whether a column may tell people apart: many values, and not a number that grows with each row.
fn is_telling(cells: &[&str], n_rows: usize) -> bool {
    let distinct: BTreeSet<&&str> = cells.iter().collect();
    let numbers: Vec<i64> = cells.iter().map_while(|cell| cell.parse().ok()).collect();
    let grows = numbers.len() == cells.len() && numbers.windows(2).all(|two| two[0] < two[1]);
    DISTINCT_MIN.min(n_rows.div_ceil(2)) <= distinct.len() && !grows
}

#[cfg(test)]
mod tests;
