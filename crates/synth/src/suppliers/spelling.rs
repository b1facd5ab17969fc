//! How one supplier comes to be printed under many names.
//!
//! Each way is one that ledgers show (method, sections 1.12 and 2.2): legal forms long, short or left
//! out, `&` for `and`, trading names, bank suffixes, names cut off by a system, slips of a typist, and
//! text read in the wrong encoding.

use rand::RngExt;

use crate::dice::{Dice, pick};

/// What sort of organisation it is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegalForm {
    Limited,
    Plc,
    Llp,
    Cic,
    /// A charity without a company's ending.
    Charity,
    Partnership,
    /// One person.
    Person,
}

impl LegalForm {
    pub fn word(self) -> &'static str {
        match self {
            LegalForm::Limited => "limited",
            LegalForm::Plc => "plc",
            LegalForm::Llp => "llp",
            LegalForm::Cic => "cic",
            LegalForm::Charity => "charity",
            LegalForm::Partnership => "partnership",
            LegalForm::Person => "person",
        }
    }

    /// As registered, and then as it is printed.
    fn endings(self) -> &'static [&'static str] {
        match self {
            LegalForm::Limited => &["Limited", "Ltd", "Ltd.", "LTD", "limited"],
            LegalForm::Plc => &["plc", "PLC", "Public Limited Company", "Plc"],
            LegalForm::Llp => &["LLP", "Llp", "Limited Liability Partnership"],
            LegalForm::Cic => &["CIC", "C.I.C.", "Community Interest Company"],
            LegalForm::Charity | LegalForm::Partnership | LegalForm::Person => &[""],
        }
    }
}

/// A name as its bearer writes it.
#[derive(Clone, Debug)]
pub(crate) struct ProperName {
    /// Without the legal form.
    pub stem: String,
    pub form: LegalForm,
    pub trading_name: Option<String>,
}

impl ProperName {
    /// The name in the register.
    pub fn registered(&self) -> String {
        self.with(self.form.endings()[0])
    }

    fn with(&self, ending: &str) -> String {
        if ending.is_empty() { self.stem.clone() } else { format!("{} {ending}", self.stem) }
    }

    fn with_any_ending(&self, dice: &mut Dice) -> String {
        self.with(pick(dice, self.form.endings()))
    }
}

/// Systems cut names off after this many characters.
const CUT_AT: [usize; 3] = [30, 35, 40];

/// One way in which a finance system may hold this name. About a third are as registered except for the ending.
pub(crate) fn spelling(name: &ProperName, dice: &mut Dice) -> String {
    let plain = name.with_any_ending(dice);
    match dice.random_range(0..30) {
        0..=9 => plain,
        10..=13 => name.stem.clone(),
        14 => format!("The {plain}"),
        15 | 16 => swap_and(&plain),
        17 | 18 => repoint(&plain, dice),
        19 => format!("{plain} ({})", pick(dice, &["BACS", "CIS", "CHAPS"])),
        20 | 21 => cut(&name.registered(), pick(dice, &CUT_AT)),
        22..=24 => slip(&plain, dice),
        25 | 26 => match &name.trading_name {
            Some(trading) => format!("{plain} {} {trading}", pick(dice, &["T/A", "t/a", "Trading as"])),
            None => plain,
        },
        27 => format!("{plain} - DO NOT USE"),
        28 => wrong_encoding(&plain),
        _ => plain.to_uppercase(),
    }
}

fn swap_and(name: &str) -> String {
    if name.contains('&') { name.replace('&', "and") } else { name.replace(" and ", " & ") }
}

/// Commas, hyphens and apostrophes come and go.
fn repoint(name: &str, dice: &mut Dice) -> String {
    match dice.random_range(0..3) {
        0 => name.replace(['-', '\u{2019}', '\'', ','], " ").split_whitespace().collect::<Vec<_>>().join(" "),
        1 => name.replace(" Limited", ", Limited").replace(" Ltd", ", Ltd"),
        _ => name.replace(['\u{2019}', '\''], ""),
    }
}

/// The first characters up to a limit, as a fixed field keeps them.
fn cut(name: &str, n_chars: usize) -> String {
    name.chars().take(n_chars).collect::<String>().trim_end().to_owned()
}

/// A slip of the typist in one of the longer words: two letters swapped, one left out or one doubled.
fn slip(name: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = (1..letters.len().saturating_sub(1))
        .filter(|i| letters[i - 1..=i + 1].iter().all(|c| c.is_alphabetic()))
        .collect();
    if places.is_empty() {
        return name.to_owned();
    }
    let at = pick(dice, &places);
    let mut slipped = letters;
    match dice.random_range(0..3) {
        0 => slipped.swap(at, at + 1),
        1 => drop(slipped.remove(at)),
        _ => slipped.insert(at, slipped[at]),
    }
    slipped.into_iter().collect()
}

/// UTF-8 read as Windows-1252: `Café` becomes `CafÃ©`.
fn wrong_encoding(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::dice;
    use std::collections::BTreeSet;

    fn name(stem: &str) -> ProperName {
        ProperName { stem: stem.to_owned(), form: LegalForm::Limited, trading_name: Some("Fen Taxis".to_owned()) }
    }

    #[test]
    fn one_name_has_many_spellings() {
        let mut dice = dice(1, "spellings");
        let name = name("O\u{2019}Neill & Sons Property Maintenance");
        let all: BTreeSet<String> = (0..300).map(|_| spelling(&name, &mut dice)).collect();
        assert!(all.len() > 20, "{all:?}");
        for expected in [
            "O\u{2019}Neill & Sons Property Maintenance Ltd.",
            "O\u{2019}Neill & Sons Property Ma",
            "Oâ€™Neill & Sons Property Maintenance Limited",
        ] {
            let found = all.iter().any(|spelling| spelling.starts_with(expected.trim_end_matches(" Limited")));
            assert!(found, "{expected} in {all:?}");
        }
    }

    #[test]
    fn a_slip_is_one_letter() {
        let mut dice = dice(1, "slips");
        (0..50).for_each(|_| assert!(slip("Greenfen", &mut dice).chars().count().abs_diff(8) <= 1));
        assert_eq!(slip("A B", &mut dice), "A B");
    }
}
