//! Rows of files about people become rows of `person_record`, each distinct cell of a column read once.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray};
use jiff::civil::Date;
use model::tables::{PERSON_RECORD, Sex, person_record};
use model::{ProblemKind, day_of_date};

use super::birth::{Birth, Births, NoBirth, birth_on, full_year};
use super::cell_column::{CellColumn, Value};
use super::cell_reader::CellReader;
use super::field::PersonField;
use super::layout::Layout;
use super::period::Period;
use super::text_column::{self, TextColumn};
use crate::encoding::Encoding;
use crate::rows::Row;

/// Columns of a record that hold what one cell says, and the field of each.
const DETAILS: [(&str, PersonField); 19] = [
    (person_record::FORMER_NAME, PersonField::FormerName),
    (person_record::KNOWN_AS, PersonField::KnownAs),
    (person_record::TOWN, PersonField::Town),
    (person_record::POSTCODE, PersonField::Postcode),
    (person_record::UPRN, PersonField::Uprn),
    (person_record::NHS_NUMBER, PersonField::NhsNumber),
    (person_record::NINO, PersonField::Nino),
    (person_record::UPN, PersonField::Upn),
    (person_record::NUMBER, PersonField::Number),
    (person_record::PHONE, PersonField::Phone),
    (person_record::EMAIL, PersonField::Email),
    (person_record::HOUSEHOLD_REF, PersonField::HouseholdRef),
    (person_record::RELATION, PersonField::Relation),
    (person_record::CARER_NAME, PersonField::CarerName),
    (person_record::CARER_REF, PersonField::CarerRef),
    (person_record::OTHER_CARER_NAME, PersonField::OtherCarerName),
    (person_record::OTHER_CARER_POSTCODE, PersonField::OtherCarerPostcode),
    (person_record::PARTNER_REF, PersonField::PartnerRef),
    (person_record::SEN_PROVISION, PersonField::SenProvision),
];

/// Columns of a record that are days, and the field of each.
const DAYS: [(&str, PersonField); 4] = [
    (person_record::VALID_FROM, PersonField::ValidFrom),
    (person_record::VALID_TO, PersonField::ValidTo),
    (person_record::EXPECTED_DELIVERY, PersonField::ExpectedDelivery),
    (person_record::DELIVERED, PersonField::Delivered),
];

/// A column of the file that is read.
struct Source {
    at: usize,
    /// None for a column that is handed on as it is.
    field: Option<PersonField>,
    cells: CellColumn,
    /// The code of the row at hand.
    code: u32,
}

impl Source {
    fn value(&self) -> &Value {
        self.cells.value(self.code)
    }
}

/// A doubt about a row: its kind and the field it is about.
pub(super) type Doubt = (ProblemKind, PersonField);

/// Reads rows into columns of `person_record`, and further columns of the file beside them.
pub(super) struct RecordReader {
    encoding: Encoding,
    cells: CellReader,
    sources: Vec<Source>,
    /// The sources of each field, by its number; the first of them is the one that its heading names.
    of_field: Vec<Vec<usize>>,
    /// Places in [`DETAILS`] that the file has a column for, and its source.
    details: Vec<(usize, usize)>,
    /// Sources that are handed on as they are.
    others: Vec<usize>,
    birth: Birth,
    /// The birth in three columns that is not a date.
    birth_as_printed: Option<String>,
    age: Option<i64>,
    period: Period,
    doubts: Vec<Doubt>,
    columns: RecordColumns,
}

