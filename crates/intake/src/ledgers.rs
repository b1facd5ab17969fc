//! From one found file to its tables: every sheet, every archive member.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use model::place::Options;
use model::tables::SOURCE_FILE;
use model::{Place, ProblemKind};
use sha2::{Digest, Sha256};

use crate::encoding::Encoding;
use crate::fields::{Field, VatBasis};
use crate::files::{FindProblem, Found};
use crate::lines::{Context, Counts, TableId, read_lines};
use crate::mapping::Mappings;
use crate::open::{self, Kind, Opened, Text, Unreadable};
use crate::problem::{Problem, money_builder};
use crate::reading::{Reading, SampleRow, find_reading, reading_under};
use crate::rows::{Row, Rows, Step};
use crate::sheet::Workbook;

/// Filled rows from which a reading is found, and most cells that are kept for it.
const SAMPLE_ROWS: usize = 300;
const SAMPLE_CELLS: usize = 200_000;

/// One file or sheet as it was read: a row of `source_file`.
#[derive(Clone, Debug)]
pub struct Table {
    pub file_id: String,
    pub body_id: String,
    pub path: String,
    pub sheet: Option<String>,
    pub sha256: String,
    pub n_bytes: u64,
    pub format: &'static str,
    pub encoding: Option<Encoding>,
    /// None where no row looks like a heading.
    pub reading: Option<Reading>,
    pub counts: Counts,
}

impl Table {
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
}

/// What all files of a place share while they are read.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub place: &'a Place,
    pub mappings: &'a Mappings,
}

