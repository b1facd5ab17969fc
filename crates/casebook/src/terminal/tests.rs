use super::*;
use appraisal::{Case, Proposal, Reference, Simulation, appraise, compare, funding, read, rollout, simulate};

macro_rules! reference {
    ($name:literal) => {
        include_str!(concat!("../../../../reference/proposals/", $name, ".toml"))
    };
}

const EARLY_HELP: &str = reference!("early-help");

fn appraised(text: &str) -> (Proposal, Case) {
    let reference = Reference::builtin();
    let proposal = read(text, "p.toml", &reference).expect("a good proposal");
    let case = appraise(&proposal, &reference).expect("appraisable");
    (proposal, case)
}

fn check(page: &str, lines: &[&str]) {
    for line in lines {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(page).contains(line), "{line}\n{page}");
    }
}

#[test]
fn a_case_fits_one_screen_and_holds_the_published_figures() {
    let (proposal, early_help) = appraised(EARLY_HELP);
    let screen = case(&early_help);
    check(
        &screen,
        &[
            "public value: BCR 0.9661 0.9710 1.0036",
            "without the correction for optimism, the public-value BCR is 1.4032",
            "ICB local £146,826 £8,873 -£137,953 £103,963",
            "all central £0 £92,755 £92,755",
            "not confirmed: Grades of evidence and their corrections (from memory",
        ],
    );
    assert!(screen.lines().all(|line| line.chars().count() <= 160), "{screen}");
    assert!(screen.lines().count() <= 70, "{screen}");

    let simulation = Simulation { n_draws: 1_000, seed: 1 };
    let drawn = simulate(&proposal, &Reference::builtin(), simulation).expect("ranges");
    let screen = uncertainty(&early_help, &drawn);
    assert!(screen.starts_with("Uncertainty: 1000 draws of 17 inputs, seed 1\n"), "{screen}");
    check(&screen, &["DWP/HMT (AME), net"]);
}

#[test]
fn a_claim_is_shown_with_what_it_leaves_open() {
    let (_, claim) = appraised(reference!("two-families"));
    check(&case(&claim), &["an anecdote: two families", "nothing here can be called a saving"]);
}

#[test]
fn what_is_claimed_without_a_figure_is_not_stated() {
    let proposals = [reference!("bedfordshire"), EARLY_HELP].map(|text| appraised(text).0);
    let page = comparison(&compare(&proposals, &Reference::builtin(), None).expect("no cut"));
    let line = page.lines().find(|line| line.contains("Bedfordshire")).expect("its line");
    assert!(line.contains("not stated") && !line.contains('£'), "{line}");
    check(&page, &["Early help for 200 families", "1 of 2 name no counterfactual"]);
}

#[test]
fn savings_counted_twice_and_lines_overdrawn_are_named() {
    let text = EARLY_HELP.replace("9_000_000", "100_000");
    let both = [appraised(&text), appraised(&text.replace("Early help for 200 families", "The same by another name"))];
    let entered = appraisal::savings::of_cases(both.iter().map(|(proposal, case)| (proposal, case)));
    let lines = [
        "is counted already, under Total Place",
        "together take £162,000 a year from `Placements of children looked after`",
    ];
    check(&savings(&entered), &lines);
}

#[test]
fn an_offer_says_what_is_met_and_what_is_missing() {
    let text = reference!("single-offer");
    let page = offer(&appraisal::offer::read(text, "o.toml").expect("a good offer"), &[]);
    check(&page, &["of the rule", "freedoms need a change in the law", "not appraised: "]);
}

#[test]
fn a_roll_out_is_shown_with_its_base() {
    let planned = rollout::read(reference!("two-percent-roll-out"), "r.toml", &appraisal::Counted::default())
        .expect("a good file");
    check(&roll_out(&planned, &appraisal::Schedule::none()), &["2% of £60.0bn"]);
}

#[test]
fn pots_are_shown_with_what_their_rings_cost() {
    let pots = funding::read(reference!("ring-fences"), "r.toml").expect("a good file");
    let rings = funding::ring_fences(&pots, funding::step(&pots)).expect("an allocation");
    let lines = [
        "The ring-fences cost 17 (8.33%)",
        "poolable by agreement: 40 (44.44%)",
        "Home Office",
        "10 at 5, then 20 at 2",
    ];
    check(&ring_fences(&pots, &rings), &lines);
    let cut = funding::cut(&pots, 0.1, &[]).expect("an allocation");
    check(&envelope_cut(&pots, &cut), &["Every pot cut by 10%"]);
}
