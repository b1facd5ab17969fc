//! One run: a place of three bodies, one of which sends changed files.

use std::path::{Path, PathBuf};

use super::book::{Book, Line};
use super::catalogue::Change;
use super::dice::Dice;
use super::layouts::{LAYOUTS, Layout};
use super::maker::Maker;
use super::masked::unmask;
use super::place::{Observed, Program, Tally, lay_out, tally};
use super::pool::Pool;
use super::render::render;
use super::verdict::{Verdict, judge};
use crate::Outcome;
use crate::shell::{remove_dir, write};

/// Bodies that send good files beside the one that is changed.
const BESIDE: [usize; 3] = [10, 9, 0];

#[derive(Clone, Debug)]
pub struct Job {
    pub seed: u64,
    /// Which body of [`LAYOUTS`] is changed.
    pub layout: usize,
    /// Positions in the catalogue.
    pub changes: Vec<usize>,
    /// Lines of each month.
    pub n_lines: usize,
    /// Good bodies beside the changed one.
    pub n_beside: usize,
}

impl Job {
    pub fn new(seed: u64, layout: usize) -> Job {
        Job { seed, layout, changes: Vec::new(), n_lines: 24, n_beside: 2 }
    }
}

pub struct Machine {
    pub program: Program,
    pub pool: Pool,
    pub changes: Vec<Change>,
    pub dir: PathBuf,
}

/// What came of a run.
pub struct Tried {
    pub book: Book,
    pub truth: Tally,
    pub observed: Observed,
    pub verdict: Verdict,
}

impl Machine {
    /// Makes the files and checks what the program makes of them; `None` if the changes do not fit the files.
    pub fn run(&self, job: &Job, dir: &Path) -> Outcome<Option<Tried>> {
        let layout = &LAYOUTS[job.layout];
        let mut dice = Dice::new(job.seed);
        let mut book = render(layout, &self.lines(layout, job.n_lines, &mut dice));
        let beside: Vec<(&Layout, Book)> = BESIDE
            .into_iter()
            .filter(|at| *at != job.layout)
            .take(job.n_beside)
            .map(|at| (&LAYOUTS[at], render(&LAYOUTS[at], &self.lines(&LAYOUTS[at], 12, &mut Dice::new(1)))))
            .collect();
        book.strange = beside.first().map(|(_, book)| book.files[0].clone());
        for change in &job.changes {
            if !(self.changes[*change].make)(&mut book, &mut dice) {
                return Ok(None);
            }
        }
        let mut bodies: Vec<(&Layout, &Book)> = vec![(layout, &book)];
        bodies.extend(beside.iter().map(|(layout, book)| (*layout, book)));
        lay_out(dir, &bodies)?;
        let truth = tally(bodies.iter().map(|(layout, book)| (layout.id, book.truth.as_slice())));
        let mut observed = self.program.observe(dir)?;
        observed.tally = unmask(&truth, &observed.tally);
        let verdict = judge(layout.id, &book, &truth, &observed);
        Ok(Some(Tried { book, truth, observed, verdict }))
    }

    /// Some lines of each month, in order of day, with at least one refund if there is any.
    fn lines(&self, layout: &Layout, n: usize, dice: &mut Dice) -> Vec<Line> {
        (0..12)
            .flat_map(|period| {
                let mut month = self.pool.month(layout.pool, period);
                dice.shuffle(&mut month);
                // Amounts that came back stand first, so that one or two of them are taken.
                let (back, paid): (Vec<_>, Vec<_>) = month.into_iter().partition(|line| line.pence < 0);
                let mut taken: Vec<Line> = back.into_iter().take(1 + n / 12).chain(paid).take(n).collect();
                taken.sort_by(|a, b| (a.day, &a.reference).cmp(&(b.day, &b.reference)));
                taken
            })
            .collect()
    }
}

impl Maker for Machine {
    fn changes(&self) -> &[Change] {
        &self.changes
    }

    fn bodies(&self) -> Vec<&'static str> {
        LAYOUTS.iter().map(|layout| layout.id).collect()
    }

    fn dir(&self) -> &Path {
        &self.dir
    }

    fn try_on(&self, job: &Job, dir: &Path) -> Outcome<Option<Verdict>> {
        Ok(self.run(job, dir)?.map(|tried| tried.verdict))
    }

    fn keep(&self, job: &Job, dir: &Path) -> Outcome {
        let Some(tried) = self.run(job, dir)? else { return Ok(()) };
        remove_dir(&dir.join("out"))?;
        write(&dir.join("EXPECTED.md"), &super::shown::expected(&tried))
    }

    fn shrunk(&self, job: &Job) -> Outcome<Job> {
        super::shrink::shrink(self, job)
    }
}
