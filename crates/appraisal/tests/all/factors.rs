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
    let paths = |text: &str| -> Vec<String> {
        let values = case(&proposal(text)).tornado.into_iter().map(|swing| swing.path);
        let mut values: Vec<String> = values
            .filter(|path| path.ends_with("economic") || path.trim_end_matches('2').ends_with("fiscal"))
            .collect();
        values.sort();
        values
    };
    assert_eq!(paths(&format!("{CHAIN}{second}")), ["benefit.good.fiscal", "benefit.good.fiscal2"]);
    assert_eq!(paths(&format!("{CHAIN}{economic}")), ["benefit.good.economic", "benefit.good.fiscal"]);
}

/// Method, section 5.1: effects on life and health are discounted at 1.5%, money at 3.5%.
#[test]
fn each_year_carries_both_discount_factors() {
    let case = case(&proposal(CHAIN));
    let factors: Vec<[f64; 2]> = case.years.iter().map(|year| [year.factor, year.health_factor]).collect();
    assert_eq!(factors[0], [1.0, 1.0]);
    assert!(is_near(factors[2][0], 1.035f64.powi(-2)) && is_near(factors[2][1], 1.015f64.powi(-2)), "{factors:?}");
}

/// The range is brought to the prices of the proposal with its value: eight to fourteen of ten stays that.
#[test]
fn a_range_of_another_price_year_is_uprated_with_its_value() {
    let range = "amount = { value = 10, low = 8, high = 14 }\nprice_year = \"2020-21\"";
    let uprated = case(&proposal(&CHAIN.replace("amount = 10", range)));
    let factor = uprated.years[0].fiscal / case(&proposal(CHAIN)).years[0].fiscal;
    assert!(1.1 < factor && factor < 1.4, "prices rose by {factor} in five years");
    let swing = uprated.tornado.iter().find(|swing| swing.path == "benefit.good.fiscal").expect("an input");
    assert!(is_near(swing.low, 8.0 * factor) && is_near(swing.high, 14.0 * factor), "{swing:?}");
    assert!(is_near(swing.npv_at_low + 100.0, 0.8 * uprated.years[0].fiscal), "{swing:?}");
    assert!(is_near(swing.npv_at_high + 100.0, 1.4 * uprated.years[0].fiscal), "{swing:?}");
}

/// No figure for a week is above £7,500; the other figure of the same unit cost is not made worse by it.
#[test]
fn an_impossible_figure_of_a_unit_cost_is_refused_and_the_other_kind_is_not() {
    let costs = "code,detail,unit,kind,value,price_year,source\n\
                 X1.0,Nursing care,Per week,fiscal,7778,2025-26,a copy\n\
                 X1.0,Nursing care,Per week,economic,778,2025-26,a copy\n\
                 X2.0,Home care,Per week,fiscal,500,2025-26,a copy\n";
    let reference = Reference::builtin().with_unit_costs(costs, "own.csv").expect("a good file");
    let read = |value: &str| {
        let (head, _) = CHAIN.split_once("[[benefit.value]]").expect("a value");
        read(&proposal(&format!("{head}[[benefit.value]]\n{value}\n")), "p.toml", &reference)
    };
    let bodies = "bodies = { council = 1.0 }";
    let refused = read(&format!("kind = \"fiscal\"\nunit_cost = \"X1.0\"\n{bodies}")).expect_err("a mistake").mistakes;
    assert_eq!(refused.len(), 1);
    assert!(refused[0].in_one_line().contains("`X1.0` cannot be used: more than 7500 per week"), "{:?}", refused[0]);
    assert!(read("kind = \"economic\"\nunit_cost = \"X1.0\"").is_ok());
    assert!(read(&format!("kind = \"fiscal\"\nunit_cost = \"X2.0\"\n{bodies}")).is_ok());
}

/// Real pounds of a later year are shown as cash of that year: `D(2027) / D(2025)` of the deflator.
#[test]
fn later_years_are_shown_in_cash_of_their_day() {
    let text = proposal(&CHAIN.replace("duration_years = 1", "duration_years = 3"));
    let text = text.replace("by_year = [100]", "by_year = [100, 100, 100]");
    let case = case(&text);
    let deflators = money::Deflators::builtin();
    let deflator = deflators.vintage(&deflators.default).expect("the default is there");
    let level = deflator.index(2027).expect("a year of it") / deflator.index(2025).expect("a year of it");
    let year = &case.years[2];
    assert!(1.01 < level && is_near(year.price_level, level), "{} of {level}", year.price_level);
    for (real, nominal) in
        [(year.cost, year.nominal_cost), (year.fiscal, year.nominal_fiscal), (year.cashable, year.nominal_cashable)]
    {
        assert!(0.0 < real && is_near(nominal, real * level), "{nominal} of {real}");
    }
    let flows: Vec<_> = case.flows.iter().filter(|flow| flow.t == 2).collect();
    assert!(flows.len() == 3 && flows.iter().all(|flow| is_near(flow.nominal, flow.real * level)), "{flows:?}");
}

#[test]
fn a_cost_is_multiplied_by_its_factor_and_brought_to_the_prices_of_the_proposal() {
    let cost = |keys: &str| {
        let text = proposal(CHAIN).replace("by_year = [100]", &format!("by_year = [100]\n{keys}"));
        case(&text).years[0].cost
    };
    assert!(is_near(cost("factor = 1.2"), 120.0));
    let uprated = cost("price_year = \"2020-21\"");
    assert!(110.0 < uprated && uprated < 140.0, "{uprated}");
    assert!(is_near(cost("factor = 1.2\nprice_year = \"2020-21\""), 1.2 * uprated));
}

