//! The districts of the four nations: what drivers are published for, and what regions and counties are made of.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::count_rule::District;
use model::{BodyKind, FinancialYear, Place};

use crate::areas::{AREAS, COUNCILS, Council, SERVING_BODIES};

/// The shipped register of councils, mySociety's: the districts of Scotland and Northern Ireland, which the lists lack.
const REGISTER: &str = include_str!("../../../reference/registers/local_authorities.csv");
const OF_REGISTER: [&str; 2] = ["SCO", "NID"];

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Registered {
    nice_name: String,
    gss_code: String,
    start_date: String,
    end_date: String,
    nation: String,
    local_authority_type: String,
    former_gss_codes: String,
}

/// Every district of the four nations, those that have ended too.
pub fn districts() -> Vec<District> {
    let rows = csv::Reader::from_reader(REGISTER.as_bytes()).into_deserialize();
    let rows = rows.map(|row: Result<Registered, _>| row.expect("the shipped register has its headings"));
    let others = rows.filter(|row| OF_REGISTER.contains(&row.local_authority_type.as_str())).map(registered);
    let listed = COUNCILS.iter().filter(|council| council.kind != BodyKind::CountyCouncil).map(district);
    listed.chain(others).collect()
}

/// The districts of a place and of the bodies that serve more than it: those of the shipped list, and one for each code
/// of `place.toml` that the list does not know, as of another country or a later year.
pub fn districts_of(place: &Place) -> Vec<District> {
    let mut all = districts();
    let served = place.bodies.iter().flat_map(|body| &body.serves);
    for code in place.area_codes.iter().chain(served) {
        let is_known = |district: &District| district.has_code(code) || district.within.contains(code);
        if !all.iter().any(is_known) {
            let region = place.region.clone().unwrap_or_default();
            let (name, codes) = (code.clone(), vec![code.clone()]);
            all.push(District { name, codes, region, within: Vec::new(), first_year: None, end_year: None });
        }
    }
    all
}

fn district(council: &Council) -> District {
    District {
        name: council.area_name().to_owned(),
        codes: std::iter::once(&council.code).chain(&council.other_codes).cloned().collect(),
        region: council.region.clone(),
        within: around(council).collect(),
        first_year: council.valid_from.map(FinancialYear::of),
        end_year: council.valid_to.map(after),
    }
}

/// Codes of the areas that a district is in: its county, and whatever is made of districts.
fn around(council: &Council) -> impl Iterator<Item = String> {
    let areas = AREAS.iter().filter(|area| area.districts.contains(&council.code)).map(|area| &area.code);
    let combined =
        SERVING_BODIES.iter().filter(|body| body.kind == BodyKind::CombinedAuthority && body.serves(council));
    let codes: BTreeSet<&String> =
        council.county.iter().chain(areas).chain(combined.filter_map(|b| b.ons.as_ref())).collect();
    codes.into_iter().cloned()
}

/// The year of the day after the last one.
fn after(last: Date) -> FinancialYear {
    FinancialYear::of(last.tomorrow().unwrap_or(last))
}

fn registered(row: Registered) -> District {
    let former = row.former_gss_codes.split([',', '|', ' ']).filter(|code| !code.is_empty()).map(str::to_owned);
    let year = |day: &str| day.parse::<Date>().ok().map(FinancialYear::of);
    District {
        codes: std::iter::once(row.gss_code.clone()).chain(former).collect(),
        name: row.nice_name,
        region: row.nation,
        within: Vec::new(),
        first_year: year(&row.start_date),
        end_year: year(&row.end_date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_its_districts_and_each_is_known_by_its_former_codes_too() {
        let all = districts();
        let of_region = all.iter().filter(|district| district.region.eq_ignore_ascii_case("yorkshire and the humber"));
        let stood_in_2011 = of_region.filter(|district| district.first_year.is_none_or(|first| first.0 <= 2011));
        assert_eq!(stood_in_2011.count(), 21);
        let barnsley = all.iter().find(|district| district.name == "Barnsley").unwrap();
        assert!(barnsley.has_code("E08000016"));
        assert!(all.iter().find(|d| d.name == "Leeds").unwrap().within.contains(&"E47000003".to_owned()));
    }

    #[test]
    fn districts_lie_in_the_counties_and_regions_that_they_are_in() {
        let all = districts();
        let named = |name: &str| all.iter().find(|district| district.name == name).unwrap();
        for (name, region, county) in [
            ("Amber Valley", "East Midlands", Some("E10000007")),
            ("North Kesteven", "East Midlands", Some("E10000019")),
            ("Forest Heath", "East of England", Some("E10000029")),
            ("Cardiff", "Wales", None),
            ("Fife", "Scotland", None),
            ("Belfast", "Northern Ireland", None),
        ] {
            let district = named(name);
            assert_eq!(district.region, region, "{name}");
            assert!(county.is_none_or(|county| district.within.iter().any(|code| code == county)), "{name}");
        }
        assert!(all.iter().all(|district| !district.region.is_empty()));
        assert_eq!(named("Aylesbury Vale").end_year, Some(FinancialYear(2020)));
        assert_eq!(named("Allerdale").end_year, Some(FinancialYear(2023)));
    }
}
