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

/// Phrases to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases(Vec<String>);

impl Phrases {
    pub fn of<T: AsRef<str>>(phrases: impl IntoIterator<Item = T>) -> Phrases {
        let plain = phrases.into_iter().map(|phrase| plain(phrase.as_ref()));
        Phrases(plain.filter(|phrase| phrase.trim() != "").collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stands in a text, word for word.
    pub fn are_in(&self, text: &str) -> bool {
        let text = plain(text);
        self.0.iter().any(|phrase| text.contains(phrase.as_str()))
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
    }
}
