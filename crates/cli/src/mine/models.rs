//! What is made of a log: a check against a designed pathway, a discovered model, and the log in other forms.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use intake::events::{write_csv, write_xes};
use intake::people::grouped;
use journey::discovery::{PetriNet, discover, to_bpmn, to_pnml};
use journey::pathway::{Observation, check, read};
use journey::{Traces, Variants};

use super::figures::Figures;
use crate::fail::Failure;
use crate::table::table;

#[derive(clap::Args)]
#[command(next_help_heading = "What is made of it")]
pub struct ModelArguments {
    /// Check cases against a designed pathway (TOML)
    #[arg(long, value_name = "FILE")]
    pub pathway: Option<PathBuf>,
    /// Leave out of a model what is rarer than this share of the most frequent way onwards
    #[arg(long, value_name = "SHARE", default_value_t = 0.2)]
    noise: f64,
    /// Write a discovered model as BPMN 2.0
    #[arg(long, value_name = "FILE")]
    bpmn: Option<PathBuf>,
    /// Write a discovered model as PNML
    #[arg(long, value_name = "FILE")]
    pnml: Option<PathBuf>,
    /// Write the log as CSV
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the log as XES
    #[arg(long, value_name = "FILE")]
    xes: Option<PathBuf>,
    /// Write the log as OCEL 2.0 in JSON
    #[arg(long, value_name = "FILE")]
    ocel: Option<PathBuf>,
}

impl ModelArguments {
    pub fn writes_log(&self) -> bool {
        self.csv.is_some() || self.xes.is_some() || self.ocel.is_some()
    }
}

/// Insists that nothing is written over a log that is read.
pub fn are_others(arguments: &ModelArguments, logs: &[PathBuf]) -> Result<(), Failure> {
    let whole = |path: &PathBuf| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let read: Vec<PathBuf> = logs.iter().map(whole).collect();
    let ModelArguments { bpmn, pnml, csv, xes, ocel, .. } = arguments;
    for path in [bpmn, pnml, csv, xes, ocel].into_iter().flatten() {
        if read.contains(&whole(path)) {
            return Err(Failure::new(
                format!("{} is one of the logs that are read", path.display()),
                "give another name",
            ));
        }
    }
    Ok(())
}

/// Writes and checks what was asked for; whether something of it needs a look.
pub fn write(arguments: &ModelArguments, traces: &Traces<'_>, figures: &Figures) -> Result<bool, Failure> {
    if !(0.0..=1.0).contains(&arguments.noise) {
        return Err(Failure::new(format!("`--noise {}` is not a share", arguments.noise), "give a share from 0 to 1"));
    }
    let needs_a_look = match &arguments.pathway {
        Some(path) => conformance(path, traces, figures)?,
        None => false,
    };
    models(arguments, traces, &figures.variants)?;
    let log = traces.log;
    if let Some(path) = &arguments.csv {
        file(path, |out| write_csv(log, out).map_err(|error| unwritable(path, &error)))?;
    }
    if let Some(path) = &arguments.xes {
        file(path, |out| write_xes(log, out).map_err(|error| unwritable(path, &error)))?;
    }
    if let Some(path) = &arguments.ocel {
        file(path, |out| intake::events::ocel::write_log_as_ocel(log, out).map_err(|error| unwritable(path, &error)))?;
    }
    Ok(needs_a_look)
}

fn models(arguments: &ModelArguments, traces: &Traces<'_>, variants: &Variants) -> Result<(), Failure> {
    if arguments.bpmn.is_none() && arguments.pnml.is_none() {
        return Ok(());
    }
    let tree = discover(variants, arguments.noise);
    let names = &traces.log.activities;
    if let Some(path) = &arguments.bpmn {
        whole(path, to_bpmn(&tree, names, "discovered").as_bytes())?;
    }
    if let Some(path) = &arguments.pnml {
        whole(path, to_pnml(&PetriNet::of(&tree), names, "discovered").as_bytes())?;
    }
    Ok(())
}

fn conformance(path: &Path, traces: &Traces<'_>, figures: &Figures) -> Result<bool, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display()), "name a pathway file"))?;
    let pathway = read(&text, &path.display().to_string()).map_err(|mistakes| Failure::Written(Box::new(mistakes)))?;
    let last = traces.log.events.iter().map(|event| event.end.unwrap_or(event.start).micros).max();
    let seen = Observation { until: last, holidays: &figures.holidays, division: figures.division };
    let found = check(traces, &pathway, &seen);
    crate::print(format!("\nBeside the pathway `{}`", pathway.name))?;
    if !pathway.orders.is_empty() {
        crate::print(format!(
            "  {} of {} cases went as designed",
            grouped(found.n_as_designed as u64),
            grouped(traces.n_cases() as u64)
        ))?;
    }
    for activity in &found.activities_unseen {
        say!("warning: `{activity}` of the pathway never occurs in the log");
    }
    for (reason, n) in found.rules.iter().flat_map(|rule| &rule.not_computed) {
        say!("warning: of {n} cases nobody can tell: {reason}");
    }
    let row = |rule: &journey::pathway::RuleOutcome| {
        let first: Vec<&str> = rule.broken.iter().take(3).map(|case| traces.log.cases.name(*case)).collect();
        vec![
            rule.id.clone(),
            grouped(rule.n_cases as u64),
            grouped(rule.broken.len() as u64),
            grouped(rule.n_pending as u64),
            grouped(rule.not_computed.values().sum::<usize>() as u64),
            match rule.n_events_without_cost {
                0 => rule.cost_of_broken.to_string(),
                _ if rule.cost_of_broken == money::Money::ZERO => "not known".to_owned(),
                _ => format!("{} at least", rule.cost_of_broken),
            },
            first.join(", "),
        ]
    };
    let headings = ["rule", "cases", "broken in", "pending", "cannot tell", "cost of these cases", "first cases"];
    crate::print(table(&headings, &[1, 2, 3, 4, 5], found.rules.iter().map(row)))?;
    Ok(!found.activities_unseen.is_empty() || found.rules.iter().any(|rule| !rule.not_computed.is_empty()))
}

fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    authored::write_whole(path, bytes).map_err(|error| unwritable(path, &error))
}

/// Writes a file under another name and puts it in place whole.
fn file(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    authored::insist_on_file(path).map_err(|error| unwritable(path, &error))?;
    let part = authored::part_of(path);
    // What a stopped run left is never written through: it could be a link.
    let _ = std::fs::remove_file(&part);
    let mut options = File::options();
    options.write(true).create_new(true);
    // A log may be about people.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(&part).map_err(|error| unwritable(path, &error))?);
    let written = write(&mut out).and_then(|()| out.flush().map_err(|error| unwritable(path, &error)));
    let placed = written.and_then(|()| std::fs::rename(&part, path).map_err(|error| unwritable(path, &error)));
    if placed.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    placed
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        format!("{} cannot be written: {error}", path.display()),
        "name a file in a folder that exists and has room",
    )
}
