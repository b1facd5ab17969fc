//! Reads a place folder's `place.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use authored::utf8;
use model::Place;
use model::place::{RegisterFile, RegisterKind};

use crate::error::PlaceError;
use crate::place_file::parse;

pub(crate) const PLACE_FILE: &str = "place.toml";
/// Register files in this folder are read without being named in the place file.
pub(crate) const REGISTERS_DIR: &str = "rules/registers";

/// Reads the place in a folder: its `place.toml`, and the register files in `rules/registers/`.
///
/// Every mistake in the file is reported at once, each with its line and column, because a person
/// who mends one mistake only to meet the next gives up.
pub fn read(dir: &Path) -> Result<Place, PlaceError> {
    let text = place_text(dir)?;
    let mut place = parse(&text, PLACE_FILE, dir)?;
    place.registers.extend(registers_in(dir)?);
    Ok(place)
}

/// The text of the place file.
pub(crate) fn place_text(dir: &Path) -> Result<String, PlaceError> {
    if !dir.is_dir() {
        return Err(PlaceError::NoFolder { dir: dir.to_owned() });
    }
    let path = dir.join(PLACE_FILE);
    if !path.is_file() {
        return Err(PlaceError::NoPlaceFile { dir: dir.to_owned() });
    }
    let bytes = fs::read(&path).map_err(|error| PlaceError::unreadable(&path, &error))?;
    Ok(utf8(PLACE_FILE, bytes)?)
}

/// The CSV files of `rules/registers/`, by name.
fn registers_in(dir: &Path) -> Result<Vec<RegisterFile>, PlaceError> {
    let mut registers = Vec::new();
    for path in csv_files(&dir.join(REGISTERS_DIR))? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let kind = register_kind(&path)?;
        // The name is a file's, not a pattern: a bracket in it means a bracket.
        registers.push(RegisterFile { kind, files: format!("{REGISTERS_DIR}/{}", globset::escape(name)) });
    }
    Ok(registers)
}

/// The CSV files of a folder, sorted; none where the folder is not there.
pub(crate) fn csv_files(folder: &Path) -> Result<Vec<PathBuf>, PlaceError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| PlaceError::unreadable(folder, &error))? {
        let path = entry.map_err(|error| PlaceError::unreadable(folder, &error))?.path();
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if is_csv && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// mySociety's list is known by a heading that no one else uses; every other file is a plain one.
fn register_kind(path: &Path) -> Result<RegisterKind, PlaceError> {
    let bytes = fs::read(path).map_err(|error| PlaceError::unreadable(path, &error))?;
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let heading = String::from_utf8_lossy(first_line);
    let is_local_authorities =
        heading.split(',').any(|cell| cell.trim_matches(['"', '\u{feff}', '\r', ' ']) == "local-authority-code");
    Ok(if is_local_authorities { RegisterKind::LocalAuthorities } else { RegisterKind::Plain })
}
