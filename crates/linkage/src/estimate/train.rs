//! A model trained on its records.

use statistics::median;

use super::agreement::agreement;
use super::count::{pairs_of_rule, random_pairs};
use super::em::{EmSettings, EmStart, PatternCount, Session, expectation_maximisation, match_share};
use super::prior::prior_of;
use crate::Error;
use crate::bind::Bound;
use crate::linkage_model::{Model, Rule};
use crate::score::parameters;

/// A trained model and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// The model with its prior, and with `m` and `u` on every level that was seen.
    pub model: Model,
    pub notes: Vec<Note>,
}

/// What a person should know about a training.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Note {
    #[error("the training rule `{rule}` makes no pair, so it trains nothing")]
    RuleWithoutPairs { rule: String },
    #[error("the session on `{rule}` stopped after {n_iterations} steps without settling")]
    NotSettled { rule: String, n_iterations: usize },
    #[error(
        "`{comparison}` is in no session, so its m stays at the starting values; add a training rule without its columns"
    )]
    NotTrained { comparison: String },
    #[error("`{comparison}`: the level `{level}` was never seen among {among}, so its {parameter} is a starting value")]
    NeverSeen { comparison: String, level: String, among: &'static str, parameter: &'static str },
}

/// Rounds of correcting `u` for true pairs among the random ones; two settle it.
const N_CORRECTIONS: usize = 2;

/// Estimates the prior, `u` and `m` of the model that is bound.
///
/// `u` is counted on random pairs, nearly all of which are of two people; how often the very same value
/// meets is counted on all pairs, by the records that have each value. `m` is found by expectation
/// maximisation with `u` given, once for each training rule on the pairs that it makes; a comparison
/// takes the median of its sessions. What a person fixed in the model stays.
///
/// With `correct_u`, random pairs are then counted again, each by its probability to be of two people:
/// among few records with many duplicates the true pairs would otherwise pass for coincidence.
///
/// # Errors
/// As [`prior_of`]; [`Error::TooMuch`], [`Error::Scratch`].
pub(crate) fn train(bound: &Bound<'_>) -> Result<Training, Error> {
    let settings = &bound.model().training;
    let probability = prior_of(bound)?;
    let random = random_pairs(bound, settings.u_pairs, settings.seed)?;
    let mut trained = bound.model().clone();
    trained.prior.probability = Some(probability);
    let mut notes = Vec::new();
    let mut counted = Vec::new();
    for (at, rule) in settings.rules.iter().enumerate() {
        let seed = settings.seed.wrapping_add(1 + at as u64);
        let counts = pairs_of_rule(bound, &bound.rule(rule), settings.m_pairs, seed)?;
        match counts.is_empty() {
            true => notes.push(Note::RuleWithoutPairs { rule: rule.text() }),
            false => counted.push((rule, counts)),
        }
    }
    let agreement = agreement(bound)?;
    set_u(&mut trained, &random, |_| 1.0);
    set_u_of_same(&mut trained, &agreement, 0.0);
    let mut sessions = run_sessions(&mut trained, &counted);
    for _ in 0..if settings.correct_u { N_CORRECTIONS } else { 0 } {
        let believed = start(&trained, probability, None);
        set_u(&mut trained, &random, |levels| 1.0 - match_share(levels, &believed, &believed.m, believed.lambda));
        set_u_of_same(&mut trained, &agreement, believed.lambda);
        sessions = run_sessions(&mut trained, &counted);
    }
    notes.extend(notes_on(&trained, &sessions, &counted, &random));
    notes.sort_by_key(|note| !matches!(note, Note::RuleWithoutPairs { .. }));
    Ok(Training { model: trained, notes })
}

/// `u` of every level that the random pairs show, each pair by its weight.
fn set_u(model: &mut Model, random: &[PatternCount], weight: impl Fn(&[u8]) -> f64) {
    let weighed: Vec<(&PatternCount, f64)> =
        random.iter().map(|count| (count, count.n * weight(&count.levels))).collect();
    for (at, comparison) in model.comparisons.iter_mut().enumerate() {
        let mut n_at = vec![0.0; comparison.levels.len() + 1];
        let mut n_seen = vec![0.0; comparison.levels.len() + 1];
        for (count, n) in &weighed {
            n_at[usize::from(count.levels[at])] += n;
            n_seen[usize::from(count.levels[at])] += count.n;
        }
        let n_present: f64 = n_at[1..].iter().sum();
        for (level, code) in comparison.levels.iter_mut().zip(1..).filter(|(level, _)| !level.fixed) {
            // A level seen on true pairs alone is rarer than once among all the others.
            let share = n_at[code].max(0.5) / n_present.max(1.0);
            level.u = (n_seen[code] != 0.0 && n_present != 0.0).then_some(share.min(1.0));
        }
    }
}

