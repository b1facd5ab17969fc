//! Which changes are tried, alone, in pairs and in threes.

use super::catalogue::Change;
use super::dice::Dice;
use super::job::Job;
use super::options::Options;
use crate::Outcome;

/// Runs of each change alone, at most.
const SINGLE_RUNS: usize = 50;
/// Who asks for as many runs gets every pair, even if it takes more.
const WHOLE_RUNS: usize = 10_000;

/// Good files as they are, then single changes, compatible pairs, and threes up to the number of runs.
///
/// From [`WHOLE_RUNS`] on, each change is made alone [`SINGLE_RUNS`] times and every compatible pair once, however many
/// runs that takes. Below, single changes have half of the runs, pairs and threes share the rest.
pub fn plan(changes: &[Change], bodies: &[&str], options: &Options) -> Outcome<Vec<Job>> {
    let layouts = layouts(bodies, options)?;
    let named: Vec<usize> = options.changes.iter().map(|name| find(changes, name)).collect::<Outcome<_>>()?;
    let mut dice = Dice::new(options.seed);
    let mut jobs = Vec::new();
    let mut add = |changes: Vec<usize>, nth: usize| {
        let layout = layouts[nth % layouts.len()];
        jobs.push(Job { changes, ..Job::new(dice.next() % 1_000_000_000, layout) });
    };
    if !named.is_empty() {
        (0..options.n_runs).for_each(|nth| add(named.clone(), nth));
        return Ok(jobs);
    }
    (0..layouts.len()).for_each(|nth| add(Vec::new(), nth));
    let is_whole = WHOLE_RUNS <= options.n_runs;
    let n_each = if is_whole { SINGLE_RUNS } else { (options.n_runs / 2 / changes.len()).clamp(1, SINGLE_RUNS) };
    for change in 0..changes.len() {
        (0..n_each).for_each(|nth| add(vec![change], nth + change));
    }
    let n_left = options.n_runs.saturating_sub(layouts.len() + n_each * changes.len());
    let mut order = Dice::new(options.seed ^ 0xFF);
    let mut pairs = pairs(changes);
    order.shuffle(&mut pairs);
    let n_pairs = if is_whole { pairs.len() } else { pairs.len().min(n_left * 2 / 3) };
    pairs.into_iter().take(n_pairs).enumerate().for_each(|(nth, pair)| add(pair, nth));
    (n_pairs..n_left).for_each(|nth| add(three(changes, &mut order), nth));
    Ok(jobs)
}

fn layouts(bodies: &[&str], options: &Options) -> Outcome<Vec<usize>> {
    let is_asked = |at: &usize| options.layout.as_ref().is_none_or(|word| bodies[*at].contains(word.as_str()));
    let layouts: Vec<usize> = (0..bodies.len()).filter(is_asked).collect();
    if layouts.is_empty() { Err("no body has that name".to_owned()) } else { Ok(layouts) }
}

fn find(changes: &[Change], name: &str) -> Outcome<usize> {
    changes.iter().position(|change| change.name == name).ok_or(format!("no change has the name `{name}`; see --list"))
}

fn pairs(changes: &[Change]) -> Vec<Vec<usize>> {
    let all = (0..changes.len()).flat_map(|first| (first + 1..changes.len()).map(move |second| [first, second]));
    all.filter(|[first, second]| changes[*first].goes_with(&changes[*second])).map(Vec::from).collect()
}

/// Three changes that go together, in the order of the catalogue.
fn three(changes: &[Change], dice: &mut Dice) -> Vec<usize> {
    loop {
        let mut three = [(); 3].map(|()| dice.below(changes.len()));
        three.sort_unstable();
        let goes = |a: usize, b: usize| changes[three[a]].goes_with(&changes[three[b]]);
        if goes(0, 1) && goes(0, 2) && goes(1, 2) {
            return three.to_vec();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::strangers::catalogue::changes;

    /// How often each set of changes is made when this many runs are requested.
    fn planned(n_runs: usize) -> BTreeMap<Vec<usize>, usize> {
        let n_runs = n_runs.to_string();
        let options = Options::parse(&["--runs", &n_runs]).expect("these are options");
        let mut planned = BTreeMap::new();
        for job in plan(&changes(), &["county", "police"], &options).expect("there are bodies") {
            *planned.entry(job.changes).or_default() += 1;
        }
        planned
    }

    fn runs_of(planned: &BTreeMap<Vec<usize>, usize>, n_changes: usize) -> Vec<usize> {
        planned.iter().filter(|(changes, _)| changes.len() == n_changes).map(|(_, n)| *n).collect()
    }

    #[test]
    fn ten_thousand_runs_make_each_change_fifty_times_and_every_pair_once() {
        let planned = planned(10_000);
        assert_eq!(runs_of(&planned, 1), vec![50; changes().len()]);
        assert_eq!(runs_of(&planned, 2), vec![1; pairs(&changes()).len()]);
        assert_eq!(runs_of(&planned, 3), [0; 0]);
    }

    #[test]
    fn runs_beyond_every_pair_are_threes() {
        let planned = planned(30_000);
        assert_eq!(planned.values().sum::<usize>(), 30_000);
        assert_eq!(runs_of(&planned, 1), vec![50; changes().len()]);
        assert_eq!(runs_of(&planned, 2), vec![1; pairs(&changes()).len()]);
    }

    #[test]
    fn a_thousand_runs_are_a_thousand_with_some_of_each_kind() {
        let planned = planned(1_000);
        assert_eq!(planned.values().sum::<usize>(), 1_000);
        assert_eq!(runs_of(&planned, 1).len(), changes().len());
        assert!(!runs_of(&planned, 2).is_empty() && !runs_of(&planned, 3).is_empty());
    }
}
