//! Amounts in cells under no heading, and under headings of something else.
//!
//! Where every row has a comma too many, `Acorn Ltd, 24 High St` or `1234,56`, no row is wider than the others: what
//! stands under the amount's heading is then part of a name or of a number, and the amount stands a cell further on. A
//! heading that was left out moves them in the same way. Nothing proves which column is meant, so it is said.

use model::ProblemKind;
use money::Money;

use super::LineReader;
use crate::encoding::Encoding;
use crate::fields::{Field, VAT_WORDS, heading_words, name_score};
use crate::reading::{Points, Reading, Unit};
use crate::rows::Row;

/// Columns beyond the last heading that are looked at.
const COLUMNS_MAX: usize = 8;
/// The share of lines that must have an amount there. Single ones are notes, or sums beside the table.
const SHARE_MIN: f64 = 0.5;
/// The share of amounts there that are printed as money, with pence, thousands or a pound sign.
const PRINTED_SHARE_MIN: f64 = 0.3;
/// The least of the file's pounds that is worth a word, where these are amounts with pence and no references.
const POUNDS_MIN: f64 = 0.01;
/// Whole numbers may be amounts if at least this many differ, and at most this share of them has one length.
const NUMBERS_MIN: usize = 4;
const LENGTH_SHARE_MAX: f64 = 0.8;
/// How many times the smallest the largest is where numbers of one length are amounts all the same.
const SPREAD_MIN: i64 = 4;

/// The columns of a table that no heading calls an amount, and what they hold.
#[derive(Debug, Default)]
pub(super) struct Unheaded {
    columns: Vec<Column>,
    n_lines: u64,
    n_whole: u64,
    turnover: Money,
    unit: Unit,
    amount_at: usize,
}

#[derive(Debug)]
struct Column {
    at: usize,
    /// It has a heading, which is not of money.
    is_headed: bool,
    n: u64,
    /// Numbers that say the same as the amount.
    n_same: u64,
    /// Numbers with pence, thousands or a sign of a currency.
    n_printed: u64,
    /// Numbers of two digits, as pence behind a comma are.
    n_pence: u64,
    n_falls: u64,
    n_by_length: [u64; 20],
    previous: Option<Money>,
    different: Vec<Money>,
    amount: Money,
    /// The smallest and the largest number, whatever their sign.
    least: Money,
    most: Money,
}

impl Unheaded {
    pub fn of(reading: &Reading) -> Unheaded {
        let Some(amount_at) = reading.column(Field::Amount) else { return Unheaded::default() };
        let (n_headed, n_more) = (reading.width.n_headed, reading.width.n_unheaded());
        let is_read = |i: &usize| reading.columns.values().any(|read| read == i);
        let has_heading = |i: &usize| reading.headings.get(*i).is_some_and(|heading| !heading.is_empty());
        let unheaded = (0..n_headed + COLUMNS_MAX).filter(|i| !has_heading(i) && !is_read(i));
        // Where rows are wider than the heading, all behind a cell that was cut stands that much further on.
        let moved = Some(amount_at + n_more).filter(|_| 0 < n_more).filter(|i| has_heading(i));
        let moved = moved.filter(|i| !is_of_money(&reading.headings[*i]));
        let columns = unheaded.map(|at| Column::new(at, false)).chain(moved.map(|at| Column::new(at, true))).collect();
        Unheaded { columns, amount_at, unit: reading.unit, ..Unheaded::default() }
    }

    /// Counts the numbers of a line.
    pub fn count(&mut self, row: &Row, encoding: Encoding, amount: Money) {
        self.n_lines += 1;
        self.n_whole += u64::from(amount.pence() % 100 == 0);
        self.turnover += amount.abs();
        for column in self.columns.iter_mut().filter(|column| column.at < row.len()) {
            let cell = row.cell(column.at);
            if cell.iter().any(u8::is_ascii_digit) {
                column.count(&encoding.decode(cell), self.unit, amount);
            }
        }
    }

    /// The column whose amounts may be those that were paid: the one with the most pounds.
    fn found(&self) -> Option<&Column> {
        let is_small = |column: &Column| {
            (column.amount.pence().abs() as f64) < POUNDS_MIN * self.turnover.pence() as f64 && !self.are_whole()
        };
        let is_worth_it = |column: &&Column| column.n_same < column.n && !is_small(column);
        let columns = self.columns.iter().filter(|column| self.n_lines as f64 * SHARE_MIN <= column.n as f64);
        columns.filter(is_worth_it).filter(|column| self.may_be_amounts(column)).max_by_key(|c| c.amount.abs())
    }

    /// Whether most of what was counted are whole numbers, as references and parts of names are too.
    fn are_whole(&self) -> bool {
        self.n_lines as f64 * (1.0 - PRINTED_SHARE_MIN) <= self.n_whole as f64
    }

