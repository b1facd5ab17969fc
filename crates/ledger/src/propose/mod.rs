//! Proposes a service for headings that no rule knows, from those that rules know.
//!
//! A person decides; this only saves typing. How good the proposals are is measured on bodies whose headings
//! the classifier has not seen: headings of one body resemble each other, so holding back only some of them
//! flatters it. A service is proposed only where it would have been right nine times in ten by that measure.
//! The classifier is a multinomial naive Bayes over the
//! words of a heading. Character trigrams beside the words were tried on the three example places:
//! they lost between half a point and five points of held-out accuracy and took three times as long.
//! Method page: `docs/methods/classification.md`.

mod answers;
mod classifier;

pub use answers::{Answer, answers_as_rules};

use std::collections::{BTreeMap, BTreeSet};

use money::Money;

use classifier::{Classifier, Guess};

/// A heading that a rule has classified.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Whose heading it is.
    pub body_id: String,
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
    /// Over every heading held back; `None` if there are too few examples, or bodies, to hold any back.
    pub accuracy_held_back: Option<Accuracy>,
    /// Over those of them for which it was sure enough to propose a service.
    pub accuracy_proposed: Option<Accuracy>,
    /// Distinct classified headings that were learned from.
    pub n_train: usize,
    /// How many of these were judged by a classifier that learned from other bodies.
    pub n_held_back: usize,
    /// How many bodies were held back, one after another.
    pub n_bodies: usize,
    /// Most pounds first. A heading for which the classifier is not sure enough has none.
    pub proposals: Vec<Proposal>,
}

/// Share of headings of other bodies classified as the rules classify them.
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
    /// Share right among the headings held back for which the classifier was about as sure.
    pub confidence: f64,
}

/// A guess with a smaller share right is not proposed.
pub const CONFIDENCE_MIN: f64 = 0.9;
/// Fewer distinct headings than this teach nothing that could be tested.
pub const EXAMPLES_MIN: usize = 40;
/// The library holds headings times words in memory, so only the headings with most pounds are learned from.
const EXAMPLES_MAX: usize = 3_000;
/// How many bodies are held back, those with most pounds first: each needs a classifier of its own.
const BODIES_MAX: usize = 8;
/// How many held-back headings a confidence is taken from.
const N_NEAREST: usize = 50;

/// Learns from classified headings and proposes a service for each of the others that it is sure enough of.
///
/// The same headings give the same answer in whatever order they come: nothing here is drawn by lot.
pub fn propose(classified: &[Example], unclassified: &[Heading]) -> Proposals {
    let examples = distinct(classified);
    let n_services = examples.iter().map(|example| &example.service).collect::<BTreeSet<_>>().len();
    let enough = EXAMPLES_MIN <= examples.len() && 1 < n_services;
    let (judged, n_bodies) = if enough { hold_back(&examples) } else { (Vec::new(), 0) };
    let proposed: Vec<&Judged> =
        judged.iter().filter(|one| CONFIDENCE_MIN <= confidence(one.margin, &judged)).collect();
    let proposals = match Classifier::learn(&examples.iter().collect::<Vec<_>>()).filter(|_| !judged.is_empty()) {
        Some(classifier) => unclassified.iter().filter_map(|heading| proposal(&classifier, heading, &judged)).collect(),
        None => Vec::new(),
    };
    Proposals {
        accuracy_held_back: accuracy(&judged.iter().collect::<Vec<_>>()),
        accuracy_proposed: accuracy(&proposed),
        n_train: examples.len(),
        n_held_back: judged.len(),
        n_bodies,
        proposals: most_pounds_first(proposals),
    }
}

/// Pounds, whatever their sign, and lines of each service.
type ByService<'a> = BTreeMap<&'a str, (Money, u64)>;

