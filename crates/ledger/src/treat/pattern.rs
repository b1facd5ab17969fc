//! The patterns of rules, tried on the distinct values of a field.
//!
//! A rule file holds a thousand alternatives in words (`foster care*`), a handful of them regular
//! expressions. One automaton for all of them was tried first (`RegexSet`): compiling it took 90 ms
//! and its first walk over 435,000 lines another 50 ms, each time somebody touched a rule. Words
//! need no automaton: the longest piece of each alternative is looked for, all pieces in one pass,
//! and only where one stands is its alternative compared, character by character.

use aho_corasick::{AhoCorasick, MatchKind};
use model::rule::Pattern;
use regex::Regex;

/// Every pattern over one field, identical ones once.
pub(super) struct PatternSet {
    matchers: Vec<Matcher>,
    needles: AhoCorasick,
    /// For each needle, the pattern and the alternative that it stands for.
    of_needle: Vec<(usize, usize)>,
    /// Patterns that no needle announces.
    always: Vec<usize>,
}

/// Where words of a pattern occur in a text; positions count characters, each of them one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub pattern: usize,
    pub start: usize,
    pub end: usize,
    /// How many words match; more than any text has if the whole cell matches.
    pub n_words: usize,
}

enum Matcher {
    Words(Vec<Alternative>),
    Expression(Regex),
}

impl PatternSet {
    /// The position of the pattern that cannot be used is the error's, with the reason.
    pub fn new(patterns: &[&Pattern]) -> Result<PatternSet, (usize, String)> {
        let matchers = patterns
            .iter()
            .enumerate()
            .map(|(position, pattern)| Matcher::new(pattern).map_err(|reason| (position, reason)));
        let matchers = matchers.collect::<Result<Vec<Matcher>, _>>()?;
        let mut always = Vec::new();
        let mut of_needle = Vec::new();
        let mut needles = Vec::new();
        for (position, matcher) in matchers.iter().enumerate() {
            match matcher.needles() {
                Some(found) => found.into_iter().enumerate().for_each(|(alternative, needle)| {
                    of_needle.push((position, alternative));
                    needles.push(needle);
                }),
                None => always.push(position),
            }
        }
        let needles = AhoCorasick::builder().match_kind(MatchKind::Standard).build(needles);
        let needles = needles.map_err(|error| (0, error.to_string()))?;
        Ok(PatternSet { matchers, needles, of_needle, always })
    }

    /// For each pattern, whether it matches the value; nothing where none does.
    pub fn matches(&self, value: &str) -> Option<Vec<bool>> {
        let text = Text::of(value);
        let text = text.whole();
        let mut matched: Option<Vec<bool>> = None;
        let mut mark = |pattern: usize| {
            matched.get_or_insert_with(|| vec![false; self.matchers.len()])[pattern] = true;
        };
        for found in self.needles.find_overlapping_iter(text) {
            let (pattern, alternative) = self.of_needle[found.pattern().as_usize()];
            if let Matcher::Words(alternatives) = &self.matchers[pattern]
                && alternatives[alternative].is_in(text)
            {
                mark(pattern);
            }
        }
        self.always.iter().filter(|pattern| self.matchers[**pattern].matches(value, text)).for_each(|p| mark(*p));
        matched
    }

    /// Every place where words of a pattern occur in a text. Regular expressions are left out.
    pub fn found(&self, text: &[u8]) -> Vec<Found> {
        let mut places = Vec::new();
        let mut seen: Vec<(usize, usize)> = Vec::new();
        for needle in self.needles.find_overlapping_iter(text) {
            let (pattern, alternative) = self.of_needle[needle.pattern().as_usize()];
            let Matcher::Words(alternatives) = &self.matchers[pattern] else { continue };
            if !seen.contains(&(pattern, alternative)) {
                seen.push((pattern, alternative));
                let words = &alternatives[alternative];
                let place = |(start, end)| Found { pattern, start, end, n_words: words.n_words() };
                places.extend(words.places_in(text).map(place));
            }
        }
        places
    }

    /// Whether the pattern is nothing but words.
    pub fn is_words(&self, pattern: usize) -> bool {
        matches!(self.matchers[pattern], Matcher::Words(_))
    }
}