/// `u` of the very same value from the share of all pairs that agree: `(agreement − λ m) / (1 − λ)`, because
/// a share `λ` of them is of one person and agrees with `m`. The other levels keep their proportions.
fn set_u_of_same(model: &mut Model, agreement: &[Option<f64>], lambda: f64) {
    for (comparison, agreement) in model.comparisons.iter_mut().zip(agreement) {
        let Some(agreement) = agreement.filter(|_| comparison.levels.iter().all(|level| !level.fixed)) else {
            continue;
        };
        let m = comparison.levels[0].m.unwrap_or(0.0);
        // Where nearly all that agrees is true, what is left is no more than a rounding error.
        let u = ((agreement - lambda * m) / (1.0 - lambda)).clamp(agreement / 100.0, 1.0);
        if u <= 0.0 {
            continue;
        }
        let n_others: f64 = comparison.levels[1..].iter().filter_map(|level| level.u).sum();
        let share = if n_others == 0.0 { 0.0 } else { (1.0 - u) / n_others };
        comparison.levels[1..].iter_mut().for_each(|level| level.u = level.u.map(|other| other * share));
        comparison.levels[0].u = Some(u);
    }
}

/// Runs a session for each rule and gives every comparison the median of what it found.
fn run_sessions(model: &mut Model, counted: &[(&Rule, Vec<PatternCount>)]) -> Vec<Session> {
    let lambda = model.prior.probability.unwrap_or(1e-4);
    let run = |(rule, counts): &(&Rule, Vec<PatternCount>)| {
        expectation_maximisation(counts, &start(model, lambda, Some(rule)), EmSettings::METHOD)
    };
    let sessions: Vec<Session> = counted.iter().map(run).collect();
    for (at, comparison) in model.comparisons.iter_mut().enumerate() {
        for (level, found) in comparison.levels.iter_mut().enumerate().filter(|(_, level)| !level.fixed) {
            let estimates = sessions.iter().filter_map(|session| session.m[at].as_ref()?[level]);
            found.m = median(estimates.collect());
        }
    }
    sessions
}

/// Where a session on a rule starts: what the rule asks for is certain, so pairs of it start that much likelier.
fn start(model: &Model, lambda: f64, rule: Option<&Rule>) -> EmStart {
    let (mut m, mut u) = (Vec::new(), Vec::new());
    let mut odds = lambda / (1.0 - lambda);
    let mut takes_part = Vec::new();
    let blocked = rule.map(Rule::columns).unwrap_or_default();
    for comparison in &model.comparisons {
        let (m_of, u_of) = parameters(comparison);
        if let Some(exact) =
            comparison.exact_level().filter(|_| rule.is_some_and(|rule| rule.same.contains(&comparison.of)))
        {
            odds *= m_of[exact] / u_of[exact].max(1e-300);
        }
        takes_part.push(!comparison.columns().iter().any(|column| blocked.contains(column)));
        m.push(m_of);
        u.push(u_of);
    }
    let is_fixed = model.comparisons.iter().map(|c| c.levels.iter().map(|level| level.fixed).collect()).collect();
    EmStart { m, u, lambda: (odds / (1.0 + odds)).clamp(1e-12, 1.0 - 1e-6), takes_part, is_fixed }
}

fn notes_on(
    model: &Model,
    sessions: &[Session],
    counted: &[(&Rule, Vec<PatternCount>)],
    random: &[PatternCount],
) -> Vec<Note> {
    let mut notes = Vec::new();
    for (session, (rule, _)) in sessions.iter().zip(counted).filter(|(session, _)| !session.has_converged) {
        notes.push(Note::NotSettled { rule: rule.text(), n_iterations: session.n_iterations });
    }
    for (at, comparison) in model.comparisons.iter().enumerate() {
        let name = || comparison.name.clone();
        let never_seen = |level: usize, among, parameter| Note::NeverSeen {
            comparison: name(),
            level: comparison.levels[level].label.clone(),
            among,
            parameter,
        };
        let takes_part = sessions.iter().any(|session| session.m[at].is_some());
        if !takes_part && comparison.levels.iter().any(|level| !level.fixed) {
            notes.push(Note::NotTrained { comparison: name() });
        }
        for (level, found) in comparison.levels.iter().enumerate() {
            if takes_part && found.m.is_none() {
                notes.push(never_seen(level, "the pairs of any session", "m"));
            }
            if found.u.is_none() && !random.is_empty() {
                notes.push(never_seen(level, "random pairs", "u"));
            }
        }
    }
    notes
}
