//! Where values are in their order.

/// The value below which a share of the values lies: between the two nearest, in a straight line.
///
/// Puts the values into another order; sorting all of them would take ten times as long.
///
/// # Panics
/// If there is no value.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    let at = share * (values.len() - 1) as f64;
    let (_, below, larger) = values.select_nth_unstable_by(at.floor() as usize, f64::total_cmp);
    let below = *below;
    let above = larger.iter().copied().min_by(f64::total_cmp).unwrap_or(below);
    below + at.fract() * (above - below)
}

/// The value in the middle, or the mean of the two there; none where there is no value.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let mut values: Vec<f64> = (0..=10).rev().map(f64::from).collect();
        assert_eq!([0.1, 0.5, 0.9].map(|share| percentile(&mut values, share)), [1.0, 5.0, 9.0]);
        assert_eq!([0.1, 0.5, 0.9].map(|share| percentile(&mut [0.0, 1.0], share)), [0.1, 0.5, 0.9]);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }
}