impl Matcher {
    fn new(pattern: &Pattern) -> Result<Matcher, String> {
        let body = pattern.text.strip_prefix('!').unwrap_or(&pattern.text).trim();
        let is_expression = body.len() > 1 && body.starts_with('/') && body.ends_with('/');
        // The Kelvin sign matches a plain k, and the like: outside ASCII the expression decides.
        if is_expression || !body.is_ascii() {
            let expression = regex::RegexBuilder::new(&pattern.regex).case_insensitive(true).build();
            return expression.map(Matcher::Expression).map_err(|error| error.to_string());
        }
        Ok(Matcher::Words(body.split('|').map(Alternative::parse).collect()))
    }

    /// A piece that every match of an alternative holds, for each alternative; none where one of
    /// them has no such piece.
    fn needles(&self) -> Option<Vec<&[u8]>> {
        match self {
            Matcher::Words(alternatives) => alternatives.iter().map(Alternative::needle).collect(),
            Matcher::Expression(_) => None,
        }
    }

    fn matches(&self, value: &str, text: &[u8]) -> bool {
        match self {
            Matcher::Words(alternatives) => alternatives.iter().any(|alternative| alternative.is_in(text)),
            Matcher::Expression(expression) => expression.is_match(value),
        }
    }
}

/// A value in lower case, one byte a character.
///
/// Patterns in words are ASCII, so of any other character only its sort matters.
pub(super) struct Text(Vec<u8>);

/// Stands for a letter or digit outside ASCII, of which no pattern in words holds any.
const OTHER_WORD: u8 = 0x80;
/// Stands for any other character outside ASCII.
const OTHER_SIGN: u8 = 0x81;

impl Text {
    /// The whole text, a byte for each character.
    pub fn whole(&self) -> &[u8] {
        &self.0
    }

    /// A text in small letters, a byte for each character.
    pub fn of(value: &str) -> Text {
        if value.is_ascii() {
            return Text(value.to_ascii_lowercase().into_bytes());
        }
        Text(value.chars().map(byte_for).collect())
    }
}

fn byte_for(c: char) -> u8 {
    match c {
        c if c.is_ascii() => c.to_ascii_lowercase() as u8,
        // The two characters outside ASCII whose lower case is inside it.
        '\u{17f}' => b's',
        '\u{212a}' => b'k',
        c if c.is_whitespace() => b' ',
        c if regex_syntax::is_word_character(c) => OTHER_WORD,
        _ => OTHER_SIGN,
    }
}

/// More than the words of any cell.
const WHOLE_CELL: usize = usize::MAX;

/// Words that stand next to each other, as `model::rule::Pattern` defines them.
#[derive(Debug)]
struct Alternative {
    tokens: Vec<Token>,
    /// The whole cell, not only a part of it.
    whole: bool,
    /// The first character must not continue a word ...
    starts_word: bool,
    /// ... nor the last one be continued.
    ends_word: bool,
}

#[derive(Debug, PartialEq)]
enum Token {
    Literal(Vec<u8>),
    RestOfWord,
    Space,
}

impl Alternative {
    fn parse(text: &str) -> Alternative {
        let text = text.trim().to_ascii_lowercase();
        let (whole, words) = match text.strip_prefix('=') {
            Some(rest) => (true, rest.trim()),
            None => (false, text.as_str()),
        };
        let mut tokens = Vec::new();
        for (i, word) in words.split_whitespace().enumerate() {
            if 0 < i {
                tokens.push(Token::Space);
            }
            for (j, piece) in word.split('*').enumerate() {
                if 0 < j {
                    tokens.push(Token::RestOfWord);
                }
                if !piece.is_empty() {
                    tokens.push(Token::Literal(piece.as_bytes().to_vec()));
                }
            }
        }
        let is_word = |c: Option<&u8>| !whole && c.is_some_and(|c| is_word(*c));
        let (starts_word, ends_word) = (is_word(words.as_bytes().first()), is_word(words.as_bytes().last()));
        Alternative { tokens, whole, starts_word, ends_word }
    }

    /// The longest piece.
    fn needle(&self) -> Option<&[u8]> {
        let literals = self.tokens.iter().filter_map(|token| match token {
            Token::Literal(literal) => Some(literal.as_slice()),
            _ => None,
        });
        literals.max_by_key(|literal| literal.len())
    }