impl RecordReader {
    /// `others` are the positions of further columns that are handed on.
    pub(super) fn new(layout: &Layout, encoding: Encoding, cells: CellReader, others: &[usize]) -> RecordReader {
        let mut reader = RecordReader {
            encoding,
            cells,
            sources: Vec::new(),
            of_field: vec![Vec::new(); PersonField::ALL.len()],
            details: Vec::new(),
            others: Vec::new(),
            birth: Birth::default(),
            birth_as_printed: None,
            age: None,
            period: Period::default(),
            doubts: Vec::new(),
            columns: RecordColumns::new(others.len()),
        };
        let is_id = |field: PersonField| matches!(field, PersonField::RecordId) || PersonField::ContactId <= field;
        let fields = PersonField::ALL.iter().copied().filter(|field| !is_id(*field));
        for field in fields {
            for at in layout.all_columns(field) {
                reader.of_field[field as usize].push(reader.sources.len());
                reader.sources.push(Source { at, field: Some(field), cells: CellColumn::default(), code: 0 });
            }
        }
        let source_of = |(detail, (_, field)): (usize, &(&str, PersonField))| {
            reader.of_field[*field as usize].first().map(|source| (detail, *source))
        };
        let details = DETAILS.iter().enumerate().filter(|(_, (_, field))| *field != PersonField::Postcode);
        reader.details = details.filter_map(source_of).collect();
        for at in others {
            reader.others.push(reader.sources.len());
            reader.sources.push(Source { at: *at, field: None, cells: CellColumn::default(), code: 0 });
        }
        reader
    }

    /// Reads a row, which [`RecordReader::push`] then adds to the batch; whatever is doubtful in it stands in
    /// [`RecordReader::doubts`].
    pub(super) fn read(&mut self, row: &Row) {
        self.doubts.clear();
        let RecordReader { sources, cells, encoding, doubts, .. } = self;
        for source in sources {
            let cell = row.cell(source.at);
            source.code = source.cells.code(cell, || cells.read(source.field, &encoding.decode(cell)));
            if let (Value::Unread(kind, _), Some(field)) = (source.value(), source.field) {
                doubts.push((*kind, field));
            }
        }
        self.read_birth();
        self.read_period();
    }

    pub(super) fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The day of the month on which the person of the row was born.
    pub(super) fn day_of_birth(&self) -> Option<i8> {
        self.birth.born.map(Date::day)
    }

    /// Whether the row says anything by which a person could be known.
    pub(super) fn says_something(&self) -> bool {
        use PersonField::*;
        let is_filled = |field: PersonField| {
            let unread = |value: &Value| matches!(value, Value::Unread(..));
            self.of_field[field as usize]
                .iter()
                .map(|at| self.sources[*at].value())
                .any(|v| v.is_filled() && !unread(v))
        };
        const TELLING: [PersonField; 12] = [
            GivenName, OtherNames, FamilyName, FormerName, KnownAs, FullName, NhsNumber, Nino, Upn, Number, Phone,
            Email,
        ];
        self.birth.born.is_some() || TELLING.into_iter().any(is_filled)
    }

    /// Whether something stands where one of these fields should.
    pub(super) fn has_one_of(&self, fields: &[PersonField]) -> bool {
        let mut of_fields = fields.iter().filter_map(|field| self.first(*field));
        of_fields.any(|(_, source)| source.value().is_filled())
    }

    /// Adds the row that was read last.
    pub(super) fn push(&mut self, agency: &str, file_id: &str, row: u64, id: &str) {
        self.columns.begin(agency, file_id, row, id);
        self.push_names();
        // Most files have few of these columns; the others stay empty.
        for (detail, source) in &self.details {
            push_text(&mut self.columns.details[*detail], Some((*source, &self.sources[*source])));
        }
        self.push_postcode();
        self.push_address();
        self.push_birth();
        self.push_sex();
        let days = DAYS.map(|(_, field)| match field {
            PersonField::ValidFrom => self.period.from,
            PersonField::ValidTo => self.period.to,
            field => self.day(field),
        });
        self.columns.days.iter_mut().zip(days).for_each(|(column, day)| column.push(day.map(day_of_date)));
        for (column, at) in self.columns.others.iter_mut().zip(&self.others) {
            push_text(column, Some((*at, &self.sources[*at])));
        }
    }

    /// Rows in the batch so far.
    pub(super) fn n_rows(&self) -> usize {
        self.columns.rows.len()
    }

    /// The batch of `person_record`, and the further columns beside it.
    pub(super) fn finish(&mut self) -> (RecordBatch, Vec<ArrayRef>) {
        self.sources.iter_mut().for_each(|source| source.cells.forget_if_many());
        self.columns.finish()
    }

    fn first(&self, field: PersonField) -> Option<(usize, &Source)> {
        self.of_field[field as usize].first().map(|at| (*at, &self.sources[*at]))
    }

