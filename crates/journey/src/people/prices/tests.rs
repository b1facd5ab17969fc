//! The cost of contacts by rules, with sums small enough to be done by hand.

use jiff::civil::Date;

use super::*;
use crate::people::contacts::Unlinked;
use crate::people::contacts::testing::contact;
use crate::people::journey_rules;
use crate::people::known_costs::{KnownUnitCost, ServiceCost};

const YEAR: FinancialYear = FinancialYear(2025);

fn known() -> KnownCosts {
    let service = |counted: i64, has_pay, ledger: i64| ServiceCost {
        counted: Money::from_pence(counted * 100),
        has_pay,
        not_known: Vec::new(),
        ledger: Some(Money::from_pence(ledger * 100)),
    };
    let key = |service: &str| ("council".to_owned(), service.to_owned());
    let unit = |pounds, unit: &str| KnownUnitCost { pounds, unit: unit.to_owned(), what: "A visit, DfE".to_owned() };
    KnownCosts {
        unit_costs: [("V1".to_owned(), unit(33.335, "visit")), ("V2".to_owned(), unit(5_000.0, "child per year"))]
            .into(),
        services: [(key("housing"), service(1_000, true, 400)), (key("advice"), service(0, false, 90))].into(),
    }
}

fn visits(costs: &[Option<i64>]) -> Contacts {
    let visit = |cost: &Option<i64>| Contact {
        cost: cost.map(|pounds| Money::from_pence(pounds * 100)),
        cost_source: cost.map_or(CostSource::NotKnown, |_| CostSource::File),
        ..contact("housing", "Repair visit")
    };
    Contacts { contacts: costs.iter().map(visit).collect(), ..Contacts::default() }
}

fn check(contacts: &mut Contacts, rules: &str, costs: &[Option<i64>], problem: Option<&str>) -> Vec<Price> {
    let rules = journey_rules(Some(rules)).unwrap().costs;
    let found = price(contacts, &rules, &known(), YEAR);
    let pence: Vec<Option<i64>> =
        contacts.contacts.iter().map(|contact| contact.cost.map(|cost| cost.pence())).collect();
    assert_eq!(pence, costs);
    let told: Vec<&str> = found.problems.iter().map(|problem| problem.text.as_str()).collect();
    match problem {
        Some(problem) => assert!(told.len() == 1 && told[0].contains(problem), "{told:?}"),
        None => assert!(told.is_empty(), "{told:?}"),
    }
    found.prices
}

const WHOLE: &str = "[[cost]]\nagency = \"housing\"\nbody = \"council\"\nservice = \"housing\"\n";

/// £1,000 over two contacts of people, one with nobody that linkage knows and one of the file's own cost: £250 each.
#[test]
fn a_service_is_divided_by_every_contact_of_its_year_and_a_cost_in_the_file_stands() {
    let mut contacts = visits(&[None, Some(7), None]);
    contacts.contacts[2].start = Date::constant(2026, 4, 1);
    let unlinked = |start| Unlinked { agency: "housing".to_owned(), activity: "Visit".to_owned(), start };
    contacts.without_person =
        [(2025, 6, 1), (2025, 7, 1), (2026, 4, 1)].map(|(y, m, d)| unlinked(Date::constant(y, m, d))).into();
    let rules = format!("{WHOLE}all_contacts = true\n");
    let prices = check(&mut contacts, &rules, &[Some(250_00), Some(7_00), None], None);
    assert_eq!(prices[0].divided, Some((Money::from_pence(1_000_00), 4)));
    assert_eq!(prices[0].n_priced, 1);
    let sources: Vec<CostSource> = contacts.contacts.iter().map(|contact| contact.cost_source).collect();
    assert_eq!(sources, [CostSource::WholeCount, CostSource::File, CostSource::NotKnown]);
}

#[test]
fn a_stated_number_of_contacts_has_a_source_and_is_no_lower_than_the_files() {
    let stated = |n| format!("{WHOLE}n_contacts = {n}\nsource = \"Housing system\"\n");
    check(&mut visits(&[None]), &stated(40), &[Some(25_00)], None);
    check(&mut visits(&[None, None]), &stated(1), &[None, None], Some("lower than the number"));
    assert!(journey_rules(Some(&format!("{WHOLE}n_contacts = 40\n"))).is_err());
    assert!(journey_rules(Some(WHOLE)).is_err(), "what pounds are divided by is declared, never guessed");
}

#[test]
fn the_whole_count_comes_before_a_unit_cost_whatever_the_order_of_the_rules() {
    let unit = "[[cost]]\nagency = \"housing\"\nunit_cost = \"V1\"\n";
    check(&mut visits(&[None]), unit, &[Some(33_34)], None);
    let both = format!("{unit}{WHOLE}n_contacts = 100\nsource = \"x\"\n");
    check(&mut visits(&[None]), &both, &[Some(10_00)], Some("[[cost]] 1: no contact takes its cost"));
}

#[test]
fn a_unit_cost_of_a_year_or_an_unknown_one_prices_no_contact() {
    let unit = |code: &str| format!("[[cost]]\nagency = \"housing\"\nunit_cost = \"{code}\"\n");
    check(&mut visits(&[None]), &unit("V2"), &[None], Some("for a year"));
    check(&mut visits(&[None]), &unit("V9"), &[None], Some("`V9` is not known"));
}

/// £90 of payments over 9 contacts are £10 without pay.
#[test]
fn pounds_of_a_ledger_are_shown_without_pay_and_are_the_cost_of_no_contact() {
    let rules = WHOLE.replace("service = \"housing\"", "service = \"advice\"");
    let rules = format!("{rules}n_contacts = 9\nsource = \"x\"\n");
    let prices = check(&mut visits(&[None]), &rules, &[None], Some("leave out pay"));
    assert_eq!((prices[0].source, prices[0].each), (CostSource::LedgerWithoutPay, Some(Money::from_pence(10_00))));
    assert!(prices[0].how.contains("without pay"));
}

#[test]
fn pounds_of_one_service_are_divided_once() {
    let rules = format!("{WHOLE}activities = [\"visit\"]\nall_contacts = true\n{WHOLE}all_contacts = true\n");
    check(&mut visits(&[None]), &rules, &[Some(1_000_00)], Some("divided by an earlier rule"));
}
