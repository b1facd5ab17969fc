//! Lines that are in two tables alike.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use money::Money;

use crate::fields::Field;
use crate::lines::{Meaning, Meanings};
use crate::source_file::SourceFile;

/// Below this many lines, tables agree by chance.
pub(super) const LINES_MIN: u64 = 5;
/// From this many lines on, part of them is enough.
const MANY_LINES: u64 = 20;
/// Different amounts that tell lines of other payees from copies whose payees cannot be read.
const AMOUNTS_MIN: usize = 20;
/// Share of lines that agree, where they are few or nothing but day and amount can be compared.
const SHARE_MIN: f64 = 0.95;
/// Share of many lines whose payee or reference agrees too: a file that was sent again with corrections.
const SHARE_OF_MANY_MIN: f64 = 0.5;

/// Lines and pounds of one month that are in two tables, counted as `year × 12 + month - 1`; none for lines
/// without a date.
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedMonth {
    pub month: Option<i32>,
    pub n_lines: u64,
    pub amount: Money,
}

/// Months of which two tables hold the same payments, as often as they are in both.
pub(super) fn shared_months(a: &SourceFile, b: &SourceFile) -> Vec<SharedMonth> {
    let (a_lines, b_lines) = (&a.counts.meanings, &b.counts.meanings);
    let is_dated = |table: &SourceFile| table.counts.first_day.is_some();
    let compared = Compared::of(a, b);
    let agreement = match (is_dated(a), is_dated(b)) {
        (true, true) if !have_month_in_common(a, b) => return Vec::new(),
        // Both sorted by day: only days that both have are compared.
        (true, true) | (false, false) => agreement(a_lines, b_lines),
        _ if a.body_id != b.body_id || a_lines.len().min(b_lines.len()) < MANY_LINES as usize => return Vec::new(),
        (true, false) => agreement(&a_lines.undated(), b_lines),
        (false, true) => agreement(a_lines, &b_lines.undated()),
    };
    agreement.into_iter().filter_map(|(month, agreement)| agreement.shared(month, compared)).collect()
}

fn have_month_in_common(a: &SourceFile, b: &SourceFile) -> bool {
    let n_in_b = |month: &i32| b.counts.months.get(month).map_or(0, |(n, _)| *n);
    a.counts.months.iter().any(|(month, (n, _))| LINES_MIN <= (*n).min(n_in_b(month)))
}

/// What two tables both have a column for.
#[derive(Clone, Copy)]
pub(super) struct Compared {
    pub payee: bool,
    pub reference: bool,
}

impl Compared {
    /// What can be compared between two tables: the columns that both have.
    pub fn of(a: &SourceFile, b: &SourceFile) -> Compared {
        let has =
            |field: Field| [a, b].iter().all(|table| table.reading.as_ref().is_some_and(|r| r.column(field).is_some()));
        Compared { payee: has(Field::Payee), reference: has(Field::Reference) }
    }

    /// What tells lines of the same day and amount apart.
    pub fn code(self, line: Meaning) -> u16 {
        let payee = if self.payee { u16::from(line.payee()) } else { 0 };
        payee << 8 | if self.reference { u16::from(line.reference()) } else { 0 }
    }
}

#[derive(Clone, Copy, Default)]
struct Tally {
    n: u64,
    amount: Money,
}

impl Tally {
    fn add(&mut self, n: u64, amount: Money) {
        self.n += n;
        self.amount += Money::from_pence(amount.pence() * n as i64);
    }
}

/// How far the lines of a month agree, on the days that both tables have.
#[derive(Default)]
struct Agreement {
    /// Lines of the shorter table on those days.
    n_comparable: u64,
    /// The first of the different amounts that agree.
    amounts: Vec<u64>,
    amount: Tally,
    payee: Tally,
    reference: Tally,
}

