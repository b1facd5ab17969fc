//! How long something takes where some of it is not over yet.

/// One thing that was watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    /// How long it took; or, if it is still open, how long it has been open.
    pub duration: f64,
    pub is_closed: bool,
}

/// The curve of Kaplan and Meier: the share still open after each duration at which something closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    pub steps: Vec<SurvivalStep>,
    pub n_closed: usize,
    pub n_open: usize,
}

/// What is left after a duration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    pub duration: f64,
    /// Those that were still open and watched just before.
    pub n_at_risk: usize,
    /// Those of them that closed then.
    pub n_closed: usize,
    /// The share estimated to be open still.
    pub open_share: f64,
}

impl Survival {
    /// Kaplan and Meier 1958 (method, section 4, T23): at each duration the open share falls by closed over at risk.
    ///
    /// What is open at the very duration at which others close was watched then, so it is still at risk.
    pub fn of(watched: &[Watched]) -> Survival {
        let mut sorted = watched.to_vec();
        sorted.sort_by(|a, b| a.duration.total_cmp(&b.duration));
        let mut steps = Vec::new();
        let mut open_share = 1.0;
        let mut n_at_risk = sorted.len();
        for same in sorted.chunk_by(|a, b| a.duration == b.duration) {
            let n_closed = same.iter().filter(|one| one.is_closed).count();
            if 0 < n_closed {
                open_share *= (n_at_risk - n_closed) as f64 / n_at_risk as f64;
                steps.push(SurvivalStep { duration: same[0].duration, n_at_risk, n_closed, open_share });
            }
            n_at_risk -= same.len();
        }
        let n_closed = watched.iter().filter(|one| one.is_closed).count();
        Survival { steps, n_closed, n_open: watched.len() - n_closed }
    }

    /// The first duration by which half or more have closed; none where more than half are open to the end.
    pub fn median(&self) -> Option<f64> {
        self.closed_by(0.5)
    }

    /// The first duration by which this share or more have closed; none where fewer close until the end.
    pub fn closed_by(&self, share: f64) -> Option<f64> {
        // What is left is a product of fractions and may be out in the last place.
        self.steps.iter().find(|step| step.open_share <= 1.0 - share + 1e-12).map(|step| step.duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closed durations as numbers, open ones with `+`.
    fn check_curve(watched: &str, expected: &[(f64, f64)], median: Option<f64>) {
        let one = |text: &str| {
            let duration = text.trim_end_matches('+').parse().expect("a number");
            Watched { duration, is_closed: !text.ends_with('+') }
        };
        let watched: Vec<Watched> = watched.split(' ').filter(|text| !text.is_empty()).map(one).collect();
        let survival = Survival::of(&watched);
        assert_eq!(survival.steps.len(), expected.len());
        for (step, (duration, open_share)) in survival.steps.iter().zip(expected) {
            assert_eq!(step.duration, *duration);
            assert!((step.open_share - open_share).abs() < 1e-12, "{step:?}");
        }
        assert_eq!(survival.median(), median);
        assert_eq!(survival.n_closed + survival.n_open, watched.len());
    }

    /// Method, T23: the median is 20 days, where the mean of the closed ones alone is 15.6.
    #[test]
    fn the_median_wait_is_that_of_t23() {
        let steps = [(5.0, 0.875), (8.0, 0.75), (15.0, 0.6), (20.0, 0.45), (30.0, 0.225)];
        check_curve("5 8 12+ 15 20 22+ 30 41+", &steps, Some(20.0));
    }

    #[test]
    fn without_open_ones_the_curve_is_a_plain_count() {
        check_curve("1 2 3 4", &[(1.0, 0.75), (2.0, 0.5), (3.0, 0.25), (4.0, 0.0)], Some(2.0));
    }

    #[test]
    fn where_more_than_half_stay_open_there_is_no_median() {
        check_curve("5 7+ 8+", &[(5.0, 2.0 / 3.0)], None);
        check_curve("7+ 8+", &[], None);
        check_curve("", &[], None);
    }

    #[test]
    fn what_is_open_when_others_close_was_still_at_risk() {
        check_curve("5 5+", &[(5.0, 0.5)], Some(5.0));
    }
}
