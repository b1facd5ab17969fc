//! Weighs shipped rules against each other when several find their words in one heading.
//!
//! "Highways Museum" holds a word of the rule for roads and one of the rule for museums, and
//! "Environment, Economy & Culture" one of each of three services. So the shipped rules that ask for
//! nothing but words of one heading are not simply tried in order. Words inside another rule's longer
//! phrase do not count (`park` in `park lane`); what a service does outweighs what supports it; more
//! words outweigh fewer; and only then the order decides. A heading whose parts point to different
//! services gives none of them: the next column decides.
//!
//! A place's own rules and rules with several conditions are never weighed: they say what they mean.

use model::rule::RuleField;

use super::pattern::{Found, PatternSet, is_space, is_word};
use super::rulebook::RuleKind;

/// A shipped rule that looks for words in one heading and nothing else.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadingRule {
    /// Its bit.
    pub position: usize,
    pub pattern: usize,
    pub kind: RuleKind,
    /// The outcome; two rules with the same outcome never contradict each other.
    pub says: usize,
    /// Supports other services, as finance and buildings do.
    pub is_support: bool,
}

/// The heading rules over one field, in their order.
pub(super) struct HeadingRules {
    rules: Vec<HeadingRule>,
    /// Each pattern with the places of its rules in `rules`, sorted.
    by_pattern: Vec<(usize, usize)>,
    /// Directorates are lists of services, in which support services are named beside others.
    is_directorate: bool,
}

/// A place where words of a heading rule occur.
#[derive(Clone, Copy)]
struct Said {
    rule: HeadingRule,
    place: Found,
}

impl HeadingRules {
    /// The heading rules over a field.
    pub fn new(field: RuleField, rules: Vec<HeadingRule>) -> HeadingRules {
        let mut by_pattern: Vec<(usize, usize)> =
            rules.iter().enumerate().map(|(at, rule)| (rule.pattern, at)).collect();
        by_pattern.sort_unstable();
        HeadingRules { rules, by_pattern, is_directorate: field == RuleField::Department }
    }

    /// The rules whose words are in a text, without those outweighed by other words of it.
    ///
    /// `siblings` are the rules and patterns that the parts of the text are read with, its own among them.
    pub fn outweighed(
        &self,
        patterns: &PatternSet,
        text: &[u8],
        siblings: &[(&HeadingRules, &PatternSet)],
    ) -> Vec<usize> {
        let said = self.said(patterns, text);
        let mut outweighed = Vec::new();
        for kind in [RuleKind::Service, RuleKind::ClientGroup] {
            let of_kind: Vec<Said> = said.iter().filter(|said| said.rule.kind == kind).copied().collect();
            let heard = match self.contradict(kind, text, &of_kind, siblings) {
                true => Vec::new(),
                false => strongest(&of_kind),
            };
            let is_heard = |rule: &usize| heard.iter().any(|said| said.rule.position == *rule);
            outweighed.extend(of_kind.iter().map(|said| said.rule.position).filter(|rule| !is_heard(rule)));
        }
        outweighed
    }

    /// Whether the parts of a heading point to different outcomes.
    fn contradict(
        &self,
        kind: RuleKind,
        text: &[u8],
        said: &[Said],
        siblings: &[(&HeadingRules, &PatternSet)],
    ) -> bool {
        if said.is_empty() {
            return false;
        }
        let (parts, is_list) = parts(text, said);
        let mut spoken: Vec<HeadingRule> = Vec::new();
        for part in &parts {
            let of_part = siblings.iter().flat_map(|(rules, patterns)| rules.said(patterns, part));
            let of_part: Vec<Said> = of_part.filter(|said| said.rule.kind == kind).collect();
            spoken.extend(strongest(&of_part).first().map(|said| said.rule));
        }
        // "Education & Communities" is more than education, whatever else it is.
        if self.is_directorate && is_list && spoken.len() < parts.len() {
            return true;
        }
        let n_support = spoken.iter().filter(|rule| rule.is_support).count();
        let are_equals = is_list && (self.is_directorate || 1 < n_support);
        // "Cemeteries & Depot" is cemeteries; "Culture, Finance & Legal Services" is none of the three.
        if !are_equals && n_support < spoken.len() {
            spoken.retain(|rule| !rule.is_support);
        }
        spoken.iter().any(|rule| rule.says != spoken[0].says)
    }

    /// Where rules find their words, in the order of the rules and of the places of each.
    fn said(&self, patterns: &PatternSet, text: &[u8]) -> Vec<Said> {
        let mut said: Vec<(usize, Said)> = Vec::new();
        for place in patterns.found(text) {
            let first = self.by_pattern.partition_point(|(pattern, _)| *pattern < place.pattern);
            let of_place = self.by_pattern[first..].iter().take_while(|(pattern, _)| *pattern == place.pattern);
            said.extend(of_place.map(|(_, at)| (*at, Said { rule: self.rules[*at], place })));
        }
        said.sort_by_key(|(at, _)| *at);
        said.into_iter().map(|(_, said)| said).collect()
    }
}

/// The rules that weigh most, in their order.
fn strongest(said: &[Said]) -> Vec<Said> {
    let mut left: Vec<Said> = said.iter().filter(|one| !said.iter().any(|other| holds(other, one))).copied().collect();
    if left.iter().any(|one| !one.rule.is_support) {
        left.retain(|one| !one.rule.is_support);
    }
    let n_words = left.iter().map(|one| one.place.n_words).max().unwrap_or_default();
    left.retain(|one| one.place.n_words == n_words);
    left
}

/// Whether one stands inside the longer other.
fn holds(other: &Said, one: &Said) -> bool {
    let (other, one) = (other.place, one.place);
    other.start <= one.start && one.end <= other.end && one.end - one.start < other.end - other.start
}

/// The parts of a heading, and whether it is a list of equals.
///
/// Words of a rule on both sides of a separator keep the two sides together: "highways &
/// transport" is one part of "Highways & Transport, Culture".
fn parts<'t>(text: &'t [u8], said: &[Said]) -> (Vec<&'t [u8]>, bool) {
    let mut parts = Vec::new();
    let mut is_list = false;
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let Some((length, lists)) = separator(text, at) else {
            at += 1;
            continue;
        };
        if !said.iter().any(|said| said.place.start < at && at + length < said.place.end) {
            parts.push(&text[start..at]);
            is_list |= lists;
            start = at + length;
        }
        at += length;
    }
    parts.push(&text[start..]);
    (parts.into_iter().map(<[u8]>::trim_ascii).filter(|part| !part.is_empty()).collect(), is_list)
}

/// How long the separator here is, and whether it puts equals in a list.
fn separator(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let before = at.checked_sub(1).map(|at| text[at]);
    match text[at] {
        b',' | b'&' | b'/' | b';' | b'+' => Some((1, true)),
        b':' | b'|' | b'>' => Some((1, false)),
        // A dash has spaces around it; a hyphen joins words.
        dash if !is_word(dash) && !is_space(dash) && (dash == b'-' || !dash.is_ascii()) => {
            let is_apart = before.is_none_or(is_space) || text.get(at + 1).is_none_or(|c| is_space(*c));
            is_apart.then_some((1, false))
        }
        b'a' if text[at..].starts_with(b"and")
            && before.is_some_and(|c| !is_word(c))
            && text.get(at + 3).is_some_and(|c| !is_word(*c)) =>
        {
            Some((3, true))
        }
        _ => None,
    }
}
