//! What is known of a place's map while its buildings are read.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{AREA, POSTCODE, area, postcode};
use model::{Position, Row};

use crate::features::Shape;

/// A district of the place.
#[derive(Clone, Debug, PartialEq)]
pub struct District {
    pub name: String,
    pub codes: Vec<String>,
}

/// The districts, boundaries and postcodes of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whereabouts {
    pub districts: Vec<District>,
    /// Outlines of the districts; buildings outside all of them are outside the place. Empty where one is not known.
    pub outlines: Vec<Shape>,
    /// The middle of each postcode; empty where the place has no list of them.
    pub postcodes: BTreeMap<String, Position>,
}

/// Whether a row is of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    Yes,
    No,
    /// Yes, by the area's name: its code has lost a digit.
    ByNameAlone,
}

/// An outline is simplified by up to this much, and people draw a site's point at its gate.
const OUTLINE_KM: f64 = 0.5;

impl Whereabouts {
    /// The map of a place, from the tables `area` and `postcode`.
    pub fn of(districts: Vec<District>, areas: &RecordBatch, postcodes: &RecordBatch) -> Whereabouts {
        let mut outlines = Vec::new();
        for row in AREA.read(areas).iter() {
            let code = row.text(area::CODE);
            let is_own = districts.iter().any(|district| district.codes.iter().any(|own| own == code));
            let text = row.text_if_any(area::OUTLINE).filter(|_| is_own);
            outlines.extend(text.and_then(|text| serde_json::from_str(text).ok()).map(|geometry| Shape::of(&geometry)));
        }
        // Where the outline of one district is missing, what lies outside the others may be in it.
        if outlines.len() < districts.len() {
            outlines.clear();
        }
        let at = |row: Row<'_>| {
            let (lon, lat) = (row.number(postcode::LONGITUDE), row.number(postcode::LATITUDE));
            (row.text(postcode::POSTCODE).to_owned(), Position { lon, lat })
        };
        Whereabouts { districts, outlines, postcodes: POSTCODE.read(postcodes).iter().map(at).collect() }
    }

    /// Whether a printed area is of the place. Nothing is left out for want of a code and a name, or where the place has
    /// no codes itself.
    pub fn has_area(&self, code: &str, name: &str) -> Inside {
        if self.districts.is_empty() || (code.is_empty() && name.is_empty()) {
            return Inside::Yes;
        }
        if is_gss(code) {
            let is_own = self.districts.iter().any(|district| district.codes.iter().any(|own| own == code));
            // Codes of wards and the like say nothing about the district.
            return if is_own || !is_district(code) { Inside::Yes } else { Inside::No };
        }
        let is_named = self.districts.iter().any(|district| district.name.eq_ignore_ascii_case(name));
        match (name.is_empty(), is_named, is_short(code)) {
            (true, ..) => Inside::Yes,
            (_, true, true) => Inside::ByNameAlone,
            (_, true, false) => Inside::Yes,
            (_, false, _) => Inside::No,
        }
    }

    /// Whether a position lies outside the outlines of the place, and by more than they are drawn.
    pub fn is_outside(&self, at: Position) -> bool {
        let is_far = |outline: &Shape| !outline.contains(at) && outline.km_to(at).is_none_or(|km| OUTLINE_KM < km);
        !self.outlines.is_empty() && self.outlines.iter().all(is_far)
    }
}

/// A letter and eight digits.
pub fn is_gss(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 9 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// A code that lost a digit, as a spreadsheet may do.
pub fn is_short(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 8 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// Codes of unitary, county, district and metropolitan authorities, London boroughs, and their like in other nations.
fn is_district(code: &str) -> bool {
    ["E06", "E07", "E08", "E09", "W06", "S12", "N09"].iter().any(|start| code.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_digit_is_settled_by_the_name_alone() {
        let district = District { name: "Trafford".to_owned(), codes: vec!["E08000009".to_owned()] };
        let place = Whereabouts { districts: vec![district], ..Whereabouts::default() };
        assert_eq!(place.has_area("E08000009", ""), Inside::Yes);
        assert_eq!(place.has_area("E0800009", "Trafford"), Inside::ByNameAlone);
        assert_eq!(place.has_area("E0800009", "Tameside"), Inside::No);
        assert_eq!(place.has_area("E08000010", "Trafford"), Inside::No);
        assert_eq!(place.has_area("E05015239", "Altrincham"), Inside::Yes);
        assert_eq!(place.has_area("", ""), Inside::Yes);
        assert_eq!(Whereabouts::default().has_area("E08000010", "Wigan"), Inside::Yes);
    }
}
