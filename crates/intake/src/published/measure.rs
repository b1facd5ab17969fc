//! What the words beside figures say of their measure: a rate, prices of another year, a part of the year.
//!
//! A published figure is pounds of one whole year in the prices of that year. A table that says otherwise in a title, a
//! heading or a note would be added to others that it is no part of.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::error::Error;
use super::grid::Grid;
use super::publication::{Line, Publication, Sheet};

/// Words that say that figures are not the year's pounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// A rate or a share: no sum of pounds.
    Rate(&'static str),
    /// Pounds in the prices of another year.
    OtherPrices(&'static str),
    /// Pounds of a part of the year.
    PartOfYear(&'static str),
}

const RATES: [(&[&str], &str); 10] = [
    (&["per", "head"], "per head"),
    (&["per", "capita"], "per capita"),
    (&["per", "person"], "per person"),
    (&["per", "resident"], "per resident"),
    (&["per", "dwelling"], "per dwelling"),
    (&["per", "household"], "per household"),
    (&["per", "pupil"], "per pupil"),
    (&["per", "cent"], "per cent"),
    (&["percent"], "percent"),
    (&["percentage"], "percentage"),
];
const OTHER_PRICES: [(&[&str], &str); 4] = [
    (&["real", "terms"], "real terms"),
    (&["constant", "prices"], "constant prices"),
    (&["deflated"], "deflated"),
    (&["inflation", "adjusted"], "inflation adjusted"),
];
const PARTS: [(&[&str], &str); 13] = [
    (&["quarter"], "quarter"),
    (&["quarterly"], "quarterly"),
    (&["q1"], "Q1"),
    (&["q2"], "Q2"),
    (&["q3"], "Q3"),
    (&["q4"], "Q4"),
    (&["cumulative"], "cumulative"),
    (&["to", "date"], "to date"),
    (&["half", "year"], "half year"),
    (&["six", "months"], "six months"),
    (&["nine", "months"], "nine months"),
    (&["three", "months"], "three months"),
    (&["months", "to"], "months to"),
];

impl Measure {
    /// What a text says; none for the words of whole years in pounds. The first that it says where it says several.
    pub fn of(text: &str) -> Option<Measure> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |wanted: &[&str]| words.windows(wanted.len()).any(|some| some == wanted);
        let said =
            |list: &[(&[&str], &'static str)]| list.iter().find(|(wanted, _)| has(wanted)).map(|(_, said)| *said);
        let sign = lower.trim_end().ends_with('%') || lower.contains("(%)");
        let rate = said(&RATES).or_else(|| sign.then_some("%")).map(Measure::Rate);
        let prices = || said(&OTHER_PRICES).map(Measure::OtherPrices);
        rate.or_else(prices).or_else(|| said(&PARTS).map(Measure::PartOfYear))
    }

    /// What it says of the figures, for messages.
    pub fn in_words(self) -> &'static str {
        match self {
            Measure::Rate(_) => "a rate or a share, not pounds",
            Measure::OtherPrices(_) => "pounds in the prices of another year",
            Measure::PartOfYear(_) => "pounds of a part of the year",
        }
    }
}

/// Where a text that says a measure stands, as a message names it.
pub(super) struct Said {
    pub measure: Measure,
    pub text: String,
}

/// What the titles of a sheet, its name, its file's name and one heading say: the first that says something.
///
/// # Errors
/// [`Error::Rates`] where they say that the figures are rates.
pub(super) fn of_table(
    (grid, header_row): (&Grid, usize),
    heading: Option<&str>,
    publication: &Publication,
) -> Result<Option<Said>, Error> {
    let rows = (0..header_row.min(grid.rows.len())).map(|row| {
        let texts = grid.texts(row);
        texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<String>>()
    });
    // A title stands alone in its row; a row of many texts is part of the heading.
    let titles = rows.filter(|texts| texts.len() <= TITLES_IN_A_ROW).flatten();
    let names = [grid.name.clone(), publication.stem().replace('_', " ")];
    let texts = titles.chain(names).chain(heading.map(str::to_owned));
    let said = texts.filter_map(|text| Some(Said { measure: Measure::of(&text)?, text })).next();
    match said {
        Some(Said { measure: measure @ Measure::Rate(_), text }) => Err(Error::Rates {
            path: publication.path.clone(),
            sheet: grid.name.clone(),
            text,
            what: measure.in_words(),
        }),
        said => Ok(said),
    }
}

const TITLES_IN_A_ROW: usize = 2;

/// A warning about all figures of a sheet whose titles say another measure.
pub(super) fn warning(said: &Said, sheet: &Sheet, lines: &[Line]) -> Option<Problem> {
    let amount: Money = lines.iter().filter(|line| line.file_id == sheet.file_id).map(|line| line.amount).sum();
    let text = format!(
        "`{}` says that its figures are {}; they were read as pounds of the whole year",
        said.text,
        said.measure.in_words()
    );
    let problem = sheet.problem(ProblemKind::MeasureDoubtful, text);
    (amount != Money::ZERO).then_some(Problem { amount: Some(amount), n_rows: lines.len() as u64, ..problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_rate_of_other_prices_and_of_a_part_of_the_year_are_known() {
        for (text, measure) in [
            ("Net current expenditure per head (£)", Measure::Rate("per head")),
            ("Spending, %", Measure::Rate("%")),
            ("Percentage of total", Measure::Rate("percentage")),
            ("Real-terms spending, 2011-12", Measure::OtherPrices("real terms")),
            ("in constant prices", Measure::OtherPrices("constant prices")),
            ("Quarter 1 return", Measure::PartOfYear("quarter")),
            ("Adults, cumulative to Q2", Measure::PartOfYear("Q2")),
            ("spend to date", Measure::PartOfYear("to date")),
        ] {
            assert_eq!(Measure::of(text), Some(measure), "{text}");
        }
        for text in [
            "Revenue Outturn Summary (RS): 2011-12 data",
            "Children's services",
            "Quarters for staff",
            "Realty",
            "Perth",
        ] {
            assert_eq!(Measure::of(text), None, "{text}");
        }
    }
}
