//! Which home an address names, however it is printed.

use deunicode::deunicode_with_tofu_cow;

/// The house with its postcode: `wx1 1aa 95`, `wx1 1aa 3 12` for flat 3 of number 12.
///
/// A British postcode holds some fifteen homes, and within it their numbers tell them apart; how the street is spelled
/// or whether the town follows makes no difference. A house without a number is known by the first words of its address.
pub fn home(address: Option<&str>, postcode: Option<&str>) -> Option<String> {
    home_of_folded(&house(&fold(address?))?, &fold(postcode?))
}

/// The house of a folded address: its numbers, else its first words.
pub fn house(address: &str) -> Option<String> {
    let words = || address.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let numbers = joined(words().filter(|word| is_number(word)));
    let house = if numbers.is_empty() { joined(words().take(2)) } else { numbers };
    (!house.is_empty()).then_some(house)
}

/// Words with a space between them, without a list of them on the way: it is done for every address.
fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.fold(String::new(), |mut joined, word| {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
        joined
    })
}

/// The home of a house and a folded postcode.
pub fn home_of_folded(house: &str, postcode: &str) -> Option<String> {
    (!house.is_empty() && !postcode.is_empty()).then(|| format!("{postcode} {house}"))
}

/// Lower case in plain ASCII with single spaces: `Siân  O’Neill` becomes `sian o'neill`.
///
/// Every script is written in Latin letters first, so names from right to left and emoji keep a form
/// of their own instead of vanishing. A character without any such form is left out.
pub fn fold(text: &str) -> String {
    let ascii = deunicode_with_tofu_cow(text, "");
    let mut folded = String::with_capacity(ascii.len());
    for word in ascii.split_ascii_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
}

/// The words of a folded address.
pub fn words(address: &str) -> Vec<&str> {
    address.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether a word holds a digit, as `12` and `12a` do.
pub fn is_number(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_spaces_fold_away() {
        for (text, folded) in [
            ("Siân  O’Neill", "sian o'neill"),
            ("Łukasz", "lukasz"),
            ("Nguyễn", "nguyen"),
            ("محمد", "mhmd"),
            ("🦄", "unicorn"),
            ("  ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn one_home_is_one_however_it_is_printed() {
        let of = |address| home(Some(address), Some("WX1 1AA"));
        assert_eq!(of("95 Willow Lane"), of("95 WILLOW LANE, LITTLE WEND"));
        assert_eq!(of("Flat 3, 12 Mill Rd").as_deref(), Some("wx1 1aa 3 12"));
        assert_ne!(of("95 Willow Lane"), of("97 Willow Lane"));
        assert_eq!(of("Rose Cottage, Mill Road"), of("rose cottage"));
        assert_eq!((home(None, Some("WX1 1AA")), home(Some("1 Mill Rd"), None), of("")), (None, None, None));
    }
}
