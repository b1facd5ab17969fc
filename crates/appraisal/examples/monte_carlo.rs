//! How long the draws of a proposal take, as one line of JSON: the bench beside NumPy.
//!
//! usage: monte_carlo PROPOSAL.toml N_DRAWS [N_PROPOSALS]
//!
//! With N_PROPOSALS the same proposal is drawn that many times, in parallel on all cores: a portfolio.

use std::time::Instant;

use appraisal::{Reference, Simulation, Uncertainty, read, simulate, simulate_all};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, n_draws, n_proposals) = match arguments.as_slice() {
        [path, n_draws] => (path, n_draws, 1),
        [path, n_draws, n_proposals] => (path, n_draws, n_proposals.parse().expect("a number of proposals")),
        _ => panic!("usage: monte_carlo PROPOSAL.toml N_DRAWS [N_PROPOSALS]"),
    };
    let simulation = Simulation { n_draws: n_draws.parse().expect("a number of draws"), seed: 2009 };
    let text = std::fs::read_to_string(path).expect("a proposal");
    let reference = Reference::builtin();
    let proposal = read(&text, path, &reference).expect("a proposal without mistakes");

    let started = Instant::now();
    let drawn: Uncertainty = if n_proposals == 1 {
        simulate(&proposal, &reference, simulation).expect("inputs with ranges")
    } else {
        let portfolio = vec![proposal; n_proposals];
        let mut drawn = simulate_all(&portfolio, &reference, simulation);
        drawn.swap_remove(0).expect("inputs with ranges")
    };
    let seconds = started.elapsed().as_secs_f64();
    let npv = drawn.public_npv;
    let line = serde_json::json!({
        "n_proposals": n_proposals,
        "n_draws": simulation.n_draws,
        "p10": npv.p10.round(),
        "p50": npv.p50.round(),
        "p90": npv.p90.round(),
        "chance": drawn.chance_public_gain,
        "seconds": (1e4 * seconds).round() / 1e4,
    });
    write(&line.to_string());
}

/// Data goes to the standard output, where the script that compares reads it.
#[allow(clippy::print_stdout)]
fn write(line: &str) {
    println!("{line}");
}
