//! One file or sheet about people as it was read, and the table of them.

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::place::SourceKind;
use model::problem::Problem;
use model::tables::{PERSON_FILE, PersonFileKind, person_file};

use super::field::PersonField;
use super::layout::Layout;
use crate::files::Found;
use crate::open::Opened;
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
            layout: None,
            problems: Vec::new(),
        }
    }

    /// Which heading was read as what; headings alone.
    pub fn read_as(&self) -> String {
        self.layout.as_ref().map(Layout::read_as).unwrap_or_default()
    }

    /// The file with the reason why it became nothing.
    pub(super) fn left_out(mut self, kind: ProblemKind, text: String) -> PersonFile {
        self.problem(kind, None, None, 0, text);
        self
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
            .text_if_any(person_file::NOT_READ, file.layout.as_ref().and_then(Layout::not_read).as_deref());
    }
    rows.finish()
}
