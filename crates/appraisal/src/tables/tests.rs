use model::tables::{ProposalFlowKind, ProposalMeasure, ProposalView, proposal_result};
use money::Money;

use super::*;
use crate::{Reference, Simulation, appraise, read, simulate};

fn appraised(id: &str, text: &str) -> Appraised {
    let reference = Reference::builtin();
    let proposal = read(text, id, &reference).expect("a good proposal");
    let simulation = Simulation { n_draws: 1_000, seed: 1 };
    Appraised {
        id: id.to_owned(),
        case: appraise(&proposal, &reference).expect("appraisable"),
        uncertainty: simulate(&proposal, &reference, simulation).ok(),
    }
}

fn made() -> Vec<(&'static Table, RecordBatch)> {
    let early_help = include_str!("../../../../reference/proposals/early-help.toml");
    let bedfordshire = include_str!("../../../../reference/proposals/bedfordshire.toml");
    let broken = read(&early_help.replace("retention", "retension"), "proposals/x.toml", &Reference::builtin());
    let appraised = [appraised("bedfordshire", bedfordshire), appraised("early-help", early_help)];
    tables(&appraised, &[broken.expect_err("a mistake")])
}

fn of<'a>(made: &'a [(&'static Table, RecordBatch)], table: &Table) -> &'a RecordBatch {
    &made.iter().find(|(known, _)| *known == table).expect("every table is made").1
}

/// The value of a measure without body, year and scenario.
fn value(results: &RecordBatch, id: &str, view: ProposalView, measure: ProposalMeasure) -> Option<f64> {
    let mut rows = PROPOSAL_RESULT.read(results).iter();
    let row = rows.find(|row| {
        row.text(proposal_result::PROPOSAL_ID) == id
            && row.text(proposal_result::VIEW) == view.word()
            && row.text(proposal_result::MEASURE) == measure.word()
            && row.text_if_any(proposal_result::SCENARIO).is_none()
            && row.text_if_any(proposal_result::BODY_ID).is_none()
    });
    row.expect("a row").number_if_any(proposal_result::VALUE)
}

#[test]
fn the_worked_example_stands_in_the_tables_to_the_printed_digit() {
    let made = made();
    let results = of(&made, &PROPOSAL_RESULT);
    let printed = |view, measure| format!("{:.4}", value(results, "early-help", view, measure).expect("a value"));
    assert_eq!(printed(ProposalView::Standard, ProposalMeasure::PublicBcr), "0.9661");
    assert_eq!(printed(ProposalView::Standard, ProposalMeasure::UncorrectedPublicBcr), "1.4032");
    assert_eq!(printed(ProposalView::Standard, ProposalMeasure::PvCost), "734130.4348");
    assert_eq!(printed(ProposalView::Draws, ProposalMeasure::NDraws), "1000.0000");
}

#[test]
fn what_is_not_stated_is_empty_and_never_nothing() {
    let made = made();
    let results = of(&made, &PROPOSAL_RESULT);
    use ProposalMeasure::{PaybackYears, PublicBcr, PublicNpv, PvCost, PvFiscal};
    for measure in [PvCost, PvFiscal, PublicNpv, PublicBcr, PaybackYears] {
        assert_eq!(value(results, "bedfordshire", ProposalView::Standard, measure), None, "{measure:?}");
    }
}

/// 90 families complete. Care: 3.6 child-years at £50,000, a quarter off for optimism and 60% cashable. Anti-social
/// behaviour: 108 incidents at £600, a tenth off and a tenth cashable, six parts to the police and four to the council.
#[test]
fn each_budget_line_says_what_can_leave_it_in_a_year() {
    let made = made();
    let notes = PROPOSAL_NOTE.read(of(&made, &PROPOSAL_NOTE)).iter();
    let of_budgets = notes.filter(|row| {
        row.text(proposal_note::PROPOSAL_ID) == "early-help"
            && row.text(proposal_note::NOTE_KIND) == ProposalNoteKind::Budget.word()
    });
    let expected = [
        "up to £81,000 a year can come out of Placements of children looked after of council, cost centre CS-4100; it holds £9,000,000 a year",
        "up to £2,333 a year can come out of Community safety wardens of council; what it holds is not stated",
        "up to £3,499 a year can come out of Neighbourhood policing overtime of police; what it holds is not stated",
    ];
    let found: Vec<&str> = of_budgets.map(|row| row.text(proposal_note::TEXT)).collect();
    assert_eq!(found[..3], expected);
    assert!(found[3].contains("can come out of Working-age benefits, demand-led of dwp"), "{}", found[3]);
    assert_eq!(found.len(), 4);
}

#[test]
fn a_number_that_is_not_confirmed_stands_with_its_source_and_quality() {
    let appraised = appraised("early-help", include_str!("../../../../reference/proposals/early-help.toml"));
    let said = |text: &str| Some(text.to_owned());
    let cautions = appraised.case.cautions.iter();
    let expected: Vec<_> = cautions.map(|c| (c.about.clone(), said(&c.source), said(&c.quality))).collect();
    let made = tables(&[appraised], &[]);
    let notes = PROPOSAL_NOTE.read(of(&made, &PROPOSAL_NOTE)).iter();
    let text = |row: &model::Row<'_>, column| row.text_if_any(column).map(str::to_owned);
    let found: Vec<_> = notes
        .filter(|row| row.text(proposal_note::NOTE_KIND) == ProposalNoteKind::NotConfirmed.word())
        .map(|row| {
            let about = row.text(proposal_note::TEXT).to_owned();
            (about, text(&row, proposal_note::SOURCE), text(&row, proposal_note::QUALITY))
        })
        .collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty() && found.iter().all(|(_, source, _)| source.as_ref().is_some_and(|s| !s.is_empty())));
}

/// Method, T11: what each body pays to the others, or is paid.
#[test]
fn each_body_has_rows_of_its_own() {
    let made = made();
    let rows = PROPOSAL_RESULT.read(of(&made, &PROPOSAL_RESULT)).iter();
    let payments = rows.filter(|row| {
        row.text(proposal_result::PROPOSAL_ID) == "early-help"
            && row.text(proposal_result::MEASURE) == ProposalMeasure::SidePayment.word()
    });
    let found: Vec<String> = payments
        .map(|row| format!("{} {:.2}", row.text(proposal_result::BODY_ID), row.number(proposal_result::VALUE)))
        .collect();
    assert_eq!(found, ["council 15033.11", "police -26241.86", "icb 103963.29", "dwp -92754.54"]);
}

#[test]
fn each_view_and_each_scenario_has_rows_of_its_own() {
    let appraised = appraised("early-help", include_str!("../../../../reference/proposals/early-help.toml"));
    let (views, scenarios) = (appraised.case.views.clone(), appraised.case.scenarios.clone());
    let made = tables(&[appraised], &[]);
    let results = of(&made, &PROPOSAL_RESULT);
    let is_near = |found: Option<f64>, npv: f64| found.is_some_and(|found| (found - npv).abs() < 0.01);
    for view in &views {
        assert!(
            is_near(value(results, "early-help", view.id, ProposalMeasure::PublicNpv), view.public.npv),
            "{view:?}"
        );
    }
    let of_scenario = |name: &str, view: ProposalView| {
        let mut rows = PROPOSAL_RESULT.read(results).iter().filter(|row| {
            row.text_if_any(proposal_result::SCENARIO) == Some(name)
                && row.text(proposal_result::VIEW) == view.word()
                && row.text(proposal_result::MEASURE) == ProposalMeasure::PublicNpv.word()
        });
        rows.next().and_then(|row| row.number_if_any(proposal_result::VALUE))
    };
    assert_eq!((views.len(), scenarios.len()), (3, 3));
    for scenario in &scenarios {
        for view in &scenario.views {
            assert!(is_near(of_scenario(&scenario.name, view.id), view.public.npv), "{}", scenario.name);
        }
    }
}

/// Method, T10: the running sums year by year.
#[test]
fn each_year_of_a_case_has_rows_of_its_own() {
    let made = made();
    let rows = PROPOSAL_RESULT.read(of(&made, &PROPOSAL_RESULT)).iter();
    let running = rows.filter(|row| {
        row.text(proposal_result::PROPOSAL_ID) == "early-help"
            && row.text(proposal_result::MEASURE) == ProposalMeasure::RunningPublic.word()
    });
    let found: Vec<String> = running
        .map(|row| format!("{} {:.2}", row.year(proposal_result::FINANCIAL_YEAR), row.number(proposal_result::VALUE)))
        .collect();
    let expected =
        ["2025-26 -403380.00", "2026-27 -360369.51", "2027-28 -130806.65", "2028-29 -24910.01", "2029-30 -24910.01"];
    assert_eq!(found, expected);
}

#[test]
fn an_input_carries_what_it_is_worth_to_know_it_where_its_author_states_a_range() {
    let early_help = include_str!("../../../../reference/proposals/early-help.toml");
    let appraised = appraised("early-help", early_help);
    let known = appraised.uncertainty.as_ref().expect("ranges are stated").value_of_knowing.clone();
    let made = tables(&[appraised], &[]);
    let inputs = PROPOSAL_INPUT.read(of(&made, &PROPOSAL_INPUT)).iter();
    let mut n_with_range = 0;
    for row in inputs {
        let worth = row.money_if_any(proposal_input::VALUE_OF_KNOWING);
        let of_path = known.iter().find(|known| known.path == row.text(proposal_input::PATH));
        assert_eq!(worth, of_path.map(|known| money_of(known.pounds)));
        assert_eq!(worth.is_some(), row.number_if_any(proposal_input::LOW).is_some());
        n_with_range += usize::from(worth.is_some());
    }
    assert_eq!(n_with_range, known.len());
    assert!(known.iter().any(|known| 1.0 < known.pounds), "{known:?}");
}

#[test]
fn flows_add_up_to_the_undiscounted_cost() {
    let made = made();
    let flows = PROPOSAL_FLOW.read(of(&made, &PROPOSAL_FLOW)).iter();
    let costs = ProposalFlowKind::COSTS.map(ProposalFlowKind::word);
    let amounts = flows.filter(|row| costs.contains(&row.text(proposal_flow::FLOW_KIND)));
    let sum: Money = amounts.map(|row| row.money(proposal_flow::AMOUNT)).sum();
    assert_eq!(sum, Money::from_pence(74_250_000), "495,000 and 247,500");
}

#[test]
fn a_broken_file_is_a_row_with_its_place_in_it() {
    let made = made();
    let problems = of(&made, &PROPOSAL_PROBLEM);
    let hints: Vec<&str> = PROPOSAL_PROBLEM.read(problems).text(proposal_problem::HINT).iter().flatten().collect();
    assert_eq!(hints, ["did you mean `retention`?"], "one slip is one mistake");
}
