//! Who lives where: areas with their people, as the tables of the place have them.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{AREA, AREA_FIGURE, AreaLevel, area, area_figure};
use model::{Position, Row};

/// The areas of one kind, by code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demand {
    pub areas: Vec<DemandArea>,
}

/// One small area, with its latest figures by name: `population`, `households_without_car` and so on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DemandArea {
    pub code: String,
    pub name: String,
    pub at: Option<Position>,
    pub district_code: Option<String>,
    pub figures: BTreeMap<String, f64>,
}

impl Demand {
    /// The areas of a level, of the districts with these codes. An area whose district no file tells is of the place, for
    /// a place brings its own areas; with no codes at all every area is.
    pub fn of(level: AreaLevel, district_codes: &[String], areas: &RecordBatch, figures: &RecordBatch) -> Demand {
        let latest = latest_figures(figures);
        let is_own = |area: &DemandArea| {
            let is_named = |code: &String| district_codes.contains(code);
            district_codes.is_empty() || area.district_code.as_ref().is_none_or(is_named)
        };
        let rows = AREA.read(areas).iter().filter(|row| row.text(area::LEVEL) == level.word());
        let mut areas: Vec<DemandArea> = rows.map(|row| DemandArea::of(&row, &latest)).filter(is_own).collect();
        areas.sort_by(|a, b| a.code.cmp(&b.code));
        Demand { areas }
    }

    /// The sum of a figure over all areas that have it.
    pub fn total(&self, figure: &str) -> f64 {
        self.areas.iter().filter_map(|area| area.figures.get(figure)).sum()
    }
}

impl DemandArea {
    fn of(row: &Row<'_>, latest: &BTreeMap<String, BTreeMap<String, (String, f64)>>) -> DemandArea {
        let code = row.text(area::CODE).to_owned();
        let (lon, lat) = (row.number_if_any(area::LONGITUDE), row.number_if_any(area::LATITUDE));
        let own = latest.get(&code).into_iter().flatten();
        DemandArea {
            figures: own.map(|(figure, (_, value))| (figure.clone(), *value)).collect(),
            name: row.text(area::NAME).to_owned(),
            at: lon.zip(lat).map(|(lon, lat)| Position { lon, lat }),
            district_code: row.text_if_any(area::DISTRICT_CODE).map(str::to_owned),
            code,
        }
    }

    /// Whether the area is among the three most deprived tenths; none where no file says.
    pub fn is_deprived(&self) -> Option<bool> {
        self.figures.get("deprivation_decile").map(|decile| *decile <= 3.0)
    }
}

/// By area and figure, the latest day with its value. Days are compared by the year in them.
fn latest_figures(figures: &RecordBatch) -> BTreeMap<String, BTreeMap<String, (String, f64)>> {
    let mut latest: BTreeMap<String, BTreeMap<String, (String, f64)>> = BTreeMap::new();
    for row in AREA_FIGURE.read(figures).iter() {
        let as_of = row.text(area_figure::AS_OF).to_owned();
        let own = latest.entry(row.text(area_figure::CODE).to_owned()).or_default();
        let value = row.number(area_figure::VALUE);
        let known = own.entry(row.text(area_figure::FIGURE).to_owned()).or_insert((as_of.clone(), value));
        if (year_of(&known.0), &known.0) < (year_of(&as_of), &as_of) {
            *known = (as_of, value);
        }
    }
    latest
}

fn year_of(as_of: &str) -> u32 {
    let years = as_of.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|digits| digits.parse().ok()).max().unwrap_or(0)
}
