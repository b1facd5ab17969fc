//! The districts of the fictional region, and who lives in them.
//!
//! The place's people are those of its own households. Elsewhere live people of the same kind, in places that are larger
//! or smaller, older or younger, better or worse off.

use rand::RngExt;
use rand_distr::{Distribution, LogNormal};

use crate::Plan;
use crate::dice::{Dice, dice};
use crate::people::{Census, N_BANDS, N_NEEDS, census, times};

/// A district and its people by age and need.
pub(super) struct District {
    pub code: &'static str,
    pub name: &'static str,
    pub people: Census,
}

/// Code and name of each district; the first two are the place.
const DISTRICTS: [(&str, &str); 13] = [
    ("X07000001", "Ambleford"),
    ("X07000002", "Fenholt"),
    ("X07000003", "Norbrook"),
    ("X07000004", "Thornwick"),
    ("X07000005", "Marlsea"),
    ("X07000006", "Highfold"),
    ("X07000007", "Penbury"),
    ("X07000008", "Stanmoor"),
    ("X07000009", "Wexcombe"),
    ("X07000010", "Ashgarth"),
    ("X07000011", "Lowmarsh"),
    ("X07000012", "Ravensby"),
    ("X07000013", "Old Holm"),
];
pub(super) const N_OF_PLACE: usize = 2;
/// The region's own code in tables of people.
pub(super) const REGION_CODE: &str = "E12999999";
pub(crate) const REGION: &str = "East of England";

/// People of 100,000 by band of age and need, as households of this country have them.
const MIX: Census = [
    [7_769, 1_957, 975, 289, 96],
    [10_032, 2_573, 1_108, 353, 70],
    [6_153, 1_638, 1_015, 213, 54],
    [29_395, 7_586, 4_275, 1_034, 247],
    [423, 132, 28, 16, 4],
    [6_709, 1_764, 2_071, 255, 38],
    [6_528, 1_656, 3_255, 247, 42],
];
/// People of another district for each of the place.
const SIZES: std::ops::Range<f64> = 0.35..1.3;
/// Standard deviation of the logarithm by which other districts are older, or worse off.
const AGE_SIGMA: f64 = 0.08;
const NEED_SIGMA: f64 = 0.12;

/// Every district of the region, those of the place first.
pub(super) fn districts(plan: &Plan) -> Vec<District> {
    let own = census(plan);
    let mut dice = dice(plan.seed, "districts of the region");
    let mut found = Vec::with_capacity(DISTRICTS.len());
    for (at, (code, name)) in DISTRICTS.into_iter().enumerate() {
        let people = own.get(at).copied().unwrap_or_else(|| elsewhere(plan, &mut dice));
        found.push(District { code, name, people });
    }
    found
}

fn elsewhere(plan: &Plan, dice: &mut Dice) -> Census {
    let n = plan.people as f64 * dice.random_range(SIZES);
    let lean = |dice: &mut Dice, sigma| LogNormal::new(0.0, sigma).expect("the deviation is finite").sample(dice);
    let (older, worse) = (lean(dice, AGE_SIGMA), lean(dice, NEED_SIGMA));
    let mut weights = [[0.0; N_NEEDS]; N_BANDS];
    for (band, needs) in weights.iter_mut().enumerate() {
        for (need, weight) in needs.iter_mut().enumerate() {
            let by_age = if band >= 4 { older } else { 1.0 };
            *weight = MIX[band][need] as f64 * by_age * if need > 0 { worse } else { 1.0 };
        }
    }
    let total: f64 = weights.iter().flatten().sum();
    weights.map(|band| band.map(|weight| (n * weight / total).round() as u64))
}

impl District {
    /// Everybody in some bands of age.
    pub fn n_in(&self, bands: std::ops::Range<usize>) -> u64 {
        self.people[bands].iter().flatten().sum()
    }

    pub fn n_people(&self) -> u64 {
        self.n_in(0..N_BANDS)
    }

    /// The district as it was a few years before.
    pub fn before(&self) -> District {
        District { people: times(self.people, YEARS_BEFORE), ..*self }
    }
}

/// People a few years before for each of now.
const YEARS_BEFORE: f64 = 0.975;
