//! The library that writes workbooks keeps rows in temporary files, and panics if their disk is full.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};

use crate::fail::Failure;

/// The first words of the library's panic (`XML_WRITE_ERROR` in rust_xlsxwriter).
const CANNOT_WRITE: &str = "Couldn't write to xml file";

/// Runs work that may fill the disk of temporary files, and turns that panic into a failure like any other; other panics
/// are passed on.
pub fn or_failure<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        if why_not_written(panic.payload()).is_none() {
            usual(panic);
        }
    }));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| match why_not_written(&*panic) {
        Some(why) => Err(Failure::new(
            format!("cannot write to the folder of temporary files, `{}`: {why}", std::env::temp_dir().display()),
            "free some space there, or set the environment variable TMPDIR to another folder; nothing was changed",
        )),
        None => resume_unwind(panic),
    })
}

fn why_not_written(panic: &(dyn Any + Send)) -> Option<&str> {
    let (_, error) = panic.downcast_ref::<String>()?.split_once(CANNOT_WRITE)?;
    // The error as debugged: `Os { code: 28, kind: StorageFull, message: "No space left on device" }`.
    let (_, message) = error.split_once("message: \"").unwrap_or((error, error));
    Some(message.trim_start_matches([':', ' ']).trim_end_matches(['"', ' ', '}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_failure_and_another_panic_a_panic() {
        let text =
            "Couldn't write to xml file: Os { code: 28, kind: StorageFull, message: \"No space left on device\" }";
        let failed = or_failure::<()>(|| panic!("{text}"));
        match failed {
            Err(Failure::Other { text, hint }) => {
                assert!(text.ends_with(": No space left on device") && hint.is_some(), "{text}");
            }
            _ => panic!("it failed"),
        }
        assert!(matches!(or_failure(|| Ok(3)), Ok(3)));
        assert!(catch_unwind(|| drop(or_failure::<()>(|| panic!("a fault of {}", "ours")))).is_err());
    }
}
