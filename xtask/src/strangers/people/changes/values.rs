//! Other writings of numbers, postcodes and sex.

use super::{Book, Cell, Change, breaks, keeps, push, reword, some};

pub const CHANGES: &[Change] = &[
    keeps("sex-as-words", &["sex"], |book, _| sex(book, ["Male", "Female"])),
    keeps("sex-as-digits", &["sex"], |book, _| sex(book, ["1", "2"])),
    keeps("sex-in-german", &["sex"], |book, _| sex(book, ["männlich", "weiblich"])),
    breaks("sex-as-unknown-codes", &["sex"], |book, _| {
        some(book, "sex", 3, &Cell::text("Q7")) && push(book, &["sex_unreadable"])
    }),
    keeps("nhs-numbers-in-groups", &["nhs"], |book, _| nhs(book, ' ')),
    keeps("nhs-numbers-with-dashes", &["nhs"], |book, _| nhs(book, '-')),
    breaks("nhs-numbers-with-a-slip", &["nhs"], |book, _| {
        some(book, "nhs", 3, &Cell::text("4100000309")) && push(book, &["number_invalid"])
    }),
    keeps("postcodes-without-space", &["postcode"], |book, _| {
        reword(book, &["postcode"], 1, |code| code.replace(' ', ""))
    }),
    keeps("postcodes-in-small-letters", &["postcode"], |book, _| reword(book, &["postcode"], 1, str::to_lowercase)),
    keeps("streets-abbreviated", &["address"], |book, _| reword(book, &["address"], 1, abbreviated)),
    keeps("addresses-in-capitals", &["address"], |book, _| reword(book, &["address"], 1, str::to_uppercase)),
];

fn sex(book: &mut Book, [male, female]: [&str; 2]) -> bool {
    reword(book, &["sex"], 1, |sex| if sex == "M" { male } else { female }.to_owned())
}

fn nhs(book: &mut Book, between: char) -> bool {
    reword(book, &["nhs"], 1, |n| match n.len() {
        10 => format!("{}{between}{}{between}{}", &n[..3], &n[3..6], &n[6..]),
        _ => n.to_owned(),
    })
}

fn abbreviated(address: &str) -> String {
    [("Road", "Rd"), ("Street", "St"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Close", "Cl"), ("Drive", "Dr")]
        .iter()
        .fold(address.to_owned(), |address, (long, short)| address.replace(long, short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_are_abbreviated() {
        assert_eq!(abbreviated("12 Albert Road"), "12 Albert Rd");
    }
}
