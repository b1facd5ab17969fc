//! What is done twice.

use jiff::{Span, civil::Date};
use rand::RngExt;

use super::planter::{PaidTwice, Planter};
use super::{BUYERS, WITH_INVOICE_NUMBERS};
use crate::dice::pick;

const N_SHARED: usize = 120;
const N_OF_SEVERAL_NUMBERS: usize = 60;
const N_TWICE_IN_ONE_BODY: usize = 110;
const N_TWICE_ACROSS: usize = 30;

/// Back offices, as ledgers head them, with the function that each is.
pub(super) const BACK_OFFICES: [(&str, [&str; 3]); 6] = [
    ("audit", ["Resources", "Internal Audit", "Fees"]),
    ("finance and payroll", ["Resources", "Accountancy", "Agency Staff"]),
    ("information technology", ["Resources", "ICT", "Licences"]),
    ("legal", ["Resources", "Legal Services", "Counsel"]),
    ("human resources", ["Resources", "Human Resources", "Training"]),
    ("estates", ["Resources", "Facilities Management", "Cleaning"]),
];

pub(super) fn plant(planter: &mut Planter) {
    (0..N_SHARED).for_each(|_| shared_supplier(planter));
    (0..N_OF_SEVERAL_NUMBERS).for_each(|_| several_numbers(planter));
    (0..N_TWICE_IN_ONE_BODY).for_each(|_| twice_in_one_body(planter));
    (0..N_TWICE_ACROSS).for_each(|_| twice_across(planter));
    for (_, heading) in BACK_OFFICES {
        back_office(planter, heading);
    }
}

fn shared_supplier(planter: &mut Planter) {
    let (supplier, heading) = (planter.supplier(), planter.heading());
    let n = planter.dice.random_range(2..5);
    for body in planter.buyers(n) {
        let vendor = planter.vendor(body, supplier);
        let n_lines = planter.dice.random_range(2..12);
        planter.buy(&vendor, n_lines, heading);
    }
}

fn several_numbers(planter: &mut Planter) {
    let (body, supplier, heading) = (planter.buyer(), planter.supplier(), planter.heading());
    for _ in 0..planter.dice.random_range(2..4) {
        let vendor = planter.vendor(body, supplier);
        let n_lines = planter.dice.random_range(1..6);
        planter.buy(&vendor, n_lines, heading);
    }
}

/// An invoice of one to three lines; entered again within two months, its number perhaps typed in another way.
fn twice_in_one_body(planter: &mut Planter) {
    let (body, supplier) = (pick(&mut planter.dice, &WITH_INVOICE_NUMBERS), planter.supplier());
    let (vendor, heading) = (planter.vendor(body, supplier), planter.heading());
    let n_others = planter.dice.random_range(0..6);
    planter.buy(&vendor, n_others, heading);
    let (invoice, first) = (planter.invoice(supplier), planter.day_of(2));
    let again = later(planter, first, 60);
    let typed = typed_again(planter, &invoice);
    let pence: Vec<i64> = (0..planter.dice.random_range(1..4)).map(|_| planter.pence(600, 20_000)).collect();
    for pence in &pence {
        planter.pay(&vendor, first, &invoice, *pence, heading);
        planter.pay(&vendor, again, &typed, *pence, heading);
    }
    planter.paid_twice.push(PaidTwice { supplier, bodies: vec![body], pence: pence.iter().sum() });
}

fn twice_across(planter: &mut Planter) {
    let (supplier, heading, at) = (planter.supplier(), planter.heading(), planter.dice.random_range(0..3));
    let bodies = [WITH_INVOICE_NUMBERS[at], WITH_INVOICE_NUMBERS[(at + 1) % 3]];
    let (invoice, first) = (planter.invoice(supplier), planter.day_of(4));
    let days = [first, later(planter, first, 40)];
    let pence = planter.pence(600, 20_000);
    for (body, day) in bodies.into_iter().zip(days) {
        let vendor = planter.vendor(body, supplier);
        planter.pay(&vendor, day, &invoice, pence, heading);
    }
    let mut bodies = bodies.to_vec();
    bodies.sort_unstable();
    planter.paid_twice.push(PaidTwice { supplier, bodies, pence });
}

fn later(planter: &mut Planter, day: Date, days_max: i32) -> Date {
    let days = planter.dice.random_range(1..=days_max);
    day.checked_add(Span::new().days(days)).expect("the calendar goes on")
}

fn typed_again(planter: &mut Planter, invoice: &str) -> String {
    match planter.dice.random_range(0..4) {
        0 => invoice.replace('-', " ").to_lowercase(),
        1 => invoice.replace("-0", "-"),
        2 => invoice.replace('-', ""),
        _ => invoice.to_owned(),
    }
}

/// Some bodies have the office, each buying for it from suppliers of its own; one body alone is no overlap.
fn back_office(planter: &mut Planter, heading: [&'static str; 3]) {
    let n = planter.dice.random_range(1..=BUYERS.len());
    for body in planter.buyers(n) {
        let supplier = planter.supplier();
        let vendor = planter.vendor(body, supplier);
        let n_lines = planter.dice.random_range(2..9);
        planter.buy(&vendor, n_lines, heading);
    }
}
