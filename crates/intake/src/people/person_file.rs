//! One file or sheet about people as it was read, and the table of them.

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::place::SourceKind;
use model::problem::Problem;
use model::tables::{PERSON_FILE, PersonFileKind, person_file};

use super::field::PersonField;
use super::layout::{Layout, Said};
use crate::files::Found;
use crate::open::{Opened, Unreadable};
use crate::source_file::file_id;

/// One file or sheet about people, as it was read: a row of `person_file`.
#[derive(Clone, Debug)]
pub struct PersonFile {
    pub file_id: String,
    pub body_id: String,
    pub agency: String,
    pub kind: PersonFileKind,
    pub path: String,
    pub sheet: Option<String>,
    pub sha256: String,
    pub n_rows: u64,
    pub n_header_rows: u64,
    pub n_blank_rows: u64,
    pub n_problem_rows: u64,
    pub n_records: u64,
    /// In which form births are written, and what could not be read, a sentence each.
    pub read_how: Vec<String>,
    pub(super) layout: Option<Layout>,
    pub problems: Vec<Problem>,
}

impl PersonFile {
    pub(super) fn new(found: &Found, opened: &Opened, sheet: Option<&str>) -> PersonFile {
        let body_id = found.body_id.clone().unwrap_or_default();
        PersonFile {
            file_id: file_id(&opened.sha256, &opened.shown_path, sheet),
            agency: found.agency.clone().unwrap_or_else(|| body_id.clone()),
            body_id,
            kind: match found.kind {
                SourceKind::Contacts => PersonFileKind::Contacts,
                _ => PersonFileKind::People,
            },
            path: opened.shown_path.clone(),
            sheet: sheet.map(str::to_owned),
            sha256: opened.sha256.clone(),
            n_rows: 0,
            n_header_rows: 0,
            n_blank_rows: 0,
            n_problem_rows: 0,
            n_records: 0,
            read_how: Vec::new(),
            layout: None,
            problems: Vec::new(),
        }
    }

    /// Which heading was read as what; headings alone.
    pub fn read_as(&self) -> String {
        self.layout.as_ref().map(Layout::read_as).unwrap_or_default()
    }

    /// The file or sheet, as it is shown.
    pub fn shown(&self) -> String {
        self.sheet.as_ref().map_or_else(|| self.path.clone(), |sheet| format!("{} [{sheet}]", self.path))
    }

    pub(super) fn unreadable(self, why: &Unreadable) -> PersonFile {
        match why {
            Unreadable::Empty => self.left_out(ProblemKind::FileEmpty, "it is empty".to_owned()),
            Unreadable::NotALedger(text) => self.left_out(ProblemKind::FileNotLedger, text.clone()),
            Unreadable::Broken(_) => self.broken(),
        }
    }

    /// What a library says of a broken workbook may quote a cell, so it is not said.
    pub(super) fn broken(self) -> PersonFile {
        let text = "it is damaged, protected by a password, or not in the format its name says";
        self.left_out(ProblemKind::FileUnreadable, text.to_owned())
    }

    /// A sheet that holds nothing, or nothing of a person, is settled by the sheets beside it.
    pub(super) fn is_beside(&mut self) {
        let says_nothing = self.layout.as_ref().is_none_or(|layout| layout.columns.is_empty());
        let is_left_out = |problem: &Problem| matches!(problem.kind, ProblemKind::FileEmpty | ProblemKind::FileUnsure);
        if says_nothing && self.problems.iter().all(is_left_out) {
            self.problems.iter_mut().for_each(|problem| problem.kind = ProblemKind::SheetBeside);
        }
    }

    pub(super) fn without_layout(self) -> PersonFile {
        let wanted = match self.kind {
            PersonFileKind::Contacts => "the number of the person and what was done",
            PersonFileKind::People => "the number of the person and a name or date of birth",
        };
        let text =
            format!("no row names {wanted}: say which heading is which under `columns` of its source in place.toml");
        self.left_out(ProblemKind::FileUnsure, text)
    }

    /// The heading that place.toml says and the file does not have.
    pub(super) fn missing_said(&self, said: Said<'_>) -> Option<String> {
        let layout = self.layout.as_ref()?;
        let (field, heading) = said.iter().find(|(field, _)| layout.heading(*field).is_none())?;
        Some(format!("place.toml says `{} = \"{heading}\"`, but there is no such heading", field.word()))
    }

    /// The file with the reason why it became nothing.
    pub(super) fn left_out(mut self, kind: ProblemKind, text: String) -> PersonFile {
        self.problem(kind, None, None, 0, text);
        self
    }

    /// The name of the file without folder and ending.
    pub(super) fn name(&self) -> &str {
        let name = self.path.rsplit(['/', '!']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Keeps a row out.
    pub(super) fn refuse(&mut self, row: u64, kind: ProblemKind, field: Option<PersonField>, text: String) {
        self.n_problem_rows += 1;
        self.problem(kind, Some(row), field, 1, text);
    }

    /// Keeps a doubt about rows that were kept; `first` is the first of them.
    pub(super) fn doubt(&mut self, kind: ProblemKind, field: PersonField, n_rows: u64, first: u64) {
        let text = format!("{n_rows} rows were kept without it; the first is row {first}");
        self.problem(kind, Some(first), Some(field), n_rows, text);
    }

    /// Keeps a problem; its text names headings and rows, never what a cell holds.
    pub(super) fn problem(
        &mut self,
        kind: ProblemKind,
        row: Option<u64>,
        field: Option<PersonField>,
        n_rows: u64,
        text: String,
    ) {
        let column = field.and_then(|field| self.layout.as_ref()?.heading(field)).map(str::to_owned);
        let problem = Problem::new(&self.body_id, kind, text);
        self.problems.push(Problem { file_id: Some(self.file_id.clone()), row, column, n_rows, ..problem });
    }
}

/// The table `person_file`, in the order of the files given.
pub fn person_file_table(files: &[PersonFile]) -> RecordBatch {
    let mut rows = PERSON_FILE.rows();
    for file in files {
        rows.push()
            .text(person_file::FILE_ID, &file.file_id)
            .text(person_file::BODY_ID, &file.body_id)
            .text(person_file::AGENCY, &file.agency)
            .text(person_file::KIND, file.kind.word())
            .text(person_file::PATH, &file.path)
            .text_if_any(person_file::SHEET, file.sheet.as_deref())
            .text(person_file::SHA256, &file.sha256)
            .count(person_file::N_ROWS, file.n_rows)
            .count(person_file::N_HEADER_ROWS, file.n_header_rows)
            .count(person_file::N_BLANK_ROWS, file.n_blank_rows)
            .count(person_file::N_PROBLEM_ROWS, file.n_problem_rows)
            .count(person_file::N_RECORDS, file.n_records)
            .text(person_file::READ_AS, &file.read_as())
            .text_if_any(person_file::NOT_READ, file.layout.as_ref().and_then(Layout::not_read).as_deref())
            .text_if_any(
                person_file::READ_HOW,
                Some(file.read_how.join("\n")).filter(|said| !said.is_empty()).as_deref(),
            );
    }
    rows.finish()
}
