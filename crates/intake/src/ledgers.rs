//! From one found file to its tables: every sheet, every archive member.

use std::collections::BTreeSet;
use std::io;

use arrow_array::RecordBatch;
use model::payee::PayeeMasks;
use model::place::Options;
use model::problem::Problem;
use model::tables::SourceFormat;
use model::{Place, ProblemKind};
use money::Amount;

use crate::doubts::{SideBySide, doubts};
use crate::encoding::Encoding;
use crate::fields::Field;
use crate::fields::period::PeriodBasis;
use crate::fields::purpose::{Purpose, Stands, is_heading_of_unpaid, purpose_of};
use crate::files::Found;
use crate::lines::{Context, Counts, TableId, read_lines};
use crate::mapping::Mappings;
use crate::named_month::file_stem;
use crate::open::{self, Kind, Opened, Text, Unreadable};
use crate::other_body::other_body;
use crate::own_name::{leave_own_column, own_keys};
use crate::payee::told_heading;
use crate::payers::of_others;
use crate::people::detection::is_about_people;
use crate::reading::{Points, Reading, SampleRow, Unit, find_reading, reading_under};
use crate::rows::{Row, Rows, Step};
use crate::second_look::{SecondLook, later_readings};
use crate::sheet::{SheetRows, Workbook};
use crate::sheet_of_sums;
use crate::source_file::{SourceFile, line_base};
use crate::stated_period::{Restated, StatedPeriod, contradiction, year_of_undated};

/// Filled rows from which a reading is found, and most cells that are kept for it.
const SAMPLE_ROWS: usize = 300;
const SAMPLE_CELLS: usize = 200_000;

/// What all files of a place share while they are read.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub place: &'a Place,
    pub mappings: &'a Mappings,
    /// What people said about the names of payees.
    pub masks: &'a PayeeMasks,
}

