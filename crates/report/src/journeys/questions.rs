//! The four questions of a theme, which pilots put to their services: do they meet needs; how much money is there; how could it go
//! further; what is done twice (method, section 4). Answers are chosen from released figures and from what the theme costs, and
//! each says where its evidence is. Nothing is computed for a theme, so answers for two themes tell no more than the whole.

use std::collections::BTreeMap;

use model::tables::{FigureTopic, JOURNEY_THEME, journey_theme};
use model::{Place, TableError, Tables};

use super::figure::{JourneyFigure, journey_figures};
use crate::whole::{ThemeCosts, theme_costs};

/// The questions of one theme, answered as far as anybody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeAnswers {
    /// The theme's id in place.toml.
    pub theme: String,
    pub name: String,
    /// Agencies that serve it, as somebody wrote them into rules/journeys.toml.
    pub agencies: Vec<String>,
    pub answers: [ThemeAnswer; 4],
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeAnswer {
    pub question: &'static str,
    /// What is known, one figure each; empty where nothing is, and then `missing` says why.
    pub known: Vec<String>,
    pub missing: &'static str,
    /// The table that the figures are in.
    pub table: &'static str,
    /// Where on the pages they stand.
    pub page: String,
}

const TOPICS: [FigureTopic; 4] = [
    FigureTopic::JourneyWaits,
    FigureTopic::JourneyAgencies,
    FigureTopic::JourneyChannels,
    FigureTopic::JourneyRepeats,
];
/// Repeats that an answer names.
const N_REPEATS: usize = 5;

/// The answers for each theme of the place with agencies in rules/journeys.toml.
///
/// # Errors
/// [`TableError`] where a table cannot be read.
pub fn theme_answers(
    tables: &dyn Tables,
    place: &Place,
    service_name: &dyn Fn(&str) -> String,
) -> Result<Vec<ThemeAnswers>, TableError> {
    let mut agencies: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if tables.exists(&JOURNEY_THEME) {
        JOURNEY_THEME.read_all(tables, |row| {
            let theme = agencies.entry(row.text(journey_theme::THEME).to_owned()).or_default();
            theme.push(row.text(journey_theme::AGENCY).to_owned());
        })?;
    }
    if agencies.is_empty() {
        return Ok(Vec::new());
    }
    let figures = journey_figures(tables, &TOPICS)?;
    let costs = theme_costs(tables, place, service_name)?;
    let of = |theme: &model::place::Theme| {
        let agencies = agencies.remove(&theme.id)?;
        let own: Vec<&JourneyFigure> =
            figures.iter().filter(|figure| !figure.is_withheld() && figure.names_one_of(&agencies)).collect();
        let costs = costs.iter().find(|costs| costs.id == theme.id);
        let answers = answers(&theme.id, &own, costs);
        Some(ThemeAnswers { theme: theme.id.clone(), name: theme.name.clone(), agencies, answers })
    };
    Ok(place.themes.iter().filter_map(of).collect())
}

fn answers(theme: &str, figures: &[&JourneyFigure], costs: Option<&ThemeCosts>) -> [ThemeAnswer; 4] {
    let said = |topic: FigureTopic, words: &str| -> Vec<String> {
        let own = figures.iter().filter(|figure| figure.topic == topic && figure.category.contains(words));
        own.map(|figure| in_words(figure)).collect()
    };
    let failure = said(FigureTopic::JourneyAgencies, "failure demand");
    let needs = [said(FigureTopic::JourneyWaits, ""), failure.clone()].concat();
    let counted =
        costs.map(|costs| format!("{} is spent on the theme by all bodies, as far as it is counted", costs.total()));
    let money = counted.into_iter().chain(said(FigureTopic::JourneyAgencies, "cost of its contacts")).collect();
    let split = costs.and_then(|costs| costs.split().in_words());
    let further = [said(FigureTopic::JourneyChannels, " instead of "), failure, split.into_iter().collect()].concat();
    let twice = said(FigureTopic::JourneyRepeats, "").into_iter().take(N_REPEATS).collect();
    let answer = |question, known, missing, table, page: String| ThemeAnswer { question, known, missing, table, page };
    [
        answer(
            "Do services meet needs?",
            needs,
            "no wait after a referral and no kind of demand of ten people or more is known at its agencies",
            "released_figure",
            "journeys#waits".to_owned(),
        ),
        answer(
            "How much money is there?",
            money,
            "neither what the theme costs nor what its agencies' contacts cost is known",
            "theme_count, released_figure",
            format!("themes/{theme}"),
        ),
        answer(
            "How could it go further?",
            further,
            "no shift of channels is stated in rules/journeys.toml, no demand is recorded, and no rule says what is prevention",
            "released_figure, theme_count",
            "journeys#channels".to_owned(),
        ),
        answer(
            "What is done twice?",
            twice,
            "no assessment of ten people or more was made again at its agencies",
            "released_figure",
            "journeys#repeats".to_owned(),
        ),
    ]
}

fn in_words(figure: &JourneyFigure) -> String {
    let unit = match figure.topic {
        FigureTopic::JourneyWaits => " working days",
        FigureTopic::JourneyRepeats => " people",
        _ => "",
    };
    format!("{}: {}{unit}", figure.category, figure.value())
}

#[cfg(test)]
mod tests {
    use model::place::Theme;
    use model::tables::{RELEASED_FIGURE, THEME_COUNT};
    use testkit::Memory;

    use super::*;

    const FIGURES: &str = "
topic            | position | category                                      | measure             | n  | amount   | shown    | policy
journey_waits    | 0        | housing, half wait no longer                  | median_working_days | 8  |          | 8        | linked_families
journey_waits    | 1        | housing, nine in ten wait no longer           | p90_working_days    |    |          | [c]      | linked_families
journey_waits    | 2        | health, half wait no longer                   | median_working_days | 3  |          | 3        | linked_families
journey_repeats  | 3        | Housing need: housing → health                | people              | 15 |          | 15       | linked_families
journey_agencies | 4        | housing, cost of its contacts                 | cost                |    | 12000.00 | 12000.00 | linked_families
journey_channels | 5        | housing: Visit, 90 contacts online instead of face to face releases capacity | capacity_released | 700 | | 700 | linked_families
";

    #[test]
    fn each_question_of_a_theme_is_answered_from_figures_of_its_agencies() {
        let tables = Memory::new()
            .with(&RELEASED_FIGURE, FIGURES)
            .with(&JOURNEY_THEME, "theme | agency\nhomelessness | housing")
            .with(&THEME_COUNT, "financial_year | theme | body | label | kind | basis | method | amount");
        let theme = Theme { id: "homelessness".to_owned(), name: "Homelessness".to_owned() };
        let place = Place { themes: vec![theme], ..crate::testing::place() };
        let found = theme_answers(&tables, &place, &str::to_owned).unwrap();
        let known: Vec<Vec<String>> = found[0].answers.iter().map(|answer| answer.known.clone()).collect();
        assert_eq!(known[0], ["housing, half wait no longer: 8 working days"]);
        assert_eq!(known[1], ["housing, cost of its contacts: £12,000"]);
        assert_eq!(known[2].len(), 1);
        assert_eq!(known[3], ["Housing need: housing → health: 15 people"]);
    }
}
