//! Smaller files that show the same fault.

use super::job::{Job, Machine};
use super::verdict::Verdict;
use crate::Outcome;

/// With fewer lines in a month there is nothing to see.
const LINES_MIN: usize = 12;

/// The smallest run that is still silent and wrong: fewer changes, fewer bodies, fewer lines.
pub fn shrink(machine: &Machine, job: &Job) -> Outcome<Job> {
    let mut smallest = job.clone();
    loop {
        let mut smaller: Vec<Job> = (0..smallest.changes.len())
            .map(|at| {
                let mut changes = smallest.changes.clone();
                changes.remove(at);
                Job { changes, ..smallest.clone() }
            })
            .collect();
        smaller.push(Job { n_beside: 0, ..smallest.clone() });
        smaller
            .extend([smallest.n_lines / 2, smallest.n_lines * 3 / 4].map(|n| Job { n_lines: n, ..smallest.clone() }));
        let is_smaller = |job: &&Job| {
            LINES_MIN <= job.n_lines
                && !job.changes.is_empty()
                && (job.changes.len(), job.n_beside, job.n_lines)
                    != (smallest.changes.len(), smallest.n_beside, smallest.n_lines)
        };
        let mut found = None;
        for job in smaller.iter().filter(is_smaller) {
            let tried = machine.run(job, &machine.dir.join("shrink"))?;
            if tried.is_some_and(|tried| matches!(tried.verdict, Verdict::Silent { .. })) {
                found = Some(job.clone());
                break;
            }
        }
        match found {
            Some(job) => smallest = job,
            None => return Ok(smallest),
        }
    }
}
