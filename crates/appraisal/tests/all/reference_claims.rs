//! The claims of 2009 and 2010 as reference proposals: taken at their word, with what is ambiguous in them.

use appraisal::savings::{Saving, SavingsLedger};
use appraisal::{Case, ComparisonRow, Finding, FindingKind, Proposal, Reference, appraise, claims, compare, read};

macro_rules! claim {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../reference/proposals/", $name, ".toml")))
    };
}

const CLAIMS: [(&str, &str); 10] = [
    claim!("bedfordshire"),
    claim!("birmingham"),
    claim!("drug-treatment"),
    claim!("operational-efficiency"),
    claim!("pilots"),
    claim!("pre-budget-report"),
    claim!("smarter-government"),
    claim!("two-families"),
    claim!("two-percent"),
    claim!("westminster"),
];

fn proposal(name: &str) -> Proposal {
    let (file, text) = CLAIMS.iter().find(|(known, _)| *known == name).expect("a claim");
    read(text, file, &Reference::builtin()).unwrap_or_else(|mistakes| {
        panic!("{}", mistakes.mistakes.iter().map(|m| m.in_one_line()).collect::<Vec<_>>().join("\n"))
    })
}

fn case(name: &str) -> Case {
    appraise(&proposal(name), &Reference::builtin()).expect("an appraisable claim")
}

fn compared(name: &str) -> ComparisonRow {
    compare(&[proposal(name)], &Reference::builtin(), None).expect("no cut").rows.remove(0)
}

fn lines(name: &str) -> Vec<String> {
    claims::lines(case(name).claim.as_ref().expect("a claim"))
}

#[test]
fn no_claim_without_a_counterfactual_is_called_a_saving() {
    for (name, _) in CLAIMS {
        let case = case(name);
        assert!(!case.is_saving, "{name}");
        assert!(!case.claim.as_ref().expect("a claim").ambiguous.is_empty(), "{name} says what it leaves open");
        let is_said = |finding: &Finding| finding.kind == FindingKind::NoCounterfactual;
        assert!(case.findings.iter().any(is_said), "{name}");
    }
}

/// Method, T12; at 3.0% the annuities of 10 and 15 years are 8.5302 and 11.9379.
#[test]
fn birmingham_is_nine_and_a_half_undiscounted_and_less_at_either_rate() {
    let case = case("birmingham");
    let bcrs = |views: &[appraisal::View]| -> Vec<String> {
        views.iter().map(|view| format!("{:.2}", view.financial.bcr.expect("£42m are spent"))).collect()
    };
    assert_eq!(bcrs(&case.views), ["7.92", "8.12", "9.52"], "10 years: 3.5%, 3.0%, undiscounted");
    assert_eq!(format!("{:.1}", case.standard().pv_fiscal / 1e6), "332.7");
    assert_eq!(bcrs(&case.scenarios[0].views), ["7.31", "7.58", "9.52"], "15 years");
    assert_eq!(format!("{:.1}", case.scenarios[0].views[0].pv_fiscal / 1e6), "307.1");
    assert_eq!(bcrs(&case.scenarios[1].views), ["1.83", "1.89", "2.38"], "the other account");
    let payback = case.standard().payback.expect("it pays back");
    assert_eq!(payback.year, 2, "40 / 1.035 in the first year, the rest of the 42 in the second");
}

#[test]
fn a_pound_of_drug_treatment_returns_to_society_and_not_to_budgets() {
    let case = case("drug-treatment");
    assert_eq!(case.standard().public.bcr, Some(9.5));
    assert_eq!(case.standard().pv_fiscal, 0.0);
    assert_eq!(case.scenarios[0].views[0].public.bcr, Some(9.0));
}

#[test]
fn westminsters_figures_are_shown_in_every_reading() {
    let lines = lines("westminster");
    for line in [
        "78%, 39%, 50% cannot all come from 40 families",
        "78%, 39%, 50% cannot all come from 35 families",
        "78%, 39%, 50% can all come from 18 families",
        "78%, 39%, 50% can all come from 54 families",
        "groups of up to 60 that give them: 18, 36, 46, 54",
        "all of them: 40 families at £93.0k are £3.7m",
        "those likely to face care proceedings: 35 families at £93.0k are £3.3m",
    ] {
        assert!(lines.iter().any(|known| known == line), "{line}\n{lines:#?}");
    }
    // Nothing is computed with the £89,000.
    assert!(case("westminster").benefits.is_empty());
}

#[test]
fn two_families_are_worth_less_the_further_away_they_cost() {
    let case = case("two-families");
    let [standard, sensitivity, undiscounted] = [0, 1, 2].map(|at| case.views[at].pv_fiscal);
    assert!((undiscounted - 37e6).abs() < 1e-3);
    assert!(standard < sensitivity && sensitivity < undiscounted);
    // By hand: £37m / 75 a year; a pound a year for years 0 to 74 is worth 1 + 18.3920 + 8.6413.
    assert_eq!(format!("{:.2}", standard / 1e6), "13.83");
    assert_eq!(lines("two-families"), ["both, at half of the £37m each: 2 families at £18.5m are £37.0m"]);
    assert!(case.cautions.iter().any(|caution| caution.quality.starts_with("an anecdote: two families")));
}

#[test]
fn two_percent_is_one_point_two_billion_only_of_sixty() {
    assert_eq!(lines("two-percent"), ["2% is £1.2bn only of £60.0bn"]);
}

#[test]
fn a_saving_without_a_figure_is_not_nothing() {
    for name in ["bedfordshire", "pre-budget-report"] {
        assert_eq!(lines(name), ["claimed, not quantified"]);
        assert_eq!(compared(name).pv_fiscal, None, "{name}");
    }
}

#[test]
fn the_pilots_have_a_cost_and_nothing_that_it_brought() {
    assert_eq!(case("pilots").standard().pv_cost, 5e6);
    let row = compared("pilots");
    assert_eq!((row.pv_cost, row.pv_fiscal), (Some(5e6), None));
    assert_eq!(lines("pilots"), ["the pilots, at the mean of £5m: 13 areas at £384.6k are £5.0m"]);
}

#[test]
fn nine_billion_belong_to_another_programme() {
    assert_eq!(lines("operational-efficiency"), ["£9.0bn belongs to Operational Efficiency Programme"]);
}

#[test]
fn the_five_hundred_million_of_another_programme_are_not_total_places() {
    let claim = case("smarter-government").claim.expect("a claim");
    let mut ledger = SavingsLedger::default();
    let entry = |programme: &str| {
        let saving = &claim.savings[0];
        let (id, programme) = (saving.id.clone(), programme.to_owned());
        Saving { id, programme, strand: saving.strand, amount: Some(saving.amount) }
    };
    ledger.add(entry(&claim.savings[0].programme)).expect("not counted yet");
    assert!(ledger.add(entry("Total Place")).is_err());
    let entered: Vec<_> = ledger.iter().map(|saving| (saving.programme.as_str(), saving.amount)).collect();
    assert_eq!(entered, [("Smarter Government", Some(5e8))]);
}
