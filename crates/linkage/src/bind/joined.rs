//! Two values as one text: `joined(first, second)`, and `sorted(first, second)` whichever way round they stand.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use model::home::fold;

use crate::Error;
use crate::linkage_model::Function;
use crate::records::{Dictionary, Texts};

/// The texts of pairs of values, each worked out when it first comes.
///
/// Nearly every record has another pair, so a pair is known by the numbers of its folded values, and its text is made once and not
/// looked up again.
pub(super) struct JoinedValues {
    is_sorted: bool,
    /// The folded values of both sides; for each value of a side its number among them.
    folded: Dictionary,
    numbers: [Vec<u32>; 2],
    code_of_pair: HashMap<(u32, u32), u32, FixedState>,
    /// Texts with more than one space, of which different pairs may have the same: `mary ann` with `lee`, and `mary` with `ann lee`.
    ambiguous: HashMap<String, u32, FixedState>,
    texts: Texts,
}

impl JoinedValues {
    pub(super) fn new(function: Function) -> JoinedValues {
        JoinedValues {
            is_sorted: function == Function::Sorted,
            folded: Dictionary::default(),
            numbers: [Vec::new(), Vec::new()],
            code_of_pair: HashMap::default(),
            ambiguous: HashMap::default(),
            texts: Texts::default(),
        }
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(super) fn into_texts(mut self) -> Texts {
        self.texts.shrink();
        self.texts
    }

    /// Folds the values of both sides that came since it was last asked.
    pub(super) fn catch_up(&mut self, values: [&Texts; 2]) -> Result<(), Error> {
        for (numbers, values) in self.numbers.iter_mut().zip(values) {
            for at in numbers.len()..values.len() {
                numbers.push(self.folded.intern(&fold(values.get(at)))?);
            }
        }
        Ok(())
    }

    /// The code of two values, given by their codes.
    pub(super) fn code(&mut self, first: u32, second: u32) -> Result<u32, Error> {
        let (first, second) = (self.numbers[0][first as usize], self.numbers[1][second as usize]);
        let pair = if self.is_sorted { (first.min(second), first.max(second)) } else { (first, second) };
        if let Some(code) = self.code_of_pair.get(&pair) {
            return Ok(*code);
        }
        let code = self.new_code(pair)?;
        self.code_of_pair.insert(pair, code);
        Ok(code)
    }

    fn new_code(&mut self, (first, second): (u32, u32)) -> Result<u32, Error> {
        let text_of = |number: u32| self.folded.texts().get(number as usize);
        let (first, second) = (text_of(first), text_of(second));
        let is_ambiguous = first.contains(' ') || second.contains(' ');
        let (first, second) = if self.is_sorted && second < first { (second, first) } else { (first, second) };
        let text = format!("{first} {second}");
        if !is_ambiguous {
            return self.texts.push(&text);
        }
        if let Some(code) = self.ambiguous.get(&text) {
            return Ok(*code);
        }
        let code = self.texts.push(&text)?;
        self.ambiguous.insert(text, code);
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(function: Function, pairs: &[(&str, &str)], expected: &[(u32, &str)]) {
        let (mut first, mut second) = (Dictionary::default(), Dictionary::default());
        let mut joined = JoinedValues::new(function);
        let found = pairs.iter().map(|(one, other)| {
            let (one, other) = (first.intern(one).expect("room"), second.intern(other).expect("room"));
            joined.catch_up([first.texts(), second.texts()]).expect("room");
            joined.code(one, other).expect("room")
        });
        let found: Vec<u32> = found.collect();
        let texts: Vec<(u32, &str)> = found.iter().map(|code| (*code, joined.texts().get(*code as usize))).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn two_pairs_with_one_text_are_one_value() {
        let pairs = [("Mary Ann", "Lee"), ("Mary", "Ann Lee"), ("Ann", "Lee"), ("mary  ann", "LEE"), ("Lee", "Ann")];
        let expected = [(0, "mary ann lee"), (0, "mary ann lee"), (1, "ann lee"), (0, "mary ann lee"), (2, "lee ann")];
        check(Function::Joined, &pairs, &expected);
        let expected = [(0, "lee mary ann"), (1, "ann lee mary"), (2, "ann lee"), (0, "lee mary ann"), (2, "ann lee")];
        check(Function::Sorted, &pairs, &expected);
    }
}
