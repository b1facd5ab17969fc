//! Text that may name a person as well as saying what it is about.

use std::ops::Range;

use model::payee::PayeeMasks;

use super::address::{address_in, is_persons};
use super::person::{Likeness, is_titled_name, likeness};
use super::words::Words;
use super::{Alone, PayeeKind, Payees};

/// Titles that mean nothing else, in capitals or small letters.
const TITLES: [&str; 5] = ["MR", "MRS", "MISS", "MSTR", "MX"];

/// Whether a text names somebody: a title with a name beside it, or a person's e-mail address.
pub fn mentions_person(text: &str) -> bool {
    words_of_people(&text.split_whitespace().collect::<Vec<_>>(), &[]).iter().any(|is| *is)
}

/// Whether a payee that is about to be published is a private individual, or its text mentions one.
pub fn names_person(text: &str) -> bool {
    let masks = PayeeMasks::default();
    let alone = Payees::new(&masks).alone(text);
    matches!(alone, Alone::Kind(PayeeKind::Masked(_))) || mentions_person(text)
}

/// A heading of a line whose payee is not shown, without the words that name a person.
///
/// `Fostering - Mrs Known` says more than that fostering was paid.
pub(crate) fn without_names(heading: &str, payee: &str) -> String {
    let lists = Words::shipped();
    let upper = payee.to_uppercase();
    let is_of_name = |word: &&str| 2 < word.len() && !lists.firm.contains(*word) && !lists.titles.contains(*word);
    let names: Vec<&str> = upper.split(|c: char| !c.is_alphanumeric()).filter(is_of_name).collect();
    let words: Vec<&str> = heading.split_whitespace().collect();
    let are_names = words_of_people(&words, &names);
    if !are_names.contains(&true) {
        return heading.to_owned();
    }
    let told: Vec<&str> = words.iter().zip(are_names).filter(|(_, is)| !is).map(|(word, _)| *word).collect();
    told.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Parts of a heading: what stands between dashes, colons and brackets.
fn parts_of_heading(heading: &str) -> impl Iterator<Item = &str> {
    heading.split([':', '/', '(', ')', ';', '|']).flat_map(|part| part.split(" - ")).map(str::trim)
}

/// Whether a part of a heading is a person's name without a title: `Direct payments - Ann Known`.
pub(crate) fn holds_plain_name(heading: &str) -> bool {
    parts_of_heading(heading).any(is_plain_name)
}

fn is_plain_name(part: &str) -> bool {
    part.contains(' ') && matches!(likeness(part, Words::shipped()), Likeness::Named | Likeness::Titled)
}

/// A heading without the parts that are persons' names.
pub(crate) fn without_plain_names(heading: &str) -> String {
    let told: Vec<&str> = parts_of_heading(heading).filter(|part| !part.is_empty() && !is_plain_name(part)).collect();
    told.join(" - ")
}

/// Which words are titles, the names behind them, or among the names given.
fn words_of_people(words: &[&str], names: &[&str]) -> Vec<bool> {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let mut are_names: Vec<bool> = words.iter().map(|word| names.contains(&plain(word).as_str())).collect();
    for (at, word) in words.iter().enumerate() {
        let is_name = |word: &&str| word.chars().any(char::is_alphabetic) && !word.starts_with(['-', '(', '/']);
        let behind = words[at + 1..].iter().take(3).take_while(|word| is_name(word) && starts_as_name(word)).count();
        if TITLES.contains(&plain(word).as_str()) && 0 < behind {
            are_names[at..=at + behind].fill(true);
        }
        are_names[at] |= is_address(word);
        if let Some(n_words) = titled_behind(&words[at..]) {
            are_names[at..at + n_words].fill(true);
        }
    }
    for part in parts(words) {
        if is_titled_name(&words[part.clone()].join(" "), Words::shipped()) {
            are_names[part].fill(true);
        }
    }
    are_names
}

/// How many words a name behind a title that means other things too has, title and all: `Dr Ann Known`. Of `Sir John Moore
/// Building` there is none.
fn titled_behind(words: &[&str]) -> Option<usize> {
    const SMALL: [&str; 9] = ["AND", "AT", "BY", "FOR", "FROM", "IN", "ON", "TO", "WITH"];
    let lists = Words::shipped();
    let upper = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let title = upper(words[0]);
    if !lists.titles.contains(&title) && !lists.ranks.contains(&title) {
        return None;
    }
    let is_name = |n_words: &usize| {
        let next = words.get(*n_words).map(|next| upper(next));
        let is_of_firm = next.is_some_and(|next| lists.firm.contains(&next) && !SMALL.contains(&next.as_str()));
        *n_words <= words.len() && !is_of_firm && is_titled_name(&words[..*n_words].join(" "), lists)
    };
    [4, 3, 2].into_iter().find(is_name)
}

fn is_address(word: &str) -> bool {
    word.contains('@') && address_in(&word.to_uppercase()).is_some_and(|address| is_persons(address, Words::shipped()))
}

/// The parts of a text between dashes, brackets and colons.
fn parts(words: &[&str]) -> Vec<Range<usize>> {
    let is_mark = |word: &str| !word.contains(char::is_alphanumeric) && word != "&";
    let mut parts = Vec::new();
    let mut first = 0;
    for (at, word) in words.iter().enumerate() {
        let (begins, ends) = (is_mark(word) || word.starts_with(['(', '/', '-']), word.ends_with([')', ':', ';', '/']));
        if begins {
            parts.push(first..at);
            first = at + usize::from(is_mark(word));
        }
        if ends && first <= at {
            parts.push(first..at + 1);
            first = at + 1;
        }
    }
    parts.push(first..words.len());
    parts.retain(|part| !part.is_empty());
    parts
}

fn starts_as_name(word: &str) -> bool {
    let lists = Words::shipped();
    let upper = word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    word.starts_with(|c: char| c.is_uppercase()) && !lists.firm.contains(&upper) && !lists.payments.contains_key(&upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_a_name_behind_it_names_somebody() {
        for text in [
            "Payment to Mrs Known",
            "MR A KNOWN",
            "Allowance (Mrs. Known)",
            "Ramp for Miss Ann Known",
            "KNOWN A MRS",
            "mrs edith known",
            "Fostering - Dr Ann Known",
            "Lady Jane Smith",
            "Sir John Smith (Fostering)",
            "Dr Patel",
            "Fostering: Mr & Mrs Known",
            "Allowance ann.known@gmail.com",
            "Fees of Dr Ann Smith for April",
            "Grant Lady Jane Smith 2025",
        ] {
            assert!(mentions_person(text), "{text}");
        }
        for text in [
            "Mr",
            "",
            "MRS Services",
            "Missing invoice",
            "Paper, 5 boxes",
            "Mrs and others",
            "Rev Contributions Capital",
            "Prof Fees Other",
            "MS Excel Training",
            "Master Plan",
            "Sir James Knott Nursery",
            "Sir Robert Hitcham CEVAP",
            "Our Lady of Lourdes",
            "Lord Mayor",
            "Dr Barnardos",
            "Major Works",
            "Private Sector Leasing",
            "Right to Buy",
            "Nurse Bank",
            "Canon Hill Park",
            "Canon Copiers",
            "Upkeep of Sir John Moore Building",
            "Rent Dr Smith Surgery",
            "Hosting (info@acorn.co.uk)",
            "Live @ Home",
        ] {
            assert!(!mentions_person(text), "{text}");
        }
    }

    #[test]
    fn a_heading_is_told_without_the_name_in_it() {
        assert_eq!(without_names("Fostering - Mrs Known", "MRS A KNOWN"), "Fostering");
        assert_eq!(without_names("KNOWN A: Special Guardianship", "A Known"), "A: Special Guardianship");
        assert_eq!(without_names("Fostering Allowances", "MRS A KNOWN"), "Fostering Allowances");
        assert_eq!(without_names("Care of Mr Known", "Redacted"), "Care of");
        assert_eq!(without_names("Fostering: KNOWN A MRS", ""), "Fostering");
        assert_eq!(without_names("Care (ann.known@gmail.com)", ""), "Care");
        assert_eq!(without_names("Lady Ann Smith", ""), "");
        assert_eq!(without_names("Ann - repairs", "MRS ANN KNOWN"), "repairs");
        assert_eq!(without_names("IT - repairs", "MR IT KNOWN"), "IT - repairs", "two letters are too common");
    }
}
