//! What a person sees who writes a proposal with a mistake in it.

use super::read;
use crate::Reference;

const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");

/// The worked example with one text in place of another, and the one mistake that it then has: `expected`, at the
/// place of `at` in what was put there (at the first byte of the file where it is empty).
fn check_mistake(there: &str, instead: &str, at: &str, expected: &str) {
    assert!(EARLY_HELP.contains(there), "`{there}` is in the example");
    let text = EARLY_HELP.replacen(there, instead, 1);
    let mistakes = read(&text, "p.toml", &Reference::builtin()).expect_err("a mistake").mistakes;
    let lines: Vec<String> = mistakes.iter().map(|mistake| mistake.in_one_line()).collect();
    let (line, column) = place_of(&text, instead, at);
    assert_eq!(lines, [format!("p.toml:{line}:{column}: {expected}")]);
}

fn place_of(text: &str, instead: &str, at: &str) -> (usize, usize) {
    if at.is_empty() {
        return (1, 1);
    }
    let start = text.find(instead).expect("it was put there");
    let offset = start + text[start..].find(at).expect("it stands there or below");
    let before = &text[..offset];
    (before.matches('\n').count() + 1, offset - before.rfind('\n').map_or(0, |at| at + 1) + 1)
}

#[test]
fn the_worked_example_has_none() {
    let proposal = read(EARLY_HELP, "p.toml", &Reference::builtin()).expect("a good proposal");
    assert_eq!((proposal.costs.len(), proposal.benefits.len(), proposal.bodies.len()), (3, 5, 4));
    assert!(proposal.is_saving());
}

#[test]
fn nothing_is_a_saving_without_a_counterfactual() {
    check_mistake(
        "counterfactual = \"Business as usual: each agency goes on answering the same families one by one\"\n",
        "",
        "",
        "no counterfactual is named, so nothing here can be called a saving; \
         expected `counterfactual = \"what happens without it\"`",
    );
}

#[test]
fn a_slip_of_the_keyboard_is_shown_where_it_is_with_what_was_meant() {
    check_mistake(
        "engagement = {",
        "engagment = {",
        "engagment",
        "`engagment` means nothing in [population]; expected a key of [population] \
         (did you mean `engagement`?)",
    );
    check_mistake(
        "bodies   = { council = 1.0 }",
        "bodies   = { counsil = 1.0 }",
        "counsil",
        "there is no body `counsil`; expected a known body (did you mean `council`?)",
    );
    check_mistake(
        "set  = { \"population.engagement\" = 0.30 }",
        "set  = { \"population.engagment\" = 0.30 }",
        "\"population.engagment",
        "there is no number of the proposal `population.engagment`; \
         expected a path such as `population.engagement` (did you mean `population.engagement`?)",
    );
}

#[test]
fn shares_add_up_to_the_whole() {
    check_mistake(
        "{ police = 0.6, council = 0.4 }",
        "{ police = 0.6, council = 0.3 }",
        "{ police",
        "the shares of the bodies add up to 0.9; expected shares that add up to 1",
    );
}

#[test]
fn deadweight_is_taken_off_once_and_in_one_way() {
    let care = "deadweight       = { value = 0.20, low = 0.10, high = 0.40 }\ndeadweight_basis = \"share\"";
    check_mistake(
        care,
        "deadweight       = 0.20\nevidence_nets_deadweight = true",
        "0.20",
        "deadweight is deducted twice: the evidence is already net of it; \
         expected no deadweight beside evidence from a control group",
    );
    let in_points = EARLY_HELP.replacen(care, "deadweight = 0.30\ndeadweight_basis = \"points\"", 1);
    let mistakes = read(&in_points, "p.toml", &Reference::builtin()).expect_err("mistakes").mistakes;
    assert_eq!(mistakes[0].kind.to_string(), "deadweight of 0.3 points is more than the impact of 0.25");
    // The other four benefits still state shares: one proposal has one meaning of the word.
    assert_eq!(
        mistakes[1..]
            .iter()
            .filter(|mistake| mistake.kind.to_string().starts_with("deadweight is a share here"))
            .count(),
        4
    );
}

