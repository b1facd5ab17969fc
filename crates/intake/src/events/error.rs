//! Why an event log is not read at all.

use std::path::{Path, PathBuf};

use super::role::Role;
use super::source::Form;

/// A log that is not read. Bad rows are no error: they are problems of a log that is read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read event log `{path}`: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("event log `{path}` is empty")]
    Empty { path: PathBuf },
    #[error("`{path}` is not an event log: {why}")]
    NotALog { path: PathBuf, why: String },
    #[error("`{path}` is damaged at byte {at}: {why}; ask for it again")]
    Damaged { path: PathBuf, at: u64, why: String },
    #[error(
        "`{path}` is an OCEL 1.0 log, an older standard that this product does not read; convert it to OCEL 2.0 first, for \
         example with PM4Py's `read_ocel` and `write_ocel2`"
    )]
    Ocel1 { path: PathBuf },
    #[error("`{path}` says it is an OCEL 2.0 log but {why}")]
    OcelMalformed { path: PathBuf, why: String },
    #[error(
        "`{path}` is an OCEL log, in which an event belongs to several objects; name the objects that are the cases with \
         `--object-type`: {}", quoted(.object_types)
    )]
    ObjectTypeOpen { path: PathBuf, object_types: Vec<String> },
    #[error("`{path}` has no objects of type `{asked}`; it has {}", quoted(.object_types))]
    NoObjectType { path: PathBuf, asked: String, object_types: Vec<String> },
    #[error("no column of `{path}` is the {}; its headings are {}{}", .role.word(), quoted(.headings), hint(*role))]
    NoColumn { path: PathBuf, role: Role, headings: Vec<String> },
    #[error("several columns of `{path}` may be the {}: {}{}", .role.word(), quoted(.candidates), hint(*role))]
    SeveralColumns { path: PathBuf, role: Role, candidates: Vec<String> },
    #[error(
        "the day and the time of day stand in two columns of `{path}`, `{day}` and `{time_of_day}`; put both into one column, or \
         read days alone with `--time \"{day}\"`"
    )]
    TimeApart { path: PathBuf, day: String, time_of_day: String },
    #[error("`{path}` has no column `{asked}`, which `{option}` names; its headings are {}", quoted(.headings))]
    NoSuchColumn { path: PathBuf, option: &'static str, asked: String, headings: Vec<String> },
    #[error(
        "`{path}` has several columns `{asked}`, which `{option}` names; give the position instead, as {}", quoted(.positions)
    )]
    HeadingTwice { path: PathBuf, option: &'static str, asked: String, positions: Vec<String> },
    #[error(
        "the first rows of `{path}` have no headings; add a row that says which column is the case, the activity and the time"
    )]
    NoHeadings { path: PathBuf },
    #[error("several sheets of `{path}` may be the event log: {}; choose one with `--sheet`", quoted(.sheets))]
    SeveralSheets { path: PathBuf, sheets: Vec<String> },
    #[error("`{path}` has no sheet `{asked}`; it has {}", quoted(.sheets))]
    NoSheet { path: PathBuf, asked: String, sheets: Vec<String> },
    #[error("`{path}` declares no classifier `{asked}`; it declares {}", quoted(.declared))]
    NoClassifier { path: PathBuf, asked: String, declared: Vec<String> },
    #[error("`{option}` says nothing about `{path}`, which is {}; leave it out", .form.words())]
    OptionElsewhere { path: PathBuf, option: &'static str, form: Form },
    #[error(
        "`{path}` has about {n_events} events, which need {} MB of memory where {} MB may be used; cut it by time or by case, or \
         use a machine with more memory", *needed_bytes >> 20, *available_bytes >> 20
    )]
    TooLarge { path: PathBuf, n_events: u64, needed_bytes: u64, available_bytes: u64 },
    #[error("`{path}` has more rows than can be numbered; cut it into several files")]
    TooManyRows { path: PathBuf },
    #[error("cannot write an event log: {0}")]
    Write(#[from] std::io::Error),
}

impl Error {
    pub(super) fn file(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
        move |source| Error::File { path: path.to_owned(), source }
    }

    pub(super) fn not_a_log(path: &Path, why: impl Into<String>) -> Error {
        Error::NotALog { path: path.to_owned(), why: why.into() }
    }
}

fn quoted(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    }
}

fn hint(role: Role) -> String {
    role.option().map_or(String::new(), |option| format!("; name it with `{option}`"))
}
