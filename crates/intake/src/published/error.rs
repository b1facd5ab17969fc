//! Why a publication cannot be read.

#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("cannot read `{path}`: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("`{path}` has no {expected}")]
    HeadingsMissing { path: String, expected: &'static str },
    #[error("`{path}`{} does not say whether its figures are pounds, thousands or millions", of_sheet(.sheet))]
    UnitMissing { path: String, sheet: String },
    #[error("`{path}`{} states two units: `{first}` and `{second}`. Correct one of them", of_sheet(.sheet))]
    UnitsContradict { path: String, sheet: String, first: String, second: String },
    #[error(
        "`{path}`{} states a unit among its figures, `{text}` in row {row}: give each row its own unit in a column `unit`",
        of_sheet(.sheet)
    )]
    UnitBetween { path: String, sheet: String, row: usize, text: String },
    #[error("`{path}`{} has several columns of amounts: {headings}. Keep one, and give the others rows of their own", of_sheet(.sheet))]
    AmountsSeveral { path: String, sheet: String, headings: String },
    #[error("`{path}`{} does not say which financial year it is for", of_sheet(.sheet))]
    YearMissing { path: String, sheet: String },
    #[error("`{path}`{} says `{text}`: {what}. Give the pounds instead", of_sheet(.sheet))]
    Rates { path: String, sheet: String, text: String, what: &'static str },
    #[error("`{path}` holds {found}, not {wanted}")]
    OtherYears { path: String, wanted: String, found: String },
    #[error("`{path}` does not say which financial year it is for: write it in the file's name, such as `{example}`")]
    YearOfFileMissing { path: String, example: String },
    #[error("`{path}` has an unknown layout: its headings are {headings}. {known}")]
    LayoutUnknown { path: String, headings: String, known: &'static str },
}

/// The sheet of a message; a CSV has none to name.
fn of_sheet(sheet: &str) -> String {
    if sheet.is_empty() { String::new() } else { format!(", sheet `{sheet}`,") }
}
