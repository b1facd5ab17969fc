//! Changes to files about people: some of those to ledgers, and some of their own.

use crate::strangers::book::{Book, Break, Cell, Field, Role, Row, Sheet};
use crate::strangers::catalogue::{self, Change};
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;

/// Changes to ledgers that a file about people can have too.
const SHARED: &[&str] = &[
    "columns-reordered",
    "headings-in-capitals",
    "headings-in-small-letters",
    "headings-with-underscores",
    "headings-without-spaces",
    "headings-with-stray-spaces",
    "headings-with-hard-spaces",
    "headings-over-lines",
    "lines-in-any-order",
    "blank-rows-between",
    "blank-rows-below",
    "blank-rows-above",
    "banner-above",
    "heading-repeated",
    "cover-sheet-first",
    "empty-sheets-behind",
    "days-with-slashes",
    "days-with-dots",
    "days-with-dashes",
    "days-with-short-months-and-whole-years",
    "days-in-words",
    "days-as-ordinals",
    "days-iso",
    "days-iso-with-time",
    "days-with-time",
    "days-as-eight-digits",
    "days-month-first",
    "days-in-welsh",
    "days-as-serial-numbers",
    "encoding-utf-8",
    "encoding-utf-8-with-mark",
    "encoding-windows-1252",
    "encoding-utf-16-little-end-first",
    "encoding-utf-16-big-end-first",
    "separator-semicolon",
    "separator-tab",
    "separator-bar",
    "line-ends-of-unix",
    "line-ends-of-old-macs",
    "every-cell-in-quotation-marks",
    "workbook",
    "open-document",
    "file-of-another-kind",
    "file-with-nothing-in-it",
];

const OWN: &[Change] = &[
    keeps("headings-of-people-by-other-words", &["headings"], other_words),
    keeps("name-in-one-column", &["names"], |book, _| one_name(book, |given, family| format!("{given} {family}"))),
    keeps("name-in-one-column-family-first", &["names"], |book, _| {
        one_name(book, |given, family| format!("{family}, {given}"))
    }),
    keeps("names-in-capitals", &["letters"], |book, _| reword(book, &["given", "family"], str::to_uppercase)),
    keeps("sex-as-words", &["sex"], |book, _| {
        reword(book, &["sex"], |sex| if sex == "M" { "Male" } else { "Female" }.to_owned())
    }),
    keeps("sex-as-digits", &["sex"], |book, _| {
        reword(book, &["sex"], |sex| if sex == "M" { "1" } else { "2" }.to_owned())
    }),
    keeps("nhs-numbers-in-groups", &["nhs"], |book, _| {
        reword(book, &["nhs"], |n| {
            if n.len() == 10 { format!("{} {} {}", &n[..3], &n[3..6], &n[6..]) } else { n.to_owned() }
        })
    }),
    keeps("postcodes-without-space", &["postcode"], |book, _| {
        reword(book, &["postcode"], |code| code.replace(' ', ""))
    }),
    keeps("postcodes-in-small-letters", &["postcode"], |book, _| reword(book, &["postcode"], str::to_lowercase)),
    keeps("columns-of-no-use-beside", &["beside"], beside),
    breaks("people-twice", &["rows"], twice),
    breaks("ids-missing", &["columns"], |book, _| blank(book, "id", &["record_id_missing"])),
    breaks("births-before-anybody-alive", &["days", "born"], |book, _| {
        born(book, Day::new(1800, 1, 1), &["birth_outside", "birth_placeholder"])
    }),
    breaks("births-in-the-next-century", &["days", "born"], |book, _| {
        born(book, Day::new(2056, 5, 17), &["birth_outside"])
    }),
    breaks("births-as-placeholders", &["days", "born"], |book, _| {
        born(book, Day::new(1900, 1, 1), &["birth_outside", "birth_placeholder", "birth_unreadable"])
    }),
    breaks("births-in-words", &["days", "born"], |book, _| {
        some(book, "born", &Cell::text("not known"), &["birth_unreadable", "birth_placeholder"])
    }),
    breaks("nhs-numbers-as-placeholders", &["nhs"], |book, dice| {
        let number = *dice.pick(&["9999999999", "0000000000", "1234567890"]);
        some(book, "nhs", &Cell::text(number), &["number_invalid", "number_placeholder"])
    }),
    breaks("nhs-numbers-with-a-slip", &["nhs"], |book, _| {
        some(book, "nhs", &Cell::text("4100000309"), &["number_invalid"])
    }),
    breaks("sex-as-unknown-codes", &["sex"], |book, _| some(book, "sex", &Cell::text("Q7"), &["sex_unreadable"])),
    breaks("heading-of-people-lost", &["rows", "headings", "heading-rows", "above", "case", "lines"], |book, _| {
        book.sheets_mut().for_each(|sheet| sheet.rows.retain(|row| row.role != Role::Heading));
        push(book, &["file_not_ledger", "file_unsure", "file_unreadable", "record_id_missing"])
    }),
];

