//! `totalplace appraise`: what a better design costs, who pays and who gains.

use std::path::{Path, PathBuf};

use appraisal::{Case, Cut, Proposal, Reference, Simulation, appraise, compare, simulate};

use crate::Outcome;
use crate::fail::Failure;
use crate::unit_costs::{From, mistaken, reference};

/// Folder of a place that holds proposals.
const FOLDER: &str = "proposals";

#[derive(clap::Args)]
pub struct Arguments {
    /// A proposal, or the folder of a place for all its proposals
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    path: PathBuf,
    /// All proposals side by side
    #[arg(long)]
    compare: bool,
    /// With --compare: what remains if a body's budget for them is cut, such as `council=0.2`
    #[arg(long, value_name = "BODY=SHARE", value_parser = cut, requires = "compare")]
    cut: Option<Cut>,
    /// Draws of the uncertain inputs; 0 for none
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    draws: u32,
    /// The same seed gives the same draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    unit_costs: From,
    #[arg(long)]
    json: bool,
}

fn cut(text: &str) -> Result<Cut, String> {
    let (body, share) = text.split_once('=').ok_or("write BODY=SHARE, such as council=0.2")?;
    let share = share.trim().parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    let share = share.ok_or("the share is a number from 0 to 1")?;
    Ok(Cut { body: body.trim().to_owned(), share })
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (place, files) = proposals(&arguments.path)?;
    let reference = reference(&arguments.unit_costs.files(&place)?)?;
    let read = files.iter().map(|file| read(file, &reference)).collect::<Result<Vec<Proposal>, _>>()?;
    let cases = read.iter().map(|proposal| appraise(proposal, &reference).map_err(failure));
    let cases = cases.collect::<Result<Vec<Case>, _>>()?;
    if arguments.compare {
        let comparison = compare(&cases, arguments.cut.as_ref()).map_err(failure)?;
        match arguments.json {
            true => crate::print(appraisal::to_json(&comparison))?,
            false => crate::print(appraisal::render_comparison(&comparison))?,
        }
        return Ok(Outcome::Done);
    }
    for (proposal, case) in read.iter().zip(&cases) {
        show(&arguments, proposal, case, &reference)?;
    }
    let needs_a_look = cases.iter().any(|case| !case.cautions.is_empty());
    Ok(if needs_a_look { Outcome::Look } else { Outcome::Done })
}

fn show(arguments: &Arguments, proposal: &Proposal, case: &Case, reference: &Reference) -> Result<(), Failure> {
    let simulation = Simulation { n_draws: arguments.draws as usize, seed: arguments.seed };
    let uncertainty = match arguments.draws {
        0 => None,
        _ => Some(simulate(proposal, reference, simulation).map_err(failure)?),
    };
    if arguments.json {
        return crate::print(appraisal::to_json(&(case, uncertainty)));
    }
    crate::print(appraisal::render(case))?;
    match uncertainty {
        Some(uncertainty) => crate::print(appraisal::render_uncertainty(case, &uncertainty)),
        None => Ok(()),
    }
}

/// The folder of the place, and the proposals that are meant.
fn proposals(path: &Path) -> Result<(PathBuf, Vec<PathBuf>), Failure> {
    if path.is_file() {
        let folder = path.parent().unwrap_or(Path::new("."));
        let place = if folder.ends_with(FOLDER) { folder.parent().unwrap_or(folder) } else { folder };
        return Ok((place.to_owned(), vec![path.to_owned()]));
    }
    let folder = if path.join(FOLDER).is_dir() { path.join(FOLDER) } else { path.to_owned() };
    let mut files = Vec::new();
    let unlisted = |error: std::io::Error| {
        Failure::new(
            format!("cannot read `{}`: {error}", folder.display()),
            "name a proposal, or the folder of a place that has proposals/",
        )
    };
    for entry in std::fs::read_dir(&folder).map_err(unlisted)? {
        files.push(entry?.path());
    }
    files.retain(|file| {
        file.extension().is_some_and(|e| e == "toml") && file.file_name().is_some_and(|n| n != "place.toml")
    });
    files.sort();
    match files.is_empty() {
        true => Err(Failure::new(
            format!("there is no proposal in {}", folder.display()),
            "docs/guides/write-a-proposal.md shows how to write one",
        )),
        false => Ok((path.to_owned(), files)),
    }
}

fn read(file: &Path, reference: &Reference) -> Result<Proposal, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", file.display()), "check the path"))?;
    appraisal::read(&text, &file.display().to_string(), reference).map_err(mistaken)
}

fn failure(error: appraisal::Error) -> Failure {
    Failure::Other { text: error.to_string(), hint: None }
}
