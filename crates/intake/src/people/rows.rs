//! Rows of a place's files about people become records and contacts, and every row is accounted for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use jiff::civil::Date;
use model::ProblemKind;
use model::read::Text;
use model::tables::{PERSON_RECORD, person_record};
use money::{Amount, Money};

use super::activity::ActivityRules;
use super::contacts::{Contact, Contacts, demand_in_words};
use super::extract::{self, Extract, RowFate};
use super::field::PersonField;
use super::layout::Layout;
use super::moments::Moments;
use super::person_file::PersonFile;
use super::{PeopleBatch, Seen, value};
use crate::encoding::Encoding;
use crate::plain::{PlainError, RowSource, TableSource};
use crate::rows::{Row, Step};

/// Contacts in one batch.
const BATCH_ROWS: usize = 1 << 17;

/// What is known beside the rows of records.
pub(super) struct Reading<'r> {
    /// The last day of the place's year.
    pub last: Date,
    /// Headings of columns that no field explains and that several agencies share.
    pub further: &'r [String],
}

/// Reads the records of a file into batches, and counts them into the file.
pub(super) fn read_records(
    file: PersonFile,
    extract: &Extract,
    reading: &Reading<'_>,
    seen: &mut Seen,
    emit: &mut dyn FnMut(PeopleBatch),
) -> PersonFile {
    let (agency, file_id, name) = (file.agency.clone(), file.file_id.clone(), file.name().to_owned());
    let others: Vec<Option<usize>> = reading.further.iter().map(|heading| extract.position(heading)).collect();
    let reading_of_extract =
        extract::Reading { agency: &agency, file_id: &file_id, file_name: &name, last: reading.last, others: &others };
    let mut numbered = Numbered { file, seen };
    let read = extract.read_rows(&reading_of_extract, &mut numbered, &mut |batch| {
        emit(PeopleBatch::Records(with_further(batch, reading.further)));
        true
    });
    let mut file = numbered.file;
    let Ok(counts) = read else { return file.broken() };
    file.read_how = extract.read_how(&name, &counts);
    for ((kind, field), (n_rows, first)) in counts.doubts {
        file.doubt(kind, field, n_rows, first);
    }
    let n = file.n_records;
    if extract.layout.header_row == 0 && 0 < n {
        let text = format!("the file has no headings, so the columns of {n} records were read by their content");
        file.problem(ProblemKind::HeadingsMissing, None, None, n, text);
    }
    for (what, field) in extract.missing().into_iter().filter(|_| 0 < n) {
        let text = format!("no column has {what}, and {n} records are linked without; {}", extract.not_read_said());
        file.problem(ProblemKind::PersonColumnMissing, None, Some(field), n, text);
    }
    accounted(file)
}

/// The texts of further columns in one, by their headings.
fn with_further(batch: extract::ExtractBatch, headings: &[String]) -> RecordBatch {
    let extract::ExtractBatch { records, others } = batch;
    let texts: Vec<(&String, Text<'_>)> = headings
        .iter()
        .zip(&others)
        .filter(|(_, array)| array.null_count() < array.len())
        .map(|(heading, array)| (heading, Text::of(array)))
        .collect();
    if texts.is_empty() {
        return records;
    }
    let said = |row: usize| {
        let of_row: BTreeMap<&String, &str> =
            texts.iter().filter_map(|(heading, texts)| Some((*heading, texts.value_if_any(row)?))).collect();
        (!of_row.is_empty()).then(|| serde_json::to_string(&of_row).expect("headings and texts are JSON"))
    };
    let further: ArrayRef = Arc::new((0..records.num_rows()).map(said).collect::<StringArray>());
    let mut columns = records.columns().to_vec();
    columns[PERSON_RECORD.index(person_record::FURTHER)] = further;
    RecordBatch::try_new(records.schema(), columns).expect("one column takes the place of another of its type")
}

/// Keeps the rows that an agency numbers, each number once, and that say something of a person.
struct Numbered<'s> {
    file: PersonFile,
    seen: &'s mut Seen,
}

