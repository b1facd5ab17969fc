//! Who looked at whom, when and for what: `decisions/uses.csv`, to which lines are only ever added.

use std::io;
use std::path::Path;

use authored::WholeFile;
use serde::{Deserialize, Serialize};

use crate::added_rows::with_rows;
use crate::error::PlaceError;
use crate::files::Files;
use crate::people_rows::rows_of;
use crate::signing;

/// Where a place keeps who looked at whom.
pub const USES: &str = "decisions/uses.csv";

const COLUMNS: [&str; 5] = ["used_on", "used_by", "what", "about", "impact_assessment"];

/// One look at a person or family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    pub used_on: String,
    pub used_by: String,
    /// The command.
    pub what: String,
    /// The number of the person or family.
    pub about: String,
    /// The impact assessment that covers it.
    pub impact_assessment: String,
}

/// The looks so far, in order.
///
/// # Errors
/// What [`crate::signatures`] gives: the file cannot be read as a list.
pub fn uses(files: &Files) -> Result<Vec<Use>, PlaceError> {
    rows_of(&files.dir().join(USES), &COLUMNS, files.get(USES).unwrap_or_default())
}

/// Writes down a look before anything is shown.
///
/// # Errors
/// [`PlaceError::Unwritable`]; as [`uses`] where the list so far cannot be read.
pub fn add_use(dir: &Path, used: &Use) -> Result<(), PlaceError> {
    let _held = signing::lock(dir)?;
    let path = dir.join(USES);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    // A pipe would be read forever, and a device would swallow what is written down.
    authored::insist_on_file(&path).map_err(unwritable)?;
    let files = Files::read(dir, &[USES])?;
    uses(&files)?;
    let whole = with_rows(files.get(USES).unwrap_or_default(), [used])
        .map_err(|_| unwritable(io::Error::other("its rows are not CSV")))?;
    WholeFile::prepare_for_owner(&path, &whole).and_then(WholeFile::put_in_place).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_added_and_never_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let used = |about: &str| Use {
            used_on: "2026-11-30".to_owned(),
            used_by: "A. Lead".to_owned(),
            what: "appointments".to_owned(),
            about: about.to_owned(),
            impact_assessment: "DPIA 7".to_owned(),
        };
        add_use(dir.path(), &used("person 12")).unwrap();
        add_use(dir.path(), &used("person 13")).unwrap();
        let read = uses(&Files::read(dir.path(), &[USES]).unwrap()).unwrap();
        assert_eq!(read, [used("person 12"), used("person 13")]);
    }

    #[test]
    fn a_damaged_list_stops_the_next_look() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("decisions")).unwrap();
        std::fs::write(dir.path().join(USES), "when,who\n1,2\n").unwrap();
        let used = Use {
            used_on: String::new(),
            used_by: String::new(),
            what: String::new(),
            about: String::new(),
            impact_assessment: String::new(),
        };
        assert!(add_use(dir.path(), &used).is_err());
        assert_eq!(std::fs::read_to_string(dir.path().join(USES)).unwrap(), "when,who\n1,2\n");
    }
}