type Make = fn(&mut Book, &mut Dice) -> bool;

const fn keeps(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: true, touches, make }
}

const fn breaks(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: false, touches, make }
}

pub fn changes() -> Vec<Change> {
    let shared = catalogue::changes().into_iter().filter(|change| SHARED.contains(&change.name));
    OWN.iter().copied().chain(shared).collect()
}

fn push(book: &mut Book, kinds: &'static [&'static str]) -> bool {
    let stems = book.files.iter().map(|file| file.stem.clone()).collect();
    // A plain placeholder may be read as nothing without a word.
    let is_mended = kinds.iter().any(|kind| kind.ends_with("placeholder"));
    book.breaks.push(Break { kinds, pence: Vec::new(), stems, months: Vec::new(), is_mended });
    true
}

fn words(about: &str) -> &'static [&'static str] {
    match about {
        "id" => &["Client ID", "Person ID", "Case Number", "Patient ID", "Local ID", "Reference Number"],
        "given" => &["First Name", "Forename", "Given Name", "Christian Name", "Forename 1"],
        "family" => &["Surname", "Last Name", "Family Name"],
        "born" => &["DOB", "Date of Birth", "Birth Date", "D.O.B."],
        "sex" => &["Sex", "Gender", "Gender Code"],
        "nhs" => &["NHS Number", "NHS No", "NHS No.", "NHSNumber"],
        "address" => &["Address", "Home Address", "Full Address", "Current Address"],
        _ => &["Postcode", "Post Code", "Home Postcode"],
    }
}

fn other_words(book: &mut Book, dice: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        for at in 0..sheet.width() {
            let Field::About(about) = sheet.columns[at] else { continue };
            let word = *dice.pick(words(about));
            sheet.headings_mut().for_each(|row| row.cells[at] = Cell::text(word));
        }
    }
    true
}

fn texts(sheet: &Sheet, about: &'static str) -> Option<usize> {
    sheet.column(Field::About(about))
}

/// Given and family name stand in one column.
fn one_name(book: &mut Book, join: impl Fn(&str, &str) -> String) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(given), Some(family)) = (texts(sheet, "given"), texts(sheet, "family")) else { return false };
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

fn reword(book: &mut Book, about: &[&'static str], change: impl Fn(&str) -> String) -> bool {
    for sheet in book.sheets_mut() {
        let columns: Vec<usize> = about.iter().filter_map(|about| texts(sheet, about)).collect();
        for row in sheet.lines_mut() {
            for at in &columns {
                if let Cell::Text(text) = &mut row.cells[*at] {
                    *text = change(text);
                }
            }
        }
    }
    true
}

fn beside(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let at = sheet.width();
        sheet.insert(at, Field::Beside, "Ward", |_| Cell::text("Fen Ward"));
        sheet.insert(0, Field::Beside, "Row", |_| Cell::Number("1".to_owned()));
    }
    true
}

/// A third of the people are in the file twice, under the same number.
fn twice(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let copies: Vec<Row> = sheet.lines().step_by(3).cloned().collect();
        sheet.rows.extend(copies);
    }
    push(book, &["record_id_twice"])
}

fn blank(book: &mut Book, about: &'static str, kinds: &'static [&'static str]) -> bool {
    some(book, about, &Cell::Empty, kinds)
}

/// A third of a column holds something else.
fn some(book: &mut Book, about: &'static str, cell: &Cell, kinds: &'static [&'static str]) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = texts(sheet, about) else { return false };
        sheet.lines_mut().step_by(3).for_each(|row| row.cells[at] = cell.clone());
    }
    push(book, kinds)
}

fn born(book: &mut Book, day: Day, kinds: &'static [&'static str]) -> bool {
    some(book, "born", &Cell::Day(day), kinds)
}