impl RowFate for Numbered<'_> {
    fn pass(&mut self, _: &Row, is_blank: bool) {
        self.file.n_rows += 1;
        let n = if is_blank { &mut self.file.n_blank_rows } else { &mut self.file.n_header_rows };
        *n += 1;
    }

    fn too_long(&mut self, row: &Row, n_bytes: u64) -> Result<(), PlainError> {
        self.file.n_rows += 1;
        self.file.refuse(row.number, ProblemKind::RowTooLong, None, format!("a row of {n_bytes} bytes or more"));
        Ok(())
    }

    fn number<'t>(&mut self, row: u64, own: Option<Cow<'t, str>>, says_something: bool) -> Option<Cow<'t, str>> {
        self.file.n_rows += 1;
        let field = Some(PersonField::RecordId);
        let Some(id) = own.and_then(|own| value::plain(&own)) else {
            self.file.refuse(row, ProblemKind::RecordIdMissing, field, "the row has no number".to_owned());
            return None;
        };
        if !says_something {
            let text = "the row has a number but no name, date of birth or other number".to_owned();
            self.file.refuse(row, ProblemKind::PersonEmpty, None, text);
            return None;
        }
        if !self.seen.insert(&self.file.agency, &id) {
            let text = "an earlier row of this agency has the same number".to_owned();
            self.file.refuse(row, ProblemKind::RecordIdTwice, field, text);
            return None;
        }
        self.file.n_records += 1;
        Some(Cow::Owned(id))
    }
}

/// Reads the contacts of a file into batches, and counts them into the file.
pub(super) fn read_contacts(
    file: &mut PersonFile,
    source: &TableSource,
    activities: &ActivityRules,
    seen: &Seen,
    emit: &mut dyn FnMut(PeopleBatch),
) -> io::Result<()> {
    let layout = file.layout.clone().expect("the layout was found before the rows");
    let encoding = source.encoding();
    let moments = Moments::vote(&layout, encoding, source.rows(None)?.as_mut())?;
    file.read_how = moments.said(&layout);
    let mut reader = ContactReader {
        activities,
        moments,
        encoding,
        layout: &layout,
        file,
        seen,
        contacts: Contacts::new(),
        doubts: BTreeMap::new(),
    };
    let (mut row, mut rows) = (Row::default(), source.rows(None)?);
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::TooLong { n_bytes } => {
                reader.file.n_rows += 1;
                let text = format!("a row of {n_bytes} bytes or more");
                reader.file.refuse(row.number, ProblemKind::RowTooLong, None, text);
            }
            Step::Row => reader.row(&row),
        }
        reader.flush(BATCH_ROWS, emit);
    }
    reader.flush(1, emit);
    let ContactReader { file, doubts, .. } = reader;
    for ((kind, field), (n_rows, first)) in doubts {
        file.doubt(kind, field, n_rows, first);
    }
    *file = accounted(file.clone());
    Ok(())
}

struct ContactReader<'a> {
    activities: &'a ActivityRules,
    /// How days and times are written.
    moments: Moments,
    encoding: Encoding,
    layout: &'a Layout,
    file: &'a mut PersonFile,
    seen: &'a Seen,
    contacts: Contacts,
    /// Doubts about rows that were kept: how many, and the first of them.
    doubts: BTreeMap<(ProblemKind, PersonField), (u64, u64)>,
}

