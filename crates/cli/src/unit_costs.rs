//! `totalplace unit-costs`: what a unit of something costs, and where the figure comes from.

use std::path::{Path, PathBuf};

use appraisal::unit_costs::UnitCost;
use appraisal::{NamedValue, Reference, is_confirmed};
use model::FinancialYear;
use pipeline::{UnitCostFault, counted};

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
    /// What it is about: words from its name, or a code
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    from: From,
    /// Folder of the place, whose unit-costs/ is read
    #[arg(long, value_name = "DIR", default_value = ".")]
    place: PathBuf,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[arg(long)]
    json: bool,
}

/// Where unit costs come from, beside the place's folder.
#[derive(clap::Args)]
pub struct From {
    /// A unit cost database: the workbook as published, or a plain CSV; may be given more than once, and the last one wins
    #[arg(long = "unit-costs", visible_alias = "from", value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let files = arguments.from.files(&arguments.place)?;
    let reference = reference(&arguments.place, &files)?;
    let words = arguments.words.join(" ");
    let hits = reference.unit_costs.search(&words, arguments.limit);
    let values = values(&reference, &words);
    if files.is_empty() {
        // Nobody may pass the published workbook on without saying whose it is, so it is not in the program.
        say!(
            "no unit cost database is in {}: only the values that ship with the program were searched\n\
             hint: the database is published by the Greater Manchester Combined Authority (CC BY 4.0); put its workbook \
             or a CSV there, or name it with `--from FILE`",
            arguments.place.join(FOLDER).display()
        );
    }
    if hits.is_empty() && values.is_empty() {
        return Err(Failure::new(
            format!(
                "none of {} unit costs and {} values matches `{words}`",
                reference.unit_costs.len(),
                reference.values.len()
            ),
            "use fewer words, or the singular",
        ));
    }
    if arguments.json {
        let costs: Vec<&UnitCost> = hits.iter().map(|hit| hit.cost).collect();
        crate::print(serde_json::to_string_pretty(&costs).map_err(std::io::Error::other)?)?;
    } else {
        for hit in &hits {
            crate::print(described(hit.cost, &reference))?;
        }
        values.iter().try_for_each(|value| crate::print(described_value(value)))?;
    }
    Ok(if files.is_empty() { Outcome::Look } else { Outcome::Done })
}

/// Values of things that have no price, such as a year of life in full health, whose name has every word.
fn values<'a>(reference: &'a Reference, words: &str) -> Vec<&'a NamedValue> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has_all = |value: &&NamedValue| {
        let name = format!("{} {} {}", value.id, value.label, value.unit).to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    reference.values.iter().filter(has_all).collect()
}

fn described_value(value: &NamedValue) -> String {
    let year = value
        .price_year
        .as_ref()
        .map_or("price year disputed: a proposal must state it".to_owned(), |year| format!("{year} prices"));
    let confirmed = if is_confirmed(&value.quality) { "" } else { "not confirmed: " };
    format!(
        "{}  {}\n    {} {}, {year}\n    source: {}\n    quality: {confirmed}{}\n",
        value.id,
        value.label,
        appraisal::text::exact_pounds(value.value),
        value.unit,
        value.source,
        value.quality
    )
}

/// One unit cost as a person reads it.
fn described(cost: &UnitCost, reference: &Reference) -> String {
    let lines = [
        (!cost.agency.is_empty()).then(|| format!("borne by {} {}", cost.agency, cost.agency_detail)),
        Some(cost.in_words()),
        uprated(cost, reference),
        split(cost, reference),
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

/// Every value in the prices of the last year that the deflator has as published, uprated once.
fn uprated(cost: &UnitCost, reference: &Reference) -> Option<String> {
    let deflator = reference.deflator(&reference.deflators.default).ok()?;
    let year = FinancialYear(deflator.last_outturn()?);
    let values = cost.values.iter().map(|(kind, value)| {
        let amount = value.uprated(deflator, year).ok()?;
        Some(format!("{} {}", kind.word(), appraisal::text::pounds(amount)))
    });
    Some(format!("in {year} prices: {}", values.collect::<Option<Vec<_>>>()?.join("; ")))
}

/// Which agency bears which share, where the parts say so.
fn split(cost: &UnitCost, reference: &Reference) -> Option<String> {
    let split = reference.unit_costs.split(&cost.code)?;
    let share = |share: &appraisal::unit_costs::SplitShare| {
        format!("{} {}", share.agency, appraisal::text::percent(share.share))
    };
    let shares: Vec<String> = split.shares.iter().map(share).collect();
    Some(match split.is_whole {
        true => format!("who pays for it: {}", shares.join(", ")),
        false => {
            "its parts do not add up to it (they are incomplete or from other years), so they do not show who pays for it".to_owned()
        }
    })
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

/// The reference that ships with the program, with these unit costs and with what the place counted.
pub fn reference(place: &Path, files: &[PathBuf]) -> Result<Reference, Failure> {
    let read = |path: &PathBuf| {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| unreadable(&shown, &error.to_string()))?;
        Ok((shown, bytes))
    };
    let named = files.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
    pipeline::reference(counted(place), named.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).map_err(
        |fault| match fault {
            UnitCostFault::Unreadable { file, why } => unreadable(&file, &why),
            UnitCostFault::Written(mistakes) => mistaken(mistakes),
        },
    )
}

fn unreadable(file: &str, why: &str) -> Failure {
    Failure::new(
        format!("cannot read unit costs from `{file}`: {why}"),
        "give the workbook as published, or a CSV with the columns in docs/methods/appraisal.md",
    )
}

/// The mistakes of a file that a person wrote, each with its place in it.
pub fn mistaken(mistakes: impl miette::Diagnostic + Send + Sync + 'static) -> Failure {
    Failure::Written(Box::new(mistakes))
}
