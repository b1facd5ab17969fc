//! Each factor of a benefit, a roll-out and a later start, by hand.

use appraisal::{Reference, Simulation, read, simulate};

use crate::signs::{case, proposal};

/// A cohort, and a benefit whose every factor differs from one.
const CHAIN: &str = r#"
[[budget]]
id = "care"
body = "council"
line = "Care"
amount = 9_000_000
[population]
who = "people"
n = 1000
overlap = 0.1
[[benefit]]
id = "good"
outcome = "good"
unit = "case"
affected = 0.5
impact = 0.4
measured_on = "referred"
deadweight = 0.25
deadweight_basis = "share"
displacement = 0.1
leakage = 0.2
substitution = 0.05
multiplier = 1.5
duration_years = 1
already_corrected = true
[[benefit.value]]
kind = "fiscal"
amount = 10
cashable = 0.6
budgets = { council = "care" }
bodies = { council = 1.0 }
"#;

fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-6 * expected.abs().max(1.0)
}

/// Method, section 5.1: a benefit is a product, and every factor multiplies.
#[test]
fn every_factor_of_a_benefit_multiplies() {
    let year = &case(&proposal(CHAIN)).years[0];
    let units = 1000.0 * 0.5 * (0.4 * 0.75) * 0.9 * 0.8 * 0.95 * 1.5 * 0.9;
    assert!(is_near(year.fiscal, 10.0 * units), "{} of {}", year.fiscal, 10.0 * units);
    assert!(is_near(year.cashable, 6.0 * units), "{}", year.cashable);
    assert!(is_near(year.capacity_released, 4.0 * units), "{}", year.capacity_released);
}

#[test]
fn a_benefit_that_ends_with_the_appraisal_is_not_cut_off() {
    let found = |duration: usize| {
        let text = CHAIN.replace("duration_years = 1", &format!("lag_years = 1\nduration_years = {duration}"));
        case(&proposal(&text)).findings.iter().any(|finding| finding.text.contains("is cut off there"))
    };
    assert!(!found(2), "a year before it begins and two years of three");
    assert!(found(3));
}

#[test]
fn two_values_of_one_kind_are_told_apart_and_added() {
    let second = "[[benefit.value]]\nkind = \"fiscal\"\namount = 5\nbodies = { council = 1.0 }\n";
    let year = |text: &str| case(&proposal(text)).years[0].fiscal;
    assert!(is_near(year(&format!("{CHAIN}{second}")), 1.5 * year(CHAIN)));
    let economic = "[[benefit.value]]\nkind = \"economic\"\namount = 5\n";
    assert!(is_near(year(&format!("{CHAIN}{economic}")), year(CHAIN)));
}

/// Method, section 5.1: effects on life and health are discounted at 1.5%, money at 3.5%.
#[test]
fn each_year_carries_both_discount_factors() {
    let case = case(&proposal(CHAIN));
    let factors: Vec<[f64; 2]> = case.years.iter().map(|year| [year.factor, year.health_factor]).collect();
    assert_eq!(factors[0], [1.0, 1.0]);
    assert!(is_near(factors[2][0], 1.035f64.powi(-2)) && is_near(factors[2][1], 1.015f64.powi(-2)), "{factors:?}");
}

#[test]
fn what_is_counted_from_an_earlier_year_comes_later_by_as_many_years() {
    let reference = Reference::builtin();
    let read = |text: &str| read(text, "p.toml", &reference).expect("good");
    let later = read(&proposal(&CHAIN.replace("duration_years", "lag_years = 1\nduration_years")));
    let counted = later.counted_from(model::FinancialYear(later.first_year.0 - 2));
    let years = appraisal::appraise(&counted, &reference).expect("appraisable").years;
    let costs: Vec<f64> = years.iter().map(|year| year.cost).collect();
    assert_eq!(costs, [0.0, 0.0, 100.0, 0.0, 0.0]);
    let with_benefit: Vec<usize> = years.iter().filter(|year| 0.0 < year.fiscal).map(|year| year.t).collect();
    assert_eq!(with_benefit, [3], "two years earlier, and a year's lag of its own");
}

/// Draws come in blocks, but a number that is not a multiple of the block size is drawn exactly.
#[test]
fn as_many_draws_are_made_as_asked_for() {
    let reference = Reference::builtin();
    let text = proposal(&CHAIN.replace("n = 1000", "n = { value = 1000, low = 900, high = 1100 }"));
    let proposal = read(&text, "p.toml", &reference).expect("good");
    let spread = |n_draws: usize| simulate(&proposal, &reference, Simulation { n_draws, seed: 1 }).expect("uncertain");
    let (few, many) = (spread(1_025), spread(3_000));
    let middle = case(&text).standard().public.npv;
    for uncertainty in [&few, &many] {
        let ratio = uncertainty.public_npv.mean / middle;
        assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
    }
    let bcr = few.public_bcr.as_ref().expect("something is spent in every draw");
    assert!(is_near(bcr.mean, (few.public_npv.mean + 100.0) / 100.0), "the cost is 100 in each: {}", bcr.mean);
}
