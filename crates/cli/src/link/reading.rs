//! How each file was read: in headings, forms and numbers, never in what a cell says.

use intake::dates::DateFormat;
use intake::people::{BirthForm, ExtractCounts, PersonField};

use super::extracts::ExtractFile;
use super::say;
use crate::fail::Failure;

/// Says which column was read as what, in which forms, and what could not be read.
pub fn say_how(file: &ExtractFile, counts: &ExtractCounts) -> Result<(), Failure> {
    let ExtractFile { source, shown, extract } = file;
    say(format_args!("`{shown}` read: {}", extract.read_as()))?;
    if !extract.has_ids() {
        say(format_args!("  no column numbers its records, so they are numbered by row; name one with --id"))?;
    }
    say_births(file, counts)?;
    let is_birth = |field: PersonField| matches!(field, PersonField::Born | PersonField::BornYear);
    for (field, n_cells) in counts.unread().into_iter().filter(|(field, _)| !is_birth(*field)) {
        say(format_args!("  {} cells of {} could not be read and count as missing", grouped(n_cells), field.word()))?;
    }
    if extract.has_ages_alone(source) {
        say(format_args!(
            "  ages are compared with ages alone, for nothing says on which day they were taken; give the day in a column `as at` or in the file's name"
        ))?;
    }
    if 0 < counts.n_silent {
        say(format_args!(
            "  {} of {} records have no name, no date of birth and no number: each stands for itself",
            grouped(counts.n_silent),
            grouped(counts.n_records)
        ))?;
    }
    if 0 < counts.n_without_id {
        say(format_args!(
            "  {} records have no number of their own and are called by their row",
            grouped(counts.n_without_id)
        ))?;
    }
    Ok(())
}

/// Says in which form births are written, and how many of them are dates.
fn say_births(ExtractFile { extract, .. }: &ExtractFile, counts: &ExtractCounts) -> Result<(), Failure> {
    let Some(form) = extract.birth_form() else { return Ok(()) };
    let (n_filled, n_unread) = (counts.n_with_birth, counts.n_unread_births());
    if n_filled == 0 {
        return Ok(());
    }
    let n_read = n_filled.saturating_sub(n_unread);
    say(format_args!("  births read as {}: {} of {}", name_of(form), grouped(n_read), grouped(n_filled)))?;
    if 0 < n_unread {
        say(format_args!("  {} births are no dates; they are compared as they are written", grouped(n_unread)))?;
    }
    Ok(())
}

/// A form of births in words.
fn name_of(form: BirthForm) -> &'static str {
    match form {
        BirthForm::Date(DateFormat::DayMonthYear) => "day first (dd/mm/yyyy)",
        BirthForm::Date(DateFormat::MonthDayYear) => "month first (mm/dd/yyyy)",
        BirthForm::Date(DateFormat::Serial | DateFormat::SerialTime) => "serial numbers of a spreadsheet",
        BirthForm::Date(form) => form.name(),
        BirthForm::ThreeColumns => "day, month and year in three columns",
        BirthForm::Years => "years",
    }
}

/// A number with a comma between thousands.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at != 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!([0, 999, 7_719, 1_000_000].map(grouped), ["0", "999", "7,719", "1,000,000"]);
    }
}