impl Reader<'_> {
    /// Reads one file: its tables, and their lines in the order of the file.
    pub fn read(&self, found: &Found, emit: &mut dyn FnMut(RecordBatch)) -> Vec<SourceFile> {
        let body_id = found.body_id.clone().unwrap_or_default();
        open::open(&found.path, &found.shown_path)
            .into_iter()
            .flat_map(|opened| self.read_opened(&body_id, opened, emit))
            .collect()
    }

    fn read_opened(&self, body_id: &str, opened: Opened, emit: &mut dyn FnMut(RecordBatch)) -> Vec<SourceFile> {
        let new_table = |sheet: Option<&str>, format| SourceFile::new(body_id, &opened, sheet, format);
        match &opened.kind {
            Kind::Unreadable(why) => vec![unreadable(new_table(None, SourceFormat::Unknown), why.clone())],
            Kind::Text(text) => vec![self.read_text(new_table(None, SourceFormat::Csv), text, emit)],
            Kind::Workbook(bytes) => match Workbook::open(bytes.clone()) {
                Err(error) => {
                    vec![unreadable(new_table(None, SourceFormat::Workbook), Unreadable::Broken(error.to_string()))]
                }
                Ok(mut workbook) => {
                    // One sheet about people stops the workbook, so no line leaves before the last sheet is read.
                    let sheets = workbook.sheet_names();
                    let hidden: Vec<bool> = sheets.iter().map(|sheet| workbook.is_hidden(sheet)).collect();
                    let mut read = |sheet: &String| {
                        let mut held = Vec::new();
                        let table = new_table(Some(sheet), workbook.format());
                        (self.read_sheet(table, &mut workbook, sheet, &mut |batch| held.push(batch)), held)
                    };
                    let (mut tables, held): (Vec<SourceFile>, Vec<_>) = sheets.iter().map(&mut read).unzip();
                    if tables.iter().any(SourceFile::is_about_people) {
                        return vec![about_people(new_table(None, SourceFormat::Workbook))];
                    }
                    let counts = judge_hidden_sheets(&mut tables, &hidden);
                    settle_sheets_beside(&mut tables);
                    sheet_of_sums::settle(&mut tables, |sheet| workbook.rows(sheet).ok());
                    held.into_iter()
                        .zip(counts)
                        .filter(|(_, counts)| *counts)
                        .flat_map(|(held, _)| held)
                        .for_each(emit);
                    tables
                }
            },
        }
    }

    fn read_text(&self, mut table: SourceFile, text: &Text, emit: &mut dyn FnMut(RecordBatch)) -> SourceFile {
        table.encoding = Some(text.encoding);
        table.delimiter = Some(text.delimiter);
        let open_rows = || text.rows().map(|rows| Box::new(rows) as Box<dyn Rows>);
        let how = (text.encoding, text.content.is_streamed());
        let mut table = self.read_table(table, how, FromOutside::default(), &open_rows, emit);
        if text.encoding == Encoding::Mixed {
            table.doubt(
                ProblemKind::EncodingMixed,
                "most of the file is UTF-8 and some cells are Windows-1252".to_owned(),
            );
        }
        if text.n_nul > 0 {
            table.doubt(ProblemKind::ControlCharacter, format!("{} NUL bytes in the text", text.n_nul));
        }
        table
    }

    fn read_sheet(
        &self,
        table: SourceFile,
        workbook: &mut Workbook,
        sheet: &str,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> SourceFile {
        let rows = match workbook.rows(sheet) {
            Ok(rows) => rows,
            Err(error) => return unreadable(table, Unreadable::Broken(error.to_string())),
        };
        let open_rows = || Ok(Box::new(rows.from_start()) as Box<dyn Rows>);
        let known = FromOutside { counts_from_1904: workbook.counts_from_1904() };
        let mut table = self.read_table(table, (Encoding::Utf8, false), known, &open_rows, emit);
        doubt_hidden_column(&mut table, &rows);
        table
    }

    fn read_table<'r>(
        &self,
        mut table: SourceFile,
        (encoding, is_streamed): (Encoding, bool),
        known: FromOutside,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> SourceFile {
        let broken = |table: SourceFile, error: io::Error| unreadable(table, Unreadable::Broken(error.to_string()));
        let sample = match open_rows().and_then(|mut rows| sample(rows.as_mut(), encoding)) {
            Ok(sample) => sample,
            Err(error) => return broken(table, error),
        };
        let Sample { rows: sample, n_too_long, reading } = sample;
        if sample.iter().all(|(_, cells)| is_empty_row(cells)) {
            return unreadable(table, if n_too_long == 0 { Unreadable::Empty } else { no_rows() });
        }
        if is_about_people(&sample) {
            return about_people(table);
        }
        let Some(mut reading) = self.reading(&table.body_id, &sample, reading) else {
            return not_a_ledger(table, &sample);
        };
        let is_only_heading = sample.iter().all(|(number, cells)| is_empty_row(cells) || !reading.covers(*number));
        if !reading.is_confirmed {
            reading.points = reading.points.settled(table.delimiter);
        }
        table.stated_period = StatedPeriod::of(&table.path, table.sheet.as_deref(), &banners(&sample, &reading));
        reading.counts_from_1904 = known.counts_from_1904;
        // A sheet called `£000` says it of all its amounts.
        if let (Unit::Pounds, false, Some(sheet)) = (reading.unit, reading.is_confirmed, &table.sheet) {
            reading.unit = Unit::of_banner(sheet);
        }
        table.reading = Some(reading);
        if is_only_heading {
            table.doubt(ProblemKind::FileEmpty, "it has a heading but no lines".to_owned());
            return table;
        }
        if let Some(why) = unsure(&table, &self.place.options) {
            table.doubt(ProblemKind::FileUnsure, why);
            return table;
        }
        match self.lines(&mut table, encoding, is_streamed, open_rows, emit) {
            Ok(()) => self.doubt_other_body(doubt_purpose(self.doubt_period(table, &sample), &sample), &sample),
            Err(error) => broken(table, error),
        }
    }

    /// A file's name, its sheet's or a line above its headings may state another time than its dates.
    fn doubt_period(&self, mut table: SourceFile, sample: &[SampleRow]) -> SourceFile {
        let Some(reading) = &table.reading else { return table };
        let banners = banners(sample, reading);
        let texts =
            [table.sheet.as_deref(), Some(file_stem(&table.path))].into_iter().flatten().map(|text| (text, true));
        let texts = texts.chain(banners.iter().map(|text| (text.as_str(), false)));
        let said = texts.filter_map(|(text, is_name)| contradiction(text, is_name, self.place, &table.counts)).next();
        if let Some(text) = said {
            let (n_rows, amount) = (table.counts.n_lines, Some(table.counts.amount));
            let problem = table.problem(ProblemKind::DateOutsidePeriod, format!("{}: {text}", table.shown()));
            table.counts.problems.push(Problem { n_rows, amount, ..problem });
        }
        table
    }

    fn doubt_other_body(&self, mut table: SourceFile, sample: &[SampleRow]) -> SourceFile {
        let Some(reading) = &table.reading else { return table };
        let stem = file_stem(&table.path);
        let said = other_body(self.place, &table.body_id, reading, sample, (&banners(sample, reading), stem));
        let (n_rows, amount, said) = match said {
            Some(said) => (table.counts.n_lines, table.counts.amount, said),
            None => match of_others(self.place, &table.body_id, &table.counts.bodies) {
                Some(others) => (others.n_lines, others.amount, others.text),
                None => return table,
            },
        };
        let problem = table.problem(ProblemKind::FileOfAnotherBody, format!("{}: {said}", table.shown()));
        table.counts.problems.push(Problem { n_rows, amount: Some(amount), ..problem });
        table
    }

    /// What a person confirmed for these headings, or what the sample shows.
    fn reading(&self, body_id: &str, sample: &[SampleRow], found: Option<Reading>) -> Option<Reading> {
        let confirmed = self.mappings.persons(body_id).find_map(|layout| {
            let mut reading = reading_under(sample, &layout.headings)?;
            layout.apply(&mut reading);
            Some(reading)
        });
        if confirmed.is_some() {
            return confirmed;
        }
        let mut found = found.or_else(|| find_reading(sample))?;
        leave_own_column(&mut found, sample, &own_keys(self.place, body_id));
        Some(found)
    }

    /// Reads the lines. The format of the dates is voted over the whole column; where the sample voted
    /// otherwise, the lines are read again.
    fn lines<'r>(
        &self,
        table: &mut SourceFile,
        encoding: Encoding,
        is_streamed: bool,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(RecordBatch),
    ) -> io::Result<()> {
        let (body_id, file_id, line_base) = (table.body_id.clone(), table.file_id.clone(), line_base(&table.file_id));
        let own_keys = own_keys(self.place, &table.body_id);
        let counts_from_1904 = table.reading.as_ref().is_some_and(|reading| reading.counts_from_1904);
        let is_sheet = table.sheet.is_some();
        let (id, mut context) =
            (TableId { body_id, file_id, line_base, own_keys }, context(self.place, counts_from_1904, is_sheet));
        let read = |context: Context, reading: &Reading, seen: &SecondLook, emit: &mut dyn FnMut(RecordBatch)| {
            read_lines(open_rows()?.as_mut(), encoding, (reading, seen), &id, (context, self.masks), emit)
        };
        let mut seen: Option<SecondLook> = None;
        let reading = table.reading.as_mut().expect("the reading was found before the lines");
        // A file too large to hold is voted on in a pass of its own.
        let mut held = Vec::new();
        let mut mixed_signs = (0, 0);
        loop {
            let mut hold = |batch: RecordBatch| {
                if !is_streamed {
                    held.push(batch)
                }
            };
            table.counts = read(context, reading, seen.as_ref().unwrap_or(&SecondLook::default()), &mut hold)?;
            // Credits that have their minus signs are not turned a second time.
            if !reading.is_confirmed && table.counts.credits_have_signs(reading) {
                mixed_signs = (table.counts.n_credits_with_minus, table.counts.n_credits_turned);
                reading.columns.remove(&Field::Side);
                held.clear();
                continue;
            }
            let voted = table.counts.vote.winner_near(self.place.year.0).filter(|_| !reading.is_confirmed);
            if voted.is_some() && voted != reading.date_format {
                reading.date_format = voted;
            } else if seen.is_some() {
                break;
            } else {
                let look = self.second_look(reading, &table.counts, encoding, open_rows)?;
                let is_needed = look.is_needed();
                seen = Some(look);
                if !is_needed {
                    break;
                }
            }
            held.clear();
        }
        let seen = seen.unwrap_or_default();
        let stated = table.stated_period.filter(|period| period.is_borne_out(&table.counts));
        table.stated_period = stated;
        let settled = settled(context, self.place, stated, &table.counts);
        let is_read_again = std::mem::replace(&mut context, settled) != settled;
        if is_read_again && !is_streamed {
            held.clear();
            table.counts = read(context, reading, &seen, &mut |batch| held.push(batch))?;
        }
        let restated = Restated::new(stated, reading.column(Field::Period).is_some(), &table.counts);
        held.drain(..).for_each(|batch| emit(restated.batch(batch)));
        if is_streamed {
            table.counts = read(context, reading, &seen, &mut |batch| emit(restated.batch(batch)))?;
        }
        restated.counts(&mut table.counts);
        doubt_columns(table, mixed_signs);
        Ok(())
    }

    /// What a first reading showed that must be known before the lines are counted.
    fn second_look<'r>(
        &self,
        reading: &Reading,
        counts: &Counts,
        encoding: Encoding,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
    ) -> io::Result<SecondLook> {
        let totals = counts.heads_with_sums.clone();
        if counts.other_headings.is_empty() {
            return Ok(SecondLook { totals, ..SecondLook::default() });
        }
        let confidence_min = self.place.options.confidence_min;
        let (later, same) =
            later_readings(open_rows()?.as_mut(), encoding, reading, &counts.other_headings, confidence_min)?;
        Ok(SecondLook { later, same, totals })
    }
}

