//! Which bodies spend where: the councils and other authorities of England and Wales, year by year.
//!
//! The lists are `reference/areas/`; its README says where each comes from and how good it is.

use std::sync::LazyLock;

use jiff::civil::Date;
use model::{BodyKind, FinancialYear};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

/// The first year that the lists know: the councils of before 1 April 2009 are not in them.
pub(crate) const FIRST_YEAR: FinancialYear = FinancialYear(2009);
/// The last year whose changes the lists have.
pub(crate) const LAST_YEAR: FinancialYear = FinancialYear(2025);

/// A council, by the area that it governs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Council {
    /// The area's GSS code.
    pub code: String,
    pub name: String,
    /// The area's usual name first.
    #[serde(deserialize_with = "list")]
    pub other_names: Vec<String>,
    /// Codes of the same area before or after a small change of its boundary.
    #[serde(deserialize_with = "list")]
    pub other_codes: Vec<String>,
    pub kind: BodyKind,
    /// Its number in MHCLG's returns; Welsh councils have none.
    pub ecode: Option<String>,
    /// The county council above a district council.
    pub county: Option<String>,
    pub region: String,
    #[serde(deserialize_with = "date")]
    pub valid_from: Option<Date>,
    /// The last day.
    #[serde(deserialize_with = "date")]
    pub valid_to: Option<Date>,
    #[serde(deserialize_with = "list")]
    pub replaced_by: Vec<String>,
}

impl Council {
    pub fn existed_in(&self, year: FinancialYear) -> bool {
        overlap(self.valid_from, self.valid_to, year)
    }

    /// The usual name of the area: `Leeds` of Leeds City Council.
    pub fn area_name(&self) -> &str {
        self.other_names.first().unwrap_or(&self.name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.name].into_iter().chain(&self.other_names).map(String::as_str)
    }
}

/// A body that serves districts without being their council, for as long as what the row says held.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServingBody {
    /// Its code in the shipped registers, if they have it.
    pub code: Option<String>,
    pub name: String,
    pub kind: BodyKind,
    pub ons: Option<String>,
    pub ecode: Option<String>,
    /// GSS code of the body that runs it as a service of its own and accounts for it in its own return.
    pub run_by: Option<String>,
    #[serde(deserialize_with = "date")]
    pub valid_from: Option<Date>,
    #[serde(deserialize_with = "date")]
    pub valid_to: Option<Date>,
    /// GSS codes of the districts that it serves, wholly or in part, old and new.
    #[serde(deserialize_with = "list")]
    pub districts: Vec<String>,
    pub note: Option<String>,
}

impl ServingBody {
    pub fn existed_in(&self, year: FinancialYear) -> bool {
        overlap(self.valid_from, self.valid_to, year)
    }

    /// What is the same in all rows of one body.
    pub fn key(&self) -> (&str, BodyKind) {
        (self.code.as_deref().unwrap_or(&self.name), self.kind)
    }

    pub fn serves(&self, district: &Council) -> bool {
        self.districts.contains(&district.code)
    }

    /// The districts of a year that it serves, by code.
    pub fn districts_in(&self, year: FinancialYear) -> impl Iterator<Item = &'static Council> {
        districts(year).filter(|district| self.serves(district))
    }
}

/// An area of several districts that no body governs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaOfDistricts {
    pub code: String,
    pub name: String,
    #[serde(deserialize_with = "list")]
    pub other_names: Vec<String>,
    #[serde(deserialize_with = "list")]
    pub districts: Vec<String>,
}

/// A department that spends in every place, under one of its names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Department {
    pub code: String,
    pub name: String,
    pub kind: BodyKind,
    /// Where it spends, if not in both nations.
    pub nation: Option<String>,
    #[serde(deserialize_with = "date")]
    pub valid_from: Option<Date>,
    #[serde(deserialize_with = "date")]
    pub valid_to: Option<Date>,
    pub spends_on: String,
}

/// A publication that a place's whole count is made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Publication {
    /// The kind of its `[[source]]`.
    pub kind: String,
    pub nation: Option<String>,
    /// The first and the last financial year that it covers, by the calendar year that each starts in.
    pub first_year: Option<i32>,
    pub last_year: Option<i32>,
    /// The folder to put its files in, below `published/` or `drivers/`.
    pub folder: String,
    /// Its name, with `{year}`, `{start}` and `{end}` for the year that is asked for.
    pub release: String,
    pub publisher: String,
    pub what_for: String,
}

macro_rules! shipped {
    ($name:ident, $row:ty, $text:expr) => {
        pub(crate) static $name: LazyLock<Vec<$row>> = LazyLock::new(|| rows($text));
    };
}

