//! The worked example of the method, to the printed digit (T10, T10b, T11).

use super::*;
use crate::Reference;
use crate::proposal::Proposal;
use crate::read;

pub(super) const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");

pub(super) fn proposal(text: &str) -> Proposal {
    read(text, "early-help.toml", &Reference::builtin()).unwrap_or_else(|mistakes| panic!("{}", in_lines(&mistakes)))
}

fn in_lines(mistakes: &authored::Mistakes) -> String {
    mistakes.mistakes.iter().map(|mistake| mistake.in_one_line()).collect::<Vec<_>>().join("\n")
}

pub(super) fn case(text: &str) -> Case {
    appraise(&proposal(text), &Reference::builtin()).expect("an appraisable proposal")
}

fn printed(number: f64) -> String {
    format!("{number:.2}")
}

/// Method, T10.
#[test]
fn the_worked_example_comes_out_to_the_penny() {
    let case = case(EARLY_HELP);
    let view = case.standard();
    assert_eq!(
        [view.pv_cost, view.pv_fiscal, view.pv_cashable, view.pv_economic, view.pv_social].map(printed),
        ["734130.43", "564181.79", "285731.96", "55652.72", "89385.91"]
    );
    let measure = |measure: &Measure| format!("{:.4} {:.2}", measure.bcr.expect("something is spent"), measure.npv);
    assert_eq!(measure(&view.financial), "0.7685 -169948.65");
    assert_eq!(measure(&view.cashable), "0.3892 -448398.47");
    assert_eq!(measure(&view.public), "0.9661 -24910.01");
    assert_eq!(format!("{:.4}", case.uncorrected_public_bcr.expect("something is spent")), "1.4032");
    let switching = view.switching;
    assert_eq!(
        [switching.public, switching.fiscal].map(|s| format!("{:.4}", s.expect("benefits"))),
        ["1.0351", "1.3012"]
    );
    assert_eq!(view.payback, None);
    assert_eq!(printed(view.net_budget_impact), "169948.65");
}

/// Method, T10: who pays and who gains.
#[test]
fn bodies_pay_and_gain_as_published() {
    let case = case(EARLY_HELP);
    let names: Vec<&str> = case.bodies.iter().map(|body| body.name.as_str()).collect();
    assert_eq!(names, ["Council", "Police", "ICB", "DWP/HMT (AME)"]);
    let bodies: Vec<String> =
        case.standard().bodies.iter().map(|b| format!("{:.2} {:.2} {:.2}", b.pays, b.gains, b.net)).collect();
    assert_eq!(
        bodies,
        [
            "489420.29 361088.08 -128332.21",
            "97884.06 101466.10 3582.04",
            "146826.09 8873.06 -137953.02",
            "0.00 92754.54 92754.54",
        ]
    );
    assert_eq!(printed(case.standard().pv_ame), "92754.54");
}

/// Method, T11: side payments that make investors whole pro rata.
#[test]
fn side_payments_are_as_published() {
    let case = case(EARLY_HELP);
    let share = case.gain_share.as_ref().expect("a rule that fits");
    let payments: Vec<String> = share.bodies.iter().map(|body| printed(body.side_payment)).collect();
    assert_eq!(payments, ["15033.11", "-26241.86", "103963.29", "-92754.54"]);
    let entitled: Vec<String> = share.bodies.iter().map(|body| printed(body.gains + body.side_payment)).collect();
    assert_eq!(entitled, ["376121.19", "75224.24", "112836.36", "0.00"]);
}

/// Beds and hours pay nobody: unless a proposal says otherwise, no body gives more than the cash that it gains.
#[test]
fn side_payments_move_only_what_is_cashable() {
    let case = case(&EARLY_HELP.replace("rule = \"pro_rata\"\nof   = \"fiscal\"", ""));
    let share = case.gain_share.as_ref().expect("somebody pays");
    for (of_body, view) in share.bodies.iter().zip(&case.standard().bodies) {
        assert!(-of_body.side_payment <= view.cashable + 1e-6, "{of_body:?} {view:?}");
    }
    let sum: f64 = share.bodies.iter().map(|body| body.side_payment).sum();
    assert!(sum.abs() < 1e-6 && share.bodies.iter().any(|body| 1.0 < body.side_payment));
}