/// The names of a file, its folder and its sheet, the lines above its headings, a note below its lines and the heading of
/// its amounts may say that it lists something else than payments.
fn doubt_purpose(mut table: SourceFile, sample: &[SampleRow]) -> SourceFile {
    let Some(reading) = table.reading.as_ref().filter(|_| 0 < table.counts.n_lines) else { return table };
    let folders = table.path.rsplit('/').skip(1).take_while(|folder| !folder.contains('!'));
    // The first folder is the body's.
    let n_folders = folders.clone().count();
    let names = table.sheet.as_deref().into_iter().chain([file_stem(&table.path)]);
    let names = names.chain(folders.take(n_folders.saturating_sub(1)));
    let mut found =
        names.filter_map(|name| Some((purpose_of(name, Stands::Name)?, format!("it is called `{name}`")))).next();
    if found.is_none() {
        let of_title = |title: &String| {
            Some((purpose_of(title, Stands::Title)?, format!("`{}` is above its headings", told_heading(title))))
        };
        found = banners(sample, reading).iter().find_map(of_title);
    }
    if found.is_none() {
        found = table
            .counts
            .note
            .as_ref()
            .map(|(purpose, note)| (*purpose, format!("`{}` is below its lines", told_heading(note))));
    }
    if found.is_none() && !reading.is_confirmed {
        let heading = reading.heading(Field::Amount).filter(|heading| is_heading_of_unpaid(heading));
        found = heading.map(|heading| (Purpose::NotPaid, format!("its amounts are headed `{heading}`")));
    }
    let Some((purpose, said)) = found else { return table };
    if purpose == Purpose::Credits && 0 < table.counts.n_negative {
        return table;
    }
    let (n_rows, amount) = (table.counts.n_lines, Some(table.counts.amount));
    let text = format!("{}: {said}, so its lines {}; they were counted as payments", table.shown(), purpose.may_be());
    let problem = table.problem(purpose.kind(), text);
    table.counts.problems.push(Problem { n_rows, amount, ..problem });
    table
}

