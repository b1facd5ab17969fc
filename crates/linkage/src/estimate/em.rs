//! Expectation maximisation over counted patterns.

use super::apart::Apart;

/// A pattern of levels and how many pairs have it. Level 0 is missing; others count from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternCount {
    pub levels: Vec<u8>,
    pub n: f64,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EmSettings {
    pub n_iterations_max: usize,
    /// The largest change of any `m` or of the share of matches that counts as none.
    pub change_max: f64,
}

impl EmSettings {
    /// Those of the method, section 3.1.
    pub const METHOD: EmSettings = EmSettings { n_iterations_max: 25, change_max: 1e-4 };
    /// Where one comparison alone tells matches: it takes many small steps, and there are few patterns.
    pub const OF_ONE: EmSettings = EmSettings { n_iterations_max: 2_000, change_max: 1e-7 };
}

/// Where a session starts.
#[derive(Clone, Debug, PartialEq)]
pub struct EmStart {
    /// For each comparison `m` of each level, the first level first.
    pub m: Vec<Vec<f64>>,
    /// `u`, which stays as it is.
    pub u: Vec<Vec<f64>>,
    /// The share of the session's pairs that are matches.
    pub lambda: f64,
    /// Comparisons that take part; the others say nothing.
    pub takes_part: Vec<bool>,
    /// For each comparison whether a person set its `m`.
    pub is_fixed: Vec<Vec<bool>>,
    /// Patterns that are of two people, whatever else they say.
    pub apart: Apart,
}

/// What a session found.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// For each comparison that took part `m` of each level, 0 where no match shows it.
    pub m: Vec<Option<Vec<f64>>>,
    pub lambda: f64,
    /// For each comparison the matches of the session that have both values.
    pub n_matches: Vec<f64>,
    pub n_iterations: usize,
    pub has_converged: bool,
}

/// Finds `m` and the share of matches that make the counted patterns likeliest, `u` given.
///
/// Each step weighs every pattern by its probability to be a match (E) and takes the shares of levels
/// among the matches (M). A missing value speaks neither for nor against and is not counted (method,
/// section 3.1; Winkler 1988). The work is by pattern, so a billion pairs cost as much as a thousand.
pub(super) fn expectation_maximisation(counts: &[PatternCount], start: &EmStart, settings: EmSettings) -> Session {
    let (mut m, mut lambda) = (start.m.clone(), start.lambda);
    let (mut n_iterations, mut has_converged) = (0, false);
    while n_iterations < settings.n_iterations_max && !has_converged {
        let (next_m, next_lambda) = step(counts, start, &m, lambda);
        let changes = m.iter().flatten().zip(next_m.iter().flatten()).map(|(old, new)| (old - new).abs());
        let change = changes.fold((lambda - next_lambda).abs(), f64::max);
        (m, lambda) = (next_m, next_lambda);
        n_iterations += 1;
        has_converged = change < settings.change_max;
    }
    let (at_level, _, _) = expected(counts, start, &m, lambda);
    let n_matches: Vec<f64> = at_level.iter().map(|at_level| at_level.iter().sum()).collect();
    let found = m.into_iter().zip(&start.takes_part).map(|(m, takes_part)| takes_part.then_some(m)).collect();
    Session { m: found, lambda, n_matches, n_iterations, has_converged }
}

/// One step of expectation and of maximisation.
fn step(counts: &[PatternCount], start: &EmStart, m: &[Vec<f64>], lambda: f64) -> (Vec<Vec<f64>>, f64) {
    let (at_level, n_matches, n_pairs) = expected(counts, start, m, lambda);
    let next = at_level.iter().enumerate().map(|(at, at_level)| {
        let n_present: f64 = at_level.iter().sum();
        let share = |level: usize| if n_present == 0.0 { m[at][level] } else { at_level[level] / n_present };
        let is_fixed = |level: usize| start.is_fixed[at][level] || !start.takes_part[at];
        (0..at_level.len()).map(|level| if is_fixed(level) { m[at][level] } else { share(level) }).collect()
    });
    (next.collect(), if n_pairs == 0.0 { lambda } else { n_matches / n_pairs })
}

