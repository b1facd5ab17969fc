//! What makes strangers' files and judges what the program finds in them: ledgers or people.

use std::path::Path;

use super::catalogue::Change;
use super::job::Job;
use super::verdict::Verdict;
use crate::Outcome;

pub trait Maker: Sync {
    fn changes(&self) -> &[Change];

    /// The bodies or agencies whose files are changed.
    fn bodies(&self) -> Vec<&'static str>;

    /// The folder below which places are made.
    fn dir(&self) -> &Path;

    /// Makes the files and judges what the program finds; `None` if the changes do not fit the files.
    fn try_on(&self, job: &Job, dir: &Path) -> Outcome<Option<Verdict>>;

    /// Leaves the place of a job in a folder, with what was expected.
    fn keep(&self, job: &Job, dir: &Path) -> Outcome;

    /// The smallest job that is still silent and wrong.
    fn shrunk(&self, job: &Job) -> Outcome<Job>;

    /// Runs a job on the files of its body, or of the next body whose files its changes fit.
    fn fit(&self, job: &Job, dir: &Path) -> Outcome<Option<(Job, Verdict)>> {
        let n = self.bodies().len();
        for shift in 0..n {
            let job = Job { layout: (job.layout + shift) % n, ..job.clone() };
            if let Some(verdict) = self.try_on(&job, dir)? {
                return Ok(Some((job, verdict)));
            }
        }
        Ok(None)
    }

    fn names(&self, job: &Job) -> String {
        let names: Vec<&str> = job.changes.iter().map(|change| self.changes()[*change].name).collect();
        if names.is_empty() { "good".to_owned() } else { names.join("+") }
    }
}
