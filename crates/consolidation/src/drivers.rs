//! Drivers: quantities of areas by which money of a larger area is shared out (method, section 1.7).

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::count_rule::District;
use model::problem::Problem;
use model::spending::Grade;
use model::tables::{DRIVER, driver as column};
use model::{FinancialYear, ProblemKind};

use crate::areas::Areas;

/// The driver that is all people.
pub(crate) const POPULATION: &str = "population";

/// A region's row and its districts differ where they lie further apart than this fraction.
const DIFFERENCE_MAX: f64 = 0.02;

/// Drivers of which rates are published: the driver, the rate in percent, and what it is a rate of.
const RATES: [(&str, &str, &str); 1] = [("claimants", "claimant_count_percent", "aged_16_to_64")];

/// Every driver of the place, by name and date.
pub(crate) struct Drivers<'a> {
    vintages: BTreeMap<(&'a str, &'a str), Vintage<'a>>,
}

/// One driver at one date.
struct Vintage<'a> {
    year: Option<i32>,
    rows: Vec<AreaValue<'a>>,
}

struct AreaValue<'a> {
    code: &'a str,
    name: &'a str,
    file_id: &'a str,
    value: f64,
}

/// A larger area, of which the place is a part.
#[derive(Clone, Copy)]
pub(crate) enum Whole<'w, 'a> {
    Region,
    /// The districts that a body serves.
    Districts(&'w [&'a District]),
}

/// What a driver says of the place and of the larger area.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub driver: String,
    pub as_of: String,
    pub file_id: String,
    pub part: f64,
    pub whole: f64,
}

impl Weights {
    pub fn share(&self) -> f64 {
        self.part / self.whole
    }

    pub fn grade(&self) -> Grade {
        match self.driver.as_str() {
            POPULATION => Grade::E,
            name if name.starts_with("aged_") => Grade::D,
            _ => Grade::C,
        }
    }

    /// `aged 65 and over (mid-2019): 123,516 of 1,032,777`
    pub fn in_words(&self) -> String {
        let name = self.driver.replace('_', " ");
        format!("{name} ({}): {} of {}", self.as_of, grouped(self.part), grouped(self.whole))
    }
}

