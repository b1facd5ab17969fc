//! A model trained on its records.

use rayon::prelude::*;
use statistics::median;

use super::agreement::agreement;
use super::apart::Apart;
use super::count::{RulePairs, pairs_of_rule, pairs_of_rules, random_pairs};
use super::em::{Belief, EmSettings, EmStart, PatternCount, Session, expectation_maximisation, expected};
use super::matches::{MadeUpMatches, Matches};
use super::note::{Note, notes_on};
use super::prior::{RuleFinds, found_by_rules};
use super::reach::{Reach, choose, reach};
use super::values::Values;
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::blocking::{RuleBlocks, blocks_of_rules, n_pairs_possible};
use crate::compare::Kernels;
use crate::linkage_model::{Comparison, Level, Model, Rule};
use crate::score::{parameters, starting_values};

/// A trained model and how it came about.
pub struct Training {
    /// The model with its prior, with `m` and `u` on every level of a comparison that was trained, and with the blocking rules that
    /// were chosen.
    pub model: Model,
    pub notes: Vec<Note>,
    pub reach: Reach,
    /// The blocks of the model's blocking rules, in their order.
    pub(crate) blocks: Vec<RuleBlocks>,
}

/// Rounds of correcting `u` for true pairs among the random ones; two settle it.
const N_CORRECTIONS: usize = 2;
/// Rounds of estimating the prior with what was trained with the one before.
const N_PRIORS: usize = 2;

/// Estimates the prior, `u` and `m` of the model that is bound, and chooses its blocking rules.
///
/// `u` is counted on random pairs, nearly all of which are of two people; how often the very same value
/// meets is counted on all pairs, by the records that have each value. `m` is found by expectation
/// maximisation with `u` given, once for each training rule on the pairs that it makes; a comparison
/// takes the median of its sessions. What a person fixed in the model stays.
///
/// With `correct_u`, random pairs are then counted again, each by its probability to be of two people:
/// among few records with many duplicates the true pairs would otherwise pass for coincidence.
///
/// The prior comes from the pairs of all blocking rules, see [`Sample::prior`], and is compared with what the strict rules of the
/// model find. The last round trains with the prior that is written down, so that a model trained once is the same when it is
/// trained again.
///
/// # Errors
/// [`Error::PriorImpossible`], [`Error::PriorUnknown`], [`Error::TooMuch`], [`Error::Scratch`].
pub(crate) fn train(bound: &Bound<'_>, tells_households_apart: bool) -> Result<Training, Error> {
    let kernels = Kernels::of(bound);
    let sample = Sample::of(&kernels, tells_households_apart)?;
    let given = bound.model().prior.probability;
    let finds = if given.is_none() { found_by_rules(bound)? } else { RuleFinds::default() };
    let mut probability = given.or(finds.probability).unwrap_or(sample.prior_of_few());
    let mut fit = sample.fit(bound.model(), probability);
    let made_up = sample.made_up(&fit);
    let (rules, left_out) = match &bound.model().choice {
        Some(choice) => {
            let n_matches = probability * sample.n_pairs as f64;
            choose(bound, choice, &sample.values, (made_up.as_ref(), n_matches))?
        }
        None => (bound.model().blocking.clone(), Vec::new()),
    };
    let bound_rules: Vec<BoundRule> = rules.iter().map(|rule| bound.rule(rule)).collect();
    let blocks = blocks_of_rules(bound, &bound_rules)?;
    let blocked = pairs_of_rules(&kernels, &bound_rules, &blocks, sample.seed)?;
    let mut by_model = None;
    for _ in 0..if given.is_none() { N_PRIORS } else { 0 } {
        fit = sample.settled_fit(bound.model(), probability, &blocked);
        by_model = sample.prior(&fit, &blocked, &rules);
        probability = finds.held_against(by_model).ok_or(Error::PriorUnknown)?;
    }
    fit = sample.settled_fit(bound.model(), probability, &blocked);
    let reach = reach(bound.model(), &rules, left_out, &sample.values, sample.made_up(&fit).as_ref());
    let mut notes = sample.notes(&fit);
    notes.extend(finds.disagreement(by_model));
    notes.extend(reach.left_out.iter().map(|(rule, n)| Note::RuleLeftOut { rule: rule.clone(), n_pairs: *n }));
    Ok(Training { model: Model { blocking: rules, choice: None, ..fit.model }, notes, reach, blocks })
}

