//! The account as a Frictionless Fiscal Data Package, with CSVW beside each file.
//!
//! The data stay exactly as they are: nothing is rounded, cut or escaped beyond what CSV asks for
//! (method, section 9.3). The descriptor speaks both forms of the Fiscal Data Package: `columnType` on each
//! field (version 1) and `model.measures` and `model.dimensions` (version 0.3).

mod csvw;
mod descriptor;
mod fiscal;
mod readme;
mod table_csv;

use std::path::{Path, PathBuf};

use model::{Place, Table, TableError, Tables, tables};
use serde_json::Value;

use crate::Error;

/// One file of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    pub table: &'static Table,
    pub n_rows: usize,
    pub n_bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Required columns of text that hold an empty text somewhere, which CSV cannot tell from nothing.
    pub columns_with_empty_text: Vec<&'static str>,
}

impl Resource {
    /// Whether every row has a value in the column, as a reader of CSV sees it.
    fn is_required(&self, column: &model::Column) -> bool {
        !column.nullable && !self.columns_with_empty_text.contains(&column.name)
    }
}

/// Writes the package into a directory, which is made if need be, and returns what was written.
///
/// `datapackage.json` is written last and names the checksum of every file, so a package that was
/// interrupted cannot be mistaken for a whole one.
pub fn write(tables: &dyn Tables, place: &Place, dir: &Path) -> Result<Vec<Resource>, Error> {
    let descriptor = dir.join("datapackage.json");
    std::fs::create_dir_all(dir).map_err(|source| Error::Write { path: dir.to_owned(), source })?;
    remove(&descriptor)?;
    let mut resources = Vec::new();
    for table in tables::that_may_leave().filter(|table| tables.exists(table)) {
        let resource = table_csv::write(tables, table, &dir.join(csv_name(table)))?;
        write_json(&dir.join(format!("{}-metadata.json", csv_name(table))), &csvw::metadata(place, &resource))?;
        resources.push(resource);
    }
    if resources.is_empty() {
        return Err(TableError::NotBuilt { table: tables::LEDGER_LINE.name }.into());
    }
    write_text(&dir.join("README.md"), &readme::markdown(place, &resources))?;
    write_json(&descriptor, &descriptor::descriptor(place, &resources))?;
    Ok(resources)
}

fn csv_name(table: &Table) -> String {
    format!("{}.csv", table.name)
}

fn write_json(path: &Path, value: &Value) -> Result<(), Error> {
    write_text(path, &format!("{value:#}\n"))
}

fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(|source| Error::Write { path: PathBuf::from(path), source })
}

fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Write { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// The first sentence of a table's declaration.
fn meaning(table: &Table) -> String {
    table.meaning.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Tyne and Wear`, 2020 as `tyne-and-wear-2020-21`: lower case letters, digits and hyphens.
fn slug(place: &Place) -> String {
    let text = format!("{} {}", place.name, place.years_in_words()).to_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// What identifies a row.
fn primary_key(table: &Table) -> &'static [&'static str] {
    use tables::{body, ledger_line, service, source_file, spend, theme_share};
    match table.name {
        name if name == tables::SOURCE_FILE.name => &[source_file::FILE_ID],
        name if name == tables::LEDGER_LINE.name => &[ledger_line::LINE_ID],
        name if name == tables::SPEND.name => &[spend::LINE_ID],
        name if name == tables::BODY.name => &[body::BODY_ID],
        name if name == tables::SERVICE.name => &[service::SERVICE],
        name if name == tables::THEME_SHARE.name => &[theme_share::LINE_ID, theme_share::THEME],
        _ => &[],
    }
}

/// A column that names a row of another table.
struct ForeignKey {
    table: &'static Table,
    column: &'static str,
    of: &'static Table,
    of_column: &'static str,
}

/// What was published is in files that need not be ledgers, so `published_figure` and `publication_problem` have none.
const FOREIGN_KEYS: &[ForeignKey] = {
    use tables::{body, ledger_line, ledger_problem, source_file, spend, theme_share};
    &[
        ForeignKey {
            table: &tables::LEDGER_LINE,
            column: ledger_line::BODY_ID,
            of: &tables::BODY,
            of_column: body::BODY_ID,
        },
        ForeignKey { table: &tables::SPEND, column: spend::BODY_ID, of: &tables::BODY, of_column: body::BODY_ID },
        ForeignKey {
            table: &tables::LEDGER_LINE,
            column: ledger_line::FILE_ID,
            of: &tables::SOURCE_FILE,
            of_column: source_file::FILE_ID,
        },
        ForeignKey {
            table: &tables::LEDGER_PROBLEM,
            column: ledger_problem::FILE_ID,
            of: &tables::SOURCE_FILE,
            of_column: source_file::FILE_ID,
        },
        ForeignKey {
            table: &tables::SPEND,
            column: spend::LINE_ID,
            of: &tables::LEDGER_LINE,
            of_column: ledger_line::LINE_ID,
        },
        ForeignKey {
            table: &tables::THEME_SHARE,
            column: theme_share::LINE_ID,
            of: &tables::LEDGER_LINE,
            of_column: ledger_line::LINE_ID,
        },
    ]
};

#[cfg(test)]
mod tests;
