//! Why a file cannot be read or written, in everyday words.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use parquet::errors::ParquetError;

/// Why the system refused, without its numbers.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it is not there".to_owned(),
        ErrorKind::PermissionDenied => "you do not have permission to do that".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "this user's share of the disk is full".to_owned(),
        ErrorKind::FileTooLarge => "it would be larger than the system allows".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}

/// The same where the library that writes tables passes on what the system said.
pub(crate) fn reason_of_parquet(error: &ParquetError) -> String {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<io::Error>() {
            return reason(error);
        }
        source = inner.source();
    }
    "it is not a complete table".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_reaches_a_person_without_a_librarys_words() {
        let too_large = || io::Error::from(ErrorKind::FileTooLarge);
        assert_eq!(reason(&too_large()), "it would be larger than the system allows");
        assert_eq!(reason_of_parquet(&ParquetError::External(Box::new(too_large()))), reason(&too_large()));
        assert_eq!(reason(&io::Error::from_raw_os_error(28)), "the disk is full");
        assert_eq!(reason(&io::Error::other("a cable was pulled (os error 5)")), "a cable was pulled");
        assert_eq!(reason_of_parquet(&ParquetError::EOF("7 bytes".to_owned())), "it is not a complete table");
        assert_eq!(
            reason_of_parquet(&ParquetError::General("Unable to decode".to_owned())),
            "it is not a complete table"
        );
    }
}
