//! Where the columns of a return stand that say whose figures a row holds.

use super::super::grid::Grid;
use super::super::headings::bare;

/// Rows in which the headings are looked for.
const HEADER_ROW_MAX: usize = 40;

/// Headings that say something of the authority, and no figure.
const ABOUT: [&str; 15] = [
    "ecode",
    "lgfcode",
    "onscode",
    "localauthority",
    "authority",
    "authorityname",
    "laname",
    "region",
    "class",
    "subclass",
    "detailedclass",
    "notes",
    "certified",
    "rowno",
    "colno",
];

/// The row of headings.
#[derive(Clone, Copy)]
pub(super) struct Header {
    pub row: usize,
    pub code: usize,
    pub ons_code: Option<usize>,
    pub name: usize,
    pub region: Option<usize>,
    pub class: Option<usize>,
    pub subclass: Option<usize>,
    /// The first column that may hold figures.
    pub first: usize,
}

impl Header {
    /// None where the sheet is not one of figures by authority.
    pub fn find(grid: &Grid) -> Option<Header> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|row| {
            let bared: Vec<String> = grid.texts(row).iter().map(|heading| bare(heading)).collect();
            let at = |wanted: &[&str]| bared.iter().position(|heading| wanted.contains(&heading.as_str()));
            let last = bared.iter().rposition(|heading| ABOUT.contains(&heading.as_str()))?;
            Some(Header {
                row,
                code: at(&["ecode", "lgfcode"])?,
                ons_code: at(&["onscode"]),
                name: at(&["localauthority", "authority", "authorityname", "laname"])?,
                region: at(&["region"]),
                class: at(&["class"]),
                subclass: at(&["detailedclass", "subclass"]),
                first: last + 1,
            })
        })
    }
}

/// The ministry's code of an authority: `E` and four digits.
pub(super) fn is_ecode(text: &str) -> bool {
    text.len() == 5 && text.starts_with('E') && text[1..].bytes().all(|b| b.is_ascii_digit())
}
