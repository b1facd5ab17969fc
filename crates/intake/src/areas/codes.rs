//! Codes of areas: a letter and eight digits, of which the first three signs say what kind of area it is.

use model::tables::AreaLevel;

use crate::buildings::is_gss;

/// Kinds of area by the beginnings of their codes, the finest first.
const LEVELS: [(AreaLevel, &[&str]); 9] = [
    (AreaLevel::OutputArea, &["E00", "W00", "S00", "N00"]),
    (AreaLevel::Lsoa, &["E01", "W01", "S01", "N20"]),
    (AreaLevel::Msoa, &["E02", "W02", "S02", "N21"]),
    (AreaLevel::Ward, &["E05", "W05", "S13", "N08"]),
    (AreaLevel::District, &["E06", "E07", "E08", "E09", "W06", "S12", "N09"]),
    (AreaLevel::County, &["E10", "E11"]),
    (AreaLevel::CombinedAuthority, &["E47"]),
    (AreaLevel::Region, &["E12"]),
    (AreaLevel::Country, &["E92", "W92", "S92", "N92", "K02", "K03", "K04"]),
];

/// The kind of area that a code names; none where it is no code.
pub fn level(code: &str) -> Option<AreaLevel> {
    if !is_gss(code) {
        return None;
    }
    let known = LEVELS.iter().find(|(_, starts)| starts.contains(&&code[..3]));
    Some(known.map_or(AreaLevel::Other, |(level, _)| *level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_signs_say_what_kind_of_area_it_is() {
        let levels =
            ["E00030771", "E01006074", "E02001283", "E05015239", "E08000009", "E47000001", "E99000001"].map(level);
        let words: Vec<&str> = levels.into_iter().map(|level| level.unwrap().word()).collect();
        assert_eq!(words, ["output_area", "lsoa", "msoa", "ward", "district", "combined_authority", "other"]);
        assert_eq!(["E0800009", "e01006074", "", "M33 4ND"].map(level), [None; 4]);
    }
}
