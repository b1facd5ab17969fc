//! Words of the tables as people read them.

/// Short forms that are written large.
const SHORT_FORMS: &[&str] = &["nhs", "vat", "cofog", "hra", "gp", "id"];

/// `adult_social_care` is `adult social care`, `nhs_trust` is `NHS trust`.
pub fn in_words(word: &str) -> String {
    let part = |part: &str| match SHORT_FORMS.contains(&part) {
        true => part.to_uppercase(),
        false => part.to_owned(),
    };
    word.split('_').map(part).collect::<Vec<_>>().join(" ")
}

/// With a capital, as a heading or a cell begins: `Adult social care`.
pub fn in_words_capital(word: &str) -> String {
    let words = in_words(word);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_tables_are_words() {
        let cases = [
            ("adult_social_care", "adult social care", "Adult social care"),
            ("nhs_trust", "NHS trust", "NHS trust"),
            ("section_75", "section 75", "Section 75"),
            ("", "", ""),
        ];
        for (word, words, capital) in cases {
            assert_eq!((in_words(word).as_str(), in_words_capital(word).as_str()), (words, capital));
        }
    }
}