    fn is_in(&self, text: &[u8]) -> bool {
        self.places_in(text).next().is_some()
    }

    /// The start and end of each place where the words occur.
    fn places_in(&self, text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
        let first = text.iter().position(|c| !is_space(*c)).unwrap_or(text.len());
        let last = if self.whole { first } else { text.len() };
        let starts = move |at: usize| self.whole || !self.starts_word || at == 0 || !is_word(text[at - 1]);
        (0..=last)
            .filter(move |at| starts(*at))
            .filter_map(move |at| Some((at, self.rest_matches(&self.tokens, text, at)?)))
    }

    /// The end of a match of the tokens from here on; the first that is found if there are several.
    fn rest_matches(&self, tokens: &[Token], text: &[u8], at: usize) -> Option<usize> {
        match tokens {
            [] if self.whole => text[at..].iter().all(|c| is_space(*c)).then_some(at),
            [] => (!self.ends_word || text.get(at).is_none_or(|c| !is_word(*c))).then_some(at),
            [Token::Literal(literal), rest @ ..] if text[at..].starts_with(literal) => {
                self.rest_matches(rest, text, at + literal.len())
            }
            [Token::Literal(_), ..] => None,
            [Token::Space, rest @ ..] => {
                let n_spaces = text[at..].iter().take_while(|c| is_space(**c)).count();
                (1..=n_spaces).find_map(|n| self.rest_matches(rest, text, at + n))
            }
            [Token::RestOfWord, rest @ ..] => {
                let n_letters = text[at..].iter().take_while(|c| is_word(**c)).count();
                (0..=n_letters).rev().find_map(|n| self.rest_matches(rest, text, at + n))
            }
        }
    }

    /// The number of words with a meaning: `and` and signs have none. A whole cell counts more than any words in it.
    fn n_words(&self) -> usize {
        let mut n_words = 0;
        let mut is_fresh = true;
        for token in &self.tokens {
            let says = matches!(token, Token::Literal(word) if word.iter().any(|c| is_word(*c)) && word != b"and");
            n_words += usize::from(says && is_fresh);
            is_fresh = *token == Token::Space || (is_fresh && !says);
        }
        if self.whole { WHOLE_CELL } else { n_words }
    }
}

pub(super) fn is_word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c == OTHER_WORD
}

pub(super) fn is_space(c: u8) -> bool {
    matches!(c, b'\t'..=b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &Pattern, value: &str) -> bool {
        let set = PatternSet::new(&[pattern]).expect("the pattern can be used");
        set.matches(value).is_some_and(|matched| matched[0])
    }

    fn matches_as_expression(pattern: &Pattern, value: &str) -> bool {
        let expression = regex::RegexBuilder::new(&pattern.regex).case_insensitive(true).build();
        expression.expect("the pattern is an expression").is_match(value)
    }

    #[test]
    fn several_patterns_are_told_apart() {
        let patterns = ["care", "=Adult Care", "/^adult/", "home*"].map(|text| Pattern::parse(text).unwrap());
        let set = PatternSet::new(&patterns.each_ref()).unwrap();
        assert_eq!(set.matches(" adult  CARE"), Some(vec![true, true, false, false]));
        assert_eq!(set.matches("Adult homes"), Some(vec![false, false, true, true]));
        assert_eq!(set.matches("carers"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// The expression of a pattern says what it means; comparing words must come to the same.
        #[test]
        fn words_match_exactly_as_their_expression_does(
            pattern in "[!]?(=?[a-cK&(* ]{1,6}|=?[a-cs]{1,3}[*]?( [a-c_*]{1,3})?)([|][abs* ]{1,4})?",
            value in "[aAbBcC ]{0,8}|[abcsSkK&(_ £é\u{17f}\u{212a}\u{301}\u{a0}\t²]{0,8}",
        ) {
            if let Ok(pattern) = Pattern::parse(&pattern) {
                let expected = matches_as_expression(&pattern, &value);
                prop_assert_eq!(matches(&pattern, &value), expected, "{:?} on {:?}", pattern, value);
            }
        }
    }
}
