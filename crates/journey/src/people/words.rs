//! Whole words in what agencies print.

/// Small letters with one space around each word, so that `abuse` is not found in `abused`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// What is looked for: whole words; `abus*` is the beginning of one, `*police*` a part of any.
fn pattern(phrase: &str) -> String {
    let phrase = phrase.trim();
    let plain = plain(phrase);
    let plain = if phrase.starts_with('*') { plain.trim_start() } else { plain.as_str() };
    if phrase.ends_with('*') { plain.trim_end() } else { plain }.to_owned()
}

/// Whether two words begin alike and have the same letters.
fn are_turned(one: &str, other: &str) -> bool {
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    one.len() == other.len() && one.chars().next() == other.chars().next() && letters(one) == letters(other)
}

/// Phrases to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases(Vec<String>);

impl Phrases {
    pub fn of<T: AsRef<str>>(phrases: impl IntoIterator<Item = T>) -> Phrases {
        Phrases(
            phrases.into_iter().map(|phrase| pattern(phrase.as_ref())).filter(|phrase| phrase.trim() != "").collect(),
        )
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stands in a text, word for word.
    pub fn are_in(&self, text: &str) -> bool {
        let text = plain(text);
        self.0.iter().any(|phrase| text.contains(phrase.as_str()))
    }

    /// The same, or a word of a text has the letters of one of them in another order, as a slip of the keyboard leaves them.
    pub fn are_nearly_in(&self, text: &str) -> bool {
        const LETTERS_MIN: usize = 5;
        let is_long = |word: &&str| LETTERS_MIN <= word.chars().count();
        let of_phrases = || self.0.iter().flat_map(|phrase| phrase.split_whitespace()).filter(is_long);
        let plain = plain(text);
        self.are_in(text)
            || plain
                .split_whitespace()
                .filter(is_long)
                .any(|word| of_phrases().any(|own| own != word && are_turned(own, word)))
    }

    pub(crate) fn extend(&mut self, other: Phrases) {
        self.0.extend(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words_whatever_their_case_and_signs() {
        let phrases = Phrases::of(["step up", "women's aid"]);
        for text in ["Step-up", "a STEP UP of care", "Women’s Aid", "Step  up"] {
            assert!(phrases.are_in(text), "{text}");
        }
        for text in ["steps upward", "up step", ""] {
            assert!(!phrases.are_in(text), "{text}");
        }
        assert!(Phrases::of([" - "]).is_empty());
        let parts = Phrases::of(["abus*", "*police*"]);
        assert!(parts.are_in("Abusive partner") && parts.are_in("north-police2") && parts.are_in("metpolice"));
        assert!(!parts.are_in("disabused"));
        assert!(parts.are_nearly_in("Polcie visit") && !parts.are_nearly_in("Pole visit"));
    }
}
