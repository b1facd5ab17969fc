//! What national bodies, the police and the fire service spend on the people of each district.
//!
//! Whether somebody is paid for is drawn person by person, by age and by how much goes wrong in their life; what a claim
//! or case costs differs a little from area to area. No share of a driver is looked at: a driver is one more count of
//! the same people.

use model::spending::SpendingKind;
use rand_distr::{Binomial, Distribution, LogNormal};

use super::region::District;
use crate::dice::{Dice, dice};
use crate::people::{N_BANDS, N_NEEDS};

/// Something that is spent on people who need it.
#[derive(Debug)]
pub(super) struct Programme {
    pub department: &'static str,
    pub organisation: &'static str,
    /// Segment of the regional analysis.
    pub segment: &'static str,
    pub function: &'static str,
    pub sub_function: &'static str,
    /// Service of the common list.
    pub service: &'static str,
    pub kind: SpendingKind,
    /// Pounds in a year for one who is paid for.
    award: f64,
    /// The chance by age, which the chance by need multiplies.
    by_band: [f64; N_BANDS],
    by_need: [f64; N_NEEDS],
    /// Standard deviation of the logarithm by which a claim costs more in one area than in another.
    sigma: f64,
    /// Pounds of capital in every hundred.
    pub capital: i64,
}

const DWP: &str = "Department for Work and Pensions";
const PENSIONERS: [f64; N_BANDS] = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
const WORKING_AGE: [f64; N_BANDS] = [0.0, 0.0, 0.7, 1.0, 1.0, 0.0, 0.0];
const EVERYBODY: [f64; N_BANDS] = [1.0; N_BANDS];
const ALIKE: [f64; N_NEEDS] = [1.0; N_NEEDS];
const OLD_AGE: [&str; 2] = ["10. Social protection", "10.2 Old age; of which: pensions"];
const SICKNESS: [&str; 2] = ["10. Social protection", "10.1 Sickness and disability"];
const UNEMPLOYED: [&str; 2] = ["10. Social protection", "10.5 Unemployment"];
const FAMILIES: [&str; 2] = ["10. Social protection", "10.4 Family and children"];

