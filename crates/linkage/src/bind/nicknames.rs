//! Which formal names a short name may stand for.

use std::collections::HashMap;

use crate::linkage_model::Nickname;
use model::home::fold;

/// The list that comes with the program: a line for each formal name, then its short names.
const SHIPPED: &str = include_str!("../../../../reference/linkage/nicknames.csv");

/// Formal names by number, and for every name the numbers that it may stand for.
///
/// A short name may stand for several: Alex is Alexander and Alexandra. Two names meet where they may
/// stand for the same one.
#[derive(Clone, Debug, Default)]
pub struct NicknameList {
    formal: Vec<String>,
    of: HashMap<String, Vec<u32>>,
}

impl NicknameList {
    /// The shipped list and names that a model adds.
    pub fn with(added: &[Nickname]) -> NicknameList {
        let mut list = NicknameList::default();
        let lines = SHIPPED.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1);
        for line in lines {
            if let Some((formal, short)) = line.split_once(',') {
                list.add(formal, short.split('|'));
            }
        }
        added.iter().for_each(|nickname| list.add(&nickname.formal, nickname.short.iter().map(String::as_str)));
        list
    }

    fn add<'a>(&mut self, formal: &str, short: impl Iterator<Item = &'a str>) {
        let formal = fold(formal);
        let number = self.formal.iter().position(|known| *known == formal).unwrap_or_else(|| {
            self.formal.push(formal.clone());
            self.formal.len() - 1
        }) as u32;
        for name in short.map(fold).chain([formal]).filter(|name| !name.is_empty()) {
            let numbers = self.of.entry(name).or_default();
            if let Err(at) = numbers.binary_search(&number) {
                numbers.insert(at, number);
            }
        }
    }

    /// Numbers of the formal names that the first word of a name may stand for, sorted.
    pub(crate) fn formal_names(&self, name: &str) -> Vec<u32> {
        let folded = fold(name);
        let first = folded.split([' ', '-']).next().unwrap_or_default();
        self.of.get(first).cloned().unwrap_or_default()
    }

    /// Whether a folded word is on the list, as a formal or a short name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.of.contains_key(name)
    }

    /// Whether a folded word is on the list as a formal name.
    pub(crate) fn is_formal(&self, name: &str) -> bool {
        self.of.get(name).is_some_and(|numbers| numbers.iter().any(|number| self.formal[*number as usize] == name))
    }

    /// Whether two folded words may stand for one formal name.
    pub(crate) fn meet(&self, one: &str, other: &str) -> bool {
        let (Some(one), Some(other)) = (self.of.get(one), self.of.get(other)) else { return false };
        one.iter().any(|number| other.binary_search(number).is_ok())
    }

    /// The first formal name, for blocking; a name that is in no list stands for itself.
    pub(crate) fn formal(&self, name: &str) -> String {
        match self.formal_names(name).first() {
            Some(number) => self.formal[*number as usize].clone(),
            None => fold(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_stands_for_its_formal_names() {
        let added = [Nickname { formal: "Alasdair".to_owned(), short: vec!["Ally".to_owned()] }];
        let list = NicknameList::with(&added);
        let meets = |a: &str, b: &str| {
            let b = list.formal_names(b);
            list.formal_names(a).iter().any(|number| b.contains(number))
        };
        assert!(
            meets("Bill", "William") && meets("LIZ", "Beth") && meets("Ally", "alasdair") && meets("Alex", "Alexandra")
        );
        assert!(!meets("Bill", "Robert") && !meets("Zzz", "Zzz"));
        assert_eq!((list.formal("Bob"), list.formal("Zoltan")), ("robert".to_owned(), "zoltan".to_owned()));
    }
}
