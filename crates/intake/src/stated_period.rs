//! The period that a file states: in its name, its sheet's name or a line above its headings.
//!
//! A line's year is that of its accounting period. Where no column gives one, the file's own period does, if the dates of
//! its lines support it: the March invoices in April's file are April's money. A period that the dates do not support is
//! not believed, and each line belongs to the year of its date.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Int32Array, RecordBatch};
use model::tables::ledger_line;
use model::{FinancialYear, Place, date_of_day};
use money::Money;

use crate::fields::period::financial_year;
use crate::lines::Counts;
use crate::named_month::{NamedMonth, file_stem, month_in_name, months_in_name};

/// How many months before a period its invoices may be dated.
const MONTHS_BEFORE: i32 = 3;
/// Months after a period in which its lines may be dated, as where they are paid late.
const MONTHS_AFTER: i32 = 2;
/// Share of the dated lines that are in the months that a file names, or just after.
const NAMED_SHARE_MIN: f64 = 0.1;
/// Share of the dated lines that lie near them.
const NEAR_SHARE_MIN: f64 = 0.9;

/// Months from the first to the last, counted as `year × 12 + month - 1`, all of one financial year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedPeriod {
    pub year: FinancialYear,
    first: i32,
    last: i32,
}

impl StatedPeriod {
    /// What the name, the sheet and the lines above the headings say; `None` if they say nothing, or do not agree.
    pub(crate) fn of(path: &str, sheet: Option<&str>, banners: &[String]) -> Option<StatedPeriod> {
        let names = [sheet, Some(file_stem(path))].into_iter().flatten();
        let mut said: Vec<StatedPeriod> = Vec::new();
        for (text, is_name) in names.map(|text| (text, true)).chain(banners.iter().map(|text| (text.as_str(), false))) {
            match stated(text, is_name) {
                Stated::Nothing => {}
                Stated::Several => return None,
                Stated::Period(period) => said.push(period),
            }
        }
        let first = *said.first()?;
        let agree = said.iter().all(|period| period.year == first.year);
        // Of a year and one of its months, the month says more.
        agree.then(|| said.into_iter().min_by_key(|period| period.last - period.first).unwrap_or(first))
    }

    fn of_year(year: i32) -> StatedPeriod {
        StatedPeriod { year: FinancialYear(year), first: year * 12 + 3, last: year * 12 + 14 }
    }

    fn of_months(first: i32, last: i32) -> Option<StatedPeriod> {
        let year = |month: i32| (month - 3).div_euclid(12);
        (first <= last && year(first) == year(last)).then(|| StatedPeriod {
            year: FinancialYear(year(first)),
            first,
            last,
        })
    }

    /// That nearly all dates lie far from it, in a year that the place counts: which of them is right? A file of other
    /// years is said to be that.
    fn contradiction(&self, (text, is_name): (&str, bool), place: &Place, counts: &Counts) -> Option<String> {
        let n_of = |first: i32, last: i32| counts.months.range(first..=last).map(|(_, (n, _))| *n).sum::<u64>();
        let n_dated = n_of(i32::MIN, i32::MAX);
        let n_near = n_of(self.first - MONTHS_BEFORE - 1, self.last + MONTHS_AFTER);
        let is_counted =
            |(year, (n, _)): (&i32, &(u64, Money))| place.counts_year(FinancialYear(*year)) && counts.n_lines < 2 * n;
        let (first, last) = counts.first_day.zip(counts.last_day)?;
        (10 * n_near < n_dated && counts.years.iter().any(is_counted)).then(|| {
            let whose = if is_name { "its name" } else { "the line above its headings" };
            format!(
                "{whose}, `{text}`, says {}, but its lines are dated {} to {}",
                self.words(),
                date_of_day(first),
                date_of_day(last)
            )
        })
    }

    /// `2025-04`, `2025-04 to 2025-06` or the financial year.
    fn words(&self) -> String {
        let name = |month: i32| format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
        match self.last - self.first {
            0 => name(self.first),
            11 => self.year.to_string(),
            _ => format!("{} to {}", name(self.first), name(self.last)),
        }
    }

    /// Whether the dates of the lines support it. If no line has a date, nothing contradicts it.
    pub(crate) fn is_borne_out(&self, counts: &Counts) -> bool {
        let n_of = |first: i32, last: i32| -> f64 {
            counts.months.range(first..=last).map(|(_, (n, _))| *n).sum::<u64>() as f64
        };
        let n_dated: f64 = counts.months.values().map(|(n, _)| *n).sum::<u64>() as f64;
        let is_year = self.last - self.first == 11;
        let named_share_min = if is_year { 0.5 } else { NAMED_SHARE_MIN };
        named_share_min * n_dated <= n_of(self.first, self.last + i32::from(!is_year))
            && NEAR_SHARE_MIN * n_dated <= n_of(self.first - MONTHS_BEFORE, self.last + 2)
    }
}

