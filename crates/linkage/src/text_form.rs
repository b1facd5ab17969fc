//! Forms of a text under which spellings that mean the same meet.

use model::home::fold;
use rphonetic::{Encoder, Metaphone, Soundex};

/// Only the letters of the folded text.
pub fn letters(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_lowercase).collect()
}

/// Only the digits, of any script that has a decimal form in ASCII.
pub fn digits(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_digit).collect()
}

/// Soundex code; empty where there are no letters. The library panics on letters with accents, so
/// only `a` to `z` reach it.
pub fn soundex(text: &str) -> String {
    let letters = letters(text);
    if letters.is_empty() { letters } else { Soundex::default().encode(&letters) }
}

/// Metaphone code; empty where there are no letters.
pub fn metaphone(text: &str) -> String {
    let letters = letters(text);
    if letters.is_empty() { letters } else { Metaphone::default().encode(&letters) }
}

/// Whether one of two folded names begins with a single letter, and the other with the same one.
pub fn is_initial_of(one: &str, other: &str) -> bool {
    let first_word = |name: &str| name.find([' ', '-', '.']).unwrap_or(name.len());
    (first_word(one) == 1 || first_word(other) == 1) && one.as_bytes().first() == other.as_bytes().first()
}

/// Whether two folded names have the same consonants, three or more, and one of them has nothing else.
///
/// Arabic and Hebrew leave short vowels out, so `محمد` becomes `mhmd`, which is Mohammed, Muhammad and Mohamed. Half vowels
/// count as vowels unless they come first, and a letter written twice counts once.
pub fn is_same_without_vowels(one: &str, other: &str) -> bool {
    let has_vowels = |name: &str| name.bytes().any(|letter| VOWELS.contains(&letter));
    if has_vowels(one) && has_vowels(other) {
        return false;
    }
    let consonants = consonants(one);
    N_CONSONANTS_MIN <= consonants.len() && consonants == self::consonants(other)
}

/// What [`is_same_without_vowels`] asks of a name: whether it has vowels, and its consonants where they are enough.
pub(crate) fn without_vowels(name: &str) -> (bool, Option<String>) {
    let consonants = consonants(name);
    let has_vowels = name.bytes().any(|letter| VOWELS.contains(&letter));
    let enough = N_CONSONANTS_MIN <= consonants.len();
    (has_vowels, enough.then(|| consonants.into_iter().map(char::from).collect()))
}

const VOWELS: &[u8] = b"aeiou";
const HALF_VOWELS: &[u8] = b"wy";
/// Two consonants are shared by too many names.
const N_CONSONANTS_MIN: usize = 3;

fn consonants(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(u8::is_ascii_lowercase).map(|letter| if letter == b'q' { b'k' } else { letter });
    let sounded = letters
        .enumerate()
        .filter(|(at, letter)| !VOWELS.contains(letter) && (*at == 0 || !HALF_VOWELS.contains(letter)));
    let mut consonants: Vec<u8> = sounded.map(|(_, letter)| letter).collect();
    consonants.dedup();
    // The ending of Fatimah is written or not.
    if consonants.len() > N_CONSONANTS_MIN && consonants.last() == Some(&b'h') {
        consonants.pop();
    }
    consonants
}

/// A United Kingdom postcode in its pieces, from the whole to the area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode {
    /// `LS1 4AP`.
    pub full: String,
    /// `LS1 4`.
    pub sector: String,
    /// `LS1`.
    pub district: String,
    /// `LS`.
    pub area: String,
}

/// Reads a postcode however it is spaced; none where it has not the shape of one.
pub fn postcode(text: &str) -> Option<Postcode> {
    let bare: String = fold(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let (district, inward) = bare.split_at_checked(bare.len().checked_sub(3)?)?;
    let inward_shape = inward.bytes().enumerate().all(|(at, b)| match at {
        0 => b.is_ascii_digit(),
        _ => b.is_ascii_uppercase(),
    });
    let area: String = district.chars().take_while(char::is_ascii_uppercase).collect();
    let rest = &district[area.len()..];
    let outward_shape =
        matches!(area.len(), 1 | 2) && (1..=2).contains(&rest.len()) && rest.starts_with(|c: char| c.is_ascii_digit());
    (inward_shape && outward_shape).then(|| Postcode {
        full: format!("{district} {inward}"),
        sector: format!("{district} {}", &inward[..1]),
        district: district.to_owned(),
        area,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_of_any_name_can_be_asked_for() {
        assert_eq!((soundex("Robert").as_str(), soundex("Rupert").as_str()), ("R163", "R163"));
        assert_eq!(metaphone("Smith"), metaphone("Smyth"));
        // Each of these makes the library panic when it is given as printed.
        for name in ["Siân", "Nguyễn", "Łukasz", "😀", "", "محمد", "12", "\u{0}", "ß"] {
            let _ = (soundex(name), metaphone(name));
        }
    }

    #[test]
    fn a_name_without_vowels_is_that_with_them() {
        let is_same = |one: &str, other: &str| is_same_without_vowels(&fold(one), &fold(other));
        for (arabic, latin) in [("محمد", "Mohammed"), ("محمد", "Muhammad"), ("احمد", "Ahmed"), ("مصطفى", "Mustafa")]
        {
            assert!(is_same(arabic, latin) && is_same(latin, arabic), "{} {}", fold(arabic), fold(latin));
        }
        assert!(!is_same("محمد", "Mahmoud Ali") && !is_same("Jon", "Jan") && !is_same("Ng", "Nga"));
    }

    #[test]
    fn an_initial_is_that_of_a_name() {
        assert!(is_initial_of("j", "james") && is_initial_of("james", "j.") && is_initial_of("j r", "james"));
        assert!(!is_initial_of("j", "david") && !is_initial_of("jo", "james") && !is_initial_of("", ""));
    }

    #[test]
    fn a_postcode_comes_apart_however_it_is_spaced() {
        let leeds = postcode(" ls1 4ap ").expect("a postcode");
        assert_eq!((leeds.full.as_str(), leeds.sector.as_str()), ("LS1 4AP", "LS1 4"));
        assert_eq!((leeds.district.as_str(), leeds.area.as_str()), ("LS1", "LS"));
        assert_eq!(postcode("SW1A1AA").map(|p| p.full), Some("SW1A 1AA".to_owned()));
        for bad in ["", "LS1", "4011", "ÅÅ", "LS14A", "LSX 4AP"] {
            assert_eq!(postcode(bad), None, "{bad}");
        }
    }
}
