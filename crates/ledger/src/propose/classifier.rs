//! Multinomial naive Bayes over words, learned by a library and read out by us.
//!
//! The library counts and smooths; its `predict` gives a class without saying how sure it is, so the
//! log probabilities that it learned are added up here.

use std::collections::{BTreeMap, BTreeSet};

use smartcore::linalg::basic::matrix::DenseMatrix;
use smartcore::naive_bayes::multinomial::{MultinomialNB, MultinomialNBParameters};

use super::Example;

/// Words known, most headings first.
const WORDS_MAX: usize = 2_000;
/// A word of one heading alone teaches nothing about another.
const WORD_HEADINGS_MIN: usize = 2;
/// Counts added to every word of every service; a tenth suits headings of half a dozen words.
const SMOOTHING: f64 = 0.1;

/// Words to services.
pub(super) struct Classifier {
    /// Position of each word.
    words: BTreeMap<String, usize>,
    services: Vec<Learned>,
}

/// What was learned about one service.
struct Learned {
    service: String,
    /// Log share of the headings.
    prior: f64,
    /// Log probability of each word.
    words: Vec<f64>,
}

/// The likeliest service of a heading.
pub(super) struct Guess {
    pub service: String,
    /// Log odds against the next likeliest.
    pub margin: f64,
}

impl Classifier {
    /// None where the headings share no word or have one service only.
    pub fn learn(examples: &[&Example]) -> Option<Classifier> {
        let words = vocabulary(examples);
        let services: Vec<&str> =
            examples.iter().map(|example| example.service.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
        if words.is_empty() || services.len() < 2 {
            return None;
        }
        let counts: Vec<Vec<u32>> = examples.iter().map(|example| counts(&example.text, &words)).collect();
        let classes: Vec<u32> = examples
            .iter()
            .map(|example| services.partition_point(|service| *service < example.service.as_str()) as u32)
            .collect();
        let matrix = DenseMatrix::from_2d_vec(&counts).ok()?;
        let parameters = MultinomialNBParameters::default().with_alpha(SMOOTHING);
        let fitted = MultinomialNB::fit(&matrix, &classes, parameters).ok()?;
        let learned = fitted
            .classes()
            .iter()
            .zip(fitted.class_count())
            .zip(fitted.feature_log_prob())
            .map(|((class, n_headings), words)| Learned {
                service: services[*class as usize].to_owned(),
                prior: (*n_headings as f64 / examples.len() as f64).ln(),
                words: words.clone(),
            })
            .collect();
        Some(Classifier { words, services: learned })
    }

    /// None where no word of the heading is known.
    pub fn guess(&self, text: &str) -> Option<Guess> {
        let known: Vec<usize> = words_of(text).iter().filter_map(|word| self.words.get(word).copied()).collect();
        if known.is_empty() {
            return None;
        }
        let mut scores: Vec<(f64, &str)> = self
            .services
            .iter()
            .map(|learned| {
                let likelihood: f64 = known.iter().map(|word| learned.words[*word]).sum();
                (learned.prior + likelihood, learned.service.as_str())
            })
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let (best, service) = *scores.first()?;
        let next = scores.get(1).map_or(best, |score| score.0);
        Some(Guess { service: service.to_owned(), margin: best - next })
    }
}

fn vocabulary(examples: &[&Example]) -> BTreeMap<String, usize> {
    let mut n_headings: BTreeMap<String, usize> = BTreeMap::new();
    for example in examples {
        for word in words_of(&example.text).into_iter().collect::<BTreeSet<_>>() {
            *n_headings.entry(word).or_default() += 1;
        }
    }
    let mut words: Vec<(String, usize)> = n_headings.into_iter().filter(|(_, n)| WORD_HEADINGS_MIN <= *n).collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(WORDS_MAX);
    words.into_iter().enumerate().map(|(at, (word, _))| (word, at)).collect()
}

fn counts(text: &str, words: &BTreeMap<String, usize>) -> Vec<u32> {
    let mut counts = vec![0; words.len()];
    for word in words_of(text) {
        if let Some(at) = words.get(&word) {
            counts[*at] += 1;
        }
    }
    counts
}

/// Words in lower case; `R&D` is two, `children's` is `children` and `s`.
fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
