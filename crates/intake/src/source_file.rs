//! One file or sheet of a ledger as it was read, and the table of them.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::problem::Problem;
use model::tables::{MappingSource, SOURCE_FILE, SourceFormat, VatBasis, source_file};
use model::{ProblemKind, date_of_day};
use sha2::{Digest, Sha256};

use crate::encoding::Encoding;
use crate::fields::Field;
use crate::lines::Counts;
use crate::open::Opened;
use crate::reading::Reading;
use crate::stated_period::StatedPeriod;

/// One file or sheet as it was read: a row of `source_file`.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub file_id: String,
    pub body_id: String,
    pub path: String,
    pub sheet: Option<String>,
    /// SHA-256 of the file as received: of the archive for its members.
    pub sha256: String,
    /// SHA-256 of the content itself: a member's own.
    pub content_sha256: String,
    pub n_bytes: u64,
    pub format: SourceFormat,
    pub encoding: Option<Encoding>,
    /// What parts the cells of a text file.
    pub delimiter: Option<u8>,
    /// None where no row looks like a heading.
    pub reading: Option<Reading>,
    /// The period that its name or a line above its headings states; once the lines are read, only if their dates support
    /// it.
    pub stated_period: Option<StatedPeriod>,
    pub counts: Counts,
}

impl SourceFile {
    pub(crate) fn new(body_id: &str, opened: &Opened, sheet: Option<&str>, format: SourceFormat) -> SourceFile {
        SourceFile {
            file_id: file_id(&opened.sha256, &opened.shown_path, sheet),
            body_id: body_id.to_owned(),
            path: opened.shown_path.clone(),
            sheet: sheet.map(str::to_owned),
            sha256: opened.sha256.clone(),
            content_sha256: opened.content_sha256.clone(),
            n_bytes: opened.n_bytes,
            format,
            encoding: None,
            delimiter: None,
            reading: None,
            stated_period: None,
            counts: Counts::default(),
        }
    }

    /// The path, and the sheet where there is one, for messages.
    pub fn shown(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{} [{sheet}]", self.path),
            None => self.path.clone(),
        }
    }

    /// Whether it became lines.
    pub fn is_read(&self) -> bool {
        !self.counts.problems.iter().any(|problem| problem.kind.removes_file())
    }

    /// Whether it was left out because it is of people.
    pub(crate) fn is_about_people(&self) -> bool {
        self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::FileAboutPeople)
    }

    /// A problem of the file as a whole.
    pub(crate) fn problem(&self, kind: ProblemKind, text: String) -> Problem {
        Problem { file_id: Some(self.file_id.clone()), ..Problem::new(&self.body_id, kind, text) }
    }

    pub(crate) fn doubt(&mut self, kind: ProblemKind, text: String) {
        let problem = self.problem(kind, text);
        self.counts.problems.push(problem);
    }

    fn mapping(&self) -> MappingSource {
        match &self.reading {
            Some(reading) if self.is_read() && reading.is_confirmed => MappingSource::Confirmed,
            Some(_) if self.is_read() => MappingSource::Found,
            _ => MappingSource::None,
        }
    }
}

/// Ten hexadecimal digits made from what the file holds, where it lies and the sheet. The same file is the
/// same id in every run and on every machine.
pub fn file_id(sha256: &str, shown_path: &str, sheet: Option<&str>) -> String {
    let digest = Sha256::digest(format!("{sha256}\n{shown_path}\n{}", sheet.unwrap_or_default()));
    // 39 bits, so that with 24 bits of row the line id is a positive 63-bit number.
    let key = digest[..5].iter().fold(0u64, |key, byte| key << 8 | u64::from(*byte)) & 0x7f_ffff_ffff;
    format!("{key:010x}")
}

/// The file's part of its line ids.
pub fn line_base(file_id: &str) -> i64 {
    i64::from_str_radix(file_id, 16).expect("file ids are hexadecimal") << 24
}

/// The table `source_file`, in the order of the files given. `copies` gives the id of each copy and of what it repeats.
pub fn source_file_table(files: &[SourceFile], copies: &BTreeMap<String, String>) -> RecordBatch {
    let mut rows = SOURCE_FILE.rows();
    for file in files {
        let (reading, counts) = (file.reading.as_ref(), &file.counts);
        let date_format = reading.filter(|reading| reading.column(Field::Date).is_some()).and_then(|r| r.date_format);
        rows.push()
            .text(source_file::FILE_ID, &file.file_id)
            .text(source_file::BODY_ID, &file.body_id)
            .text(source_file::PATH, &file.path)
            .text_if_any(source_file::SHEET, file.sheet.as_deref())
            .text(source_file::SHA256, &file.sha256)
            .count(source_file::N_BYTES, file.n_bytes)
            .text(source_file::FORMAT, file.format.word())
            .text_if_any(source_file::ENCODING, file.encoding.map(Encoding::name))
            .count_if_any(source_file::HEADER_ROW, reading.map(|reading| reading.header_rows.1))
            .text(source_file::MAPPING, file.mapping().word())
            .share(source_file::CONFIDENCE, reading.map_or(0.0, |reading| (reading.confidence * 1e4).round() / 1e4))
            .text_if_any(source_file::AMOUNT_COLUMN, reading.and_then(|reading| reading.heading(Field::Amount)))
            .text_if_any(source_file::PAYEE_COLUMN, reading.and_then(|reading| reading.heading(Field::Payee)))
            .text_if_any(source_file::DATE_COLUMN, reading.and_then(|reading| reading.heading(Field::Date)))
            .text(source_file::VAT_BASIS, reading.map_or(VatBasis::Unknown, |reading| reading.vat_basis).word())
            .text_if_any(source_file::DATE_FORMAT, date_format.map(|format| format.name()))
            .count(source_file::N_ROWS, counts.n_rows)
            .count(source_file::N_HEADER_ROWS, counts.n_header_rows)
            .count(source_file::N_BLANK_ROWS, counts.n_blank_rows)
            .count(source_file::N_PROBLEM_ROWS, counts.n_problem_rows)
            .count(source_file::N_LINES, counts.n_lines)
            .count(source_file::N_NEGATIVE, counts.n_negative)
            .count(source_file::N_REDACTED, counts.n_redacted)
            .date_if_any(source_file::FIRST_DATE, counts.first_day.map(date_of_day))
            .date_if_any(source_file::LAST_DATE, counts.last_day.map(date_of_day))
            .money(source_file::AMOUNT, counts.amount)
            .text_if_any(source_file::COPY_OF, copies.get(&file.file_id).map(String::as_str));
    }
    rows.finish()
}
