//! What systems and clerks fill in where they know nothing.

use super::{Book, Cell, Change, breaks, column, forget, keeps, lose, push, some};
use crate::strangers::day::Day;

/// One record in this many has the placeholder: enough to make one person of them all.
const NTH: usize = 6;

pub const CHANGES: &[Change] = &[
    breaks("births-as-placeholders", &["days", "born"], |book, _| {
        some(book, "born", 3, &Cell::Day(Day::new(1900, 1, 1)))
            && push(book, &["birth_outside", "birth_placeholder", "birth_unreadable"])
    }),
    keeps("births-as-the-first-day-of-computers", &["days", "born"], |book, _| {
        some(book, "born", NTH, &Cell::Day(Day::new(1970, 1, 1))) && forget(book, &["born"])
    }),
    keeps("births-as-the-first-day-of-a-century", &["days", "born"], |book, _| {
        some(book, "born", NTH, &Cell::Day(Day::new(2000, 1, 1))) && forget(book, &["born"])
    }),
    breaks("births-before-anybody-alive", &["days", "born"], |book, _| {
        some(book, "born", 3, &Cell::Day(Day::new(1800, 1, 1))) && push(book, &["birth_outside", "birth_placeholder"])
    }),
    breaks("births-in-the-next-century", &["days", "born"], |book, _| {
        some(book, "born", 3, &Cell::Day(Day::new(2056, 5, 17))) && push(book, &["birth_outside"])
    }),
    breaks("births-at-the-end-of-time", &["days", "born"], |book, _| {
        some(book, "born", NTH, &Cell::Day(Day::new(9999, 12, 31)))
            && push(book, &["birth_outside", "birth_placeholder", "birth_unreadable"])
    }),
    breaks("births-in-words", &["days", "born"], |book, _| {
        some(book, "born", 3, &Cell::text("not known")) && push(book, &["birth_unreadable", "birth_placeholder"])
    }),
    breaks("nhs-numbers-as-placeholders", &["nhs"], |book, dice| {
        let number = *dice.pick(&["9999999999", "0000000000", "1111111111", "1234567890", "5555555555"]);
        some(book, "nhs", 3, &Cell::text(number)) && push(book, &["number_invalid", "number_placeholder"])
    }),
    // A number that passes the check and that a clerk types for everybody without one.
    keeps("nhs-number-of-the-ward", &["nhs"], |book, _| {
        some(book, "nhs", NTH, &Cell::text("4010232137")) && forget(book, &["nhs"]) && lose(book)
    }),
    keeps("names-of-nobody", &["names"], |book, dice| {
        let words = *dice.pick(&["Unknown", "UNKNOWN", "Baby", "FNU", "Not Known", "Test", "N/K", "Male", "Infant"]);
        name(book, "given", words)
    }),
    keeps("surnames-of-nobody", &["names"], |book, dice| {
        let words = *dice.pick(&["Unknown", "LNU", "Not Known", "XXX", "Surname"]);
        name(book, "family", words)
    }),
    keeps("postcodes-of-no-place", &["postcode", "address"], |book, dice| {
        let postcode = *dice.pick(&["ZZ99 3VZ", "ZZ99 3WZ", "ZZ99 9ZZ"]);
        let address = *dice.pick(&["NFA", "No fixed abode", "NO FIXED ADDRESS", "Not known", "Unknown"]);
        home(book, address, postcode)
    }),
    keeps("hospital-as-the-address", &["postcode", "address"], |book, dice| {
        let address =
            *dice.pick(&["General Hospital", "Wendshire Royal Infirmary", "Fen House Hostel", "c/o Town Hall"]);
        home(book, address, "LS1 3EX")
    }),
    keeps("nobody-with-nothing", &["postcode", "address", "names", "days", "born", "nhs"], |book, _| {
        some(book, "nhs", NTH, &Cell::Empty)
            && some(book, "born", NTH, &Cell::Day(Day::new(1970, 1, 1)))
            && name(book, "given", "Unknown")
            && home(book, "NFA", "ZZ99 3VZ")
            && forget(book, &["born"])
    }),
];

fn name(book: &mut Book, about: &'static str, words: &str) -> bool {
    some(book, about, NTH, &Cell::text(words)) && forget(book, &[about]) && lose(book)
}

fn home(book: &mut Book, address: &str, postcode: &str) -> bool {
    let has_both = book.sheets_mut().all(|sheet| column(sheet, "address").is_some());
    has_both
        && some(book, "address", NTH, &Cell::text(address))
        && some(book, "postcode", NTH, &Cell::text(postcode))
        && forget(book, &["postcode"])
        && lose(book)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_name_of_its_own() {
        let mut names: Vec<&str> = CHANGES.iter().map(|change| change.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CHANGES.len());
    }
}