impl Reader<'_> {
    /// Reads one file: its tables, and their lines in the order of the file.
    pub fn read(&self, found: &Found, emit: &mut dyn FnMut(RecordBatch)) -> Vec<Table> {
        let body_id = found.body_id.clone().unwrap_or_default();
        open::open(&found.path, &found.shown_path)
            .into_iter()
            .flat_map(|opened| self.read_opened(&body_id, opened, emit))
            .collect()
    }

    fn read_opened(&self, body_id: &str, opened: Opened, emit: &mut dyn FnMut(RecordBatch)) -> Vec<Table> {
        let new_table = |sheet: Option<&str>, format: &'static str| new_table(body_id, &opened, sheet, format);
        match &opened.kind {
            Kind::Unreadable(why) => vec![unreadable(new_table(None, "unknown"), why.clone())],
            Kind::Text(text) => vec![self.read_text(new_table(None, "csv"), text, emit)],
            Kind::Workbook(bytes) => match Workbook::open(bytes.clone()) {
                Err(error) => vec![unreadable(new_table(None, "workbook"), Unreadable::Broken(error.to_string()))],
                Ok(mut workbook) => workbook
                    .sheet_names()
                    .iter()
                    .map(|sheet| self.read_sheet(new_table(Some(sheet), workbook.format()), &mut workbook, sheet, emit))
                    .collect(),
            },
        }
    }

    fn read_text(&self, mut table: Table, text: &Text, emit: &mut dyn FnMut(RecordBatch)) -> Table {
        table.encoding = Some(text.encoding);
        let open_rows = || text.rows().map(|rows| Box::new(rows) as Box<dyn Rows>);
        let mut table = self.read_table(table, text.encoding, text.content.is_streamed(), &open_rows, emit);
        if text.encoding == Encoding::Mixed {
            push(
                &mut table,
                ProblemKind::EncodingMixed,
                "most of the file is UTF-8 and some cells are Windows-1252".to_owned(),
            );
        }
        if text.n_nul > 0 {
            push(&mut table, ProblemKind::ControlCharacter, format!("{} NUL bytes in the text", text.n_nul));
        }
        table
    }

    fn read_sheet(
        &self,
        table: Table,
        workbook: &mut Workbook,
        sheet: &str,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> Table {
        let rows = match workbook.rows(sheet) {
            Ok(rows) => rows,
            Err(error) => return unreadable(table, Unreadable::Broken(error.to_string())),
        };
        let open_rows = || Ok(Box::new(rows.from_start()) as Box<dyn Rows>);
        self.read_table(table, Encoding::Utf8, false, &open_rows, emit)
    }

    fn read_table<'r>(
        &self,
        mut table: Table,
        encoding: Encoding,
        is_streamed: bool,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> Table {
        let broken = |table: Table, error: io::Error| unreadable(table, Unreadable::Broken(error.to_string()));
        let sample = match open_rows().and_then(|mut rows| sample(rows.as_mut(), encoding)) {
            Ok(sample) => sample,
            Err(error) => return broken(table, error),
        };
        let Sample { rows: sample, n_too_long } = sample;
        if sample.iter().all(|(_, cells)| is_empty_row(cells)) {
            return unreadable(table, if n_too_long == 0 { Unreadable::Empty } else { no_rows() });
        }
        let Some(reading) = self.reading(&table.body_id, &sample) else { return not_a_ledger(table, &sample) };
        let is_only_heading = sample.iter().all(|(number, cells)| is_empty_row(cells) || !reading.covers(*number));
        table.reading = Some(reading);
        if is_only_heading {
            push(&mut table, ProblemKind::FileEmpty, "it holds a heading and no lines".to_owned());
            return table;
        }
        if let Some(why) = unsure(&table, &self.place.options) {
            push(&mut table, ProblemKind::FileUnsure, why);
            return table;
        }
        match self.lines(&mut table, encoding, is_streamed, open_rows, emit) {
            Ok(()) => table,
            Err(error) => broken(table, error),
        }
    }

    /// What a person confirmed for these headings, or what the sample shows.
    fn reading(&self, body_id: &str, sample: &[SampleRow]) -> Option<Reading> {
        let confirmed = self.mappings.persons(body_id).find_map(|layout| {
            let mut reading = reading_under(sample, &layout.headings)?;
            layout.apply(&mut reading);
            Some(reading)
        });
        confirmed.or_else(|| find_reading(sample))
    }

    /// Reads the lines. The format of the dates is voted over the whole column; where the sample voted
    /// otherwise, the lines are read again.
    fn lines<'r>(
        &self,
        table: &mut Table,
        encoding: Encoding,
        is_streamed: bool,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> io::Result<()> {
        let id = TableId {
            body_id: table.body_id.clone(),
            file_id: table.file_id.clone(),
            line_base: line_base(&table.file_id),
        };
        let context = context(self.place);
        let reading = table.reading.as_mut().expect("the reading was found before the lines");
        let mut held = Vec::new();
        loop {
            // A file too large to hold is voted on in a pass of its own.
            let mut keep = |batch: RecordBatch| {
                if !is_streamed {
                    held.push(batch)
                }
            };
            let counts = read_lines(open_rows()?.as_mut(), encoding, reading, &id, context, &mut keep)?;
            let voted = counts.vote.winner();
            table.counts = counts;
            if reading.is_confirmed || voted.is_none() || voted == reading.date_format {
                break;
            }
            reading.date_format = voted;
            held.clear();
        }
        held.drain(..).for_each(&mut *emit);
        if is_streamed {
            table.counts = read_lines(open_rows()?.as_mut(), encoding, reading, &id, context, emit)?;
        }
        if table.counts.vote.is_mixed() {
            let text = "day and month stand in both orders in one column; unreadable dates are kept empty".to_owned();
            push(table, ProblemKind::DateFormatMixed, text);
        }
        Ok(())
    }
}

/// Where the lines of a year may end before a date is in the future.
fn context(place: &Place) -> Context {
    let grace = jiff::Span::new().days(place.options.year_grace_days);
    let default = || place.year.last_day().saturating_add(grace);
    Context { year: place.year, last_date: place.options.today.unwrap_or_else(default) }
}

