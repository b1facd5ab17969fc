//! One writer of a folder at a time: a second one is told to wait, and changes nothing.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::fail::Failure;

/// Holds a folder, if it is there, until the file is dropped; `what` says who else may hold it, as `export`.
///
/// The folder itself is held, not a file in it, so that nothing extra is left behind. A process that puts another folder
/// in its place holds that one too, before they change places.
///
/// # Errors
/// Another run holds it, or has just put another folder in its place.
pub fn hold(dir: &Path, what: &str) -> Result<Option<File>, Failure> {
    // Some systems open no folder, and some network disks know no locks; there one at a time is the people's own care.
    let Ok(held) = File::open(dir) else { return Ok(None) };
    match held.try_lock() {
        Ok(()) if is_still_there(dir, &held) => Ok(Some(held)),
        Err(TryLockError::Error(_)) => Ok(None),
        Ok(()) | Err(TryLockError::WouldBlock) => Err(Failure::new(
            format!("another {what} is already writing to `{}`", dir.display()),
            "wait, then run this again; nothing was changed",
        )),
    }
}

/// Whether the path still leads to the folder that is held.
fn is_still_there(dir: &Path, held: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let which = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
        matches!((fs::metadata(dir).map(which), held.metadata().map(which)), (Ok(there), Ok(held)) if there == held)
    }
    #[cfg(not(unix))]
    (fs::metadata(dir).is_ok() && held.metadata().is_ok())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn said(dir: &Path) -> String {
        match hold(dir, "export") {
            Err(Failure::Other { text, hint }) => format!("{text}; {}", hint.unwrap_or_default()),
            _ => String::new(),
        }
    }

    #[test]
    fn a_folder_is_held_by_one_run_until_it_ends() {
        let root = tempfile::tempdir().unwrap();
        let held = hold(root.path(), "export").unwrap_or(None);
        assert!(held.is_some());
        assert!(said(root.path()).contains("another export is already writing"), "{}", said(root.path()));
        drop(held);
        assert_eq!(said(root.path()), "");
    }

    #[test]
    fn a_folder_that_was_put_in_place_is_held_as_the_one_before() {
        let root = tempfile::tempdir().unwrap();
        let (out, next) = (root.path().join("out"), root.path().join("next"));
        fs::create_dir(&out).unwrap();
        fs::create_dir(&next).unwrap();
        let _held = [hold(&out, "export").unwrap_or(None), hold(&next, "export").unwrap_or(None)];
        fs::remove_dir(&out).unwrap();
        fs::rename(&next, &out).unwrap();
        assert!(said(&out).contains("wait, then run this again"));
    }
}
