//! How far a share that was counted can be trusted.

/// The 97.5th percentile of the normal distribution. That of `statrs` is out by a unit in the last place.
const Z: f64 = 1.959_963_984_540_054;

/// A share with the interval in which it lies with 95% confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// Wilson's interval for `n_hits` of `n` (Wilson 1927; method, section 7.5); none where `n` is 0.
    pub fn wilson(n_hits: u64, n: u64) -> Option<Share> {
        if n == 0 {
            return None;
        }
        let (x, n) = (n_hits as f64, n as f64);
        let middle = 2.0 * x + Z * Z;
        let spread = Z * (Z * Z + 4.0 * x * (1.0 - x / n)).sqrt();
        let under = 2.0 * (n + Z * Z);
        // At the ends the formula is exact but its floating point is not.
        Some(Share {
            value: x / n,
            low: ((middle - spread) / under).max(0.0),
            high: ((middle + spread) / under).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T15.
    #[test]
    fn intervals_are_wilsons_as_in_t15() {
        let share = Share::wilson(65, 100).expect("some");
        assert!((share.low - 0.552_544_433_0).abs() < 1e-9 && (share.high - 0.736_357_517_6).abs() < 1e-9);
        let share = Share::wilson(1_045, 5_000).expect("some");
        assert!((share.low - 0.197_955_498_8).abs() < 1e-9 && (share.high - 0.220_491_303_7).abs() < 1e-9);
        assert_eq!(Share::wilson(0, 0), None);
        let none = Share::wilson(0, 10).expect("some");
        assert_eq!((none.value, none.low), (0.0, 0.0));
    }
}
