//! One amount of a supplier that stands twice in a body's ledger, where little else of the supplier repeats.

use std::collections::HashSet;

use super::chance::share_of_pairs_within;
use super::double::{Double, Likeness};
use super::payments::{Account, Payment};
use super::{AMOUNT_MIN, SERIES_MIN};

/// Two payments this near may be one bill that was entered twice ...
const DAYS_NEAR: i32 = 21;
/// ... and two that are farther apart than this are two bills: what chance gives is learned from these.
const DAYS_FAR: i32 = 62;
/// A supplier with more amounts than this that repeat has prices, not mistakes.
const AMOUNTS_REPEATED_MAX: usize = 2;
/// Whole tens of pounds are prices.
const ROUND_PENCE: i64 = 10_00;

/// Amounts that stand twice in one body's ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Alone<'l> {
    pub n_near: usize,
    /// How many near pairs chance alone would give; none where the ledger is of too few days to tell.
    pub expected: Option<f64>,
    /// What is left when as many as chance gives are taken out: the nearest, and of these the largest.
    pub listed: Vec<Double<'l>>,
}

/// Pairs of equal payments of a body; what an invoice number shows already is left out.
pub(super) fn doubles<'a, 'l: 'a>(
    accounts: impl Iterator<Item = &'a Account<'l>>,
    same_invoice: &[Double<'l>],
) -> Alone<'l> {
    let accounts: Vec<&Account> = accounts.collect();
    let known: HashSet<i64> = same_invoice.iter().flat_map(|double| &double.second).map(|line| line.line_id).collect();
    let pairs: Vec<[&Payment; 2]> = accounts.iter().flat_map(|account| pairs(account)).collect();
    let is_new = |pair: &&[&Payment<'l>; 2]| pair[1].lines.iter().all(|line| !known.contains(&line.line_id));
    let mut near: Vec<&[&Payment; 2]> = pairs.iter().filter(|pair| gap(pair) <= DAYS_NEAR).filter(is_new).collect();
    let n_far = pairs.iter().filter(|pair| DAYS_FAR < gap(pair)).count();
    let expected = span(&accounts).and_then(|span| expected(n_far, span));
    let n_listed = expected.map_or(0, |expected| (near.len() as f64 - expected).floor().max(0.0) as usize);
    near.sort_by_key(|pair| (gap(pair), std::cmp::Reverse(pair[1].lines[0].amount), pair[1].lines[0].line_id));
    let double = |pair: &&[&Payment<'l>; 2]| {
        let [first, second] = pair.map(|payment| vec![payment.lines[0]]);
        Double { likeness: Likeness::AmountAlone, first, second }
    };
    Alone { n_near: near.len(), expected, listed: near.iter().take(n_listed).map(double).collect() }
}

/// Pairs whose days lie anywhere in the year are as often near and far as two days drawn by chance.
fn expected(n_far: usize, span: i32) -> Option<f64> {
    let far = 1.0 - share_of_pairs_within(DAYS_FAR, span);
    (DAYS_FAR + DAYS_NEAR < span).then(|| n_far as f64 * share_of_pairs_within(DAYS_NEAR, span) / far)
}

/// The days from the first payment of a body to its last.
fn span(accounts: &[&Account<'_>]) -> Option<i32> {
    let days = || accounts.iter().flat_map(|account| account.all().map(|(_, payment)| payment.day));
    Some(days().max()? - days().min()? + 1)
}

/// Amounts that the supplier was paid exactly twice, under the same heading; none where its amounts often repeat.
fn pairs<'a, 'l>(account: &'a Account<'l>) -> Vec<[&'a Payment<'l>; 2]> {
    let repeated: Vec<(&i64, &Vec<Payment>)> =
        account.payments.iter().filter(|(_, payments)| 1 < payments.len()).collect();
    if AMOUNTS_REPEATED_MAX < repeated.len() || repeated.iter().any(|(_, payments)| SERIES_MIN <= payments.len()) {
        return Vec::new();
    }
    let is_telling = |pence: i64| AMOUNT_MIN.pence() <= pence && pence % ROUND_PENCE != 0;
    let telling = repeated.into_iter().filter(|(pence, _)| is_telling(**pence));
    let pair = telling.map(|(_, payments)| [&payments[0], &payments[1]]);
    let is_alike = |pair: &[&Payment; 2]| {
        let [one, other] = pair.map(|payment| (payment.lines.len(), payment.lines[0].heading));
        one == other && one.0 == 1
    };
    pair.filter(is_alike).collect()
}

fn gap(pair: &[&Payment<'_>; 2]) -> i32 {
    pair[1].day - pair[0].day
}
