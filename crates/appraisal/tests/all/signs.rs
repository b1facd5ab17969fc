//! A correction for optimism goes the right way, whatever the sign of what it corrects.

use std::path::Path;

use appraisal::{Case, Reference, appraise, read};

/// A made-up proposal of the shared cases; says so where they are not there.
#[allow(clippy::print_stdout)]
pub fn shared_case(name: &str) -> Option<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/appraisal").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: the shared cases are not at {}", path.display());
        return None;
    };
    Some(case(&text))
}

pub fn case(text: &str) -> Case {
    let reference = Reference::builtin();
    appraise(&read(text, "p.toml", &reference).expect("a good proposal"), &reference).expect("appraisable")
}

/// A proposal of one council with a cost of 100 that is corrected already, and whatever else is given.
pub fn proposal(rest: &str) -> String {
    format!(
        r#"
name = "X"
counterfactual = "as today"
price_year = "2025-26"
first_year = "2025-26"
n_years = 3
[[body]]
id = "council"
tier = "local"
[[cost]]
id = "build"
body = "council"
by_year = [100]
already_corrected = true
{rest}"#
    )
}

/// A benefit of pounds by year, with its correction.
pub fn benefit(id: &str, by_year: &str, correction: &str) -> String {
    format!(
        "[[benefit]]\nid = \"{id}\"\noutcome = \"{id}\"\nclaimed_by_year = {by_year}\n{correction}\n\
         [[benefit.value]]\nkind = \"fiscal\"\nbodies = {{ council = 1.0 }}\n"
    )
}

fn cost(by_year: &str, correction: &str) -> String {
    format!("[[cost]]\nid = \"line\"\nbody = \"council\"\nby_year = {by_year}\n{correction}\n")
}

const GRADE_5: &str = "grades = { evidence = 5 }";
const STATED: &str = "optimism_bias = 0.25\noptimism_bias_why = \"a review\"";
const EQUIPMENT: &str = "kind = \"capital\"\ncapital_project = { kind = \"equipment_development\", mitigation = 0.0 }";
const ALREADY: &str = "already_corrected = true";

fn ratio(case: &Case) -> f64 {
    case.standard().public.bcr.expect("something is spent")
}

#[test]
fn a_corrected_receipt_or_disbenefit_lowers_the_ratio() {
    for (kind, uncorrected) in [("receipt", "1.81"), ("disbenefit", "2.34")] {
        let Some(before) = shared_case(&format!("{kind}-uncorrected.toml")) else { return };
        let after = shared_case(&format!("{kind}-graded.toml")).expect("the graded proposal is in the same folder");
        assert_eq!(format!("{:.2}", ratio(&before)), uncorrected);
        assert!(ratio(&after) < ratio(&before), "{kind}: {} {}", ratio(&after), ratio(&before));
        let uncorrected = after.uncorrected_public_bcr.expect("something is spent");
        assert!((uncorrected - ratio(&before)).abs() < 1e-9, "without corrections both are the same");
    }
}

fn check_cost(by_year: &str, correction: &str, expected: &[f64]) {
    let case = case(&proposal(&cost(by_year, correction)));
    assert_eq!(case.costs[1].pounds, expected, "{by_year}, {correction}");
}

#[test]
fn receipts_and_residual_values_shrink_while_costs_grow() {
    check_cost("[40, 0, 0]", GRADE_5, &[50.0, 0.0, 0.0]);
    check_cost("[0, 0, -40]", GRADE_5, &[0.0, 0.0, -30.0]);
    check_cost("[40, 0, -40]", GRADE_5, &[50.0, 0.0, -30.0]);
    check_cost("[40, 0, -40]", STATED, &[50.0, 0.0, -30.0]);
    check_cost("[40, 0, -40]", EQUIPMENT, &[120.0, 0.0, 0.0]);
    check_cost("[40, 0, -40]", ALREADY, &[40.0, 0.0, -40.0]);
}

fn check_benefit(by_year: &str, correction: &str, expected: &[f64]) {
    let case = case(&proposal(&benefit("b", by_year, correction)));
    assert_eq!(case.benefits[0].pounds, expected, "{by_year}, {correction}");
}

#[test]
fn benefits_shrink_while_disbenefits_grow() {
    check_benefit("[40, 0, 0]", GRADE_5, &[30.0, 0.0, 0.0]);
    check_benefit("[-40, 0, 0]", GRADE_5, &[-50.0, 0.0, 0.0]);
    check_benefit("[-40, 40, 0]", STATED, &[-50.0, 30.0, 0.0]);
    check_benefit("[-40, 40, 0]", ALREADY, &[-40.0, 40.0, 0.0]);
}

#[test]
fn one_outcome_may_gain_one_body_and_cost_another() {
    let two = benefit("b", "[40, 0, 0]", GRADE_5) + "[[benefit.value]]\nkind = \"social\"\namount = -0.5\n";
    let case = case(&proposal(&two));
    let [fiscal, social] = [0, 1].map(|value: usize| case.benefits[0].values[value].pounds[0]);
    assert_eq!((fiscal, social), (30.0, -25.0), "40 × 0.75, and -20 × 1.25");
}

fn check_mistake(text: &str, said: &str) {
    let mistakes = read(text, "p.toml", &Reference::builtin()).expect_err("a mistake");
    let lines: Vec<String> = mistakes.mistakes.iter().map(|mistake| mistake.in_one_line()).collect();
    assert!(lines.iter().any(|line| line.contains(said)), "{said}: {lines:?}");
}

#[test]
fn a_correction_beyond_its_bound_is_a_mistake() {
    let of = |share: &str| format!("optimism_bias = {share}\noptimism_bias_why = \"a review\"");
    check_mistake(&proposal(&benefit("b", "[40]", &of("1.2"))), "optimism_bias");
    check_mistake(&proposal(&cost("[40]", &of("2.5"))), "optimism_bias");
    check_mistake(&proposal(&cost("[0, -40]", &of("1.2"))), "optimism_bias");
    check_cost("[40]", &of("2.0"), &[120.0, 0.0, 0.0]);
}

#[test]
fn more_than_everybody_never_takes_part() {
    let population = |engagement: &str, scenario: &str| {
        proposal(&format!("[population]\nwho = \"families\"\nn = 10\nengagement = {engagement}\n{scenario}"))
    };
    check_mistake(&population("1.2", ""), "engagement");
    check_mistake(&population("{ value = 0.9, low = 0.8, high = 1.1 }", ""), "`high` is 1.1");
    let scenario = "[[scenario]]\nname = \"all\"\nset = { \"population.engagement\" = 1.4 }";
    check_mistake(&population("0.9", scenario), "cannot be 1.4");
}