/// That a text states a time from which the dates of a file's lines are far. When it was published or made is no such time.
pub(crate) fn contradiction(text: &str, is_name: bool, place: &Place, counts: &Counts) -> Option<String> {
    const OTHER_TIMES: [&str; 13] = [
        "publish",
        "produced",
        "created",
        "run",
        "printed",
        "extract",
        "update",
        "as at",
        "version",
        "prepared",
        "issued",
        "copyright",
        "code",
    ];
    let lower = text.to_lowercase();
    match stated(text, is_name) {
        Stated::Period(period) if !OTHER_TIMES.iter().any(|other| lower.contains(other)) => {
            period.contradiction((text, is_name), place, counts)
        }
        _ => None,
    }
}

enum Stated {
    Nothing,
    /// More than one year, so that none of them holds for every line.
    Several,
    Period(StatedPeriod),
}

/// What one text says. A line above the headings gives a month only if it is spelt out: numbers may be anything.
fn stated(text: &str, is_name: bool) -> Stated {
    let years = financial_years(text, is_name);
    match years.as_slice() {
        [] => {}
        [year] => return Stated::Period(StatedPeriod::of_year(*year)),
        _ => return Stated::Several,
    }
    // `may 20` in a sentence is not a month of 2020.
    let is_year_said = |year: &i32| is_name || text.contains(&year.to_string());
    let index = |named: &NamedMonth| Some(named.year.filter(is_year_said)? * 12 + named.month - 1);
    let period = match months_in_name(text).as_slice() {
        [one] => index(one).and_then(|month| StatedPeriod::of_months(month, month)),
        [first, last] => match index(last).or_else(|| index(first)) {
            None => return Stated::Nothing,
            Some(_) => match range(first, last) {
                Some((first, last)) => match StatedPeriod::of_months(first, last) {
                    None => return Stated::Several,
                    period => period,
                },
                None => return Stated::Several,
            },
        },
        [] if is_name => {
            let month = month_in_name(text).as_ref().and_then(index);
            month.and_then(|month| StatedPeriod::of_months(month, month))
        }
        [] => None,
        _ => return Stated::Several,
    };
    period.map_or(Stated::Nothing, Stated::Period)
}

/// The months from one named month to another, at least one of which has its year.
fn range(first: &NamedMonth, last: &NamedMonth) -> Option<(i32, i32)> {
    let length = (last.month - first.month).rem_euclid(12);
    match (first.year, last.year) {
        (Some(from), Some(to)) => Some((from * 12 + first.month - 1, to * 12 + last.month - 1)),
        (None, Some(year)) => Some((year * 12 + last.month - 1 - length, year * 12 + last.month - 1)),
        (Some(year), None) => Some((year * 12 + first.month - 1, year * 12 + first.month - 1 + length)),
        (None, None) => None,
    }
}

/// The financial years of a text: `2023-24`, `2023/2024`, `2023 to 2024`, `FY 23-24`, `202324`.
fn financial_years(text: &str, is_name: bool) -> Vec<i32> {
    let mut runs: Vec<(&str, usize)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at..bytes.len()).find(|i| !bytes[*i].is_ascii_digit()).unwrap_or(bytes.len());
        if end > at {
            runs.push((&text[at..end], at));
        }
        at = end.max(at + 1);
    }
    let mut years: Vec<i32> = Vec::new();
    for pair in runs.windows(2) {
        let between = &text[pair[0].1 + pair[0].0.len()..pair[1].1];
        let joins = matches!(between.trim(), "-" | "/" | "_" | "–" | "to" | "&") || (between == " " && is_name);
        let is_long = pair[0].0.len() == 4;
        years.extend(financial_year(pair[0].0, pair[1].0).filter(|_| joins && (is_long || is_name)));
    }
    // `202324`, which cannot be a month of 2023.
    let joined = runs.iter().filter(|(run, _)| is_name && run.len() == 6);
    years.extend(joined.filter_map(|(run, _)| financial_year(&run[..4], &run[4..]).filter(|year| 2012 <= *year)));
    years.sort_unstable();
    years.dedup();
    years
}

/// The year of lines that have neither a period nor a date: the stated one, else that of most lines.
pub(crate) fn year_of_undated(stated: Option<StatedPeriod>, counts: &Counts, place: FinancialYear) -> FinancialYear {
    let by_month = || {
        let mut by_year: BTreeMap<i32, u64> = BTreeMap::new();
        for (month, (n, _)) in &counts.months {
            *by_year.entry((month - 3).div_euclid(12)).or_default() += n;
        }
        by_year.into_iter().max_by_key(|(_, n)| *n).map(|(year, _)| FinancialYear(year))
    };
    stated.map(|period| period.year).or_else(by_month).unwrap_or(place)
}

/// Passes lines on, all in the year that their file states.
pub(crate) struct Restated {
    /// `None` if each line keeps its own.
    year: Option<i32>,
}

