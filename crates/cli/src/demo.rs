//! `totalplace demo`: a fictional place made, built and open in the browser.

use std::path::{Path, PathBuf};

use model::FinancialYear;
use synth::Plan;

use crate::fail::Failure;
use crate::progress::Bars;
use crate::serve::{self, Where};
use crate::{Outcome, synth as make};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder for the place; one that is there already is built and served again
    #[arg(value_name = "DIR", default_value = "totalplace-demo")]
    dir: PathBuf,
    /// People who live there
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(100..=100_000_000))]
    people: u64,
    /// The same seed gives the same place
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,
    /// Make and build, and do not serve
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    server: Where,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.dir;
    if dir.join("place.toml").is_file() {
        eprintln!("{} is there already", dir.display());
    } else {
        let year = FinancialYear(2024);
        make::write(
            dir,
            true,
            &Plan { people: arguments.people, seed: arguments.seed, year, lines: None, attacks: false },
        )?;
    }
    pipeline::build(dir, &[], &Bars::new())?;
    if arguments.no_serve {
        eprintln!("next: totalplace serve {}", dir.display());
        return Ok(Outcome::Done);
    }
    serve::serve(dir, &arguments.server, |address| say(dir, address))?;
    Ok(Outcome::Done)
}

fn say(dir: &Path, address: &str) {
    eprintln!(
        "\n{address} shows the place. Look at\n\
         \x20 {address}             all its public money as one figure; every figure opens its rows\n\
         \x20 {address}flows        what passes between its bodies, taken out of the total once\n\
         \x20 {address}reconciliation   the count beside the published outturn, with the causes\n\
         \x20 {address}doubts       what looks wrong in the files, and what to ask each body for\n\
         The answers that the place was made with are in {}. Ctrl-C stops the server.",
        dir.join("truth").display()
    );
}
