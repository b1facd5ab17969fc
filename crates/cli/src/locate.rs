//! `totalplace locate`: location models as a tool in its own right.

mod json;
mod words;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use authored::utf8;
use estate::read::{Written, read};
use estate::roof::{Estate, RoofAnswer, share_roofs};
use estate::{Answer, Model, Progress, closures, frontier, locate};

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
#[command(
    after_help = "A model names its kind (p-median, p-centre, lscp, mclp, cheapest, within-budget, co-location), points, \
    sites and distances; docs/methods/estate.md shows every key.\n\n\
    Exit status: 0 proved; 1 not proved, or no plan meets every condition; 2 not done."
)]
pub struct Arguments {
    /// The model
    #[arg(value_name = "MODEL.toml")]
    model: PathBuf,
    /// How many of the best plans to show
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    plans: u32,
    /// Plans that trade money for access, at most this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=200))]
    frontier: Option<u32>,
    /// What closing each open site would save, and who would go further
    #[arg(long)]
    closures: bool,
    /// Stop after this many seconds and say how far the best plan may be from the optimum
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    time: u64,
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let folder = arguments.model.parent().unwrap_or(Path::new("")).to_owned();
    let text = text_of(&arguments.model)?;
    let open = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let written = read(&text, &arguments.model.display().to_string(), &open);
    match written.map_err(|mistakes| Failure::Written(Box::new(mistakes)))? {
        Written::Location(model) => run_location(&arguments, &model),
        Written::Roof(estate) => run_roofs(&arguments, &estate),
    }
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display()), "name a model file"))?;
    utf8(&path.display().to_string(), bytes).map_err(|mistakes| Failure::Written(Box::new(mistakes)))
}

/// Says how far the search is every few seconds and stops it in time.
fn watch(seconds: u64) -> impl FnMut(&Progress) -> ControlFlow<()> {
    const SAY_EVERY: Duration = Duration::from_secs(5);
    let started = Instant::now();
    let mut said = started;
    move |progress: &Progress| {
        if SAY_EVERY <= said.elapsed() {
            said = Instant::now();
            say!("{}", words::progress(progress, started.elapsed()));
        }
        match started.elapsed() < Duration::from_secs(seconds) {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    }
}

fn run_location(arguments: &Arguments, model: &Model) -> Result<Outcome, Failure> {
    let mut watch = watch(arguments.time);
    if let Some(n_max) = arguments.frontier {
        let plans = frontier(model, n_max as usize, &mut watch);
        let text = if arguments.json { json::frontier(model, &plans) } else { words::frontier(model, &plans) };
        crate::print(text)?;
        let is_proved = !plans.is_empty() && plans.iter().all(|plan| plan.proof.is_proved);
        return Ok(if is_proved { Outcome::Done } else { Outcome::Look });
    }
    let answer = locate(model, arguments.plans as usize, &mut watch);
    let closures = answer.best().filter(|_| arguments.closures).map(|plan| closures(model, plan));
    let closures = closures.unwrap_or_default();
    crate::print(match arguments.json {
        true => json::answer(model, &answer, &closures),
        false => words::answer(model, &answer, &closures),
    })?;
    Ok(match answer {
        Answer::Plans { proof, .. } if proof.is_proved => Outcome::Done,
        _ => Outcome::Look,
    })
}

fn run_roofs(arguments: &Arguments, estate: &Estate) -> Result<Outcome, Failure> {
    if arguments.frontier.is_some() || arguments.closures {
        return Err(Failure::new(
            "--frontier and --closures are for location models",
            "for a co-location model, change `budget` or `pounds_per_unit` in the model",
        ));
    }
    let answer = share_roofs(estate, arguments.plans as usize, &mut watch(arguments.time));
    let text = if arguments.json { json::roofs(estate, &answer) } else { words::roofs(estate, &answer) };
    crate::print(text)?;
    Ok(match answer {
        RoofAnswer::Plans { proof, .. } if proof.is_proved => Outcome::Done,
        _ => Outcome::Look,
    })
}
