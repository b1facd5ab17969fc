//! Amounts in two columns: what was paid in one, what came back in the other.

use std::collections::BTreeMap;

use super::SampleRow;
use crate::fields::{Content, Field, name_score};

/// How sure it is that a pair of columns is the amount.
pub(super) const PAIR_SCORE: f64 = 0.9;
/// The share of rows that must hold an amount in only one of two columns for the two to be parts of one.
const APART_MIN: f64 = 0.95;

/// Two columns whose difference is the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Debits {
    pub debit: usize,
    pub credit: usize,
    /// Credits are printed with a minus sign already.
    pub have_signs: bool,
}

/// The columns of debits and credits, if the headings name both and the cells agree.
pub(super) fn find(words: &[Vec<String>], contents: &[Content], body: &[&SampleRow]) -> Option<Debits> {
    let holds_sums = |i: usize| contents[i].filled == 0.0 || 0.95 <= contents[i].amounts;
    let credit = (0..words.len()).find(|i| 0.0 < name_score(Field::Credit, &words[*i]) && holds_sums(*i))?;
    let score = |i: usize| name_score(Field::Amount, &words[i]) * contents[i].amounts;
    let is_debit = |i: &usize| *i != credit && is_debit_heading(&words[*i]) && holds_sums(*i);
    let named = (0..words.len()).find(is_debit);
    let best =
        (0..words.len()).filter(|i| *i != credit && 0.7 <= score(*i)).max_by(|a, b| score(*a).total_cmp(&score(*b)));
    let debit = match (named, best) {
        // A third column may hold the difference of the two.
        (Some(named), Some(best)) if named != best && 0.9 <= contents[best].filled => return None,
        (Some(named), _) => named,
        (None, Some(best)) if are_apart(body, best, credit) => best,
        (None, _) => return None,
    };
    Some(Debits { debit, credit, have_signs: have_signs(body, credit) })
}

/// `Debit`, `Amount Dr`, `Paid out`: what was paid, beside a column of what came back.
fn is_debit_heading(words: &[String]) -> bool {
    let joined = words.concat();
    let says_out = ["paidout", "moneyout", "payments", "payment", "withdrawals", "withdrawal", "expenditure", "out"];
    words.iter().any(|word| matches!(word.as_str(), "debit" | "debits" | "dr")) || says_out.contains(&joined.as_str())
}

fn amount(row: &SampleRow, i: usize) -> Option<money::Amount> {
    let amount = money::Amount::parse(row.1.get(i)?).ok()?;
    (amount.money != money::Money::ZERO).then_some(amount)
}

/// Whether hardly any row has an amount in both columns.
fn are_apart(body: &[&SampleRow], debit: usize, credit: usize) -> bool {
    let credits = body.iter().filter(|row| amount(row, credit).is_some());
    let (n, n_apart) =
        credits.fold((0, 0), |(n, n_apart), row| (n + 1, n_apart + usize::from(amount(row, debit).is_none())));
    0 < n && APART_MIN * n as f64 <= n_apart as f64
}

fn have_signs(body: &[&SampleRow], credit: usize) -> bool {
    let credits: Vec<money::Amount> = body.iter().filter_map(|row| amount(row, credit)).collect();
    let n_negative = credits.iter().filter(|credit| credit.money.is_negative()).count();
    credits.len() < 2 * n_negative
}

/// Keeps the pair only where the amount is its debit.
pub(super) fn settle(columns: &mut BTreeMap<Field, usize>, debits: Option<Debits>) {
    let is_pair = debits.is_some_and(|debits| {
        columns.get(&Field::Amount) == Some(&debits.debit) && columns.get(&Field::Credit) == Some(&debits.credit)
    });
    if is_pair {
        columns.remove(&Field::Side);
    } else {
        columns.remove(&Field::Credit);
    }
}
