//! Proposals as people read them: a workbook with live formulas, a summary by five cases, and what a terminal shows.
//!
//! The workbook repeats the calculation of [`appraisal`] as formulas: a finance director can change an assumption
//! and see what follows. Every formula is written together with the value that it must have, and both come from one
//! expression, so a formula that says something else than the case is found when the workbook is made. The document and
//! its Markdown twin say the same in words, by the five cases of the Green Book. [`terminal`] says it in a screen, and
//! shows savings, pots, offers and roll-outs beside.
//!
//! [`draft`] is the first draft of a proposal, from something that is done twice.
//! [`book`] is a person's book of appointments: on a terminal, on paper and as a calendar.
//!
//! Bytes in memory: the caller writes the file. The same case gives the same bytes.

pub mod book;
mod document;
pub mod draft;
mod error;
mod five_cases;
mod markdown;
pub mod terminal;
mod workbook;

pub use document::document;
pub use error::Error;
pub use markdown::markdown;
pub use workbook::workbook;

/// What a workbook or document carries as the moment of its making: a fixed one, so that two runs give the same bytes.
const MOMENT: &str = "2000-01-01T00:00:00Z";