/// A benefit of one department.
#[allow(clippy::too_many_arguments, reason = "a row of a table, in the order of its columns")]
const fn benefit(
    department: &'static str,
    segment: &'static str,
    function: [&'static str; 2],
    award: f64,
    by_band: [f64; N_BANDS],
    by_need: [f64; N_NEEDS],
    sigma: f64,
) -> Programme {
    Programme {
        department,
        organisation: department,
        segment,
        function: function[0],
        sub_function: function[1],
        service: "benefits",
        kind: SpendingKind::Benefits,
        award,
        by_band,
        by_need,
        sigma,
        capital: 0,
    }
}

impl Programme {
    /// Services in kind, not money paid to people.
    const fn of_service(self, service: &'static str) -> Programme {
        Programme { service, kind: SpendingKind::Current, ..self }
    }

    const fn by(self, organisation: &'static str) -> Programme {
        Programme { organisation, ..self }
    }

    const fn with_capital(self, percent: i64) -> Programme {
        Programme { capital: percent, ..self }
    }

    fn chance(&self, band: usize, need: usize) -> f64 {
        (self.by_band[band] * self.by_need[need]).min(1.0)
    }
}

/// The programme whose claims are counted as claimants.
const JOBSEEKERS: &str = "JOBSEEKERS ALLOWANCE";
/// The one that the department publishes for each district.
pub(super) const WINTER_FUEL: &str = "WINTER FUEL PAYMENTS";
pub(super) const POLICE: &str = "police incidents";
pub(super) const FIRE: &str = "fires and rescues";

pub(super) const PROGRAMMES: [Programme; 17] = [
    benefit(DWP, "STATE PENSION", OLD_AGE, 11_000.0, PENSIONERS, [0.985, 0.985, 0.985, 0.97, 0.95], 0.008),
    benefit(DWP, "PENSION CREDIT", OLD_AGE, 2_900.0, PENSIONERS, [0.05, 0.16, 0.3, 0.42, 0.5], 0.06),
    benefit(
        DWP,
        "ATTENDANCE ALLOWANCE",
        SICKNESS,
        4_900.0,
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 1.0],
        [0.26, 0.32, 0.4, 0.5, 0.6],
        0.04,
    ),
    benefit(DWP, WINTER_FUEL, OLD_AGE, 250.0, PENSIONERS, [0.6, 0.7, 0.75, 0.8, 0.8], 0.015),
    benefit(DWP, "DISABILITY LIVING ALLOWANCE", SICKNESS, 6_100.0, WORKING_AGE, [0.025, 0.08, 0.2, 0.36, 0.5], 0.025),
    benefit(
        DWP,
        "EMPLOYMENT AND SUPPORT ALLOWANCE",
        SICKNESS,
        7_300.0,
        WORKING_AGE,
        [0.012, 0.06, 0.16, 0.3, 0.42],
        0.05,
    ),
    benefit(DWP, "INCOME SUPPORT", FAMILIES, 5_200.0, WORKING_AGE, [0.004, 0.03, 0.11, 0.26, 0.4], 0.06),
    benefit(DWP, "CARERS ALLOWANCE", SICKNESS, 3_900.0, WORKING_AGE, [0.012, 0.03, 0.06, 0.09, 0.1], 0.05),
    benefit(DWP, JOBSEEKERS, UNEMPLOYED, 4_400.0, WORKING_AGE, [0.012, 0.045, 0.1, 0.16, 0.2], 0.01),
    benefit(
        DWP,
        "EMPLOYMENT PROGRAMMES",
        ["4. of which: employment policies", "4.1 General economic, commercial and labour affairs"],
        900.0,
        WORKING_AGE,
        [0.02, 0.06, 0.13, 0.2, 0.25],
        0.06,
    )
    .of_service("employment"),
    benefit(
        "HM Revenue and Customs",
        "CHILD BENEFIT",
        FAMILIES,
        1_150.0,
        [0.93, 0.93, 0.14, 0.0, 0.0, 0.0, 0.0],
        ALIKE,
        0.01,
    ),
    benefit(
        "Department for Education",
        "ACADEMIES GRANT",
        ["9. Education", "9.2 Secondary education"],
        6_900.0,
        [0.0, 0.55, 0.15, 0.0, 0.0, 0.0, 0.0],
        ALIKE,
        0.06,
    )
    .of_service("education"),
    benefit(
        "Ministry of Justice",
        "COURTS AND PRISONS",
        ["3. Public order and safety", "3.3 Law courts"],
        5_900.0,
        [0.0, 0.0, 1.6, 1.0, 0.4, 0.2, 0.1],
        [0.004, 0.02, 0.08, 0.25, 0.45],
        0.05,
    )
    .of_service("justice"),
    benefit(
        "Department for Transport",
        "STRATEGIC ROADS",
        ["4. of which: transport", "4.5 Transport; of which: national roads"],
        165.0,
        EVERYBODY,
        ALIKE,
        0.06,
    )
    .of_service("highways_transport")
    .by("National Roads Company")
    .with_capital(30),
    benefit(
        "Department for Culture, Media and Sport",
        "ARTS AND SPORT",
        ["8. Recreation, culture and religion", "8.2 Cultural services"],
        38.0,
        EVERYBODY,
        ALIKE,
        0.06,
    )
    .of_service("cultural"),
    benefit("", POLICE, ["", ""], 900.0, [0.05, 0.3, 1.5, 1.0, 0.6, 0.4, 0.3], [0.12, 0.2, 0.5, 0.9, 1.0], 0.04)
        .of_service("police"),
    benefit("", FIRE, ["", ""], 1_700.0, [1.0, 1.0, 1.0, 1.0, 1.0, 1.4, 2.2], [0.03, 0.04, 0.06, 0.08, 0.1], 0.04)
        .of_service("fire"),
];

/// Pounds of each programme by district.
pub(super) struct Needs {
    spent: Vec<Vec<f64>>,
    /// Claims of a benefit for people out of work on one day.
    pub claimants: Vec<u64>,
}

/// Standard deviation of the logarithm by which one day's claimants differ from those of the year.
const DAY_SIGMA: f64 = 0.015;

impl Needs {
    /// Draws who is paid for in every district.
    pub fn new(seed: u64, districts: &[District]) -> Needs {
        let mut needs = Needs { spent: Vec::new(), claimants: Vec::new() };
        for programme in &PROGRAMMES {
            let mut dice = dice(seed, &format!("claims of {}", programme.segment));
            let level = LogNormal::new(0.0, programme.sigma).expect("the deviation is finite");
            let claims: Vec<u64> = districts.iter().map(|district| claims(programme, district, &mut dice)).collect();
            let spent = claims.iter().map(|n| *n as f64 * programme.award * level.sample(&mut dice)).collect();
            needs.spent.push(spent);
            if programme.segment == JOBSEEKERS {
                let day = LogNormal::new(0.0, DAY_SIGMA).expect("the deviation is finite");
                needs.claimants = claims.iter().map(|n| (*n as f64 * day.sample(&mut dice)).round() as u64).collect();
            }
        }
        needs
    }

    /// Pounds of a programme in each district.
    ///
    /// # Panics
    /// If there is no such programme.
    pub fn of(&self, segment: &str) -> &[f64] {
        let at = PROGRAMMES.iter().position(|programme| programme.segment == segment);
        &self.spent[at.unwrap_or_else(|| panic!("`{segment}` is a programme"))]
    }
}

fn claims(programme: &Programme, district: &District, dice: &mut Dice) -> u64 {
    let mut n = 0;
    for (band, needs) in district.people.iter().enumerate() {
        for (need, people) in needs.iter().enumerate() {
            let chance = programme.chance(band, need);
            if chance > 0.0 {
                n += Binomial::new(*people, chance).expect("a chance is no more than one").sample(dice);
            }
        }
    }
    n
}
