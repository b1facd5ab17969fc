//! Makes files as strangers would send them: good ledgers, changed at random in ways that keep the truth or break it.
//!
//! The program is run from outside. What it finds is compared with the lines that `totalplace synth` booked: it is right,
//! or it says what is wrong with file and pounds, or it is silent and wrong.

mod book;
mod catalogue;
pub mod day;
pub mod dice;
mod job;
mod layouts;
mod maker;
mod masked;
mod options;
mod people;
mod place;
mod plan;
mod pool;
mod print;
mod render;
mod shown;
mod shrink;
mod unseen;
mod verdict;
mod write;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use catalogue::changes;
use job::{Job, Machine};
use maker::Maker;
pub use options::Options;
use people::People;
use place::Program;
use pool::Pool;
use verdict::Verdict;

use crate::Outcome;
use crate::shell::target_dir;

/// Makes the files, runs the program on them, and prints what became of each change.
pub fn strangers(options: &Options) -> Outcome {
    if options.lists {
        shown::list(&changes());
        return Ok(());
    }
    let dir = target_dir()?.join("strangers");
    let program = Program { path: options.program()? };
    if options.are_people {
        return try_all(&People::new(program, &dir), options);
    }
    let pool = Pool::read(&program.path, &dir.join("pool"))?;
    try_all(&Machine { program, pool, changes: changes(), dir }, options)
}

fn try_all(maker: &dyn Maker, options: &Options) -> Outcome {
    let jobs = options.part.take(plan::plan(maker.changes(), &maker.bodies(), options)?);
    let started = std::time::Instant::now();
    let results = run(maker, &jobs, options.n_threads)?;
    shown::table(maker.changes(), &jobs, &results);
    let (n_asked, n_run) = (jobs.len(), results.len());
    println!("{n_run} runs in {:.0} s", started.elapsed().as_secs_f64());
    println!("{} of {n_asked} runs fitted no body", n_asked - n_run);
    shown::keep(maker, &results, options)?;
    // A change that one part did not come to is another part's.
    if options.part.is_whole() { shown::all_were_run(maker, &jobs, &results) } else { Ok(()) }
}

/// Says on standard error how far a long run is, and each run that was silent and wrong as soon as it is found.
struct Progress<'m> {
    maker: &'m dyn Maker,
    n_jobs: usize,
    started: std::time::Instant,
    n_silent: AtomicUsize,
}

impl Progress<'_> {
    fn tell(&self, at: usize, tried: Option<&(Job, Verdict)>) {
        if let Some((job, Verdict::Silent { why })) = tried {
            self.n_silent.fetch_add(1, Ordering::Relaxed);
            eprintln!("silent: {} {} seed {}: {why}", self.maker.names(job), self.maker.bodies()[job.layout], job.seed);
        }
        if (at + 1).is_multiple_of(500) {
            let (n, n_silent) = (self.n_jobs, self.n_silent.load(Ordering::Relaxed));
            eprintln!(
                "{} of {n} runs in {:.0} s, {n_silent} silent and wrong",
                at + 1,
                self.started.elapsed().as_secs_f64()
            );
        }
    }
}

/// Runs every job, several at once; the results are in order of their changes. A job whose changes fit no body's files
/// has no result.
fn run(maker: &dyn Maker, jobs: &[Job], n_threads: usize) -> Outcome<Vec<(Job, Verdict)>> {
    let (next, verdicts) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let (n_jobs, started) = (jobs.len(), std::time::Instant::now());
    let progress = Progress { maker, n_jobs, started, n_silent: AtomicUsize::new(0) };
    let work = |thread: usize| -> Outcome {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return Ok(()) };
            let tried = maker.fit(job, &maker.dir().join(format!("place-{thread}")))?;
            progress.tell(at, tried.as_ref());
            verdicts.lock().expect("no thread panics while it holds this").extend(tried);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads)
            .map(|thread| {
                let work = &work;
                scope.spawn(move || work(thread))
            })
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("a thread of the machine does not panic"))
    })?;
    let mut verdicts = verdicts.into_inner().expect("all threads are done");
    verdicts.sort_by_key(|(job, _): &(Job, Verdict)| (job.changes.clone(), job.seed));
    Ok(verdicts)
}