impl<'a> Drivers<'a> {
    pub fn read(batches: &'a [RecordBatch]) -> Drivers<'a> {
        let mut vintages: BTreeMap<(&str, &str), Vintage<'_>> = BTreeMap::new();
        for row in batches.iter().flat_map(|batch| DRIVER.read(batch).iter()) {
            let year = row.count_if_any(column::YEAR).and_then(|year| i32::try_from(year).ok());
            let key = (row.text(column::DRIVER), row.text(column::AS_OF));
            let vintage = vintages.entry(key).or_insert_with(|| Vintage { year, rows: Vec::new() });
            let (code, value) = (row.text(column::AREA_CODE), row.number(column::VALUE));
            // A table that was sent twice says nothing new.
            if !vintage.rows.iter().any(|known| known.code == code && known.name == row.text(column::AREA)) {
                let (name, file_id) = (row.text(column::AREA), row.text(column::FILE_ID));
                vintage.rows.push(AreaValue { code, name, file_id, value });
            }
        }
        Drivers { vintages }
    }

    /// What a driver says of the place and a larger area, at the date nearest to the year that has both.
    pub fn weights(
        &self,
        driver: &str,
        areas: &Areas<'_>,
        whole: Whole<'_, '_>,
        year: FinancialYear,
    ) -> Option<Weights> {
        let of_driver = self.vintages.iter().filter(|((name, _), _)| *name == driver);
        let found = of_driver.filter_map(|((name, as_of), vintage)| {
            let part = vintage.sum(&areas.place, year)?;
            let whole = match whole {
                Whole::Region => vintage.region(areas, year)?,
                Whole::Districts(districts) => vintage.sum(districts, year)?,
            };
            let is_usable = 0.0 <= part && part <= whole && 0.0 < whole;
            let weights = || Weights {
                driver: (*name).to_owned(),
                as_of: (*as_of).to_owned(),
                file_id: vintage.rows[0].file_id.to_owned(),
                part,
                whole,
            };
            is_usable.then(|| (vintage.distance(year), weights()))
        });
        let nearest = found.min_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.as_of.cmp(&y.as_of)));
        nearest.map(|(_, weights)| weights).or_else(|| self.by_rate(driver, areas, whole, year))
    }

    /// A driver of which only a rate is published: claimants as a share of the people of working age, times these.
    fn by_rate(&self, driver: &str, areas: &Areas<'_>, whole: Whole<'_, '_>, year: FinancialYear) -> Option<Weights> {
        let (_, rate, of) = RATES.iter().find(|(made, ..)| *made == driver)?;
        let nearest = |wanted: &str| {
            let mut found: Vec<_> = self.vintages.iter().filter(|((name, _), _)| *name == wanted).collect();
            found.sort_by_key(|((_, as_of), vintage)| (vintage.distance(year), *as_of));
            found
        };
        let (rates, people) = (nearest(rate), nearest(of));
        rates.iter().find_map(|((_, rate_as_of), rate)| {
            people.iter().find_map(|((_, people_as_of), people)| {
                let part = rate.times(people, &areas.place)?;
                let whole = match whole {
                    Whole::Region => rate.times_region(people, areas, year)?,
                    Whole::Districts(districts) => rate.times(people, districts)?,
                };
                (0.0 <= part && part <= whole && 0.0 < whole).then(|| Weights {
                    driver: driver.to_owned(),
                    as_of: format!("{rate_as_of}, of people {people_as_of}"),
                    file_id: rate.rows[0].file_id.to_owned(),
                    part,
                    whole,
                })
            })
        })
    }

    /// How many people live in some districts: the number nearest to the year.
    pub fn people(&self, districts: &[&District], year: FinancialYear) -> Option<f64> {
        let of_people = self.vintages.iter().filter(|((name, _), _)| *name == POPULATION);
        let found = of_people.filter_map(|(_, vintage)| Some((vintage.distance(year), vintage.sum(districts, year)?)));
        found.min_by_key(|(distance, _)| *distance).map(|(_, people)| people)
    }

    /// A problem for each driver of which the region's own row and its districts differ: shares are parts of the row, or of
    /// the districts.
    pub fn regions_that_differ(&self, areas: &Areas<'_>) -> Vec<Problem> {
        let districts = areas.region();
        let problem = |((name, as_of), vintage): (&(&str, &str), &Vintage<'_>)| {
            let is_rate = name.ends_with("percent") || name.contains("rate");
            let own = vintage.rows.iter().find(|row| areas.is_region(Some(row.code), row.name))?;
            let sum = vintage.sum(&districts, FinancialYear(vintage.year?))?;
            let text = format!(
                "`{}` of {as_of}: the row of {} says {}, its districts come to {}: shares are taken of the row; correct the one \
                 that is wrong",
                name.replace('_', " "),
                own.name,
                grouped(own.value),
                grouped(sum)
            );
            let is_far = DIFFERENCE_MAX * own.value.abs() < (own.value - sum).abs();
            let problem = Problem::new("drivers", ProblemKind::PublishedSourcesDiffer, text);
            (is_far && !is_rate).then(|| Problem { file_id: Some(own.file_id.to_owned()), n_rows: 1, ..problem })
        };
        self.vintages.iter().filter_map(problem).collect()
    }

    /// How many people live in the place, with the date: the number nearest to the year.
    pub fn population(&self, areas: &Areas<'_>, year: FinancialYear) -> Option<Weights> {
        self.weights(POPULATION, areas, Whole::Districts(&areas.place), year)
    }

    /// How many people live in the region: of the same date as the place's, where that has both.
    pub fn region_population(&self, areas: &Areas<'_>, year: FinancialYear) -> Option<Weights> {
        self.weights(POPULATION, areas, Whole::Region, year)
    }
}

impl Vintage<'_> {
    /// Years between the driver's date and the year of the count.
    fn distance(&self, year: FinancialYear) -> i32 {
        self.year.map_or(i32::MAX, |own| (own - year.0).abs())
    }

    /// The sum over districts; none where one of them that was there has no value.
    fn sum(&self, districts: &[&District], year: FinancialYear) -> Option<f64> {
        let (mut sum, mut n_found) = (0.0, 0);
        for district in districts {
            let found = self.rows.iter().find(|row| !row.code.is_empty() && district.has_code(row.code));
            match found {
                Some(row) => (sum, n_found) = (sum + row.value, n_found + 1),
                None if is_there(district, self.year.unwrap_or(year.0)) => return None,
                None => {}
            }
        }
        (n_found > 0).then_some(sum)
    }

    /// A rate of each district times the people whom it is a rate of; none where one of the two is missing.
    fn times(&self, people: &Vintage<'_>, districts: &[&District]) -> Option<f64> {
        let value = |vintage: &Vintage<'_>, district: &District| {
            vintage.rows.iter().find(|row| !row.code.is_empty() && district.has_code(row.code)).map(|row| row.value)
        };
        let known: Vec<&&District> = districts.iter().filter(|district| value(people, district).is_some()).collect();
        let products =
            known.into_iter().map(|district| Some(value(self, district)? * value(people, district)? / 100.0));
        products.collect::<Option<Vec<f64>>>().filter(|all| !all.is_empty()).map(|all| all.iter().sum())
    }

    /// The region's own rate times its people, or the sum over its districts.
    fn times_region(&self, people: &Vintage<'_>, areas: &Areas<'_>, year: FinancialYear) -> Option<f64> {
        let own = self.rows.iter().find(|row| areas.is_region(Some(row.code), row.name));
        match own {
            Some(rate) => Some(rate.value * people.region(areas, year)? / 100.0),
            None => self.times(people, &areas.region()),
        }
    }

    /// The region's own row, or the sum over its districts.
    fn region(&self, areas: &Areas<'_>, year: FinancialYear) -> Option<f64> {
        let own = self.rows.iter().find(|row| areas.is_region(Some(row.code), row.name));
        own.map(|row| row.value).or_else(|| self.sum(&areas.region(), year))
    }
}

