//! One file of people as it comes from anybody: whatever its headings, forms and columns.
//!
//! A place says which agency sent a file and insists on the agency's own numbers; here nobody says anything. Columns are
//! found by their headings in several languages, else by what they hold; no row is left out.

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
use super::record_reader::RecordReader;
use super::sample;
use super::stated_day::stated_day;
use crate::dates::DateFormat;
use crate::plain::{PlainError, RowSource};
use crate::rows::{Row, Step};

/// Rows in which columns show what they hold.
const SAMPLE_ROWS: usize = 2_000;
/// Rows in one batch.
const BATCH_ROWS: usize = 1 << 16;
/// Distinct values that a further column must have in the sample before it may say something of a person.
const DISTINCT_MIN: usize = 10;

/// A file of people whose columns are known.
pub struct Extract {
    source: Box<dyn RowSource>,
    layout: Layout,
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
    /// Records with something where the date of birth, or a part of it, should be.
    pub n_with_birth: u64,
    doubts: BTreeMap<(ProblemKind, PersonField), u64>,
}

impl ExtractCounts {
    /// How many cells of a field could not be read, for whatever reason.
    pub fn n_unread(&self, field: PersonField) -> u64 {
        self.doubts.iter().filter(|((_, of), _)| *of == field).map(|(_, n)| n).sum()
    }

    /// How many records have something that is no date where the date of birth should be.
    pub fn n_unread_births(&self) -> u64 {
        [PersonField::Born, PersonField::BornYear].into_iter().map(|field| self.n_unread(field)).sum()
    }

    /// Fields with cells that could not be read, and how many.
    pub fn unread(&self) -> BTreeMap<PersonField, u64> {
        let mut unread = BTreeMap::new();
        self.doubts.iter().for_each(|((_, field), n)| *unread.entry(*field).or_default() += n);
        unread
    }
}

impl Extract {
    /// Finds the columns. `id` is the heading of the column that numbers the records, where a person says it; headings that
    /// are `ignored` are never read as a field.
    ///
    /// # Errors
    /// [`PlainError::Empty`]; [`PlainError::NoHeadings`] where no heading and no cell tells what the columns are; an error
    /// of the file.
    pub fn open(source: Box<dyn RowSource>, id: Option<&str>, ignored: &[&str]) -> Result<Extract, PlainError> {
        let sample = sample(source.rows(None)?.as_mut(), source.encoding(), SAMPLE_ROWS)?;
        if sample.is_empty() {
            return Err(PlainError::Empty);
        }
        let said: Vec<(PersonField, String)> =
            id.map(|id| (PersonField::RecordId, id.to_owned())).into_iter().collect();
        let layout = Layout::find_any(&sample, &said, ignored).map_err(|_| PlainError::NoHeadings)?;
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

    /// From now on rows are numbered, whatever column says that it does.
    pub fn number_rows(&mut self) {
        self.layout.columns.remove(&PersonField::RecordId);
    }

    /// Adds names that stand in columns of their own to those that are known.
    pub fn teach(&self, known: &mut KnownNames) {
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

    /// In which form births are written; none where nothing is said of them.
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
        columns
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
        let rows = &self.sample[self.sample.partition_point(|(number, _)| *number <= self.layout.header_row)..];
        let other = |at: usize| OtherColumn {
            heading: self.layout.headings[at].clone(),
            at,
            // A second column of a field says what the first says.
            is_telling: field_of(&self.layout.headings[at], false).is_none()
                && is_telling(&column(rows, at), rows.len()),
        };
        self.layout.others().map(other).collect()
    }

    /// Reads every row in batches until there are no more or nobody wants them. `name` is what its records are said to be of;
    /// a day in it is the one on which ages were taken where no column says so. `others` are the positions of further
    /// columns, none for one that this file does not have; `last` is the last day on which somebody in it can have been born.
    ///
    /// # Errors
    /// An error of the file; a row that is too long to be one.
    pub fn read(
        &self,
        name: &str,
        last: Date,
        others: &[Option<usize>],
        take: &mut dyn FnMut(ExtractBatch) -> bool,
    ) -> Result<ExtractCounts, PlainError> {
        let encoding = self.source.encoding();
        let cells =
            CellReader::new(self.births(last), self.forms.formats(), self.forms.order).with_stated(stated_day(name));
        let there: Vec<usize> = others.iter().flatten().copied().collect();
        let mut reader = RecordReader::new(&self.layout, encoding, cells, &there);
        let wanted: Vec<usize> = self.layout.read_columns().chain(there).collect();
        let mut rows = self.source.rows(Some(&wanted))?;
        let (mut counts, mut row) = (ExtractCounts::default(), Row::default());
        loop {
            match rows.next(&mut row)? {
                Step::End => break,
                Step::TooLong { .. } => return Err(PlainError::RowTooLong { row: row.number }),
                Step::Row if !self.is_record(&row) => continue,
                Step::Row => self.push(name, &row, &mut reader, &mut counts),
            }
            if reader.n_rows() == BATCH_ROWS && !take(batch(&mut reader, others)) {
                return Ok(counts);
            }
        }
        if 0 < reader.n_rows() {
            take(batch(&mut reader, others));
        }
        Ok(counts)
    }

    /// Whether a row is neither blank nor headings nor above them.
    fn is_record(&self, row: &Row) -> bool {
        self.layout.header_row < row.number
            && (self.source.leaves_cells_out() || !row.is_blank())
            && !self.layout.is_heading(row, self.source.encoding())
    }

    /// Adds a row to the batch, whatever it says.
    fn push(&self, name: &str, row: &Row, reader: &mut RecordReader, counts: &mut ExtractCounts) {
        let encoding = self.source.encoding();
        counts.n_records += 1;
        reader.read(row);
        reader.doubts().iter().for_each(|doubt| *counts.doubts.entry(*doubt).or_default() += 1);
        counts.n_silent += u64::from(!reader.says_something());
        counts.n_with_birth += u64::from(reader.has_birth());
        let id = self.layout.column(PersonField::RecordId).map(|at| row.text(at, &encoding));
        match id {
            None => reader.push(name, name, row.number, &counts.n_records.to_string()),
            Some(id) if id.is_empty() => {
                counts.n_without_id += 1;
                reader.push(name, name, row.number, &format!("row {}", row.number));
            }
            Some(id) => reader.push(name, name, row.number, &id),
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

/// Whether a column may say something of a person: many values, and not a number that grows with each row.
fn is_telling(cells: &[&str], n_rows: usize) -> bool {
    let distinct: BTreeSet<&&str> = cells.iter().collect();
    let numbers: Vec<i64> = cells.iter().map_while(|cell| cell.parse().ok()).collect();
    let grows = numbers.len() == cells.len() && numbers.windows(2).all(|two| two[0] < two[1]);
    DISTINCT_MIN.min(n_rows.div_ceil(2)) <= distinct.len() && !grows
}

#[cfg(test)]
mod tests;
