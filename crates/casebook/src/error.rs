//! Why papers cannot be made.

use thiserror::Error;

#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Appraisal(#[from] appraisal::Error),

    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),

    #[error("the document cannot be made: {why}")]
    Document { why: String },

    /// A formula of the workbook gives something else than the case: a fault of this program, never of the proposal.
    #[error("the workbook gives {formula} for {what}, the case gives {case}")]
    Disagrees { what: String, formula: f64, case: f64 },
}
