//! Names in one column, with titles, in other orders, and written otherwise.

use super::{Book, Cell, Change, Dice, Field, Role, column, forget, keeps, reword};

pub const CHANGES: &[Change] = &[
    keeps("name-in-one-column", &["names"], |book, _| one_name(book, |given, family| format!("{given} {family}"))),
    keeps("name-in-one-column-family-first", &["names"], |book, _| {
        one_name(book, |given, family| format!("{family}, {given}"))
    }),
    keeps("name-in-one-column-family-in-capitals", &["names"], |book, _| {
        one_name(book, |given, family| format!("{}, {given}", family.to_uppercase()))
    }),
    keeps("name-in-one-column-with-a-title", &["names", "sex"], |book, dice| {
        let title = *dice.pick(&["Mr", "Ms", "Dr", "Mrs."]);
        one_name(book, move |given, family| format!("{title} {given} {family}"))
    }),
    keeps("name-in-one-column-title-behind", &["names"], |book, _| {
        one_name(book, |given, family| format!("{}, {given} (Mr)", family.to_uppercase()))
    }),
    keeps("title-beside-the-name", &["names"], |book, _| {
        book.sheets_mut().for_each(|sheet| sheet.insert(0, Field::Beside, "Title", |_| Cell::text("Ms")));
        true
    }),
    keeps("names-in-capitals", &["letters"], |book, _| reword(book, &["given", "family"], 1, str::to_uppercase)),
    keeps("names-in-small-letters", &["letters"], |book, _| reword(book, &["given", "family"], 1, str::to_lowercase)),
    keeps("names-with-stray-spaces", &["letters"], |book, _| {
        reword(book, &["given", "family"], 1, |name| format!(" {name}  "))
    }),
    keeps("first-names-as-initials", &["names"], |book, _| {
        reword(book, &["given"], 4, |name| name.chars().take(1).collect()) && forget(book, &["given"])
    }),
    keeps("middle-names-behind-the-first", &["names"], |book, dice| {
        let middle = *dice.pick(&["Ann", "James", "Mary Rose", "J"]);
        reword(book, &["given"], 3, |name| format!("{name} {middle}")) && forget(book, &["given"])
    }),
    keeps("first-name-and-surname-swapped", &["names"], swapped),
    keeps("surnames-of-two-parts", &["names"], |book, _| {
        reword(book, &["family"], 8, |name| format!("{name}-Fenholt")) && forget(book, &["family"])
    }),
];

/// Given and family name are in one column.
fn one_name(book: &mut Book, join: impl Fn(&str, &str) -> String) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(given), Some(family)) = (column(sheet, "given"), column(sheet, "family")) else { return false };
        for row in &mut sheet.rows {
            let name = match (row.role.clone(), &row.cells[given], &row.cells[family]) {
                (Role::Line, Cell::Text(given), Cell::Text(family)) => Cell::Text(join(given, family)),
                (Role::Heading, ..) => Cell::text("Name"),
                _ => Cell::Empty,
            };
            row.cells[given] = name;
            row.cells.remove(family);
        }
        sheet.columns[given] = Field::About("name");
        sheet.columns.remove(family);
    }
    true
}

/// In every twentieth record the names are in each other's column.
fn swapped(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(given), Some(family)) = (column(sheet, "given"), column(sheet, "family")) else { return false };
        sheet.lines_mut().step_by(20).for_each(|row| row.cells.swap(given, family));
    }
    forget(book, &["given", "family"])
}
