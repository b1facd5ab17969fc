//! `totalplace demo`: a fictional place made, built and open in the browser.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use model::FinancialYear;
use synth::Plan;

use crate::fail::Failure;
use crate::progress::Bars;
use crate::serve::{self, Shown, Where};
use crate::{Outcome, synth as make};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder for the place; if it already exists it is built and served again
    #[arg(value_name = "DIR", default_value = "totalplace-demo")]
    dir: PathBuf,
    /// People who live there
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(100..=100_000_000))]
    people: u64,
    /// The same seed gives the same place
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,
    /// Make and build, but do not serve
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    server: Where,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let dir = &arguments.dir;
    if dir.join("place.toml").is_file() {
        say!("{} already exists", dir.display());
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
        say!("next: totalplace serve {}", dir.display());
        return Ok(Outcome::Done);
    }
    serve::serve(dir, &arguments.server, |shown| say(dir, shown, begun.elapsed()))?;
    Ok(Outcome::Done)
}

fn say(dir: &Path, shown: &Shown, since_start: Duration) {
    let has = |page: &(&str, &str)| page.0.is_empty() || shown.pages.iter().any(|known| known == page.0);
    let width = shown.address.len() + pages::first_looks().map(|(page, _)| page.len()).max().unwrap_or(0) + 2;
    let line = |(page, what)| format!("  {:<width$}{what}\n", format!("{}{page}", shown.address));
    let pages: String = pages::first_looks().filter(has).map(line).collect();
    let truth = dir.join("truth");
    let made_up = match truth.is_dir() {
        true => format!("Everyone and everything in it is made up; the right answers are in {}.\n", truth.display()),
        false => String::new(),
    };
    say!(
        "\nThe place is open at {} after {:.1} s. Look at\n{pages}{made_up}Ctrl-C stops the server; run the same command to open it again.",
        shown.address,
        since_start.as_secs_f64(),
    );
}
