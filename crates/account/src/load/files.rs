//! The small tables: files, and the names of public bodies.

use std::collections::BTreeMap;

use model::tables::{self, counterparty, source_file};
use model::{Row, TableError, Tables};

use crate::SourceFile;

pub(super) fn read_files(tables: &dyn Tables) -> Result<Vec<SourceFile>, TableError> {
    let mut files = Vec::new();
    for batch in tables::SOURCE_FILE.batches(tables, &[])? {
        files.extend(tables::SOURCE_FILE.read(&batch?).iter().map(|row| file(&row)));
    }
    Ok(files)
}

fn file(row: &Row<'_>) -> SourceFile {
    let text = |column| row.text(column).to_owned();
    let text_if_any = |column| row.text_if_any(column).map(str::to_owned);
    SourceFile {
        file_id: text(source_file::FILE_ID),
        body_id: text(source_file::BODY_ID),
        path: text(source_file::PATH),
        sheet: text_if_any(source_file::SHEET),
        sha256: text(source_file::SHA256),
        n_bytes: row.count(source_file::N_BYTES),
        format: text(source_file::FORMAT),
        mapping: text(source_file::MAPPING),
        confidence: row.number(source_file::CONFIDENCE),
        amount_column: text_if_any(source_file::AMOUNT_COLUMN),
        vat_basis: text(source_file::VAT_BASIS),
        n_rows: row.count(source_file::N_ROWS),
        n_problem_rows: row.count(source_file::N_PROBLEM_ROWS),
        n_lines: row.count(source_file::N_LINES),
        first_date: row.date_if_any(source_file::FIRST_DATE),
        last_date: row.date_if_any(source_file::LAST_DATE),
    }
}

/// The usual names of public bodies paid, by id; nothing where the table was not written.
pub(super) fn read_counterparties(tables: &dyn Tables) -> Result<BTreeMap<String, String>, TableError> {
    let mut names = BTreeMap::new();
    tables::COUNTERPARTY.read_all(tables, |row| {
        let id = row.text(counterparty::COUNTERPARTY_ID).to_owned();
        names.entry(id).or_insert_with(|| row.text(counterparty::COUNTERPARTY_NAME).to_owned());
    })?;
    Ok(names)
}
