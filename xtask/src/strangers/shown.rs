//! What came of the runs, for the person who ran them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::catalogue::Change;
use super::job::{Job, Tried};
use super::maker::Maker;
use super::options::Options;
use super::unseen::UNSEEN;
use super::verdict::Verdict;
use crate::Outcome;

pub fn list(changes: &[Change]) {
    for change in changes {
        println!("{:48} {}", change.name, if change.keeps { "keeps the truth" } else { "breaks it" });
    }
    println!("{} changes\n\nbreaks that no reader could see", changes.len());
    UNSEEN.iter().for_each(|(name, why)| println!("{name:48} {why}"));
}

#[derive(Clone, Copy, Default)]
struct Count {
    n: usize,
    right: usize,
    said: usize,
    silent: usize,
    doubted: usize,
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        self.n += 1;
        match verdict {
            Verdict::Right { doubts } => {
                self.right += 1;
                self.doubted += usize::from(!doubts.is_empty());
            }
            Verdict::Said { .. } => self.said += 1,
            Verdict::Silent { .. } => self.silent += 1,
        }
    }

    fn row(&self, name: &str) -> String {
        let Count { n, right, said, silent, doubted } = self;
        format!("{name:40} {n:6} {right:6} {said:6} {silent:6} {doubted:8}")
    }
}

/// Each change alone, then pairs and threes, and how often a good answer came with a doubt.
pub fn table(changes: &[Change], jobs: &[Job], results: &[(Job, Verdict)]) {
    println!("{:40} {:>6} {:>6} {:>6} {:>6} {:>8}", "change", "runs", "right", "said", "silent", "doubted");
    let mut wolves = Count::default();
    let of = |is_one: &dyn Fn(&Job) -> bool| {
        let mut count = Count::default();
        results.iter().filter(|(job, _)| is_one(job)).for_each(|(_, verdict)| count.add(verdict));
        count
    };
    println!("{}", of(&|job| job.changes.is_empty()).row("good files as they are"));
    for (at, change) in changes.iter().enumerate() {
        let count = of(&|job| job.changes == [at]);
        if jobs.iter().any(|job| job.changes == [at]) {
            println!("{}", count.row(&format!("{}{}", if change.keeps { "" } else { "! " }, change.name)));
        }
        if change.keeps {
            wolves.n += count.n;
            wolves.doubted += count.doubted + count.said;
        }
    }
    for (n, name) in [(1, "all single changes"), (2, "pairs"), (3, "threes")] {
        println!("{}", of(&|job| job.changes.len() == n).row(name));
    }
    let share = 100.0 * wolves.doubted as f64 / wolves.n.max(1) as f64;
    let Count { n, doubted, .. } = wolves;
    println!("single changes that keep the truth and end with a doubt: {doubted} of {n} ({share:.1}%)");
    for ((at, kinds), n) in doubts(changes, results) {
        println!("  {n:4}  {}: {kinds}", changes[at].name);
    }
}

/// What is said of single changes that keep the truth: how often each change met these kinds of problem.
fn doubts(changes: &[Change], results: &[(Job, Verdict)]) -> BTreeMap<(usize, String), usize> {
    let mut found = BTreeMap::new();
    for (job, verdict) in results {
        let ([at], Verdict::Right { doubts } | Verdict::Said { doubts }) = (&job.changes[..], verdict) else {
            continue;
        };
        if changes[*at].keeps && !doubts.is_empty() {
            let kinds: BTreeSet<&str> = doubts.iter().map(String::as_str).collect();
            let kinds: Vec<&str> = kinds.into_iter().collect();
            *found.entry((*at, kinds.join(", "))).or_default() += 1;
        }
    }
    found
}

/// Keeps what was silent and wrong, shrunk where that is asked for.
pub fn keep(maker: &dyn Maker, results: &[(Job, Verdict)], options: &Options) -> Outcome {
    let mut n_silent = 0;
    for (job, verdict) in results {
        let Verdict::Silent { why } = verdict else { continue };
        n_silent += 1;
        let job = if options.shrinks { maker.shrunk(job)? } else { job.clone() };
        maker.keep(&job, &maker.dir().join(format!("{}-{}", maker.names(&job), job.seed)))?;
        println!("silent and wrong: {} {} seed {}\n  {why}", maker.names(&job), maker.bodies()[job.layout], job.seed);
    }
    if n_silent == 0 { Ok(()) } else { Err(format!("{n_silent} runs were silent and wrong")) }
}

/// Fails if changes that were to be made fit no body's files: nothing was found out about them.
pub fn all_were_run(maker: &dyn Maker, jobs: &[Job], results: &[(Job, Verdict)]) -> Outcome {
    let untried: BTreeSet<String> = untried(jobs, results).into_iter().map(|job| maker.names(job)).collect();
    let names: Vec<String> = untried.into_iter().collect();
    if names.is_empty() { Ok(()) } else { Err(format!("these fit no body and were not tried: {}", names.join(", "))) }
}

/// Jobs of a single change that has no result, and every job if none has one.
fn untried<'j>(jobs: &'j [Job], results: &[(Job, Verdict)]) -> Vec<&'j Job> {
    let has_run = |wanted: &Job| results.iter().any(|(job, _)| job.changes == wanted.changes);
    let is_untried = |job: &&Job| results.is_empty() || (job.changes.len() < 2 && !has_run(job));
    jobs.iter().filter(is_untried).collect()
}

/// What was expected of a run, and what came.
pub fn expected(tried: &Tried) -> String {
    let mut text = String::new();
    let Verdict::Silent { why } = &tried.verdict else { return "Right or said when it was run again.\n".to_owned() };
    let _ = writeln!(text, "{why}\n\nexit {}\n", tried.observed.exit);
    for wrong in &tried.book.breaks {
        let _ = writeln!(text, "to be said: {wrong:?}");
    }
    for problem in &tried.observed.problems {
        let _ = writeln!(text, "said: {problem:?}");
    }
    for (key, entry) in &tried.truth {
        if tried.observed.tally.get(key) != Some(entry) {
            let _ = writeln!(text, "in truth {key:?} {entry:?}, read {:?}", tried.observed.tally.get(key));
        }
    }
    for (key, entry) in tried.observed.tally.iter().filter(|(key, _)| !tried.truth.contains_key(*key)) {
        let _ = writeln!(text, "read {key:?} {entry:?}, not in truth");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(changes: &[usize]) -> Job {
        Job { changes: changes.to_vec(), ..Job::new(7, 0) }
    }

    fn check_untried(asked: &[&[usize]], run: &[&[usize]], expected: &[&[usize]]) {
        let jobs: Vec<Job> = asked.iter().map(|changes| job(changes)).collect();
        let results: Vec<(Job, Verdict)> =
            run.iter().map(|changes| (job(changes), Verdict::Said { doubts: Vec::new() })).collect();
        let found: Vec<&[usize]> = untried(&jobs, &results).into_iter().map(|job| job.changes.as_slice()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_change_without_a_single_run_was_not_tried() {
        check_untried(&[&[1], &[2], &[2], &[1, 2]], &[&[1], &[2]], &[]);
        check_untried(&[&[1], &[2], &[1, 2]], &[&[1], &[1, 2]], &[&[2]]);
        check_untried(&[&[1, 2]], &[], &[&[1, 2]]);
    }
}
