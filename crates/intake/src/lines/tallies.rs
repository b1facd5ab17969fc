//! Lines and pounds by what a column says, for the few columns of which that matters.

use model::ProblemKind;
use money::Money;

use super::{LineReader, shorten};
use crate::fields::Side;
use crate::fields::status::{Status, StatusHeading};
use crate::reading::{Reading, Watch};
use crate::rows::Row;

/// Different values that are counted: a column with more holds neither statuses nor bodies.
const VALUES_MAX: usize = 256;
/// The share of lines that must say a status, where the heading is not of statuses.
const SHARE_MIN: f64 = 0.95;
/// Statuses that are named in a doubt.
const NAMES_MAX: usize = 4;

/// Lines and pounds of one value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Value {
    pub text: String,
    pub n_lines: u64,
    pub amount: Money,
}

impl Value {
    /// `1 line`, `12 lines`.
    pub fn n_lines_in_words(&self) -> String {
        if self.n_lines == 1 { "1 line".to_owned() } else { format!("{} lines", self.n_lines) }
    }
}

/// A column and what its lines say.
#[derive(Clone, Debug)]
pub struct Tally {
    pub heading: String,
    pub(crate) watch: Watch,
    at: usize,
    printed: Vec<Box<[u8]>>,
    /// As many as were printed; none if there are too many.
    pub values: Vec<Value>,
    last: usize,
    is_full: bool,
}

/// The columns of a table that are watched.
pub(super) fn tallies(reading: &Reading) -> Vec<Tally> {
    let tally = |(at, watch): &(usize, Watch)| Tally {
        heading: reading.headings[*at].clone(),
        watch: *watch,
        at: *at,
        printed: Vec::new(),
        values: Vec::new(),
        last: 0,
        is_full: false,
    };
    reading.watched.iter().map(tally).collect()
}

impl Tally {
    fn count(&mut self, cell: &[u8], amount: Money) {
        if self.is_full {
            return;
        }
        if self.printed.get(self.last).is_none_or(|last| **last != *cell) {
            let known = self.printed.iter().position(|printed| **printed == *cell);
            self.last = known.unwrap_or(self.printed.len());
            if known.is_none() {
                self.printed.push(cell.into());
                self.values.push(Value::default());
            }
        }
        self.values[self.last].n_lines += 1;
        self.values[self.last].amount += amount;
        if VALUES_MAX < self.printed.len() {
            self.is_full = true;
            self.values.clear();
        }
    }
}

impl LineReader<'_> {
    /// Counts what the watched columns of a line say.
    pub(super) fn tally(&mut self, row: &Row, amount: Money) {
        for tally in &mut self.tallies {
            tally.count(row.cell(tally.at), amount);
        }
    }

    /// A heading further down says where the columns are in the rows below it.
    pub(super) fn move_tallies(&mut self) {
        for (at, heading) in self.reading.headings.iter().enumerate() {
            self.tallies.iter_mut().filter(|tally| tally.heading == *heading).for_each(|tally| tally.at = at);
        }
    }

    /// What was counted, and a doubt for each column by which lines were not paid.
    pub(super) fn finish_tallies(&mut self) -> Vec<Tally> {
        let mut tallies = std::mem::take(&mut self.tallies);
        for tally in &mut tallies {
            for (value, printed) in tally.values.iter_mut().zip(&tally.printed) {
                value.text = self.encoding.decode(printed).trim().to_owned();
            }
        }
        for tally in tallies.iter().filter(|tally| tally.watch == Watch::Status) {
            self.doubt_status(tally);
        }
        for tally in tallies.iter().filter(|tally| tally.watch == Watch::Kind) {
            self.doubt_types(tally);
        }
        for tally in tallies.iter().filter(|tally| tally.watch == Watch::VatFlag) {
            self.doubt_vat_flag(tally);
        }
        tallies.retain(|tally| tally.watch == Watch::Body);
        tallies
    }

    fn doubt_status(&mut self, tally: &Tally) {
        let unpaid = tally.unpaid();
        let (n, amount) =
            unpaid.iter().fold((0, Money::ZERO), |(n, sum), value| (n + value.n_lines, sum + value.amount));
        if n == 0 {
            return;
        }
        let names: Vec<String> = unpaid
            .iter()
            .take(NAMES_MAX)
            .map(|value| format!("{:?} {} ({})", shorten(&value.text, 40), value.n_lines_in_words(), value.amount))
            .collect();
        let more = if NAMES_MAX < unpaid.len() { " and others" } else { "" };
        let text =
            format!("`{}` says that lines were not paid: {}{more}; they were counted", tally.heading, names.join(", "));
        self.push_problem(None, ProblemKind::LinesNotPaid, n, Some(amount), Some(tally.heading.clone()), text);
    }
}

impl Tally {
    /// Values by which lines were not paid.
    fn unpaid(&self) -> Vec<&Value> {
        let filled = || self.values.iter().filter(|value| !value.text.is_empty());
        let n_of = |is_it: &dyn Fn(&Value) -> bool| -> f64 {
            filled().filter(|value| is_it(value)).map(|value| value.n_lines as f64).sum()
        };
        let (n, n_paid) = (n_of(&|_| true), n_of(&|value| Status::of(&value.text) == Some(Status::Paid)));
        let n_known = n_of(&|value| Status::of(&value.text).is_some());
        let is_alone = |value: &&Value| Status::is_not_paid_alone(&value.text);
        let is_unpaid = |value: &&Value| Status::of(&value.text) == Some(Status::NotPaid);
        match StatusHeading::of(&self.heading) {
            Some(StatusHeading::Status) => filled().filter(is_unpaid).collect(),
            Some(StatusHeading::Type) => filled().filter(is_alone).collect(),
            Some(StatusHeading::Other) if SHARE_MIN * n <= n_known || n <= 2.0 * n_paid => {
                filled().filter(is_alone).collect()
            }
            Some(StatusHeading::Flag) => {
                let is_yes = |value: &&Value| Side::of_flag(&value.text) == Some(Side::Returned);
                filled().filter(|value| is_yes(value) || is_unpaid(value)).collect()
            }
            Some(StatusHeading::Date) => {
                let is_day = |value: &&Value| value.text.bytes().filter(u8::is_ascii_digit).count() >= 4;
                filled().filter(is_day).collect()
            }
            _ => Vec::new(),
        }
    }
}
