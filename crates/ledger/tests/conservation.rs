//! Money is conserved whatever the lines and whatever the rules (design, section 8, rules 1 and 4).

mod common;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use common::{net, place_of, rule, treater};
use ledger::{Breach, Totals, Treater, check_conservation, flows, transfers};
use model::rule::{Rules, ServiceOutcome, TreatmentOutcome};
use model::tables::{spend, transfer};
use model::{Place, Row, Table, TransferKind, Treatment, UNNAMED, tables};
use money::Money;
use proptest::prelude::*;

const BODIES: [&str; 3] = ["county", "trust", "police"];
const WORDS: [&str; 6] = ["county", "trust", "police", "Acorn Nursery", "grant", ""];

#[derive(Clone, Debug)]
struct Line {
    body: usize,
    payee: usize,
    subjective: usize,
    pence: i64,
    capital: Option<bool>,
    month: u32,
}

fn any_line() -> impl Strategy<Value = Line> {
    let amounts = prop_oneof![-1_000_000i64..1_000_000, -99_999_999_999_999i64..99_999_999_999_999, Just(0)];
    (0..3usize, 0..6usize, 0..6usize, amounts, any::<Option<bool>>(), 1..13u32).prop_map(
        |(body, payee, subjective, pence, capital, month)| Line { body, payee, subjective, pence, capital, month },
    )
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let pattern = prop::sample::select(vec!["county", "trust", "acorn", "grant", "!grant", "=police", "t*", "!acorn*"]);
    let field = prop::sample::select(vec!["payee", "subjective", "counterparty", "body", "sign", "capital"]);
    let when = prop::collection::vec((field, pattern), 0..3);
    let treatment = (0..Treatment::ALL.len(), 0..TransferKind::ALL.len()).prop_map(|(treatment, kind)| {
        TreatmentOutcome { treatment: Some(Treatment::ALL[treatment]), transfer_kind: Some(TransferKind::ALL[kind]) }
    });
    prop::collection::vec((when, treatment), 0..70).prop_map(|rules| Rules {
        service: vec![rule(
            "s",
            &[("payee", "acorn")],
            ServiceOutcome { service: "education".to_owned(), cofog: None },
        )],
        treatment: rules.iter().enumerate().map(|(i, (when, then))| rule(&format!("r{i}"), when, *then)).collect(),
        ..Rules::default()
    })
}

/// Lines as a batch; a file holds the lines of one body.
fn batch(lines: &[Line]) -> RecordBatch {
    let mut text = "line_id | file | body | payee | subjective | amount | capital | date\n".to_owned();
    for (i, line) in lines.iter().enumerate() {
        let body = BODIES[line.body];
        let (payee, subjective) = (WORDS[line.payee], WORDS[line.subjective]);
        let amount = Money::from_pence(line.pence).plain();
        let capital = line.capital.map_or("", |capital| if capital { "yes" } else { "no" });
        let date = format!("2020-{:02}-15", line.month);
        text.push_str(&format!("{i} | {body}.csv | {body} | {payee} | {subjective} | {amount} | {capital} | {date}\n"));
    }
    testkit::batch(&tables::LEDGER_LINE, &text)
}

fn source_files(lines: &[Line]) -> RecordBatch {
    let mut text = "file | body | n_rows | n_header_rows | n_lines | amount\n".to_owned();
    for (position, body) in BODIES.iter().enumerate() {
        let of_body = || lines.iter().filter(|line| line.body == position);
        let (n, pence) = (of_body().count(), of_body().map(|line| line.pence).sum());
        text.push_str(&format!("{body}.csv | {body} | {} | 1 | {n} | {}\n", n + 1, Money::from_pence(pence).plain()));
    }
    testkit::batch(&tables::SOURCE_FILE, &text)
}

fn treat(place: &Place, rules: &Rules, lines: &[Line]) -> (Treater, RecordBatch) {
    let lines = batch(lines);
    (treater(place, &[&lines], rules), lines)
}

fn sum(table: &'static Table, batch: &RecordBatch) -> Money {
    table.read(batch).money("amount").iter().sum()
}

/// Payer, receiver, kind and elimination, with lines and pounds.
type Sums = BTreeMap<(String, String, String, bool), (u64, Money)>;

/// The table `transfer`, summed over years and rules.
fn of_table(batch: &RecordBatch) -> Sums {
    let mut sums = Sums::new();
    for row in tables::TRANSFER.read(batch).iter() {
        let [payer, receiver, kind] =
            [transfer::PAYER_ID, transfer::RECEIVER_ID, transfer::TRANSFER_KIND].map(|name| row.text(name).to_owned());
        let sum = sums.entry((payer, receiver, kind, row.flag(transfer::ELIMINATED))).or_default();
        *sum = (sum.0 + row.count(transfer::N_LINES), sum.1 + row.money(transfer::AMOUNT));
    }
    sums
}

