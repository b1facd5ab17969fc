//! `totalplace unit-costs`: what a unit of something costs, and where the figure comes from.

use std::path::{Path, PathBuf};

use appraisal::unit_costs::UnitCost;
use appraisal::{Mistakes, Reference};
use intake::unit_costs::Database;

use crate::Outcome;
use crate::fail::Failure;

/// Folder of a place that holds unit cost databases.
const FOLDER: &str = "unit-costs";

#[derive(clap::Args)]
#[command(
    after_help = "The unit cost database is published by the Greater Manchester Combined Authority as a workbook. \
    Put it, or a plain CSV, into the folder unit-costs/ of the place, or name it with --from."
)]
pub struct Arguments {
    /// What it is about: words of its name, or a code
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    from: From,
    /// Folder of the place, whose unit-costs/ is read
    #[arg(long, value_name = "DIR", default_value = ".")]
    place: PathBuf,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[arg(long)]
    json: bool,
}

/// Where unit costs come from, beside the place's folder.
#[derive(clap::Args)]
pub struct From {
    /// A unit cost database: the workbook as published, or a plain CSV; may be given again, the last one wins
    #[arg(long = "unit-costs", visible_alias = "from", value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let files = arguments.from.files(&arguments.place)?;
    if files.is_empty() {
        return Err(Failure::new(
            format!("there is no unit cost database in {}", arguments.place.join(FOLDER).display()),
            "put the published workbook or a CSV there, or name it with `--from FILE`",
        ));
    }
    let reference = reference(&files)?;
    let words = arguments.words.join(" ");
    let hits = reference.unit_costs.search(&words, arguments.limit);
    if hits.is_empty() {
        return Err(Failure::new(
            format!("none of {} unit costs answers to `{words}`", reference.unit_costs.len()),
            "use fewer words, or the singular",
        ));
    }
    if arguments.json {
        let costs: Vec<&UnitCost> = hits.iter().map(|hit| hit.cost).collect();
        crate::print(serde_json::to_string_pretty(&costs).map_err(std::io::Error::other)?)?;
    } else {
        hits.iter().try_for_each(|hit| crate::print(described(hit.cost)))?;
    }
    Ok(Outcome::Done)
}

/// One unit cost as a person reads it.
fn described(cost: &UnitCost) -> String {
    let lines = [
        (!cost.agency.is_empty()).then(|| format!("borne by {} {}", cost.agency, cost.agency_detail)),
        Some(cost.in_words()),
        (!cost.includes.is_empty()).then(|| cost.includes.clone()),
        (!cost.source.is_empty()).then(|| format!("source: {}", cost.source)),
        (!cost.quality.is_empty()).then(|| format!("quality: {}", cost.quality)),
        cost.replaces.as_ref().map(|old| format!("replaces {old}")),
    ];
    let head = [&cost.category, &cost.subject, &cost.detail].map(String::as_str);
    let head: Vec<&str> = head.into_iter().filter(|part| !part.is_empty()).collect();
    let lines = lines.into_iter().flatten().map(|line| format!("    {}\n", line.trim()));
    format!("{}  {}\n{}", cost.code, head.join(" · "), lines.collect::<String>())
}

impl From {
    /// The files that are named, after those of the place's folder.
    pub fn files(&self, place: &Path) -> Result<Vec<PathBuf>, Failure> {
        let folder = place.join(FOLDER);
        let mut files = Vec::new();
        if folder.is_dir() {
            for entry in std::fs::read_dir(&folder)? {
                files.push(entry?.path());
            }
            files.sort();
        }
        files.extend(self.files.iter().cloned());
        Ok(files)
    }
}

/// The reference that ships with the program, with these unit costs.
pub fn reference(files: &[PathBuf]) -> Result<Reference, Failure> {
    files.iter().try_fold(Reference::builtin(), |reference, path| {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| unreadable(&shown, &error.to_string()))?;
        // A workbook is an archive, whatever it is called; everything else is the plain layout.
        let text = match bytes.starts_with(b"PK") {
            true => Database::read(&bytes).map_err(|error| unreadable(&shown, &error.to_string()))?.to_csv(),
            false => String::from_utf8(bytes).map_err(|error| unreadable(&shown, &error.to_string()))?,
        };
        reference.with_unit_costs(&text, &shown).map_err(mistaken)
    })
}

fn unreadable(file: &str, why: &str) -> Failure {
    Failure::new(
        format!("cannot read unit costs from `{file}`: {why}"),
        "give the workbook as published, or a CSV with the columns of docs/methods/appraisal.md",
    )
}

/// The mistakes of a file that a person wrote, each with its place in it.
pub fn mistaken(mistakes: Mistakes) -> Failure {
    Failure::Written(Box::new(mistakes))
}
