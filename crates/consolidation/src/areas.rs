//! Which districts the place, its region and the bodies that serve more than it are made of.

use model::count_rule::District;
use model::{BodyKind, Place};

use crate::wildcard::bare;

/// Names of regions that publications print otherwise than the register does.
const OTHER_REGION_NAMES: [(&str, &str); 3] = [
    ("east", "east of england"),
    ("eastern", "east of england"),
    ("yorkshire and humberside", "yorkshire and the humber"),
];
/// The register's first letters of codes of regions.
const REGION_CODES: [&str; 4] = ["E12", "W92", "S92", "N92"];

/// The areas that a count is about.
pub(crate) struct Areas<'a> {
    pub all: &'a [District],
    /// The districts of the place.
    pub place: Vec<&'a District>,
    place_names: Vec<String>,
    place_codes: Vec<&'a str>,
    /// The region, bare; empty where it is not known.
    region: String,
}

impl<'a> Areas<'a> {
    pub fn of(place: &'a Place, all: &'a [District]) -> Areas<'a> {
        let districts = districts_of_place(place, all);
        let region = place.region.as_deref().or(districts.first().map(|district| district.region.as_str()));
        let names = [bare(&place.name)].into_iter().chain(districts.iter().map(|district| bare(&district.name)));
        Areas {
            all,
            place_names: names.collect(),
            place_codes: place.area_codes.iter().map(String::as_str).collect(),
            region: region_key(region.unwrap_or_default()),
            place: districts,
        }
    }

    /// Whether an area is the place or one of its districts.
    pub fn is_place(&self, code: Option<&str>, name: &str) -> bool {
        // Some tables print the code where others print the name.
        let code = code.or_else(|| Some(name).filter(|name| self.place_codes.contains(name)));
        match code.filter(|code| !code.is_empty()) {
            Some(code) => self.place_codes.contains(&code) || self.place.iter().any(|district| district.has_code(code)),
            None => self.place_names.contains(&bare(name)),
        }
    }

    /// Whether an area is the place's region.
    pub fn is_region(&self, code: Option<&str>, name: &str) -> bool {
        let may_be =
            code.is_none_or(|code| code.is_empty() || REGION_CODES.iter().any(|start| code.starts_with(start)));
        may_be && !self.region.is_empty() && region_key(name) == self.region
    }

    /// The districts of the region.
    pub fn region(&self) -> Vec<&'a District> {
        self.all.iter().filter(|district| region_key(&district.region) == self.region).collect()
    }

    /// The districts with these codes.
    pub fn with_codes(&self, codes: &[String]) -> Vec<&'a District> {
        self.all.iter().filter(|district| codes.iter().any(|code| district.has_code(code))).collect()
    }
}

/// The districts that the place's codes name, or the parts of the county or combined authority that they name; else
/// those of its councils.
fn districts_of_place<'a>(place: &Place, all: &'a [District]) -> Vec<&'a District> {
    let is_named = |district: &&District| {
        place.area_codes.iter().any(|code| district.has_code(code) || district.within.contains(code))
    };
    let named: Vec<&District> = all.iter().filter(is_named).collect();
    if !named.is_empty() {
        return named;
    }
    let is_council = |kind| matches!(kind, BodyKind::Council | BodyKind::DistrictCouncil);
    let councils = place.bodies.iter().filter(|body| body.in_perimeter && is_council(body.kind));
    let codes: Vec<&String> = councils.flat_map(|body| &body.codes).map(|(_, code)| code).collect();
    all.iter().filter(|district| codes.iter().any(|code| district.has_code(code))).collect()
}

/// A region's name as it is compared.
fn region_key(name: &str) -> String {
    let key = bare(name);
    OTHER_REGION_NAMES.iter().find(|(other, _)| *other == key).map_or(key, |(_, usual)| (*usual).to_owned())
}
