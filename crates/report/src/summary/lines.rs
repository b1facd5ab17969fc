//! One pass over the lines: `spend` and `ledger_line`, row beside row.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use model::tables::{self, ledger_line, spend};
use model::{AccountPart, Attribution, Place, Treatment, UNCLASSIFIED};
use money::Money;

use super::{BodyAccount, Named, Parts, Tally, body_name};
use crate::Error;
use crate::read::{Batch, Tables, Values, read};

/// Payees that the summary names; the workbook has every line.
const N_PAYEES: usize = 50;

/// What the lines add up to.
pub struct Lines {
    pub bodies: Vec<BodyAccount>,
    pub other_years: Tally,
    pub services: Vec<Named>,
    pub unclassified: Tally,
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
    spend::SERVICE,
];
const LEDGER_COLUMNS: &[&str] = &[ledger_line::LINE_ID, ledger_line::PAYEE, ledger_line::REDACTED];

/// Reads both tables side by side. `spend` is written from `ledger_line` line by line, so they hold the
/// same lines in the same order; where they do not, one of them is from another run.
pub fn read_lines(tables: &dyn Tables, place: &Place) -> Result<Lines, Error> {
    let spends = read(tables, &tables::SPEND, SPEND_COLUMNS)?;
    let mut ledger = Ledger::new(read(tables, &tables::LEDGER_LINE, LEDGER_COLUMNS)?);
    let mut sums = Sums::default();
    let mut n_before = 0;
    for batch in spends {
        let batch = batch?;
        let mut start = 0;
        while start < batch.n_rows {
            let Some((beside, first)) = ledger.next_rows()? else {
                return Err(Error::OutOfStep { row: n_before + start });
            };
            let n = (batch.n_rows - start).min(beside.n_rows - first);
            sums.add_rows(place, Rows { spends: &batch, start, ledger: beside, first, n, n_before })?;
            ledger.advance(n);
            start += n;
        }
        n_before += batch.n_rows;
    }
    match ledger.next_rows()? {
        Some(_) => Err(Error::OutOfStep { row: n_before }),
        None => Ok(sums.finish(place)),
    }
}

/// The rows of `ledger_line`, taken a few at a time because batches of the two tables break at different rows.
struct Ledger<I> {
    batches: I,
    batch: Option<Batch>,
    at: usize,
}

impl<I: Iterator<Item = Result<Batch, Error>>> Ledger<I> {
    fn new(batches: I) -> Ledger<I> {
        Ledger { batches, batch: None, at: 0 }
    }

    /// The batch that holds the next row, and where.
    fn next_rows(&mut self) -> Result<Option<(&Batch, usize)>, Error> {
        while self.batch.as_ref().is_none_or(|batch| batch.n_rows <= self.at) {
            match self.batches.next() {
                Some(batch) => (self.batch, self.at) = (Some(batch?), 0),
                None => return Ok(None),
            }
        }
        Ok(self.batch.as_ref().map(|batch| (batch, self.at)))
    }

    fn advance(&mut self, n: usize) {
        self.at += n;
    }
}

/// A run of rows of `spend` and the rows of `ledger_line` beside them.
struct Rows<'a> {
    spends: &'a Batch,
    start: usize,
    ledger: &'a Batch,
    first: usize,
    n: usize,
    /// Rows of `spend` before this batch.
    n_before: usize,
}

/// Tallies by name. A quick hash: this is looked up twice for each of hundreds of thousands of lines, and
/// nothing depends on its order.
type Tallies = HashMap<String, Tally, FixedState>;

#[derive(Default)]
struct Sums {
    bodies: Vec<(String, Parts)>,
    /// The body of the last line: a body's lines stand together, so this is nearly always the next one too.
    body_at: usize,
    other_years: Tally,
    services: Tallies,
    payees: Tallies,
    payees_withheld: Tally,
}

impl Sums {
    fn add_rows(&mut self, place: &Place, rows: Rows<'_>) -> Result<(), Error> {
        let column = |name| rows.spends.column(name);
        let (line_ids, body_ids, years) =
            (column(spend::LINE_ID), column(spend::BODY_ID), column(spend::FINANCIAL_YEAR));
        let (amounts, services) = (column(spend::AMOUNT), column(spend::SERVICE));
        let treatment = Treatments {
            treatment: column(spend::TREATMENT),
            eliminated: column(spend::ELIMINATED),
            attribution: column(spend::ATTRIBUTION),
        };
        let (ids, payees) = (rows.ledger.column(ledger_line::LINE_ID), rows.ledger.column(ledger_line::PAYEE));
        let redacted = rows.ledger.column(ledger_line::REDACTED);
        for i in 0..rows.n {
            let (row, beside) = (rows.start + i, rows.first + i);
            if line_ids.whole(row) != ids.whole(beside) {
                return Err(Error::OutOfStep { row: rows.n_before + row });
            }
            let amount = amounts.money(row);
            let part = treatment.part(row)?;
            self.parts(body_ids.text(row))[part].add(amount);
            if years.whole(row) != i64::from(place.year.0) {
                self.other_years.add(amount);
            }
            if part.is_net() {
                add_to(&mut self.services, services.text(row), amount);
                match payees.text_if_any(beside).filter(|_| !redacted.flag(beside)) {
                    Some(payee) => add_to(&mut self.payees, payee, amount),
                    None => self.payees_withheld.add(amount),
                }
            }
        }
        Ok(())
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
            name: body_name(place, &body_id),
            body_id,
            parts,
        });
        Lines {
            bodies: bodies.collect(),
            other_years: self.other_years,
            unclassified: self.services.remove(UNCLASSIFIED).unwrap_or_default(),
            services: largest(self.services, usize::MAX),
            payees: largest(self.payees, N_PAYEES),
            payees_withheld: self.payees_withheld,
        }
    }
}

fn add_to(tallies: &mut Tallies, name: &str, amount: Money) {
    match tallies.get_mut(name) {
        Some(tally) => tally.add(amount),
        None => {
            tallies.insert(name.to_owned(), Tally { n_lines: 1, amount });
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

/// The columns that say where a line goes in the account.
struct Treatments<'a> {
    treatment: Values<'a>,
    eliminated: Values<'a>,
    attribution: Values<'a>,
}

impl Treatments<'_> {
    fn part(&self, row: usize) -> Result<AccountPart, Error> {
        let word = |column, values: Values<'_>| Error::Word {
            table: tables::SPEND.name,
            column,
            word: values.text(row).to_owned(),
        };
        let treatment = Treatment::parse(self.treatment.text(row));
        let treatment = treatment.ok_or_else(|| word(spend::TREATMENT, self.treatment))?;
        let attribution = Attribution::parse(self.attribution.text(row));
        let attribution = attribution.ok_or_else(|| word(spend::ATTRIBUTION, self.attribution))?;
        Ok(AccountPart::of(treatment, self.eliminated.flag(row), attribution))
    }
}
