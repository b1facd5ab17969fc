//! Dates in other formats.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role};
use crate::strangers::dice::Dice;
use crate::strangers::print::Days;

macro_rules! days {
    ($name:literal, $form:ident) => {
        keeps($name, &["days"], |book, _| print(book, Days::$form))
    };
}

pub const CHANGES: &[Change] = &[
    days!("days-with-slashes", BareSlashes),
    days!("days-with-two-digit-years", ShortSlashes),
    days!("days-with-dots", Dots),
    days!("days-with-dashes", Dashes),
    days!("days-with-short-months", NamedShort),
    days!("days-with-months-in-capitals", Capitals),
    days!("days-with-short-months-and-whole-years", NamedLong),
    days!("days-in-words", Words),
    days!("days-as-ordinals", Ordinal),
    days!("days-with-month-words-first", MonthFirstWords),
    days!("days-without-spaces", NoSpace),
    days!("days-iso", Iso),
    days!("days-iso-with-slashes", IsoSlashes),
    days!("days-iso-with-time", IsoTime),
    days!("days-with-time", WithTime),
    days!("days-with-weekday", Weekday),
    days!("days-in-words-with-weekday", WeekdayWords),
    days!("days-as-eight-digits", Compact),
    days!("days-as-eight-digits-day-first", CompactDayFirst),
    days!("days-month-first", MonthFirst),
    days!("days-with-short-year-first", ShortIso),
    days!("days-in-welsh", Welsh),
    days!("days-as-seconds-since-1970", Epoch),
    days!("days-as-serial-numbers", Serial),
    keeps("days-in-another-form-in-one-file", &["days"], one_file),
    keeps("days-in-three-columns", &["days", "columns", "rows", "copies"], three_columns),
];

fn print(book: &mut Book, days: Days) -> bool {
    let is_new = book.files.iter().any(|file| file.print.days != days);
    book.files.iter_mut().for_each(|file| file.print.days = days);
    is_new
}

fn one_file(book: &mut Book, dice: &mut Dice) -> bool {
    let form = *dice.pick(&[Days::Iso, Days::NamedLong, Days::Words, Days::Dots]);
    let at = dice.below(book.files.len());
    let is_new = 1 < book.files.len() && book.files[at].print.days != form;
    book.files[at].print.days = form;
    is_new
}

/// Year, month and day, each in a column of its own.
fn three_columns(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(Field::Day) else { return false };
        let part = |part: fn(crate::strangers::day::Day) -> i32| {
            move |row: &crate::strangers::book::Row| {
                row.day().map_or(Cell::Empty, |day| Cell::Number(part(day).to_string()))
            }
        };
        sheet.insert(at, Field::Beside, "Payment Year", part(|day| day.year));
        sheet.insert(at + 1, Field::Beside, "Payment Month", part(|day| i32::from(day.month)));
        let place = at + 2;
        for row in sheet.rows.iter_mut().filter(|row| row.role != Role::Other) {
            row.cells[place] = match &row.cells[place] {
                Cell::Day(day) => Cell::Number(day.day.to_string()),
                Cell::Text(_) => Cell::text("Payment Day"),
                other => other.clone(),
            };
        }
        sheet.columns[place] = Field::Beside;
    }
    true
}
