//! One year's pounds in another year's prices.

/// An amount of one year in the prices of another: `amount × deflator_base / deflator_year`.
///
/// The deflator is the GDP deflator at market prices for financial years, as HM Treasury publishes it
/// each quarter; a calendar-year series gives other figures (method, section 5.4).
pub fn real_terms(amount: f64, deflator_year: f64, deflator_base: f64) -> f64 {
    amount * deflator_base / deflator_year
}

/// The spending on which a promised saving would have to be made: `saving / rate`.
///
/// A headline such as "2% would release £1.2bn" hides its base; showing it lets a reader see whether
/// benefits and pensions were counted as if they could be saved (method, section 1.6).
pub fn implied_base(saving: f64, rate: f64) -> f64 {
    saving / rate
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T12: net current expenditure rose in cash and fell in real terms.
    #[test]
    fn a_rise_in_cash_can_be_a_fall_in_real_terms() {
        let (before, after, before_restated) = (119.2, 121.3, 122.5);
        assert_eq!(format!("{:.2}", (after / before - 1.0) * 100.0), "1.76");
        assert_eq!(format!("{:.2}", (after / before_restated - 1.0) * 100.0), "-0.98");
        let deflator_ratio = before_restated / before;
        assert_eq!(format!("{deflator_ratio:.5}"), "1.02768");
        assert!((real_terms(before, 1.0, deflator_ratio) - before_restated).abs() < 1e-9);
    }

    /// Method, T12: 2% is £1.2bn only of £60bn.
    #[test]
    fn a_headline_saving_shows_its_base() {
        assert_eq!(implied_base(1.2, 0.02).round(), 60.0);
    }
}
