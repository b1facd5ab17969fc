//! `totalplace synth`: a fictional place of any size, with the truth known.

use std::path::{Path, PathBuf};
use std::time::Instant;

use model::FinancialYear;
use synth::{Plan, Written};

use crate::Outcome;
use crate::fail::Failure;
use crate::progress::FileBar;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder to make; it must be empty or not exist yet
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// People who live there; ledgers and suppliers grow with them
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(100..=100_000_000))]
    people: u64,
    /// The same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,
    /// Financial year of the ledgers, named by the year it starts in
    #[arg(long, value_name = "YEAR", default_value_t = 2024, value_parser = clap::value_parser!(i32).range(1990..=2100))]
    year: i32,
    /// Ledger lines, roughly; by default a little more than one a person
    #[arg(long, value_name = "N")]
    lines: Option<u64>,
    /// Only ledgers: no people, families, contacts, buildings or outcomes
    #[arg(long)]
    without_people: bool,
    /// Plant text that a browser or spreadsheet might run, to test the tools that read the place
    #[arg(long)]
    attacks: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let plan = Plan {
        people: arguments.people,
        seed: arguments.seed,
        year: FinancialYear(arguments.year),
        lines: arguments.lines,
        attacks: arguments.attacks,
    };
    write(&arguments.dir, !arguments.without_people, &plan)?;
    say!("next: totalplace build {}", arguments.dir.display());
    Ok(Outcome::Done)
}

/// Writes a place and says how much and how fast.
pub fn write(dir: &Path, with_people: bool, plan: &Plan) -> Result<Written, Failure> {
    let begun = Instant::now();
    let bar = FileBar::new("synth");
    let make = if with_people { synth::write_with_people } else { synth::write };
    let written = make(dir, plan, &|progress| bar.set(progress.n_files_done as u64, progress.n_files as u64))
        .map_err(|error| Failure::Other { hint: hint(&error), text: error.to_string() })?;
    bar.finish();
    let seconds = begun.elapsed().as_secs_f64();
    say!(
        "made {}: {} people, {} ledger lines worth {} in {} files ({:.1} MB), {seconds:.1} s, {:.0} lines and {:.1} MB a second",
        dir.display(),
        written.n_people,
        written.n_lines,
        written.amount.short(),
        written.n_files,
        written.n_bytes as f64 / 1e6,
        written.n_lines as f64 / seconds,
        written.n_bytes as f64 / 1e6 / seconds,
    );
    Ok(written)
}

fn hint(error: &synth::Error) -> Option<String> {
    match error {
        synth::Error::NotEmpty { .. } => Some("name a folder that does not exist yet, or empty this one".to_owned()),
        synth::Error::Io { .. } => Some("check that the folder may be written to and has space left".to_owned()),
        _ => None,
    }
}