/// Doubts about whole columns: credits with and without minus signs, and dates in two orders.
fn doubt_columns(table: &mut SourceFile, mixed_signs: (u64, u64)) {
    if let (n_with_minus, n_without @ 1..) = mixed_signs {
        let text = format!(
            "{n_with_minus} credits have a minus sign and {n_without} have none; every amount was counted as printed"
        );
        let amount = Some(table.counts.amount);
        let problem = Problem { n_rows: n_without, amount, ..table.problem(ProblemKind::SideUnreadable, text) };
        table.counts.problems.push(problem);
    }
    if table.counts.vote.may_be_month_first() {
        let text = "the dates were read day first, which puts them on one day of many months; read month first, they \
                    are all in one month";
        let (n_rows, amount) = (table.counts.n_lines, Some(table.counts.amount));
        let problem = table.problem(ProblemKind::DateFormatMixed, text.to_owned());
        table.counts.problems.push(Problem { n_rows, amount, ..problem });
    }
    if table.counts.vote.is_mixed() {
        let text = "one column has dates in both orders of day and month; unreadable dates are left empty".to_owned();
        table.doubt(ProblemKind::DateFormatMixed, text);
    }
}

/// What is known about a table from outside its rows.
#[derive(Clone, Copy, Default)]
struct FromOutside {
    counts_from_1904: bool,
}

