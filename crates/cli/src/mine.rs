//! `totalplace mine`: what any event log shows, as a tool in its own right.

mod choices;
mod figures;
mod models;
mod printed;
mod reading;

use std::path::PathBuf;

use journey::{EventOrder, TieRule, Traces, filter};

use crate::Outcome;
use crate::fail::Failure;
use choices::Choices;
use figures::Figures;

#[derive(clap::Args)]
#[command(
    after_help = "Reads CSV, workbooks, Parquet, XES and OCEL 2.0 (JSON, XML, SQLite), told by what they hold. Several logs are read as one \
    with --relations: a table of two columns of case numbers that belong together. Events of one moment stay in the order of \
    their rows, and how many steps rest on that is printed.\n\
    Example: totalplace mine housing.csv police.xes.gz --relations cases.csv"
)]
pub struct Arguments {
    /// Event logs
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    /// Which cases of two logs are one: two columns of case numbers, of the first log and of the second
    #[arg(long, value_name = "FILE")]
    relations: Option<PathBuf>,
    #[command(flatten)]
    reading: reading::ReadingArguments,
    #[command(flatten)]
    choices: choices::ChoiceArguments,
    #[command(flatten)]
    models: models::ModelArguments,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.json && arguments.models.pathway.is_some() {
        return Err(Failure::new("`--json` prints no pathway", "leave out one of `--json` and `--pathway`"));
    }
    models::are_others(&arguments.models, &arguments.logs)?;
    let read = reading::read(&arguments.logs, arguments.relations.as_deref(), &arguments.reading)?;
    let choices = Choices::of(&arguments.choices, &read.log)?;
    let order = if choices.is_by_end { EventOrder::End } else { EventOrder::Start };
    let mut traces = Traces::of(&read.log, order, TieRule::FileOrder);
    for chosen in &choices.filters {
        let filtered = filter(&traces, chosen);
        say!(
            "filter: {} cases and {} events are left; {} cases and {} events are gone",
            filtered.n_cases_left,
            filtered.n_events_left,
            filtered.n_cases_removed,
            filtered.n_events_removed
        );
        traces = filtered.traces;
    }
    if !choices.filters.is_empty() && arguments.models.writes_log() {
        say!("note: filters choose what is shown; the log is written whole");
    }
    let figures = Figures::of(&traces, &choices)?;
    match arguments.json {
        true => crate::print(format!("{:#}", figures.json(&traces, &read)))?,
        false => printed::print(&figures, &traces, &read, arguments.all)?,
    }
    let is_off_the_pathway = models::write(&arguments.models, &traces, &figures)?;
    Ok(if read.needs_a_look || is_off_the_pathway { Outcome::Look } else { Outcome::Done })
}
