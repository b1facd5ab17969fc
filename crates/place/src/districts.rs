//! The districts of the four nations: what drivers are published for, and what regions and counties are made of.

use jiff::civil::Date;
use model::count_rule::District;
use model::{FinancialYear, Place};

/// The shipped list of councils, mySociety's.
const AUTHORITIES: &str = include_str!("../../../reference/registers/local_authorities.csv");
/// Kinds of councils that together cover the country once.
const DISTRICT_TYPES: [&str; 8] = ["UA", "MD", "NMD", "LBO", "CC", "WPA", "SCO", "NID"];

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Authority {
    local_authority_code: String,
    nice_name: String,
    gss_code: String,
    start_date: String,
    end_date: String,
    region: String,
    local_authority_type: String,
    county_la: String,
    combined_authority: String,
    former_gss_codes: String,
}

/// Every district of the shipped list, those that have ended too.
pub fn districts() -> Vec<District> {
    let rows = csv::Reader::from_reader(AUTHORITIES.as_bytes()).into_deserialize();
    let all: Vec<Authority> = rows.map(|row| row.expect("the shipped list of councils has its headings")).collect();
    let is_district = |authority: &&Authority| DISTRICT_TYPES.contains(&authority.local_authority_type.as_str());
    all.iter().filter(is_district).map(|authority| district(authority, &all)).collect()
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

fn district(authority: &Authority, all: &[Authority]) -> District {
    let former = authority.former_gss_codes.split([',', '|', ' ']).filter(|code| !code.is_empty());
    let around = [&authority.county_la, &authority.combined_authority];
    let gss_of = |code: &&String| {
        let found = all.iter().find(|other| !code.is_empty() && other.local_authority_code == **code);
        found.map(|other| other.gss_code.clone())
    };
    District {
        name: authority.nice_name.clone(),
        codes: std::iter::once(authority.gss_code.as_str()).chain(former).map(str::to_owned).collect(),
        region: authority.region.clone(),
        within: around.iter().filter_map(gss_of).filter(|code| !code.is_empty()).collect(),
        first_year: year_of(&authority.start_date),
        end_year: year_of(&authority.end_date),
    }
}

fn year_of(day: &str) -> Option<FinancialYear> {
    day.parse::<Date>().ok().map(FinancialYear::of)
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
}
