//! What a cell about a person holds, brought to one form.

use crate::postcode::{is_whole, spelled};
use model::identifier::is_nhs_number;
use model::tables::Sex;

use super::field::is_one_slip;

/// A text without white space around it; none where nothing is left, or only a sign for nothing.
pub fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    (!says_nothing(text)).then(|| match is_spaced_plainly(text) {
        true => text.to_owned(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// Whether single spaces are all the white space there is, as in nearly every cell.
fn is_spaced_plainly(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    text.bytes().all(is_plain) && !text.contains("  ")
}

/// What systems and people write where they know nothing.
fn says_nothing(text: &str) -> bool {
    const SIGNS: [&str; 12] =
        ["-", "--", ".", "...", "N/A", "#N/A", "NULL", "NONE", "UNKNOWN", "NOT KNOWN", "NOT RECORDED", "NOT STATED"];
    // These are names too, unless they stand as programs write them.
    const AS_WRITTEN: [&str; 5] = ["NA", "NaN", "nan", "<NA>", "NaT"];
    text.is_empty() || SIGNS.iter().any(|sign| text.eq_ignore_ascii_case(sign)) || AS_WRITTEN.contains(&text)
}

/// `WX1 1AA`, however it is spaced; as printed where it is no postcode.
pub fn postcode(text: &str) -> Option<String> {
    plain(text).map(|text| spelled(&text).unwrap_or(text))
}

/// An address and the postcode that ends it, where one does: `12 Mill Road, Leeds LS1 4AP`.
pub fn split_address(address: &str) -> Option<(String, String)> {
    let words: Vec<&str> = address.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let ends = |n: &usize| *n < words.len() && is_whole(words[words.len() - n..].concat().as_bytes());
    let n_words = (1..=2).rev().find(ends)?;
    let code = postcode(&words[words.len() - n_words..].concat())?;
    let first = words[words.len() - n_words];
    let rest = address[..address.rfind(first)?].trim_end_matches([' ', ',']).to_owned();
    (!rest.is_empty()).then_some((rest, code))
}

/// Only digits.
pub fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// Letters and digits in capitals: numbers as agencies print them, with and without spaces.
pub fn code(text: &str) -> Option<String> {
    let code: String =
        plain(text)?.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    (!code.is_empty()).then_some(code)
}

/// An NHS number, or whether there is one that does not pass its check. One digit over and over passes it and stands for
/// a number that nobody knew.
pub fn nhs_number(text: &str) -> Result<Option<String>, ()> {
    match digits(text) {
        None => Ok(None),
        Some(number) if is_nhs_number(&number) && !is_one_digit(&number) => Ok(Some(number)),
        Some(_) => Err(()),
    }
}

fn is_one_digit(number: &str) -> bool {
    number.bytes().all(|digit| Some(digit) == number.bytes().next())
}

/// From words, letters, or the codes 1 and 2 of the NHS; an error where it is something else.
pub fn sex(text: &str) -> Result<Option<Sex>, ()> {
    match text.trim().to_lowercase().as_str() {
        "f" | "female" | "2" | "woman" | "girl" | "w" | "weiblich" | "benyw" | "femme" | "mujer" => {
            Ok(Some(Sex::Female))
        }
        "m" | "male" | "1" | "man" | "boy" | "männlich" | "gwryw" | "homme" | "hombre" => Ok(Some(Sex::Male)),
        "0" | "9" | "u" | "x" | "na" | "unknown" | "not known" | "not specified" | "indeterminate" | "i" | "other"
        | "n" | "d" => Ok(None),
        text if says_nothing(text) => Ok(None),
        text if is_one_slip("female", text) => Ok(Some(Sex::Female)),
        text if is_one_slip("male", text) => Ok(Some(Sex::Male)),
        _ => Err(()),
    }
}

/// What a title tells; most tell nothing.
pub fn sex_of_title(title: &str) -> Option<Sex> {
    match title.trim().trim_end_matches('.').to_ascii_lowercase().as_str() {
        "mr" | "master" | "sir" | "lord" => Some(Sex::Male),
        "mrs" | "ms" | "miss" | "lady" | "dame" => Some(Sex::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_in_one_form() {
        assert_eq!(postcode(" wx11aa "), Some("WX1 1AA".to_owned()));
        assert_eq!(postcode("E1W 3 TJ").as_deref(), Some("E1W 3TJ"));
        assert_eq!(postcode("abroad").as_deref(), Some("abroad"));
        assert_eq!((plain(" n/a "), code("ea 02 37 57 d").as_deref()), (None, Some("EA023757D")));
        assert_eq!(
            (sex("F"), sex("1"), sex("9"), sex("?")),
            (Ok(Some(Sex::Female)), Ok(Some(Sex::Male)), Ok(None), Err(()))
        );
        assert_eq!((sex("mals"), sex("Femlae"), sex("ml")), (Ok(Some(Sex::Male)), Ok(Some(Sex::Female)), Err(())));
        assert_eq!(sex_of_title("Mrs."), Some(Sex::Female));
        assert_eq!(nhs_number("943 476 5919"), Ok(Some("9434765919".to_owned())));
        assert_eq!((nhs_number("9434765918"), nhs_number(" ")), (Err(()), Ok(None)));
        assert!(["9999999999", "000 000 0000", "1111111111"].iter().all(|number| nhs_number(number) == Err(())));
    }

    #[test]
    fn a_postcode_that_ends_an_address_is_taken_from_it() {
        let split = |address: &str| split_address(address).map(|(address, code)| format!("{address}|{code}"));
        for (address, expected) in [
            ("12 Mill Road, LS1 4AP", Some("12 Mill Road|LS1 4AP")),
            ("12 Mill Road, Leeds ls14ap", Some("12 Mill Road, Leeds|LS1 4AP")),
            ("Flat 4 The Gables,LU10 3TS", Some("Flat 4 The Gables|LU10 3TS")),
            ("12 Mill Road", None),
            ("LS1 4AP", None),
            ("Rose Cottage, Unit 3AB", None),
            ("4 Ward 2AB", None),
        ] {
            assert_eq!(split(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn texts_of_any_script_are_taken_as_they_are() {
        assert_eq!(plain(" محمد ").as_deref(), Some("محمد"));
        assert_eq!((postcode("🏠"), digits("🏠"), code("🏠")), (Some("🏠".to_owned()), None, None));
    }
}
