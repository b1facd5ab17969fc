//! A small place and its ledgers, for the tests of this crate.
#![allow(dead_code)] // every test file uses its own part

use std::collections::BTreeSet;
use std::path::PathBuf;

use arrow_array::RecordBatch;
use ledger::{LineClass, OwnMoney, Register, Totals, Treated, Treater, counterparties};
use model::place::{Life, Options, RegisterBody};
use model::rule::{Pattern, Rule, RuleField, Rules};
use model::{AccountPart, Body, BodyKind, FinancialYear, Place, Reach, tables};
use money::Money;

/// Ledger lines as payer, payee and £m.
pub struct Case {
    pub place: Place,
    pub lines: Vec<(&'static str, &'static str, i64)>,
}

pub fn millions(amount: i64) -> Money {
    Money::from_pence(amount * 100_000_000)
}

/// Where the lines of a class go in the account, as report, account and suppliers tell it.
pub fn part(class: &LineClass) -> AccountPart {
    AccountPart::of(class.treatment, class.eliminated, class.attribution)
}

/// The place's total (method, section 1.4: consolidated).
pub fn net(totals: &Totals) -> Money {
    totals.sum(|class| part(class).is_net()).amount
}

/// A place with councils of these ids and names, all in the perimeter.
pub fn place_of(bodies: &[&str]) -> Place {
    Place {
        name: "Marshford".to_owned(),
        area_codes: Vec::new(),
        region: None,
        population: None,
        year: FinancialYear(2020),
        earlier_years: Vec::new(),
        bodies: bodies.iter().map(|name| body(name, BodyKind::Council)).collect(),
        sources: Vec::new(),
        registers: Vec::new(),
        themes: Vec::new(),
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

pub fn body(name: &str, kind: BodyKind) -> Body {
    Body {
        id: name.to_owned(),
        name: name.to_owned(),
        kind,
        codes: Vec::new(),
        other_names: Vec::new(),
        in_perimeter: true,
        reach: Reach::Local,
        serves: Vec::new(),
    }
}

pub fn register_body(id: &str, name: &str, kind: BodyKind, other_names: &[&str]) -> RegisterBody {
    RegisterBody {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        other_names: other_names.iter().map(|name| (*name).to_owned()).collect(),
        life: Life::default(),
    }
}

/// A rule from conditions such as `("payee", "acorn")`.
pub fn rule<T>(id: &str, when: &[(&str, &str)], then: T) -> Rule<T> {
    let condition = |(field, pattern): &(&str, &str)| {
        (RuleField::parse(field).expect("a field of rules"), Pattern::parse(pattern).expect("a pattern"))
    };
    Rule {
        id: id.to_owned(),
        at: format!("{id}.csv:1"),
        when: when.iter().map(condition).collect(),
        then,
        is_shipped: false,
    }
}

/// Treats a case without any rules: who is paid decides.
pub fn treat(case: &Case) -> Treated {
    let lines: Vec<String> =
        case.lines.iter().map(|(payer, payee, amount)| format!("{payer} | {payee} | {amount}000000.00")).collect();
    let lines = testkit::batch(&tables::LEDGER_LINE, &format!("body | payee | amount\n{}", lines.join("\n")));
    treater(&case.place, &[&lines], &Rules::default()).treat(&lines)
}

/// A treater for these batches; a body with a line of its own has its own money in the count.
pub fn treater(place: &Place, batches: &[&RecordBatch], rules: &Rules) -> Treater {
    treater_of_files(place, batches, "path", rules)
}

/// The same for lines in these files.
pub fn treater_of_files(place: &Place, batches: &[&RecordBatch], files: &str, rules: &Rules) -> Treater {
    let column = |name: &str| batches.iter().flat_map(|batch| texts(batch, name)).collect::<BTreeSet<String>>();
    let payees = column(tables::ledger_line::PAYEE);
    let register = Register::new(place, &[]);
    let counterparties = counterparties(&register, payees.iter().map(String::as_str));
    let files = testkit::batch(&tables::SOURCE_FILE, files);
    Treater::new(place, &own_money(batches), &files, &counterparties, rules).expect("the rules can be used")
}

/// Every body with a line, and the years of its lines.
pub fn own_money(batches: &[&RecordBatch]) -> OwnMoney {
    let mut own_money = OwnMoney::new();
    for row in batches.iter().flat_map(|batch| tables::LEDGER_LINE.read(batch).iter()) {
        let body = row.text(tables::ledger_line::BODY_ID).to_owned();
        own_money.entry(body).or_default().insert(row.year(tables::ledger_line::FINANCIAL_YEAR));
    }
    own_money
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<String> {
    tables::LEDGER_LINE.read(batch).text(column).iter().flatten().map(str::to_owned).collect()
}