/// Reports a hidden column that was counted: nobody who opens the workbook sees it.
fn doubt_hidden_column(table: &mut SourceFile, rows: &SheetRows) {
    let Some(reading) = table.reading.as_ref().filter(|_| 0 < table.counts.n_lines) else { return };
    let amounts = [Field::Amount, Field::Credit].into_iter().filter_map(|field| reading.column(field));
    let Some(column) = amounts.into_iter().find(|column| rows.is_column_hidden(*column)) else { return };
    let heading = reading.headings[column].clone();
    let text = format!("the column `{heading}` is hidden; it was counted");
    let (n_rows, amount) = (table.counts.n_lines, Some(table.counts.amount));
    let problem = table.problem(ProblemKind::RowsHidden, text);
    table.counts.problems.push(Problem { n_rows, amount, column: Some(heading), ..problem });
}

/// A sheet without amounts needs no look if another sheet was read; if none was, it is as doubtful as a file that is
/// not a ledger.
fn settle_sheets_beside(tables: &mut [SourceFile]) {
    let has_lines = tables.iter().any(|table| table.is_read() && 0 < table.counts.n_lines);
    let (from, to) = match has_lines {
        true => (ProblemKind::FileEmpty, ProblemKind::SheetBeside),
        false => (ProblemKind::SheetBeside, ProblemKind::FileNotLedger),
    };
    // A sheet with headings and no lines is a missing month.
    for table in tables.iter_mut().filter(|table| table.reading.is_none()) {
        table.counts.problems.iter_mut().filter(|problem| problem.kind == from).for_each(|problem| problem.kind = to);
    }
}

/// Leaves hidden sheets out if a visible one has lines, and counts them otherwise; reports their lines and pounds either way.
fn judge_hidden_sheets(tables: &mut [SourceFile], hidden: &[bool]) -> Vec<bool> {
    let has_lines = |table: &SourceFile| table.is_read() && 0 < table.counts.n_lines;
    let is_beside_others = tables.iter().zip(hidden).any(|(table, hidden)| !hidden && has_lines(table));
    let mut counts = vec![true; tables.len()];
    for (i, table) in tables.iter_mut().enumerate().filter(|(i, table)| hidden[*i] && has_lines(table)) {
        let (n_rows, amount) = (table.counts.n_lines, Some(table.counts.amount));
        let n = format!("{n_rows} lines of {}", table.counts.amount.short());
        let (kind, text) = if is_beside_others {
            (ProblemKind::SheetHidden, format!("the sheet is hidden; its {n} were not counted"))
        } else {
            (
                ProblemKind::RowsHidden,
                format!("the sheet is hidden; its {n} were counted, because no visible sheet has any"),
            )
        };
        if is_beside_others {
            table.counts = Counts::default();
            counts[i] = false;
        }
        let problem = table.problem(kind, text);
        table.counts.problems.push(Problem { n_rows, amount, ..problem });
    }
    counts
}

