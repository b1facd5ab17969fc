//! One year's pounds in another year's prices, by the vintage of the deflator.

use std::collections::BTreeMap;

use model::FinancialYear;
use serde::Deserialize;

use crate::Error;

/// A price index as one publication gave it.
#[derive(Clone, Debug)]
pub struct Deflator {
    pub id: String,
    pub label: String,
    pub unit: String,
    /// `financial year` or `calendar year`: a calendar-year series is not for public spending.
    pub basis: String,
    pub published: String,
    pub source: String,
    pub quality: String,
    /// By the year it starts in.
    index: BTreeMap<i32, f64>,
    first_forecast: Option<i32>,
}

/// The header of a vintage in `deflator.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    id: String,
    label: String,
    unit: String,
    basis: String,
    published: String,
    source: String,
    quality: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headers {
    default: String,
    vintage: Vec<Header>,
}

/// A row of `deflator.csv`.
#[derive(Deserialize)]
struct Row {
    vintage: String,
    year: i32,
    index: Option<f64>,
    change_percent: Option<f64>,
    status: String,
}

impl Deflator {
    /// The index of a year.
    ///
    /// # Errors
    /// The years outside the publication: nothing is extrapolated here.
    pub fn index(&self, year: FinancialYear) -> Result<f64, Error> {
        self.index.get(&year.0).copied().ok_or_else(|| Error::YearOutsideDeflator {
            year,
            vintage: self.id.clone(),
            first: FinancialYear(self.index.keys().next().copied().unwrap_or_default()),
            last: FinancialYear(self.index.keys().next_back().copied().unwrap_or_default()),
        })
    }

    /// An amount of one year in the prices of another: `amount × D(to) / D(from)`.
    pub fn rebase(&self, amount: f64, from: FinancialYear, to: FinancialYear) -> Result<f64, Error> {
        if from == to {
            return Ok(amount);
        }
        Ok(money::real_terms(amount, self.index(from)?, self.index(to)?))
    }

    /// What prices rise to from `from` to `to`, for showing real pounds as cash of the day.
    ///
    /// Years beyond the publication go on at the growth of its last year; the second value says so.
    pub fn growth(&self, from: FinancialYear, to: FinancialYear) -> Result<(f64, bool), Error> {
        let last = FinancialYear(self.index.keys().next_back().copied().unwrap_or_default());
        if to <= last {
            return Ok((self.index(to)? / self.index(from)?, false));
        }
        let at_last = self.index(last)?;
        let growth = at_last / self.index(FinancialYear(last.0 - 1))?;
        Ok((at_last * growth.powi(to.0 - last.0) / self.index(from)?, true))
    }

    /// The last year that is not a forecast.
    pub fn last_outturn(&self) -> Option<FinancialYear> {
        let last = self.index.keys().rfind(|year| self.first_forecast.is_none_or(|first| **year < first));
        last.map(|year| FinancialYear(*year))
    }

    /// Whether a year is a forecast.
    pub fn is_forecast(&self, year: FinancialYear) -> bool {
        self.first_forecast.is_some_and(|first| first <= year.0)
    }
}

/// Every vintage, with the id of the one that is used where nothing else is said.
pub(crate) fn read(headers: &str, rows: &str) -> Result<(String, Vec<Deflator>), Error> {
    let unreadable =
        |file: &str, why: String| Error::ReferenceUnreadable { file: format!("reference/appraisal/{file}"), why };
    let headers: Headers =
        toml::from_str(headers).map_err(|error| unreadable("deflator.toml", error.message().to_owned()))?;
    let mut deflators: Vec<Deflator> = headers.vintage.into_iter().map(empty).collect();
    for row in csv::Reader::from_reader(rows.as_bytes()).deserialize() {
        let row: Row = row.map_err(|error| unreadable("deflator.csv", error.to_string()))?;
        let deflator = deflators
            .iter_mut()
            .find(|deflator| deflator.id == row.vintage)
            .ok_or_else(|| unreadable("deflator.csv", format!("there is no vintage `{}`", row.vintage)))?;
        add(deflator, &row).map_err(|why| unreadable("deflator.csv", why))?;
    }
    Ok((headers.default, deflators))
}

fn empty(header: Header) -> Deflator {
    let Header { id, label, unit, basis, published, source, quality } = header;
    Deflator { id, label, unit, basis, published, source, quality, index: BTreeMap::new(), first_forecast: None }
}

fn add(deflator: &mut Deflator, row: &Row) -> Result<(), String> {
    let index = match (row.index, row.change_percent) {
        (Some(index), None) => index,
        (None, Some(change)) => {
            let before = deflator.index.get(&(row.year - 1)).ok_or(format!("{} has no year before it", row.year))?;
            (1.0 + change / 100.0) * before
        }
        _ => return Err(format!("{} needs an index or a change", row.year)),
    };
    deflator.index.insert(row.year, index);
    if row.status == "forecast" && deflator.first_forecast.is_none() {
        deflator.first_forecast = Some(row.year);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::Reference;
    use model::FinancialYear;

    fn rebased(vintage: &str, amount: f64, from: i32, to: i32) -> f64 {
        let reference = Reference::builtin();
        let deflator = reference.deflator(vintage).expect("a built-in vintage");
        deflator.rebase(amount, FinancialYear(from), FinancialYear(to)).expect("years of the series")
    }

    /// Method, T24.
    #[test]
    fn calendar_years_are_rebased_as_published() {
        let calendar = "hmt-2025-12-calendar";
        assert_eq!(format!("{:.5}", rebased(calendar, 1.0, 2020, 2024)), "1.17352");
        assert_eq!(format!("{:.5}", rebased(calendar, 1.0, 2010, 2024)), "1.44672");
        assert_eq!(format!("{:.2}", rebased(calendar, 500.0, 2002, 2024)), "878.56");
    }

    /// The unit cost database prints £500 of 2002-03 as £673.23 in 2015-16 prices.
    #[test]
    fn changes_are_chained_as_published() {
        assert_eq!(format!("{:.8}", rebased("hmt-2015-03", 500.0, 2002, 2015)), "673.23121832");
    }

    #[test]
    fn a_calendar_series_gives_other_figures_than_financial_years() {
        let financial = rebased("hmt-2026-03", 1.0, 2020, 2024);
        assert_eq!(format!("{financial:.4}"), "1.1751");
        assert!((financial - rebased("hmt-2025-12-calendar", 1.0, 2020, 2024)).abs() > 1e-3);
    }

    #[test]
    fn years_beyond_the_publication_are_not_invented_but_growth_goes_on_and_says_so() {
        let reference = Reference::builtin();
        let deflator = reference.deflator("hmt-2026-03").expect("a built-in vintage");
        assert!(deflator.rebase(1.0, FinancialYear(1999), FinancialYear(2024)).is_err());
        assert!(deflator.rebase(1.0, FinancialYear(2024), FinancialYear(2031)).is_err());
        assert!(deflator.is_forecast(FinancialYear(2025)) && !deflator.is_forecast(FinancialYear(2024)));

        let (to_last, is_extended) = deflator.growth(FinancialYear(2024), FinancialYear(2030)).expect("in the series");
        assert!(!is_extended && (to_last - 1.136416).abs() < 1e-12);
        let (beyond, is_extended) = deflator.growth(FinancialYear(2024), FinancialYear(2031)).expect("beyond it");
        assert!(is_extended && (beyond - 1.136416 * 113.6416 / 111.3959).abs() < 1e-12);
    }
}
