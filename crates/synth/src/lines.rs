//! The lines of one body's month, one after the other.

use std::borrow::Cow;

use jiff::civil::Date;
use model::Treatment;
use rand::RngExt;

use crate::between::Planned;
use crate::bodies::{AMBLEFORD, COUNTY, ELSEWHERE, body};
use crate::dice::{Amounts, Dice, Weights, dice, pick};
use crate::ledgers::{LEDGERS, Ledger, Oddity, has_oddity};
use crate::purchases::{Class, Payee, Purchase};
use crate::truth::Tally;
use crate::world::World;
use crate::{Error, suppliers};

/// One line as the body booked it, before it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub date: Date,
    pub payee: Cow<'a, str>,
    /// The name in the body's vendor book, where a supplier is paid under it.
    pub name_id: Option<u32>,
    pub supplier: Option<u32>,
    pub payee_code: u32,
    pub department: &'static str,
    pub service: &'static str,
    pub subjective: &'static str,
    pub purpose: &'static str,
    pub pence: i64,
    pub reference: u64,
    pub is_capital: bool,
    pub is_withheld: bool,
    pub class: Class,
}

impl Line<'_> {
    /// Whether slips may be planted in it: not in money between bodies, so that both sides stay known.
    pub fn is_ordinary(&self) -> bool {
        self.class == Class::SPEND && !self.is_withheld && self.pence > 0 && !self.is_capital
    }
}

/// Which lines are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// Position of the body's ledger.
    pub ledger: &'static Ledger,
    /// From April, as 0.
    pub month: usize,
    /// Lines beside the planned ones.
    pub n_lines: u64,
    /// One department's lines alone, for bodies that print one after the other.
    pub department: Option<&'static str>,
}

/// The bank behind the county's purchase cards.
pub(crate) const CARD_ISSUER: &str = "Albion Card Services";
/// How payees are printed that are withheld (method, section 1.11).
const WITHHELD: [&str; 6] =
    ["REDACTED", "Redacted Personal Data", "REDACTED - PERSONAL DATA", "Name withheld", "Named Individual", "XXXXXX"];
/// Lines kept in mind for credit notes: one in two takes back a whole earlier line.
const REMEMBERED: usize = 24;
/// Attempts at an amount above the body's threshold.
const DRAWS_MAX: usize = 40;
/// One line in this many holds an attack, where attacks are asked for.
const ATTACK_ONE_IN: u32 = 150;