    fn may_be_amounts(&self, column: &Column) -> bool {
        if PRINTED_SHARE_MIN * column.n as f64 <= column.n_printed as f64 {
            return true;
        }
        // Whole numbers are amounts only beside whole numbers, and seldom of one length or in order, as codes are.
        let of_one_length = column.n_by_length.iter().max().copied().unwrap_or(0) as f64;
        !column.is_headed
            && column.n_pence < column.n
            && self.are_whole()
            && NUMBERS_MIN <= column.different.len()
            && 0 < column.n_falls
            && (of_one_length <= LENGTH_SHARE_MAX * column.n as f64 || column.is_spread())
    }

    /// The column behind the amount that holds two digits everywhere: pence behind a decimal comma.
    fn pence(&self) -> Option<&Column> {
        let is_behind = |column: &&Column| column.at == self.amount_at + 1 && !column.is_headed;
        let is_all = |column: &&Column| column.n_pence == self.n_lines && self.n_whole == self.n_lines;
        self.columns.iter().filter(is_behind).find(is_all).filter(|column| NUMBERS_MIN <= column.different.len())
    }
}

/// Whether a heading speaks of money: net, VAT and gross beside the amount are other sums of the same payment.
fn is_of_money(heading: &str) -> bool {
    let words = heading_words(heading);
    let is_called = |field: Field| 0.0 < name_score(field, &words);
    [Field::Amount, Field::Credit, Field::IrrecoverableVat].into_iter().any(is_called)
        || words.iter().any(|word| VAT_WORDS.contains(&word.as_str()))
}

impl Column {
    fn new(at: usize, is_headed: bool) -> Column {
        Column {
            at,
            is_headed,
            n: 0,
            n_same: 0,
            n_printed: 0,
            n_pence: 0,
            n_falls: 0,
            n_by_length: [0; 20],
            previous: None,
            different: Vec::new(),
            amount: Money::ZERO,
            least: Money::from_pence(i64::MAX / SPREAD_MIN),
            most: Money::ZERO,
        }
    }

    /// Whether the largest number is several times the smallest: codes of one length lie closer together.
    fn is_spread(&self) -> bool {
        SPREAD_MIN * self.least.pence() <= self.most.pence()
    }

    fn count(&mut self, printed: &str, unit: Unit, counted: Money) {
        const WAYS: [Points; 2] = [Points::English, Points::SpacedContinental];
        let parsed = WAYS.into_iter().find_map(|points| points.parse(printed).ok());
        let Some(amount) = parsed.and_then(|amount| unit.pounds(amount).ok()) else { return };
        let money = amount.money;
        let n_digits = printed.bytes().filter(u8::is_ascii_digit).count();
        let is_bare = n_digits == printed.len();
        self.n += 1;
        self.n_same += u64::from(money == counted);
        self.n_printed += u64::from(!is_bare && !amount.sub_penny);
        self.n_pence += u64::from(is_bare && n_digits == 2);
        self.n_by_length[n_digits.min(19)] += 1;
        self.n_falls += u64::from(self.previous.is_some_and(|previous| money < previous));
        self.previous = Some(money);
        self.amount += money;
        (self.least, self.most) = (self.least.min(money.abs()), self.most.max(money.abs()));
        if self.different.len() < NUMBERS_MIN && !self.different.contains(&money) {
            self.different.push(money);
        }
    }
}

impl LineReader<'_> {
    pub(super) fn doubt_unheaded(&mut self) {
        if self.reading.is_confirmed {
            return;
        }
        let counted = self.reading.heading(Field::Amount).unwrap_or_default().to_owned();
        let (n, amount, text) = if let Some(column) = self.unheaded.found() {
            let amount = column.amount;
            let place = match self.reading.headings.get(column.at).filter(|_| column.is_headed) {
                Some(heading) => {
                    format!("`{heading}`, where the amounts are in rows that are wider than the heading,")
                }
                None => format!("column {}, which has no heading,", letters(column.at)),
            };
            (column.n, amount, format!("`{counted}` was counted; {place} could be the amount too ({amount})"))
        } else if let Some(column) = self.unheaded.pence() {
            let (at, turnover) = (letters(column.at), self.unheaded.turnover);
            let text = format!(
                "`{counted}` was counted; column {at} has no heading and two digits on every line, which may be the \
                 pence of amounts that a decimal comma split in two"
            );
            (column.n, turnover, text)
        } else {
            return;
        };
        self.push_problem(None, ProblemKind::SeveralAmountColumns, n, Some(amount), Some(counted), text);
    }
}

/// A column as a spreadsheet calls it: `A` to `Z`, then `AA`.
pub(super) fn letters(at: usize) -> String {
    let letter = char::from(b'A' + (at % 26) as u8);
    match at / 26 {
        0 => letter.to_string(),
        n => letters(n - 1) + letter.to_string().as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        assert_eq!([0, 3, 25, 26, 701, 702].map(letters), ["A", "D", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn sums_beside_the_amount_are_of_money() {
        for heading in ["VAT", "Net Amount", "Gross", "Irrecoverable VAT", "Tax", "Amount £"] {
            assert!(is_of_money(heading), "{heading}");
        }
        for heading in ["Invoice Number", "Department", "Notes"] {
            assert!(!is_of_money(heading), "{heading}");
        }
    }
}
