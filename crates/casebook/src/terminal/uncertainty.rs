//! How sure a case is, as a terminal shows it.

use std::fmt::Write as _;

use appraisal::text::{percent, pounds};
use appraisal::{Case, Spread, Uncertainty};

use super::table::{N_INPUTS, cut, table};

/// The draws in a few lines.
pub fn uncertainty(case: &Case, drawn: &Uncertainty) -> String {
    let simulation = drawn.simulation;
    let mut out = format!(
        "Uncertainty: {} draws of {} inputs, seed {}\n",
        simulation.n_draws, drawn.n_uncertain_inputs, simulation.seed
    );
    let mut rows =
        vec![["".to_owned(), "P10".to_owned(), "P50".to_owned(), "P90".to_owned(), "chance above 0".to_owned()]];
    let row = |label: &str, spread: &Spread, chance: f64| {
        let [p10, p50, p90] = [spread.p10, spread.p50, spread.p90].map(pounds);
        [label.to_owned(), p10, p50, p90, percent(chance)]
    };
    rows.push(row("public value, NPV", &drawn.public_npv, drawn.chance_public_gain));
    rows.push(row("fiscal, NPV", &drawn.fiscal_npv, drawn.chance_fiscal_gain));
    for (body, of_body) in case.bodies.iter().zip(&drawn.bodies) {
        rows.push(row(&format!("{}, net", body.name), &of_body.net, of_body.chance_better_off));
    }
    table(&rows, &mut out);
    let knowing = pounds(drawn.value_of_knowing_everything);
    let _ = writeln!(
        out,
        "Perfect information before the decision would be worth {knowing} of public value; of one input:"
    );
    let known: Vec<[String; 2]> =
        drawn.value_of_knowing.iter().take(N_INPUTS).map(|known| [cut(&known.label), pounds(known.pounds)]).collect();
    table(&known, &mut out);
    out
}
