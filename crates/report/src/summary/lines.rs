//! One pass over the lines: `spend` and `ledger_line`, row beside row.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::tables::{self, ledger_line, spend};
use model::{
    AccountPart, Attribution, FinancialYear, Place, Rows, TableError, Tables, Tally, Treatment, UNCLASSIFIED, builtin,
};
use money::Money;

use super::{Beside, BodyAccount, Named, Parts};
use crate::Error;

/// Payees that the summary names; the workbook has every line.
const N_PAYEES: usize = 50;

/// What the lines add up to.
pub struct Lines {
    pub bodies: Vec<BodyAccount>,
    pub net_by_year: Vec<(FinancialYear, Tally)>,
    pub beside: Beside,
    pub services: Vec<Named>,
    pub unclassified: Tally,
    pub client_groups: Vec<Named>,
    pub payees: Vec<Named>,
    pub payees_withheld: Tally,
}

const SPEND_COLUMNS: &[&str] = &[
    spend::LINE_ID,
    spend::BODY_ID,
    spend::FINANCIAL_YEAR,
    spend::AMOUNT,
    spend::TREATMENT,
    spend::ELIMINATED,
    spend::ATTRIBUTION,
    spend::WHY,
    spend::SERVICE,
    spend::CLIENT_GROUP,
];
const LEDGER_COLUMNS: &[&str] = &[ledger_line::LINE_ID, ledger_line::PAYEE, ledger_line::REDACTED];

/// Reads both tables side by side. `spend` is written from `ledger_line` line by line, so they hold the
/// same lines in the same order; where they do not, one of them is from another run.
pub fn read_lines(tables: &dyn Tables, place: &Place) -> Result<Lines, Error> {
    let spends = tables::SPEND.batches(tables, SPEND_COLUMNS)?;
    let mut ledger = Beneath::of(tables::LEDGER_LINE.batches(tables, LEDGER_COLUMNS)?);
    let mut sums = Sums::default();
    let mut n_before = 0;
    for batch in spends {
        let batch = batch?;
        let mut start = 0;
        while start < batch.num_rows() {
            let Some(beside) = ledger.next_rows()? else { return Err(Error::OutOfStep { row: n_before + start }) };
            let n = (batch.num_rows() - start).min(beside.num_rows());
            let spends = batch.slice(start, n);
            sums.add_rows(tables::SPEND.read(&spends), tables::LEDGER_LINE.read(&beside), n_before + start)?;
            ledger.advance(n);
            start += n;
        }
        n_before += batch.num_rows();
    }
    match ledger.next_rows()? {
        Some(_) => Err(Error::OutOfStep { row: n_before }),
        None => Ok(sums.finish(place)),
    }
}

/// The rows of `ledger_line`, taken a few at a time because batches of the two tables break at different rows.
pub struct Beneath<I> {
    batches: I,
    batch: Option<RecordBatch>,
    at: usize,
}

impl<I: Iterator<Item = Result<RecordBatch, TableError>>> Beneath<I> {
    pub fn of(batches: I) -> Beneath<I> {
        Beneath { batches, batch: None, at: 0 }
    }

    /// The next row and those after it.
    pub fn next_rows(&mut self) -> Result<Option<RecordBatch>, TableError> {
        while self.batch.as_ref().is_none_or(|batch| batch.num_rows() <= self.at) {
            match self.batches.next() {
                Some(batch) => (self.batch, self.at) = (Some(batch?), 0),
                None => return Ok(None),
            }
        }
        Ok(self.batch.as_ref().map(|batch| batch.slice(self.at, batch.num_rows() - self.at)))
    }

    pub fn advance(&mut self, n: usize) {
        self.at += n;
    }
}

/// Tallies by name. A quick hash: this is looked up twice for each of hundreds of thousands of lines, and
/// nothing depends on its order.
type Tallies = HashMap<String, Tally, FixedState>;

#[derive(Default)]
struct Sums {
    bodies: Vec<(String, Parts)>,
    /// The body of the last line: a body's lines stand together, so this is nearly always the next one too.
    body_at: usize,
    net_by_year: ByYear,
    other_years: ByYear,
    copies: Tally,
    services: Tallies,
    client_groups: Tallies,
    payees: Tallies,
    payees_withheld: Tally,
}

impl Sums {
    /// Adds rows of `spend`, which belong to the first rows of `lines`.
    fn add_rows(&mut self, spends: Rows<'_>, lines: Rows<'_>, n_before: usize) -> Result<(), Error> {
        let (line_ids, ids) = (spends.id(spend::LINE_ID), lines.id(ledger_line::LINE_ID));
        if let Some(row) = (0..spends.len()).find(|row| line_ids.value(*row) != ids.value(*row)) {
            return Err(Error::OutOfStep { row: n_before + row });
        }
        let (body_ids, years) = (spends.text(spend::BODY_ID), spends.year(spend::FINANCIAL_YEAR));
        let (amounts, parts) = (spends.money(spend::AMOUNT), parts_of(spends)?);
        let besides = spends.text(spend::WHY).map_once(0..spends.len(), |why| why.and_then(Reason::of));
        for (row, part) in parts.iter().enumerate() {
            let amount = amounts.value(row);
            self.parts(body_ids.value(row))[*part] += Tally::of_line(amount);
            match besides[row] {
                _ if part.is_net() => self.net_by_year.add(years.value(row), amount),
                Some(Reason::OtherYear) => self.other_years.add(years.value(row), amount),
                Some(Reason::Copy) => self.copies += Tally::of_line(amount),
                None => {}
            }
        }
        let is_net = |row: &usize| parts[*row].is_net();
        self.add_net((0..spends.len()).filter(is_net), spends, lines);
        Ok(())
    }