#[test]
fn a_correction_says_whether_it_is_added_to_a_cost_or_taken_off_a_receipt() {
    let labels = |by_year: &str| {
        let line =
            format!("[[cost]]\nid = \"line\"\nbody = \"council\"\nby_year = {by_year}\ngrades = {{ evidence = 5 }}\n");
        let case = case(&proposal(&line));
        case.assumptions.iter().map(|input| input.label.clone()).filter(|label| label.contains("optimism")).collect()
    };
    let [cost, receipt, both]: [Vec<String>; 3] = ["[10]", "[-10]", "[10, -5]"].map(labels);
    assert_eq!(cost, ["added to the cost of line for optimism"]);
    assert_eq!(receipt, ["taken off the receipt of line for optimism"]);
    assert_eq!(both, cost);
}

/// A cost of 100 a fifth up is 120, and 80 a fifth down; a benefit of 80 leaves nothing, which is no loss.
#[test]
fn an_answer_of_exactly_nothing_has_not_changed_its_sign() {
    let changes = |benefit_of: u32| {
        let text = proposal(&crate::signs::benefit("b", &format!("[{benefit_of}]"), "already_corrected = true"));
        let case = case(&text);
        let swing = case.tornado.iter().find(|swing| swing.path == "cost.build.factor").expect("an input").clone();
        (swing.npv_at_low, swing.npv_at_high, swing.changes_sign)
    };
    assert_eq!(changes(120), (40.0, 0.0, false));
    assert_eq!(changes(100), (20.0, -20.0, true));
    assert_eq!(changes(80), (0.0, -40.0, true));
    assert_eq!(changes(70), (-10.0, -50.0, false));
}

#[test]
fn a_claimed_total_is_spread_evenly_from_its_first_to_its_last_year() {
    let years = |claimed: &str| {
        let text = crate::signs::benefit("b", "[]", "already_corrected = true");
        let text = proposal(&text.replace("claimed_by_year = []", &format!("claimed = {claimed}")));
        let proposal = read(&text, "p.toml", &Reference::builtin());
        proposal.map(|proposal| {
            let case = appraisal::appraise(&proposal, &Reference::builtin()).expect("appraisable");
            case.years.iter().map(|year| year.fiscal).collect::<Vec<f64>>()
        })
    };
    assert_eq!(years("{ total = 90, first = 1, last = 2 }").expect("good"), [0.0, 45.0, 45.0]);
    assert_eq!(years("{ total = 90, first = 2, last = 2 }").expect("good"), [0.0, 0.0, 90.0]);
    let mistakes = years("{ total = 90, first = 2, last = 1 }").expect_err("it ends before it begins").mistakes;
    assert!(mistakes[0].in_one_line().contains("a year from 2 to 2"), "{:?}", mistakes[0]);
}

#[test]
fn what_is_counted_from_an_earlier_year_comes_later_by_as_many_years() {
    let reference = Reference::builtin();
    let read = |text: &str| read(text, "p.toml", &reference).expect("good");
    let later = read(&proposal(&CHAIN.replace("duration_years", "lag_years = 1\nduration_years")));
    let counted = later.counted_from(model::FinancialYear(later.first_year.0 - 2));
    assert_eq!(counted.first_year, model::FinancialYear(later.first_year.0 - 2));
    let years = appraisal::appraise(&counted, &reference).expect("appraisable").years;
    let costs: Vec<f64> = years.iter().map(|year| year.cost).collect();
    assert_eq!(costs, [0.0, 0.0, 100.0, 0.0, 0.0]);
    let with_benefit: Vec<usize> = years.iter().filter(|year| 0.0 < year.fiscal).map(|year| year.t).collect();
    assert_eq!(with_benefit, [3], "two years earlier, and a year's lag of its own");
}

#[test]
fn a_scenario_of_what_is_counted_from_an_earlier_year_is_late_by_as_many_years_too() {
    let reference = Reference::builtin();
    let text = proposal(&format!("{CHAIN}[[scenario]]\nname = \"late\"\nlag_years = {{ good = 1 }}\n"));
    let later = read(&text, "p.toml", &reference).expect("good");
    let counted = later.counted_from(model::FinancialYear(later.first_year.0 - 2));
    assert_eq!(counted.scenarios[0].lags, [(0, 3)], "two years earlier, and a year's lag of the scenario");
}

/// £100 of cost against about £100 of benefit: half of the draws gain, and each of 1,025 counts once.
#[test]
fn a_chance_is_a_number_of_draws_of_those_asked_for() {
    let reference = Reference::builtin();
    let text = CHAIN.replace("n = 1000", "n = { value = 1000, low = 900, high = 1100 }");
    let simulated = |text: &str| {
        let proposal = read(&proposal(text), "p.toml", &reference).expect("good");
        simulate(&proposal, &reference, Simulation { n_draws: 1_025, seed: 1 }).expect("uncertain")
    };
    let even = simulated(&text.replace("amount = 10", "amount = 0.722")).chance_public_gain;
    assert!(0.3 < even && even < 0.7, "{even}");
    assert!(is_near((even * 1_025.0).round(), even * 1_025.0), "{even} is not a number of 1,025");
}

#[test]
fn there_is_no_ratio_to_a_cost_of_nothing() {
    let reference = Reference::builtin();
    let text = proposal(&CHAIN.replace("n = 1000", "n = { value = 1000, low = 900, high = 1100 }"));
    let free = read(&text.replace("by_year = [100]", "by_year = [0]"), "p.toml", &reference).expect("good");
    let uncertainty = simulate(&free, &reference, Simulation { n_draws: 1_000, seed: 1 }).expect("uncertain");
    assert!(uncertainty.public_bcr.is_none() && uncertainty.fiscal_bcr.is_none());
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
