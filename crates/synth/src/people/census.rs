//! How many people of which age and need live in the place, without writing any of them down.

use rayon::prelude::*;

use super::households;
use crate::Plan;

/// Ages are told apart where what is spent on people changes.
pub(crate) const N_BANDS: usize = 7;
/// How much goes wrong in people's lives, 0 to 4.
pub(crate) const N_NEEDS: usize = 5;
/// The last year of each band but the last: the very young, pupils, the young, working age, the year before the state
/// pension, pensioners, the old.
const LAST_YEARS: [i16; N_BANDS - 1] = [3, 15, 24, 64, 65, 79];
/// A larger place is as many times the people counted so far.
const COUNTED_MAX: u64 = 40_000;
/// Out of twenty households, this many live in the first of the place's two districts.
const IN_FIRST_DISTRICT: u64 = 11;
const CHUNKS_AT_ONCE: u64 = 32;

/// People by band and need.
pub(crate) type Census = [[u64; N_NEEDS]; N_BANDS];

/// The people of the place's two districts when the year began.
pub(crate) fn census(plan: &Plan) -> [Census; 2] {
    let wanted = plan.people.min(COUNTED_MAX);
    let mut counted = [[[0; N_NEEDS]; N_BANDS]; 2];
    let (mut n, mut next) = (0, 0);
    while n < wanted {
        let made: Vec<_> = (next..next + CHUNKS_AT_ONCE).into_par_iter().map(|number| classes(plan, number)).collect();
        next += CHUNKS_AT_ONCE;
        for (district, band, need) in made.into_iter().flatten().take((wanted - n) as usize) {
            counted[district][band][need] += 1;
            n += 1;
        }
    }
    if wanted < plan.people { counted.map(|of| times(of, plan.people as f64 / wanted as f64)) } else { counted }
}

/// District, band and need of everybody in a chunk of households.
fn classes(plan: &Plan, number: u64) -> Vec<(usize, usize, usize)> {
    let first = plan.year.first_day();
    let people = households::chunk(plan.seed, plan.year, number).people;
    let class = |person: &super::person::Person| {
        let district = usize::from(person.household % 20 >= IN_FIRST_DISTRICT);
        (district, band(person.age_on(first)), usize::from(person.need))
    };
    people.iter().map(class).collect()
}

fn band(age: i16) -> usize {
    LAST_YEARS.partition_point(|last| *last < age)
}

/// As many times the people.
pub(crate) fn times(census: Census, by: f64) -> Census {
    census.map(|band| band.map(|n| (n as f64 * by).round() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::FinancialYear;

    #[test]
    fn a_place_has_the_people_that_were_asked_for_and_a_large_one_is_a_multiple() {
        let plan = |people| Plan { people, seed: 3, year: FinancialYear(2025), lines: None, attacks: false };
        let total = |people| census(&plan(people)).iter().flatten().flatten().sum::<u64>();
        assert_eq!(total(1_000), 1_000);
        assert!(total(120_000).abs_diff(120_000) < 50);
    }

    #[test]
    fn bands_begin_where_the_one_before_ends() {
        assert_eq!([-1, 3, 4, 15, 16, 64, 65, 66, 79, 80].map(band), [0, 0, 1, 1, 2, 3, 4, 5, 5, 6]);
    }
}
