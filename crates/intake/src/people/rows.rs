//! Rows of files about people become records and contacts.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use model::ProblemKind;
use model::tables::PersonFileKind;
use money::{Amount, Money};

use super::activity::ActivityRules;
use super::birth::{Births, read_date};
use super::cell_reader::CellReader;
use super::contacts::{Contact, Contacts};
use super::field::PersonField;
use super::forms::Forms;
use super::layout::Layout;
use super::person_file::PersonFile;
use super::record_reader::RecordReader;
use super::{PeopleBatch, value};
use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};

/// Rows in one batch.
const BATCH_ROWS: usize = 1 << 17;

/// What is known beside the rows.
pub(super) struct Context<'a> {
    /// The last day of the place's year.
    pub last: Date,
    pub activities: &'a ActivityRules,
    /// The form of each column of dates, and of names.
    pub forms: Forms,
    pub encoding: Encoding,
}

/// Whether an agency's number is new; with `true` it is a record's own and is remembered.
type IsNew<'s> = dyn FnMut(&str, &str, bool) -> bool + 's;

/// Reads the rows into batches, and counts them into the file.
pub(super) fn read(
    file: &mut PersonFile,
    context: &Context<'_>,
    rows: &mut dyn Rows,
    is_new: &mut IsNew<'_>,
    emit: &mut dyn FnMut(PeopleBatch),
) -> io::Result<()> {
    let layout = file.layout.clone().expect("the layout was found before the rows");
    let cells = CellReader::new(Births::of_the_living(context.last), context.forms.formats(), context.forms.order);
    let mut reader = RowReader {
        context,
        layout: &layout,
        file,
        is_new,
        records: RecordReader::new(&layout, context.encoding, cells, &[]),
        contacts: Contacts::new(),
        doubts: BTreeMap::new(),
    };
    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::TooLong { n_bytes } => {
                reader.file.n_rows += 1;
                reader.refuse(row.number, ProblemKind::RowTooLong, None, format!("a row of {n_bytes} bytes or more"));
            }
            Step::Row => reader.row(&row),
        }
        reader.flush(BATCH_ROWS, emit);
    }
    reader.flush(1, emit);
    reader.finish();
    Ok(())
}

struct RowReader<'a> {
    context: &'a Context<'a>,
    layout: &'a Layout,
    file: &'a mut PersonFile,
    is_new: &'a mut IsNew<'a>,
    records: RecordReader,
    contacts: Contacts,
    /// Doubts about rows that were kept: how many, and the first of them.
    doubts: BTreeMap<(ProblemKind, Option<PersonField>), (u64, u64)>,
}

impl RowReader<'_> {
    fn row(&mut self, row: &Row) {
        self.file.n_rows += 1;
        if row.is_blank() {
            self.file.n_blank_rows += 1;
        } else if row.number <= self.layout.header_row || self.layout.is_heading(row, self.context.encoding) {
            self.file.n_header_rows += 1;
        } else if self.file.kind == PersonFileKind::Contacts {
            self.contact(row);
        } else {
            self.record(row);
        }
    }

    fn record(&mut self, row: &Row) {
        let Some(id) = self.text(row, PersonField::RecordId) else {
            return self.refuse(
                row.number,
                ProblemKind::RecordIdMissing,
                Some(PersonField::RecordId),
                "the row has no number".to_owned(),
            );
        };
        self.records.read(row);
        for (kind, field) in self.records.doubts() {
            self.doubts.entry((*kind, Some(*field))).or_insert((0, row.number)).0 += 1;
        }
        if !self.records.says_something() {
            let text = "the row has a number, and no name, date of birth or other number".to_owned();
            return self.refuse(row.number, ProblemKind::PersonEmpty, None, text);
        }
        if !(self.is_new)(&self.file.agency, &id, true) {
            let text = "an earlier row of this agency has the same number".to_owned();
            return self.refuse(row.number, ProblemKind::RecordIdTwice, Some(PersonField::RecordId), text);
        }
        self.records.push(&self.file.agency, &self.file.file_id, row.number, &id);
        self.file.n_records += 1;
    }

    fn contact(&mut self, row: &Row) {
        use PersonField::{Activity, End, RecordId, Start};
        let date = |field: PersonField| read_date(self.cell(row, field).trim(), self.context.forms.format(field));
        let (record_id, activity, start, end) =
            (self.text(row, RecordId), self.text(row, Activity), date(Start), date(End));
        let (Some(record_id), Some(activity), Some(start)) = (record_id.clone(), activity.clone(), start) else {
            let lacking = if record_id.is_none() {
                RecordId
            } else if activity.is_none() {
                Activity
            } else {
                Start
            };
            let text = "it does not say with whom it was, what it was, or on which day".to_owned();
            return self.refuse(row.number, ProblemKind::ContactIncomplete, Some(lacking), text);
        };
        if (self.is_new)(&self.file.agency, &record_id, false) {
            self.doubt::<()>(row, ProblemKind::PersonUnknown, RecordId);
        }
        let rule = self.context.activities.of(&self.file.agency, &activity);
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
            end: end.filter(|end| start <= *end),
            channel: self.text(row, PersonField::Channel),
            outcome: self.text(row, PersonField::Outcome),
            cost: self.cost(row),
        };
        self.contacts.push(&self.file.agency, &self.file.file_id, row.number, &contact);
        self.file.n_records += 1;
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
        self.doubts.entry((kind, Some(field))).or_insert((0, row.number)).0 += 1;
        T::default()
    }

    fn refuse(&mut self, row: u64, kind: ProblemKind, field: Option<PersonField>, text: String) {
        self.file.n_problem_rows += 1;
        self.file.problem(kind, Some(row), field, 1, text);
    }

    fn cell(&self, row: &Row, field: PersonField) -> String {
        self.layout.column(field).map(|at| row.text(at, &self.context.encoding).into_owned()).unwrap_or_default()
    }

    fn text(&self, row: &Row, field: PersonField) -> Option<String> {
        value::plain(&self.cell(row, field))
    }

    fn flush(&mut self, at_least: usize, emit: &mut dyn FnMut(PeopleBatch)) {
        if at_least <= self.records.n_rows() {
            emit(PeopleBatch::Records(self.records.finish().0));
        }
        if at_least <= self.contacts.n {
            emit(PeopleBatch::Contacts(self.contacts.finish()));
        }
    }

    fn finish(self) {
        let doubts = self.doubts;
        for ((kind, field), (n_rows, first)) in doubts {
            let text = format!("{n_rows} rows were kept without it; the first is row {first}");
            self.file.problem(kind, Some(first), field, n_rows, text);
        }
        if self.file.n_records == 0 && self.file.n_problem_rows == 0 {
            let text = "it holds a heading and no rows".to_owned();
            self.file.problem(ProblemKind::FileEmpty, None, None, 0, text);
        }
        let accounted =
            self.file.n_header_rows + self.file.n_blank_rows + self.file.n_problem_rows + self.file.n_records;
        assert_eq!(self.file.n_rows, accounted, "every row of a file about people is accounted for");
    }
}
