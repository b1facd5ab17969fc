//! `totalplace journeys`: who hands people to whom, where they wait, what they are asked twice, what it costs.

use std::collections::BTreeSet;

use intake::people::grouped;
use model::Row;
use model::tables::{FigureMeasure, FigureTopic, RELEASED_FIGURE, released_figure};
use serde_json::json;

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder, table};

#[derive(clap::Args)]
#[command(
    after_help = "Only released figures are shown: counts of fewer than ten people are withheld as [c] or left out, and others \
    are rounded. Choosing an agency chooses among them and computes nothing anew, so two choices beside each other tell no \
    more than the whole.\nExample: totalplace journeys my-place --agency housing"
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// Figures that name this agency
    #[arg(long, value_name = "AGENCY")]
    agency: Option<String>,
    /// Figures that name an agency of this theme, as rules/journeys.toml lists them
    #[arg(long, value_name = "THEME", conflicts_with = "agency")]
    theme: Option<String>,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Rows of a table where not all are asked for.
const N_SHOWN: usize = 12;

/// The tables, in the order in which they are read.
const TABLES: [(FigureTopic, &str, &str, &str); 8] = [
    (FigureTopic::Journeys, "What happens between agencies", "what", "figure"),
    (FigureTopic::JourneyStarts, "What journeys begin with", "begins with", "people"),
    (FigureTopic::JourneyHandoffs, "Who hands people to whom", "from and to", "people"),
    (FigureTopic::JourneyRepeats, "What people are asked again", "assessment, and by whom", "people"),
    (FigureTopic::JourneyWaits, "How long people wait after a referral, in working days", "agency", "days"),
    (FigureTopic::JourneyWays, "The ways people go between agencies", "agencies in order", "people"),
    (FigureTopic::JourneySteps, "From one contact to the next", "step", "people"),
    (FigureTopic::JourneyCosts, "What journeys cost (without what no agency priced)", "what", "figure"),
];

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let figures: Vec<Figure> = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        Ok(RELEASED_FIGURE.read_all(folder, Figure::of)?.into_iter().flatten().collect())
    })?;
    if figures.is_empty() {
        say!(
            "no contacts of people are in {}: put files about people into people/ and name them in place.toml as a source of \
             the kind `people`",
            dir.display()
        );
        return Ok(Outcome::Look);
    }
    let agencies = chosen(&arguments, &figures)?;
    let is_chosen = |figure: &&Figure| agencies.as_ref().is_none_or(|agencies| figure.names_one_of(agencies));
    let chosen: Vec<&Figure> = figures.iter().filter(is_chosen).collect();
    if arguments.json {
        let rows: Vec<_> = chosen.iter().map(|figure| figure.json()).collect();
        crate::print(format!("{:#}", json!(rows)))?;
        return Ok(Outcome::Done);
    }
    for (topic, title, what, unit) in TABLES {
        let own: Vec<&&Figure> = chosen.iter().filter(|figure| figure.topic == topic).collect();
        if own.is_empty() {
            continue;
        }
        let n_shown = if arguments.all { own.len() } else { N_SHOWN };
        crate::print(format!("\n{title}"))?;
        crate::print(table::table(&[what, unit], &[1], own.iter().take(n_shown).map(|figure| figure.cells())))?;
        if n_shown < own.len() {
            crate::print(format!("and {} more: --all", own.len() - n_shown))?;
        }
    }
    say!(
        "steps, hand-offs and ways that fewer than ten people took are not listed; counts are rounded to the nearest 5"
    );
    Ok(Outcome::Done)
}

/// The agencies that were asked for; none for all.
fn chosen(arguments: &Arguments, figures: &[Figure]) -> Result<Option<Vec<String>>, Failure> {
    if let Some(agency) = &arguments.agency {
        let known: BTreeSet<&str> = figures.iter().flat_map(Figure::agencies).collect();
        return match known.contains(agency.as_str()) {
            true => Ok(Some(vec![agency.clone()])),
            false => Err(Failure::not_there("agency with journeys", agency, known)),
        };
    }
    let Some(theme) = &arguments.theme else { return Ok(None) };
    let rules = pipeline::journey_rules(&arguments.folder.dir)?;
    match rules.themes.iter().find(|(id, _)| id == theme) {
        Some((_, agencies)) => Ok(Some(agencies.clone())),
        None => {
            let known: Vec<&str> = rules.themes.iter().map(|(id, _)| id.as_str()).collect();
            let failure =
                Failure::not_there("theme with agencies in rules/journeys.toml", theme, known.iter().copied());
            Err(match known.is_empty() {
                true => Failure::new(
                    format!("rules/journeys.toml names no agencies of a theme `{theme}`"),
                    format!("add to it: [[theme]], id = \"{theme}\", agencies = [\"schools\", \"health\"]"),
                ),
                false => failure,
            })
        }
    }
}

