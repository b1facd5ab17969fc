//! Whether the area of a row, by its code of the statistics office, is that of a body.

use model::{Body, BodyKind, Place};

use super::bodies::own_codes;

/// Codes of wards, parishes and the small areas of the census.
const PARTS: [&str; 9] = ["E00", "E01", "E02", "E04", "E05", "W01", "W02", "W05", "S13"];
/// Codes of districts and counties.
const AUTHORITIES: [&str; 8] = ["E06", "E07", "E08", "E09", "E10", "W06", "S12", "N09"];
const DISTRICT: &str = "E07";
const COUNTY: &str = "E10";

/// What the area is where it is not the body's own. None where it is, where it holds the body's (a region), and where
/// nobody can know.
pub(super) fn not_of_body(place: &Place, body: &Body, code: &str) -> Option<&'static str> {
    let own: Vec<&str> = own_codes(body).filter(|own| is_area(own)).collect();
    let is_council = matches!(body.kind, BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil);
    if !is_area(code) || own.contains(&code) || !is_council {
        return None;
    }
    let begins_with = |starts: &[&str]| starts.iter().any(|start| code.starts_with(start));
    let holds_it = code.starts_with(COUNTY) && own.iter().any(|own| own.starts_with(DISTRICT));
    let is_other = if own.is_empty() {
        !place.area_codes.is_empty() && !place.area_codes.iter().any(|of_place| of_place == code)
    } else {
        !holds_it
    };
    if begins_with(&PARTS) {
        Some("a part of an area")
    } else {
        (begins_with(&AUTHORITIES) && is_other).then_some("another authority's area")
    }
}

/// A letter and eight digits.
pub(super) fn is_area(code: &str) -> bool {
    code.len() == 9 && code.starts_with(['E', 'W', 'S', 'N']) && code[1..].bytes().all(|b| b.is_ascii_digit())
}
