//! Object-centric event logs: OCEL 2.0 in JSON, XML and SQLite. OCEL 1.0 is told apart and refused.

mod flat;
mod json;
mod raw;
mod sqlite;
mod write_json;
mod xml;

use std::path::Path;

use model::ocel::Ocel;

use super::error::Error;
use super::options::Options;
use super::problem::Notice;
use super::source::{Form, Source};
use super::{ColumnRead, LogRead, Reason, Role};

pub use write_json::{write_log_as_ocel, write_ocel_json};

/// Reads an OCEL 2.0 log in any of its three forms.
///
/// # Errors
/// [`Error`] where it is another kind of file, OCEL 1.0, or claims to be OCEL 2.0 and is not.
pub fn read_ocel(path: &Path) -> Result<Ocel, Error> {
    of_source(path, Source::open(path)?.0)
}

pub(super) fn of_source(path: &Path, source: Source) -> Result<Ocel, Error> {
    let raw = match source {
        Source::OcelJson(content) => json::read(path, &content)?,
        Source::OcelXml(xml) => xml::read(path, &xml)?,
        Source::Sqlite => sqlite::read(path)?,
        _ => return Err(Error::not_a_log(path, "it is not an OCEL log")),
    };
    raw.assemble().map_err(|why| Error::OcelMalformed { path: path.to_owned(), why })
}

/// The log of the objects that a person names as the cases.
pub(super) fn flattened(
    path: &Path,
    file_name: &str,
    form: Form,
    ocel: &Ocel,
    options: &Options,
) -> Result<LogRead, Error> {
    let object_types: Vec<String> = ocel.object_types.iter().map(str::to_owned).collect();
    let path_buf = path.to_owned();
    let Some(asked) = &options.object_type else {
        return Err(Error::ObjectTypeOpen { path: path_buf, object_types });
    };
    let Some(object_type) = ocel.object_types.find(asked) else {
        return Err(Error::NoObjectType { path: path_buf, asked: asked.clone(), object_types });
    };
    let mut flat = ocel.flatten(object_type, file_name);
    let cell_problems = flat::fill(ocel, &mut flat);
    let n_without = flat.events_without_object.len() as u64;
    let mut notices = Vec::new();
    if 0 < n_without {
        notices.push(Notice::EventsWithoutObject { n_events: n_without });
    }
    if 0 < flat.n_events_of_several {
        notices.push(Notice::EventsOfSeveralObjects { n_events: flat.n_events_of_several });
    }
    let n_rows = flat.log.events.len() as u64;
    let columns = vec![ColumnRead { heading: asked.clone(), role: Some(Role::Case), reason: Reason::Named }];
    let problems = Vec::new();
    Ok(LogRead { log: flat.log, form, columns, problems, cell_problems, notices, n_rows, n_paired: 0 })
}