impl Agreement {
    fn shared(&self, month: Option<i32>, compared: Compared) -> Option<SharedMonth> {
        let of = |tally: Tally| SharedMonth { month, n_lines: tally.n, amount: tally.amount };
        let by_more = [(compared.payee, self.payee), (compared.reference, self.reference)];
        let mut by_more = by_more.into_iter().filter(|(is_compared, _)| *is_compared).map(|(_, tally)| tally);
        let is_same = |tally: &Tally| {
            let share_min = if tally.n < MANY_LINES || month.is_none() { SHARE_MIN } else { SHARE_OF_MANY_MIN };
            let n_min = if month.is_none() { MANY_LINES } else { LINES_MIN };
            n_min <= tally.n && share_min * self.n_comparable as f64 <= tally.n as f64
        };
        let by_amount = || {
            let is_same = SHARE_MIN * self.n_comparable as f64 <= self.amount.n as f64;
            (is_same && self.amounts.len() == AMOUNTS_MIN).then_some(self.amount)
        };
        by_more.find(is_same).or_else(by_amount).map(of)
    }
}

fn agreement(a: &Meanings, b: &Meanings) -> BTreeMap<Option<i32>, Agreement> {
    let mut months: BTreeMap<Option<i32>, Agreement> = BTreeMap::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (day, other) = (a.get(i).day(), b.get(j).day());
        match day.cmp(&other) {
            Ordering::Less => i = end_of(a, i, |line| line.day() == day),
            Ordering::Greater => j = end_of(b, j, |line| line.day() == other),
            Ordering::Equal => {
                let (i_end, j_end) = (end_of(a, i, |line| line.day() == day), end_of(b, j, |line| line.day() == day));
                compare_day(months.entry(day.map(month_of)).or_default(), (a, i, i_end), (b, j, j_end));
                (i, j) = (i_end, j_end);
            }
        }
    }
    months
}

fn end_of(lines: &Meanings, from: usize, is_in: impl Fn(Meaning) -> bool) -> usize {
    (from..lines.len()).find(|i| !is_in(lines.get(*i))).unwrap_or(lines.len())
}

fn month_of(day: i32) -> i32 {
    let date = model::date_of_day(day);
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

type Run<'a> = (&'a Meanings, usize, usize);

fn compare_day(found: &mut Agreement, (a, mut i, i_end): Run<'_>, (b, mut j, j_end): Run<'_>) {
    found.n_comparable += (i_end - i).min(j_end - j) as u64;
    while i < i_end && j < j_end {
        let (key, other) = (a.get(i).day_and_amount(), b.get(j).day_and_amount());
        let (i_next, j_next) = (
            end_of(a, i, |line| line.day_and_amount() == key).min(i_end),
            end_of(b, j, |line| line.day_and_amount() == other).min(j_end),
        );
        match key.cmp(&other) {
            Ordering::Less => i = i_next,
            Ordering::Greater => j = j_next,
            Ordering::Equal => {
                let amount = a.amount(a.get(i));
                if found.amounts.len() < AMOUNTS_MIN && !found.amounts.contains(&a.get(i).amount()) {
                    found.amounts.push(a.get(i).amount());
                }
                found.amount.add((i_next - i).min(j_next - j) as u64, amount);
                let n_alike = |code: fn(Meaning) -> u8| n_alike((a, i, i_next), (b, j, j_next), code);
                found.payee.add(n_alike(Meaning::payee), amount);
                found.reference.add(n_alike(Meaning::reference), amount);
                (i, j) = (i_next, j_next);
            }
        }
    }
}

