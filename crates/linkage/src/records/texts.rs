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
/// Open addressing over codes, each beside a part of its text's hash: other texts are told apart without looking at them, and a
/// dictionary grows without reading any. While it grows, a dictionary of a million addresses costs its text and sixteen to
/// thirty-two bytes each.
#[derive(Clone, Default)]
pub struct Dictionary {
    texts: Texts,
    slots: Vec<Entry>,
}

/// The upper half of a text's hash, and its code in the lower half; the code of a free slot is no code.
type Entry = u64;

const FREE: Entry = super::NULL as Entry;

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
        let hash = hash(text);
        let slot = self.slot_of(text, hash);
        if is_free(self.slots[slot]) {
            self.slots[slot] = upper_half(hash) | Entry::from(self.texts.push(text)?);
        }
        Ok(code(self.slots[slot]))
    }

    /// The code of a known text.
    pub fn find(&self, text: &str) -> Option<u32> {
        let entry = *self.slots.get(if self.slots.is_empty() { 0 } else { self.slot_of(text, hash(text)) })?;
        (!is_free(entry)).then(|| code(entry))
    }

    /// Where the text is, or where it would go.
    fn slot_of(&self, text: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = first_slot(hash, mask);
        let is_text =
            |entry: Entry| upper_half(entry) == upper_half(hash) && self.texts.get(code(entry) as usize) == text;
        while !is_free(self.slots[slot]) && !is_text(self.slots[slot]) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let n_slots = (4 * (self.texts.len() + 1)).next_power_of_two().max(16);
        let mask = n_slots - 1;
        for entry in
            std::mem::replace(&mut self.slots, vec![FREE; n_slots]).into_iter().filter(|entry| !is_free(*entry))
        {
            let mut slot = first_slot(entry, mask);
            while !is_free(self.slots[slot]) {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = entry;
        }
    }
}

/// By the upper half of the hash, which is kept: a dictionary has no more slots than it has numbers.
fn first_slot(hash: u64, mask: usize) -> usize {
    (hash >> 32) as usize & mask
}

fn upper_half(hash: u64) -> u64 {
    hash >> 32 << 32
}

fn code(entry: Entry) -> u32 {
    entry as u32 // the lower half
}

fn is_free(entry: Entry) -> bool {
    code(entry) == super::NULL
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
