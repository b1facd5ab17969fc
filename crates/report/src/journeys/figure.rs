//! One released figure about journeys, and which agencies it is of.

use model::tables::{FigureMeasure, FigureTopic, RELEASED_FIGURE, released_figure};
use model::{Row, TableError, Tables};

/// A released figure about journeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyFigure {
    pub topic: FigureTopic,
    pub category: String,
    pub measure: FigureMeasure,
    /// As released: `[c]` if it is withheld.
    pub shown: String,
}

/// Released figures of these topics, in their order.
///
/// # Errors
/// [`TableError`] where the table cannot be read.
pub fn journey_figures(tables: &dyn Tables, topics: &[FigureTopic]) -> Result<Vec<JourneyFigure>, TableError> {
    let read = RELEASED_FIGURE.read_all(tables, |row| JourneyFigure::of(row, topics))?;
    Ok(read.into_iter().flatten().collect())
}

impl JourneyFigure {
    fn of(row: &Row<'_>, topics: &[FigureTopic]) -> Option<JourneyFigure> {
        let topic = FigureTopic::parse(row.text(released_figure::TOPIC)).filter(|topic| topics.contains(topic))?;
        Some(JourneyFigure {
            topic,
            category: row.text(released_figure::CATEGORY).to_owned(),
            measure: FigureMeasure::parse(row.text(released_figure::MEASURE))?,
            shown: row.text(released_figure::SHOWN).to_owned(),
        })
    }

    pub fn is_withheld(&self) -> bool {
        self.shown == "[c]"
    }

    /// With its unit: `£1,235`, `12%`.
    pub fn value(&self) -> String {
        use FigureMeasure::{CapacityReleased, Cost, CostAtMost, CostEach, MedianCost, P90Cost, Percent};
        match self.measure {
            _ if self.is_withheld() => self.shown.clone(),
            Percent => format!("{}%", self.shown),
            Cost | MedianCost | P90Cost | CostAtMost | CostEach | CapacityReleased => {
                format!("£{}", with_commas(&self.shown))
            }
            _ => with_commas(&self.shown),
        }
    }

    /// Whether it is of one of these agencies.
    pub fn names_one_of(&self, agencies: &[String]) -> bool {
        agencies_of(self.topic, &self.category).iter().any(|agency| agencies.iter().any(|chosen| chosen == agency))
    }
}

/// The agencies that a figure is of, by its category; of steps each side's, before its colon.
pub fn agencies_of(topic: FigureTopic, category: &str) -> Vec<&str> {
    let before = |end: &str| category.split_once(end).map(|(agency, _)| agency).into_iter().collect();
    match topic {
        FigureTopic::JourneyHandoffs | FigureTopic::JourneyWays => category.split(" → ").collect(),
        FigureTopic::JourneySteps => {
            category.split(" → ").filter_map(|side| side.split_once(": ")).map(|(agency, _)| agency).collect()
        }
        FigureTopic::JourneyChannels => before(": "),
        FigureTopic::JourneyWaits | FigureTopic::JourneyAgencies => before(", "),
        FigureTopic::JourneyRepeats => {
            let whose = category.rsplit_once(": ").map_or("", |(_, whose)| whose);
            whose.trim_end_matches(", twice").split(" → ").filter(|agency| !agency.is_empty()).collect()
        }
        _ => Vec::new(),
    }
}

/// A whole number with commas; anything else as it is.
fn with_commas(shown: &str) -> String {
    match shown.parse::<usize>() {
        Ok(n) => crate::block::count(n),
        Err(_) => shown.strip_suffix(".00").map_or_else(|| shown.to_owned(), with_commas),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agencies_of_a_figure_are_read_from_what_it_is_of() {
        for (topic, category, agencies) in [
            (FigureTopic::JourneyHandoffs, "health → mental_health", vec!["health", "mental_health"]),
            (FigureTopic::JourneySteps, "health: Visit: home → schools: Referral", vec!["health", "schools"]),
            (FigureTopic::JourneyWaits, "housing, half wait no longer", vec!["housing"]),
            (FigureTopic::JourneyRepeats, "Early help: health → schools", vec!["health", "schools"]),
            (FigureTopic::JourneyRepeats, "Early help: health, twice", vec!["health"]),
            (FigureTopic::JourneyAgencies, "housing, cost of its contacts", vec!["housing"]),
            (FigureTopic::JourneyChannels, "health: GP appointment, one contact online", vec!["health"]),
            (FigureTopic::JourneyChannels, "share of contacts online", vec![]),
            (FigureTopic::Journeys, "contacts", vec![]),
        ] {
            assert_eq!(agencies_of(topic, category), agencies, "{category}");
        }
    }

    #[test]
    fn values_have_units_and_commas() {
        let value = |measure, shown: &str| {
            let category = String::new();
            JourneyFigure { topic: FigureTopic::Journeys, category, measure, shown: shown.to_owned() }.value()
        };
        assert_eq!(value(FigureMeasure::Contacts, "1235"), "1,235");
        assert_eq!(value(FigureMeasure::Cost, "12000.00"), "£12,000");
        assert_eq!(value(FigureMeasure::CostEach, "42"), "£42");
        assert_eq!(value(FigureMeasure::Percent, "12"), "12%");
        assert_eq!(value(FigureMeasure::Percent, "[c]"), "[c]");
    }
}