/// The filled cells above the headings.
fn banners(sample: &[SampleRow], reading: &Reading) -> Vec<String> {
    let is_above = |number: u64| !reading.header_is_last && number < reading.header_rows.0;
    let above = sample.iter().filter(|(number, _)| is_above(*number)).flat_map(|(_, cells)| cells);
    above.filter(|cell| !cell.is_empty()).cloned().collect()
}

/// Where the lines of a year may end before a date is in the future.
fn context(place: &Place, counts_from_1904: bool, is_sheet: bool) -> Context {
    let grace = jiff::Span::new().days(place.options.year_grace_days);
    let default = || place.year.last_day().saturating_add(grace);
    let last_date = place.options.today.unwrap_or_else(default);
    Context { year: place.year, period_basis: PeriodBasis::default(), last_date, counts_from_1904, is_sheet }
}

/// What a first reading showed about the period of a table, if a second reading would then read it differently.
fn settled(first: Context, place: &Place, stated: Option<StatedPeriod>, counts: &Counts) -> Context {
    let year = year_of_undated(stated, counts, place.year);
    let has_undated = counts.months.values().map(|(n, _)| n).sum::<u64>() < counts.n_lines;
    // The dates of a file of a later year are not slips, and the doubt about its year says it all.
    let is_later = place.year < year && place.options.today.is_none();
    let grace = jiff::Span::new().days(place.options.year_grace_days);
    Context {
        year: if has_undated { year } else { first.year },
        period_basis: counts.period_votes.basis(),
        last_date: if is_later { year.last_day().saturating_add(grace) } else { first.last_date },
        ..first
    }
}

/// The first filled rows of a table.
struct Sample {
    rows: Vec<SampleRow>,
    n_too_long: u64,
    /// Of a table with more rows, which had to be looked for.
    reading: Option<Reading>,
}

fn sample(rows: &mut dyn Rows, encoding: Encoding) -> io::Result<Sample> {
    let mut kept = Sample { rows: Vec::new(), n_too_long: 0, reading: None };
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
    // A heading may be in the very last row: where the first rows hold none, the end is looked at too.
    kept.reading = find_reading(&kept.rows);
    if kept.reading.is_none() {
        kept.rows.extend(last_filled_rows(rows, encoding)?);
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

/// The last two filled rows: a heading may take both.
fn last_filled_rows(rows: &mut dyn Rows, encoding: Encoding) -> io::Result<Vec<SampleRow>> {
    let mut row = Row::default();
    let mut last = [Row::default(), Row::default()];
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Row if !row.is_blank() => {
                last.swap(0, 1);
                std::mem::swap(&mut last[1], &mut row);
            }
            _ => {}
        }
    }
    Ok(last.iter().filter(|row| !row.is_empty()).map(|row| (row.number, row.texts(&encoding))).collect())
}

/// Why a reading is not sure enough to count money by.
fn unsure(table: &SourceFile, options: &Options) -> Option<String> {
    let reading = table.reading.as_ref()?;
    let headings = reading
        .headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .map(|h| format!("`{}`", told_heading(h)))
        .collect::<Vec<_>>()
        .join(", ");
    let hint = format!("confirm it in mappings/{}.toml after `totalplace check`", table.body_id);
    if reading.column(Field::Amount).is_none() {
        return Some(format!("no column is mapped to `amount`; the file has {headings}: {hint}"));
    }
    if !reading.rival_amounts.is_empty() && reading.confidence < options.confidence_min {
        let rivals = reading.rival_amounts.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
        let chosen = reading.heading(Field::Amount).unwrap_or_default();
        return Some(format!("`{chosen}` and {rivals} could each be the amount, and they differ: {hint}"));
    }
    if let Points::Unsure { n_amounts } = reading.points {
        let chosen = reading.heading(Field::Amount).unwrap_or_default();
        return Some(format!(
            "each of {n_amounts} amounts in `{chosen}` has three digits after a point, which could be thousands or parts of a penny: {hint}, with \
             `points = \"1.234,56\"` or `points = \"1,234.56\"`"
        ));
    }
    let sure = reading.confidence;
    (sure < options.confidence_min).then(|| {
        format!(
            "the reading is only {:.0}% sure ({:.0}% is needed); the file has {headings}: {hint}",
            sure * 100.0,
            options.confidence_min * 100.0
        )
    })
}

