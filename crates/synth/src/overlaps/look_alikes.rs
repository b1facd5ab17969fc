//! What only looks as if it were done twice.

use jiff::Span;
use rand::RngExt;

use super::planter::{Line, Planter};
use super::{BUYERS, WITH_INVOICE_NUMBERS};
use crate::dice::pick;

const N_ORDINARY: usize = 400;
const N_RENTS: usize = 60;
const N_ORDERS: usize = 30;
const N_CARE: usize = 20;
const N_PUT_RIGHT: usize = 25;
const N_BY_CHANCE: usize = 12;
const N_SMALL_AT_ONE: usize = 20;
/// It has one seller wherever a body is.
const WATER: &str = "Wessex Water Services Ltd";
/// A number that no company of the register has.
const WATER_ID: u32 = u32::MAX;

pub(super) fn plant(planter: &mut Planter) {
    (0..N_ORDINARY).for_each(|_| ordinary(planter));
    (0..N_RENTS).for_each(|_| rent(planter));
    (0..N_ORDERS).for_each(|_| order(planter));
    (0..N_CARE).for_each(|_| care(planter));
    (0..N_PUT_RIGHT).for_each(|_| put_right(planter));
    (0..N_BY_CHANCE).for_each(|_| by_chance(planter));
    (0..N_SMALL_AT_ONE).for_each(|_| small_at_one(planter));
    BUYERS.into_iter().for_each(|body| water(planter, body));
}

fn ordinary(planter: &mut Planter) {
    let (body, supplier, heading) = (planter.buyer(), planter.supplier(), planter.heading());
    let (vendor, n_lines) = (planter.vendor(body, supplier), planter.dice.random_range(1..25));
    planter.buy(&vendor, n_lines, heading);
}

/// The same every month, each on an invoice of its own.
fn rent(planter: &mut Planter) {
    let (body, supplier, heading) = (planter.buyer(), planter.supplier(), planter.heading());
    let (vendor, pence) = (planter.vendor(body, supplier), planter.pence(600, 5_000));
    for month in 0..12 {
        let (day, invoice) = (planter.day_of(month), planter.invoice(supplier));
        planter.pay(&vendor, day, &invoice, pence, heading);
    }
}

/// The same amount against one number for months: the number is the order's.
fn order(planter: &mut Planter) {
    let (body, supplier, heading) =
        (pick(&mut planter.dice, &WITH_INVOICE_NUMBERS), planter.supplier(), planter.heading());
    let (vendor, number, pence) =
        (planter.vendor(body, supplier), planter.invoice(supplier), planter.pence(600, 5_000));
    let first = planter.dice.random_range(0..6);
    for month in first..first + planter.dice.random_range(3..7) {
        let day = planter.day_of(month);
        planter.pay(&vendor, day, &number, pence, heading);
    }
}

/// Weeks of care for several people at one price, on one invoice a week.
fn care(planter: &mut Planter) {
    let (body, supplier, heading) = (planter.buyer(), planter.supplier(), planter.heading());
    let (vendor, pence, n_people) =
        (planter.vendor(body, supplier), planter.pence(600, 1_200), planter.dice.random_range(2..5));
    let first = planter.days[0][0];
    for week in 0..50 {
        let day = first.checked_add(Span::new().weeks(week)).expect("the calendar goes on");
        let invoice = planter.invoice(supplier);
        (0..n_people).for_each(|_| planter.pay(&vendor, day, &invoice, pence, heading));
    }
}

/// Paid twice, seen, and taken back.
fn put_right(planter: &mut Planter) {
    let (body, supplier, heading) =
        (pick(&mut planter.dice, &WITH_INVOICE_NUMBERS), planter.supplier(), planter.heading());
    let (vendor, invoice, pence) =
        (planter.vendor(body, supplier), planter.invoice(supplier), planter.pence(600, 20_000));
    let days = [1, 2, 3].map(|month| planter.day_of(month));
    for (day, pence) in days.into_iter().zip([pence, pence, -pence]) {
        planter.pay(&vendor, day, &invoice, pence, heading);
    }
}

/// Two invoices of one amount, on any two days.
fn by_chance(planter: &mut Planter) {
    let (body, supplier, heading) = (planter.buyer(), planter.supplier(), planter.heading());
    let (vendor, pence) = (planter.vendor(body, supplier), planter.pence(600, 5_000));
    planter.buy(&vendor, 4, heading);
    for _ in 0..2 {
        let (day, invoice) = (planter.day(), planter.invoice(supplier));
        planter.pay(&vendor, day, &invoice, pence, heading);
    }
}

/// A supplier of one body, which another pays a trifle.
fn small_at_one(planter: &mut Planter) {
    let (supplier, heading) = (planter.supplier(), planter.heading());
    let bodies = planter.buyers(2);
    let first = planter.vendor(bodies[0], supplier);
    planter.buy(&first, 5, heading);
    let second = planter.vendor(bodies[1], supplier);
    let (day, invoice, pence) = (planter.day(), planter.invoice(supplier), planter.pence(20, 480));
    planter.pay(&second, day, &invoice, pence, heading);
}

fn water(planter: &mut Planter, body: &'static str) {
    planter.names.insert(WATER_ID, WATER.to_owned());
    for month in 0..12 {
        let (day, pence, heading) = (planter.day_of(month), planter.pence(600, 9_000), planter.heading());
        let reference = format!("WW{month}{}{pence}", body.len());
        let payee = WATER.to_owned();
        planter.lines.push(Line {
            body,
            supplier: WATER_ID,
            payee,
            code: 77,
            day,
            reference,
            pence,
            heading,
            is_addressable: false,
        });
    }
}