shipped!(COUNCILS, Council, include_str!("../../../reference/areas/councils.csv"));
shipped!(SERVING_BODIES, ServingBody, include_str!("../../../reference/areas/serving_bodies.csv"));
shipped!(AREAS, AreaOfDistricts, include_str!("../../../reference/areas/areas.csv"));
shipped!(DEPARTMENTS, Department, include_str!("../../../reference/areas/departments.csv"));
shipped!(PUBLICATIONS, Publication, include_str!("../../../reference/areas/publications.csv"));

/// The lowest tier of a year: districts, unitary authorities and boroughs, by code.
pub(crate) fn districts(year: FinancialYear) -> impl Iterator<Item = &'static Council> {
    COUNCILS.iter().filter(move |council| council.kind != BodyKind::CountyCouncil && council.existed_in(year))
}

pub(crate) fn council(code: &str) -> Option<&'static Council> {
    COUNCILS.iter().find(|council| council.code == code)
}

/// Every code that one council has or had, this one among them; none where no council has it.
pub(crate) fn council_codes(code: &str) -> impl Iterator<Item = &'static str> {
    let is_of = |council: &&Council| council.code == code || council.other_codes.iter().any(|other| other == code);
    let council = COUNCILS.iter().find(is_of);
    council
        .into_iter()
        .flat_map(|council| std::iter::once(&council.code).chain(&council.other_codes))
        .map(String::as_str)
}

/// The bodies that spent in a year, each under what held last in it.
///
/// A body that ended in the year spent in it too.
pub(crate) fn serving_bodies(year: FinancialYear) -> Vec<&'static ServingBody> {
    let mut bodies: Vec<&ServingBody> = Vec::new();
    for row in SERVING_BODIES.iter().filter(|row| row.existed_in(year)) {
        match bodies.iter_mut().find(|body| body.key() == row.key()) {
            // Rows of one body are in the order of their dates.
            Some(body) if body.run_by.is_none() == row.run_by.is_none() => *body = row,
            _ => bodies.push(row),
        }
    }
    bodies
}

/// `1 April 2023`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Whether a stretch of days has one in the year.
pub(crate) fn overlap(from: Option<Date>, to: Option<Date>, year: FinancialYear) -> bool {
    from.is_none_or(|first| first <= year.last_day()) && to.is_none_or(|last| year.first_day() <= last)
}

fn rows<Row: DeserializeOwned>(text: &str) -> Vec<Row> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<Result<_, _>>();
    rows.expect("the lists are part of the program, and a test reads them")
}

fn list<'de, D: Deserializer<'de>>(cell: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(cell)?;
    Ok(text.split('|').filter(|item| !item.is_empty()).map(str::to_owned).collect())
}

