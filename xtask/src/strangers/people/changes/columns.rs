//! Columns that are missing, divided, or of no use.

use super::{Book, Cell, Change, Dice, Field, Role, breaks, column, forget, keeps, lose, push, remove, some};

pub const CHANGES: &[Change] = &[
    keeps("columns-of-no-use-beside", &["beside"], beside),
    keeps("address-in-two-columns", &["address"], address_in_two),
    keeps("postcode-within-the-address", &["address", "postcode"], postcode_within),
    keeps("other-address-beside", &["beside"], |book, _| {
        for sheet in book.sheets_mut() {
            let at = sheet.width();
            sheet.insert(at, Field::Beside, "GP Postcode", |_| Cell::text("LS1 3EX"));
            sheet.insert(at, Field::Beside, "Practice", |_| Cell::text("Fen Surgery"));
        }
        true
    }),
    keeps("without-nhs-number", &["nhs", "columns"], |book, _| remove(book, "nhs") && lose(book)),
    keeps("without-sex", &["sex", "columns"], |book, _| remove(book, "sex")),
    keeps("without-address", &["address", "columns"], |book, _| remove(book, "address") && lose(book)),
    keeps("without-postcode", &["postcode", "columns"], |book, _| remove(book, "postcode") && lose(book)),
    keeps("without-home", &["postcode", "address", "columns"], |book, _| {
        remove(book, "postcode") && remove(book, "address") && lose(book)
    }),
    keeps("without-birth", &["born", "days", "columns"], |book, _| remove(book, "born") && lose(book)),
    keeps("without-first-name", &["names", "columns"], |book, _| remove(book, "given") && lose(book)),
    keeps("without-surname", &["names", "columns"], |book, _| remove(book, "family") && lose(book)),
    keeps("postcodes-missing-in-half", &["postcode"], |book, _| some(book, "postcode", 2, &Cell::Empty) && lose(book)),
    keeps("births-missing-in-half", &["born", "days"], |book, _| some(book, "born", 2, &Cell::Empty) && lose(book)),
    breaks("ids-missing", &["columns"], |book, _| {
        some(book, "id", 3, &Cell::Empty) && push(book, &["record_id_missing"])
    }),
    breaks("heading-of-people-lost", &["rows", "headings", "heading-rows", "above", "case", "lines"], |book, _| {
        book.sheets_mut().for_each(|sheet| sheet.rows.retain(|row| row.role != Role::Heading));
        push(book, &["file_not_ledger", "file_unsure", "file_unreadable", "record_id_missing", "headings_missing"])
    }),
];

fn beside(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let at = sheet.width();
        sheet.insert(at, Field::Beside, "Ward", |_| Cell::text("Fen Ward"));
        sheet.insert(0, Field::Beside, "Row", |_| Cell::Number("1".to_owned()));
    }
    true
}

/// House number and street apart.
fn address_in_two(book: &mut Book, dice: &mut Dice) -> bool {
    let headings =
        *dice.pick(&[["House Number", "Street"], ["Address Line 1", "Address Line 2"], ["House No", "Road"]]);
    for sheet in book.sheets_mut() {
        let Some(at) = column(sheet, "address") else { return false };
        sheet.insert(at, Field::Beside, headings[0], |row| match &row.cells[at] {
            Cell::Text(address) => Cell::text(address.split(' ').next().unwrap_or_default()),
            _ => Cell::Empty,
        });
        for row in &mut sheet.rows {
            let Some(cell) = row.cells.get_mut(at + 1) else { continue };
            *cell = match (&row.role, &*cell) {
                (Role::Heading, Cell::Text(_)) => Cell::text(headings[1]),
                (Role::Line, Cell::Text(address)) => {
                    Cell::text(address.split_once(' ').map_or(address.as_str(), |(_, street)| street))
                }
                (_, other) => other.clone(),
            };
        }
        sheet.columns[at + 1] = Field::Beside;
    }
    true
}

/// The postcode stands behind the street and nowhere else.
fn postcode_within(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(address), Some(postcode)) = (column(sheet, "address"), column(sheet, "postcode")) else {
            return false;
        };
        for row in sheet.lines_mut() {
            if let (Cell::Text(line), Cell::Text(code)) = (&row.cells[address], &row.cells[postcode]) {
                row.cells[address] = Cell::Text(format!("{line}, {code}"));
            }
        }
    }
    remove(book, "postcode") && forget(book, &["address"])
}