/// Method, T10: year by year.
#[test]
fn years_add_up_as_published() {
    let case = case(EARLY_HELP);
    let years: Vec<String> = case
        .years
        .iter()
        .map(|y| {
            format!(
                "{} {:.2} {:.2} {:.2} {:.2} | {:.2} | {:.2}",
                y.t, y.cost, y.fiscal, y.economic, y.social, y.cumulative_fiscal, y.cumulative_public
            )
        })
        .collect();
    assert_eq!(
        years,
        [
            "0 495000.00 61380.00 0.00 30240.00 | -433620.00 | -403380.00",
            "1 247500.00 236880.00 24300.00 30240.00 | -443880.87 | -360369.51",
            "2 0.00 195030.00 19440.00 30240.00 | -261818.28 | -130806.65",
            "3 0.00 101857.50 15552.00 0.00 | -169948.65 | -24910.01",
            "4 0.00 0.00 0.00 0.00 | -169948.65 | -24910.01",
        ]
    );
    assert_eq!(case.years[3].year.to_string(), "2028-29");
}

/// Method, T10: affected, net units and what is left of them after correction.
#[test]
fn outcomes_are_as_published() {
    let case = case(EARLY_HELP);
    let outcomes: Vec<String> = case
        .benefits
        .iter()
        .map(|b| {
            let corrected = b.net_units * (1.0 - b.correction);
            let first: Vec<String> =
                b.pounds.iter().filter(|pounds| **pounds != 0.0).map(|pounds| crate::text::plain(*pounds)).collect();
            format!("{:.1} {:.2} {corrected:.2} {}", b.n_affected.unwrap_or(0.0), b.net_units, first.join(" "))
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "18.0 3.60 2.70 135000 101250 75937.5",
            "360.0 108.00 97.20 58320 58320 58320",
            "180.0 18.00 15.30 3060 3060 3060",
            "45.0 5.40 4.05 64800 51840 41472",
            "36.0 7.20 4.32 30240 30240 30240",
        ]
    );
}

/// Method, T10: a health effect discounted like money is worth less.
#[test]
fn health_has_its_own_rate() {
    let as_money = EARLY_HELP.replace("quantity        = 0.1", "quantity        = 0.1\nhealth = false");
    assert_eq!(printed(case(&as_money).standard().pv_social), "87686.75");
}

/// Method, T10b: without the second year's cost it pays back in the fourth year.
#[test]
fn the_variant_pays_back_in_the_fourth_year() {
    let variant = EARLY_HELP
        .replace("[300_000, 150_000]", "[300_000]")
        .replace("[60_000, 30_000]", "[60_000]")
        .replace("[90_000, 45_000]", "[90_000]");
    let case = case(&variant);
    let running: Vec<String> = case.years.iter().map(|year| printed(year.cumulative_fiscal)).collect();
    assert_eq!(running, ["-433620.00", "-204750.43", "-22687.84", "69181.79", "69181.79"]);
    let view = case.standard();
    let payback = view.payback.expect("it pays back");
    assert_eq!((payback.year, format!("{:.3}", payback.after_years)), (3, "3.247".to_owned()));
    assert_eq!(format!("{:.4} {:.2}", view.financial.bcr.expect("costs"), view.financial.npv), "1.1398 69181.79");
}

/// Method, T10: the two meanings of deadweight.
#[test]
fn deadweight_in_points_takes_more_than_a_share() {
    let first_net = |text: &str| case(text).benefits[0].net_units / 18.0;
    assert!((first_net(EARLY_HELP) - 0.20).abs() < 1e-12, "0.25 × (1 - 0.20)");
    let in_points = EARLY_HELP.replace("deadweight_basis = \"share\"", "deadweight_basis = \"points\"");
    let in_points =
        in_points.replace("deadweight       = { value = 0.40, low = 0.25, high = 0.60 }", "deadweight = 0.1");
    let in_points = in_points.replace("deadweight       = 0.50", "deadweight = 0.1");
    assert!((first_net(&in_points) - 0.05).abs() < 1e-12, "0.25 - 0.20");
}

#[test]
fn all_rates_stand_side_by_side() {
    let case = case(EARLY_HELP);
    let labels: Vec<&str> = case.views.iter().map(|view| view.label.as_str()).collect();
    assert_eq!(
        labels,
        ["Green Book, February 2026: standard", "Green Book, February 2026, sensitivity 3%", "undiscounted"]
            .map(|label| label.replace(": standard", ", standard 3.5%"))
    );
    let undiscounted = &case.views[2];
    assert!((undiscounted.pv_cost - 742_500.0).abs() < 1e-6, "(450,000 + 225,000) × 1.1");
    assert!((undiscounted.pv_fiscal - 595_147.5).abs() < 1e-6, "61,380 + 236,880 + 195,030 + 101,857.50");
}

