//! Finding bodies, payees, headings, services and themes by name.

use std::cmp::Reverse;

use crate::Dimension;
use crate::data::Data;
use crate::labels::Labels;

/// Where names are looked for, in the order in which equal matches come.
const SEARCHED: [Dimension; 8] = [
    Dimension::Body,
    Dimension::Service,
    Dimension::Theme,
    Dimension::Counterparty,
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
}

/// A match, ordered: how well, then where, then the more lines the better, then by name.
type Found = (Match, usize, Reverse<usize>, u32);

/// Values whose names hold a text, the best match first.
pub(crate) fn search(data: &Data, labels: &Labels, text: &str, limit: usize) -> Vec<(Dimension, u32)> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    for (at, dimension) in SEARCHED.into_iter().enumerate() {
        match data.folded(dimension) {
            Some(folded) => found.extend(folded.holding(&text).map(|(code, first)| {
                (quality(folded.text(code), &text, first), at, Reverse(n_lines(data, dimension, code)), code)
            })),
            None => {
                let named = named(data, labels, dimension, &text);
                found.extend(named.map(|(quality, code)| (quality, at, Reverse(0), code)));
            }
        }
    }
    if limit < found.len() {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at, _, code)| (SEARCHED[at], code)).collect()
}

/// Values whose label, or which themselves, hold a text.
fn named<'a>(
    data: &'a Data,
    labels: &'a Labels,
    dimension: Dimension,
    text: &'a str,
) -> impl Iterator<Item = (Match, u32)> + 'a {
    data.dictionary(dimension).iter().filter_map(move |(code, value)| {
        let label = labels.label(dimension, Some(value)).to_lowercase();
        let value = value.to_lowercase();
        let match_of = |name: String| name.find(text).map(|first| quality(&name, text, first));
        [label, value].into_iter().filter_map(match_of).min().map(|quality| (quality, code))
    })
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

/// How many lines have a printed text, as far as that is known without adding up: headings go by name alone.
fn n_lines(data: &Data, dimension: Dimension, code: u32) -> usize {
    match dimension {
        Dimension::Payee => data.lists.by_payee.n_lines(code),
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
}
