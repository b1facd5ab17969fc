//! How a file about people was read: in headings, forms and numbers, never in what a cell says.

use super::extract::{BirthForm, Extract, ExtractCounts};
use super::field::PersonField;
use crate::dates::DateFormat;

/// What a record ought to say of a person, what records without it are said to lack, and the fields that say it.
pub(super) const WANTED: [Wanted; N_WANTED] = {
    use PersonField::*;
    [
        Wanted { many: "first names", one: "first name", fields: &[GivenName, FullName] },
        Wanted { many: "surnames", one: "surname", fields: &[FamilyName, FullName] },
        Wanted { many: "dates of birth", one: "date of birth", fields: &[Born, BornYear] },
    ]
};
pub(super) const N_WANTED: usize = 3;

pub(super) struct Wanted {
    many: &'static str,
    one: &'static str,
    /// The first of them is what a heading might name.
    pub fields: &'static [PersonField],
}

/// A missing detail is said where more than one record in this many lacks it.
const LACKING_MIN: u64 = 10;

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
                "warning: ages are compared only with ages, because the file does not say on which day they were \
                 recorded; give the day in a column `as at` or in the file's name"
                    .to_owned(),
            );
        }
        if self.layout.header_row == 0 {
            said.push("warning: the file has no headings, so its columns were read by their content".to_owned());
        }
        if self.layout.are_names_swapped {
            let [given, family] = [PersonField::GivenName, PersonField::FamilyName]
                .map(|field| self.layout.heading(field).unwrap_or_default().to_owned());
            said.push(format!(
                "warning: first names stand under `{given}` and surnames under `{family}`, and are read so: by the lists of names it is the \
                 other way round than the headings say"
            ));
        }
        said.extend(masked_days_said(counts));
        said.extend(self.missing_said());
        said.extend(self.lacking_said(counts));
        said
    }

    /// What no column of the file says of people though it should, by the field that a heading might name.
    pub(super) fn missing(&self) -> Vec<(&'static str, PersonField)> {
        WANTED.iter().filter(|wanted| !self.has_one_of(wanted)).map(|wanted| (wanted.many, wanted.fields[0])).collect()
    }

    fn has_one_of(&self, wanted: &Wanted) -> bool {
        wanted.fields.iter().any(|field| self.layout.column(*field).is_some())
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

    /// Columns that many records leave empty.
    fn lacking_said<'c>(&'c self, counts: &'c ExtractCounts) -> impl Iterator<Item = String> + 'c {
        let n_records = counts.n_records;
        let lacking = WANTED.iter().zip(counts.n_with).filter(|(wanted, _)| self.has_one_of(wanted));
        lacking.filter(move |(_, n_with)| n_records < (n_records - n_with) * LACKING_MIN).map(
            move |(wanted, n_with)| {
                format!(
                    "warning: {} of {} records have no {}, and fewer of their people are found",
                    grouped(n_records - n_with),
                    grouped(n_records),
                    wanted.one
                )
            },
        )
    }

    pub(super) fn not_read_said(&self) -> String {
        match self.layout.not_read() {
            // Where no heading is known, the row may hold a person.
            Some(_) if self.layout.read_as().is_empty() => "no heading is known".to_owned(),
            Some(headings) => format!("not read: {headings}"),
            None => "every heading was read as something else".to_owned(),
        }
    }

    /// In which form births are written, and how many of them are dates.
    fn births_said(&self, counts: &ExtractCounts) -> Option<String> {
        let form = self.birth_form()?;
        let (n_filled, n_unread) = (counts.n_with_birth(), counts.n_unread_births());
        if n_filled == 0 {
            return None;
        }
        let n_read = grouped(n_filled.saturating_sub(n_unread));
        let read = format!("births read as {}: {n_read} of {}", name_of(form), grouped(n_filled));
        if form == BirthForm::Years {
            return Some(format!("warning: {read}; fewer people are found by the year than by the date"));
        }
        if matches!(form, BirthForm::Date(DateFormat::YearMonth | DateFormat::NameYear)) {
            return Some(format!(
                "warning: {read}; they tell the year alone, and fewer people are found by it than by the date"
            ));
        }
        Some(match n_unread {
            0 => read,
            n => format!("{read}; {} births are not dates and are compared as written", grouped(n)),
        })
    }
}

/// Fewer births may all be on one day of a month by chance.
const N_BIRTHS_MIN: u64 = 30;
/// This many of them on one day of the month is no accident: a thirtieth is.
const SHARE_OF_DAY_MAX: f64 = 0.8;

/// Births of which somebody left the day out and wrote down the first or the middle of the month.
fn masked_days_said(counts: &ExtractCounts) -> Option<String> {
    let n_births: u64 = counts.n_by_day.iter().sum();
    let (day, n) = (0..).zip(counts.n_by_day).max_by_key(|(_, n)| *n)?;
    (N_BIRTHS_MIN <= n_births && SHARE_OF_DAY_MAX * n_births as f64 <= n as f64).then(|| {
        format!(
            "warning: {} of {} births are on day {day} of a month, as where days are left out: people of one name and month look like one \
             person",
            grouped(n),
            grouped(n_births)
        )
    })
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
