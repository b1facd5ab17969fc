//! Worked numbers of the method that go through the whole crate (`shared/method/checks.py`).

mod common;

use common::{Case, millions, net, part, place_of, treat};
use ledger::{Totals, flows, transfers};
use model::{AccountPart, tables};
use money::Money;

/// T1, in £m: payer, payee, amount. Six bodies are in the perimeter; the rest of the payees do not.
const T1: [(&str, &str, i64); 21] = [
    ("CG", "Council", 300),
    ("CG", "Council", 200),
    ("CG", "Council", 60),
    ("Council", "Schools", 180),
    ("Council", "HOUSEHOLDS", 61),
    ("Schools", "STAFF", 150),
    ("Schools", "MARKET", 25),
    ("Schools", "Council", 5),
    ("ICB", "Council", 30),
    ("Council", "MARKET", 400),
    ("Council", "STAFF", 120),
    ("District", "Council", 80),
    ("District", "Police", 15),
    ("District", "MARKET", 20),
    ("CG", "Police", 60),
    ("Police", "STAFF", 65),
    ("Police", "MARKET", 10),
    ("CG", "ICB", 500),
    ("ICB", "MARKET", 470),
    ("Council", "Council", 12),
    ("CG", "HOUSEHOLDS", 350),
];

const BODIES: [&str; 6] = ["CG", "Council", "District", "Police", "ICB", "Schools"];

fn t1() -> Case {
    Case { place: place_of(&BODIES), lines: T1.to_vec() }
}

#[test]
fn the_place_is_counted_once_t1() {
    let totals = treat(&t1()).totals;
    let gross = totals.sum(|_| true).amount;
    assert_eq!(gross, millions(3_113));
    assert_eq!(totals.sum(|class| part(class) == AccountPart::TransfersEliminated).amount, millions(1_442));
    assert_eq!(net(&totals), millions(3_113 - 1_442));
    assert_eq!(net(&totals), millions(1_671));
    let overstated = gross.pounds() / net(&totals).pounds() - 1.0;
    assert_eq!((overstated * 1_000.0).round(), 863.0, "summed naively the total is 86.3% too high");
}

/// T1: final outlay, transfers out, transfers in, and what the body funded from its own sources.
#[test]
fn the_residuals_of_the_bodies_t1() {
    let totals = treat(&t1()).totals;
    for (body, outlay, out, received, residual) in [
        ("CG", 350, 1_120, 0, 1_470),
        ("Council", 581, 180, 675, 86),
        ("District", 20, 95, 0, 115),
        ("Police", 75, 0, 75, 0),
        ("ICB", 470, 30, 500, 0),
        ("Schools", 175, 5, 180, 0),
    ] {
        let found = residual_of(&totals, body);
        assert_eq!(found, [outlay, out, received, residual].map(millions), "{body}");
    }
}

fn residual_of(totals: &Totals, body: &str) -> [Money; 4] {
    let outlay = totals.sum(|class| class.body_id == body && part(class).is_net()).amount;
    let is_to = |class: &ledger::LineClass, to: &str| class.counterparty_id.as_deref() == Some(to);
    let out = totals.sum(|class| class.eliminated && class.body_id == body && !is_to(class, body)).amount;
    let received = totals.sum(|class| class.eliminated && class.body_id != body && is_to(class, body)).amount;
    [outlay, out, received, outlay + out - received]
}

#[test]
fn paying_oneself_never_changes_the_total() {
    let mut case = t1();
    for (body, amount) in BODIES.iter().zip([1, 50, 999, 7, 12, 3]) {
        case.lines.push((body, body, amount));
        assert_eq!(net(&treat(&case).totals), millions(1_671), "{body} pays itself {amount}");
    }
}

#[test]
fn the_order_of_the_files_never_changes_the_total() {
    let mut case = t1();
    let expected = treat(&case).totals;
    for n_moved in 1..T1.len() {
        case.lines.rotate_left(1);
        assert_eq!(treat(&case).totals, expected, "after moving {n_moved} lines to the end");
    }
    case.lines.reverse();
    assert_eq!(treat(&case).totals, expected);
}

#[test]
fn a_receiver_without_a_ledger_leaves_the_payment_in_the_total() {
    let mut case = t1();
    case.lines.retain(|(payer, _, _)| *payer != "ICB");
    let totals = treat(&case).totals;
    // The ICB's 470 are not seen, so the 500 that it was given stand for them; its 30 to the council
    // are not seen either.
    assert_eq!(net(&totals), millions(1_671 - 470 + 500));
    let stays = totals.sum(|class| class.counterparty_id.as_deref() == Some("ICB"));
    assert_eq!(stays.amount, millions(500));
}

#[test]
fn transfers_add_up_to_what_was_eliminated_t1() {
    let case = t1();
    let totals = treat(&case).totals;
    testkit::check(
        &tables::TRANSFER,
        &transfers(&case.place, &totals),
        "
        payer    | receiver | transfer_kind | n_lines | amount       | eliminated | status
        CG       | Council  | purchase      | 3       | 560000000.00 | yes        | one_sided
        CG       | ICB      | purchase      | 1       | 500000000.00 | yes        | one_sided
        CG       | Police   | purchase      | 1       | 60000000.00  | yes        | one_sided
        Council  | Council  | recharge      | 1       | 12000000.00  | yes        | one_sided
        Council  | Schools  | purchase      | 1       | 180000000.00 | yes        | one_sided
        District | Council  | purchase      | 1       | 80000000.00  | yes        | one_sided
        District | Police   | purchase      | 1       | 15000000.00  | yes        | one_sided
        ICB      | Council  | purchase      | 1       | 30000000.00  | yes        | one_sided
        Schools  | Council  | purchase      | 1       | 5000000.00   | yes        | one_sided
        ",
    );
}

#[test]
fn the_map_holds_every_pound_but_recharges_t1() {
    let case = t1();
    let totals = treat(&case).totals;
    testkit::check(
        &tables::FLOW,
        &flows(&case.place, &totals),
        "
        tier            | from     | to           | amount
        funder_to_body  | CG       | Council      | 560000000.00
        funder_to_body  | CG       | ICB          | 500000000.00
        funder_to_body  | CG       | Police       | 60000000.00
        funder_to_body  | Council  | Schools      | 180000000.00
        funder_to_body  | District | Council      | 80000000.00
        funder_to_body  | District | Police       | 15000000.00
        funder_to_body  | ICB      | Council      | 30000000.00
        funder_to_body  | Schools  | Council      | 5000000.00
        body_to_service | CG       | unclassified | 350000000.00
        body_to_service | Council  | unclassified | 581000000.00
        body_to_service | District | unclassified | 20000000.00
        body_to_service | ICB      | unclassified | 470000000.00
        body_to_service | Police   | unclassified | 75000000.00
        body_to_service | Schools  | unclassified | 175000000.00
        ",
    );
}
