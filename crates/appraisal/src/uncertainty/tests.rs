use super::*;
use crate::read;

const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");

/// One benefit of a pound a unit, so that the answer is the input less 100.
const SIMPLE: &str = r#"
name = "Simple"
counterfactual = "nothing"
price_year = "2025-26"
first_year = "2025-26"
n_years = 1
[population]
who = "people"
n = AMOUNT
[[body]]
id = "council"
tier = "local"
[[cost]]
id = "cost"
body = "council"
by_year = [100]
already_corrected = true
[[benefit]]
id = "good"
outcome = "good"
affected = 1.0
impact = 1.0
measured_on = "referred"
evidence_nets_deadweight = true
duration_years = 1
already_corrected = true
[[benefit.value]]
kind = "fiscal"
amount = WORTH
bodies = { council = 1.0 }
"#;

fn simple(amount: &str, worth: &str) -> Proposal {
    let text = SIMPLE.replace("AMOUNT", amount).replace("WORTH", worth);
    read(&text, "simple.toml", &Reference::builtin()).expect("a good proposal")
}

fn drawn(proposal: &Proposal, n_draws: usize) -> Uncertainty {
    simulate(proposal, &Reference::builtin(), Simulation { n_draws, seed: 2009 }).expect("uncertain inputs")
}

#[test]
fn a_normal_input_gives_a_normal_answer() {
    // The tenth and ninetieth percentile of the input are 90 and 130, so those of the answer are -10 and 30.
    let result = drawn(&simple("{ value = 110, low = 90, high = 130, shape = \"normal\" }", "1"), 20_000);
    let Spread { p10, p50, p90, mean } = result.public_npv;
    assert!(
        (p10 + 10.0).abs() < 0.7 && (p50 - 10.0).abs() < 0.7 && (p90 - 30.0).abs() < 0.7,
        "{:?}",
        result.public_npv
    );
    assert!((mean - 10.0).abs() < 0.4);
    // The answer is above zero where the score is above -10 / 15.606 = -0.6408: in 73.9% of draws.
    assert!((result.chance_public_gain - 0.739).abs() < 0.012, "{}", result.chance_public_gain);
    assert_eq!(result.bodies[0].chance_better_off, result.chance_fiscal_gain);
}

#[test]
fn knowing_the_only_uncertain_input_is_knowing_everything() {
    let result = drawn(&simple("{ value = 100, low = 80, high = 120, shape = \"normal\" }", "1"), 50_000);
    // For a mean of nothing it is the deviation times φ(0): 15.606 × 0.39894.
    assert!((result.value_of_knowing_everything - 6.226).abs() < 0.15, "{}", result.value_of_knowing_everything);
    assert!((result.value_of_knowing[0].pounds - result.value_of_knowing_everything).abs() < 0.1);
}

#[test]
fn inputs_that_go_together_spread_the_answer() {
    let range = |value: f64, half: f64| {
        format!("{{ value = {value}, low = {}, high = {}, shape = \"normal\" }}", value - half, value + half)
    };
    let independent = simple(&range(100.0, 10.0), &range(1.0, 0.1));
    let mut together = independent.clone();
    let between = ("population.n".to_owned(), "benefit.good.fiscal".to_owned());
    together.correlations = vec![Correlation { between, value: 0.8 }];
    let width = |result: &Uncertainty| result.public_npv.p90 - result.public_npv.p10;
    let (alone, with) = (width(&drawn(&independent, 20_000)), width(&drawn(&together, 20_000)));
    // Of a product of two alike, the spread grows by √(1 + 0.8).
    assert!((with / alone - 1.8f64.sqrt()).abs() < 0.03, "{}", with / alone);
}

#[test]
fn the_same_seed_gives_the_same_answer_on_any_number_of_threads() {
    let reference = Reference::builtin();
    let proposals = vec![proposal(), simple("{ value = 100, low = 80, high = 120 }", "1"), proposal()];
    let simulation = Simulation { n_draws: 2_500, seed: 7 };
    let on = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        pool.install(|| simulate_all(&proposals, &reference, simulation))
    };
    assert_eq!(on(1), on(3));
    assert_eq!(on(1)[0], simulate(&proposals[0], &reference, simulation));
    let other = simulate(&proposals[0], &reference, Simulation { seed: 8, ..simulation });
    assert_ne!(on(1)[0], other);
}

fn proposal() -> Proposal {
    read(EARLY_HELP, "early-help.toml", &Reference::builtin()).expect("the worked example")
}

#[test]
fn the_worked_example_is_more_likely_a_loss_than_not() {
    let result = drawn(&proposal(), 20_000);
    let npv = result.public_npv;
    assert!(npv.p10 < npv.p50 && npv.p50 < npv.p90);
    assert!((0.1..0.6).contains(&result.chance_public_gain), "{}", result.chance_public_gain);
    let dwp = result.bodies.iter().find(|body| body.body == "dwp").expect("a body");
    assert_eq!(dwp.chance_better_off, 1.0, "who pays nothing cannot lose");
    assert!(result.value_of_knowing.iter().all(|known| known.pounds <= result.value_of_knowing_everything));
    assert!(result.value_of_knowing[0].pounds >= result.value_of_knowing[1].pounds);
}

#[test]
fn correlations_that_contradict_each_other_are_a_mistake() {
    let text = EARLY_HELP.replace(
        "[[correlation]]\nbetween = [\"population.engagement\", \"benefit.care.impact\"]\nvalue   = 0.3",
        "[[correlation]]\nbetween = [\"population.engagement\", \"benefit.care.impact\"]\nvalue   = 0.9\n\
         [[correlation]]\nbetween = [\"population.retention\", \"benefit.care.impact\"]\nvalue   = -0.9",
    );
    let mistakes = read(&text, "p.toml", &Reference::builtin()).expect_err("a contradiction");
    assert_eq!(mistakes.mistakes[0].kind.to_string(), "these correlations contradict each other");
}

#[test]
fn a_proposal_without_ranges_has_nothing_to_draw() {
    let error = simulate(&simple("100", "1"), &Reference::builtin(), Simulation { n_draws: 10, seed: 1 });
    assert_eq!(error, Err(Error::NothingUncertain { proposal: "Simple".to_owned() }));
}