    fn add_net(&mut self, rows: impl Iterator<Item = usize>, spends: Rows<'_>, lines: Rows<'_>) {
        let (amounts, services) = (spends.money(spend::AMOUNT), spends.text(spend::SERVICE));
        let client_groups = spends.text(spend::CLIENT_GROUP);
        let (payees, redacted) = (lines.text(ledger_line::PAYEE), lines.flag(ledger_line::REDACTED));
        for row in rows {
            let amount = amounts.value(row);
            add_to(&mut self.services, services.value(row), amount);
            if let Some(group) = client_groups.value_if_any(row) {
                add_to(&mut self.client_groups, group, amount);
            }
            match payees.value_if_any(row).filter(|_| !redacted.value(row)) {
                Some(payee) => add_to(&mut self.payees, payee, amount),
                None => self.payees_withheld += Tally::of_line(amount),
            }
        }
    }

    fn parts(&mut self, body_id: &str) -> &mut Parts {
        if self.bodies.get(self.body_at).is_none_or(|(id, _)| id != body_id) {
            self.body_at = self.bodies.iter().position(|(id, _)| id == body_id).unwrap_or_else(|| {
                self.bodies.push((body_id.to_owned(), Parts::default()));
                self.bodies.len() - 1
            });
        }
        &mut self.bodies[self.body_at].1
    }

    fn finish(mut self, place: &Place) -> Lines {
        let order = |id: &str| place.bodies.iter().position(|body| body.id == id).unwrap_or(usize::MAX);
        self.bodies.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)).then_with(|| a.cmp(b)));
        let bodies = self.bodies.into_iter().map(|(body_id, parts)| BodyAccount {
            name: place.body_name(&body_id).to_owned(),
            body_id,
            parts,
        });
        Lines {
            bodies: bodies.collect(),
            net_by_year: self.net_by_year.of_place(place),
            beside: Beside { other_years: self.other_years.sorted(), copies: self.copies },
            unclassified: self.services.remove(UNCLASSIFIED).unwrap_or_default(),
            services: largest(self.services, usize::MAX),
            client_groups: largest(self.client_groups, usize::MAX),
            payees: largest(self.payees, N_PAYEES),
            payees_withheld: self.payees_withheld,
        }
    }
}

/// Why a line is shown beside the headline.
#[derive(Clone, Copy)]
enum Reason {
    OtherYear,
    Copy,
}

impl Reason {
    fn of(why: &str) -> Option<Reason> {
        match why {
            builtin::OTHER_YEAR => Some(Reason::OtherYear),
            builtin::COPY_OF_FILE => Some(Reason::Copy),
            _ => None,
        }
    }
}

/// Tallies by year: ledgers hold few.
#[derive(Default)]
struct ByYear(Vec<(FinancialYear, Tally)>);

impl ByYear {
    fn add(&mut self, year: FinancialYear, amount: Money) {
        match self.0.iter_mut().find(|(known, _)| *known == year) {
            Some((_, tally)) => *tally += Tally::of_line(amount),
            None => self.0.push((year, Tally::of_line(amount))),
        }
    }

    fn sorted(mut self) -> Vec<(FinancialYear, Tally)> {
        self.0.sort_by_key(|(year, _)| *year);
        self.0
    }

    /// Every year that the place counts. Lines that a rule brought back belong to the only year, or else to their own.
    fn of_place(mut self, place: &Place) -> Vec<(FinancialYear, Tally)> {
        if place.earlier_years.is_empty() {
            return vec![(place.year, self.0.into_iter().map(|(_, tally)| tally).sum())];
        }
        let without_lines = place.years().filter(|year| self.0.iter().all(|(known, _)| known != year));
        let without_lines: Vec<_> = without_lines.map(|year| (year, Tally::default())).collect();
        self.0.extend(without_lines);
        self.sorted()
    }
}

fn add_to(tallies: &mut Tallies, name: &str, amount: Money) {
    match tallies.get_mut(name) {
        Some(tally) => *tally += Tally::of_line(amount),
        None => {
            tallies.insert(name.to_owned(), Tally::of_line(amount));
        }
    }
}

/// The largest first; equal ones by name, so that two runs print the same.
fn largest(tallies: Tallies, n: usize) -> Vec<Named> {
    let mut named: Vec<Named> = tallies.into_iter().map(|(name, tally)| Named { name, tally }).collect();
    named.sort_by(|a, b| b.tally.amount.cmp(&a.tally.amount).then_with(|| a.name.cmp(&b.name)));
    named.truncate(n);
    named
}

/// Where each line goes in the account.
fn parts_of(spends: Rows<'_>) -> Result<Vec<AccountPart>, Error> {
    let (treatments, attributions) = (spends.text(spend::TREATMENT), spends.text(spend::ATTRIBUTION));
    let eliminated = spends.flag(spend::ELIMINATED);
    let part = |row| {
        let unknown = |column, word: &str| Error::Word { table: tables::SPEND.name, column, word: word.to_owned() };
        let (treatment, attribution) = (treatments.value(row), attributions.value(row));
        let treatment = Treatment::parse(treatment).ok_or_else(|| unknown(spend::TREATMENT, treatment))?;
        let attribution = Attribution::parse(attribution).ok_or_else(|| unknown(spend::ATTRIBUTION, attribution))?;
        Ok(AccountPart::of(treatment, eliminated.value(row), attribution))
    };
    (0..spends.len()).map(part).collect()
}
