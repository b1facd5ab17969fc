//! Splitting one sum into parts that add up to it.

use crate::Money;

/// Splits `total` in proportion to `weights` so that the parts add up to it exactly.
///
/// Rounding each part alone loses or makes pennies (method, section 1.7 and T2), so every part is
/// first rounded down and the pennies left over go to the largest remainders; equal remainders go to
/// the earlier part. A weight of nothing receives nothing.
///
/// `unit` is the step in pence to which parts are rounded: 1 for pennies, 100 for pounds. Whatever of
/// `total` is not a whole number of units goes to the part with the largest remainder.
///
/// # Panics
/// If weights are negative or not finite, or are all zero while there is something to split.
pub fn apportion(total: Money, weights: &[f64], unit: i64) -> Vec<Money> {
    assert!(unit > 0, "a unit is at least one penny");
    assert!(weights.iter().all(|weight| weight.is_finite() && 0.0 <= *weight), "weights are finite and not negative");
    let weight_total: f64 = weights.iter().sum();
    if total == Money::ZERO {
        return vec![Money::ZERO; weights.len()];
    }
    assert!(0.0 < weight_total, "money can only be split over a weight above zero");

    let n_units = total.pence().abs() / unit;
    let exact: Vec<f64> = weights.iter().map(|weight| n_units as f64 * (weight / weight_total)).collect();
    let mut units: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|&i| 0.0 < weights[i]).collect();
    order.sort_by(|&a, &b| remainder(exact[b]).total_cmp(&remainder(exact[a])).then(a.cmp(&b)));
    let n_left = n_units - units.iter().sum::<i64>();
    for &i in order.iter().cycle().take(usize::try_from(n_left).unwrap_or(0)) {
        units[i] += 1;
    }

    let sign = total.pence().signum();
    let mut parts: Vec<Money> = units.iter().map(|n| Money::from_pence(sign * n * unit)).collect();
    // Beyond £90 trillion, floating point can also leave the floors a few units above the whole.
    let dust = total - parts.iter().sum();
    parts[order[0]] += dust;
    debug_assert_eq!(parts.iter().sum::<Money>(), total, "parts add up to the whole");
    parts
}

fn remainder(exact: f64) -> f64 {
    exact - exact.floor()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Method, T2: £1,000.00m over three equal shares, to £0.1m.
    #[test]
    fn three_equal_shares_add_up_to_the_whole() {
        let hundred_thousand_pounds = 10_000_000;
        let parts =
            apportion(Money::from_pence(100_000_000_000), &[333.3333, 333.3333, 333.3333], hundred_thousand_pounds);
        let millions: Vec<String> = parts.iter().map(|part| part.short()).collect();
        assert_eq!(millions, ["£333.4m", "£333.3m", "£333.3m"]);
        assert_eq!(parts.iter().sum::<Money>(), Money::from_pence(100_000_000_000));
    }

    #[test]
    fn an_area_without_a_driver_receives_nothing() {
        assert_eq!(apportion(Money::from_pence(101), &[0.0, 2.0, 0.0], 1), [0, 101, 0].map(Money::from_pence));
        let to_the_pound = apportion(Money::from_pence(1_50), &[0.0, 2.0], 100);
        assert_eq!(to_the_pound, [0, 1_50].map(Money::from_pence), "nor the pennies beyond whole pounds");
        assert_eq!(apportion(Money::ZERO, &[0.0, 0.0], 1), [Money::ZERO; 2], "nothing needs no driver");
    }

    #[test]
    #[should_panic(expected = "money can only be split over a weight above zero")]
    fn money_is_not_split_where_no_area_has_a_driver() {
        apportion(Money::from_pence(1), &[0.0, 0.0], 1);
    }

    #[test]
    #[should_panic(expected = "weights are finite and not negative")]
    fn money_is_not_split_over_a_negative_driver() {
        apportion(Money::from_pence(1), &[2.0, -1.0], 1);
    }

    /// Largest remainder, worked by hand: 10 units over 1, 2 and 4 of 7 are 1.43, 2.86 and 5.71.
    #[test]
    fn units_left_over_go_to_the_largest_remainders() {
        let pence = |parts: Vec<Money>| parts.into_iter().map(Money::pence).collect::<Vec<i64>>();
        assert_eq!(pence(apportion(Money::from_pence(10), &[1.0, 2.0, 4.0], 1)), [1, 3, 6]);
        assert_eq!(pence(apportion(Money::from_pence(-10), &[1.0, 2.0, 4.0], 1)), [-1, -3, -6]);
        assert_eq!(pence(apportion(Money::from_pence(1), &[1.0, 1.0, 1.0], 1)), [1, 0, 0], "the earlier of equals");
        let pounds = apportion(Money::from_pence(1_050), &[1.0, 2.0, 4.0], 100);
        assert_eq!(pence(pounds), [100, 350, 600], "what is no whole unit goes to the largest remainder");
    }

    proptest! {
        #[test]
        fn no_part_is_a_unit_away_from_its_share(
            units in -1_000_000i64..1_000_000,
            weights in prop::collection::vec(1u32..1000, 1..20),
        ) {
            let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
            let whole: f64 = weights.iter().sum();
            for (part, weight) in apportion(Money::from_pence(units), &weights, 1).iter().zip(&weights) {
                prop_assert!((part.pence() as f64 - units as f64 * weight / whole).abs() < 1.0);
            }
        }

        #[test]
        fn parts_always_add_up(
            pence in -9_000_000_000_000_000i64..9_000_000_000_000_000,
            mut weights in prop::collection::vec(0.0f64..1e9, 1..40),
            unit in 1i64..10_000_000,
        ) {
            weights[0] += 1.0;
            let parts = apportion(Money::from_pence(pence), &weights, unit);
            prop_assert_eq!(parts.iter().sum::<Money>().pence(), pence);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(*weight > 0.0 || *part == Money::ZERO);
            }
        }
    }
}
