//! Reads a place folder's `place.toml`.

use std::path::Path;

use authored::read_toml;
use model::Place;
use model::place::{RegisterFile, RegisterKind};

use crate::error::PlaceError;
use crate::files::{Files, PLACE_AND_REGISTERS};
use crate::nearest_place::PLACE_FILE;
use crate::place_file::{PLACE_KEYS, parse};
use crate::purpose::{Purpose, purpose_of};

/// Register files in this folder are read without being named in the place file.
pub(crate) const REGISTERS_DIR: &str = "rules/registers";

/// Reads the place in a folder: its `place.toml`, and the register files in `rules/registers/`.
///
/// Every mistake in the file is reported at once, each with its line and column, because a person
/// who mends one mistake only to meet the next gives up.
///
/// # Errors
/// [`PlaceError::NoFolder`], [`PlaceError::NoPlaceFile`], [`PlaceError::Unreadable`] and [`PlaceError::Mistakes`].
pub fn read(dir: &Path) -> Result<Place, PlaceError> {
    place(&Files::read(dir, PLACE_AND_REGISTERS)?)
}

/// The place that files declare, of which [`crate::PLACE`] is needed; its own registers are known where they are read too.
///
/// # Errors
/// As [`read`].
pub fn place(files: &Files) -> Result<Place, PlaceError> {
    let no_place_file = || PlaceError::NoPlaceFile { dir: files.dir().to_owned() };
    let text = files.text(PLACE_FILE)?.ok_or_else(no_place_file)?;
    of_text(&text, files)
}

/// The purpose for which a place looks at single people, if it declares one.
///
/// # Errors
/// [`PlaceError::Mistakes`], [`PlaceError::Unreadable`].
pub fn purpose(files: &Files) -> Result<Option<Purpose>, PlaceError> {
    let Some(text) = files.text(PLACE_FILE)? else { return Ok(None) };
    // Other keys of the file are `place`'s to check.
    Ok(read_toml(&text, PLACE_FILE, "the place file", &PLACE_KEYS, |keys| {
        Some(if keys.has("purpose") { Some(purpose_of(keys)?) } else { None })
    })?)
}

/// The place that a text declares, with its registers.
pub(crate) fn of_text(text: &str, files: &Files) -> Result<Place, PlaceError> {
    let mut place = parse(text, PLACE_FILE, files.dir())?;
    place.registers.extend(registers(files));
    Ok(place)
}

/// The files of `rules/registers/`, by name.
fn registers(files: &Files) -> impl Iterator<Item = RegisterFile> {
    // The name is a file's, not a pattern: a bracket in it means a bracket.
    let register = |(name, bytes)| RegisterFile { kind: register_kind(bytes), files: globset::escape(name) };
    files.in_folder(REGISTERS_DIR).map(register)
}

/// mySociety's list is known by a heading that no one else uses; every other file is a plain one.
fn register_kind(bytes: &[u8]) -> RegisterKind {
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let heading = String::from_utf8_lossy(first_line);
    let is_local_authorities =
        heading.split(',').any(|cell| cell.trim_matches(['"', '\u{feff}', '\r', ' ']) == "local-authority-code");
    if is_local_authorities { RegisterKind::LocalAuthorities } else { RegisterKind::Plain }
}
