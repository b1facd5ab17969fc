//! Where the columns of a return stand that say whose figures a row holds.

use super::super::grid::Grid;
use super::super::headings::bare;

/// Rows in which the headings are looked for.
const HEADER_ROW_MAX: usize = 40;

/// Headings that say something of the authority, and no figure.
const ABOUT: [&str; 17] = [
    "ecode",
    "lgfcode",
    "onscode",
    "gsscode",
    "localauthority",
    "authority",
    "authorityname",
    "laname",
    "localauthorityname",
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
            let first = first_figure(&bared)?;
            Some(Header {
                row,
                code: at(&["ecode", "lgfcode", "onscode", "gsscode"])?,
                ons_code: at(&["onscode", "gsscode"]),
                name: at(&["localauthority", "authority", "authorityname", "laname", "localauthorityname"])?,
                region: at(&["region"]),
                class: at(&["class"]),
                subclass: at(&["detailedclass", "subclass"]),
                first,
            })
        })
    }
}

/// Columns of another heading that may stand between those about the authority.
const N_BETWEEN: usize = 3;

/// The column after those about the authority. A column of notes further on, among figures or behind them, is none of these.
fn first_figure(bared: &[String]) -> Option<usize> {
    let mut about = (0..bared.len()).filter(|at| ABOUT.contains(&bared[*at].as_str()));
    let first = about.next()?;
    Some(about.fold(first, |last, at| if at - last <= N_BETWEEN + 1 { at } else { last }) + 1)
}

/// Whether a heading says something of the authority, and no figure.
pub(super) fn is_about(heading: &str) -> bool {
    ABOUT.contains(&bare(heading).as_str())
}

/// A code of one authority: the ministry's (`E` and four digits) or the statistics office's (`E` and eight), which also
/// numbers the country and its regions.
pub(super) fn is_code(text: &str) -> bool {
    const GREATER_LONDON_AUTHORITY: &str = "E12000007";
    let is_area = text.starts_with("E92") || text.starts_with("E12") || text.starts_with("E13");
    let is_numbered = text.starts_with('E') && text[1..].bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        5 => is_numbered,
        9 => is_numbered && (!is_area || text == GREATER_LONDON_AUTHORITY),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_behind_the_figures_hide_none_of_them() {
        let bared = |headings: &[&str]| headings.iter().map(|heading| bare(heading)).collect::<Vec<String>>();
        let about = ["E-code", "ONS Code", "Local authority", "Country", "Class"];
        let figures = ["Education", "Highways", "Housing", "Libraries", "Total"];
        let behind = [about.as_slice(), &figures, &["Notes"]].concat();
        assert_eq!(first_figure(&bared(&behind)), Some(5));
        assert_eq!(first_figure(&bared(&[about.as_slice(), &["Notes"], &figures].concat())), Some(6));
        assert_eq!(first_figure(&bared(&figures)), None);
        assert!(is_about("Notes") && !is_about("Education"));
    }

    #[test]
    fn authorities_have_codes_of_two_kinds_and_totals_have_none() {
        assert!(["E4704", "E08000035", "E23000010", "E12000007"].into_iter().all(is_code));
        assert!(!["", "Eng", "[Y]", "E06", "E92000001", "E12000003", "EE123"].into_iter().any(is_code));
    }
}
