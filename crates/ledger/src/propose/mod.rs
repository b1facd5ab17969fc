//! Proposes a service for headings that no rule knows, from those that rules know.
//!
//! A person decides; this only saves typing. The classifier is a multinomial naive Bayes over the
//! words of a heading. Character trigrams beside the words were tried on the three example places:
//! they lost between half a point and five points of held-out accuracy and took three times as long.
//! Method page: `docs/methods/classification.md`.

mod answers;
mod classifier;

pub use answers::{Answer, answers_as_rules};

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;
use money::Money;

use classifier::{Classifier, Guess};

/// A heading that a rule has classified.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Department, service, subjective and so on, one after another.
    pub text: String,
    pub n_lines: u64,
    pub amount: Money,
    pub service: String,
}

/// A heading that no rule knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub text: String,
    pub n_lines: u64,
    pub amount: Money,
}

/// What the classifier says, and how far it can be trusted.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposals {
    /// None where there are too few examples to learn from: not computed.
    pub accuracy_held_out: Option<Accuracy>,
    /// Distinct classified headings that were learned from.
    pub n_train: usize,
    /// Of these, headings that were each judged by a classifier that had not seen them.
    pub n_held_out: usize,
    /// Most pounds first. A heading none of whose words is known has no proposal.
    pub proposals: Vec<Proposal>,
}

/// Share of held-out headings put where the rules put them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    pub by_heading: f64,
    /// Weighted by pounds, whatever their sign; none where no pounds stand behind the headings.
    pub by_amount: Option<f64>,
}

/// A service for one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub heading: Heading,
    pub service: String,
    /// Share right among the held-out headings about which the classifier was as sure as here.
    pub confidence: f64,
}

/// Fewer distinct headings than this teach nothing that could be tested.
const EXAMPLES_MIN: usize = 40;
/// The library holds headings times words in memory, so only the headings with most pounds are learned from.
const EXAMPLES_MAX: usize = 3_000;
const N_FOLDS: u64 = 5;
/// Held-out headings that a confidence is counted from.
const N_NEAREST: usize = 50;

/// Learns from classified headings and proposes a service for each of the others.
///
/// The same headings give the same answer in whatever order they come: nothing here is drawn by lot,
/// the fold of a heading is made from its text.
pub fn propose(classified: &[Example], unclassified: &[Heading]) -> Proposals {
    let examples = distinct(classified);
    let n_services = examples.iter().map(|example| &example.service).collect::<BTreeSet<_>>().len();
    if examples.len() < EXAMPLES_MIN || n_services < 2 {
        return Proposals { accuracy_held_out: None, n_train: examples.len(), n_held_out: 0, proposals: Vec::new() };
    }
    let judged = hold_out(&examples);
    let proposals = match Classifier::learn(&examples.iter().collect::<Vec<_>>()) {
        Some(classifier) => unclassified.iter().filter_map(|heading| proposal(&classifier, heading, &judged)).collect(),
        None => Vec::new(),
    };
    Proposals {
        accuracy_held_out: accuracy(&judged),
        n_train: examples.len(),
        n_held_out: judged.len(),
        proposals: most_pounds_first(proposals),
    }
}

/// One example for each text, with the service that most of its pounds have; most pounds first.
fn distinct(classified: &[Example]) -> Vec<Example> {
    let mut services: BTreeMap<&str, BTreeMap<&str, (Money, u64)>> = BTreeMap::new();
    for example in classified {
        let of_text = services.entry(example.text.as_str()).or_default();
        let sum = of_text.entry(example.service.as_str()).or_insert((Money::ZERO, 0));
        sum.0 += example.amount.abs();
        sum.1 += example.n_lines;
    }
    let mut examples: Vec<Example> = services
        .into_iter()
        .filter_map(|(text, of_text)| {
            let (service, (amount, n_lines)) = of_text.into_iter().max_by_key(|(_, sum)| *sum)?;
            Some(Example { text: text.to_owned(), n_lines, amount, service: service.to_owned() })
        })
        .collect();
    examples.sort_by(|a, b| (b.amount, b.n_lines, &a.text).cmp(&(a.amount, a.n_lines, &b.text)));
    examples.truncate(EXAMPLES_MAX);
    examples
}

/// A guess about a heading that the guesser had not seen.
struct Judged {
    margin: f64,
    is_right: bool,
    amount: Money,
}

/// Every example judged by a classifier that learned from the other folds.
fn hold_out(examples: &[Example]) -> Vec<Judged> {
    let mut judged = Vec::new();
    for fold in 0..N_FOLDS {
        let (held_out, rest): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|example| fold_of(&example.text) == fold);
        let Some(classifier) = Classifier::learn(&rest) else { continue };
        judged.extend(held_out.into_iter().map(|example| {
            // A heading of unknown words is no proposal, so it is not a right one either.
            let guess = classifier.guess(&example.text);
            let is_right = guess.as_ref().is_some_and(|guess| guess.service == example.service);
            Judged { margin: guess.map_or(0.0, |guess| guess.margin), is_right, amount: example.amount }
        }));
    }
    judged
}

/// The fold of a heading, from its text alone, by a hash that never changes: accuracy depends on it.
fn fold_of(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    // The low bits of this hash depend on the low bits of the text alone; the high ones on all of it.
    (hasher.finish() >> 32) % N_FOLDS
}

fn accuracy(judged: &[Judged]) -> Option<Accuracy> {
    if judged.is_empty() {
        return None;
    }
    let n_right = judged.iter().filter(|one| one.is_right).count();
    let right: Money = judged.iter().filter(|one| one.is_right).map(|one| one.amount).sum();
    let all: Money = judged.iter().map(|one| one.amount).sum();
    Some(Accuracy { by_heading: n_right as f64 / judged.len() as f64, by_amount: right.share_of(all) })
}

fn proposal(classifier: &Classifier, heading: &Heading, judged: &[Judged]) -> Option<Proposal> {
    let Guess { service, margin } = classifier.guess(&heading.text)?;
    Some(Proposal { heading: heading.clone(), service, confidence: confidence(margin, judged) })
}

/// How often the classifier was right when it was as sure as this.
///
/// Naive Bayes takes words for independent, so its own probabilities are all but nought or one. The
/// margin still puts guesses in the right order, so it is read off against held-out guesses.
fn confidence(margin: f64, judged: &[Judged]) -> f64 {
    let mut nearest: Vec<(f64, bool)> = judged.iter().map(|one| ((one.margin - margin).abs(), one.is_right)).collect();
    nearest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.truncate(N_NEAREST);
    let n_right = nearest.iter().filter(|(_, is_right)| *is_right).count();
    // Laplace's rule, so that fifty out of fifty is not called certain.
    (n_right as f64 + 1.0) / (nearest.len() as f64 + 2.0)
}

fn most_pounds_first(mut proposals: Vec<Proposal>) -> Vec<Proposal> {
    proposals.sort_by(|a, b| {
        let (a, b) = (&a.heading, &b.heading);
        (b.amount.abs(), b.n_lines, &a.text).cmp(&(a.amount.abs(), a.n_lines, &b.text))
    });
    proposals
}

#[cfg(test)]
mod tests;