impl ContactReader<'_> {
    fn row(&mut self, row: &Row) {
        self.file.n_rows += 1;
        if row.is_blank() {
            self.file.n_blank_rows += 1;
        } else if row.number <= self.layout.header_row || self.layout.is_heading(row, self.encoding) {
            self.file.n_header_rows += 1;
        } else {
            self.contact(row);
        }
    }

    fn contact(&mut self, row: &Row) {
        use PersonField::{Activity, RecordId, Start};
        let (record_id, activity) = (self.text(row, RecordId), self.text(row, Activity));
        let when = self.moments.read(row, self.encoding);
        let (Some(record_id), Some(activity), Some(start)) = (record_id.clone(), activity.clone(), when.start) else {
            let lacking = if record_id.is_none() {
                RecordId
            } else if activity.is_none() {
                Activity
            } else {
                Start
            };
            let text = "it does not say who it was with, what it was, or on which day".to_owned();
            return self.file.refuse(row.number, ProblemKind::ContactIncomplete, Some(lacking), text);
        };
        if !self.seen.contains(&self.file.agency, &record_id) {
            self.doubt::<()>(row, ProblemKind::PersonUnknown, RecordId);
        }
        for (kind, field) in when.doubts {
            self.doubt::<()>(row, kind, field);
        }
        let rule = self.activities.of(&self.file.agency, &activity);
        let contact = Contact {
            id: self
                .text(row, PersonField::ContactId)
                .unwrap_or_else(|| format!("{}-{}", self.file.file_id, row.number)),
            record_id,
            is_assessment: rule.is_some_and(|rule| rule.is_assessment),
            needs: rule.map(|rule| rule.needs.clone()).filter(|needs| !needs.is_empty()),
            activity,
            team: self.text(row, PersonField::Team),
            start,
            end: when.end,
            channel: self.text(row, PersonField::Channel),
            outcome: self.text(row, PersonField::Outcome),
            cost: self.cost(row),
            case_id: self.text(row, PersonField::CaseId),
            assessment_type: self.text(row, PersonField::AssessmentType),
            triggered_by: self.text(row, PersonField::TriggeredBy),
            demand: self.demand(row),
            other_text: self.other_text(row),
        };
        self.contacts.push(&self.file.agency, &self.file.file_id, row.number, &contact);
        self.file.n_records += 1;
    }

    /// What stands in columns that are not read: a service's or a clinic's name may say what must not be printed.
    fn other_text(&self, row: &Row) -> Option<String> {
        let cells = self.layout.others().map(|at| row.text(at, &self.encoding).into_owned());
        let worded: Vec<String> = cells.filter(|cell| cell.chars().any(char::is_alphabetic)).collect();
        (!worded.is_empty()).then(|| worded.join("|"))
    }

    /// What staff recorded of the demand.
    fn demand(&self, row: &Row) -> Option<String> {
        let text = self.text(row, PersonField::Demand)?;
        Some(demand_in_words(self.layout.heading(PersonField::Demand).unwrap_or_default(), text))
    }

    fn cost(&mut self, row: &Row) -> Option<Money> {
        let text = self.text(row, PersonField::Cost)?;
        match Amount::parse(&text) {
            Ok(amount) => Some(amount.money),
            Err(_) => self.doubt(row, ProblemKind::CostUnreadable, PersonField::Cost),
        }
    }

    /// Counts a doubt about a row that is kept, and stands for what could not be read.
    fn doubt<T: Default>(&mut self, row: &Row, kind: ProblemKind, field: PersonField) -> T {
        self.doubts.entry((kind, field)).or_insert((0, row.number)).0 += 1;
        T::default()
    }

    fn cell(&self, row: &Row, field: PersonField) -> String {
        self.layout.column(field).map(|at| row.text(at, &self.encoding).into_owned()).unwrap_or_default()
    }

    fn text(&self, row: &Row, field: PersonField) -> Option<String> {
        value::plain(&self.cell(row, field))
    }

    fn flush(&mut self, at_least: usize, emit: &mut dyn FnMut(PeopleBatch)) {
        if at_least <= self.contacts.n {
            emit(PeopleBatch::Contacts(self.contacts.finish()));
        }
    }
}

/// The file with every row accounted for.
fn accounted(mut file: PersonFile) -> PersonFile {
    if file.n_records == 0 && file.n_problem_rows == 0 {
        let text = "it has a heading but no rows".to_owned();
        file.problem(ProblemKind::FileEmpty, None, None, 0, text);
    }
    let accounted = file.n_header_rows + file.n_blank_rows + file.n_problem_rows + file.n_records;
    assert_eq!(file.n_rows, accounted, "every row of a file about people is accounted for");
    file
}
