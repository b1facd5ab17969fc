//! Unit costs found by words.

use authored::likeness;

use super::{UnitCost, UnitCosts};

/// Words are alike from here on: `exclusion` finds `excluded`, `evicton` finds `eviction`.
const ALIKE_MIN: f64 = 0.88;

/// A unit cost that answers to the words.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    pub cost: &'a UnitCost,
    /// The sum over the words of how well each was met; more is better.
    pub score: f64,
}

pub(super) fn search<'a>(costs: &'a UnitCosts, words: &str, n_max: usize) -> Vec<Hit<'a>> {
    let words = tokens(words);
    let mut hits: Vec<(usize, Hit<'a>)> = costs.iter().filter_map(|cost| hit(cost, &words)).collect();
    // Costs that answer to every word hide those that answer to some.
    let n_met = hits.iter().map(|(n_met, _)| *n_met).max().unwrap_or(0);
    hits.retain(|(met, _)| *met == n_met);
    // The sort is stable, so equals stay in the order of their codes.
    hits.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    hits.into_iter().map(|(_, hit)| hit).take(n_max).collect()
}

/// How many of the words a cost answers to, and how well.
fn hit<'a>(cost: &'a UnitCost, words: &[String]) -> Option<(usize, Hit<'a>)> {
    let [code, subject, detail, category] = [&cost.code, &cost.subject, &cost.detail, &cost.category];
    let near: Vec<(f64, Vec<String>)> = vec![
        (3.0, vec![code.to_lowercase()]),
        (1.0, tokens(subject)),
        (1.0, tokens(detail)),
        (0.6, tokens(category)),
        (0.5, tokens(&format!("{} {}", cost.agency, cost.agency_detail))),
        (0.4, tokens(&cost.unit)),
    ];
    let far = [(0.25, tokens(&cost.includes)), (0.2, tokens(&cost.source))];
    let score = |word: &String| {
        let near = near.iter().map(|(weight, field)| weight * best(word, field, true));
        let far = far.iter().map(|(weight, field)| weight * best(word, field, false));
        near.chain(far).fold(0.0, f64::max)
    };
    let scores: Vec<f64> = words.iter().map(score).filter(|score| 0.0 < *score).collect();
    (!scores.is_empty()).then(|| (scores.len(), Hit { cost, score: scores.iter().sum() }))
}

/// How well a word is met by the best word of a field, 0 to 1.
fn best(word: &str, field: &[String], by_likeness: bool) -> f64 {
    let score = |known: &String| match known {
        known if known == word => 1.0,
        known if 4 <= word.len() && known.starts_with(word) => 0.95,
        known if by_likeness && is_spelled(word) => match likeness(word, known) {
            alike if ALIKE_MIN <= alike => 0.8 * alike,
            _ => 0.0,
        },
        _ => 0.0,
    };
    field.iter().map(score).fold(0.0, f64::max)
}

/// Whether a word can be misspelled: a code is right or wrong.
fn is_spelled(word: &str) -> bool {
    4 <= word.len() && !word.contains(|c: char| c.is_ascii_digit())
}

/// Words of letters, digits and `&`, in small letters, without those that say nothing.
fn tokens(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '&' | '.');
    let words = text.split(|c: char| !is_word(c)).map(|word| word.trim_matches('.').to_lowercase());
    words
        .filter(|word| !matches!(word.as_str(), "" | "a" | "an" | "and" | "of" | "the" | "to" | "for" | "in" | "per"))
        .collect()
}