/// For each comparison the matches on each level, all matches, and all pairs.
pub(super) fn expected(
    counts: &[PatternCount],
    start: &EmStart,
    m: &[Vec<f64>],
    lambda: f64,
) -> (Vec<Vec<f64>>, f64, f64) {
    let belief = Belief::of(start, m, lambda);
    let mut at_level: Vec<Vec<f64>> = m.iter().map(|m| vec![0.0; m.len()]).collect();
    let (mut n_matches, mut n_pairs) = (0.0, 0.0);
    for count in counts {
        let n = count.n * belief.match_share(&count.levels);
        n_matches += n;
        n_pairs += count.n;
        for (at_level, level) in at_level.iter_mut().zip(&count.levels).filter(|(_, level)| **level != 0) {
            at_level[usize::from(*level) - 1] += n;
        }
    }
    (at_level, n_matches, n_pairs)
}

/// What a model believes of patterns: its logarithms, taken once.
pub(super) struct Belief<'s> {
    /// Of the share of matches.
    log_odds: f64,
    /// For each comparison that of missing, which is 0, and of each level.
    log_ratios: Vec<Vec<f64>>,
    apart: &'s Apart,
}

impl<'s> Belief<'s> {
    pub(super) fn of(start: &'s EmStart, m: &[Vec<f64>], lambda: f64) -> Belief<'s> {
        let log = |p: f64| p.max(1e-300).ln();
        let log_ratios = m.iter().zip(&start.u).zip(&start.takes_part).map(|((m, u), takes_part)| {
            let ratio = |(m, u): (&f64, &f64)| if *takes_part { log(*m) - log(*u) } else { 0.0 };
            std::iter::once(0.0).chain(m.iter().zip(u).map(ratio)).collect()
        });
        Belief { log_odds: log(lambda) - log(1.0 - lambda), log_ratios: log_ratios.collect(), apart: &start.apart }
    }

    /// P(match | pattern), in logarithms so that many strong levels do not underflow.
    pub(super) fn match_share(&self, levels: &[u8]) -> f64 {
        if self.apart.holds(levels) {
            return 0.0;
        }
        let ratios = self.log_ratios.iter().zip(levels).map(|(ratios, level)| ratios[usize::from(*level)]);
        let log_odds = ratios.fold(self.log_odds, |sum, ratio| sum + ratio);
        1.0 / (1.0 + (-log_odds).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected counts of all patterns of comparisons with two levels each.
    fn planted(m: &[f64], u: &[f64], lambda: f64, n: f64) -> Vec<PatternCount> {
        let p = |agrees: bool, p: f64| if agrees { p } else { 1.0 - p };
        (0..1_u32 << m.len())
            .map(|bits| {
                let agrees = |at: usize| bits >> at & 1 == 1;
                let of = |given: &[f64]| given.iter().enumerate().map(|(at, q)| p(agrees(at), *q)).product::<f64>();
                let levels = (0..m.len()).map(|at| if agrees(at) { 1 } else { 2 }).collect();
                PatternCount { levels, n: n * (lambda * of(m) + (1.0 - lambda) * of(u)) }
            })
            .collect()
    }

    fn start(m: f64, u: &[f64], lambda: f64) -> EmStart {
        EmStart {
            m: u.iter().map(|_| vec![m, 1.0 - m]).collect(),
            u: u.iter().map(|u| vec![*u, 1.0 - u]).collect(),
            lambda,
            takes_part: vec![true; u.len()],
            is_fixed: vec![vec![false; 2]; u.len()],
            apart: Apart::default(),
        }
    }

    fn first_m(session: &Session) -> Vec<f64> {
        session.m.iter().map(|m| m.as_ref().expect("took part")[0]).collect()
    }

    /// Method, T5: the eight counted patterns give back the planted parameters.
    #[test]
    fn planted_parameters_are_found_as_in_t5() {
        let u = [0.01, 0.005, 0.02];
        let counts = planted(&[0.95, 0.9, 0.85], &u, 0.1, 100_000.0);
        let n: Vec<f64> = counts.iter().map(|count| (count.n * 100.0).round() / 100.0).collect();
        // In T5 the first comparison is the leftmost digit; here it is the lowest bit.
        assert_eq!(n, [86_888.91, 1_020.09, 504.09, 1_286.91, 1_815.59, 825.41, 391.41, 7_267.59]);
        let run = |n_iterations_max| {
            let settings = EmSettings { n_iterations_max, change_max: 1e-10 };
            expectation_maximisation(&counts, &start(0.7, &u, 0.02), settings)
        };
        for (n, m, lambda) in [
            (1, [0.935_923, 0.895_373, 0.847_061], 0.100_710),
            (2, [0.946_593, 0.897_961, 0.847_925], 0.100_443),
            (200, [0.95, 0.9, 0.85], 0.1),
        ] {
            let session = run(n);
            let found = first_m(&session);
            assert!(found.iter().zip(m).all(|(found, m)| (found - m).abs() < 5e-6), "{n}: {found:?}");
            assert!((session.lambda - lambda).abs() < 5e-6, "{n}: {}", session.lambda);
        }
        assert_eq!((run(200).n_iterations, run(200).has_converged), (18, true));
    }

    #[test]
    fn missing_values_and_those_who_sit_out_change_nothing() {
        let u = [0.01, 0.005, 0.02];
        let mut counts = planted(&[0.95, 0.9, 0.85], &u, 0.1, 100_000.0);
        let bare = expectation_maximisation(&counts, &start(0.7, &u, 0.02), EmSettings::METHOD);
        counts.iter_mut().for_each(|count| count.levels.extend([0, 2]));
        let mut with_more = start(0.7, &[0.01, 0.005, 0.02, 0.3, 0.3], 0.02);
        with_more.takes_part[4] = false;
        let found = expectation_maximisation(&counts, &with_more, EmSettings::METHOD);
        assert_eq!(first_m(&bare), first_m(&Session { m: found.m[..3].to_vec(), ..found.clone() }));
        assert_eq!((found.n_matches[3], &found.m[4]), (0.0, &None));
    }

    #[test]
    fn pairs_that_are_held_apart_are_no_matches() {
        let u = [0.01, 0.005, 0.02];
        // A thousand twins: they differ on the first comparison and agree on the others.
        let mut counts = planted(&[0.95, 0.9, 0.85], &u, 0.1, 10_000.0);
        counts.iter_mut().filter(|count| count.levels == [2, 1, 1]).for_each(|count| count.n += 1_000.0);
        let run = |apart: Apart| {
            expectation_maximisation(&counts, &EmStart { apart, ..start(0.7, &u, 0.02) }, EmSettings::METHOD)
        };
        let (fooled, told) = (run(Apart::default()), run(Apart::of_one(0, 2)));
        assert!(0.18 < fooled.lambda && first_m(&fooled)[0] < 0.6, "{fooled:?}");
        // Of 1,000 matches 50 differ on the first comparison themselves; these are held apart too.
        assert!((told.lambda * 11_000.0 - 950.0).abs() < 10.0 && 0.999 < first_m(&told)[0], "{told:?}");
    }

    #[test]
    fn what_a_person_fixed_stays() {
        let u = [0.01, 0.005];
        let mut fixed = start(0.7, &u, 0.02);
        fixed.is_fixed[0] = vec![true, true];
        let found = expectation_maximisation(&planted(&[0.95, 0.9], &u, 0.1, 1_000.0), &fixed, EmSettings::METHOD);
        assert_eq!(first_m(&found)[0], 0.7);
    }
}
