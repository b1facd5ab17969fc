//! The amount itself.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Whole pence, positive for money paid out. Sums are exact; a sum beyond ±£92 quadrillion panics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn from_pence(pence: i64) -> Money {
        Money(pence)
    }

    pub const fn pence(self) -> i64 {
        self.0
    }

    /// Pounds as an estimate, for shares and charts; never for sums.
    pub fn pounds(self) -> f64 {
        self.0 as f64 / 100.0
    }

    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Adds, or says that the sum does not fit.
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The share of a whole, as a fraction; none where the whole is nothing.
    pub fn share_of(self, whole: Money) -> Option<f64> {
        (whole.0 != 0).then(|| self.0 as f64 / whole.0 as f64)
    }

    /// The amount for each of some people, to the nearest penny; none where there is nobody.
    pub fn per_head(self, people: u64) -> Option<Money> {
        (0 < people).then(|| Money((self.0 as f64 / people as f64).round() as i64))
    }

    /// Pounds and pence without a mark or separators: `-1234.56`, as CSV and JSON want it.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let pence = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", pence / 100, pence % 100)
    }

    /// In words a person reads at a glance: `£409.9m`, `£1.2bn`, `£18.2k`, `£96.00`.
    pub fn short(self) -> String {
        let pounds = self.0.unsigned_abs() as f64 / 100.0;
        let sign = if self.0 < 0 { "-" } else { "" };
        match pounds {
            // The bounds stand where one decimal would round up to the next unit.
            p if p >= 999_950_000.0 => format!("{sign}£{:.1}bn", p / 1e9),
            p if p >= 999_950.0 => format!("{sign}£{:.1}m", p / 1e6),
            p if p >= 10_000.0 => format!("{sign}£{:.1}k", p / 1e3),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 5);
        if self.0 < 0 {
            grouped.push('-');
        }
        grouped.push('£');
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped.push_str(&format!(".{:02}", self.0.unsigned_abs() % 100));
        f.pad(&grouped)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        self.checked_add(other).expect("a sum of money stays below £92 quadrillion")
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        self + -other
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.checked_neg().expect("a sum of money stays below £92 quadrillion"))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Money {
        amounts.copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_printed(pence: i64, long: &str, short: &str, plain: &str) {
        let money = Money::from_pence(pence);
        assert_eq!((money.to_string().as_str(), money.short().as_str(), money.plain().as_str()), (long, short, plain));
    }

    #[test]
    fn money_prints_as_a_person_and_as_a_program_reads_it() {
        check_printed(0, "£0.00", "£0.00", "0.00");
        check_printed(-5, "-£0.05", "-£0.05", "-0.05");
        check_printed(123_456, "£1,234.56", "£1,234.56", "1234.56");
        check_printed(40_990_000_000, "£409,900,000.00", "£409.9m", "409900000.00");
        check_printed(-999_999_99, "-£999,999.99", "-£1.0m", "-999999.99");
        check_printed(107_363_479_595, "£1,073,634,795.95", "£1.1bn", "1073634795.95");
    }

    #[test]
    fn sums_and_differences_are_exact_or_said_not_to_fit() {
        let [ten, three] = [10, 3].map(Money::from_pence);
        let (mut more, mut less) = (ten, ten);
        more += three;
        less -= three;
        assert_eq!([more, less, ten - three, -ten].map(Money::pence), [13, 7, 7, -10]);
        assert_eq!(ten.checked_add(three), Some(more));
        assert_eq!(Money::from_pence(i64::MAX).checked_add(three), None);
    }

    /// The bounds stand where one decimal would round up to the next unit.
    #[test]
    fn a_short_sum_takes_the_next_unit_where_it_would_round_up_to_it() {
        let short = [9_999_99, 10_000_00, 999_949_99, 999_950_00, 999_949_999_99, 999_950_000_00];
        let printed = ["£9,999.99", "£10.0k", "£999.9k", "£1.0m", "£999.9m", "£1.0bn"];
        assert_eq!(short.map(|pence| Money::from_pence(pence).short()), printed);
    }

    #[test]
    fn the_sign_and_the_estimate_in_pounds_are_those_of_the_pence() {
        let signs = [-1, 0, 1].map(|pence| Money::from_pence(pence).is_negative());
        assert_eq!(signs, [true, false, false]);
        assert_eq!([-12_345, 5].map(|pence| Money::from_pence(pence).pounds()), [-123.45, 0.05]);
        assert_eq!(Money::from_pence(-7).abs(), Money::from_pence(7));
    }

    /// T20 of the method: £82bn over 11 million people is £7,455 a head.
    #[test]
    fn what_the_pilots_counted_is_7455_pounds_a_head() {
        let pilots = Money::from_pence(8_200_000_000_000);
        assert_eq!(pilots.per_head(11_000_000), Some(Money::from_pence(745_455)));
        assert_eq!(pilots.per_head(0), None);
    }

    #[test]
    fn a_share_of_nothing_is_not_a_number_but_none() {
        assert_eq!(Money::from_pence(5).share_of(Money::ZERO), None);
        assert_eq!(Money::from_pence(5).share_of(Money::from_pence(20)), Some(0.25));
    }

    /// Method, T20: shares of Birmingham's £7.3bn and of Worcestershire's £3.5bn.
    #[test]
    fn shares_of_a_place_t20() {
        let percent = |part: i64, whole: i64| {
            let share = Money::from_pence(part).share_of(Money::from_pence(whole)).unwrap();
            (share * 1_000.0).round() / 10.0
        };
        assert_eq!([percent(36, 73), percent(19, 73), percent(13, 35)], [49.3, 26.0, 37.1]);
        assert_eq!(percent(699, 7_300), 9.6);
    }
}