    /// The postcode of its own column, else the one that ends the address; nothing where the file has neither.
    fn push_postcode(&mut self) {
        let column = DETAILS.iter().position(|(_, field)| *field == PersonField::Postcode).expect("it is a detail");
        let own = self.of_field[PersonField::Postcode as usize].first().copied();
        let addresses = [PersonField::Address, PersonField::AddressMore];
        if own.is_none() && addresses.iter().all(|field| self.of_field[*field as usize].is_empty()) {
            return;
        }
        match self.postcode_of_address() {
            Some((from, code)) => self.columns.details[column].push(&code, from),
            None => push_text(&mut self.columns.details[column], own.map(|at| (at, &self.sources[at]))),
        }
    }

    /// The postcode that ends an address, where it stands nowhere else.
    fn postcode_of_address(&self) -> Option<(text_column::From, String)> {
        if self.first(PersonField::Postcode).is_some_and(|(_, source)| source.value().is_filled()) {
            return None;
        }
        let of = |field: PersonField| self.of_field[field as usize].iter();
        of(PersonField::Address).chain(of(PersonField::AddressMore)).find_map(|at| match self.sources[*at].value() {
            Value::Address(parts) => Some(((*at, self.sources[*at].code), parts.1.clone())),
            _ => None,
        })
    }

