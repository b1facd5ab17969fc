//! What is booked, line by line.

use std::collections::HashMap;

use jiff::civil::Date;
use model::FinancialYear;
use rand::RngExt;

use super::{BUYERS, WITH_RUN_NUMBERS};
use crate::Plan;
use crate::dice::{Dice, dice, pick};
use crate::suppliers::{LegalForm, Supplier, register, spelling};
use crate::world::World;

/// A line of a ledger, with what it truly is.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub body: &'static str,
    /// Its number in the register of the place.
    pub supplier: u32,
    pub payee: String,
    pub code: u32,
    pub day: Date,
    pub reference: String,
    pub pence: i64,
    /// Directorate, service and expense type.
    pub heading: [&'static str; 3],
    /// Could be bought from another.
    pub is_addressable: bool,
}

/// An invoice that was paid twice.
#[derive(Clone, Debug)]
pub(super) struct PaidTwice {
    pub supplier: u32,
    pub bodies: Vec<&'static str>,
    pub pence: i64,
}

pub(super) struct Planter {
    pub dice: Dice,
    pub lines: Vec<Line>,
    pub paid_twice: Vec<PaidTwice>,
    /// The working days of each month, from April.
    pub days: [Vec<Date>; 12],
    /// Companies that nobody has been paid yet.
    free: Vec<Supplier>,
    /// Names by number, of all that were paid.
    pub names: HashMap<u32, String>,
    suppliers: HashMap<u32, Supplier>,
    /// Each printed name of a body means one supplier.
    printed: HashMap<(&'static str, String), u32>,
    next_code: u32,
    next_invoice: HashMap<u32, u32>,
}

/// How a body knows a supplier.
#[derive(Clone, Debug)]
pub(super) struct Vendor {
    pub body: &'static str,
    pub supplier: u32,
    pub payee: String,
    pub code: u32,
}

const N_SUPPLIERS: u32 = 3_000;
/// Headings of services; none is a back office.
const HEADINGS: [[&str; 3]; 6] = [
    ["Place", "Parks and Open Spaces", "Grounds Maintenance"],
    ["Place", "Highways", "Road Repairs"],
    ["Adults and Health", "Older People", "Residential Care"],
    ["Children and Families", "Schools", "Equipment"],
    ["Children and Families", "Youth Work", "Activities"],
    ["Place", "Waste Collection", "Vehicle Hire"],
];

impl Planter {
    pub fn new(seed: u64, year: FinancialYear) -> Planter {
        let plan = Plan { people: 1_000, seed, year, lines: Some(1), attacks: false };
        let is_company =
            |supplier: &Supplier| matches!(supplier.name.form, LegalForm::Limited | LegalForm::Plc | LegalForm::Llp);
        let mut free: Vec<Supplier> = register(seed, N_SUPPLIERS, false).into_iter().filter(is_company).collect();
        free.reverse();
        Planter {
            dice: dice(seed, "overlaps"),
            lines: Vec::new(),
            paid_twice: Vec::new(),
            days: World::new(&plan).days,
            free,
            names: HashMap::new(),
            suppliers: HashMap::new(),
            printed: HashMap::new(),
            next_code: 10_000,
            next_invoice: HashMap::new(),
        }
    }

    /// A company that no body has paid yet.
    pub fn supplier(&mut self) -> u32 {
        let supplier = self.free.pop().expect("the register has more companies than are planted");
        let id = supplier.id;
        self.names.insert(id, supplier.name.registered());
        self.suppliers.insert(id, supplier);
        id
    }

    /// A supplier under a number and a name of one body.
    pub fn vendor(&mut self, body: &'static str, supplier: u32) -> Vendor {
        self.next_code += self.dice.random_range(1..30);
        let name = self.suppliers[&supplier].name.clone();
        let printed = (0..20)
            .map(|_| spelling(&name, &mut self.dice))
            .find(|printed| self.printed.get(&(body, printed.to_lowercase())).is_none_or(|of| *of == supplier));
        let payee = printed.unwrap_or_else(|| name.registered());
        self.printed.insert((body, payee.to_lowercase()), supplier);
        Vendor { body, supplier, payee, code: self.next_code }
    }

    pub fn buyer(&mut self) -> &'static str {
        pick(&mut self.dice, &BUYERS)
    }

    /// Different bodies, in the order of [`BUYERS`].
    pub fn buyers(&mut self, n: usize) -> Vec<&'static str> {
        let mut bodies = BUYERS.to_vec();
        while n < bodies.len() {
            let at = self.dice.random_range(0..bodies.len());
            bodies.remove(at);
        }
        bodies
    }

    pub fn heading(&mut self) -> [&'static str; 3] {
        pick(&mut self.dice, &HEADINGS)
    }

    /// A working day of the year.
    pub fn day(&mut self) -> Date {
        let month = self.dice.random_range(0..12);
        self.day_of(month)
    }

    pub fn day_of(&mut self, month: usize) -> Date {
        let days = self.days[month].clone();
        pick(&mut self.dice, &days)
    }

    /// Pence between pounds, whatever they are.
    pub fn pence(&mut self, from_pounds: i64, to_pounds: i64) -> i64 {
        self.dice.random_range(from_pounds * 100 + 1..to_pounds * 100)
    }

    /// The supplier's next invoice number.
    pub fn invoice(&mut self, supplier: u32) -> String {
        let next = self.next_invoice.entry(supplier).or_insert(supplier % 89 + 10);
        *next += 1 + supplier % 7;
        format!("{}-{:05}", ["INV", "SI", "A", "FA"][supplier as usize % 4], next)
    }

    /// Books a payment.
    pub fn pay(&mut self, vendor: &Vendor, day: Date, reference: &str, pence: i64, heading: [&'static str; 3]) {
        self.lines.push(Line {
            body: vendor.body,
            supplier: vendor.supplier,
            payee: vendor.payee.clone(),
            code: vendor.code,
            day,
            reference: reference.to_owned(),
            pence,
            heading,
            is_addressable: true,
        });
    }

    /// Books invoices of any day and amount.
    pub fn buy(&mut self, vendor: &Vendor, n: usize, heading: [&'static str; 3]) {
        for _ in 0..n {
            let (day, invoice, pence) = (self.day(), self.invoice(vendor.supplier), self.pence(510, 9_000));
            self.pay(vendor, day, &invoice, pence, heading);
        }
    }

    /// The lines of a body in the order of their days.
    pub fn lines_of(&self, body: &str) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().filter(|line| line.body == body).collect();
        lines.sort_by(|one, other| {
            (one.day, &one.payee, &one.reference).cmp(&(other.day, &other.payee, &other.reference))
        });
        lines
    }

    /// Puts the number of the day's payment run in the place of the invoice's, where a body prints that.
    pub fn number_runs(&mut self) {
        for line in self.lines.iter_mut().filter(|line| line.body == WITH_RUN_NUMBERS) {
            line.reference = format!("{}", 4_000 + i32::from(line.day.day_of_year()) % 50);
        }
    }
}
