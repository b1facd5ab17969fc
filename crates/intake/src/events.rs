//! Event logs: read from whatever form a tool or an agency writes, and written for other tools.
//!
//! A log is told by what it holds, never by its name. Rows that are no event are kept as problems with their row; what a person
//! should know of the others is a notice. Nothing is guessed where a wrong guess would give a wrong answer that looks right.

mod cases;
mod clock;
mod columns;
mod error;
mod headings;
mod lifecycle;
mod log_builder;
mod memory;
mod moment;
mod moment_choice;
mod moment_column;
mod moment_text;
pub mod ocel;
mod options;
mod parquet;
mod problem;
mod relations;
mod role;
mod sheets;
mod source;
mod table;
mod table_head;
mod write_csv;
mod write_xes;
mod written;
mod xes;
mod xes_cells;
mod xes_keys;
mod xml;
mod xml_encoding;

use std::path::Path;

use engine::ForeignFile;
use model::event_log::EventLog;

pub use columns::{ColumnRead, Reason};
pub use error::Error;
pub use memory::needed_bytes;
pub use options::{NamedColumns, Options};
pub use problem::{CellProblem, CellProblemKind, Notice, RowProblem, RowProblemKind};
pub use relations::{RelationProblem, Relations, read_relations};
pub use role::Role;
pub use source::Form;
pub use write_csv::write_csv;
pub use write_xes::write_xes;

use log_builder::LogBuilder;
use source::Source;
use table::Table;

use crate::plain::TableSource;

/// A log and everything that a person should see of how it was read. Rows are events, problems, or halves of pairs:
/// `n_rows == log.events.len() + problems.len() + n_paired`.
#[derive(Debug, Clone)]
pub struct LogRead {
    pub log: EventLog,
    pub form: Form,
    pub columns: Vec<ColumnRead>,
    pub problems: Vec<RowProblem>,
    /// Cells that could not be read in rows that are events.
    pub cell_problems: Vec<CellProblem>,
    pub notices: Vec<Notice>,
    /// Rows under the headings that are not blank; in logs without rows the events of the file.
    pub n_rows: u64,
    /// Rows that were made one event with another row.
    pub n_paired: u64,
}

/// Reads an event log in any form.
///
/// # Errors
/// [`Error`] where it is no log, cannot be read, or leaves open what only a person can say.
pub fn read_log(path: &Path, options: &Options) -> Result<LogRead, Error> {
    let (source, n_bytes) = Source::open(path)?;
    let form = source.form();
    if let Some(option) = form.needless_option(options) {
        return Err(Error::OptionElsewhere { path: path.to_owned(), option, form });
    }
    let file_name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let table = Table::of(path, &file_name);
    let (builder, columns) = match source {
        Source::Text(text) => {
            memory::insist_on_room(path, text_rows(path, &text, n_bytes)?, options)?;
            let delimiter = Some(text.delimiter);
            table::read_table(&TableSource::of_text(text), &Table { delimiter, ..table }, options)?
        }
        Source::Workbook(bytes) => {
            let sheet = sheets::chosen_sheet(path, bytes, options)?;
            let table = Table { counts_from_1904: sheet.counts_from_1904, ..table };
            let (mut builder, columns) = table::read_table(&TableSource::of_sheet(sheet.rows), &table, options)?;
            builder.notices.extend(sheet.notice);
            (builder, columns)
        }
        Source::Parquet => {
            let file = ForeignFile::open(path).map_err(|error| Error::not_a_log(path, error.to_string()))?;
            memory::insist_on_room(path, file.n_rows(), options)?;
            let table = Table { has_row_of_headings: false, ..table };
            table::read_table(&parquet::ParquetTable(file), &table, options)?
        }
        Source::Xes(xml) => {
            memory::insist_on_room(path, memory::n_events_of(&xml.head, b"<event", n_bytes), options)?;
            xes::read_xes(path, &file_name, &xml, options)?
        }
        Source::OcelJson(_) | Source::OcelXml(_) | Source::Sqlite => {
            let ocel = ocel::of_source(path, source)?;
            return ocel::flattened(path, &file_name, form, &ocel, options);
        }
    };
    Ok(finished(form, builder, columns, options))
}

fn finished(form: Form, builder: LogBuilder, columns: Vec<ColumnRead>, options: &Options) -> LogRead {
    let mut builder = builder.finish();
    let n_paired = if options.is_lifecycle_paired { lifecycle::pair(&mut builder) } else { 0 };
    if !options.is_lifecycle_paired {
        lifecycle::say_unpaired(&mut builder);
    }
    let LogBuilder { log, problems, cell_problems, notices, n_rows, .. } = builder;
    LogRead { log, form, columns, problems, cell_problems, notices, n_rows, n_paired }
}

/// Lines of the first part of a text, carried on over the whole.
fn text_rows(path: &Path, text: &crate::open::Text, n_bytes: u64) -> Result<u64, Error> {
    let head = crate::open::head(&text.content).map_err(Error::file(path))?;
    Ok(memory::n_events_of(&head, b"\n", n_bytes))
}
