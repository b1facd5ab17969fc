use super::*;
use crate::{Reference, Simulation, appraise, read, simulate};

const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");

#[test]
fn a_case_fits_one_screen_and_holds_the_published_figures() {
    let reference = Reference::builtin();
    let proposal = read(EARLY_HELP, "p.toml", &reference).expect("a good proposal");
    let case = appraise(&proposal, &reference).expect("appraisable");
    let screen = render(&case);
    for line in [
        "public value: BCR 0.9661 0.9710 1.0036",
        "without any correction for optimism the public-value BCR is 1.4032",
        "ICB local £146,826 £8,873 -£137,953 £103,963",
        "all central £0 £92,755 £92,755",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&screen).contains(line), "{line}\n{screen}");
    }
    assert!(screen.lines().all(|line| line.chars().count() <= 160), "{screen}");
    assert!(screen.lines().count() <= 70, "{screen}");
    assert!(screen.contains("not confirmed: Grades of evidence and their corrections (from memory"), "{screen}");

    let drawn = simulate(&proposal, &reference, Simulation { n_draws: 1_000, seed: 1 }).expect("ranges");
    let screen = render_uncertainty(&case, &drawn);
    assert!(screen.starts_with("Uncertainty: 1000 draws of 17 inputs, seed 1\n"), "{screen}");
    assert!(screen.contains("DWP/HMT (AME), net"), "{screen}");
}
