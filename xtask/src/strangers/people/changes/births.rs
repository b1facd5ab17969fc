//! Dates of birth in several columns, as years or as ages.

use super::{Book, Cell, Change, Field, column, keeps, lose};
use crate::strangers::book::{Role, Row};
use crate::strangers::day::Day;

/// The day on which ages are stated.
const TODAY: Day = Day { year: 2025, month: 3, day: 31 };

pub const CHANGES: &[Change] = &[
    keeps("birth-in-three-columns", &["days", "born", "columns"], |book, dice| {
        let headings = *dice.pick(&[
            ["Birth Day", "Birth Month", "Birth Year"],
            ["DOB_D", "DOB_M", "DOB_Y"],
            ["Day of birth", "Month of birth", "Year of birth"],
            ["bd", "bm", "by"],
        ]);
        parts(book, &[(headings[0], day), (headings[1], month), (headings[2], year)])
    }),
    keeps("birth-in-three-columns-year-first", &["days", "born", "columns"], |book, _| {
        parts(book, &[("Birth Year", year), ("Birth Month", month), ("Birth Day", day)])
    }),
    keeps("birth-in-three-columns-month-in-words", &["days", "born", "columns"], |book, _| {
        parts(book, &[("Birth Day", day), ("Birth Month", month_name), ("Birth Year", year)])
    }),
    keeps("birth-as-a-year", &["days", "born", "columns"], |book, _| {
        parts(book, &[("Year of Birth", year)]) && gone(book) && lose(book)
    }),
    keeps("age-instead-of-birth", &["days", "born", "columns"], |book, _| {
        parts(book, &[("Age", age)]) && gone(book) && lose(book)
    }),
    keeps("age-beside-birth", &["columns"], |book, _| {
        for sheet in book.sheets_mut() {
            let Some(at) = column(sheet, "born") else { return false };
            sheet.insert(at + 1, Field::Beside, "Age", age);
        }
        true
    }),
];

fn part(row: &Row, of: fn(Day) -> i32) -> Cell {
    row.day().map_or(Cell::Empty, |day| Cell::Number(of(day).to_string()))
}

fn day(row: &Row) -> Cell {
    part(row, |day| i32::from(day.day))
}

fn month(row: &Row) -> Cell {
    part(row, |day| i32::from(day.month))
}

fn year(row: &Row) -> Cell {
    part(row, |day| day.year)
}

fn age(row: &Row) -> Cell {
    part(row, |day| TODAY.year - day.year - i32::from((TODAY.month, TODAY.day) < (day.month, day.day)))
}

fn month_name(row: &Row) -> Cell {
    row.day().map_or(Cell::Empty, |day| Cell::text(day.month_name()))
}

/// A heading, and what stands below it.
type Part = (&'static str, fn(&Row) -> Cell);

/// Columns with their headings instead of the date; the last of them stands for it.
fn parts(book: &mut Book, parts: &[Part]) -> bool {
    for sheet in book.sheets_mut() {
        let Some(born) = column(sheet, "born") else { return false };
        for (nth, (heading, part)) in parts.iter().enumerate() {
            sheet.insert(born + nth, Field::Beside, heading, part);
        }
        let at = born + parts.len();
        sheet.rows.iter_mut().filter(|row| row.role != Role::Other && at < row.cells.len()).for_each(|row| {
            row.cells.remove(at);
        });
        sheet.columns.remove(at);
        sheet.columns[at - 1] = Field::About("born");
    }
    true
}

/// The date itself cannot be told any more.
fn gone(book: &mut Book) -> bool {
    super::forget(book, &["born"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_a_birthday_tomorrow_is_a_year_younger() {
        let of = |born: Day| age(&Row::new(Role::Line, vec![Cell::Day(born)]));
        assert_eq!(of(Day::new(1990, 3, 31)), Cell::Number("35".to_owned()));
        assert_eq!(of(Day::new(1990, 4, 1)), Cell::Number("34".to_owned()));
    }
}
