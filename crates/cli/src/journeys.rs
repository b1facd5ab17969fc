//! `totalplace journeys`: who hands people to whom, where they wait, what they are asked twice, what it costs.

use std::collections::BTreeSet;

use model::tables::FigureTopic;
use report::journeys::{JourneyFigure, ThemeAnswers, agencies_of, journey_figures, theme_answers};
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
const TABLES: [(FigureTopic, &str, &str, &str); 11] = [
    (FigureTopic::Journeys, "What happens between agencies", "what", "figure"),
    (FigureTopic::JourneyStarts, "What journeys begin with", "begins with", "people"),
    (FigureTopic::JourneyHandoffs, "Who hands people to whom", "from and to", "people"),
    (FigureTopic::JourneyRepeats, "What people are asked again", "assessment, and by whom", "people"),
    (FigureTopic::JourneyWaits, "How long people wait after a referral, in working days", "agency", "days"),
    (FigureTopic::JourneyWays, "The ways people go between agencies", "agencies in order", "people"),
    (FigureTopic::JourneySteps, "From one contact to the next", "step", "people"),
    (FigureTopic::JourneyCosts, "What journeys cost (without contacts whose cost is not known)", "what", "figure"),
    (FigureTopic::JourneyCostCurve, "What the cheapest and the dearest journeys cost", "which", "figure"),
    (FigureTopic::JourneyAgencies, "Costs and failure demand by agency", "agency", "figure"),
    (FigureTopic::JourneyChannels, "How people are in touch, and what a shift saves", "what", "figure"),
];

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    let place = place::read(dir)?;
    let (figures, themes) = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        let figures = journey_figures(folder, &TABLES.map(|(topic, ..)| topic))?;
        Ok((figures, theme_answers(folder, &place, &str::to_owned)?))
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
    let is_chosen = |figure: &&JourneyFigure| agencies.as_ref().is_none_or(|agencies| figure.names_one_of(agencies));
    let chosen: Vec<&JourneyFigure> = figures.iter().filter(is_chosen).collect();
    if arguments.json {
        let rows: Vec<_> = chosen.iter().map(|figure| json_of(figure)).collect();
        crate::print(format!("{:#}", json!(rows)))?;
        return Ok(Outcome::Done);
    }
    if let Some(answers) = themes.iter().find(|answers| arguments.theme.as_ref() == Some(&answers.theme)) {
        crate::print(questions(answers))?;
    }
    for (topic, title, what, unit) in TABLES {
        let own: Vec<&&JourneyFigure> = chosen.iter().filter(|figure| figure.topic == topic).collect();
        if own.is_empty() {
            continue;
        }
        let n_shown = if arguments.all { own.len() } else { N_SHOWN };
        crate::print(format!("\n{title}"))?;
        crate::print(table::table(&[what, unit], &[1], own.iter().take(n_shown).map(|figure| cells(figure))))?;
        if n_shown < own.len() {
            crate::print(format!("and {} more: --all", own.len() - n_shown))?;
        }
    }
    say!(
        "steps and hand-offs of fewer than ten people, and ways of fewer than twenty, are not listed; counts are rounded to the nearest 5"
    );
    Ok(Outcome::Done)
}

/// The four questions of a theme with their answers, and where the evidence stands.
fn questions(answers: &ThemeAnswers) -> String {
    let mut lines = vec![format!("{} ({})", answers.name, answers.agencies.join(", "))];
    for answer in &answers.answers {
        lines.push(format!("\n{}", answer.question));
        match answer.known.is_empty() {
            true => lines.push(format!("  not known: {}", answer.missing)),
            false => lines.extend(answer.known.iter().map(|known| format!("  {known}"))),
        }
        lines.push(format!("  evidence: {}; page {}", answer.table, answer.page));
    }
    lines.join("\n")
}

/// The agencies that were asked for; none for all.
fn chosen(arguments: &Arguments, figures: &[JourneyFigure]) -> Result<Option<Vec<String>>, Failure> {
    if let Some(agency) = &arguments.agency {
        let known: BTreeSet<&str> =
            figures.iter().flat_map(|figure| agencies_of(figure.topic, &figure.category)).collect();
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

fn cells(figure: &JourneyFigure) -> Vec<String> {
    vec![figure.category.clone(), figure.value()]
}

fn json_of(figure: &JourneyFigure) -> serde_json::Value {
    json!({
        "topic": figure.topic.word(),
        "category": figure.category,
        "measure": figure.measure.word(),
        "shown": figure.shown,
    })
}

#[cfg(test)]
mod tests {
    use model::tables::FigureMeasure;

    use super::*;

    fn figure(category: &str) -> JourneyFigure {
        let (topic, measure) = (FigureTopic::JourneyHandoffs, FigureMeasure::People);
        JourneyFigure { topic, category: category.to_owned(), measure, shown: "1235".to_owned() }
    }

    /// Whatever is asked for, a choice has rows of the whole and no other, and no row is computed for it. So what two choices tell
    /// beside each other, the whole tells too.
    #[test]
    fn a_choice_of_agencies_only_leaves_rows_out() {
        const AGENCIES: [&str; 3] = ["health", "housing", "schools"];
        let pairs = AGENCIES.iter().flat_map(|from| AGENCIES.iter().map(move |to| format!("{from} → {to}")));
        let whole: Vec<JourneyFigure> = pairs.map(|pair| figure(&pair)).collect();
        let chosen = |agencies: &[String]| -> Vec<String> {
            whole.iter().filter(|figure| figure.names_one_of(agencies)).map(|figure| cells(figure).join("|")).collect()
        };
        for choice in 0..8_usize {
            let agencies: Vec<String> = AGENCIES
                .iter()
                .enumerate()
                .filter(|(at, _)| choice >> at & 1 == 1)
                .map(|(_, agency)| (*agency).to_owned())
                .collect();
            let by_one: BTreeSet<String> =
                agencies.iter().flat_map(|agency| chosen(std::slice::from_ref(agency))).collect();
            let together: BTreeSet<String> = chosen(&agencies).into_iter().collect();
            assert_eq!(together, by_one, "a theme is what its agencies are one by one");
            let all: BTreeSet<String> = whole.iter().map(|figure| cells(figure).join("|")).collect();
            assert!(together.is_subset(&all));
        }
    }
}