#[test]
fn a_cashable_saving_names_the_budget_line_that_it_leaves() {
    check_mistake(
        "cashable = 0.60\nbudgets  = { council = \"placements\" }\n",
        "cashable = 0.60\n",
        "0.60",
        "the budget line that the cashable saving of `council` leaves is not named; \
         expected `budgets = { council = \"the id of a [[budget]]\" }`",
    );
}

#[test]
fn fiscal_and_economic_values_add_up_to_the_change_in_output() {
    check_mistake(
        "output           = 16_000",
        "output           = 10_000",
        "10_000",
        "fiscal 10000 and economic 6000 do not add up to the change in output 10000; \
         expected an economic value net of what is fiscal already",
    );
}

#[test]
fn a_contested_value_needs_its_price_year_and_a_correction_is_stated_once() {
    check_mistake(
        "[[benefit.value]]\nkind            = \"social\"\nreference_value = \"qaly\"\nquantity        = 0.1\n\
         price_year      = \"2025-26\"",
        "[[benefit.value]]\nkind            = \"social\"\nreference_value = \"qaly\"\nquantity        = 0.1",
        "[[benefit.value]]",
        "`price_year` is missing from [[benefit.value]]; \
         expected `price_year = \"2025-26\"`, because sources disagree about its price base",
    );
    check_mistake(
        "grades           = { population = 3, evidence = 6, age = 3, error = 4 }",
        "grades           = { evidence = 6 }\nalready_corrected = true",
        "true",
        "[[benefit]] states its correction for optimism twice; expected one correction",
    );
}

#[test]
fn a_cost_and_its_part_are_never_both_counted() {
    let costs = "code,detail,unit,kind,value,price_year,source\n\
                 SS1.0,Child in care,Per year,fiscal,50000,2025-26,s\n\
                 SS1.0.1,Placement,Per year,fiscal,40000,2025-26,s\n";
    let reference = Reference::builtin().with_unit_costs(costs, "u.csv").expect("good costs");
    let text = EARLY_HELP
        .replacen("amount   = { value = 50_000, low = 35_000, high = 65_000 }", "unit_cost = \"SS1.0\"", 1)
        .replacen("amount  = 200", "unit_cost = \"SS1.0.1\"", 1);
    let mistakes = read(&text, "p.toml", &reference).expect_err("a double count").mistakes;
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].kind.to_string(), "`SS1.0.1` is part of `SS1.0`: together they count the same pounds twice");
    let text = text.replacen("SS1.0.1", "SS1.1", 1);
    let mistakes = read(&text, "p.toml", &reference).expect_err("no such cost").mistakes;
    assert_eq!(mistakes[0].hint.as_deref(), Some("did you mean `SS1.0.1`?"));
}

#[test]
fn a_broken_line_is_one_mistake() {
    check_mistake(
        "n_years        = 5",
        "n_years        = ",
        "\nstrand",
        "this is not TOML: string values must be quoted, expected literal string; \
         expected `key = value`, with text in double quotes",
    );
}

#[test]
fn a_mistake_is_drawn_under_the_words_it_is_about() {
    let text = EARLY_HELP.replacen("kind     = \"fiscal\"", "kind     = \"fiscl\"", 1);
    let mistakes = read(&text, "p.toml", &Reference::builtin()).expect_err("a mistake");
    let mut shown = String::new();
    let theme = miette::GraphicalTheme::unicode_nocolor();
    miette::GraphicalReportHandler::new_themed(theme).render_report(&mut shown, &mistakes).expect("text");
    assert!(shown.contains("`fiscl` is not a valid kind of value"), "{shown}");
    assert!(shown.contains("╭─[p.toml:"), "{shown}");
    assert!(shown.contains("did you mean `fiscal`?"), "{shown}");
}

