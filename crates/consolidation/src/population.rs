//! How many people live in the place: the base of every figure a head.

use arrow_array::RecordBatch;
use model::tables::{PLACE_POPULATION, place_population};
use model::{FinancialYear, Place};

use crate::areas::Areas;
use crate::drivers::Drivers;

/// People of the place in a year.
pub(crate) struct People {
    pub year: FinancialYear,
    pub people: u64,
    as_of: Option<String>,
    file_id: Option<String>,
}

/// The number in place.toml, or that of the driver nearest to each year.
pub(crate) fn people(place: &Place, areas: &Areas<'_>, drivers: &Drivers<'_>) -> Vec<People> {
    let of_year = |year| match place.population {
        Some(people) => Some(People { year, people, as_of: None, file_id: None }),
        None => drivers.population(areas, year).map(|found| People {
            year,
            people: found.part.round() as u64,
            as_of: Some(found.as_of),
            file_id: Some(found.file_id),
        }),
    };
    place.years().filter_map(of_year).collect()
}

/// Rows of `place_population`.
pub(crate) fn population_rows(people: &[People]) -> RecordBatch {
    let mut rows = PLACE_POPULATION.rows();
    for people in people {
        rows.push()
            .year(place_population::FINANCIAL_YEAR, people.year)
            .count(place_population::PEOPLE, people.people)
            .text_if_any(place_population::AS_OF, people.as_of.as_deref())
            .text_if_any(place_population::FILE_ID, people.file_id.as_deref());
    }
    rows.finish()
}
