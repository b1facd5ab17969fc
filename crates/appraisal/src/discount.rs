//! What a pound of a later year is worth today.
//!
//! Rates are real, so they are for constant prices: discounting cash of the day with them counts inflation twice. Year
//! 0 is the base year and is not discounted; the index is the year, not its middle. Method, section 5.3.

use serde::{Deserialize, Serialize};

/// A rate from one year on, until the next band.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The first year, counted from the base year, that is discounted at this rate.
    pub from_year: u32,
    /// Fraction per year, real.
    pub rate: f64,
}

/// Rates by year number.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Schedule(pub Vec<Band>);

/// The schedules of one publication.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountVintage {
    pub id: String,
    pub label: String,
    pub unit: String,
    pub published: String,
    pub source: String,
    pub quality: String,
    pub standard: Schedule,
    /// For effects on life and health valued in welfare terms; the standard one where the publication has none.
    pub health: Option<Schedule>,
    /// Without pure time preference.
    pub sensitivity: Option<Schedule>,
}

impl Schedule {
    /// No discounting: sums as they are.
    pub fn none() -> Schedule {
        Schedule(Vec::new())
    }

    /// The rate that year `t` is discounted at.
    pub fn rate(&self, t: u32) -> f64 {
        self.0.iter().rev().find(|band| band.from_year <= t).map_or(0.0, |band| band.rate)
    }

    /// The factors of years 0 to `n_years - 1`: `DF(0) = 1`, `DF(t) = DF(t-1) / (1 + rate(t))`.
    ///
    /// A lower rate applies to the years of its band only, never from the beginning.
    pub fn factors(&self, n_years: usize) -> Vec<f64> {
        let mut factor = 1.0;
        let next = |t: usize| {
            if 0 < t {
                factor /= 1.0 + self.rate(t as u32);
            }
            factor
        };
        (0..n_years).map(next).collect()
    }

    /// What a stream of pounds by year is worth in year 0.
    pub fn present_value(&self, by_year: &[f64]) -> f64 {
        by_year.iter().zip(self.factors(by_year.len())).map(|(pounds, factor)| pounds * factor).sum()
    }
}

impl DiscountVintage {
    pub fn health(&self) -> &Schedule {
        self.health.as_ref().unwrap_or(&self.standard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reference;
    use proptest::prelude::*;

    fn vintage() -> DiscountVintage {
        Reference::builtin().discount("green-book-2026").expect("a built-in vintage").clone()
    }

    /// Method, T8.
    #[test]
    fn factors_are_those_published() {
        let (standard, health) = (vintage().standard, vintage().health.expect("a health schedule"));
        let sensitivity = vintage().sensitivity.expect("a sensitivity schedule");
        let table = "
            0 1.0000 1.0000 1.0000
            1 0.9662 0.9852 0.9709
            5 0.8420 0.9283 0.8626
            10 0.7089 0.8617 0.7441
            20 0.5026 0.7425 0.5537
            30 0.3563 0.6398 0.4120
            31 0.3459 0.6316 0.4017
            50 0.1973 0.4951 0.2480
            60 0.1468 0.4355 0.1924
            75 0.0942 0.3594 0.1315
            76 0.0919 0.3556 0.1288
            100 0.0508 0.2754 0.0775
            125 0.0274 0.2111 0.0456";
        for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
            let t: usize = row.split(' ').next().expect("a year").parse().expect("a number");
            let [standard, health, sensitivity] =
                [&standard, &health, &sensitivity].map(|rates| rates.factors(t + 1)[t]);
            assert_eq!(format!("{t} {standard:.4} {health:.4} {sensitivity:.4}"), row);
        }
    }

    /// Method, T8.
    #[test]
    fn a_pound_a_year_has_the_published_worth() {
        let by_year = |n: usize| [vec![0.0], vec![1.0; n]].concat();
        let [ten, fifteen] = [10, 15].map(|n| vintage().standard.present_value(&by_year(n)));
        assert_eq!(format!("{ten:.4} {fifteen:.4}"), "8.3166 11.5174");
    }

    #[test]
    fn discounting_starts_in_the_second_year() {
        let by_hand = 100.0 + 100.0 / 1.035 + 100.0 / (1.035 * 1.035);
        assert!((vintage().standard.present_value(&[100.0, 100.0, 100.0]) - by_hand).abs() < 1e-9);
        assert_eq!(Schedule::none().present_value(&[100.0, 100.0, 100.0]), 300.0);
    }

    #[test]
    fn a_lower_rate_is_for_its_own_years_only() {
        let standard = vintage().standard;
        let by_hand = 1.035f64.powi(-30) * 1.03f64.powi(-2);
        assert!((standard.factors(33)[32] - by_hand).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_later_pound_is_never_worth_more(t in 0usize..400) {
            for rates in [vintage().standard, vintage().health.unwrap(), vintage().sensitivity.unwrap()] {
                let factors = rates.factors(t + 2);
                prop_assert!(factors[t + 1] < factors[t]);
            }
        }
    }
}