/// One example for each text of each body, with the service of most of its pounds; most pounds first.
fn distinct(classified: &[Example]) -> Vec<Example> {
    let mut services: BTreeMap<(&str, &str), ByService> = BTreeMap::new();
    for example in classified {
        let of_text = services.entry((&example.body_id, &example.text)).or_default();
        let sum = of_text.entry(example.service.as_str()).or_insert((Money::ZERO, 0));
        sum.0 += example.amount.abs();
        sum.1 += example.n_lines;
    }
    let largest = |((body_id, text), of_text): ((&str, &str), ByService)| {
        let (service, (amount, n_lines)) = of_text.into_iter().max_by_key(|(_, sum)| *sum)?;
        let (body_id, text, service) = (body_id.to_owned(), text.to_owned(), service.to_owned());
        Some(Example { body_id, text, n_lines, amount, service })
    };
    let mut examples: Vec<Example> = services.into_iter().filter_map(largest).collect();
    let order = |one: &Example| (std::cmp::Reverse((one.amount, one.n_lines)), one.text.clone(), one.body_id.clone());
    examples.sort_by_cached_key(order);
    examples.truncate(EXAMPLES_MAX);
    examples
}

/// A guess about a heading of a body that the classifier had not seen.
struct Judged {
    margin: f64,
    is_right: bool,
    amount: Money,
}

/// The examples of each body judged by a classifier that learned from the other bodies, and how many bodies these are.
fn hold_back(examples: &[Example]) -> (Vec<Judged>, usize) {
    // The examples come with most pounds first, and so do the bodies.
    let mut bodies: Vec<&str> = Vec::new();
    for example in examples {
        if !bodies.contains(&example.body_id.as_str()) {
            bodies.push(&example.body_id);
        }
    }
    let mut judged = Vec::new();
    let mut n_bodies = 0;
    for body in bodies.into_iter().take(BODIES_MAX) {
        let (held_back, rest): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|example| example.body_id == body);
        let Some(classifier) = Classifier::learn(&rest) else { continue };
        n_bodies += 1;
        judged.extend(held_back.into_iter().map(|example| {
            // A heading of unknown words is not a proposal, so it is not a right one either.
            let guess = classifier.guess(&example.text);
            let is_right = guess.as_ref().is_some_and(|guess| guess.service == example.service);
            Judged { margin: guess.map_or(0.0, |guess| guess.margin), is_right, amount: example.amount }
        }));
    }
    (judged, n_bodies)
}

fn accuracy(judged: &[&Judged]) -> Option<Accuracy> {
    if judged.is_empty() {
        return None;
    }
    let n_right = judged.iter().filter(|one| one.is_right).count();
    let right: Money = judged.iter().filter(|one| one.is_right).map(|one| one.amount).sum();
    let all: Money = judged.iter().map(|one| one.amount).sum();
    Some(Accuracy { by_heading: n_right as f64 / judged.len() as f64, by_amount: right.share_of(all) })
}

/// `None` if the guess would have been right less than nine times in ten.
fn proposal(classifier: &Classifier, heading: &Heading, judged: &[Judged]) -> Option<Proposal> {
    let Guess { service, margin } = classifier.guess(&heading.text)?;
    let confidence = confidence(margin, judged);
    (CONFIDENCE_MIN <= confidence).then(|| Proposal { heading: heading.clone(), service, confidence })
}

/// How often the classifier was right about other bodies' headings when it was no surer than this.
///
/// Naive Bayes takes words for independent, so its own probabilities are all but zero or one. The
/// margin still puts guesses in the right order, so it is read off against the headings held back with
/// the nearest margins. Surer ones say nothing for this one: a word that all headings share has a
/// margin near zero and would borrow the confidence of headings that say what they are.
fn confidence(margin: f64, judged: &[Judged]) -> f64 {
    let no_surer = judged.iter().filter(|one| one.margin <= margin);
    let mut nearest: Vec<(f64, bool)> = no_surer.map(|one| (margin - one.margin, one.is_right)).collect();
    nearest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.truncate(N_NEAREST);
    let n_right = nearest.iter().filter(|(_, is_right)| *is_right).count();
    // Laplace's rule, so that fifty out of fifty is not called certain and none out of none is even odds.
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
