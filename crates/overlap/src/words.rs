//! Whole words in what ledgers print.

use model::home::fold;

/// Words to look for: `legal*` is the beginning of a word, `*legal` its end, and `=mind` the whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrases(Vec<Phrase>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phrase {
    Within(String),
    Whole(String),
}

impl Phrases {
    /// Phrases with `|` between them, as a cell of a reference file holds them.
    pub fn of_cell(cell: &str) -> Phrases {
        Phrases(cell.split('|').map(str::trim).filter(|phrase| !phrase.is_empty()).map(Phrase::of).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stands in a text that [`plain`] made.
    pub fn are_in_plain(&self, text: &str) -> bool {
        self.0.iter().any(|phrase| match phrase {
            Phrase::Within(words) => text.contains(words.as_str()),
            Phrase::Whole(words) => text == words,
        })
    }
}

impl Phrase {
    fn of(written: &str) -> Phrase {
        if let Some(whole) = written.strip_prefix('=') {
            return Phrase::Whole(plain(whole));
        }
        let words = plain(written);
        let words = if written.starts_with('*') { words.trim_start() } else { &words };
        Phrase::Within(if written.ends_with('*') { words.trim_end() } else { words }.to_owned())
    }
}

/// Small plain letters with one space around each word, so that `audit` is not found in `auditorium`; an apostrophe parts no word.
pub(crate) fn plain(text: &str) -> String {
    let folded = fold(text).replace('\'', "");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |plain, word| plain + word + " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_unless_they_are_written_with_a_star() {
        let are_in = |cell: &str, text: &str| Phrases::of_cell(cell).are_in_plain(&plain(text));
        assert!(
            are_in("ict|legal*", "Corporate / ICT") && are_in("legal*", "LEGALS") && are_in("st johns", "St. John's")
        );
        assert!(!are_in("ict", "Restricted") && !are_in("", "anything"));
        assert!(are_in("=mind", "MIND") && !are_in("=mind", "Open Mind Ltd"));
    }
}
