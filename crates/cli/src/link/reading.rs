//! How each file was read: in headings, forms and numbers, never in what a cell says.

use intake::people::{ExtractCounts, grouped};
use intake::plain::SheetsBeside;

use super::extracts::ExtractFile;
use super::say;
use crate::fail::Failure;

/// Says which sheet of a workbook is read, where nobody named one and there are several.
pub fn say_sheets(shown: &str, beside: &SheetsBeside) -> Result<(), Failure> {
    let Some(read) = &beside.read else { return Ok(()) };
    let SheetsBeside { of_people, .. } = beside;
    if of_people.is_empty() {
        return say(format_args!("`{shown}`: of its sheets `{read}` is read"));
    }
    let of_people: Vec<String> = of_people.iter().map(|sheet| format!("`{sheet}`")).collect();
    say(format_args!(
        "warning: `{shown}`: of its sheets `{read}` is read; {} may be of people too and are not read: name one with --sheet, or save \
         each as a file",
        of_people.join(", ")
    ))
}

/// Says which column was read as what, in which forms, and what could not be read.
pub fn say_how(file: &ExtractFile, counts: &ExtractCounts) -> Result<(), Failure> {
    let ExtractFile { source, shown, extract } = file;
    say(format_args!("`{shown}` read: {}", extract.read_as()))?;
    if !extract.has_ids() {
        say(format_args!("  no column numbers its records, so they are numbered by row; name one with --id"))?;
    }
    for sentence in extract.read_how(source, counts) {
        say(format_args!("  {sentence}"))?;
    }
    if 0 < counts.n_silent {
        say(format_args!(
            "  {} of {} records have no name, date of birth or number: each is treated as a separate person",
            grouped(counts.n_silent),
            grouped(counts.n_records)
        ))?;
    }
    if 0 < counts.n_without_id {
        say(format_args!(
            "  {} records have no number of their own and are identified by their row",
            grouped(counts.n_without_id)
        ))?;
    }
    Ok(())
}
