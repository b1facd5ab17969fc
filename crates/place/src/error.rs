//! Why a place cannot be used, or not be made.

use std::path::{Path, PathBuf};

use authored::{Mistake, Mistakes};
use jiff::civil::Date;
use miette::Diagnostic;
use model::FinancialYear;
use thiserror::Error;

use crate::areas::day;
use crate::nearest_place::{nearest_place, places_in};

/// Why a place cannot be used, or not be made.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum PlaceError {
    #[error("there is no folder `{}`", dir.display())]
    #[diagnostic(help("{}make a place with `totalplace new {}`", nearest_place(dir), dir.display()))]
    NoFolder { dir: PathBuf },

    #[error("`{}` is not a place: it has no place.toml", dir.display())]
    #[diagnostic(help("{}make it one with `totalplace new {}`", places_in(dir), dir.display()))]
    NoPlaceFile { dir: PathBuf },

    #[error("cannot read `{}`: {why}", path.display())]
    #[diagnostic(help("check that the file exists and that you may read it"))]
    Unreadable { path: PathBuf, why: String },

    #[error("`{}` cannot be relied on: {why}", path.display())]
    #[diagnostic(help("restore it from a copy, or with `git` if git keeps it; nothing was changed"))]
    Damaged { path: PathBuf, why: String },

    #[error("`{}` has no column `{missing}`", path.display())]
    #[diagnostic(help("the first line must be `{columns}`, separated by commas"))]
    Headings { path: PathBuf, missing: String, columns: String },

    #[error("cannot write `{}`: {why}", path.display())]
    #[diagnostic(help("check that the folder exists and that you may write to it"))]
    Unwritable { path: PathBuf, why: String },

    #[error("`{}` is already a place", dir.display())]
    #[diagnostic(help("nothing was changed; give another folder to `totalplace new`, or edit {}", dir.join("place.toml").display()))]
    AlreadyAPlace { dir: PathBuf },

    #[error("`{payee}` cannot be `{now}`: it is already `{said}` {}", match line {
        Some(line) => format!("on line {line} of rules/bodies.csv"),
        None => "in an earlier answer".to_owned(),
    })]
    #[diagnostic(help("{}; nothing was changed", match line {
        Some(line) => format!("change or delete line {line}, then answer again"),
        None => "give one answer for each payee, however its name is written".to_owned(),
    }))]
    AnsweredOtherwise { payee: String, said: String, line: Option<usize>, now: String },

    #[error("there is no pilot `{name}`")]
    UnknownPilot {
        name: String,
        /// The nearest pilots, or all of them where none is near.
        #[help]
        hint: String,
    },

    #[error("there is no area `{area}`")]
    UnknownArea {
        area: String,
        #[help]
        hint: String,
    },

    #[error("{area} began on {}, after {year}", day(*begun))]
    #[diagnostic(help("{}", match before.as_str() {
        "" => "give the code of an area of that year".to_owned(),
        _ => format!("give one of the areas that existed in {year}: {before}"),
    }))]
    AreaNotBegun { area: String, begun: Date, year: FinancialYear, before: String },

    #[error("{area} ended on {}, before {year}", day(*ended))]
    #[diagnostic(help("give one of the areas that took its place: {after}"))]
    AreaEnded { area: String, ended: Date, year: FinancialYear, after: String },

    #[error("there is no list of bodies for {year}")]
    #[diagnostic(help(
        "the lists begin with {}; make the place without `--area` and list its bodies yourself",
        crate::areas::FIRST_YEAR
    ))]
    YearNotKnown { year: FinancialYear },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Mistakes(#[from] Mistakes),
}

impl PlaceError {
    /// The mistakes in files; empty where the trouble is another one.
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            PlaceError::Mistakes(mistakes) => &mistakes.mistakes,
            _ => &[],
        }
    }

    pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> PlaceError {
        PlaceError::Unreadable { path: path.to_owned(), why: error.to_string() }
    }

    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> PlaceError {
        PlaceError::Unwritable { path: path.to_owned(), why: error.to_string() }
    }
}
