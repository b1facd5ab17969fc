//! How fast places of growing size are written, and what memory that takes: `grow FOLDER PEOPLE LINES [PEOPLE LINES ...]`.
//!
//! The folder is made, and removed after each place. Peak memory is that of the process so far, so it shows growth
//! where the sizes are given in rising order; it is read from Linux and left out elsewhere.
#![allow(clippy::print_stdout)] // an example is read on the terminal

use std::path::Path;
use std::time::Instant;

use model::FinancialYear;
use synth::{Plan, Written};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (folder, sizes) = words.split_first().ok_or("name a folder, and people and lines for each place")?;
    let numbers: Vec<u64> = sizes.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    println!("    people       lines   seconds    lines/s      MB/s   MB written  peak memory");
    for size in numbers.chunks_exact(2) {
        let begun = Instant::now();
        let written = write(Path::new(folder), size[0], size[1])?;
        let seconds = begun.elapsed().as_secs_f64();
        let megabytes = written.n_bytes as f64 / 1e6;
        println!(
            "{:>10} {:>11} {seconds:>9.1} {:>10.0} {:>9.1} {megabytes:>12.1} {:>12}",
            written.n_people,
            written.n_lines,
            written.n_lines as f64 / seconds,
            megabytes / seconds,
            peak_memory().unwrap_or_default(),
        );
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn write(folder: &Path, people: u64, lines: u64) -> Result<Written, synth::Error> {
    let plan = Plan { people, seed: 7, year: FinancialYear(2024), lines: Some(lines), attacks: false };
    synth::write_with_people(folder, &plan, &|_| ())
}

fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib: u64 =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{} MiB", kib.div_ceil(1024)))
}