#[test]
fn a_cap_holds_fiscal_benefits_to_what_the_cohort_costs_today() {
    // 90 families complete and cost 2,000 a year each, so no year can save more than 180,000.
    let capped = EARLY_HELP.replace("retention  = { value", "annual_spend = 2_000\nretention  = { value");
    let case = case(&capped);
    let fiscal: Vec<String> = case.years.iter().map(|year| printed(year.fiscal)).collect();
    assert_eq!(fiscal, ["61380.00", "180000.00", "180000.00", "101857.50", "0.00"]);
    let by_body: f64 = case.standard().bodies.iter().map(|body| body.gains).sum();
    assert!((by_body - case.standard().pv_fiscal).abs() < 1e-6, "bodies bear the cap together");
    let texts: Vec<&str> = case.findings.iter().map(|finding| finding.text.as_str()).collect();
    assert!(texts.iter().any(|text| text.starts_with("in 2026-27 fiscal benefits are capped")), "{texts:?}");
}

#[test]
fn a_budget_that_would_lose_more_than_it_holds_is_named() {
    let small = EARLY_HELP.replace("amount      = 9_000_000", "amount      = 50_000");
    let case = case(&small);
    let exceeded = case.findings.iter().find(|f| matches!(f.kind, FindingKind::BudgetExceeded { .. }));
    assert_eq!(
        exceeded.map(|finding| finding.text.as_str()),
        Some("2026-27: £81,000 a year would come out of `Placements of children looked after`, which holds £50,000")
    );
}

#[test]
fn numbers_from_memory_say_so() {
    let about: Vec<String> = case(EARLY_HELP).cautions.into_iter().map(|caution| caution.about).collect();
    assert_eq!(
        about,
        [
            "GDP deflator, financial years, March 2026",
            "Grades of evidence and their corrections",
            "A year of life in full health (QALY)",
        ]
    );
}

#[test]
fn scenarios_are_the_same_calculation_at_other_numbers() {
    let case = case(EARLY_HELP);
    let bcr = |at: usize| case.scenarios[at].views[0].public.bcr.expect("something is spent");
    assert_eq!(format!("{:.4}", bcr(0)), "1.4032", "no correction, benefits and costs alike");
    let half = case.standard().public.bcr.expect("something is spent") / 2.0;
    assert!((bcr(1) - half).abs() < 1e-9, "half of the families, the same cost");
    assert!(case.scenarios[2].views[0].public.npv < case.standard().public.npv, "later is worth less");
}

#[test]
fn the_widest_swing_comes_first_and_says_whether_it_decides() {
    let case = case(EARLY_HELP);
    let widths: Vec<f64> = case.tornado.iter().map(Swing::width).collect();
    assert!(widths.is_sorted_by(|a, b| b <= a));
    let engagement = case.tornado.iter().find(|swing| swing.path == "population.engagement").expect("an input");
    assert!(engagement.changes_sign && engagement.is_stated_range);
    // All benefits are proportional to engagement: 709,220.42 × 0.75 / 0.60 - 734,130.43.
    assert_eq!(printed(engagement.npv_at_high), "152395.09");
}

#[test]
fn flows_by_body_and_kind_add_up_to_the_years() {
    let case = case(EARLY_HELP);
    let sum = |kinds: &[ProposalFlowKind], t: usize| -> f64 {
        case.flows.iter().filter(|flow| flow.t == t && kinds.contains(&flow.kind)).map(|flow| flow.real).sum()
    };
    for year in &case.years {
        let fiscal = sum(&[ProposalFlowKind::CashableBenefit, ProposalFlowKind::CapacityReleased], year.t);
        assert!(
            (fiscal - year.fiscal).abs() < 1e-6
                && (sum(&[ProposalFlowKind::CostRevenue], year.t) - year.cost).abs() < 1e-6
        );
    }
    assert!(case.flows.iter().all(|flow| flow.year != model::FinancialYear(2025) || flow.nominal == flow.real));
}

/// Care and anti-social behaviour are valued at average costs and save cash; accident and emergency saves none, and work
/// is valued at the margin.
#[test]
fn cash_that_rests_on_an_average_cost_is_said() {
    let found: Vec<String> = case(EARLY_HELP)
        .findings
        .into_iter()
        .filter_map(|finding| match finding.kind {
            FindingKind::AverageCashable { outcome } => Some(outcome),
            _ => None,
        })
        .collect();
    assert_eq!(found, ["A child in care", "B anti-social behaviour"]);
}
