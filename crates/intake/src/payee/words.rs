//! The lists by which people's names are told from organisations' (`reference/linkage/`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../../../../reference/linkage/payee_words.csv");
const NICKNAMES: &str = include_str!("../../../../reference/linkage/nicknames.csv");
const ORIGINS: &str = include_str!("../../../../reference/linkage/name_origins.csv");

/// How many more letters a word needs beside a beginning or an ending of family names.
const REST_LETTERS_MIN: usize = 2;
/// Shorter beginnings, such as `O'`, would be in a thousand other words.
const PREFIX_LETTERS_MIN: usize = 3;

pub(super) struct Words {
    pub titles: HashSet<String>,
    /// Titles that are family names and words of firms too, so that they count only before a name.
    pub ranks: HashSet<String>,
    pub suffixes: HashSet<String>,
    given: HashSet<String>,
    given_and_word: HashSet<String>,
    family: HashSet<String>,
    family_begins: Vec<String>,
    family_ends: Vec<String>,
    pub firm: HashSet<String>,
    /// As lists of words.
    pub known_firms: HashSet<Vec<String>>,
    /// By their first word, the longest first.
    pub payments: HashMap<String, Vec<Vec<String>>>,
    pub pays_people: Vec<String>,
    pub pays_only_people: Vec<String>,
    /// The first part of hosts that give addresses to anybody.
    pub mail_hosts: HashSet<String>,
    /// Who reads mail at an organisation, instead of a name.
    pub mail_desks: HashSet<String>,
}

impl Words {
    /// The lists that come with the program.
    pub fn shipped() -> &'static Words {
        static WORDS: LazyLock<Words> = LazyLock::new(Words::read);
        &WORDS
    }

    fn read() -> Words {
        let of = |kind: &str| -> Vec<String> {
            let lines = SHIPPED.lines().filter_map(|line| line.split_once(','));
            let wanted = lines.filter(|(of_kind, _)| *of_kind == kind);
            wanted.flat_map(|(_, words)| words.split('|')).map(|word| word.trim().to_uppercase()).collect()
        };
        let phrases = |kind: &str| -> Vec<Vec<String>> {
            of(kind).iter().map(|phrase| phrase.split(' ').map(str::to_owned).collect()).collect()
        };
        let mut given: HashSet<String> = of("given").into_iter().collect();
        given.extend(nicknames());
        given.extend(origins("given"));
        let mut family: HashSet<String> = of("family").into_iter().collect();
        let (patterns, names): (Vec<String>, Vec<String>) = origins("family").partition(|name| name.contains('*'));
        family.extend(names);
        let part = |pattern: &String| pattern.replace('*', "");
        let ends = |pattern: &&String| pattern.starts_with('*');
        let begins = |pattern: &&String| pattern.ends_with('*') && PREFIX_LETTERS_MIN < pattern.len();
        let mut payments: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in phrases("payment") {
            payments.entry(phrase[0].clone()).or_default().push(phrase);
        }
        payments.values_mut().for_each(|phrases| phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len())));
        Words {
            titles: of("title").into_iter().collect(),
            ranks: of("rank").into_iter().collect(),
            suffixes: of("suffix").into_iter().collect(),
            given,
            given_and_word: of("also_word").into_iter().collect(),
            family,
            family_begins: patterns.iter().filter(begins).map(part).collect(),
            family_ends: patterns.iter().filter(ends).map(part).collect(),
            firm: of("firm").into_iter().collect(),
            known_firms: phrases("known_firm").into_iter().collect(),
            payments,
            pays_people: of("pays_people"),
            pays_only_people: of("pays_only_people"),
            mail_hosts: of("mail_host").into_iter().collect(),
            mail_desks: of("mail_desk").into_iter().collect(),
        }
    }

    /// A first name; of `Anne-Marie` the first half is enough.
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
            || word.split_once('-').is_some_and(|(first, _)| 3 <= first.len() && self.given.contains(first))
    }

    /// A first name that is a word in names of organisations too: Grace, Victoria, May.
    pub fn is_given_and_word(&self, word: &str) -> bool {
        self.given_and_word.contains(word)
    }

    /// A family name, or one of two behind a hyphen.
    pub fn is_family(&self, word: &str) -> bool {
        self.is_listed_family(word)
            || word.contains('-') && word.split('-').any(|part| 3 <= part.len() && self.is_listed_family(part))
            || self.begins_or_ends_as_one(word)
    }

    /// Whether a word is on the list of family names.
    pub fn is_listed_family(&self, word: &str) -> bool {
        self.family.contains(word)
    }

    fn begins_or_ends_as_one(&self, word: &str) -> bool {
        let is_long = |part: &String| part.len() + REST_LETTERS_MIN <= word.len();
        self.family_begins.iter().any(|part| is_long(part) && word.starts_with(part.as_str()))
            || self.family_ends.iter().any(|part| is_long(part) && word.ends_with(part.as_str()))
            || word.strip_prefix("MC").is_some_and(|rest| 3 <= rest.len())
    }
}

fn nicknames() -> impl Iterator<Item = String> {
    let lines = NICKNAMES.lines().filter(|line| !line.starts_with('#')).skip(1);
    let names = lines.flat_map(|line| line.split([',', '|']));
    names.map(str::to_uppercase).filter(|name| !name.is_empty())
}

/// Names of one part, without those of two words.
fn origins(wanted: &str) -> impl Iterator<Item = String> {
    let rows = ORIGINS.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let (_, rest) = line.split_once(',')?;
        rest.split_once(',')
    });
    let names = rows.filter(move |(part, _)| *part == wanted).flat_map(|(_, names)| names.split('|'));
    names.filter(|name| !name.contains(' ')).map(|name| name.replace(['\'', '-'], "").to_uppercase())
}
