//! `outcomes.csv`: indicators of the place over five years, beside other areas. This year's are counted from its people.
//! Nothing reads it yet: the room for assessment will.

use std::path::Path;

use model::FinancialYear;
use rand::RngExt;

use crate::bodies::ELSEWHERE;
use crate::dice::dice;
use crate::people::PeopleTruth;
use crate::{Error, Plan, place_file};

/// An indicator: of how many, out of how many, for how many.
struct Indicator {
    id: &'static str,
    name: &'static str,
    /// The priority of the Local Outcomes Framework that it is nearest to.
    outcome: &'static str,
    numerator: fn(&PeopleTruth) -> u64,
    denominator: fn(&PeopleTruth) -> u64,
    per: f64,
    lower_is_better: bool,
}

const INDICATORS: [Indicator; 9] = [
    Indicator {
        id: "children-in-need",
        name: "Children known to social care",
        outcome: "Child social care",
        numerator: |of| of.n_children_in_need,
        denominator: |of| of.n_children,
        per: 10_000.0,
        lower_is_better: true,
    },
    Indicator {
        id: "protection-conferences",
        name: "Child protection conferences",
        outcome: "Child social care",
        numerator: |of| of.n_of("Child protection conference"),
        denominator: |of| of.n_children,
        per: 10_000.0,
        lower_is_better: true,
    },
    Indicator {
        id: "suspensions",
        name: "Suspensions from school",
        outcome: "Education",
        numerator: |of| of.n_of("Suspension"),
        denominator: |of| of.n_pupils,
        per: 100.0,
        lower_is_better: true,
    },
    Indicator {
        id: "attendance-meetings",
        name: "Meetings about attendance",
        outcome: "Education",
        numerator: |of| of.n_of("Attendance meeting"),
        denominator: |of| of.n_pupils,
        per: 100.0,
        lower_is_better: true,
    },
    Indicator {
        id: "claimants",
        name: "People of working age on benefits",
        outcome: "Economic prosperity",
        numerator: |of| of.n_claimants,
        denominator: |of| of.n_working_age,
        per: 100.0,
        lower_is_better: true,
    },
    Indicator {
        id: "domestic-abuse",
        name: "Domestic abuse incidents",
        outcome: "Neighbourhood safety",
        numerator: |of| of.n_of("Domestic abuse incident"),
        denominator: |of| of.n_people,
        per: 1_000.0,
        lower_is_better: true,
    },
    Indicator {
        id: "emergency-admissions",
        name: "Emergency admissions",
        outcome: "Health and wellbeing",
        numerator: |of| of.n_of("Emergency admission"),
        denominator: |of| of.n_people,
        per: 1_000.0,
        lower_is_better: true,
    },
    Indicator {
        id: "homelessness-assessments",
        name: "Homelessness assessments",
        outcome: "Homelessness and rough sleeping",
        numerator: |of| of.n_of("Homelessness assessment"),
        denominator: |of| of.n_people,
        per: 1_000.0,
        lower_is_better: true,
    },
    Indicator {
        id: "health-visitor-reviews",
        name: "Health visitor reviews",
        outcome: "Best start in life",
        numerator: |of| of.n_of("Health visitor review"),
        denominator: |of| of.n_children,
        per: 100.0,
        lower_is_better: false,
    },
];

/// Years before this one.
const N_YEARS_BEFORE: i32 = 4;
/// Areas beside the place: the first councils of the country around.
const N_COMPARATORS: usize = 6;

const HEADINGS: [&str; 10] = [
    "indicator_id",
    "indicator",
    "outcome",
    "area",
    "year",
    "numerator",
    "denominator",
    "value",
    "per",
    "lower_is_better",
];

/// Writes every indicator by area and year. Years before and other areas are drawn around this year's value.
pub(crate) fn write(dir: &Path, plan: &Plan, people: &PeopleTruth) -> Result<(), Error> {
    let path = dir.join("outcomes.csv");
    let mut writer = csv::Writer::from_path(&path).map_err(Error::csv)?;
    writer.write_record(HEADINGS).map_err(Error::csv)?;
    for row in INDICATORS.iter().flat_map(|indicator| indicator.rows(plan, people)) {
        writer.write_record(row).map_err(Error::csv)?;
    }
    writer.flush().map_err(Error::io(&path))
}

impl Indicator {
    fn rows(&self, plan: &Plan, people: &PeopleTruth) -> Vec<[String; 10]> {
        let mut dice = dice(plan.seed, &format!("indicator {}", self.id));
        let (numerator, denominator) = ((self.numerator)(people), (self.denominator)(people));
        let mut rows = Vec::new();
        let trend = dice.random_range(-0.06..0.06);
        for before in (0..=N_YEARS_BEFORE).rev() {
            let wobble =
                if before == 0 { 1.0 } else { dice.random_range(0.95..1.05) * (1.0 - trend * f64::from(before)) };
            rows.push(self.row(place_file::NAME, plan.year.0 - before, scaled(numerator, wobble), denominator));
        }
        for area in ELSEWHERE.iter().take(N_COMPARATORS) {
            let size = dice.random_range(0.5..2.0);
            let level = dice.random_range(0.6..1.6);
            rows.push(self.row(area.name, plan.year.0, scaled(numerator, size * level), scaled(denominator, size)));
        }
        rows
    }

    fn row(&self, area: &str, year: i32, numerator: u64, denominator: u64) -> [String; 10] {
        let value = || format!("{:.2}", self.per * numerator as f64 / denominator as f64);
        [
            self.id.to_owned(),
            self.name.to_owned(),
            self.outcome.to_owned(),
            area.to_owned(),
            FinancialYear(year).to_string(),
            numerator.to_string(),
            denominator.to_string(),
            if denominator == 0 { String::new() } else { value() },
            self.per.to_string(),
            self.lower_is_better.to_string(),
        ]
    }
}

fn scaled(n: u64, by: f64) -> u64 {
    (n as f64 * by).round() as u64
}
