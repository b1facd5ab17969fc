//! The small tables: files, and the names of public bodies.

use std::collections::BTreeMap;

use arrow_array::Array;
use jiff::ToSpan;
use jiff::civil::Date;
use model::tables::{self, counterparty, source_file};
use model::Tables;

use super::columns::{Columns, batches};
use crate::{Error, SourceFile};

pub(super) fn read_files(tables: &dyn Tables) -> Result<Vec<SourceFile>, Error> {
    let columns: Vec<&'static str> = tables::SOURCE_FILE.columns.iter().map(|column| column.name).collect();
    let mut files = Vec::new();
    for batch in batches(tables, &tables::SOURCE_FILE, &columns)? {
        let batch = batch?;
        for row in 0..batch.n_rows() {
            files.push(file(&batch, row)?);
        }
    }
    Ok(files)
}

fn file(batch: &Columns, row: usize) -> Result<SourceFile, Error> {
    let text = |column| batch.text(column).map(|text| text.value(row).to_owned());
    let text_if_any = |column| batch.text(column).map(|text| text.value_if_any(row).map(str::to_owned));
    let count = |column| batch.whole(column).map(|counts| u64::try_from(counts.value(row)).unwrap_or(0));
    let day = |column| batch.dates(column).map(|dates| dates.is_valid(row).then(|| date(dates.value(row))));
    Ok(SourceFile {
        file_id: text(source_file::FILE_ID)?,
        body_id: text(source_file::BODY_ID)?,
        path: text(source_file::PATH)?,
        sheet: text_if_any(source_file::SHEET)?,
        sha256: text(source_file::SHA256)?,
        n_bytes: count(source_file::N_BYTES)?,
        format: text(source_file::FORMAT)?,
        encoding: text_if_any(source_file::ENCODING)?,
        mapping: text(source_file::MAPPING)?,
        confidence: batch.shares(source_file::CONFIDENCE)?.value(row),
        amount_column: text_if_any(source_file::AMOUNT_COLUMN)?,
        vat_basis: text(source_file::VAT_BASIS)?,
        n_rows: count(source_file::N_ROWS)?,
        n_problem_rows: count(source_file::N_PROBLEM_ROWS)?,
        n_lines: count(source_file::N_LINES)?,
        n_negative: count(source_file::N_NEGATIVE)?,
        n_redacted: count(source_file::N_REDACTED)?,
        first_date: day(source_file::FIRST_DATE)?,
        last_date: day(source_file::LAST_DATE)?,
        amount: batch.money(source_file::AMOUNT)?.value(row),
    })
}

/// The usual names of public bodies paid, by id; nothing where the table was not written.
pub(super) fn read_counterparties(tables: &dyn Tables) -> Result<BTreeMap<String, String>, Error> {
    let mut names = BTreeMap::new();
    if !tables.exists(&tables::COUNTERPARTY) {
        return Ok(names);
    }
    let columns = [counterparty::COUNTERPARTY_ID, counterparty::COUNTERPARTY_NAME];
    for batch in batches(tables, &tables::COUNTERPARTY, &columns)? {
        let batch = batch?;
        let (ids, texts) = (batch.text(columns[0])?, batch.text(columns[1])?);
        for row in 0..batch.n_rows() {
            names.entry(ids.value(row).to_owned()).or_insert_with(|| texts.value(row).to_owned());
        }
    }
    Ok(names)
}

/// A day by its distance from 1970.
pub(crate) fn date(days: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    // A Date32 can lie outside the years that jiff knows; no ledger's does.
    epoch.checked_add(days.days()).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}