fn date<'de, D: Deserializer<'de>>(cell: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(cell)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(D::Error::custom) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const YEARS: [FinancialYear; 3] = [FinancialYear(2011), FinancialYear(2020), FinancialYear(2024)];

    #[test]
    fn every_district_has_one_police_force_and_one_fire_service() {
        for year in YEARS {
            let bodies = serving_bodies(year);
            for district in districts(year) {
                for kind in [BodyKind::Police, BodyKind::Fire] {
                    let names: Vec<&str> = bodies
                        .iter()
                        .filter(|body| body.kind == kind && body.serves(district))
                        .map(|body| body.name.as_str())
                        .collect();
                    assert_eq!(names.len(), 1, "{} in {year}: {names:?}", district.name);
                }
            }
        }
    }

    #[test]
    fn a_number_of_the_returns_is_one_body_s_in_every_year() {
        for year in (FIRST_YEAR.0..=LAST_YEAR.0).map(FinancialYear) {
            let councils = COUNCILS.iter().filter(|council| council.existed_in(year));
            let numbers = councils.filter_map(|council| Some((council.ecode.as_deref()?, council.name.as_str())));
            let others = serving_bodies(year).into_iter();
            let numbers = numbers.chain(others.filter_map(|body| Some((body.ecode.as_deref()?, body.name.as_str()))));
            let mut known: BTreeMap<&str, &str> = BTreeMap::new();
            for (ecode, name) in numbers {
                assert!(ecode.len() == 5 && ecode.starts_with('E'), "{ecode}");
                let other = known.insert(ecode, name);
                // The combined authority of 2016 took over the number of the transport authority in its first year.
                let is_handed_on = ecode == "E6346" && year == FinancialYear(2016);
                assert!(other.is_none() || is_handed_on, "{ecode} in {year}: {name} and {other:?}");
            }
        }
    }

    #[test]
    fn codes_are_those_of_the_year() {
        let ecode = |name: &str, year: i32| {
            let bodies = serving_bodies(FinancialYear(year));
            bodies.into_iter().find(|body| body.name == name).and_then(|body| body.ecode.as_deref())
        };
        assert_eq!(ecode("West Yorkshire Police", 2011), Some("E6047"));
        assert_eq!(ecode("West Yorkshire Police", 2012), Some("E7047"));
        assert_eq!(ecode("West Yorkshire Integrated Transport Authority", 2013), Some("E6347"));
        assert_eq!(ecode("West Yorkshire Integrated Transport Authority", 2014), None);
        assert_eq!(ecode("West Yorkshire Combined Authority", 2014), Some("E6353"));
    }

    #[test]
    fn the_lists_name_only_codes_that_they_have_and_agree_with_the_register_of_councils() {
        let codes: BTreeSet<&str> = COUNCILS.iter().map(|council| council.code.as_str()).collect();
        assert_eq!(codes.len(), COUNCILS.len());
        let named = COUNCILS.iter().flat_map(|council| council.replaced_by.iter().chain(&council.county));
        let named = named.chain(SERVING_BODIES.iter().flat_map(|body| &body.districts));
        for code in named.chain(AREAS.iter().flat_map(|area| &area.districts)) {
            assert!(codes.contains(code.as_str()), "{code}");
        }
        let register = include_str!("../../../reference/registers/local_authorities.csv");
        for row in csv::Reader::from_reader(register.as_bytes()).deserialize::<BTreeMap<String, String>>() {
            let row = row.unwrap();
            let is_council = !["COMB", "SRA"].contains(&row["local-authority-type"].as_str());
            if ["England", "Wales"].contains(&row["nation"].as_str()) && is_council {
                assert!(codes.contains(row["gss-code"].as_str()), "{}", row["official-name"]);
            }
        }
    }

    #[test]
    fn every_body_with_a_code_is_in_the_register_that_the_code_names() {
        let registers = [
            include_str!("../../../reference/registers/police.csv"),
            include_str!("../../../reference/registers/fire.csv"),
            include_str!("../../../reference/registers/joint_authorities.csv"),
            include_str!("../../../reference/registers/former_councils.csv"),
            include_str!("../../../reference/registers/nhs_commissioners.csv"),
            include_str!("../../../reference/registers/central_government.csv"),
        ];
        let rows = registers
            .iter()
            .flat_map(|text| csv::Reader::from_reader(text.as_bytes()).into_deserialize::<BTreeMap<String, String>>());
        let rows: Vec<BTreeMap<String, String>> = rows.map(Result::unwrap).collect();
        let has = |code: &str, name: &str| {
            rows.iter().any(|row| {
                row["code"] == code && (row["name"] == name || row["other_names"].split('|').any(|other| other == name))
            })
        };
        let serving = SERVING_BODIES.iter().filter_map(|body| Some((body.code.as_deref()?, body.name.as_str())));
        let in_lists = serving.filter(|(code, _)| !code.starts_with("local-authority"));
        for (code, name) in in_lists.chain(DEPARTMENTS.iter().map(|row| (row.code.as_str(), row.name.as_str()))) {
            assert!(has(code, name), "{code} {name}");
        }
    }

    #[test]
    fn commissioners_of_health_care_cover_the_country_in_every_year() {
        for year in (FIRST_YEAR.0..=LAST_YEAR.0).map(FinancialYear) {
            let bodies = serving_bodies(year);
            for district in districts(year) {
                let serves = |body: &&ServingBody| body.kind == BodyKind::NhsCommissioner && body.serves(district);
                assert!(bodies.iter().any(serves), "{} in {year}", district.name);
            }
        }
    }

    #[test]
    fn there_are_as_many_commissioners_of_health_care_as_were_published() {
        let published = [
            ("Primary Care Trust", 2009, 152),
            ("Primary Care Trust", 2012, 151),
            ("Clinical Commissioning Group", 2013, 211),
            ("Clinical Commissioning Group", 2016, 209),
            ("Clinical Commissioning Group", 2017, 207),
            ("Clinical Commissioning Group", 2018, 195),
            ("Clinical Commissioning Group", 2019, 191),
            ("Clinical Commissioning Group", 2020, 135),
            ("Clinical Commissioning Group", 2021, 106),
            ("Integrated Care Board", 2023, 42),
        ];
        for (form, year, expected) in published {
            let bodies = serving_bodies(FinancialYear(year));
            let n =
                bodies.iter().filter(|body| body.kind == BodyKind::NhsCommissioner && is_of(form, &body.name)).count();
            assert_eq!(n, expected, "{form} in {year}");
        }
    }

    /// Some primary care trusts were care trusts.
    fn is_of(form: &str, name: &str) -> bool {
        name.contains(form) || form == "Primary Care Trust" && name.contains("Care Trust")
    }
}
