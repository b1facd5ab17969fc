//! `totalplace appraise`: what a better design costs, who pays and who gains.

mod papers;
mod rings;

use std::path::{Path, PathBuf};

use appraisal::{
    Case, Cut, Paper, Proposal, Reference, Simulation, appraise, compare, offer, rollout, savings, simulate,
};
use casebook::terminal;

use crate::Outcome;
use crate::fail::Failure;
use crate::unit_costs::{From, mistaken, reference};
use papers::Papers;
use rings::Envelope;

/// Folder of a place that holds proposals.
const FOLDER: &str = "proposals";

#[derive(clap::Args)]
#[command(after_help = "A file is a proposal, ring-fenced pots ([[pot]]), a single offer ([[freedom]]) or a \
    roll-out ([[area]]): what it is follows from its keys. See docs/guides/write-a-proposal.md.")]
pub struct Arguments {
    /// A proposal, or the folder of a place for everything in its proposals/
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    path: PathBuf,
    /// All proposals side by side, with their savings counted once
    #[arg(long)]
    compare: bool,
    /// With --compare: what remains if a body's budget for them is cut, such as `council=0.2`
    #[arg(long, value_name = "BODY=SHARE", value_parser = cut, requires = "compare")]
    cut: Option<Cut>,
    #[command(flatten)]
    envelope: Envelope,
    /// Draws of the uncertain inputs; 0 for none
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    draws: u32,
    /// The same seed gives the same draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    papers: Papers,
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

/// A file of the folder, read from disk.
struct Text {
    file: String,
    text: String,
    paper: Paper,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (place, files) = proposals(&arguments.path)?;
    let texts = files.iter().map(|file| text(file)).collect::<Result<Vec<Text>, _>>()?;
    let reference = reference(&place, &arguments.unit_costs.files(&place)?)?;
    let (read, n_broken) = proposals_of(&texts, &reference)?;
    if arguments.papers.is_asked() && read.len() != 1 {
        return Err(Failure::new(
            format!("a paper covers one proposal, and you named {}", read.len()),
            "name one proposal's file",
        ));
    }
    let mut needs_a_look = 0 < n_broken;
    match arguments.compare {
        true => needs_a_look |= show_side_by_side(&arguments, &read, &reference)?,
        false => {
            for (proposal, case) in &read {
                crate::unless_closed(show(&arguments, proposal, case, &reference))?;
                needs_a_look |= case.needs_a_look();
            }
        }
    }
    let cases: Vec<&Case> = read.iter().map(|(_, case)| case).collect();
    for text in texts.iter().filter(|text| text.paper != Paper::Proposal) {
        crate::unless_closed(show_other(&arguments, text, &cases, &reference))?;
        needs_a_look |= is_above_the_count(text, &reference);
    }
    Ok(if needs_a_look { Outcome::Look } else { Outcome::Done })
}

/// The proposals among the files, appraised. One that is broken is reported and the rest go on; where it is the only
/// one there is nothing to go on with.
fn proposals_of(texts: &[Text], reference: &Reference) -> Result<(Vec<(Proposal, Case)>, usize), Failure> {
    let mut read = Vec::new();
    let mut n_broken = 0;
    for text in texts.iter().filter(|text| text.paper == Paper::Proposal) {
        match appraisal::read(&text.text, &text.file, reference) {
            Ok(proposal) => {
                let case = appraise(&proposal, reference).map_err(failure)?;
                read.push((proposal, case));
            }
            Err(mistakes) if texts.len() == 1 => return Err(mistaken(mistakes)),
            Err(mistakes) => {
                n_broken += 1;
                mistaken(mistakes).print();
            }
        }
    }
    Ok((read, n_broken))
}

/// Proposals side by side and their savings; whether something needs a look.
fn show_side_by_side(arguments: &Arguments, read: &[(Proposal, Case)], reference: &Reference) -> Result<bool, Failure> {
    let proposals: Vec<Proposal> = read.iter().map(|(proposal, _)| proposal.clone()).collect();
    let comparison = compare(&proposals, reference, arguments.cut.as_ref()).map_err(failure)?;
    let savings = savings::of_cases(read.iter().map(|(proposal, case)| (proposal, case)));
    let is_counted_twice = !savings.refused.is_empty() || savings.lines.iter().any(savings::LineUse::is_overdrawn);
    crate::unless_closed(match arguments.json {
        true => {
            let ledger: Vec<_> = savings.ledger.iter().collect();
            let refused: Vec<String> = savings.refused.iter().map(ToString::to_string).collect();
            crate::print(appraisal::to_json(&(comparison, ledger, refused, savings.lines)))
        }
        false => {
            crate::print(terminal::comparison(&comparison)).and_then(|()| crate::print(terminal::savings(&savings)))
        }
    })?;
    Ok(is_counted_twice)
}

fn show(arguments: &Arguments, proposal: &Proposal, case: &Case, reference: &Reference) -> Result<(), Failure> {
    let simulation = Simulation { n_draws: arguments.draws as usize, seed: arguments.seed };
    let uncertainty = match arguments.draws {
        0 => None,
        _ => match simulate(proposal, reference, simulation) {
            Ok(uncertainty) => Some(uncertainty),
            // A proposal without ranges is appraised all the same; that nothing is drawn is said under it.
            Err(appraisal::Error::NothingUncertain { .. }) => None,
            Err(error) => return Err(failure(error)),
        },
    };
    arguments.papers.write(proposal, reference, case, uncertainty.as_ref())?;
    if arguments.json {
        return crate::print(appraisal::to_json(&(case, uncertainty)));
    }
    crate::print(terminal::case(case))?;
    match uncertainty {
        Some(uncertainty) => crate::print(terminal::uncertainty(case, &uncertainty)),
        None if arguments.draws == 0 => Ok(()),
        None => crate::print("Uncertainty: no input has a range, so nothing is drawn\n"),
    }
}

/// A roll-out whose base is larger than what the place's whole count says can be addressed.
fn is_above_the_count(text: &Text, reference: &Reference) -> bool {
    let roll_out = || rollout::read(&text.text, &text.file, &reference.counted);
    text.paper == Paper::RollOut && roll_out().is_ok_and(|planned| planned.above_the_count().next().is_some())
}

/// Pots, an offer or a roll-out.
fn show_other(arguments: &Arguments, text: &Text, cases: &[&Case], reference: &Reference) -> Result<(), Failure> {
    let Text { text, file, paper } = text;
    let shown = match paper {
        Paper::Funding => return rings::show(text, file, &arguments.envelope, arguments.json),
        Paper::Offer => {
            let offer = offer::read(text, file).map_err(mistaken)?;
            // An offer that is named alone brings its place's proposals with it.
            let of_place = if cases.is_empty() { beside(Path::new(file), arguments, reference)? } else { Vec::new() };
            let cases: Vec<Case> = cases.iter().map(|case| (*case).clone()).chain(of_place).collect();
            match arguments.json {
                true => appraisal::to_json(&(&offer, offer.summary(&cases))),
                false => terminal::offer(&offer, &cases),
            }
        }
        Paper::RollOut => {
            let roll_out = rollout::read(text, file, &reference.counted).map_err(mistaken)?;
            let rates = &reference.discount(&reference.default_discount).map_err(failure)?.standard;
            match arguments.json {
                true => appraisal::to_json(&roll_out.by_year()),
                false => terminal::roll_out(&roll_out, rates),
            }
        }
        Paper::Proposal => return Ok(()),
    };
    crate::print(shown)
}

/// The proposals that are in the folder of a file.
fn beside(file: &Path, arguments: &Arguments, reference: &Reference) -> Result<Vec<Case>, Failure> {
    let folder = if arguments.path.is_file() { folder_of(file) } else { Path::new(".") };
    let (_, files) = proposals(folder)?;
    let texts = files.iter().map(|file| text(file)).collect::<Result<Vec<Text>, _>>()?;
    let (read, _) = proposals_of(&texts, reference)?;
    Ok(read.into_iter().map(|(_, case)| case).collect())
}

/// The folder that a file or folder stands in; that of a bare name is the one where the command runs.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."))
}

/// The folder of the place, and the files that are meant.
fn proposals(path: &Path) -> Result<(PathBuf, Vec<PathBuf>), Failure> {
    if path.is_file() {
        let folder = folder_of(path);
        // Somebody who is in the folder of proposals names a file without it.
        let is_of_place = folder.canonicalize().is_ok_and(|folder| folder.ends_with(FOLDER));
        let place = match (is_of_place, folder == Path::new(".")) {
            (true, true) => Path::new(".."),
            (true, false) => folder_of(folder),
            (false, _) => folder,
        };
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

fn text(file: &Path) -> Result<Text, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", file.display()), "check the path"))?;
    Ok(Text { file: file.display().to_string(), paper: appraisal::paper(&text), text })
}

fn failure(error: appraisal::Error) -> Failure {
    Failure::Other { text: error.to_string(), hint: None }
}