#[test]
fn a_budget_line_may_hold_what_the_place_counted_for_its_service() {
    let text = EARLY_HELP.replace("amount      = 9_000_000", "service     = \"childrens_social_care\"");
    let rows = [("council".to_owned(), "childrens_social_care".to_owned(), 50_000.0)];
    let counted = crate::Counted::of(model::FinancialYear(2024), rows);
    let reference = Reference::builtin().with_counted(counted);
    let proposal = read(&text, "p.toml", &reference).expect("good");
    assert_eq!(proposal.budgets[0].amount, Some(50_000.0));
    let source = "the place's own count of childrens_social_care, 2024-25: payments only, which leave out pay: \
                  nothing is published for it";
    assert_eq!(proposal.budgets[0].source.as_deref(), Some(source));
    let case = crate::appraise(&proposal, &reference).expect("appraisable");
    let exceeded =
        "2026-27: £81,000 a year would come out of `Placements of children looked after`, which holds £50,000";
    assert!(case.findings.iter().any(|finding| finding.text == exceeded), "{:#?}", case.findings);
    let unknown = text.replace("childrens_social_care", "childrens_social_car");
    let mistakes = read(&unknown, "p.toml", &reference).expect_err("no such service");
    assert_eq!(mistakes.mistakes[0].hint.as_deref(), Some("did you mean `childrens_social_care`?"));
    let without = read(&text, "p.toml", &Reference::builtin()).expect("no account yet, so nothing to hold it against");
    assert_eq!(without.budgets[0].amount, None);
}

#[test]
fn a_budget_line_holds_the_whole_count_of_its_service_where_one_is_published() {
    let text = EARLY_HELP.replace("amount      = 9_000_000", "service     = \"childrens_social_care\"");
    let [body, service] = ["council", "childrens_social_care"].map(str::to_owned);
    let payments = [(body.clone(), service.clone(), 50_000.0)];
    let whole = [(body.clone(), service.clone(), 8_000_000.0, 40_000.0), (body, service, 100_000.0, 10_000.0)];
    let counted = crate::Counted::of(model::FinancialYear(2024), payments).with_whole(whole);
    let reference = Reference::builtin().with_counted(counted);
    let case = crate::appraise(&read(&text, "p.toml", &reference).expect("good"), &reference).expect("appraisable");
    let budget = &case.budgets[0];
    assert_eq!((budget.amount, budget.most()), (Some(8_100_000.0), 81_000.0), "8.0m and 0.1m; payments are not added");
    let said = "1% of the £8,100,000 that the place counted for the service: the whole count, of which 0.62% is traced to payments";
    assert_eq!(budget.share_in_words().as_deref(), Some(said));
    assert!(!case.findings.iter().any(|finding| finding.text.contains("would leave")), "{:#?}", case.findings);
}

#[test]
fn a_cohort_far_from_what_the_place_released_is_said() {
    let families = |n: Option<f64>| [("families_by_agencies_at_least".to_owned(), "2".to_owned(), n)];
    let reference = |n: Option<f64>| {
        let counted = crate::Counted::of(model::FinancialYear(2024), []).with_released(families(n));
        Reference::builtin().with_counted(counted)
    };
    let key = "released = \"families_by_agencies_at_least:2\"";
    let text = EARLY_HELP.replacen("[population]", &format!("[population]\n{key}"), 1);
    let found = |n: Option<f64>| {
        let reference = reference(n);
        let proposal = read(&text, "p.toml", &reference).expect("good");
        let case = crate::appraise(&proposal, &reference).expect("appraisable");
        case.findings
            .into_iter()
            .map(|finding| finding.text)
            .filter(|text| text.contains("cohort is"))
            .collect::<Vec<_>>()
    };
    let said = "the cohort is stated at 200, but the place's released figure `families_by_agencies_at_least:2` is 60";
    assert_eq!(found(Some(60.0)), [said]);
    assert!(found(Some(170.0)).is_empty(), "rounded figures never agree to the unit");
    assert!(found(None).is_empty(), "a figure that is withheld is compared with nothing");
    let unknown = text.replace("at_least:2", "at_last:2");
    let mistakes = read(&unknown, "p.toml", &reference(Some(60.0))).expect_err("no such figure");
    assert_eq!(mistakes.mistakes[0].hint.as_deref(), Some("did you mean `families_by_agencies_at_least:2`?"));
    assert!(read(&unknown, "p.toml", &Reference::builtin()).is_ok(), "nothing was released yet");
}
