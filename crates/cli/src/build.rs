//! `totalplace build`: bring out/ up to date and print the account.

use std::path::{Path, PathBuf};

use model::Tables;
use model::problem::count_unsettled;
use model::tables::{LEDGER_LINE, PROPOSAL_PROBLEM};
use pipeline::build;
use report::screen::render_screen;
use report::whole::WholeCount;
use report::{Summary, summary};

use crate::check::lacking;
use crate::coverage::{service_names, whole_count};
use crate::fail::Failure;
use crate::progress::Bars;
use crate::{Outcome, people, table};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the place
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Steps or rooms to bring up to date, with those whose tables they read; all of them by default
    #[arg(value_name = "STEP")]
    steps: Vec<String>,
    /// Print all of the account: every body, service and supplier, transfers, published totals, every warning
    #[arg(long)]
    all: bool,
    /// Print the account as JSON
    #[arg(long)]
    json: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let built = match arguments.quiet {
        true => build(&arguments.dir, &arguments.steps, &pipeline::Silent)?,
        false => build(&arguments.dir, &arguments.steps, &Bars::new())?,
    };
    let folder = pipeline::folder(&arguments.dir)?;
    if !folder.exists(&model::tables::SPEND) {
        if !arguments.quiet && !arguments.json {
            let about_people = people::linkage(&arguments.dir, &folder)?;
            crate::unless_closed(about_people.into_iter().try_for_each(crate::print))?;
        }
        say!("the account is not built yet: run `totalplace build {}` without naming a step", arguments.dir.display());
        return Ok(Outcome::Look);
    }
    let place = place::read(&arguments.dir)?;
    if !arguments.quiet {
        let whole = whole_count(&arguments.dir, &folder, &place)?;
        let summary = summary(&folder, &place)?.with_service_names(service_names(&arguments.dir)?);
        let about_people = people::lines(&arguments.dir, &folder, &built)?;
        crate::unless_closed(match arguments.json {
            true => crate::print(with_whole(summary.to_json(), whole.as_ref())),
            false if arguments.all => print_all(&summary, whole.as_ref(), about_people),
            false => print_screen(&arguments.dir, &summary, whole.as_ref(), about_people),
        })?;
        let n_tables = model::tables::ALL.iter().filter(|table| folder.exists(table)).count();
        let tables = arguments.dir.join("out").join("tables");
        say!("{} of {} steps ran; {n_tables} tables are in {}", built.ran.len(), built.n_used, tables.display());
    }
    let n_rows = |table| match folder.exists(table) {
        true => folder.n_rows(table).map_err(|error| Failure::Other { text: error.to_string(), hint: None }),
        false => Ok(0),
    };
    let n_problems =
        count_unsettled(&folder).map_err(|error| Failure::Other { text: error.to_string(), hint: None })?;
    let n_mistakes = n_rows(&PROPOSAL_PROBLEM)?;
    if 0 < n_mistakes {
        say!(
            "{n_mistakes} {} in proposals/: `totalplace appraise {}` shows each with its line",
            if n_mistakes == 1 { "mistake" } else { "mistakes" },
            arguments.dir.display()
        );
    }
    let lacking = lacking(&place, n_rows(&LEDGER_LINE)? as u64);
    lacking.iter().for_each(|what| say!("{what}"));
    if !arguments.quiet {
        let dir = arguments.dir.display();
        say!("next: `totalplace serve {dir}` opens the pages; `totalplace publish {dir}` writes them for a web host");
    }
    Ok(if n_problems + n_mistakes == 0 && lacking.is_none() { Outcome::Done } else { Outcome::Look })
}

/// The account on one screen, with what there is about people in short.
fn print_screen(
    dir: &Path,
    summary: &Summary,
    whole: Option<&WholeCount>,
    about_people: Vec<String>,
) -> Result<(), Failure> {
    let (width, is_coloured) = (usize::from(table::width()), table::is_coloured());
    let all = format!("`totalplace build {} --all`", dir.display());
    crate::print(render_screen(summary, whole, width, is_coloured, &all))?;
    people::in_short(about_people).into_iter().try_for_each(crate::print)
}

/// The whole first, where figures are published for it; then the payments beneath it, then what there is about people.
fn print_all(summary: &Summary, whole: Option<&WholeCount>, about_people: Vec<String>) -> Result<(), Failure> {
    let (width, is_coloured) = (usize::from(table::width()), table::is_coloured());
    if let Some(whole) = whole {
        crate::print(whole.render(width, is_coloured))?;
    }
    crate::print(summary.render(width, is_coloured))?;
    about_people.into_iter().try_for_each(crate::print)
}

fn with_whole(mut summary: serde_json::Value, whole: Option<&WholeCount>) -> serde_json::Value {
    summary["whole_count"] = whole.map(WholeCount::to_json).into();
    summary
}
