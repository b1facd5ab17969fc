//! Shipped rules over one heading, weighed against each other.

mod common;

use common::{place_of, rule, treater};
use ledger::Touched;
use model::rule::{Rule, Rules, ServiceOutcome};
use model::tables::{self, spend};
use model::{ClientGroup, Place};

fn place() -> Place {
    place_of(&["county"])
}

fn shipped(id: &str, field: &str, words: &str, service: &str, cofog: &str) -> Rule<ServiceOutcome> {
    let then = ServiceOutcome { service: service.to_owned(), cofog: Some(cofog.to_owned()) };
    Rule { is_shipped: true, ..rule(id, &[(field, words)], then) }
}

/// Roads stand before museums, and buildings support both.
fn rules() -> Vec<Rule<ServiceOutcome>> {
    vec![
        shipped("school-transport", "service", "school transport", "education", "09.6"),
        shipped("roads", "service", "road*|transport*|park lane", "roads", "04.5"),
        shipped("museums", "service", "museum*|park|art gallery", "museums", "08.2"),
        shipped("schools", "service", "school", "education", "09"),
        shipped("buildings", "service", "building maintenance works", "support", "01.3"),
        shipped("directorate-roads", "department", "roads|=transport", "roads", "04.5"),
        shipped("directorate-museums", "department", "museums", "museums", "08.2"),
    ]
}

fn check(rules: Vec<Rule<ServiceOutcome>>, lines: &str, expected: &[&str]) {
    let lines = testkit::batch(&tables::LEDGER_LINE, lines);
    let rules = Rules { service: rules, ..Rules::default() };
    let treated = treater(&place(), &[&lines], &rules).treat(&lines).spend;
    let found: Vec<&str> = tables::SPEND.read(&treated).text(spend::SERVICE).iter().flatten().collect();
    assert_eq!(found, expected);
}

#[test]
fn words_inside_longer_words_say_nothing_and_more_words_weigh_more() {
    check(
        rules(),
        "
        body   | service                        | amount
        county | Park                           | 1.00
        county | Park Lane                      | 1.00
        county | School Transport               | 1.00
        county | Road Art Gallery               | 1.00
        county | Museum Building Maintenance Works | 1.00
        county | Roads Museum                   | 1.00
        ",
        &["museums", "roads", "education", "museums", "museums", "roads"],
    );
}

#[test]
fn parts_that_speak_for_different_services_say_none_and_the_next_column_decides() {
    check(
        rules(),
        "
        body   | department          | service                       | amount
        county | Roads               | Roads & Museums               | 1.00
        county |                     | Roads and Museums             | 1.00
        county |                     | Roads & Transport             | 1.00
        county |                     | Museums - Building Maintenance Works | 1.00
        county | Museums, Roads      |                               | 1.00
        county | Museums & Community |                               | 1.00
        county | Transport           | Sand                          | 1.00
        county |                     | Sand & Transport              | 1.00
        ",
        &["roads", "unclassified", "roads", "museums", "unclassified", "unclassified", "roads", "roads"],
    );
}

#[test]
fn a_dash_with_a_space_beside_it_parts_a_heading_and_a_hyphen_joins_words() {
    check(
        rules(),
        "
        body   | service         | amount
        county | Roads - Museums | 1.00
        county | Roads – Museums | 1.00
        county | Roads -Museums  | 1.00
        county | Roads-Museums   | 1.00
        county | Roads.Museums   | 1.00
        ",
        &["unclassified", "unclassified", "unclassified", "roads", "roads"],
    );
}

/// Each part is read alone, however short the words before the separator are.
#[test]
fn parts_of_short_words_speak_for_themselves() {
    let rules =
        || vec![shipped("pe", "service", "pe", "leisure", "08.1"), shipped("bus", "service", "bus", "roads", "04.5")];
    check(
        rules(),
        "
        body   | service     | amount
        county | PE and Bus | 1.00
        county | PE, Bus    | 1.00
        county | PE Bus     | 1.00
        ",
        &["unclassified", "unclassified", "leisure"],
    );
}

#[test]
fn rules_of_the_place_are_never_weighed() {
    let own = Rule { is_shipped: false, ..shipped("own", "service", "museums", "culture", "08") };
    let rules = [vec![own], rules()].concat();
    check(
        rules,
        "
        body   | service           | amount
        county | Roads and Museums | 1.00
        county | Roads and Schools | 1.00
        ",
        &["culture", "roads"],
    );
}

/// Without the rules for museums the other part of the heading decides a line that no rule decided before.
#[test]
fn a_shipped_rule_gone_touches_lines_that_it_never_decided() {
    let lines = testkit::batch(
        &tables::LEDGER_LINE,
        "
        body   | service           | amount
        county | Roads and Museums | 1.00
        ",
    );
    let with = |rules: Vec<Rule<ServiceOutcome>>| Rules { service: rules, ..Rules::default() };
    let fewer = rules().into_iter().filter(|rule| !rule.id.ends_with("museums")).collect();
    let (old, new) = (treater(&place(), &[&lines], &with(rules())), treater(&place(), &[&lines], &with(fewer)));
    let edited = new.edited_since(&old.rule_prints()).expect("the rules can be used");
    assert_eq!(edited.touched(&old.treat(&lines).rules_met, Some(&lines)), Touched::Everything);
    assert_ne!(old.treat(&lines).spend, new.treat(&lines).spend);
}

#[test]
fn a_client_group_that_a_place_adds_touches_its_lines_alone() {
    let lines = testkit::batch(
        &tables::LEDGER_LINE,
        "
        body   | payee | service | amount
        county | Acorn | Care    | 1.00
        county | Beech | Care    | 1.00
        ",
    );
    let own = rule("own", &[("payee", "beech")], ClientGroup::Carers);
    let with = Rules { client_group: vec![own], ..Rules::default() };
    let (old, new) = (treater(&place(), &[&lines], &Rules::default()), treater(&place(), &[&lines], &with));
    let edited = new.edited_since(&old.rule_prints()).expect("the rules can be used");
    let touched = edited.touched(&old.treat(&lines).rules_met, Some(&lines));
    assert_eq!(touched, Touched::Lines { may_meet_new: vec![1], is_gone_met: false });
    let changed: Vec<&str> = tables::SPEND.columns.iter().map(|c| c.name).filter(|name| edited.changes(name)).collect();
    assert_eq!(changed, [spend::CLIENT_GROUP, spend::CLIENT_GROUP_WHY]);
    testkit::check(
        &tables::SPEND,
        &new.treat(&lines).spend,
        "
        amount | client_group | client_group_why
        1.00   |              |
        1.00   | carers       | own
        ",
    );
}