fn new_table(body_id: &str, opened: &Opened, sheet: Option<&str>, format: &'static str) -> Table {
    Table {
        file_id: file_id(&opened.sha256, &opened.shown_path, sheet),
        body_id: body_id.to_owned(),
        path: opened.shown_path.clone(),
        sheet: sheet.map(str::to_owned),
        sha256: opened.sha256.clone(),
        n_bytes: opened.n_bytes,
        format,
        encoding: None,
        reading: None,
        counts: Counts::default(),
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

/// The first filled rows of a table.
struct Sample {
    rows: Vec<SampleRow>,
    n_too_long: u64,
}

fn sample(rows: &mut dyn Rows, encoding: Encoding) -> io::Result<Sample> {
    let mut kept = Sample { rows: Vec::new(), n_too_long: 0 };
    let mut row = Row::default();
    let (mut n_filled, mut n_cells) = (0, 0);
    while n_filled < SAMPLE_ROWS && n_cells < SAMPLE_CELLS {
        match rows.next(&mut row)? {
            Step::End => return Ok(kept),
            Step::TooLong { .. } => kept.n_too_long += 1,
            Step::Row if row.is_blank() => {}
            Step::Row => {
                n_filled += 1;
                n_cells += row.len();
                kept.rows.push((row.number, row.texts(&encoding)));
            }
        }
    }
    // A heading may stand in the very last row: where the first rows hold none, the end is looked at too.
    if find_reading(&kept.rows).is_none() {
        kept.rows.extend(last_filled_row(rows, encoding)?);
    }
    Ok(kept)
}

fn is_empty_row(cells: &[String]) -> bool {
    cells.iter().all(String::is_empty)
}

/// Why a text without ends of rows is not read.
fn no_rows() -> Unreadable {
    Unreadable::NotALedger(format!("no end of a row within {} bytes", crate::text::ROW_BYTES_MAX))
}

fn last_filled_row(rows: &mut dyn Rows, encoding: Encoding) -> io::Result<Option<SampleRow>> {
    let mut row = Row::default();
    let mut last = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => return Ok((!last.is_empty()).then(|| (last.number, last.texts(&encoding)))),
            Step::Row if !row.is_blank() => std::mem::swap(&mut last, &mut row),
            _ => {}
        }
    }
}

