//! A TOML file as a whole.

use toml::de::DeTable;

use crate::{Keys, Mistakes, Reading};

/// Reads a TOML file by `read`, which gets the whole document; `what` is what messages call it.
///
/// # Errors
/// Every mistake in the file.
pub fn read_toml<T>(
    text: &str,
    file: &str,
    what: &str,
    known: &[&str],
    read: impl FnOnce(&Keys<'_>) -> Option<T>,
) -> Result<T, Mistakes> {
    let reading = Reading::of(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let value = read(&Keys::open(what, document.get_ref(), 0..0, known, &reading));
    reading.broken(&errors);
    reading.finish(value)
}
