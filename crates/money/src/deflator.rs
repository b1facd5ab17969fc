//! One year's pounds in another year's prices, by the vintage of the deflator.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use thiserror::Error;

use crate::real_terms;

/// Every vintage that ships with the program.
#[derive(Clone, Debug)]
pub struct Deflators {
    /// The vintage that is used where nothing else is said.
    pub default: String,
    pub vintages: Vec<Deflator>,
}

/// A price index as one publication gave it. Years are those in which a year of its basis begins.
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
    index: BTreeMap<i32, f64>,
    first_forecast: Option<i32>,
}

/// A year that a publication says nothing about: nothing is extrapolated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the deflator `{vintage}` covers {basis}s from {first} to {last}, not {year}")]
pub struct YearOutsideDeflator {
    pub vintage: String,
    pub basis: String,
    pub year: i32,
    pub first: i32,
    pub last: i32,
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

static BUILTIN: LazyLock<Deflators> = LazyLock::new(|| {
    let headers = include_str!("../../../reference/money/deflator.toml");
    let rows = include_str!("../../../reference/money/deflator.csv");
    read(headers, rows).expect("the series are part of the program, and every test reads them")
});

impl Deflators {
    /// The vintages of `reference/money/`.
    pub fn builtin() -> &'static Deflators {
        &BUILTIN
    }

    pub fn vintage(&self, id: &str) -> Option<&Deflator> {
        self.vintages.iter().find(|vintage| vintage.id == id)
    }
}

impl Deflator {
    /// The index of a year.
    pub fn index(&self, year: i32) -> Result<f64, YearOutsideDeflator> {
        self.index.get(&year).copied().ok_or_else(|| YearOutsideDeflator {
            vintage: self.id.clone(),
            basis: self.basis.clone(),
            year,
            first: self.index.keys().next().copied().unwrap_or_default(),
            last: self.last(),
        })
    }

    /// An amount of one year in the prices of another: `amount × D(to) / D(from)`.
    pub fn rebase(&self, amount: f64, from: i32, to: i32) -> Result<f64, YearOutsideDeflator> {
        if from == to {
            return Ok(amount);
        }
        Ok(real_terms(amount, self.index(from)?, self.index(to)?))
    }

    /// What prices rise to from `from` to `to`, for showing real pounds as cash of the day.
    ///
    /// Years beyond the publication go on at the growth of its last year; the second value says so.
    pub fn growth(&self, from: i32, to: i32) -> Result<(f64, bool), YearOutsideDeflator> {
        let last = self.last();
        if to <= last {
            return Ok((self.index(to)? / self.index(from)?, false));
        }
        let at_last = self.index(last)?;
        let growth = at_last / self.index(last - 1)?;
        Ok((at_last * growth.powi(to - last) / self.index(from)?, true))
    }

    /// The last year that is not a forecast.
    pub fn last_outturn(&self) -> Option<i32> {
        self.index.keys().rfind(|year| self.first_forecast.is_none_or(|first| **year < first)).copied()
    }

    fn last(&self) -> i32 {
        self.index.keys().next_back().copied().unwrap_or_default()
    }
}

fn read(headers: &str, rows: &str) -> Result<Deflators, String> {
    let Headers { default, vintage } = toml::from_str(headers).map_err(|error| error.message().to_owned())?;
    let mut vintages: Vec<Deflator> = vintage.into_iter().map(empty).collect();
    for row in csv::Reader::from_reader(rows.as_bytes()).deserialize() {
        let row: Row = row.map_err(|error| error.to_string())?;
        let vintage = vintages.iter_mut().find(|vintage| vintage.id == row.vintage);
        add(vintage.ok_or_else(|| format!("there is no vintage `{}`", row.vintage))?, &row)?;
    }
    Ok(Deflators { default, vintages })
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
    use super::*;

    fn vintage(id: &str) -> &'static Deflator {
        Deflators::builtin().vintage(id).expect("a built-in vintage")
    }

    fn rebased(id: &str, amount: f64, from: i32, to: i32) -> f64 {
        vintage(id).rebase(amount, from, to).expect("years of the series")
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
        let deflator = vintage("hmt-2026-03");
        let outside = deflator.rebase(1.0, 1999, 2024).expect_err("the series begins in 2000");
        let says = "the deflator `hmt-2026-03` covers financial years from 2000 to 2030, not 1999";
        assert_eq!(outside.to_string(), says);
        assert!(deflator.rebase(1.0, 2024, 2031).is_err());
        assert_eq!(deflator.last_outturn(), Some(2024), "the year after is a forecast");

        let (to_last, is_extended) = deflator.growth(2024, 2030).expect("in the series");
        assert!(!is_extended && (to_last - 1.136416).abs() < 1e-12);
        let (beyond, is_extended) = deflator.growth(2024, 2031).expect("beyond it");
        assert!(is_extended && (beyond - 1.136416 * 113.6416 / 111.3959).abs() < 1e-12);
    }

    #[test]
    fn every_series_names_its_source_and_quality() {
        let Deflators { default, vintages } = Deflators::builtin();
        assert_eq!(vintage(default).basis, "financial year");
        for Deflator { id, unit, source, quality, .. } in vintages {
            assert!([unit, source, quality].iter().all(|text| !text.is_empty()), "{id}");
        }
    }
}
