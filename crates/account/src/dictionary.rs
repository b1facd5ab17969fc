//! Distinct texts and their codes.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// The code of lines that have no value.
pub(crate) const NONE: u32 = 0;

/// Distinct texts in order. Code 0 stands for no text; the others count from 1, so codes order as texts do.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary {
    texts: Packed,
}

impl Dictionary {
    /// How many codes there are, that of no text among them.
    pub fn n_codes(&self) -> usize {
        self.texts.len() + 1
    }

    /// The text of a code; none for that of no text.
    pub fn text(&self, code: u32) -> Option<&str> {
        (code != NONE).then(|| self.texts.get(code as usize - 1))
    }

    pub fn code(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.texts.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.texts.get(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(code_at(middle)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Codes and texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> + Clone {
        (0..self.texts.len()).map(|at| (code_at(at), self.texts.get(at)))
    }
}

/// Texts one after another in one buffer: a text costs its letters and eight bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Packed {
    text: String,
    ends: Vec<usize>,
}

impl Packed {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// Positions of texts that hold a piece, in order, each with where in it the piece first stands.
    pub fn holding(&self, piece: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let (mut from, mut entry) = (0, 0);
        let finder = memchr::memmem::Finder::new(piece);
        while let Some(at) = finder.find(&self.text.as_bytes()[from..]) {
            let start = from + at;
            entry += self.ends[entry..].partition_point(|end| *end <= start);
            // A piece found across the end of one text and the beginning of the next is in neither.
            let is_inside = entry < self.ends.len() && start + piece.len() <= self.ends[entry];
            if is_inside {
                found.push((entry, start - if entry == 0 { 0 } else { self.ends[entry - 1] }));
            }
            from = if is_inside { self.ends[entry] } else { start + 1 };
        }
        found
    }
}

/// Texts in small letters, to be searched ignoring capitals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    texts: Packed,
}

impl Folded {
    pub fn of(dictionary: &Dictionary) -> Folded {
        let mut texts = Packed::default();
        dictionary.iter().for_each(|(_, text)| texts.push(&text.to_lowercase()));
        Folded { texts }
    }

    /// Names in the order of codes.
    pub fn of_names(names: impl Iterator<Item = String>) -> Folded {
        let mut texts = Packed::default();
        names.for_each(|name| texts.push(&name.to_lowercase()));
        Folded { texts }
    }

    /// The text of a code in small letters.
    ///
    /// # Panics
    /// For the code of no text.
    pub fn text(&self, code: u32) -> &str {
        self.texts.get(code as usize - 1)
    }

    /// Codes of texts that hold a piece, which must be in small letters, in order, each with where in its
    /// text the piece first stands.
    pub fn holding(&self, piece: &str) -> impl Iterator<Item = (u32, usize)> + use<> {
        self.texts.holding(piece).into_iter().map(|(entry, at)| (code_at(entry), at))
    }
}

fn code_at(position: usize) -> u32 {
    u32::try_from(position + 1).expect("there are fewer texts than lines, which are counted in 32 bits")
}

/// Gives texts codes in the order in which they come, while tables are read.
///
/// A quick hash: every text of every line that is not a dictionary already is looked up here, and nothing
/// depends on its order.
#[derive(Default)]
pub(crate) struct Interner {
    codes: HashMap<Box<str>, u32, FixedState>,
}

impl Interner {
    /// The code of a text; a text of nothing is not a text.
    pub fn code(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = code_at(self.codes.len());
        self.codes.insert(text.into(), code);
        code
    }

    /// The code of each row; a dictionary's texts are looked up once each.
    pub fn codes(&mut self, texts: model::Text<'_>) -> Vec<u32> {
        texts.map_once(0..texts.n_rows(), |text| self.code(text.unwrap_or_default()))
    }

    /// How many codes were given, that of no text among them.
    pub fn n_codes(&self) -> usize {
        self.codes.len() + 1
    }

    /// The texts in order, and the new code of each old one.
    pub fn finish(self) -> (Dictionary, Vec<u32>) {
        let mut sorted: Vec<(Box<str>, u32)> = self.codes.into_iter().collect();
        sorted.sort_unstable();
        let mut texts = Packed::default();
        let mut new_codes = vec![NONE; sorted.len() + 1];
        for (at, (text, old)) in sorted.iter().enumerate() {
            texts.push(text);
            new_codes[*old as usize] = code_at(at);
        }
        (Dictionary { texts }, new_codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(texts: &[&str]) -> Dictionary {
        let mut interner = Interner::default();
        for text in texts {
            interner.code(text);
        }
        interner.finish().0
    }

    #[test]
    fn codes_order_as_texts_do_and_nothing_is_code_nought() {
        let mut interner = Interner::default();
        let codes: Vec<u32> = ["pear", "", "apple", "pear"].iter().map(|text| interner.code(text)).collect();
        assert_eq!(codes, [1, 0, 2, 1]);
        let (dictionary, new_codes) = interner.finish();
        assert_eq!(new_codes, [0, 2, 1]);
        assert_eq!((dictionary.text(0), dictionary.text(1), dictionary.text(2)), (None, Some("apple"), Some("pear")));
        assert_eq!((dictionary.code("pear"), dictionary.code("plum"), dictionary.n_codes()), (Some(2), None, 3));
    }

    #[test]
    fn a_piece_is_found_in_each_text_once_and_never_across_two() {
        let folded = Folded::of(&dictionary(&["ABC Ltd", "abcabc", "Xa", "bcY", "Änd"]));
        let found =
            |piece: &str| folded.holding(piece).map(|(code, _)| folded.text(code).to_owned()).collect::<Vec<_>>();
        assert_eq!(found("abc"), ["abc ltd", "abcabc"]);
        assert_eq!(found("ltd"), ["abc ltd"]);
        assert_eq!(found("bc"), ["abc ltd", "abcabc", "bcy"]);
        assert_eq!(found("än"), ["änd"]);
        assert_eq!(found("ltdabc"), [""; 0]);
    }
}