/// Lines of two runs that have the same code, as often as they are in both.
fn n_alike((a, i, i_end): Run<'_>, (b, j, j_end): Run<'_>, code: fn(Meaning) -> u8) -> u64 {
    if i_end - i == 1 && j_end - j == 1 {
        return u64::from(code(a.get(i)) == code(b.get(j)));
    }
    let mut counts = [0_u32; 256];
    (i..i_end).for_each(|i| counts[usize::from(code(a.get(i)))] += 1);
    let take = |j: usize| {
        let count = &mut counts[usize::from(code(b.get(j)))];
        *count = count.checked_sub(1)?;
        Some(())
    };
    (j..j_end).filter_map(take).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const JULY: Option<i32> = Some(2025 * 12 + 6);

    fn tally(n: u64) -> Tally {
        let mut tally = Tally::default();
        tally.add(n, Money::from_pence(100));
        tally
    }

    /// How many lines are shared where `n` of `n_comparable` agree in their payee, and in nothing else.
    fn by_payee(month: Option<i32>, n: u64, n_comparable: u64) -> Option<u64> {
        let agreement = Agreement { n_comparable, payee: tally(n), ..Agreement::default() };
        let compared = Compared { payee: true, reference: false };
        agreement.shared(month, compared).map(|shared| shared.n_lines)
    }

    fn lines(lines: &[(Option<i32>, i64, u8, u8)]) -> Meanings {
        let mut meanings = Meanings::default();
        for (day, pence, payee, reference) in lines {
            meanings.push(*day, Money::from_pence(*pence), *payee, *reference);
        }
        meanings.sort();
        meanings
    }

    /// Lines of 1 July and 1 August 2025. On the first both have three lines of £5; of their payees two are the same.
    #[test]
    fn lines_agree_as_often_as_they_stand_in_both() {
        let (july, august) = (Some(20_270), Some(20_301));
        let one = lines(&[
            (july, 500, 1, 1),
            (july, 500, 1, 2),
            (july, 500, 2, 0),
            (july, 700, 3, 3),
            (Some(20_280), 500, 1, 1),
            (august, 900, 5, 4),
        ]);
        let other = lines(&[
            (july, 500, 1, 1),
            (july, 500, 2, 9),
            (july, 500, 2, 9),
            (Some(20_281), 500, 1, 1),
            (august, 900, 6, 4),
        ]);
        for (a, b) in [(&one, &other), (&other, &one)] {
            let found: Vec<_> = agreement(a, b)
                .into_iter()
                .map(|(month, agreed)| {
                    let pounds = (agreed.amount.amount.pence(), agreed.payee.amount.pence());
                    (month, agreed.n_comparable, agreed.amount.n, agreed.payee.n, agreed.reference.n, pounds)
                })
                .collect();
            assert_eq!(found, [(JULY, 3, 3, 2, 1, (1_500, 1_000)), (JULY.map(|july| july + 1), 1, 1, 0, 1, (900, 0))]);
        }
    }

    #[test]
    fn few_lines_must_nearly_all_agree_and_of_many_half() {
        assert_eq!(
            [(5, 5), (4, 4), (19, 20), (18, 20)].map(|(n, of)| by_payee(JULY, n, of)),
            [Some(5), None, Some(19), None]
        );
        assert_eq!([(20, 40), (20, 41), (19, 38)].map(|(n, of)| by_payee(JULY, n, of)), [Some(20), None, None]);
    }

    #[test]
    fn lines_without_a_date_must_be_many_and_nearly_all_agree() {
        let found = [(20, 21), (20, 22), (19, 19)].map(|(n, of)| by_payee(None, n, of));
        assert_eq!(found, [Some(20), None, None]);
    }

    /// Where neither payees nor references can be compared, twenty different amounts prove a copy.
    #[test]
    fn days_and_amounts_alone_prove_a_copy_by_twenty_different_amounts() {
        let compared = Compared { payee: false, reference: false };
        let shared = |n_amounts: u64, n: u64, n_comparable: u64| {
            let amounts = (0..n_amounts).collect();
            let (payee, amount) = (tally(n_comparable), tally(n));
            let agreement = Agreement { n_comparable, amounts, amount, payee, ..Agreement::default() };
            agreement.shared(JULY, compared).map(|shared| (shared.n_lines, shared.amount.pence()))
        };
        assert_eq!(shared(20, 38, 40), Some((38, 3_800)));
        assert_eq!([shared(19, 40, 40), shared(20, 37, 40)], [None, None]);
    }

    #[test]
    fn references_prove_what_payees_do_not() {
        let agreement = Agreement { n_comparable: 10, payee: tally(3), reference: tally(10), ..Agreement::default() };
        let shared = |payee: bool, reference: bool| {
            agreement.shared(JULY, Compared { payee, reference }).map(|shared| shared.n_lines)
        };
        assert_eq!([shared(true, true), shared(false, true), shared(true, false)], [Some(10), Some(10), None]);
    }
}