/// Why a reading is not sure enough to count money by.
fn unsure(table: &Table, options: &Options) -> Option<String> {
    let reading = table.reading.as_ref()?;
    let headings = reading
        .headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .map(|h| format!("`{h}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let hint = format!("confirm it in mappings/{}.toml after `totalplace check`", table.body_id);
    if reading.column(Field::Amount).is_none() {
        return Some(format!("no column is mapped to `amount`; the file has {headings}: {hint}"));
    }
    if !reading.rival_amounts.is_empty() && reading.confidence < options.confidence_min {
        let rivals = reading.rival_amounts.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
        let chosen = reading.heading(Field::Amount).unwrap_or_default();
        return Some(format!("`{chosen}` and {rivals} could each be the amount and differ: {hint}"));
    }
    let sure = reading.confidence;
    (sure < options.confidence_min).then(|| {
        format!(
            "the reading is only {:.0}% sure ({:.0}% is asked for); the file has {headings}: {hint}",
            sure * 100.0,
            options.confidence_min * 100.0
        )
    })
}

fn not_a_ledger(mut table: Table, sample: &[SampleRow]) -> Table {
    let first = sample.iter().find(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let first = first.map(|(n, cells)| {
        format!("row {n}: {}", cells.iter().filter(|c| !c.is_empty()).take(8).cloned().collect::<Vec<_>>().join(" | "))
    });
    let text = format!(
        "no row names an amount and a payee or date; it begins with {}",
        first.unwrap_or_default().chars().take(200).collect::<String>()
    );
    push(&mut table, ProblemKind::FileNotLedger, text);
    table
}

fn unreadable(mut table: Table, why: Unreadable) -> Table {
    let (kind, text) = match why {
        Unreadable::Empty => (ProblemKind::FileEmpty, "it holds nothing".to_owned()),
        Unreadable::NotALedger(text) => (ProblemKind::FileNotLedger, text),
        Unreadable::Broken(text) => (ProblemKind::FileUnreadable, text),
    };
    // Lines of a file that broke half-way were not emitted, so its counts must not stay either.
    table.counts = Counts::default();
    push(&mut table, kind, text);
    table
}

fn push(table: &mut Table, kind: ProblemKind, text: String) {
    table.counts.problems.push(Problem {
        body_id: table.body_id.clone(),
        file_id: Some(table.file_id.clone()),
        row: None,
        kind,
        column: None,
        n_rows: 0,
        amount: None,
        month: None,
        estimate: None,
        text,
    });
}

/// Problems of finding files, for the table of problems.
pub fn find_problems(problems: &[FindProblem]) -> Vec<Problem> {
    let problem = |body_id: &Option<String>, kind: ProblemKind, text: String| Problem {
        body_id: body_id.clone().unwrap_or_default(),
        file_id: None,
        row: None,
        kind,
        column: None,
        n_rows: 0,
        amount: None,
        month: None,
        estimate: None,
        text,
    };
    let one = |found: &FindProblem| match found {
        FindProblem::Nothing { body_id, glob } => {
            problem(body_id, ProblemKind::FileEmpty, format!("no file matches `{glob}`"))
        }
        FindProblem::Outside { body_id, shown_path } => problem(
            body_id,
            ProblemKind::FileUnreadable,
            format!("`{shown_path}` is a link that leads out of the sources' folder"),
        ),
        FindProblem::Unlisted { body_id, text } => problem(body_id, ProblemKind::FileUnreadable, text.clone()),
        FindProblem::Claimed { shown_path, body_ids } => {
            let text = format!(
                "`{shown_path}` is claimed by {} and left out: give it to one of them in place.toml",
                body_ids.join(" and ")
            );
            problem(&body_ids.first().cloned(), ProblemKind::FileUnsure, text)
        }
    };
    problems.iter().map(one).collect()
}

/// The table `source_file`, in the order of the tables given.
pub fn source_file_table(tables: &[Table]) -> RecordBatch {
    let text = |of: &dyn Fn(&Table) -> Option<String>| -> ArrayRef {
        let mut builder = StringBuilder::new();
        tables.iter().for_each(|table| builder.append_option(of(table)));
        Arc::new(builder.finish())
    };
    let count = |of: &dyn Fn(&Table) -> Option<u64>| -> ArrayRef {
        let mut builder = Int64Builder::new();
        tables.iter().for_each(|table| builder.append_option(of(table).map(|n| n as i64)));
        Arc::new(builder.finish())
    };
    let date = |of: &dyn Fn(&Table) -> Option<i32>| -> ArrayRef {
        let mut builder = Date32Builder::new();
        tables.iter().for_each(|table| builder.append_option(of(table)));
        Arc::new(builder.finish())
    };
    let mut confidence = Float64Builder::new();
    let mut amount = money_builder(tables.len());
    for table in tables {
        confidence.append_value(table.reading.as_ref().map_or(0.0, |reading| (reading.confidence * 1e4).round() / 1e4));
        amount.append_value(i128::from(table.counts.amount.pence()));
    }
    let of_reading = |of: &dyn Fn(&Reading) -> Option<String>| text(&|table| table.reading.as_ref().and_then(of));
    let columns: Vec<ArrayRef> = vec![
        text(&|table| Some(table.file_id.clone())),
        text(&|table| Some(table.body_id.clone())),
        text(&|table| Some(table.path.clone())),
        text(&|table| table.sheet.clone()),
        text(&|table| Some(table.sha256.clone())),
        count(&|table| Some(table.n_bytes)),
        text(&|table| Some(table.format.to_owned())),
        text(&|table| table.encoding.map(|encoding| encoding.name().to_owned())),
        count(&|table| table.reading.as_ref().map(|reading| reading.header_rows.1)),
        text(&|table| Some(mapping_word(table).to_owned())),
        Arc::new(confidence.finish()),
        of_reading(&|reading| reading.heading(Field::Amount).map(str::to_owned)),
        text(&|table| {
            Some(table.reading.as_ref().map_or(VatBasis::Unknown, |reading| reading.vat_basis).word().to_owned())
        }),
        of_reading(&|reading| {
            reading.column(Field::Date).and(reading.date_format).map(|format| format.name().to_owned())
        }),
        count(&|table| Some(table.counts.n_rows)),
        count(&|table| Some(table.counts.n_header_rows)),
        count(&|table| Some(table.counts.n_blank_rows)),
        count(&|table| Some(table.counts.n_problem_rows)),
        count(&|table| Some(table.counts.n_lines)),
        count(&|table| Some(table.counts.n_negative)),
        count(&|table| Some(table.counts.n_redacted)),
        date(&|table| table.counts.first_day),
        date(&|table| table.counts.last_day),
        Arc::new(amount.finish()),
    ];
    RecordBatch::try_new(SOURCE_FILE.schema(), columns).expect("columns stand in the order of the table")
}

fn mapping_word(table: &Table) -> &'static str {
    match (&table.reading, table.is_read()) {
        (_, false) | (None, _) => "none",
        (Some(reading), true) if reading.is_confirmed => "confirmed",
        (Some(_), true) => "found",
    }
}
