//! The method's own numbers: T1, T1b, T2, T12 and T20.

use std::collections::BTreeMap;

use consolidation::{Payment, consolidate, funders, per_head};
use money::{Money, apportion, implied_base};

const INSIDE: [&str; 6] = ["CG", "Council", "District", "Police", "ICB", "Schools"];

/// T1, in £m: payer, payee, amount.
const PAYMENTS: [(&str, &str, i64); 21] = [
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

fn millions(amount: i64) -> Money {
    Money::from_pence(amount * 100_000_000)
}

fn payments() -> Vec<Payment> {
    let payment = |(payer, payee, amount): (&str, &str, i64)| Payment {
        payer: payer.to_owned(),
        payee: payee.to_owned(),
        amount: millions(amount),
    };
    PAYMENTS.into_iter().map(payment).collect()
}

fn is_inside(name: &str) -> bool {
    INSIDE.contains(&name)
}

#[test]
fn t1_money_between_bodies_is_counted_once_and_each_body_leaves_its_own_funding() {
    let found = consolidate(&payments(), is_inside);
    assert_eq!((found.gross, found.intra, found.consolidated), (millions(3_113), millions(1_442), millions(1_671)));
    let in_millions = |money: Money| money.pence() / 100_000_000;
    let bodies: BTreeMap<&str, [i64; 4]> = found
        .bodies
        .iter()
        .map(|(name, body)| {
            let four = [body.final_outlay, body.transfers_out, body.transfers_in, body.own_funded()];
            (name.as_str(), four.map(in_millions))
        })
        .collect();
    let expected = BTreeMap::from([
        ("CG", [350, 1_120, 0, 1_470]),
        ("Council", [581, 180, 675, 86]),
        ("District", [20, 95, 0, 115]),
        ("ICB", [470, 30, 500, 0]),
        ("Police", [75, 0, 75, 0]),
        ("Schools", [175, 5, 180, 0]),
    ]);
    assert_eq!(bodies, expected);
}

#[test]
fn t1_neither_order_nor_a_body_s_own_recharge_changes_the_count() {
    let mut turned = payments();
    turned.reverse();
    turned.push(Payment { payer: "Police".into(), payee: "Police".into(), amount: millions(99) });
    let (first, second) = (consolidate(&payments(), is_inside), consolidate(&turned, is_inside));
    assert_eq!((first.consolidated, first.bodies), (second.consolidated, second.bodies));
}

/// The council's outlay of £581m over 560, 80, 30 and 5 of its funders and 86 of its own: 761 in all.
#[test]
fn t1b_an_outlay_is_shared_over_immediate_funders_and_own_income() {
    let found: BTreeMap<String, Money> =
        funders(&payments(), "Council", millions(581), is_inside).into_iter().collect();
    assert_eq!(found.values().sum::<Money>(), millions(581));
    let share = |name: &str| found[name].pence() as f64 / millions(581).pence() as f64 * 761.0;
    for (name, part) in [("CG", 560.0), ("District", 80.0), ("ICB", 30.0), ("Schools", 5.0), ("Council", 86.0)] {
        assert!((share(name) - part).abs() < 1e-6, "{name}: {}", share(name));
    }
    assert!(funders(&[], "Council", millions(1), is_inside).is_empty());
}

#[test]
fn t2_shares_of_a_national_programme_add_up_to_it() {
    let tenths = apportion(millions(1_000), &[1.0, 1.0, 1.0], 10_000_000);
    assert_eq!(tenths.iter().map(|part| part.short()).collect::<Vec<_>>(), ["£333.4m", "£333.3m", "£333.3m"]);
}

#[test]
fn t12_two_per_cent_is_1200_million_pounds_of_60_billion() {
    assert!((implied_base(1.2, 0.02) - 60.0).abs() < 1e-9);
}

#[test]
fn t20_eighty_two_billion_over_eleven_million_people() {
    assert_eq!(per_head(millions(82_000), 11_000_000).unwrap().pence(), 745_455);
}
