//! What can stop a build.

use std::path::{Path, PathBuf};

/// A build, check or trace that could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Place(#[from] place::PlaceError),
    #[error(transparent)]
    Mapping(#[from] intake::mapping::MappingError),
    #[error(transparent)]
    Register(#[from] intake::register::Error),
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    #[error(transparent)]
    Table(#[from] engine::Error),
    #[error(transparent)]
    Stored(#[from] model::TableError),
    #[error(transparent)]
    Query(#[from] engine::QueryError),
    #[error(transparent)]
    Report(#[from] report::Error),
    #[error(transparent)]
    Account(#[from] account::Error),
    #[error(transparent)]
    Site(#[from] ::pages::Error),
    #[error("cannot {doing} `{path}`: {}", engine::reason(source))]
    File { doing: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the sources folder, `{}`, does not exist", .0.display())]
    NoSources(PathBuf),
    #[error(
        "rules/journeys.toml names the theme `{theme}`, and the themes in place.toml are {known}: correct one of the two"
    )]
    ThemeUnknown { theme: String, known: String },
    #[error("another build of this place is running")]
    Busy,
    #[error("`{}` was changed while it was being read", .0.display())]
    ChangedMeanwhile(PathBuf),
    #[error("new builds kept replacing the tables while they were being read")]
    TablesReplaced,
    #[error("nothing has been built yet")]
    NotBuilt,
    #[error(
        "files of the place, or this program, have changed since the last build: the step `{0}` would now give a different result"
    )]
    BuildStale(&'static str),
    #[error("`{}` holds files that are not published pages", .0.display())]
    NotPages(PathBuf),
    #[error("the account does not add up, so nothing was written:\n  {0}")]
    NotConserved(String),
    #[error("two files have the same id: `{0}` and `{1}`; rename one of them")]
    SameId(String, String),
    #[error("decisions about suppliers contradict each other or the register of public bodies: {0}")]
    DecisionsAtOdds(String),
    #[error("people cannot be linked: {0}")]
    Linkage(String),
    #[error("decisions about people have changed since the last build")]
    PeopleStale,
    #[error("this place has no files about people, so it has no records to explain")]
    NoPeople,
    #[error("no step is called `{0}`; the steps are {1}")]
    NoStep(String, String),
    #[error("no plan is called `{0}`; {1}")]
    NoPlan(String, String),
    #[error("`{}` exists already", .0.display())]
    ProposalThere(PathBuf),
    #[error("{0}")]
    Filter(String),
}

impl Error {
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::File { doing, path, source }
    }

    /// What to do next, in one line.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::NotPages(_) => {
                Some("name an empty folder with `--to`, or one that `publish` made; nothing was changed")
            }
            Error::BuildStale(_) => Some("run `totalplace build`, read what it prints, then try again"),
            Error::NotBuilt | Error::PeopleStale => {
                Some("run `totalplace build` first, with the folder of the place and without naming a step")
            }
            Error::NoSources(_) => {
                Some("put the files there, or say where they are in place.toml under [sources]; nothing was changed")
            }
            Error::Busy | Error::TablesReplaced => Some("wait until it has finished, then run this again"),
            Error::ChangedMeanwhile(_) => {
                Some("wait until nothing is writing to it, then build again; the last build is unchanged")
            }
            Error::NotConserved(_) => {
                Some("this is a fault of the program, not of the data: please report it with these lines")
            }
            Error::DecisionsAtOdds(_) => {
                Some("add a later line about the same two payees, or say who the public body is in rules/registers/")
            }
            Error::Mapping(_) => {
                Some("correct the line, or delete the file and run `totalplace check` to have it proposed again")
            }
            Error::NoPeople => Some(
                "add a `[[source]]` with `agency` and `kind` for each agency's files to place.toml, then `totalplace build`",
            ),
            Error::ProposalThere(_) => Some("rename or delete it first: what people wrote is never written over"),
            Error::File { .. } => Some("check that the folder exists, may be written to, and has space left"),
            Error::Table(engine::Error::File { .. } | engine::Error::Parquet { .. }) => Some(
                "check that the disk has space left and lets this user write files of any size there (`ulimit -f`), then run this \
                 again; the last build is unchanged",
            ),
            Error::Query(_) => Some(
                "`SHOW TABLES` and `DESCRIBE ledger_line` list the tables and columns; docs/reference/tables.md says what they mean",
            ),
            _ => None,
        }
    }
}
