//! How a file about people was read: in headings, forms and numbers, never in what a cell says.

use super::extract::{BirthForm, Extract, ExtractCounts};
use super::field::PersonField;
use crate::dates::DateFormat;

/// What a record ought to say of a person, and the fields that say it.
const WANTED: [(&str, PersonField, &[PersonField]); 3] = {
    use PersonField::*;
    [
        ("first names", GivenName, &[GivenName, FullName]),
        ("surnames", FamilyName, &[FamilyName, FullName]),
        ("dates of birth", Born, &[Born, BornYear]),
    ]
};

impl Extract {
    /// In which forms the file is written, and what could not be read, a sentence each. `file_name` may state the day on
    /// which ages were taken.
    pub fn read_how(&self, file_name: &str, counts: &ExtractCounts) -> Vec<String> {
        let mut said: Vec<String> = self.births_said(counts).into_iter().collect();
        let is_birth = |field: PersonField| matches!(field, PersonField::Born | PersonField::BornYear);
        let unread = counts.unread().into_iter().filter(|(field, _)| !is_birth(*field));
        said.extend(unread.map(|(field, n)| {
            format!("{} cells of {} could not be read and count as missing", grouped(n), field.word())
        }));
        if self.has_ages_alone(file_name) {
            said.push(
                "warning: ages are compared with ages alone, for nothing says on which day they were taken; give the day in a column \
                 `as at` or in the file's name"
                    .to_owned(),
            );
        }
        said.extend(self.missing_said());
        said
    }

    /// What no column of the file says of people though it should, by the field that a heading might name.
    pub(super) fn missing(&self) -> Vec<(&'static str, PersonField)> {
        let is_there = |fields: &[PersonField]| fields.iter().any(|field| self.layout.column(*field).is_some());
        WANTED.into_iter().filter(|(_, _, fields)| !is_there(fields)).map(|(what, field, _)| (what, field)).collect()
    }

    /// The columns that are missing, with the headings that may be these.
    fn missing_said(&self) -> Option<String> {
        let missing: Vec<&str> = self.missing().into_iter().map(|(what, _)| what).collect();
        (!missing.is_empty()).then(|| {
            format!(
                "warning: no column has {}, and fewer people are found without; {}",
                missing.join(" or "),
                self.not_read_said()
            )
        })
    }

    pub(super) fn not_read_said(&self) -> String {
        match self.layout.not_read() {
            Some(headings) => format!("not read: {headings}"),
            None => "every heading was read as something else".to_owned(),
        }
    }

    /// In which form births are written, and how many of them are dates.
    fn births_said(&self, counts: &ExtractCounts) -> Option<String> {
        let form = self.birth_form()?;
        let (n_filled, n_unread) = (counts.n_with_birth, counts.n_unread_births());
        if n_filled == 0 {
            return None;
        }
        let n_read = grouped(n_filled.saturating_sub(n_unread));
        let read = format!("births read as {}: {n_read} of {}", name_of(form), grouped(n_filled));
        if form == BirthForm::Years {
            return Some(format!("warning: {read}; fewer people are found by the year than by the date"));
        }
        Some(match n_unread {
            0 => read,
            n => format!("{read}; {} births are no dates and are compared as they are written", grouped(n)),
        })
    }
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
pub fn grouped(n: u64) -> String {
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
