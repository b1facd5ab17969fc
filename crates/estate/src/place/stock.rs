//! The buildings of a place, as its table has them.

use arrow_array::RecordBatch;
use model::tables::{BUILDING, CostBasis, building};
use model::{FinancialYear, Position, Row};
use money::Money;

/// Every building of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stock {
    pub buildings: Vec<Holding>,
}

/// One building, with what plans need of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holding {
    pub id: String,
    pub name: String,
    pub body: Option<String>,
    pub agency: Option<String>,
    pub kind: Option<String>,
    pub at: Option<Position>,
    pub floor_area_m2: Option<f64>,
    /// Empty and under-used square metres, where the register says.
    pub spare_m2: Option<f64>,
    pub running: Option<(Money, CostBasis)>,
    pub valuation: Option<Money>,
    pub is_freehold: bool,
    /// Nobody uses it now.
    pub is_vacant: bool,
    /// The first year in which its lease lets go.
    pub lease_lets_go: Option<FinancialYear>,
}

impl Stock {
    /// The buildings of the table, in its order; rows of several small sites are left out, as they stand nowhere.
    pub fn of(buildings: &RecordBatch) -> Stock {
        let rows = BUILDING.read(buildings).iter().filter(|row| !row.flag(building::IS_AGGREGATE));
        Stock { buildings: rows.map(|row| Holding::of(&row)).collect() }
    }
}

impl Holding {
    fn of(row: &Row<'_>) -> Holding {
        let text = |column| row.text_if_any(column).map(str::to_owned);
        let says = |column, word: &str| row.text_if_any(column).is_some_and(|text| text.eq_ignore_ascii_case(word));
        let (lon, lat) = (row.number_if_any(building::LONGITUDE), row.number_if_any(building::LATITUDE));
        let spare = [building::EMPTY_M2, building::UNDER_USED_M2].map(|column| row.number_if_any(column));
        let days = [building::LEASE_BREAK, building::LEASE_END].map(|column| row.date_if_any(column));
        Holding {
            id: row.text(building::BUILDING_ID).to_owned(),
            name: row.text(building::NAME).to_owned(),
            body: text(building::BODY_ID),
            agency: text(building::AGENCY),
            kind: text(building::KIND),
            at: lon.zip(lat).map(|(lon, lat)| Position { lon, lat }),
            floor_area_m2: row.number_if_any(building::FLOOR_AREA_M2),
            spare_m2: spare.into_iter().flatten().reduce(|sum, more| sum + more),
            running: row.money_if_any(building::RUNNING_COST).map(|cost| (cost, CostBasis::Register)),
            valuation: row.money_if_any(building::VALUATION),
            is_freehold: says(building::TENURE, "freehold"),
            is_vacant: says(building::TENURE_DETAIL, "vacant"),
            lease_lets_go: days.into_iter().flatten().min().map(FinancialYear::of),
        }
    }
}
