//! A machine that makes strangers' files: good ledgers, changed at random in ways that keep the truth or break it.
//!
//! The program is run from outside. What it finds is held against lines that `totalplace synth` booked: it is right, or
//! it says what is wrong with file and pounds, or it is silent and wrong.

mod book;
mod catalogue;
mod day;
mod dice;
mod job;
mod layouts;
mod options;
mod place;
mod plan;
mod pool;
mod print;
mod render;
mod shown;
mod unseen;
mod verdict;
mod write;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use catalogue::changes;
use job::{Job, Machine};
pub use options::Options;
use place::Program;
use pool::Pool;
use verdict::Verdict;

use crate::Outcome;
use crate::shell::target_dir;

/// Makes the files, runs the program on them, and prints what became of each change.
pub fn strangers(options: &Options) -> Outcome {
    let changes = changes();
    if options.lists {
        shown::list(&changes);
        return Ok(());
    }
    let dir = target_dir()?.join("strangers");
    let program = Program { path: options.program()? };
    let pool = Pool::read(&program.path, &dir.join("pool"))?;
    let machine = Machine { program, pool, changes, dir };
    let jobs = plan::plan(&machine.changes, options)?;
    let started = std::time::Instant::now();
    let results = run(&machine, &jobs, options.n_threads)?;
    shown::table(&machine.changes, &results);
    println!("{} runs in {:.0} s", results.len(), started.elapsed().as_secs_f64());
    shown::keep(&machine, &results, options)
}

/// Every job, several at once, in order of their seeds: with the body that it was done for.
fn run(machine: &Machine, jobs: &[Job], n_threads: usize) -> Outcome<Vec<(Job, Verdict)>> {
    let (next, verdicts) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = |thread: usize| -> Outcome {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return Ok(()) };
            if let Some(tried) = machine.fit(job, &machine.dir.join(format!("place-{thread}")))? {
                verdicts.lock().expect("no thread panics while it holds this").push(tried);
            }
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
