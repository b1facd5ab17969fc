//! Records more: the same people again, and others who share nearly everything with somebody.

use super::{Change, breaks, column, keeps, push};
use crate::homes::nhs_number;
use crate::strangers::book::{Book, Cell, Row};
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;
use crate::strangers::people::judge::{COPY, TWIN};

pub const CHANGES: &[Change] = &[
    keeps("people-again-under-another-number", &["rows"], |book, _| copy(book, 6, COPY, &[])),
    keeps("twins-of-other-names", &["rows"], |book, dice| copy(book, 6, TWIN, &[other_given(dice), other_nhs])),
    keeps("twins-whose-numbers-are-unknown", &["rows", "nhs"], |book, dice| {
        copy(book, 6, TWIN, &[other_given(dice), no_nhs])
    }),
    keeps("fathers-of-the-same-name", &["rows"], |book, _| copy(book, 6, TWIN, &[born_earlier, other_nhs])),
    keeps("fathers-whose-numbers-are-unknown", &["rows", "nhs"], |book, _| {
        copy(book, 6, TWIN, &[born_earlier, no_nhs])
    }),
    keeps("namesakes-elsewhere", &["rows"], |book, _| copy(book, 6, TWIN, &[born_otherwise, elsewhere, other_nhs])),
    breaks("people-twice", &["rows"], twice),
];

type Alter = fn(&mut Known<'_>);

/// A copied row, with what is known of it.
struct Known<'r> {
    row: &'r mut Row,
    sheet: &'r super::Sheet,
    nth: usize,
}

impl Known<'_> {
    fn set(&mut self, about: &'static str, make: impl FnOnce(&Cell) -> Cell) {
        if let Some(at) = column(self.sheet, about) {
            self.row.cells[at] = make(&self.row.cells[at]);
        }
    }
}

/// Every `nth` record again, altered, under a number that begins with `mark`.
fn copy(book: &mut Book, nth: usize, mark: &str, alter: &[Alter]) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = column(sheet, "id") else { return false };
        let mut copies: Vec<Row> = sheet.lines().step_by(nth).cloned().collect();
        for (nth, row) in copies.iter_mut().enumerate() {
            if let Cell::Text(id) = &mut row.cells[at] {
                *id = format!("{mark}{id}");
            }
            let mut known = Known { row, sheet, nth };
            alter.iter().for_each(|alter| alter(&mut known));
        }
        sheet.rows.extend(copies);
    }
    true
}

/// Names that are no form of each other, so that one is always another than the record's own.
fn other_given(dice: &mut Dice) -> Alter {
    let alike: Alter = |known| known.set("given", |name| alternative(name, ["Ivy", "Otto"]));
    let other: Alter = |known| known.set("given", |name| alternative(name, ["Bethany", "Hugo"]));
    if dice.is_one_in(2) { alike } else { other }
}

fn alternative(name: &Cell, names: [&str; 2]) -> Cell {
    let is_first = matches!(name, Cell::Text(name) if name.eq_ignore_ascii_case(names[0]));
    Cell::text(names[usize::from(is_first)])
}

fn other_nhs(known: &mut Known<'_>) {
    let number = nhs_number(5_000_000 + known.nth as u32);
    known.set("nhs", |_| Cell::Text(number));
}

fn no_nhs(known: &mut Known<'_>) {
    known.set("nhs", |_| Cell::Empty);
}

fn born_earlier(known: &mut Known<'_>) {
    let years = 22 + (known.nth % 15) as i32;
    known.set("born", |born| match born {
        Cell::Day(day) => Cell::Day(Day { day: day.day % 28 + 1, ..day.years_later(-years) }),
        other => other.clone(),
    });
}

fn born_otherwise(known: &mut Known<'_>) {
    let years = 1 + (known.nth % 9) as i32;
    known.set("born", |born| match born {
        Cell::Day(day) => {
            Cell::Day(Day { month: day.month % 12 + 1, day: day.day % 27 + 2, ..day.years_later(-years) })
        }
        other => other.clone(),
    });
}

fn elsewhere(known: &mut Known<'_>) {
    let home = 900_000 + 14 * known.nth as u64;
    known.set("address", |_| Cell::Text(crate::homes::address(home)));
    known.set("postcode", |_| Cell::Text(crate::homes::postcode(home)));
}

/// A third of the people are in the file twice, under the same number.
fn twice(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let copies: Vec<Row> = sheet.lines().step_by(3).cloned().collect();
        sheet.rows.extend(copies);
    }
    push(book, &["record_id_twice"])
}
