//! How many people live in the place: the base of every figure a head.

use arrow_array::RecordBatch;
use model::tables::{PLACE_POPULATION, place_population};
use model::{FinancialYear, Place};

use crate::areas::Areas;
use crate::drivers::Drivers;

/// Districts that are named one by one.
const N_DISTRICTS_NAMED: usize = 3;

/// People of the place in a year.
pub(crate) struct People {
    pub year: FinancialYear,
    pub people: u64,
    /// The districts that the number of the driver is of.
    area: Option<String>,
    as_of: Option<String>,
    file_id: Option<String>,
}

/// The number in place.toml, or that of the driver nearest to each year.
pub(crate) fn people(place: &Place, areas: &Areas<'_>, drivers: &Drivers<'_>) -> Vec<People> {
    let of_year = |year| match place.population {
        Some(people) => Some(People { year, people, area: None, as_of: None, file_id: None }),
        None => drivers.population(areas, year).map(|found| People {
            year,
            people: found.part.round() as u64,
            area: Some(districts_in_words(areas)),
            as_of: Some(found.as_of),
            file_id: Some(found.file_id),
        }),
    };
    place.years().filter_map(of_year).collect()
}

/// `Leeds`; only how many districts it is the sum of, where there are many.
fn districts_in_words(areas: &Areas<'_>) -> String {
    let names: Vec<&str> = areas.place.iter().map(|district| district.name.as_str()).collect();
    match names.len() {
        1..=N_DISTRICTS_NAMED => names.join(", "),
        n => format!("{n} districts"),
    }
}

/// Rows of `place_population`.
pub(crate) fn population_rows(people: &[People]) -> RecordBatch {
    let mut rows = PLACE_POPULATION.rows();
    for people in people {
        rows.push()
            .year(place_population::FINANCIAL_YEAR, people.year)
            .count(place_population::PEOPLE, people.people)
            .text_if_any(place_population::AREA, people.area.as_deref())
            .text_if_any(place_population::AS_OF, people.as_of.as_deref())
            .text_if_any(place_population::FILE_ID, people.file_id.as_deref());
    }
    rows.finish()
}
