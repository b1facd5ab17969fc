//! Words that separate organisations and words that do not (`reference/linkage/supplier_words.csv`).

use std::collections::{HashMap, HashSet};

use model::home::fold;
use model::name::name_key;

const SHIPPED: &str = include_str!("../../../reference/linkage/supplier_words.csv");

/// First names with their short forms, a line each: a word among them may be somebody's first name.
const FIRST_NAMES: &str = include_str!("../../../reference/linkage/nicknames.csv");

/// What sort of entry a printed name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Named,
    Withheld,
    /// Private people, whose names the account masks.
    Individual,
    Collective,
}

pub(crate) struct Words {
    /// Longest first.
    pub noise: Vec<String>,
    withheld: HashSet<String>,
    collective: HashSet<String>,
    general: HashSet<String>,
    endings: HashSet<String>,
    first_names: HashSet<String>,
    spellings: HashMap<String, String>,
    desks: HashSet<String>,
    placeholders: HashSet<String>,
}

/// Words of a name that no desk has more of.
const DESK_WORDS_MAX: usize = 3;

/// The first names that come with the program, in capitals.
fn first_names() -> HashSet<String> {
    let lines = FIRST_NAMES.lines().filter(|line| !line.starts_with('#')).skip(1);
    let names = lines.flat_map(|line| line.split([',', '|'])).map(|name| fold(name).to_ascii_uppercase());
    names.filter(|name| !name.is_empty()).collect()
}

fn owned((one, other): (&str, &str)) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

/// Words before a person's name.
const TITLES: [&str; 9] = ["MR", "MRS", "MS", "MISS", "DR", "REV", "PROF", "SIR", "MESSRS"];

impl Words {
    pub fn shipped() -> Words {
        let of = |wanted: &str| {
            let lines = SHIPPED.lines().filter_map(|line| line.split_once(','));
            lines.filter(|(kind, _)| *kind == wanted).map(|(_, words)| words.trim().to_owned()).collect::<Vec<_>>()
        };
        let mut noise = of("noise");
        noise.sort_by_key(|words| std::cmp::Reverse(words.len()));
        // Compared with keys, so they go through the same mill.
        let keys = |kind: &str| of(kind).iter().map(|words| name_key(words).key).collect();
        Words {
            noise,
            withheld: keys("withheld"),
            collective: keys("collective"),
            general: of("general").into_iter().collect(),
            endings: of("ending").into_iter().collect(),
            first_names: first_names(),
            spellings: of("spelling").iter().filter_map(|pair| pair.split_once(' ')).map(owned).collect(),
            desks: of("desk").into_iter().collect(),
            placeholders: of("placeholder").into_iter().collect(),
        }
    }

    pub fn sort(&self, key: &str) -> Sort {
        if self.withheld.contains(key) || key.starts_with("REDACTED ") {
            Sort::Withheld
        } else if self.collective.contains(key) || key.is_empty() {
            Sort::Collective
        } else {
            Sort::Named
        }
    }

    pub fn is_ending(&self, word: &str) -> bool {
        self.endings.contains(word)
    }

    /// Whether a name says what and not who, or is that of a person: bodies far apart pay different
    /// organisations under it.
    pub fn is_general(&self, tokens: &[String]) -> bool {
        let says_nothing = |token: &String| self.general.contains(token) || token.len() == 1;
        tokens.iter().all(says_nothing) || self.is_person(tokens)
    }

    /// The word that a short one stands for, or the usual spelling of one that has two.
    pub fn in_full(&self, word: &str) -> Option<&str> {
        self.spellings.get(word).map(String::as_str)
    }

    /// Whether words are the names of desks, one after another: `BUSINESS RATES`, `ACCOUNTS PAYABLE`.
    pub fn are_desks(&self, tokens: &[&str]) -> bool {
        let first = |n: usize| self.desks.contains(&tokens[..n].join(" ")) && self.are_desks_or_none(&tokens[n..]);
        (1..=tokens.len().min(DESK_WORDS_MAX)).any(first)
    }

    fn are_desks_or_none(&self, tokens: &[&str]) -> bool {
        tokens.is_empty() || self.are_desks(tokens)
    }

    /// Whether a number behind the word is what tells one from another.
    pub fn is_placeholder(&self, word: &str) -> bool {
        self.placeholders.contains(word)
    }

    pub fn is_person(&self, tokens: &[String]) -> bool {
        let Some((first, rest)) = tokens.split_first() else { return false };
        let has_title = TITLES.contains(&first.as_str());
        // After a title even a word that is in a thousand names, as John is in St John's, is a person's.
        let is_name = |token: &String| {
            token.bytes().all(|b| b.is_ascii_alphabetic()) && (has_title || !self.general.contains(token))
        };
        let starts_as_one = has_title || first.len() == 1 || self.first_names.contains(first);
        starts_as_one && (1..=3).contains(&rest.len()) && rest.iter().all(is_name) && (has_title || rest.len() <= 2)
    }
}