/// Pairs counted once, from which everything is estimated.
struct Sample<'b> {
    random: Vec<PatternCount>,
    /// For each comparison how often the very same value meets.
    agreement: Vec<Option<f64>>,
    /// Training rules and their pairs.
    counted: Vec<(&'b Rule, RulePairs)>,
    without_pairs: Vec<String>,
    values: Values,
    apart: Apart,
    n_records: usize,
    n_pairs: u64,
    seed: u64,
}

/// A model fitted to a sample with a prior.
struct Fit {
    model: Model,
    starts: Vec<EmStart>,
    sessions: Vec<Session>,
}

impl<'b> Sample<'b> {
    fn of(kernels: &Kernels<'b>, tells_households_apart: bool) -> Result<Sample<'b>, Error> {
        let bound = kernels.bound();
        let settings = &bound.model().training;
        let values = Values::of(bound);
        let random = random_pairs(kernels, settings.u_pairs, settings.seed)?;
        let (mut counted, mut without_pairs) = (Vec::new(), Vec::new());
        for (at, rule) in settings.rules.iter().enumerate() {
            let seed = settings.seed.wrapping_add(1 + at as u64);
            let pairs = pairs_of_rule(kernels, &bound.rule(rule), &values, settings.m_pairs, seed)?;
            match pairs.counts.is_empty() {
                true => without_pairs.push(rule.text()),
                false => counted.push((rule, pairs)),
            }
        }
        Ok(Sample {
            random,
            agreement: agreement(bound)?,
            counted,
            without_pairs,
            values,
            apart: if tells_households_apart { Apart::of(bound.model()) } else { Apart::default() },
            n_records: bound.records().n_records(),
            n_pairs: n_pairs_possible(bound),
            seed: settings.seed,
        })
    }

    /// Where nothing else is known: one other record of the same person for each.
    fn prior_of_few(&self) -> f64 {
        1.0 / (self.n_records as f64 + 1.0)
    }

    /// `m` and `u` by a prior.
    fn fit(&self, model: &Model, probability: f64) -> Fit {
        let mut model = model.clone();
        forget(&mut model);
        model.prior.probability = Some(probability);
        set_u(&mut model, &self.random, |_| 1.0);
        set_u_of_same(&mut model, &self.agreement, 0.0);
        let mut sessions = self.run_sessions(&mut model);
        for _ in 0..if model.training.correct_u { N_CORRECTIONS } else { 0 } {
            let start = self.start(&model, None);
            let belief = Belief::of(&start, &start.m, probability);
            set_u(&mut model, &self.random, |levels| 1.0 - belief.match_share(levels));
            set_u_of_same(&mut model, &self.agreement, probability);
            sessions = self.run_sessions(&mut model);
        }
        let (starts, sessions) = sessions.into_iter().unzip();
        Fit { model, starts, sessions }
    }

    /// Runs a session for each rule and gives every comparison the median of what it found.
    fn run_sessions(&self, model: &mut Model) -> Vec<(EmStart, Session)> {
        let run = |(rule, pairs): &(&Rule, RulePairs)| {
            let mut start = self.start(model, Some(rule));
            let telling = comparisons_that_tell(&start, &pairs.counts);
            let settings = if telling.len() < 2 { EmSettings::OF_ONE } else { EmSettings::METHOD };
            if let [one] = telling[..] {
                // By one comparison alone a share and an `m` fit as well as any other, unless what has nothing in common is no match.
                start.apart.also(one, start.m[one].len());
            }
            let session = expectation_maximisation(&pairs.counts, &start, settings);
            (start, session)
        };
        let sessions: Vec<(EmStart, Session)> = self.counted.par_iter().map(run).collect();
        for at in 0..model.comparisons.len() {
            set_m(model, at, &sessions);
        }
        sessions
    }

    /// Where a session on a rule starts: what the rule asks for is certain, so pairs of it start that much likelier.
    fn start(&self, model: &Model, rule: Option<&Rule>) -> EmStart {
        let (mut m, mut u) = (Vec::new(), Vec::new());
        let lambda = model.prior.probability.unwrap_or(1e-4);
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
        let lambda = if rule.is_none() { lambda } else { (odds / (1.0 + odds)).clamp(1e-12, 1.0 - 1e-6) };
        EmStart { m, u, lambda, takes_part, is_fixed, apart: self.apart.clone() }
    }

    /// The matches among the pairs of each rule, as its session sees them.
    fn matches(&self, fit: &Fit) -> Vec<Matches> {
        let sessions = self.counted.iter().zip(fit.starts.iter().zip(&fit.sessions));
        let matches = |((rule, pairs), (start, session)): (&(&Rule, RulePairs), (&EmStart, &Session))| {
            let m: Vec<Vec<f64>> =
                session.m.iter().zip(&start.m).map(|(m, start)| m.clone().unwrap_or_else(|| start.clone())).collect();
            let belief = Belief::of(start, &m, session.lambda.clamp(1e-12, 1.0 - 1e-12));
            Matches::of(rule, pairs, &belief, &self.values)
        };
        sessions.filter_map(matches).collect()
    }

    fn made_up(&self, fit: &Fit) -> Option<MadeUpMatches> {
        MadeUpMatches::of(&self.matches(fit), &self.values, self.seed)
    }

    /// The prior by what was fitted: the matches among all pairs that blocking makes, by the share of matches that it brings
    /// together. None where there are too few to tell.
    ///
    /// What is expected of the pairs depends on the prior, so it is worked out again until it stays. For given `m` and `u` there is
    /// one prior that does.
    fn prior(&self, fit: &Fit, blocked: &[PatternCount], rules: &[Rule]) -> Option<f64> {
        let start = self.start(&fit.model, None);
        let values = rules.iter().map(|rule| self.values.of_rule(rule));
        let share_found = self.made_up(fit).map_or(1.0, |made_up| made_up.share_found(values)).max(SHARE_FOUND_MIN);
        let n_possible = (self.n_pairs as f64 * share_found).max(1.0);
        let mut probability = start.lambda;
        let mut n_matches = 0.0;
        for _ in 0..N_STEPS_OF_PRIOR {
            let belief = Belief::of(&start, &start.m, probability);
            n_matches = blocked.iter().map(|count| count.n * belief.match_share(&count.levels)).sum();
            probability = (n_matches / n_possible).clamp(1e-15, PRIOR_MAX);
        }
        (N_MATCHES_MIN <= n_matches).then_some(probability)
    }

    /// `m` and `u` by a prior, compared with the pairs that blocking makes.
    fn settled_fit(&self, model: &Model, probability: f64, blocked: &[PatternCount]) -> Fit {
        let mut fit = self.fit(model, probability);
        (0..N_SETTLINGS).for_each(|_| self.settle(&mut fit.model, blocked));
        fit
    }

    /// Takes `m` of a comparison from all pairs that blocking makes where it is far from what the sessions found.
    ///
    /// A session sees matches that agree on its rule, and takes them to have as many slips elsewhere as others. Where each
    /// record has just one slip, those that agree on the names have it in the birth date, all of them.
    fn settle(&self, model: &mut Model, blocked: &[PatternCount]) {
        let start = self.start(model, None);
        let (at_level, _, _) = expected(blocked, &start, &start.m, start.lambda);
        let n_matches: Vec<f64> = at_level.iter().map(|n| n.iter().sum()).collect();
        let m = at_level.iter().zip(&n_matches).map(|(n, all)| Some(n.iter().map(|n| n / all.max(1e-300)).collect()));
        let session = Session { m: m.collect(), lambda: start.lambda, n_matches, n_iterations: 1, has_converged: true };
        let of_all = [(start, session)];
        for at in 0..model.comparisons.len() {
            let by_sessions = model.comparisons[at].clone();
            set_m(model, at, &of_all);
            if distance(&by_sessions, &model.comparisons[at]) < M_APART {
                model.comparisons[at] = by_sessions;
            }
        }
    }

    fn notes(&self, fit: &Fit) -> Vec<Note> {
        let without_pairs = self.without_pairs.iter().map(|rule| Note::RuleWithoutPairs { rule: rule.clone() });
        without_pairs.chain(notes_on(&fit.model, &fit.sessions, &self.counted, &self.random)).collect()
    }
}

/// Blocking is never taken to find less: beyond it a prior would be more guess than estimate.
const SHARE_FOUND_MIN: f64 = 0.5;
/// Rounds of holding `m` against the pairs that blocking makes.
const N_SETTLINGS: usize = 2;
/// `m` of a comparison that differs by more than this share of matches is no chance of the sample.
const M_APART: f64 = 0.15;

/// The share of matches that two estimates have on other levels.
fn distance(one: &Comparison, other: &Comparison) -> f64 {
    let apart = |(one, other): (&Level, &Level)| (one.m.unwrap_or(0.0) - other.m.unwrap_or(0.0)).abs();
    one.levels.iter().zip(&other.levels).map(apart).sum::<f64>() / 2.0
}

/// Steps after which a prior stays.
const N_STEPS_OF_PRIOR: usize = 100;
/// Fewer matches tell nothing of how many there are.
const N_MATCHES_MIN: f64 = 3.0;

/// The comparisons that have a value in at least one pair in five of a session and are not wholly fixed.
fn comparisons_that_tell(start: &EmStart, counts: &[PatternCount]) -> Vec<usize> {
    let n_pairs: f64 = counts.iter().map(|count| count.n).sum();
    let n_present = |at: usize| counts.iter().filter(|count| count.levels[at] != 0).map(|count| count.n).sum::<f64>();
    let is_free = |at: &usize| start.takes_part[*at] && start.is_fixed[*at].iter().any(|is_fixed| !is_fixed);
    (0..start.m.len()).filter(is_free).filter(|at| PRESENT_MIN * n_pairs <= n_present(*at)).collect()
}

const PRESENT_MIN: f64 = 0.2;

/// More than half of all pairs are never of one person.
const PRIOR_MAX: f64 = 0.5;

/// Takes out what is estimated anew, so that a model that was trained before comes to the same.
fn forget(model: &mut Model) {
    let levels = model.comparisons.iter_mut().flat_map(|comparison| &mut comparison.levels);
    levels.filter(|level| !level.fixed).for_each(|level| (level.m, level.u) = (None, None));
}

/// Matches that a starting value counts for, so that a few matches do not make a level impossible or certain.
const N_PSEUDO_MATCHES: f64 = 2.0;

/// `m` of a comparison: the median of the sessions it takes part in, each drawn towards the starting values by the weight of two
/// matches; then all levels that nobody fixed are made to add up to what the fixed ones leave.
fn set_m(model: &mut Model, at: usize, sessions: &[(EmStart, Session)]) {
    let levels = &mut model.comparisons[at].levels;
    let (usual, _) = starting_values(levels.len());
    let found: Vec<Vec<f64>> = sessions
        .iter()
        .filter_map(|(_, session)| {
            let (m, n) = (session.m[at].as_ref()?, session.n_matches[at]);
            let drawn = |(m, usual): (&f64, &f64)| (m * n + usual * N_PSEUDO_MATCHES) / (n + N_PSEUDO_MATCHES);
            Some(m.iter().zip(&usual).map(drawn).collect())
        })
        .collect();
    let fixed: f64 = levels.iter().filter(|level| level.fixed).filter_map(|level| level.m).sum();
    let medians: Vec<Option<f64>> =
        (0..levels.len()).map(|level| median(found.iter().map(|m| m[level]).collect())).collect();
    let free: f64 = levels.iter().zip(&medians).filter(|(level, _)| !level.fixed).filter_map(|(_, m)| *m).sum();
    for (level, m) in levels.iter_mut().zip(medians).filter(|(level, _)| !level.fixed) {
        level.m = m.map(|m| m * (1.0 - fixed).max(0.0) / free.max(1e-300));
    }
}

/// `u` of every level by the random pairs, each by its weight.
///
/// A level that no pair shows is taken to be half of one pair, as is one that true pairs alone show: it is rarer than once among all
/// the others.
fn set_u(model: &mut Model, random: &[PatternCount], weight: impl Fn(&[u8]) -> f64) {
    let weighed: Vec<(&PatternCount, f64)> =
        random.iter().map(|count| (count, count.n * weight(&count.levels))).collect();
    for (at, comparison) in model.comparisons.iter_mut().enumerate() {
        let mut n_at = vec![0.0; comparison.levels.len() + 1];
        weighed.iter().for_each(|(count, n)| n_at[usize::from(count.levels[at])] += n);
        if n_at[1..].iter().sum::<f64>() == 0.0 {
            continue;
        }
        n_at[1..].iter_mut().for_each(|n| *n = n.max(0.5));
        let fixed: f64 = comparison.levels.iter().filter(|level| level.fixed).filter_map(|level| level.u).sum();
        let free = comparison.levels.iter().zip(&n_at[1..]).filter(|(level, _)| !level.fixed);
        let n_free: f64 = free.map(|(_, n)| n).sum();
        for (level, n) in comparison.levels.iter_mut().zip(&n_at[1..]).filter(|(level, _)| !level.fixed) {
            level.u = Some(n / n_free * (1.0 - fixed).max(0.0));
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
