//! The numbers of the lines, from the page of the workbook that prints them.
//!
//! The sheets with every authority print labels alone. One page of the same workbook, made to be
//! printed for one authority, has the line number beside each label, in the same order, under
//! headings that say what its columns of figures are: for most lines net current expenditure,
//! capital charges and net total cost, except for reserves the level at the start and at the end of
//! the year, which the sheets of authorities put under the first two titles all the same.

use super::grid::{Grid, cell_text};
use super::headings::{bare, unit};
use calamine::Data;

/// One numbered line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NumberedLine {
    pub code: String,
    pub label: String,
    /// Headings of the figures of this line, in the order of the sheets; empty where its block has none.
    pub measures: Vec<String>,
}

/// The lines of the page that has most of them; none where no sheet is such a page.
pub(super) fn read(grids: &[Grid]) -> Vec<NumberedLine> {
    let pages = grids.iter().map(lines_of_page);
    pages.max_by_key(Vec::len).filter(|lines| lines.len() > 9).unwrap_or_default()
}

/// The numbered line of each label, in order.
///
/// Two labels may be the same (`Interest payable` is in two blocks), so each line is given out
/// once, in order. Wording differs a little between page and sheets; where there are as many lines
/// as labels, a label of other wording has the line in the same place.
pub(super) fn of_labels<'a>(labels: &[String], lines: &'a [NumberedLine]) -> Vec<Option<&'a NumberedLine>> {
    let mut taken = vec![false; lines.len()];
    let mut found: Vec<Option<usize>> = labels
        .iter()
        .map(|label| {
            let at = (0..lines.len()).find(|at| !taken[*at] && bare(&lines[*at].label) == bare(label))?;
            taken[at] = true;
            Some(at)
        })
        .collect();
    if labels.len() == lines.len() {
        for (at, line) in found.iter_mut().enumerate() {
            if line.is_none() && !taken[at] {
                *line = Some(at);
            }
        }
    }
    found.into_iter().map(|at| at.map(|at| &lines[at])).collect()
}

fn lines_of_page(page: &Grid) -> Vec<NumberedLine> {
    let mut measures: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for row in &page.rows {
        let filled: Vec<(usize, &Data)> =
            row.iter().enumerate().filter(|(_, cell)| !cell_text(cell).is_empty()).collect();
        match filled.as_slice() {
            [(0, number), (1, Data::String(label)), ..] if line_code(number).is_some() => lines.push(NumberedLine {
                code: line_code(number).unwrap_or_default(),
                label: label.clone(),
                measures: measures.clone(),
            }),
            // A title in the first column opens a block, whose columns may mean something else.
            [(0, Data::String(_)), ..] => measures.clear(),
            [(column, Data::String(_)), ..] if *column > 1 => {
                let headings: Vec<String> = filled.iter().map(|(_, cell)| cell_text(cell)).collect();
                if !headings.iter().any(|heading| unit(heading).is_some()) {
                    measures = headings;
                }
            }
            _ => {}
        }
    }
    lines
}

/// A line number: three or four digits, as a number or as text.
fn line_code(cell: &Data) -> Option<String> {
    let text = cell_text(cell);
    ((3..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}
