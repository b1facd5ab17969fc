//! What a cell about a person holds, brought to one form.

use std::borrow::Cow;

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
    const SIGNS: [&str; 24] = [
        "-",
        "--",
        ".",
        "...",
        "?",
        "??",
        "???",
        "N/A",
        "#N/A",
        "NULL",
        "(NULL)",
        "NONE",
        "(BLANK)",
        "UNKNOWN",
        "NOT KNOWN",
        "NOT RECORDED",
        "NOT STATED",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#DIV/0!",
        // As databases write a file for each other.
        "\\N",
    ];
    // These are names too, unless they stand as programs write them.
    const AS_WRITTEN: [&str; 5] = ["NA", "NaN", "nan", "<NA>", "NaT"];
    text.is_empty() || SIGNS.iter().any(|sign| text.eq_ignore_ascii_case(sign)) || AS_WRITTEN.contains(&text)
}

/// `WX1 1AA`, however it is spaced; as printed where it is not a postcode.
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

/// Only digits; an error where the printed number has lost some.
pub fn digits(text: &str) -> Result<Option<String>, ()> {
    let digits: String = whole(text.trim())?.chars().filter(char::is_ascii_digit).collect();
    Ok((!digits.is_empty()).then_some(digits))
}

/// The number of a property without the zeros that some systems put in front.
pub fn uprn(text: &str) -> Result<Option<String>, ()> {
    let digits = digits(text)?.map(|digits| digits.trim_start_matches('0').to_owned());
    Ok(digits.filter(|digits| !digits.is_empty()))
}

/// Digits of a telephone number as it is dialled within the country: `+44 7700 900123`, `(0)7700 900123` and `7700900123`, which
/// a spreadsheet makes of it, are `07700900123`.
pub fn phone(text: &str) -> Result<Option<String>, ()> {
    const N_NATIONAL: usize = "7700900123".len();
    let Some(digits) = digits(text)? else { return Ok(None) };
    let abroad = digits.strip_prefix("00").unwrap_or(&digits);
    let national = abroad.strip_prefix("44").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    let national = national.filter(|rest| [N_NATIONAL - 1, N_NATIONAL].contains(&rest.len()) && !rest.starts_with('0'));
    let is_without_zero = digits.len() == N_NATIONAL && !digits.starts_with('0');
    let national = national.or(is_without_zero.then_some(digits.as_str()));
    Ok(Some(national.map_or_else(|| digits.clone(), |national| format!("0{national}"))))
}

/// Letters and digits in capitals: numbers as agencies print them, with and without spaces; an error where a printed number has lost
/// digits.
pub fn code(text: &str) -> Result<Option<String>, ()> {
    let Some(text) = plain(text) else { return Ok(None) };
    let code: String =
        whole(&text)?.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    Ok((!code.is_empty()).then_some(code))
}

/// A number that a program took for an amount, as a number again: `4857773456.0` and `4.857773456E9`; any other text as it is.
///
/// An error for `4.86E+09`: what stands there is no longer one person's.
fn whole(text: &str) -> Result<Cow<'_, str>, ()> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((number, zeros)) = text.split_once('.')
        && is_digits(number)
        && !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0')
    {
        return Ok(number.into());
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return Ok(text.into()) };
    let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_amount = first.len() == 1 && is_digits(first) && (rest.is_empty() || is_digits(rest)) && is_digits(exponent);
    // A code such as `1E5` is none: programs print an exponent for numbers of seven digits or more.
    let Some(n_digits) = exponent.parse::<usize>().ok().filter(|n| is_amount && 7 <= *n && *n < 20) else {
        return Ok(text.into());
    };
    if rest.len() == n_digits { Ok(format!("{first}{rest}").into()) } else { Err(()) }
}

/// An NHS number, or whether there is one that does not pass its check. One digit over and over passes it and stands for
/// a number that nobody knew.
pub fn nhs_number(text: &str) -> Result<Option<String>, ()> {
    match digits(text)? {
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
    if says_nothing(text.trim()) {
        return Ok(None);
    }
    match text.trim().to_lowercase().as_str() {
        "f" | "female" | "2" | "woman" | "girl" | "w" | "weiblich" | "benyw" | "femme" | "mujer" => {
            Ok(Some(Sex::Female))
        }
        "m" | "male" | "1" | "man" | "boy" | "männlich" | "gwryw" | "homme" | "hombre" => Ok(Some(Sex::Male)),
        "0" | "9" | "u" | "x" | "na" | "unknown" | "not known" | "not specified" | "indeterminate" | "i" | "other"
        | "n" | "d" => Ok(None),
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
        assert!(["\\N", "(null)", "?", "#REF!", "NaT"].iter().all(|sign| plain(sign).is_none()));
        assert_eq!((plain(" n/a "), code("ea 02 37 57 d")), (None, Ok(Some("EA023757D".to_owned()))));
        assert_eq!(
            (sex("F"), sex("1"), sex("9"), sex("<NA>"), sex("Q7")),
            (Ok(Some(Sex::Female)), Ok(Some(Sex::Male)), Ok(None), Ok(None), Err(()))
        );
        assert_eq!((sex("mals"), sex("Femlae"), sex("ml")), (Ok(Some(Sex::Male)), Ok(Some(Sex::Female)), Err(())));
        assert_eq!(sex_of_title("Mrs."), Some(Sex::Female));
        assert_eq!(nhs_number("943 476 5919"), Ok(Some("9434765919".to_owned())));
        assert_eq!((nhs_number("9434765918"), nhs_number(" ")), (Err(()), Ok(None)));
        assert!(["9999999999", "000 000 0000", "1111111111"].iter().all(|number| nhs_number(number) == Err(())));
    }

    #[test]
    fn numbers_that_a_program_took_for_amounts_are_numbers_again() {
        let of = |number: &str| Ok(Some(number.to_owned()));
        for text in ["9434765919.0", "9434765919.00", "9.434765919E9", "9.434765919e+09"] {
            assert_eq!(nhs_number(text), of("9434765919"), "{text}");
        }
        for text in ["9.43477E+09", "9.4E9", "9E+09"] {
            assert_eq!((nhs_number(text), code(text), phone(text)), (Err(()), Err(()), Err(())), "{text}");
        }
        assert_eq!(
            (code("12345.0"), code("1E5"), code("A.0"), code("12.50")),
            (of("12345"), of("1E5"), of("A0"), of("1250"))
        );
        assert_eq!(
            (uprn("000100012345"), uprn("100012345.0"), uprn("0")),
            (of("100012345"), of("100012345"), Ok(None))
        );
    }

    #[test]
    fn a_telephone_number_is_one_however_it_is_dialled() {
        for text in [
            "07700 900123",
            "+44 7700 900123",
            "0044 7700900123",
            "+44 (0)7700 900123",
            "7700900123",
            "7700900123.0",
            "447700900123.0",
        ] {
            assert_eq!(phone(text), Ok(Some("07700900123".to_owned())), "{text}");
        }
        assert_eq!(phone("01642 55123"), Ok(Some("0164255123".to_owned())), "nine digits behind the zero");
        assert_eq!(phone("+33 1 42 68 53 00"), Ok(Some("33142685300".to_owned())), "another country");
        assert_eq!(phone("440 123"), Ok(Some("440123".to_owned())), "no national number");
        assert_eq!(phone("-"), Ok(None));
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
        assert_eq!((postcode("🏠"), digits("🏠"), code("🏠")), (Some("🏠".to_owned()), Ok(None), Ok(None)));
    }
}