/// A list that is not a ledger may be of people, so no cell of it is quoted.
fn not_a_ledger(mut table: SourceFile, sample: &[SampleRow]) -> SourceFile {
    let n_filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let first = sample.iter().map(|(number, cells)| (number, n_filled(cells))).find(|(_, n)| 0 < *n);
    let (row, n) = first.expect("a table with no filled row is empty");
    let text = format!("no row names an amount and a payee or date; it begins in row {row}, with {n} filled cells");
    let is_beside = table.sheet.is_some() && sample.len() < SAMPLE_ROWS && !has_amounts(sample);
    table.doubt(if is_beside { ProblemKind::SheetBeside } else { ProblemKind::FileNotLedger }, text);
    table
}

/// Whether a sheet without headings may hold money: pounds or pence, or more than a few numbers after other cells.
fn has_amounts(sample: &[SampleRow]) -> bool {
    const NUMBERS_MAX: usize = 2;
    let is_number = |cell: &&String| cell.bytes().any(|b| b.is_ascii_digit()) && Amount::parse(cell).is_ok();
    let is_money = |cell: &&String| is_number(cell) && cell.contains(['.', '£']);
    let filled = || sample.iter().map(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()));
    // A code comes before its meaning.
    let n_numbers = filled().flat_map(|cells| cells.skip(1)).filter(is_number).count();
    NUMBERS_MAX < n_numbers || filled().flatten().any(|cell| is_money(&cell))
}

/// What is known of a table about people stays unsaid: not its headings, and not the name of its sheet.
fn about_people(mut table: SourceFile) -> SourceFile {
    table.sheet = None;
    let text = "its headings or cells are about people, so it is not read as a ledger and none of it is shown: move \
                it to people/ and name it in place.toml with `kind = \"people\"` or `kind = \"contacts\"`";
    table.doubt(ProblemKind::FileAboutPeople, text.to_owned());
    table
}

fn unreadable(mut table: SourceFile, why: Unreadable) -> SourceFile {
    let (kind, text) = match why {
        Unreadable::Empty => (ProblemKind::FileEmpty, "it is empty".to_owned()),
        Unreadable::NotALedger(text) => (ProblemKind::FileNotLedger, text),
        Unreadable::Broken(text) => (ProblemKind::FileUnreadable, text),
    };
    // Lines of a file that broke half-way were not emitted, so its counts must not stay either.
    table.counts = Counts::default();
    table.doubt(kind, text);
    table
}

/// Every problem of a place's ledgers, sorted: of their rows, of themselves, of finding them, and what shows only when
/// they are laid side by side.
pub fn ledger_problems(place: &Place, files: &[SourceFile], not_found: &[Problem]) -> Vec<Problem> {
    lay_side_by_side(place, files, not_found).problems
}

/// The same, and which files are copies.
pub fn lay_side_by_side(place: &Place, files: &[SourceFile], not_found: &[Problem]) -> SideBySide {
    let mut beside = doubts(place, files);
    let of_files = files.iter().flat_map(|file| &file.counts.problems);
    // Lost signs of a whole file are said once, with what they may be worth.
    let without_signs: BTreeSet<Option<String>> = beside
        .problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::NoNegativeLines)
        .map(|problem| problem.file_id.clone())
        .collect();
    let is_said =
        |problem: &Problem| problem.kind == ProblemKind::NoNegativeLines && without_signs.contains(&problem.file_id);
    let of_files = of_files.filter(|problem| !is_said(problem));
    beside.problems.extend(of_files.chain(not_found).cloned());
    beside.problems.sort();
    beside
}
