//! Which changes are tried, alone, in pairs and in threes.

use super::catalogue::Change;
use super::dice::Dice;
use super::job::Job;
use super::options::Options;
use crate::Outcome;

/// Runs of each change alone.
const SINGLE_RUNS: usize = 50;

/// Good files as they are, then single changes, every compatible pair once, and threes up to the number of runs.
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
    let n_each = (options.n_runs / 2 / changes.len()).clamp(1, SINGLE_RUNS);
    for change in 0..changes.len() {
        (0..n_each).for_each(|nth| add(vec![change], nth + change));
    }
    let n_left = options.n_runs.saturating_sub(layouts.len() + n_each * changes.len());
    let mut order = Dice::new(options.seed ^ 0xFF);
    let mut pairs = pairs(changes);
    order.shuffle(&mut pairs);
    // A short list leaves room for threes.
    let n_pairs = pairs.len().min(if n_left < 2 * pairs.len() { n_left * 2 / 3 } else { n_left });
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
