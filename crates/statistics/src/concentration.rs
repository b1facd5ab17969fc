//! How much of a whole its largest parts have.

/// The Herfindahl-Hirschman index: 1 where one has everything, near 0 where everybody has a little.
///
/// `HHI = sum of (part / whole)^2`. A part below zero has no share and is left out. None where there is nothing to share.
pub fn hhi(parts: impl IntoIterator<Item = f64>) -> Option<f64> {
    let parts: Vec<f64> = parts.into_iter().filter(|part| 0.0 < *part).collect();
    let whole: f64 = parts.iter().sum();
    (0.0 < whole).then(|| parts.iter().map(|part| (part / whole) * (part / whole)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T26: (60, 30, 10) gives 0.36 + 0.09 + 0.01, (20, 0, 80) gives 0.04 + 0.64.
    #[test]
    fn concentration_t26() {
        assert!((hhi([60.0, 30.0, 10.0]).unwrap() - 0.46).abs() < 1e-12);
        assert!((hhi([20.0, 0.0, 80.0]).unwrap() - 0.68).abs() < 1e-12);
    }

    #[test]
    fn a_part_below_zero_has_no_share() {
        assert_eq!(hhi([100.0, -100.0]), Some(1.0));
        assert_eq!(hhi([]), None);
    }
}
