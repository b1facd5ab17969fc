//! Many texts in one piece of memory.

use crate::Error;

/// Texts by number. One buffer and one offset for each: ten million ids are no ten million allocations.
#[derive(Clone, Default)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a number that was given out by [`Texts::push`]; another number panics.
    pub fn get(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Adds a text under the next number.
    ///
    /// # Errors
    /// [`Error::TooMuch`] beyond 4 GiB of text or 2³² − 1 texts, which is what codes can count.
    pub fn push(&mut self, text: &str) -> Result<u32, Error> {
        let end =
            u32::try_from(self.bytes.len() + text.len()).map_err(|_| Error::TooMuch { what: "text in a column" })?;
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number != super::NULL);
        let number = number.ok_or(Error::TooMuch { what: "values in a column" })?;
        self.bytes.push_str(text);
        self.ends.push(end);
        Ok(number)
    }

    pub(crate) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Distinct texts, each with a code that counts from 0 in the order in which they came.
///
/// Open addressing over four-byte codes: a dictionary of a million addresses costs its text and
/// eight bytes each.
#[derive(Clone, Default)]
pub struct Dictionary {
    texts: Texts,
    slots: Vec<u32>,
}

impl Dictionary {
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub fn into_texts(self) -> Texts {
        let mut texts = self.texts;
        texts.shrink();
        texts
    }

    /// The code of a text, new or known.
    ///
    /// # Errors
    /// As [`Texts::push`].
    pub fn intern(&mut self, text: &str) -> Result<u32, Error> {
        if self.slots.len() < 2 * (self.texts.len() + 1) {
            self.grow();
        }
        let slot = self.slot_of(text);
        if self.slots[slot] == super::NULL {
            self.slots[slot] = self.texts.push(text)?;
        }
        Ok(self.slots[slot])
    }

    /// The code of a known text.
    pub fn find(&self, text: &str) -> Option<u32> {
        let code = *self.slots.get(if self.slots.is_empty() { 0 } else { self.slot_of(text) })?;
        (code != super::NULL).then_some(code)
    }

    /// Where the text is, or where it would go.
    fn slot_of(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) as usize & mask;
        while self.slots[slot] != super::NULL && self.texts.get(self.slots[slot] as usize) != text {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let n_slots = (4 * (self.texts.len() + 1)).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(n_slots, super::NULL);
        let mask = n_slots - 1;
        for code in 0..self.texts.len() {
            let mut slot = hash(self.texts.get(code)) as usize & mask;
            while self.slots[slot] != super::NULL {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = code as u32; // `push` let no code beyond u32 in
        }
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::BuildHasher;
    foldhash::fast::FixedState::default().hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_gives_each_text_one_code() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.find("a"), None);
        let codes: Vec<u32> =
            ["a", "", "b", "a", ""].iter().map(|text| dictionary.intern(text).expect("room")).collect();
        assert_eq!(codes, [0, 1, 2, 0, 1]);
        for number in 0..1_000 {
            assert_eq!(dictionary.intern(&number.to_string()).ok(), Some(number + 3));
        }
        assert_eq!(dictionary.find("999"), Some(1_002));
        assert_eq!(dictionary.find("1000"), None);
        assert_eq!(dictionary.into_texts().get(2), "b");
    }
}
