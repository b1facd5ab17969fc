//! A register file as headed rows.

use crate::published::grid;

use super::Error;

/// One sheet, or one CSV file.
pub(super) struct Listing {
    /// Empty for a CSV.
    pub sheet: String,
    /// Row in the file, from 1, and its cells; rows with nothing in them are left out.
    rows: Vec<(u64, Vec<String>)>,
}

/// The rows below the headings, each with the columns asked for.
pub(super) struct Headed<'a> {
    listing: &'a Listing,
    first_row: usize,
    columns: Vec<Option<usize>>,
}

/// Rows in which the headings are looked for.
const HEADER_ROW_MAX: usize = 20;

impl Listing {
    pub fn all(bytes: &[u8], file: &str) -> Result<Vec<Listing>, Error> {
        let unreadable = |reason| Error::Unreadable { file: file.to_owned(), reason };
        if !grid::is_workbook(bytes) {
            let records = grid::read_csv(bytes).map_err(unreadable)?;
            let rows = records.into_iter().map(|record| (record.row, record.cells));
            return Ok(vec![Listing { sheet: String::new(), rows: filled(rows) }]);
        }
        let grids = grid::read_workbook(bytes).map_err(unreadable)?;
        let listing = |sheet: grid::Grid| {
            let rows = sheet.rows.iter().map(|row| row.iter().map(grid::cell_text).collect());
            Listing { sheet: sheet.name, rows: filled((1..).zip(rows)) }
        };
        Ok(grids.into_iter().map(listing).collect())
    }

    /// Finds the row of headings by its first column, which it must have; the others it may lack.
    ///
    /// `wanted` holds, for each column, whether a heading in lower case is the one.
    pub fn headed(&self, wanted: &[&dyn Fn(&str) -> bool]) -> Option<Headed<'_>> {
        self.rows.iter().take(HEADER_ROW_MAX).enumerate().find_map(|(at, (_, cells))| {
            let column =
                |is_wanted: &&dyn Fn(&str) -> bool| cells.iter().position(|cell| is_wanted(&cell.to_lowercase()));
            let columns: Vec<Option<usize>> = wanted.iter().map(column).collect();
            columns.first().copied().flatten()?;
            Some(Headed { listing: self, first_row: at + 1, columns })
        })
    }

    /// `ccg_list.xls, sheet ccg_list, row 7`
    pub fn place(&self, file: &str, row: u64) -> String {
        if self.sheet.is_empty() {
            return format!("{file}, row {row}");
        }
        format!("{file}, sheet {}, row {row}", self.sheet)
    }
}

impl<'a> Headed<'a> {
    /// Row in the file and its cells in the order asked for, empty where the row is short.
    pub fn rows(&self) -> impl Iterator<Item = (u64, Vec<&'a str>)> + '_ {
        self.listing.rows[self.first_row..].iter().map(|(row, cells)| {
            let cell = |column: &Option<usize>| column.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
            (*row, self.columns.iter().map(cell).collect())
        })
    }
}

fn filled(rows: impl Iterator<Item = (u64, Vec<String>)>) -> Vec<(u64, Vec<String>)> {
    rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect()
}
