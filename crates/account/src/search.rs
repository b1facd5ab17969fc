//! Finding bodies, suppliers, payees, headings, services and themes by name.

use std::cmp::Reverse;

use crate::Dimension;
use crate::data::Data;
use crate::labels::Labels;
use crate::slip::is_slip_of;

/// Where names are looked for, in the order in which equal matches come.
const SEARCHED: [Dimension; 9] = [
    Dimension::Body,
    Dimension::Service,
    Dimension::Theme,
    Dimension::Counterparty,
    Dimension::Supplier,
    Dimension::Payee,
    Dimension::Heading,
    Dimension::Department,
    Dimension::Subjective,
];

/// How well a name matches, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Exact,
    Prefix,
    WordPrefix,
    Inside,
    /// Every word stands somewhere in it.
    EachWord,
}

/// A match, ordered: how well, then where, then the more lines the better, then by name.
type Found = (Match, usize, Reverse<usize>, u32);

/// Values whose names hold a text or each of its words, the best match first.
pub(crate) fn search(data: &Data, labels: &Labels, text: &str, limit: usize) -> Vec<(Dimension, u32)> {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(longest) = words.iter().copied().max_by_key(|word| word.len()) else { return Vec::new() };
    let match_of = |name: &str| match name.find(&text) {
        Some(first) => Some(quality(name, &text, first)),
        None => words.iter().all(|word| name.contains(word)).then_some(Match::EachWord),
    };
    let mut found: Vec<Found> = Vec::new();
    for (at, dimension) in SEARCHED.into_iter().enumerate() {
        match data.folded(dimension) {
            Some(folded) => found.extend(folded.holding(longest).filter_map(|(code, _)| {
                Some((match_of(folded.text(code))?, at, Reverse(n_lines(data, dimension, code)), code))
            })),
            None => {
                found.extend(data.dictionary(dimension).iter().filter_map(|(code, value)| {
                    Some((named(labels, dimension, value, match_of)?, at, Reverse(0), code))
                }))
            }
        }
    }
    // Words in any order are what is meant only where no name holds them as they were written.
    if found.iter().any(|(quality, ..)| *quality < Match::EachWord) {
        found.retain(|(quality, ..)| *quality < Match::EachWord);
    }
    if limit < found.len() {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at, _, code)| (SEARCHED[at], code)).collect()
}

/// The best match of a value's name and of the value itself.
fn named(
    labels: &Labels,
    dimension: Dimension,
    value: &str,
    match_of: impl Fn(&str) -> Option<Match>,
) -> Option<Match> {
    let label = labels.label(dimension, Some(value)).to_lowercase();
    [label, value.to_lowercase()].iter().filter_map(|name| match_of(name)).min()
}

/// Values whose names hold words that the words of a text may be a slip of: `acron nursry` finds Acorn Nursery.
pub(crate) fn nearly(data: &Data, labels: &Labels, text: &str, limit: usize) -> Vec<(Dimension, u32)> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize, Reverse<usize>, u32)> = Vec::new();
    for (at, dimension) in SEARCHED.into_iter().enumerate() {
        for (code, value) in data.dictionary(dimension).iter() {
            let slips = match data.folded(dimension) {
                Some(folded) => slips(folded.text(code), &words),
                None => slips(&labels.label(dimension, Some(value)).to_lowercase(), &words),
            };
            found.extend(slips.map(|slips| (slips, at, Reverse(n_lines(data, dimension, code)), code)));
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    found.into_iter().map(|(_, at, _, code)| (SEARCHED[at], code)).collect()
}

/// How many of the words are slips of words of a name that holds all the others; none where one is neither.
fn slips(name: &str, words: &[&str]) -> Option<usize> {
    let mut n_slips = 0;
    for word in words {
        if !name.contains(word) {
            let parts = || name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
            if !parts().any(|part| is_slip_of(word, part)) {
                return None;
            }
            n_slips += 1;
        }
    }
    Some(n_slips)
}

/// How well a name matches a text that first stands at a place in it; both in small letters.
fn quality(name: &str, text: &str, first: usize) -> Match {
    let is_begin = |at: usize| name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    match first {
        0 if name.len() == text.len() => Match::Exact,
        0 => Match::Prefix,
        first if is_begin(first) || name[first..].match_indices(text).any(|(at, _)| is_begin(first + at)) => {
            Match::WordPrefix
        }
        _ => Match::Inside,
    }
}

/// How many lines have a name, as far as that is known without adding up: headings go by name alone.
fn n_lines(data: &Data, dimension: Dimension, code: u32) -> usize {
    match dimension {
        Dimension::Payee => data.lists.by_payee.n_lines(code),
        Dimension::Supplier => data.lists.by_supplier.n_lines(code),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_name_stands_before_its_beginning_a_word_and_the_inside() {
        let of = |name: &str| quality(name, "acorn", name.find("acorn").unwrap());
        assert_eq!(of("acorn"), Match::Exact);
        assert_eq!(of("acorn nursery"), Match::Prefix);
        assert_eq!(of("the popcorn/acorn"), Match::WordPrefix);
        assert_eq!(of("macorna acorn"), Match::WordPrefix);
        assert_eq!(of("macorn"), Match::Inside);
    }

    #[test]
    fn a_name_is_near_where_each_word_is_in_it_or_a_slip_of_one() {
        assert_eq!(slips("acorn nursery ltd", &["acron", "nursery"]), Some(1));
        assert_eq!(slips("acorn nursery ltd", &["nursry", "acron"]), Some(2));
        assert_eq!(slips("acorn nursery ltd", &["acorn"]), Some(0));
        assert_eq!(slips("acorn nursery ltd", &["acron", "school"]), None);
    }
}