    fn day(&self, field: PersonField) -> Option<Date> {
        match self.first(field)?.1.value() {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// While the record is true; the row goes on without dates that contradict each other.
    fn read_period(&mut self) {
        let (from, to) = (self.day(PersonField::ValidFrom), self.day(PersonField::ValidTo));
        self.period = Period::new(from, to).unwrap_or_else(|| {
            self.doubts.push((ProblemKind::PeriodContradicts, PersonField::ValidTo));
            Period::default()
        });
    }

    fn number(&self, field: PersonField) -> Option<i32> {
        match self.first(field)?.1.value() {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The date of birth from its column, else from day, month and year, else the year alone, else by the age.
    fn read_birth(&mut self) {
        (self.birth, self.birth_as_printed, self.age) = (Birth::default(), None, None);
        if let Some((_, source)) = self.first(PersonField::Born)
            && let Value::Birth(birth) = source.value()
        {
            self.birth = *birth;
        }
        if self.birth.year.is_some() {
            return;
        }
        let [day, month, year] =
            [PersonField::BornDay, PersonField::BornMonth, PersonField::BornYear].map(|f| self.number(f));
        let births = *self.cells.births();
        if let Some(year) = year.map(|year| full_year(year, births.last())) {
            match birth_of_parts(day, month, year, &births) {
                Ok(birth) => self.birth = birth,
                Err(why) => {
                    let printed = day.zip(month).map(|(day, month)| format!("{year:04}-{month:02}-{day:02}"));
                    self.birth_as_printed = printed.filter(|printed| printed.len() == "1961-12-03".len());
                    self.doubts.push((problem_of(why), PersonField::BornYear));
                }
            }
        } else if let Some(age) = self.number(PersonField::Age) {
            match self.day(PersonField::AgeOn).or(self.cells.stated()) {
                Some(day) => self.birth.year = i16::try_from(age).ok().map(|age| day.year() - age),
                None => self.age = Some(age.into()),
            }
        }
    }

    fn push_names(&mut self) {
        use PersonField::{FamilyName, FullName, GivenName, OtherNames};
        let RecordReader { sources, of_field, columns, .. } = self;
        let filled = |field: PersonField| {
            let of = of_field[field as usize].iter();
            of.filter(|at| sources[**at].value().as_text().is_some()).map(|at| (*at, &sources[*at]))
        };
        let [given, other, family] = &mut columns.names;
        let (mut givens, families) = (filled(GivenName), filled(FamilyName));
        let first = givens.next();
        let is_apart = first.is_some() || filled(FamilyName).next().is_some();
        let full = of_field[FullName as usize].first().filter(|_| !is_apart).map(|at| (*at, &sources[*at]));
        if let Some((at, source)) = full {
            return push_name([given, other, family], at, source);
        }
        push_text(given, first);
        push_joined(other, givens.chain(filled(OtherNames)), " ");
        push_joined(family, families, " ");
    }

    /// The address from its parts in the order of the file: a number stands before the street without a comma.
    fn push_address(&mut self) {
        let RecordReader { sources, of_field, columns, .. } = self;
        let mut parts: Vec<usize> = Vec::new();
        for field in [PersonField::Address, PersonField::AddressMore] {
            let filled = of_field[field as usize].iter().filter(|at| sources[**at].value().as_text().is_some());
            parts.extend(filled);
        }
        if parts.len() < 2 {
            return push_text(&mut columns.address, parts.first().map(|at| (*at, &sources[*at])));
        }
        parts.sort_unstable_by_key(|at| sources[*at].at);
        let mut address = String::new();
        for part in parts.iter().filter_map(|at| sources[*at].value().as_text()) {
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if !address.is_empty() {
                address.push_str(if is_number(&address) { " " } else { ", " });
            }
            address.push_str(part);
        }
        columns.address.push_own(&address);
    }

    fn push_birth(&mut self) {
        let source = self.of_field[PersonField::Born as usize].first().map(|at| (*at, &self.sources[*at]));
        let RecordColumns { born, born_year, age, born_as_printed, .. } = &mut self.columns;
        born.push(self.birth.born.map(day_of_date));
        born_year.push(self.birth.year.map(i64::from));
        age.push(self.age);
        match (&self.birth_as_printed, source) {
            (Some(printed), _) => born_as_printed.push_own(printed),
            (None, Some((at, source))) => match source.value() {
                Value::Unread(_, Some(printed)) if self.birth.year.is_none() => {
                    born_as_printed.push(printed, (at, source.code))
                }
                _ => born_as_printed.push_none(),
            },
            (None, None) => born_as_printed.push_none(),
        }
    }

    fn push_sex(&mut self) {
        let of = |field: PersonField| {
            self.first(field).and_then(|(_, source)| match source.value() {
                Value::Sex(sex) => Some(*sex),
                Value::Name(name) => name.sex,
                _ => None,
            })
        };
        let is_unread =
            self.first(PersonField::Sex).is_some_and(|(_, source)| matches!(source.value(), Value::Unread(..)));
        let fields = [PersonField::Sex, PersonField::Title, PersonField::FullName];
        let sex: Option<Sex> = if is_unread { None } else { fields.into_iter().find_map(of) };
        match sex {
            Some(sex) => self.columns.sex.push(sex.word(), (0, sex as u32)),
            None => self.columns.sex.push_none(),
        }
    }
}

fn birth_of_parts(day: Option<i32>, month: Option<i32>, year: i32, births: &Births) -> Result<Birth, NoBirth> {
    let year = i16::try_from(year).map_err(|_| NoBirth::Outside)?;
    match day.zip(month) {
        None => Ok(Birth { born: None, year: Some(births.year(year)?) }),
        Some((day, month)) => {
            let part = |number: i32| i8::try_from(number).map_err(|_| NoBirth::Unreadable);
            let date = Date::new(year, part(month)?, part(day)?).map_err(|_| NoBirth::Unreadable)?;
            birth_on(date, births)
        }
    }
}

pub(super) fn problem_of(why: NoBirth) -> ProblemKind {
    match why {
        NoBirth::Unreadable => ProblemKind::BirthUnreadable,
        NoBirth::Outside => ProblemKind::BirthOutside,
    }
}

fn push_text(column: &mut TextColumn, source: Option<(usize, &Source)>) {
    match source.and_then(|(at, source)| Some((source.value().as_text()?, (at, source.code)))) {
        Some((text, from)) => column.push(text, from),
        None => column.push_none(),
    }
}

/// Several texts in one, or the only one there is.
fn push_joined<'s>(column: &mut TextColumn, mut sources: impl Iterator<Item = (usize, &'s Source)>, between: &str) {
    let (first, second) = (sources.next(), sources.next());
    if second.is_none() {
        return push_text(column, first);
    }
    let texts: Vec<&str> =
        first.into_iter().chain(second).chain(sources).filter_map(|(_, s)| s.value().as_text()).collect();
    column.push_own(&texts.join(between));
}

fn push_name([given, other, family]: [&mut TextColumn; 3], at: usize, source: &Source) {
    let Value::Name(name) = source.value() else {
        return [given, other, family].into_iter().for_each(TextColumn::push_none);
    };
    for (column, text) in [(given, &name.given), (other, &name.other), (family, &name.family)] {
        match text {
            Some(text) => column.push(text, (at, source.code)),
            None => column.push_none(),
        }
    }
}

/// The columns of a batch.
#[derive(Default)]
struct RecordColumns {
    agency: TextColumn,
    file_id: TextColumn,
    ids: StringBuilder,
    rows: Vec<i64>,
    /// First name, middle names, surname.
    names: [TextColumn; 3],
    /// In the order of [`DETAILS`].
    details: [TextColumn; DETAILS.len()],
    address: TextColumn,
    sex: TextColumn,
    born: Vec<Option<i32>>,
    born_year: Vec<Option<i64>>,
    born_as_printed: TextColumn,
    age: Vec<Option<i64>>,
    /// In the order of [`DAYS`].
    days: [Vec<Option<i32>>; DAYS.len()],
    others: Vec<TextColumn>,
}

impl RecordColumns {
    fn new(n_others: usize) -> RecordColumns {
        RecordColumns { others: (0..n_others).map(|_| TextColumn::default()).collect(), ..RecordColumns::default() }
    }

    fn begin(&mut self, agency: &str, file_id: &str, row: u64, id: &str) {
        self.agency.push(agency, (0, 0));
        self.file_id.push(file_id, (0, 0));
        self.rows.push(i64::try_from(row).unwrap_or(i64::MAX));
        self.ids.append_value(id);
    }

    fn finish(&mut self) -> (RecordBatch, Vec<ArrayRef>) {
        let n_others = self.others.len();
        let columns = std::mem::replace(self, RecordColumns::new(n_others));
        let n_rows = columns.rows.len();
        let (arrays, others) = columns.into_arrays();
        let array = |name: &'static str| {
            let found = arrays.iter().find(|(of, _)| *of == name).map(|(_, array)| array.clone());
            found.unwrap_or_else(|| panic!("column {name} of {} is written never", PERSON_RECORD.name))
        };
        (PERSON_RECORD.some_columns(n_rows, |_| true, array), others)
    }

    /// Each column of the table by its name, and the further ones.
    fn into_arrays(mut self) -> (Vec<(&'static str, ArrayRef)>, Vec<ArrayRef>) {
        let n_rows = self.rows.len();
        let counts = |numbers: Vec<Option<i64>>| -> ArrayRef { Arc::new(Int64Array::from(numbers)) };
        let mut arrays: Vec<(&'static str, ArrayRef)> = vec![
            (person_record::AGENCY, self.agency.finish(n_rows)),
            (person_record::FILE_ID, self.file_id.finish(n_rows)),
            (person_record::RECORD_ID, Arc::new(self.ids.finish())),
            (person_record::ROW, Arc::new(Int64Array::from(self.rows))),
            (person_record::ADDRESS, self.address.finish(n_rows)),
            (person_record::SEX, self.sex.finish(n_rows)),
            (person_record::BORN, Arc::new(Date32Array::from(self.born))),
            (person_record::BORN_YEAR, counts(self.born_year)),
            (person_record::BORN_AS_PRINTED, self.born_as_printed.finish(n_rows)),
            (person_record::AGE, counts(self.age)),
            // What further columns say is known to those who asked for them.
            (person_record::FURTHER, Arc::new(StringArray::new_null(n_rows))),
        ];
        let names = [person_record::GIVEN_NAME, person_record::OTHER_NAMES, person_record::FAMILY_NAME];
        arrays.extend(names.into_iter().zip(self.names).map(|(name, mut texts)| (name, texts.finish(n_rows))));
        arrays.extend(DETAILS.iter().zip(self.details).map(|((name, _), mut texts)| (*name, texts.finish(n_rows))));
        let days = DAYS.iter().zip(self.days);
        arrays.extend(days.map(|((name, _), days)| (*name, Arc::new(Date32Array::from(days)) as ArrayRef)));
        (arrays, self.others.iter_mut().map(|texts| texts.finish(n_rows)).collect())
    }
}