/// The lines of `spend` that are transfers.
fn of_lines(batch: &RecordBatch) -> Sums {
    let mut sums = Sums::new();
    let is_transfer = |row: &Row| row.text(spend::TREATMENT) == Treatment::Transfer.word();
    for row in tables::SPEND.read(batch).iter().filter(is_transfer) {
        let (body, kind) = (row.text(spend::BODY_ID), row.text(spend::TRANSFER_KIND));
        let receiver = row.text_if_any(spend::COUNTERPARTY_ID).unwrap_or(match TransferKind::parse(kind) {
            Some(TransferKind::Recharge) => body,
            _ => UNNAMED,
        });
        let key = (body.to_owned(), receiver.to_owned(), kind.to_owned(), row.flag(spend::ELIMINATED));
        let sum = sums.entry(key).or_default();
        *sum = (sum.0 + 1, sum.1 + row.money(spend::AMOUNT));
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_rule_loses_or_makes_a_penny(lines in prop::collection::vec(any_line(), 1..60), rules in any_rules()) {
        let place = place_of(&BODIES);
        let (treater, ledger_lines) = treat(&place, &rules, &lines);
        let treated = treater.treat(&ledger_lines);
        let read = sum(&tables::LEDGER_LINE, &ledger_lines);
        prop_assert_eq!(treated.spend.num_rows(), lines.len());
        prop_assert_eq!(sum(&tables::SPEND, &treated.spend), read);
        prop_assert_eq!(treated.totals.sum(|_| true).amount, read);
        prop_assert_eq!(check_conservation(&source_files(&lines), &treated.totals), Ok(()));
        let of = |treatment| treated.totals.sum(|class| class.treatment == treatment).amount;
        prop_assert_eq!(Treatment::ALL.iter().map(|treatment| of(*treatment)).sum::<Money>(), read);
        prop_assert_eq!(sum(&tables::TRANSFER, &transfers(&place, &treated.totals)), of(Treatment::Transfer));
    }

    #[test]
    fn the_table_of_transfers_adds_up_to_the_transfers_among_the_lines(
        lines in prop::collection::vec(any_line(), 1..60),
        rules in any_rules(),
    ) {
        let place = place_of(&BODIES);
        let (treater, ledger_lines) = treat(&place, &rules, &lines);
        let treated = treater.treat(&ledger_lines);
        prop_assert_eq!(of_table(&transfers(&place, &treated.totals)), of_lines(&treated.spend));
    }

    #[test]
    fn batches_may_be_cut_anywhere_and_treated_in_any_order(
        lines in prop::collection::vec(any_line(), 2..60),
        rules in any_rules(),
        cut in 0.0f64..1.0,
    ) {
        let place = place_of(&BODIES);
        let (treater, all) = treat(&place, &rules, &lines);
        let cut = (lines.len() as f64 * cut) as usize;
        let (first, second) = (all.slice(0, cut), all.slice(cut, lines.len() - cut));
        let whole = treater.treat(&all);
        let (second, first) = (treater.treat(&testkit::with_dictionaries(&second)), treater.treat(&first));

        let mut merged = Totals::default();
        merged.merge(second.totals.clone());
        merged.merge(first.totals.clone());
        prop_assert_eq!(&merged, &whole.totals);
        prop_assert_eq!(&whole.spend.slice(0, cut), &first.spend);
        prop_assert_eq!(&whole.spend.slice(cut, lines.len() - cut), &second.spend);
        prop_assert_eq!(flows(&place, &merged), flows(&place, &whole.totals));
    }

    #[test]
    fn paying_oneself_never_changes_the_total(
        lines in prop::collection::vec(any_line(), 1..40),
        pence in 1i64..1_000_000,
    ) {
        let place = place_of(&BODIES);
        let own = batch(&[Line { body: 0, payee: 0, subjective: 5, pence, capital: None, month: 4 }]);
        let all = batch(&lines);
        let treater = treater(&place, &[&all, &own], &Rules::default());
        let mut with_own = treater.treat(&all).totals;
        let before = net(&with_own);
        with_own.merge(treater.treat(&own).totals);
        prop_assert_eq!(net(&with_own), before);
    }
}

#[test]
fn a_lost_line_is_told_by_file_and_by_body() {
    let line = |body, pence| Line { body, payee: 3, subjective: 5, pence, capital: None, month: 4 };
    let read = [line(0, 100_00), line(0, 5_00), line(1, 7_00)];
    let place = place_of(&BODIES);
    let (treater, kept) = treat(&place, &Rules::default(), &[read[0].clone(), read[2].clone()]);
    let breaches = check_conservation(&source_files(&read), &treater.treat(&kept).totals).unwrap_err();
    let told: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert_eq!(
        told,
        [
            "file county.csv was read as 2 lines with £105.00 and treated as 1 lines with £100.00",
            "the files of county were read as 2 lines with £105.00 and treated as 1 lines with £100.00",
        ]
    );
}

#[test]
fn a_row_of_a_file_that_went_nowhere_is_told() {
    let files = testkit::batch(
        &tables::SOURCE_FILE,
        "
        file  | body   | n_rows | n_header_rows | n_blank_rows | n_problem_rows | n_lines
        a.csv | county | 10     | 2             | 1            | 3              | 0
        ",
    );
    let breach = Breach::Rows { file_id: "a.csv".to_owned(), n_rows: 10, n_accounted: 6 };
    assert_eq!(check_conservation(&files, &Totals::default()), Err(vec![breach]));
}
