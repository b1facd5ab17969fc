//! Areas as tables.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{AREA, AREA_FIGURE, AreaBasis, POSTCODE, area, area_figure, postcode};

use super::{AreaFigure, Areas, Postcode};

/// The table `area`, by code.
pub fn area_table(areas: &Areas) -> RecordBatch {
    let mut figures: BTreeMap<&str, Vec<&AreaFigure>> = BTreeMap::new();
    areas.figures.iter().for_each(|figure| figures.entry(&figure.code).or_default().push(figure));
    let mut rows = AREA.rows();
    for each in &areas.areas {
        let own = figures.get(each.code.as_str()).into_iter().flatten().copied();
        let people = Areas::population(own);
        let editions = (!each.editions.is_empty()).then(|| each.editions.join(" "));
        rows.push()
            .text(area::FILE_ID, &each.file_id)
            .count(area::ROW, each.row)
            .text(area::CODE, &each.code)
            .text(area::NAME, each.name.as_deref().unwrap_or(&each.code))
            .text(area::LEVEL, each.level().word())
            .text_if_any(area::DISTRICT_CODE, each.district_code.as_deref())
            .text_if_any(area::DISTRICT_NAME, each.district_name.as_deref())
            .text_if_any(area::MSOA_CODE, each.msoa_code.as_deref())
            .text_if_any(area::LSOA_CODE, each.lsoa_code.as_deref())
            .text_if_any(area::EDITIONS, editions.as_deref())
            .count_if_any(area::POPULATION, people.map(|(n, _)| n))
            .text_if_any(area::POPULATION_AS_OF, people.map(|(_, as_of)| as_of))
            .estimate_if_any(area::LONGITUDE, each.centre.map(|(at, _)| at.lon))
            .estimate_if_any(area::LATITUDE, each.centre.map(|(at, _)| at.lat))
            .text_if_any(area::CENTRE_BASIS, each.centre.map(|(_, basis)| basis).map(AreaBasis::word))
            .estimate_if_any(area::AREA_KM2, each.km2.map(|(km2, _)| km2))
            .text_if_any(area::AREA_BASIS, each.km2.map(|(_, basis)| basis).map(AreaBasis::word))
            .text_if_any(area::OUTLINE, each.outline.as_deref());
    }
    rows.finish()
}

/// The table `area_figure`.
pub fn area_figure_table(figures: &[AreaFigure]) -> RecordBatch {
    let mut rows = AREA_FIGURE.rows();
    for figure in figures {
        rows.push()
            .text(area_figure::FILE_ID, &figure.file_id)
            .count(area_figure::ROW, figure.row)
            .text(area_figure::CODE, &figure.code)
            .text(area_figure::FIGURE, figure.figure)
            .text(area_figure::AS_OF, &figure.as_of)
            .estimate(area_figure::VALUE, figure.value);
    }
    rows.finish()
}

/// The table `postcode`.
pub fn postcode_table(postcodes: &[Postcode]) -> RecordBatch {
    let mut rows = POSTCODE.rows();
    for each in postcodes {
        rows.push()
            .text(postcode::FILE_ID, &each.file_id)
            .count(postcode::ROW, each.row)
            .text(postcode::POSTCODE, &each.postcode)
            .estimate(postcode::LONGITUDE, each.at.lon)
            .estimate(postcode::LATITUDE, each.at.lat)
            .text_if_any(postcode::LSOA_CODE, each.lsoa_code.as_deref())
            .text_if_any(postcode::DISTRICT_CODE, each.district_code.as_deref());
    }
    rows.finish()
}
