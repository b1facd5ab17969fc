//! The files that lines come from.

use jiff::civil::Date;

/// One file, or one sheet of a workbook, as a body sent it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFile {
    pub file_id: String,
    pub body_id: String,
    pub path: String,
    pub sheet: Option<String>,
    pub sha256: String,
    pub n_bytes: u64,
    pub format: String,
    /// Whose reading was used: `found`, `confirmed` or `none`.
    pub mapping: String,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    /// Heading of the column that was counted.
    pub amount_column: Option<String>,
    pub vat_basis: String,
    pub n_rows: u64,
    pub n_problem_rows: u64,
    pub n_lines: u64,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
}

impl SourceFile {
    /// The path, and the sheet of a workbook.
    pub fn label(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{} › {sheet}", self.path),
            None => self.path.clone(),
        }
    }
}
