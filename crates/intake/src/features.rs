//! A file as features: rows with headings, and perhaps a shape on the map.
//!
//! CSV (packed or not), workbooks with one or two rows of headings, GeoJSON, and lists of objects in JSON all become the
//! same [`Sheet`], so that a register of buildings or a list of areas is read by its headings whatever it came in.

mod heading;
mod json;
mod shape;
mod table;

use std::path::Path;

use model::ProblemKind;
use sha2::{Digest, Sha256};

pub use heading::{Heading, key};
pub use shape::Shape;

use crate::open::hex;
use crate::people::detection::{ABOUT_PEOPLE, rows_are_about_people};
use crate::published::grid::{Grid, is_workbook, read_csv, read_workbook, unpacked};

/// One sheet, or a whole file without sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub name: Option<String>,
    pub headings: Vec<Heading>,
    pub features: Vec<Feature>,
}

/// One row or feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Row of the file, or number of the feature, from 1.
    pub row: u64,
    pub cells: Vec<String>,
    pub shape: Option<Shape>,
    /// The geometry as the file has it.
    pub geometry: Option<String>,
}

/// A file's sheets with the checksum of its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureFile {
    pub sha256: String,
    pub sheets: Vec<Sheet>,
}

/// Why nothing of a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureError {
    /// In words, why it cannot be read.
    Broken(String),
    /// It is about people, whatever `place.toml` says that it is.
    AboutPeople,
}

impl From<String> for FeatureError {
    fn from(why: String) -> FeatureError {
        FeatureError::Broken(why)
    }
}

impl FeatureError {
    /// The problem that it is, and what is said of it.
    pub(crate) fn problem(&self) -> (ProblemKind, &str) {
        match self {
            FeatureError::Broken(why) => (ProblemKind::FileUnreadable, why),
            FeatureError::AboutPeople => (ProblemKind::FileAboutPeople, ABOUT_PEOPLE),
        }
    }
}

impl Sheet {
    fn is_about_people(&self) -> bool {
        let headings: Vec<String> = self.headings.iter().map(|heading| heading.text.clone()).collect();
        rows_are_about_people(std::iter::once(&headings).chain(self.features.iter().map(|feature| &feature.cells)))
    }
}

impl Feature {
    /// The text of a cell; empty where there is none.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a file; `is_known` says which keys of headings are known, so that the row of headings is found.
///
/// # Errors
/// [`FeatureError`].
pub fn read(path: &Path, is_known: &dyn Fn(&str) -> bool) -> Result<FeatureFile, FeatureError> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let sheets = sheets(unpacked(bytes)?, is_known)?;
    match sheets.iter().any(Sheet::is_about_people) {
        true => Err(FeatureError::AboutPeople),
        false => Ok(FeatureFile { sha256, sheets }),
    }
}

/// The sheets of a file's bytes.
///
/// # Errors
/// In words, why they cannot be read.
pub fn sheets(bytes: Vec<u8>, is_known: &dyn Fn(&str) -> bool) -> Result<Vec<Sheet>, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty".to_owned());
    }
    if is_workbook(&bytes) {
        let grids = read_workbook(&bytes)?.into_iter().filter(|grid| !grid.is_hidden);
        return Ok(grids.filter_map(|grid| table::sheet(&grid, is_known)).collect());
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if text.trim_ascii_start().starts_with(b"{") || text.trim_ascii_start().starts_with(b"[") {
        return json::sheet(text).map(|sheet| vec![sheet]);
    }
    Ok(table::sheet(&Grid::of_csv(read_csv(&bytes)?), is_known).into_iter().collect())
}

#[cfg(test)]
mod tests;