/// Gives every wanted line, by date, and returns what fell below the body's publication threshold.
pub(crate) fn each_line(
    world: &World,
    wanted: Wanted,
    emit: &mut dyn FnMut(Line<'_>) -> Result<(), Error>,
) -> Result<Tally, Error> {
    let mut month = Month::new(world, wanted);
    let mut planned = planned_of(world, wanted).into_iter().peekable();
    let days = &world.days[wanted.month];
    let mut n = 0;
    while n < wanted.n_lines {
        let date = days[(n as usize * days.len()) / wanted.n_lines as usize];
        while let Some(line) = planned.next_if(|line| line.date <= date) {
            emit(month.planned(&line))?;
        }
        n += month.some_lines(date, wanted.n_lines - n, emit)?;
    }
    planned.try_for_each(|line| emit(month.planned(&line)))?;
    Ok(month.below_threshold)
}

/// Lines that are planned for a body, which are in the first of its ledgers.
fn planned_of(world: &World, wanted: Wanted) -> Vec<Planned> {
    let ledger = wanted.ledger;
    if LEDGERS.iter().find(|first| first.body == ledger.body).is_some_and(|first| first.name != ledger.name) {
        return Vec::new();
    }
    let mut lines = world.planned.of(ledger.body, wanted.month, wanted.department);
    if ledger.body == COUNTY {
        lines.push(card_bill(world, wanted.month));
        lines.sort_by_key(|line| line.date);
    }
    debug_assert!(ledger.body != AMBLEFORD || !lines.is_empty(), "a district pays precepts every month");
    lines
}

/// What the county pays the bank of its cards: the sum of the lines of the card file, which are the
/// same money.
fn card_bill(world: &World, month: usize) -> Planned {
    let cards = LEDGERS.iter().find(|ledger| ledger.name == "county-cards").expect("the county has cards");
    let files = world.plan.file_plans().into_iter().filter(|file| file.ledger.name == cards.name);
    let n_lines = files
        .flat_map(|file| file.parts)
        .flat_map(|part| part.months)
        .find(|(of, _)| *of == month)
        .map_or(0, |(_, n)| n);
    let mut pence = 0;
    let wanted = Wanted { ledger: cards, month, n_lines, department: None };
    let counted = each_line(world, wanted, &mut |line| {
        pence += line.pence;
        Ok(())
    });
    counted.expect("adding up cannot fail");
    Planned {
        date: *world.days[month].last().expect("a month has working days"),
        payee: CARD_ISSUER,
        heading: [
            "Corporate Resources",
            "Human Resources",
            "Supplies and Services",
            "Purchase cards, all directorates",
        ],
        pence,
        class: Class::of(Treatment::Excluded),
    }
}

/// A line without what every line of a month shares.
#[derive(Clone, Copy)]
struct Draft {
    purchase: usize,
    payee: DraftPayee,
    purpose: &'static str,
    pence: i64,
    reference: u64,
    is_capital: bool,
}

#[derive(Clone, Copy)]
enum DraftPayee {
    Vendor { name_id: u32, code: u32 },
    Public { name: &'static str, elsewhere: Option<usize> },
    Withheld(&'static str),
    Fixed(&'static str),
}

struct Month<'w> {
    world: &'w World,
    ledger: &'static Ledger,
    month: usize,
    book: &'w suppliers::VendorBook,
    purchases: Vec<(&'static Purchase, Amounts)>,
    weights: Weights,
    dice: Dice,
    reference: u64,
    recent: Vec<Draft>,
    below_threshold: Tally,
}

impl<'w> Month<'w> {
    fn new(world: &'w World, wanted: Wanted) -> Month<'w> {
        let ledger = wanted.ledger;
        let department = wanted.department.unwrap_or_default();
        let is_wanted =
            |purchase: &&Purchase| wanted.department.is_none_or(|department| purchase.department == department);
        let purchases: Vec<_> = ledger.purchases.iter().filter(is_wanted).collect();
        Month {
            weights: Weights::new(purchases.iter().map(|purchase| purchase.weight)),
            purchases: purchases
                .into_iter()
                .map(|of| (of, Amounts::new(of.median_pounds * ledger.scale, of.sigma)))
                .collect(),
            dice: dice(world.plan.seed, &format!("lines {} {} {department}", ledger.name, wanted.month)),
            // References of a month never meet those of another.
            reference: ledger.first_reference
                + wanted.month as u64 * 100_000_000
                + crate::dice::fingerprint(department) % 7 * 10_000_000,
            book: world.book(ledger.body),
            recent: Vec::with_capacity(REMEMBERED),
            below_threshold: Tally::default(),
            month: wanted.month,
            world,
            ledger,
        }
    }

    fn planned(&mut self, line: &Planned) -> Line<'static> {
        let [department, service, subjective, purpose] = line.heading;
        Line {
            date: line.date,
            payee: Cow::Borrowed(line.payee),
            name_id: None,
            supplier: None,
            payee_code: 90_000 + (crate::dice::fingerprint(line.payee) % 9_000) as u32,
            department,
            service,
            subjective,
            purpose,
            pence: line.pence,
            reference: self.next_reference(),
            is_capital: false,
            is_withheld: false,
            class: line.class,
        }
    }

    fn next_reference(&mut self) -> u64 {
        self.reference += self.dice.random_range(1..4);
        self.reference
    }

    /// One payment: mostly one line, sometimes several. Returns how many.
    fn some_lines(
        &mut self,
        date: Date,
        n_left: u64,
        emit: &mut dyn FnMut(Line<'_>) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        if self.dice.random_bool(self.ledger.credit_share) {
            let credit = self.credit();
            emit(self.line(&credit, date))?;
            return Ok(1);
        }
        let draft = self.draft();
        let purchase = self.purchases[draft.purchase].0;
        if self.recent.len() < REMEMBERED {
            self.recent.push(draft);
        } else {
            self.recent[self.dice.random_range(0..REMEMBERED)] = draft;
        }
        if self.dice.random_ratio(purchase.repeated, 100) {
            let n = self.dice.random_range(2..=4).min(n_left);
            (0..n).try_for_each(|_| emit(self.line(&draft, date)))?;
            return Ok(n);
        }
        if self.dice.random_bool(self.ledger.split_share) && n_left > 2 {
            return self.split(&draft, date, emit);
        }
        emit(self.line(&draft, date))?;
        Ok(1)
    }

    /// One invoice over several expense areas: the threshold is on the invoice, so a line may lie below it.
    fn split(
        &mut self,
        draft: &Draft,
        date: Date,
        emit: &mut dyn FnMut(Line<'_>) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        let purposes = self.purchases[draft.purchase].0.purposes;
        let first = draft.pence * self.dice.random_range(20..80) / 100;
        for (position, pence) in [first, draft.pence - first].into_iter().enumerate() {
            let part = Draft { pence, purpose: purposes[position % purposes.len()], ..*draft };
            emit(self.line(&part, date))?;
        }
        Ok(2)
    }

    /// Money that comes back: half of credit notes take back a whole earlier line.
    fn credit(&mut self) -> Draft {
        let earlier = match self.recent.is_empty() {
            true => None,
            false => Some(pick(&mut self.dice, &self.recent)),
        };
        let draft = earlier.unwrap_or_else(|| self.draft());
        let whole = self.dice.random_bool(0.5);
        let part = draft.pence * self.dice.random_range(5..60) / 100;
        let pence = if whole { draft.pence } else { part.max(self.ledger.threshold_pence) };
        Draft { pence: -pence, reference: self.next_reference(), purpose: "Credit note", is_capital: false, ..draft }
    }

    /// A purchase at or above the body's threshold; those below it are added up and left out.
    fn draft(&mut self) -> Draft {
        let position = self.weights.draw(&mut self.dice);
        let purchase = self.purchases[position].0;
        let (payee, scale) = self.payee(purchase);
        let mut pence = self.purchases[position].1.draw(&mut self.dice, scale);
        let mut n_draws = 1;
        while pence < self.ledger.threshold_pence {
            if purchase.class.treatment == Treatment::Spend {
                self.below_threshold.add(pence);
            }
            n_draws += 1;
            pence = match n_draws < DRAWS_MAX {
                true => self.purchases[position].1.draw(&mut self.dice, scale),
                false => self.ledger.threshold_pence,
            };
        }
        let attacks = self.world.plan.attacks && self.dice.random_ratio(1, ATTACK_ONE_IN);
        let purpose =
            if attacks { pick(&mut self.dice, &suppliers::ATTACKS) } else { pick(&mut self.dice, purchase.purposes) };
        let is_capital = self.dice.random_ratio(purchase.capital, 100);
        Draft { purchase: position, payee, purpose, pence, reference: self.next_reference(), is_capital }
    }

    /// Who is paid, and how much more or less than usual; in a file of the oldest code page somebody whose name it can print.
    fn payee(&mut self, purchase: &Purchase) -> (DraftPayee, f64) {
        let is_old = has_oddity(self.ledger, self.month, Oddity::CodePage437);
        for _ in 0..DRAWS_MAX {
            let (payee, scale) = self.any_payee(purchase);
            let is_printed = match payee {
                DraftPayee::Vendor { name_id, .. } => self.book.names[name_id as usize].0.is_ascii(),
                _ => true,
            };
            if is_printed || !is_old {
                return (payee, scale);
            }
        }
        (DraftPayee::Withheld(pick(&mut self.dice, &WITHHELD)), 1.0)
    }

    fn any_payee(&mut self, purchase: &Purchase) -> (DraftPayee, f64) {
        let withheld = purchase.withheld.max(self.ledger.withheld_in(self.month));
        match purchase.payee {
            Payee::Trade(_) if self.dice.random_ratio(withheld, 100) => {
                (DraftPayee::Withheld(pick(&mut self.dice, &WITHHELD)), 1.0)
            }
            Payee::Trade(_) if self.world.plan.attacks && self.dice.random_ratio(1, ATTACK_ONE_IN) => {
                let (name_id, code) = self.book.choose_attack(&mut self.dice);
                (DraftPayee::Vendor { name_id, code }, 1.0)
            }
            Payee::Trade(trade) => {
                let vendor = self.book.choose(trade, &mut self.dice);
                (DraftPayee::Vendor { name_id: vendor.name_id, code: vendor.code }, vendor.scale)
            }
            Payee::Body(id) => {
                let body = body(id);
                let at = self.dice.random_range(0..=body.other_names.len());
                let name = at.checked_sub(1).map_or(body.name, |at| body.other_names[at]);
                (DraftPayee::Public { name, elsewhere: None }, 1.0)
            }
            Payee::Elsewhere(positions) => {
                let position = pick(&mut self.dice, positions);
                (DraftPayee::Public { name: ELSEWHERE[position].name, elsewhere: Some(position) }, 1.0)
            }
            Payee::Fixed(name) => (DraftPayee::Fixed(name), 1.0),
        }
    }

    fn line(&self, draft: &Draft, date: Date) -> Line<'w> {
        let purchase = self.purchases[draft.purchase].0;
        let (payee, name_id, payee_code, elsewhere) = match draft.payee {
            DraftPayee::Vendor { name_id, code } => {
                (self.book.names[name_id as usize].0.as_str(), Some(name_id), code, None)
            }
            DraftPayee::Public { name, elsewhere } => {
                (name, None, 90_000 + (crate::dice::fingerprint(name) % 9_000) as u32, elsewhere)
            }
            DraftPayee::Withheld(name) | DraftPayee::Fixed(name) => (name, None, 99_999, None),
        };
        Line {
            date,
            payee: Cow::Borrowed(payee),
            name_id,
            supplier: name_id.map(|id| self.book.names[id as usize].1),
            payee_code,
            department: purchase.department,
            service: purchase.service,
            subjective: purchase.subjective,
            purpose: draft.purpose,
            pence: draft.pence,
            reference: draft.reference,
            is_capital: draft.is_capital,
            is_withheld: matches!(draft.payee, DraftPayee::Withheld(_)) || payee == "Various",
            class: purchase.class_for(self.ledger.body, elsewhere),
        }
    }
}