/// One released figure about journeys.
struct Figure {
    topic: FigureTopic,
    category: String,
    measure: FigureMeasure,
    shown: String,
}

impl Figure {
    fn of(row: &Row<'_>) -> Option<Figure> {
        let topic = FigureTopic::parse(row.text(released_figure::TOPIC))?;
        TABLES.iter().find(|(own, ..)| *own == topic)?;
        Some(Figure {
            topic,
            category: row.text(released_figure::CATEGORY).to_owned(),
            measure: FigureMeasure::parse(row.text(released_figure::MEASURE))?,
            shown: row.text(released_figure::SHOWN).to_owned(),
        })
    }

    /// The agencies that hand-offs name; of steps each side's, before its colon.
    fn agencies(&self) -> Vec<&str> {
        match self.topic {
            FigureTopic::JourneyHandoffs | FigureTopic::JourneyWays => self.category.split(" → ").collect(),
            FigureTopic::JourneySteps => {
                self.category.split(" → ").filter_map(|side| side.split_once(": ")).map(|(agency, _)| agency).collect()
            }
            FigureTopic::JourneyWaits => self.category.split_once(", ").map(|(agency, _)| agency).into_iter().collect(),
            FigureTopic::JourneyRepeats => {
                let whose = self.category.rsplit_once(": ").map_or("", |(_, whose)| whose);
                whose.trim_end_matches(", twice").split(" → ").filter(|agency| !agency.is_empty()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn names_one_of(&self, agencies: &[String]) -> bool {
        self.agencies().iter().any(|agency| agencies.iter().any(|chosen| chosen == agency))
    }

    fn cells(&self) -> Vec<String> {
        let value = match self.measure {
            FigureMeasure::Percent if self.shown != "[c]" => format!("{}%", self.shown),
            FigureMeasure::Cost | FigureMeasure::MedianCost | FigureMeasure::P90Cost if self.shown != "[c]" => {
                format!("£{}", with_commas(&self.shown))
            }
            _ => with_commas(&self.shown),
        };
        vec![self.category.clone(), value]
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "topic": self.topic.word(),
            "category": self.category,
            "measure": self.measure.word(),
            "shown": self.shown,
        })
    }
}

/// A whole number with commas; anything else as it is.
fn with_commas(shown: &str) -> String {
    match shown.parse::<u64>() {
        Ok(n) => grouped(n),
        Err(_) => shown.strip_suffix(".00").map_or_else(|| shown.to_owned(), with_commas),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(topic: FigureTopic, category: &str) -> Figure {
        Figure { topic, category: category.to_owned(), measure: FigureMeasure::People, shown: "1235".to_owned() }
    }

    #[test]
    fn the_agencies_of_a_figure_are_read_from_what_it_is_of() {
        for (topic, category, agencies) in [
            (FigureTopic::JourneyHandoffs, "health → mental_health", vec!["health", "mental_health"]),
            (FigureTopic::JourneySteps, "health: Visit: home → schools: Referral", vec!["health", "schools"]),
            (FigureTopic::JourneyWaits, "housing, half wait no longer", vec!["housing"]),
            (FigureTopic::JourneyRepeats, "Early help: health → schools", vec!["health", "schools"]),
            (FigureTopic::JourneyRepeats, "Early help: health, twice", vec!["health"]),
            (FigureTopic::Journeys, "contacts", vec![]),
        ] {
            assert_eq!(figure(topic, category).agencies(), agencies, "{category}");
        }
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!(figure(FigureTopic::Journeys, "contacts").cells()[1], "1,235");
        assert_eq!(with_commas("12000.00"), "12,000");
        assert_eq!(with_commas("[c]"), "[c]");
    }
}
