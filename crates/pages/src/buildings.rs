//! The buildings of the place and plans for them, read from their tables.

use std::collections::{BTreeMap, HashMap};

use model::tables::{
    BUILDING, BUILDING_CLOSURE, BUILDING_PAIR, ESTATE_OBSTACLE, ESTATE_PLAN, PlanRole, building, building_closure,
    building_pair, estate_obstacle, estate_plan,
};
use model::{Row, TableError, Tables};
use money::Money;

/// Neighbours that are kept: a city has thousands.
const N_PAIRS: usize = 100;

/// Whose buildings there are, which stand side by side, and what could be done.
#[derive(Clone, Debug, Default)]
pub struct Buildings {
    /// By agency.
    pub agencies: BTreeMap<String, Agency>,
    /// The nearest first.
    pub pairs: Vec<Pair>,
    pub n_pairs: usize,
    pub plans: Vec<Plan>,
    pub closures: Vec<Closure>,
    /// Why a question has no plan, or what plans leave out, in words.
    pub obstacles: Vec<String>,
}

/// What one agency has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agency {
    pub n_buildings: usize,
    pub n_placed: usize,
    pub n_with_size: usize,
    pub square_metres: f64,
}

/// Two buildings of different agencies.
#[derive(Clone, Debug)]
pub struct Pair {
    pub names: [String; 2],
    pub agencies: [String; 2],
    pub metres: f64,
}

/// One plan.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: String,
    pub title: String,
    pub role: PlanRole,
    pub saved_a_year: Money,
    pub once: Money,
    pub receipts: Money,
    pub n_closes: usize,
    pub mean_distance: f64,
    pub mean_distance_now: Option<f64>,
    pub longest_distance: f64,
    pub unit: String,
    pub is_proved: bool,
    pub gap: f64,
}

/// What closing one building alone would mean.
#[derive(Clone, Debug)]
pub struct Closure {
    pub name: String,
    pub saves: Money,
    pub people_further: f64,
    pub most_further: f64,
    pub people_stranded: f64,
}

/// Reads them; none where no building is known.
pub fn read(tables: &dyn Tables) -> Result<Option<Buildings>, TableError> {
    if !tables.exists(&BUILDING) || !tables.exists(&BUILDING_PAIR) {
        return Ok(None);
    }
    let mut found = Buildings::default();
    let mut names: HashMap<String, String> = HashMap::new();
    for (id, name, agency, (is_placed, size)) in BUILDING.read_all(tables, one)? {
        let of = found.agencies.entry(agency).or_default();
        of.n_buildings += 1;
        of.n_placed += usize::from(is_placed);
        of.n_with_size += usize::from(size.is_some());
        of.square_metres += size.unwrap_or_default();
        names.insert(id, name);
    }
    if found.agencies.is_empty() {
        return Ok(None);
    }
    let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut pairs = BUILDING_PAIR.read_all(tables, |row| pair(row, &name))?;
    pairs.sort_by(|a, b| a.metres.total_cmp(&b.metres).then_with(|| a.names.cmp(&b.names)));
    found.n_pairs = pairs.len();
    pairs.truncate(N_PAIRS);
    found.pairs = pairs;
    found.plans = ESTATE_PLAN.read_all(tables, plan)?;
    found.closures = BUILDING_CLOSURE.read_all(tables, |row| closure(row, &name))?;
    found.obstacles = ESTATE_OBSTACLE.read_all(tables, |row| row.text(estate_obstacle::TEXT).to_owned())?;
    Ok(Some(found))
}

type Building = (String, String, String, (bool, Option<f64>));

fn one(row: &Row<'_>) -> Building {
    let text = |column: &str| row.text_if_any(column).map(str::to_owned);
    let agency = text(building::AGENCY).or_else(|| text(building::BODY_ID)).unwrap_or_else(|| "not known".to_owned());
    let is_placed = row.number_if_any(building::LONGITUDE).is_some();
    let size = row.number_if_any(building::FLOOR_AREA_M2);
    (row.text(building::BUILDING_ID).to_owned(), row.text(building::NAME).to_owned(), agency, (is_placed, size))
}

fn pair(row: &Row<'_>, name: &dyn Fn(&str) -> String) -> Pair {
    Pair {
        names: [building_pair::BUILDING_ID, building_pair::OTHER_BUILDING_ID].map(|column| name(row.text(column))),
        agencies: [building_pair::AGENCY, building_pair::OTHER_AGENCY].map(|column| row.text(column).to_owned()),
        metres: row.number(building_pair::METRES),
    }
}

fn plan(row: &Row<'_>) -> Plan {
    Plan {
        id: row.text(estate_plan::PLAN_ID).to_owned(),
        title: row.text(estate_plan::TITLE).to_owned(),
        role: PlanRole::parse(row.text(estate_plan::ROLE)).expect("a word of its column"),
        saved_a_year: row.money(estate_plan::SAVED_A_YEAR),
        once: row.money(estate_plan::ONCE),
        receipts: row.money(estate_plan::RECEIPTS),
        n_closes: row.count(estate_plan::N_CLOSES) as usize,
        mean_distance: row.number(estate_plan::MEAN_DISTANCE),
        mean_distance_now: row.number_if_any(estate_plan::MEAN_DISTANCE_NOW),
        longest_distance: row.number(estate_plan::LONGEST_DISTANCE),
        unit: row.text(estate_plan::UNIT).to_owned(),
        is_proved: row.flag(estate_plan::IS_PROVED),
        gap: row.number(estate_plan::GAP),
    }
}

fn closure(row: &Row<'_>, name: &dyn Fn(&str) -> String) -> Closure {
    Closure {
        name: name(row.text(building_closure::BUILDING_ID)),
        saves: row.money(building_closure::SAVES),
        people_further: row.number(building_closure::PEOPLE_FURTHER),
        most_further: row.number(building_closure::MOST_FURTHER),
        people_stranded: row.number(building_closure::PEOPLE_STRANDED),
    }
}
