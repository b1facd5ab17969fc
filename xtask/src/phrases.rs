//! No text of the project contains a phrase that was reworded because a native speaker would not say it.

use std::path::Path;

use crate::{Outcome, shell};

/// The phrases, each with what to write instead. `*` stands for any one word.
const LIST: &str = include_str!("phrases.csv");

/// The list itself, and texts that other people wrote.
const LEFT_OUT: [&str; 3] = ["xtask/src/phrases.csv", "Cargo.lock", "crates/front/package-lock.json"];

pub fn check() -> Outcome {
    let phrases: Vec<Phrase> = LIST.lines().skip(1).map(Phrase::parse).collect::<Outcome<_>>()?;
    let mut found = Vec::new();
    for file in shell::tracked_files()?.into_iter().filter(|file| !is_left_out(file)) {
        let bytes = std::fs::read(shell::root().join(&file))
            .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
        // Pictures and workbooks hold no sentences.
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        found.extend(faults(text, &phrases).into_iter().map(|(line, phrase)| {
            format!("  {}:{line}: `{}`: write {}", file.display(), phrase.words.join(" "), phrase.instead)
        }));
    }
    if found.is_empty() { Ok(()) } else { Err(format!("phrases to reword\n{}", found.join("\n"))) }
}

fn is_left_out(file: &Path) -> bool {
    LEFT_OUT.iter().any(|left_out| file == Path::new(left_out))
}

struct Phrase {
    words: Vec<&'static str>,
    instead: &'static str,
}

impl Phrase {
    fn parse(row: &'static str) -> Outcome<Phrase> {
        let (phrase, instead) =
            row.split_once(',').ok_or_else(|| format!("`{row}` does not say what to write instead"))?;
        Ok(Phrase { words: phrase.split(' ').collect(), instead: instead.trim_matches('"') })
    }

    fn begins(&self, words: &[(usize, String)]) -> bool {
        self.words.len() <= words.len()
            && self.words.iter().zip(words).all(|(wanted, (_, word))| *wanted == "*" || wanted == word)
    }
}

/// Phrases that a text contains, each with its line, from 1.
fn faults<'a>(text: &str, phrases: &'a [Phrase]) -> Vec<(usize, &'a Phrase)> {
    let words = &words(text);
    let at = |i: usize| phrases.iter().filter(move |phrase| phrase.begins(&words[i..])).map(move |phrase| (i, phrase));
    (0..words.len()).flat_map(at).map(|(i, phrase)| (words[i].0, phrase)).collect()
}

/// The words of a text in lower case, each with its line, so that a phrase is found across lines and in comments. Where a sentence or a part of it ends stands an empty word, which no phrase has.
fn words(text: &str) -> Vec<(usize, String)> {
    let in_line = |(i, line): (usize, &str)| {
        let ends = |c: char| [',', '.', ';', ':', '!', '?'].contains(&c);
        let parts = line.split_inclusive(|c: char| ends(c) || !(c.is_alphanumeric() || ['\'', '_'].contains(&c)));
        let word_and_end = parts.flat_map(move |part| {
            let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            let end = part.ends_with(ends).then(String::new);
            (!word.is_empty()).then(|| word.to_lowercase()).into_iter().chain(end)
        });
        word_and_end.map(|word| (i + 1, word)).collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(in_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, String)> {
        let phrases = ["many a,few", "from * on,\"at least\""].map(|row| Phrase::parse(row).unwrap());
        faults(text, &phrases).into_iter().map(|(line, phrase)| (line, phrase.words.join(" "))).collect()
    }

    #[test]
    fn a_phrase_is_found_across_lines_and_in_comments() {
        let text = "one\n/// with Many\n/// a line\nfn many_a_name() {}\nmany: a few";
        assert_eq!(found(text), [(2, "many a".to_owned())]);
    }

    #[test]
    fn a_phrase_ends_with_its_sentence() {
        assert_eq!(found("few of many. A line"), []);
    }

    #[test]
    fn a_star_is_any_one_word() {
        let twice = [(1, "from * on".to_owned()), (1, "from * on".to_owned())];
        assert_eq!(found("from here on; from one line on; from six on"), twice);
    }

    #[test]
    fn every_row_of_the_list_is_a_phrase_with_another() {
        let phrases: Vec<Phrase> = LIST.lines().skip(1).map(|row| Phrase::parse(row).unwrap()).collect();
        assert!(phrases.iter().all(|phrase| !phrase.instead.is_empty()));
        let plain = |word: &&str| *word == "*" || (!word.is_empty() && word.to_lowercase() == **word);
        assert!(phrases.iter().all(|phrase| phrase.words.iter().all(plain)));
    }
}