impl Restated {
    /// A column of periods says more than the file's name.
    pub fn new(stated: Option<StatedPeriod>, has_periods: bool, counts: &Counts) -> Restated {
        let year = stated.filter(|_| !has_periods).map(|period| period.year.0);
        Restated { year: year.filter(|year| counts.years.keys().any(|other| other != year)) }
    }

    /// Puts the lines of a batch in the year that the file states.
    pub fn batch(&self, batch: RecordBatch) -> RecordBatch {
        let Some(year) = self.year else { return batch };
        let schema = batch.schema();
        let at = schema.index_of(ledger_line::FINANCIAL_YEAR).expect("a column of the table");
        let mut columns: Vec<ArrayRef> = batch.columns().to_vec();
        debug_assert!(columns[at].as_primitive_opt::<Int32Type>().is_some());
        columns[at] = Arc::new(Int32Array::from_value(year, batch.num_rows()));
        RecordBatch::try_new(schema, columns).expect("only the years differ")
    }

    /// Puts all counted lines in the year that the file states.
    pub fn counts(&self, counts: &mut Counts) {
        if let Some(year) = self.year {
            let all: (u64, Money) = (counts.n_lines, counts.amount);
            counts.years = BTreeMap::from([(year, all)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, banners: &[&str], expected: Option<(i32, i32)>) {
        let banners: Vec<String> = banners.iter().map(|banner| (*banner).to_owned()).collect();
        let found = StatedPeriod::of(path, None, &banners);
        assert_eq!(found.map(|period| (period.year.0, period.last - period.first + 1)), expected, "{path} {banners:?}");
    }

    #[test]
    fn a_period_runs_from_its_first_month_to_its_last() {
        for (path, words) in [
            ("April 2023.csv", "2023-04"),
            ("2024-03.csv", "2024-03"),
            ("January 2024.csv", "2024-01"),
            ("October to December 2023.csv", "2023-10 to 2023-12"),
            ("December 2023 to February.csv", "2023-12 to 2024-02"),
            ("September 2023 - February 2024.csv", "2023-09 to 2024-02"),
            ("spend 2023-24.csv", "2023-24"),
        ] {
            let period = StatedPeriod::of(path, None, &[]).expect("a period");
            assert_eq!(period.words(), words, "{path}");
        }
    }

    #[test]
    fn files_say_their_year_in_many_ways() {
        for path in [
            "a/spend 2023-24.csv",
            "Spend_2023_24.xlsx",
            "2023-2024.csv",
            "FY23-24.csv",
            "payments 2023 to 2024.csv",
            "Q1 2023-24.csv",
            "202324.csv",
            "2023-24 Quarter 4.csv",
            "over500_23-24.csv",
        ] {
            check(path, &[], Some((2023, 12)));
        }
        check("a.csv", &["Payments to suppliers 2023/24"], Some((2023, 12)));
        check("a.csv", &["Expenditure over £500", "March 2024"], Some((2023, 1)));
        check("spend.csv", &["April 2023 to March 2024"], Some((2023, 12)));
    }

    #[test]
    fn files_say_their_months_in_many_ways() {
        check("April 2023.csv", &[], Some((2023, 1)));
        check("2024-03.csv", &[], Some((2023, 1)));
        check("202403.csv", &[], Some((2023, 1)));
        check("25kapr11.csv", &[], Some((2011, 1)));
        check("October to December 2023.csv", &[], Some((2023, 3)));
        check("September 2023 - February 2024.csv", &[], Some((2023, 6)));
        check("2023-04.csv", &["Financial year 2023/24"], Some((2023, 1)));
    }

    #[test]
    fn what_says_no_year_or_two_is_not_believed() {
        check("ledger.csv", &[], None);
        check("April.csv", &[], None);
        check("2021-P10.csv", &[], None);
        check("spend 2022-23 and 2023-24.csv", &[], None);
        check("January to June 2023.csv", &[], None);
        check("2023-04.csv", &["Payments 2022/23"], None);
        check("a.csv", &["Printed 01/04/2023", "Total 23-24"], None);
    }

    #[test]
    fn the_lines_bear_a_period_out_or_not() {
        let period = StatedPeriod::of("April 2023.csv", None, &[]).expect("a month");
        let april = 2023 * 12 + 3;
        let is_borne_out = |months: &[(i32, u64)]| {
            let months = months.iter().map(|(month, n)| (april + month, (*n, Money::ZERO))).collect();
            period.is_borne_out(&Counts { months, ..Counts::default() })
        };
        assert!(is_borne_out(&[]));
        assert!(is_borne_out(&[(0, 60), (-1, 40)]));
        assert!(is_borne_out(&[(0, 20), (-1, 60), (-2, 20)]));
        // A file that was published in April holds March's payments.
        assert!(!is_borne_out(&[(-1, 100)]));
        assert!(!is_borne_out(&[(-24, 100)]));
        assert!(!is_borne_out(&[(0, 50), (-12, 50)]));
    }
}
