//! Records and contacts gathered into batches of their tables.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use jiff::civil::Date;
use model::day_of_date;
use model::tables::{CONTACT, PERSON_FILE, PERSON_RECORD};
use money::Money;

use super::PersonFile;
use super::birth::Birth;
use super::period::{Period, Pregnancy};
use crate::problem::money_builder;

/// One record of a person, every text in its own form.
#[derive(Clone, Default)]
pub(super) struct Record {
    pub id: String,
    /// The texts of the table in its order, from `given_name` to `known_as`.
    pub names: [Option<String>; 5],
    pub birth: Birth,
    pub sex: Option<&'static str>,
    /// From `address` to `sen_provision`.
    pub others: [Option<String>; N_OTHERS],
    pub period: Period,
    pub pregnancy: Pregnancy,
}

impl Record {
    /// Whether it says anything by which a person could be known.
    pub fn says_something(&self) -> bool {
        let n_numbers = self.others[3..8].iter().flatten().count();
        self.names.iter().flatten().count() + n_numbers > 0 || self.birth.born.is_some()
    }
}

const N_OTHERS: usize = 16;

/// Where the parts of a record's `others` stand.
pub(super) const OTHERS: [super::PersonField; N_OTHERS] = {
    use super::PersonField::*;
    [
        Address,
        Postcode,
        Uprn,
        NhsNumber,
        Nino,
        Upn,
        Phone,
        Email,
        HouseholdRef,
        Relation,
        CarerName,
        CarerRef,
        OtherCarerName,
        OtherCarerPostcode,
        PartnerRef,
        SenProvision,
    ]
};

pub(super) struct Records {
    texts: Vec<StringBuilder>,
    rows: Int64Builder,
    born: Date32Builder,
    born_year: Int64Builder,
    /// The last columns: from and to, expected and delivered.
    days: [Date32Builder; 4],
    pub n: usize,
}

/// Texts before the row, after it up to the birth, and after that.
const N_TEXTS: usize = 3 + 5 + 1 + N_OTHERS;

impl Records {
    pub fn new() -> Records {
        Records {
            texts: (0..N_TEXTS).map(|_| StringBuilder::new()).collect(),
            rows: Int64Builder::new(),
            born: Date32Builder::new(),
            born_year: Int64Builder::new(),
            days: Default::default(),
            n: 0,
        }
    }

    pub fn push(&mut self, agency: &str, file_id: &str, row: u64, record: &Record) {
        let before = [Some(agency), Some(record.id.as_str()), Some(file_id)];
        let names = record.names.iter().map(Option::as_deref);
        let others = record.others.iter().map(Option::as_deref);
        let values = before.into_iter().chain(names).chain([record.sex]).chain(others);
        self.texts.iter_mut().zip(values).for_each(|(builder, value)| builder.append_option(value));
        self.rows.append_value(row as i64);
        self.born.append_option(record.birth.born.map(day_of_date));
        self.born_year.append_option(record.birth.year.map(i64::from));
        let Record { period, pregnancy, .. } = record;
        let days = [period.from, period.to, pregnancy.expected, pregnancy.delivered];
        self.days.iter_mut().zip(days).for_each(|(builder, day)| builder.append_option(day.map(day_of_date)));
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        self.n = 0;
        let texts = self.texts.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef);
        let mut columns: Vec<ArrayRef> = texts.collect();
        columns.insert(3, Arc::new(self.rows.finish()));
        columns.insert(9, Arc::new(self.born.finish()));
        columns.insert(10, Arc::new(self.born_year.finish()));
        columns.extend(self.days.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        RecordBatch::try_new(PERSON_RECORD.schema(), columns).expect("columns stand in the order of the table")
    }
}

/// One contact.
#[derive(Clone)]
pub(super) struct Contact {
    pub id: String,
    pub record_id: String,
    pub activity: String,
    pub team: Option<String>,
    pub start: Date,
    pub end: Option<Date>,
    pub channel: Option<String>,
    pub outcome: Option<String>,
    pub cost: Option<Money>,
    pub is_assessment: bool,
    pub needs: Option<String>,
}

pub(super) struct Contacts {
    /// In the order of the table: id, agency, record, file; activity, team; channel, outcome; needs.
    texts: Vec<StringBuilder>,
    rows: Int64Builder,
    start: Date32Builder,
    end: Date32Builder,
    cost: Decimal128Builder,
    is_assessment: BooleanBuilder,
    pub n: usize,
}

impl Contacts {
    pub fn new() -> Contacts {
        Contacts {
            texts: (0..9).map(|_| StringBuilder::new()).collect(),
            rows: Int64Builder::new(),
            start: Date32Builder::new(),
            end: Date32Builder::new(),
            cost: money_builder(0),
            is_assessment: BooleanBuilder::new(),
            n: 0,
        }
    }

    pub fn push(&mut self, agency: &str, file_id: &str, row: u64, contact: &Contact) {
        let values = [
            Some(contact.id.as_str()),
            Some(agency),
            Some(&contact.record_id),
            Some(file_id),
            Some(&contact.activity),
            contact.team.as_deref(),
            contact.channel.as_deref(),
            contact.outcome.as_deref(),
            contact.needs.as_deref(),
        ];
        self.texts.iter_mut().zip(values).for_each(|(builder, value)| builder.append_option(value));
        self.rows.append_value(row as i64);
        self.start.append_value(day_of_date(contact.start));
        self.end.append_option(contact.end.map(day_of_date));
        self.cost.append_option(contact.cost.map(|cost| i128::from(cost.pence())));
        self.is_assessment.append_value(contact.is_assessment);
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        self.n = 0;
        let mut columns: Vec<ArrayRef> =
            self.texts.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef).collect();
        columns.insert(4, Arc::new(self.rows.finish()));
        columns.insert(7, Arc::new(self.start.finish()));
        columns.insert(8, Arc::new(self.end.finish()));
        columns.insert(11, Arc::new(self.cost.finish()));
        columns.insert(12, Arc::new(self.is_assessment.finish()));
        RecordBatch::try_new(CONTACT.schema(), columns).expect("columns stand in the order of the table")
    }
}

/// The table `person_file`, in the order of the files given.
pub fn person_file_table(files: &[PersonFile]) -> RecordBatch {
    let text = |of: &dyn Fn(&PersonFile) -> Option<String>| -> ArrayRef {
        let mut builder = StringBuilder::new();
        files.iter().for_each(|file| builder.append_option(of(file)));
        Arc::new(builder.finish())
    };
    let count = |of: &dyn Fn(&PersonFile) -> u64| -> ArrayRef {
        let mut builder = Int64Builder::new();
        files.iter().for_each(|file| builder.append_value(of(file) as i64));
        Arc::new(builder.finish())
    };
    let columns: Vec<ArrayRef> = vec![
        text(&|file| Some(file.file_id.clone())),
        text(&|file| Some(file.body_id.clone())),
        text(&|file| Some(file.agency.clone())),
        text(&|file| Some(file.kind.word().to_owned())),
        text(&|file| Some(file.path.clone())),
        text(&|file| file.sheet.clone()),
        text(&|file| Some(file.sha256.clone())),
        count(&|file| file.n_rows),
        count(&|file| file.n_header_rows),
        count(&|file| file.n_blank_rows),
        count(&|file| file.n_problem_rows),
        count(&|file| file.n_records),
        text(&|file| Some(file.read_as())),
        text(&|file| file.layout.as_ref().and_then(super::layout::Layout::not_read)),
    ];
    RecordBatch::try_new(PERSON_FILE.schema(), columns).expect("columns stand in the order of the table")
}
