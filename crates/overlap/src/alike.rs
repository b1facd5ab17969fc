//! Whether two short texts speak of the same thing.

use std::collections::BTreeSet;

use crate::words::plain;

/// Words that tell nothing about the subject.
const SAYS_NOTHING: [&str; 24] = [
    "a",
    "an",
    "and",
    "at",
    "by",
    "for",
    "from",
    "fund",
    "funding",
    "grant",
    "grants",
    "in",
    "of",
    "on",
    "programme",
    "project",
    "scheme",
    "the",
    "their",
    "to",
    "towards",
    "with",
    "award",
    "year",
];

/// The words of a text that say what it is about.
pub(crate) fn telling_words(text: &str) -> BTreeSet<String> {
    let is_telling = |word: &&str| !SAYS_NOTHING.contains(word) && !word.chars().all(|c| c.is_ascii_digit());
    plain(text).split(' ').filter(|word| !word.is_empty()).filter(is_telling).map(str::to_owned).collect()
}

/// Words of both, of those of either; nothing where one says nothing.
pub(crate) fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let n_both = one.intersection(other).count();
    let n_either = one.len() + other.len() - n_both;
    if one.is_empty() || other.is_empty() { 0.0 } else { n_both as f64 / n_either as f64 }
}

/// Groups of texts, each at least this like another of its group; by their places.
pub(crate) fn groups(texts: &[BTreeSet<String>], likeness_min: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let is_near = |group: &Vec<usize>| group.iter().any(|of| likeness_min <= likeness(&texts[*of], text));
        let (near, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_near);
        let mut joined: Vec<usize> = near.into_iter().flatten().chain([at]).collect();
        joined.sort_unstable();
        apart.push(joined);
        groups = apart;
    }
    groups.sort();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_project_are_alike_whatever_stands_around_its_words() {
        let words = |text: &str| telling_words(text);
        assert_eq!(words("Grant for the Youth Café project 2024"), words("youth cafe"));
        assert!(likeness(&words("Youth café"), &words("Youth theatre")) < 0.5);
        assert_eq!(likeness(&words("Grant"), &words("Grant")), 0.0, "both say nothing");
        let all = ["Youth café", "Food bank", "The youth café project", "Food bank van"].map(telling_words);
        assert_eq!(groups(&all, 0.6), [vec![0, 2], vec![1, 3]]);
    }
}
