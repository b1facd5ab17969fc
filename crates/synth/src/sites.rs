//! `sites.csv`: the buildings of the bodies, whose running costs add up to what their ledgers pay for premises.
//! Nothing reads it yet: the room for buildings will.

use std::path::Path;

use money::{Money, apportion};
use rand::RngExt;

use crate::bodies::{AMBLEFORD, COUNTY, FENHOLT, FIRE, HOSPITALS, ICB, PARTNERSHIP, POLICE};
use crate::dice::{Dice, dice, pick};
use crate::people::Home;
use crate::truth::Truth;
use crate::{Error, Plan};

/// The buildings of one body: uses, and people of the place for each building.
const ESTATES: [(&str, &[&str], u64); 8] = [
    (COUNTY, &["library", "office", "depot", "family hub", "day centre", "record office"], 7_000),
    (AMBLEFORD, &["office", "leisure centre", "depot", "theatre", "community centre"], 14_000),
    (FENHOLT, &["office", "leisure centre", "depot", "community centre"], 16_000),
    (POLICE, &["police station", "custody suite", "office", "garage"], 22_000),
    (FIRE, &["fire station", "training centre"], 26_000),
    (ICB, &["office"], 150_000),
    (HOSPITALS, &["hospital", "clinic", "office", "store"], 40_000),
    (PARTNERSHIP, &["clinic", "ward", "office"], 28_000),
];
/// Buildings of a body at the least and at the most.
const SITES_MIN: u64 = 3;
const SITES_MAX: u64 = 400;
/// The place is in a square with sides of this many metres, around a made-up point of the national grid.
const SQUARE_METRES: i64 = 24_000;
const GRID: (i64, i64) = (612_000, 298_000);

const HEADINGS: [&str; 15] = [
    "site_id",
    "body_id",
    "name",
    "use",
    "address",
    "postcode",
    "easting",
    "northing",
    "floor_area_m2",
    "desks",
    "desks_used_share",
    "tenure",
    "lease_end",
    "running_cost",
    "condition",
];

/// Writes every building; the running costs of a body are its ledger's payments for premises, to the penny.
pub(crate) fn write(dir: &Path, plan: &Plan, truth: &Truth) -> Result<(), Error> {
    let mut writer = csv::Writer::from_path(dir.join("sites.csv")).map_err(Error::csv)?;
    writer.write_record(HEADINGS).map_err(Error::csv)?;
    for (body, uses, people_per_site) in ESTATES {
        let mut dice = dice(plan.seed, &format!("sites of {body}"));
        let n = (plan.people / people_per_site).clamp(SITES_MIN, SITES_MAX);
        let sites: Vec<Site> = (0..n).map(|number| Site::new(body, uses, number, plan, &mut dice)).collect();
        let premises: i64 = truth.parts_of(body).map(|part| part.premises.pence).sum();
        let weights: Vec<f64> = sites.iter().map(|site| site.floor_area_m2 as f64 * site.cost_factor).collect();
        let costs = apportion(Money::from_pence(premises), &weights, 1);
        for (site, cost) in sites.iter().zip(costs) {
            writer.write_record(site.cells(body, cost)).map_err(Error::csv)?;
        }
    }
    writer.flush().map_err(Error::io(&dir.join("sites.csv")))
}

struct Site {
    id: String,
    name: String,
    kind: &'static str,
    home: Home,
    at: (i64, i64),
    floor_area_m2: u64,
    desks: u64,
    desks_used: f64,
    lease_end: Option<String>,
    condition: char,
    cost_factor: f64,
}

impl Site {
    fn new(body: &str, uses: &[&'static str], number: u64, plan: &Plan, dice: &mut Dice) -> Site {
        let kind = uses[number as usize % uses.len()];
        let home = Home(dice.random_range(0..(plan.people / 2).max(1_000)));
        let street = home.line();
        let root = street.trim_start_matches(|c: char| !c.is_alphabetic()).trim_start_matches("Flat ").to_owned();
        let (from, to) = match kind {
            "hospital" => (18_000, 90_000),
            "leisure centre" | "custody suite" | "ward" => (1_800, 6_000),
            "office" => (500, 9_000),
            _ => (180, 1_900),
        };
        let floor_area_m2 = dice.random_range(from..to);
        let desks = if kind == "office" { floor_area_m2 / dice.random_range(10..18) } else { dice.random_range(2..18) };
        let is_leased = dice.random_bool(0.35);
        let lease_end = is_leased
            .then(|| format!("{}-{:02}-28", plan.year.0 + dice.random_range(1..15), dice.random_range(1..=12)));
        Site {
            id: format!("{body}-{number:03}"),
            name: format!("{root} {kind}"),
            kind,
            home,
            at: (GRID.0 + dice.random_range(0..SQUARE_METRES), GRID.1 + dice.random_range(0..SQUARE_METRES)),
            floor_area_m2,
            desks,
            desks_used: f64::from(dice.random_range(25..95)) / 100.0,
            lease_end,
            condition: pick(dice, &['A', 'B', 'B', 'B', 'C', 'C', 'D']),
            cost_factor: dice.random_range(0.6..1.6),
        }
    }

    fn cells(&self, body: &str, cost: Money) -> [String; 15] {
        [
            self.id.clone(),
            body.to_owned(),
            self.name.clone(),
            self.kind.to_owned(),
            format!("{}, {}", self.home.line(), self.home.town()),
            self.home.postcode(),
            self.at.0.to_string(),
            self.at.1.to_string(),
            self.floor_area_m2.to_string(),
            self.desks.to_string(),
            format!("{:.2}", self.desks_used),
            if self.lease_end.is_some() { "leasehold" } else { "freehold" }.to_owned(),
            self.lease_end.clone().unwrap_or_default(),
            cost.plain(),
            self.condition.to_string(),
        ]
    }
}
