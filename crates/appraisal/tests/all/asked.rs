//! What a proposal says that may not be meant, and what it says that the place's account does not.

use appraisal::{Case, Counted, Reference, appraise, read};
use model::FinancialYear;

use crate::signs::{benefit, case, proposal};

const ALREADY: &str = "already_corrected = true";

fn mistakes(text: &str) -> Vec<String> {
    match read(text, "p.toml", &Reference::builtin()) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.mistakes.iter().map(|mistake| mistake.in_one_line()).collect(),
    }
}

fn check_list(list: &str, asked: Option<&str>) {
    let text = proposal(&benefit("b", list, ALREADY)).replace("n_years = 3", "n_years = 5");
    let found = mistakes(&text);
    match asked {
        Some(number) => assert!(found.iter().any(|line| line.contains(number)), "{list}: {found:?}"),
        None => assert!(found.is_empty(), "{list}: {found:?}"),
    }
}

#[test]
fn a_comma_for_thousands_in_a_list_is_asked_about() {
    check_list("[300,500, 150,250]", Some("`300_500` for one number, or `300, 500` for two"));
    check_list("[1,200]", Some("`1,200`"));
    check_list("[-12,500, 0]", Some("`-12,500`"));
    check_list("[300,500.50]", Some("`300,500.50`"));
    check_list("[300, 500, 150, 250]", None);
    check_list("[300_500,150_250]", None);
    check_list("[300500,150250]", None);
    check_list("[0,500]", None);
    check_list("[\n  300,\n  500,\n]", None);
}

#[test]
fn money_is_not_discounted_as_health() {
    let with = |value: &str| proposal(&benefit("b", "[40]", ALREADY)) + value;
    assert!(mistakes(&with("health = true\n"))[0].contains("a fiscal value is money"));
    assert!(mistakes(&with("health = false\n")).is_empty());
    assert!(mistakes(&with("[[benefit.value]]\nkind = \"social\"\nhealth = true\n")).is_empty());
}

#[test]
fn a_deflator_to_confirm_is_shown_and_stops_nothing() {
    let confirmed = case(&proposal(&benefit("b", "[40]", ALREADY)));
    assert!(!confirmed.cautions.is_empty() && !confirmed.needs_a_look());
    let graded = case(&proposal(&benefit("b", "[40]", "grades = { evidence = 2 }")));
    assert!(graded.needs_a_look(), "the percentages of the grades are from memory");
}

/// A case of a place whose account counted £9m of the council's placements.
fn beside_an_account(budget: &str, body: &str) -> Case {
    let counted = Counted::of(FinancialYear(2025), [("council".to_owned(), "placements".to_owned(), 9e6)]);
    let reference = Reference::builtin().with_counted(counted);
    let text = proposal(&benefit("b", "[40]", ALREADY)) + budget + body;
    appraise(&read(&text, "p.toml", &reference).expect("a good proposal"), &reference).expect("appraisable")
}

fn findings(case: &Case) -> String {
    case.findings.iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_stated_budget_far_from_the_counted_one_is_said() {
    let budget = |amount: &str| {
        format!(
            "[[budget]]\nid = \"p\"\nbody = \"council\"\nline = \"Placements\"\nservice = \"placements\"\n{amount}\n"
        )
    };
    let said = |amount: &str| findings(&beside_an_account(&budget(amount), "")).contains("the place's own count");
    assert!(said("amount = 90_000_000") && said("amount = 900_000"));
    assert!(!said("amount = 10_000_000") && !said(""));
    let case = beside_an_account(&budget("amount = 90_000_000"), "");
    let line = "`Placements` is stated at £90,000,000 a year, but the place's own count for 2025-26 is £9,000,000: payments \
                only, which leave out pay: nothing is published for it";
    assert!(findings(&case).contains(line), "{}", findings(&case));
}

#[test]
fn a_local_body_that_the_account_does_not_know_is_said() {
    let body = |id: &str, tier: &str| format!("[[body]]\nid = \"{id}\"\ntier = \"{tier}\"\n");
    let said = |body: &str| findings(&beside_an_account("", body)).contains("does not count `counsil`");
    assert!(said(&body("counsil", "local")));
    assert!(!said("") && !said(&body("counsil", "central")), "no account of a place counts the Treasury");
}
