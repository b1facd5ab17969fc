//! The account as a workbook that a finance director would accept.
//!
//! A cover that says what it is, what it is based on and what is doubtful; the summary; the meaning of every
//! column; then one sheet a table. Text is only ever written as text, so a payee that begins with `=`
//! cannot run. The same tables give the same bytes.

mod columns;
mod cover;
mod lines;
mod page;
mod sheet;

use model::{Place, Table, Tables, tables};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::summary::{Summary, summary};
use crate::{Error, xlsx::sheet::Changes};

/// Rows of data that a sheet holds under its heading.
pub const SHEET_ROWS_MAX: usize = 1_048_575;
/// Tables with more rows than this stay out unless they are asked for: Excel opens them, but nobody waits for it.
pub const STANDARD_ROWS_MAX: usize = 1_000_000;

/// What goes into the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub tables: Choice,
    /// Rows of a sheet before its table goes on in the next one; at most [`SHEET_ROWS_MAX`].
    pub sheet_rows_max: usize,
}

/// Which tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Every table of up to [`STANDARD_ROWS_MAX`] rows.
    Standard,
    /// Every table.
    All,
    /// These, if they are there.
    These(Vec<&'static Table>),
}

impl Options {
    pub fn standard() -> Options {
        Options { tables: Choice::Standard, sheet_rows_max: SHEET_ROWS_MAX }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    pub sheets: Vec<String>,
    /// Tables that were not asked for or are too long, with their rows.
    pub left_out: Vec<(&'static Table, usize)>,
    /// What a reader must know about the sheets, in sentences; they stand on the cover too.
    pub notes: Vec<String>,
}

/// Makes the workbook in memory, so that what is written to a disk is all of it or nothing.
pub fn write(tables: &dyn Tables, place: &Place, options: &Options) -> Result<Written, Error> {
    let summary = summary(tables, place)?;
    let (chosen, left_out) = choose(tables, &options.tables)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&summary)?);
    for name in ["Cover", "Summary", "Columns"] {
        workbook.add_worksheet().set_name(name)?;
    }
    let mut sheets: Vec<String> = ["Cover", "Summary", "Columns"].map(str::to_owned).to_vec();
    let mut changes = Changes::default();
    let rows_max = options.sheet_rows_max.clamp(1, SHEET_ROWS_MAX);
    let has_lines = lines::are_there(tables) && chosen.contains(&&tables::SPEND);
    if has_lines {
        sheets.extend(lines::write(&mut workbook, tables, rows_max, &mut changes)?);
    }
    for table in &chosen {
        sheets.extend(sheet::write(&mut workbook, tables, table, rows_max, &mut changes)?);
    }
    page::write_summary(workbook.worksheet_from_index(1)?, &summary)?;
    let described: Vec<&'static Table> = has_lines.then_some(&lines::LINES).into_iter().chain(chosen).collect();
    columns::write(workbook.worksheet_from_index(2)?, &described)?;
    let mut notes = changes.notes();
    notes.extend(left_out.iter().map(left_out_note));
    cover::write(workbook.worksheet_from_index(0)?, tables, place, &summary, &notes)?;
    Ok(Written { bytes: workbook.save_to_buffer()?, sheets, left_out, notes })
}

/// Tables that are there and chosen, in the order of the model, and those that are there and not.
type Chosen = (Vec<&'static Table>, Vec<(&'static Table, usize)>);

fn choose(tables: &dyn Tables, choice: &Choice) -> Result<Chosen, Error> {
    let (mut chosen, mut left_out) = (Vec::new(), Vec::new());
    for table in tables::that_may_leave().filter(|table| tables.exists(table)) {
        let n_rows = table.n_rows(tables)?;
        let is_chosen = match choice {
            Choice::Standard => n_rows <= STANDARD_ROWS_MAX,
            Choice::All => true,
            Choice::These(these) => these.contains(&table),
        };
        if is_chosen { chosen.push(table) } else { left_out.push((table, n_rows)) }
    }
    Ok((chosen, left_out))
}

fn left_out_note((table, n_rows): &(&'static Table, usize)) -> String {
    let rows = crate::block::count(*n_rows);
    format!("The table {} ({rows} rows) is not in this workbook; the data package and out/tables/ have it.", table.name)
}

/// A workbook carries the moment of its making; a fixed one lets two runs give the same bytes.
fn properties(summary: &Summary) -> Result<DocProperties, XlsxError> {
    let title = format!("{}: the account of public money, {}", summary.place, summary.years_in_words());
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_author("Total Place").set_creation_datetime(&moment))
}

#[cfg(test)]
mod tests;
