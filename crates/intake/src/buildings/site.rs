//! A building as its register has it.

use jiff::civil::Date;
use model::Position;
use model::tables::LocatedBy;
use money::Money;

use crate::features::Shape;

/// One row of `building`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    pub file_id: String,
    /// Path of the file, with the sheet in brackets.
    pub file: String,
    pub row: u64,
    /// Names the building in this place; filled once all registers are read.
    pub building_id: String,
    pub register_id: Option<String>,
    pub body_id: Option<String>,
    pub agency: Option<String>,
    pub owner: Option<String>,
    pub name: String,
    pub kind: Option<String>,
    pub uprn: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub area_code: Option<String>,
    pub position: Option<(Position, LocatedBy)>,
    pub tenure: Option<String>,
    pub tenure_detail: Option<String>,
    pub holding: Option<String>,
    pub floor_area_m2: Option<f64>,
    pub occupied_m2: Option<f64>,
    pub empty_m2: Option<f64>,
    pub under_used_m2: Option<f64>,
    pub desks: Option<f64>,
    pub fte: Option<f64>,
    pub running_cost: Option<Money>,
    pub valuation: Option<Money>,
    pub backlog: Option<Money>,
    pub lease_break: Option<Date>,
    pub lease_end: Option<Date>,
    pub energy_rating: Option<String>,
    pub as_of: Option<Date>,
    pub opening_hours: Option<String>,
    pub services: Option<String>,
    pub is_aggregate: bool,
    /// Rows of all its features; one where the file has it once.
    pub rows: Vec<u64>,
    pub shape: Option<Shape>,
}

/// One row of `building_figure`, which belongs to the building of its file and row.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub file_id: String,
    pub row: u64,
    pub building_id: String,
    pub figure: String,
    pub unit: String,
    pub value: f64,
}