/// Whether a district stood in a year.
fn is_there(district: &District, year: i32) -> bool {
    district.first_year.is_none_or(|first| first.0 <= year) && district.end_year.is_none_or(|end| year < end.0)
}

/// `123,516`; whole numbers without decimals.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use model::place::Options;
    use model::{Place, tables};

    use super::*;

    fn district(name: &str, code: &str) -> District {
        District {
            name: name.to_owned(),
            codes: vec![code.to_owned()],
            region: "North".to_owned(),
            within: Vec::new(),
            first_year: None,
            end_year: None,
        }
    }

    fn place() -> Place {
        Place {
            name: "Ashby".to_owned(),
            area_codes: vec!["E1".to_owned()],
            region: Some("North".to_owned()),
            population: None,
            year: FinancialYear(2011),
            earlier_years: Vec::new(),
            bodies: Vec::new(),
            sources: Vec::new(),
            registers: Vec::new(),
            themes: Vec::new(),
            options: Options::default(),
            root: Default::default(),
            sources_root: Default::default(),
        }
    }

    fn claimants(rows: &str) -> Option<Weights> {
        let (all, place) = ([district("Ashby", "E1"), district("Belton", "E2")], place());
        let text = format!("area_code | area | driver | as_of | year | value\n{rows}");
        let batches = [testkit::batch(&tables::DRIVER, &text)];
        let drivers = Drivers::read(&batches);
        drivers.weights("claimants", &Areas::of(&place, &all), Whole::Region, FinancialYear(2011))
    }

    const PEOPLE: &str =
        "E1 | Ashby | aged_16_to_64 | mid-2019 | 2019 | 1000\nE2 | Belton | aged_16_to_64 | mid-2019 | 2019 | 3000\n";

    #[test]
    fn a_rate_times_its_people_is_a_driver() {
        let own = "E1 | Ashby | claimant_count_percent | 2011 | 2011 | 4.6\n";
        let region = "E12000003 | North | claimant_count_percent | 2011 | 2011 | 4.5\n";
        let found = claimants(&format!("{PEOPLE}{own}{region}")).expect("rate and people are there");
        assert_eq!((found.part.round(), found.whole.round()), (46.0, 180.0));
        assert_eq!(found.as_of, "2011, of people mid-2019");
        assert_eq!(found.grade(), Grade::C);
        // Without the region's own rate, that of each of its districts.
        let other = "E2 | Belton | claimant_count_percent | 2011 | 2011 | 2.0\n";
        let found = claimants(&format!("{PEOPLE}{own}{other}")).expect("every district has a rate");
        assert_eq!((found.part.round(), found.whole.round()), (46.0, 106.0));
    }

    #[test]
    fn a_rate_that_lacks_a_district_or_its_people_is_no_driver() {
        let own = "E1 | Ashby | claimant_count_percent | 2011 | 2011 | 4.6\n";
        assert!(claimants(&format!("{PEOPLE}{own}")).is_none());
        assert!(claimants(own).is_none());
    }

    #[test]
    fn claimants_that_are_published_lead() {
        let rates = "E1 | Ashby | claimant_count_percent | 2011 | 2011 | 4.6\nE12000003 | North | claimant_count_percent | 2011 | 2011 | 4.5\n";
        let counts = "E1 | Ashby | claimants | 2011 | 2011 | 50\nE2 | Belton | claimants | 2011 | 2011 | 100\n";
        let found = claimants(&format!("{PEOPLE}{rates}{counts}")).expect("claimants are there");
        assert_eq!((found.part, found.whole, found.as_of.as_str()), (50.0, 150.0, "2011"));
    }
}
