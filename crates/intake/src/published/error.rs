//! Why a publication cannot be read.

#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("cannot read `{path}`: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("`{path}` has no {expected}")]
    HeadingsMissing { path: String, expected: &'static str },
    #[error("`{path}`, sheet `{sheet}`, does not say whether its figures are pounds, thousands or millions")]
    UnitMissing { path: String, sheet: String },
    #[error("`{path}`, sheet `{sheet}`, does not say which financial year it is for")]
    YearMissing { path: String, sheet: String },
    #[error("`{path}` holds {found}, not {wanted}")]
    OtherYears { path: String, wanted: String, found: String },
    #[error("`{path}` does not say which financial year it is for: write it in the file's name, as `{example}`")]
    YearOfFileMissing { path: String, example: String },
    #[error("`{path}` has an unknown layout: its headings are {headings}. {known}")]
    LayoutUnknown { path: String, headings: String, known: &'static str },
}
