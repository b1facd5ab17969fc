//! A place's share of a larger area's figure, and how far off it may be (method, section 1.7).

use model::spending::Grade;
use money::{Money, apportion};

use crate::drivers::Weights;

/// A share of one figure.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub amount: Money,
    pub low: Money,
    pub high: Money,
    pub driver: String,
    pub grade: Grade,
    /// How it was worked out, in words.
    pub method: String,
}

/// By how much shares of a class missed what was published for an area.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestedError {
    /// None where the class was not tested.
    pub of_class: Option<f64>,
    /// The middle of the errors of those that were.
    pub of_others: f64,
}

/// Shares a figure out: by the first of the plausible drivers, from the least to the most that any of them gives,
/// widened by the error that was tested for its class. None without a driver.
///
/// The part and the rest add up to the figure to the penny.
pub(crate) fn share_out(total: Money, drivers: &[Weights], error: TestedError) -> Option<Share> {
    let best = drivers.first()?;
    let amount = part_of(total, best);
    let shares = drivers.iter().map(Weights::share);
    let (least, most) = shares.fold((f64::MAX, f64::MIN), |(low, high), share| (low.min(share), high.max(share)));
    let (narrower, wider) = widths(error);
    let ends = [least * narrower, most * wider].map(|share| pounds_of(total, share));
    let (low, high) = (ends[0].min(ends[1]).min(amount), ends[0].max(ends[1]).max(amount));
    let method = format!("by {}; {}", best.in_words(), range_in_words(drivers, error));
    Some(Share { amount, low, high, driver: best.driver.clone(), grade: best.grade(), method })
}

/// The place's part of a figure by largest remainder, the rest of the area being the other part.
pub(crate) fn part_of(total: Money, weights: &Weights) -> Money {
    apportion(total, &[weights.part, weights.whole - weights.part], 1)[0]
}

/// The middle one of some errors, by size; zero where there are none.
pub(crate) fn middle_error(errors: impl Iterator<Item = f64>) -> f64 {
    let mut sizes: Vec<f64> = errors.map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// The errors are printed to a tenth of a per cent, of figures printed to £0.1 million: they may be off by this.
const ERROR_OF_ERROR: f64 = 0.001;

/// What the least and the most are multiplied by. A share that was tested to be a third too small stands for half as much
/// again.
fn widths(error: TestedError) -> (f64, f64) {
    match error.of_class {
        Some(error) => {
            let size = (error.abs() + ERROR_OF_ERROR).min(0.9);
            (1.0 - size, 1.0 / (1.0 - size))
        }
        None => (1.0 - error.of_others.min(1.0), 1.0 + error.of_others),
    }
}

fn pounds_of(total: Money, share: f64) -> Money {
    Money::from_pence((total.pence() as f64 * share).round() as i64)
}

fn range_in_words(drivers: &[Weights], error: TestedError) -> String {
    let others: Vec<String> = drivers[1..].iter().map(|other| other.driver.replace('_', " ")).collect();
    let by =
        if others.is_empty() { String::new() } else { format!("lowest and highest also by {}; ", others.join(", ")) };
    match error.of_class {
        Some(error) => {
            format!("{by}tested in Birmingham in 2011-12: {:+.1}% against what was published", error * 100.0)
        }
        None => format!(
            "{by}this class was not tested, so the range is widened by {:.1}%, the median error of those that were",
            error.of_others * 100.0
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(driver: &str, part: f64, whole: f64) -> Weights {
        Weights { driver: driver.into(), as_of: "mid-2011".into(), file_id: "f".into(), part, whole }
    }

    /// Birmingham in 2011-12, in £ million: the region's jobseekers by claimants, its income support by people of working
    /// age. What was published lies between the least and the most.
    #[test]
    fn what_was_published_lies_within_the_tested_range() {
        let check = |region: i64, shares: &[f64], error: f64, apportioned: i64, published: i64| {
            let drivers: Vec<Weights> = shares.iter().map(|share| weights("claimants", *share, 1.0)).collect();
            let error = TestedError { of_class: Some(error), of_others: 0.2 };
            let share = share_out(Money::from_pence(region * 10_000_000), &drivers, error).unwrap();
            let tenths = |money: Money| (money.pence() as f64 / 10_000_000.0).round() as i64;
            assert!((tenths(share.amount) - apportioned).abs() <= 1, "{}", share.amount);
            assert!(tenths(share.low) <= published && published <= tenths(share.high), "{} {}", share.low, share.high);
        };
        check(5_435, &[0.3093, 0.2004, 0.1924], 0.0, 1_681, 1_682);
        check(66_889, &[0.1352, 0.1924], -0.016, 9_042, 9_193);
        check(6_334, &[0.2004, 0.1924], -0.331, 1_269, 1_897);
        check(7_972, &[0.1352, 0.1924], -0.442, 1_078, 1_932);
    }

    #[test]
    fn a_class_that_was_not_tested_says_so_and_money_that_came_back_keeps_its_sign() {
        let error = TestedError { of_class: None, of_others: 0.2 };
        let share = share_out(Money::from_pence(-1_000), &[weights("population", 1.0, 4.0)], error).unwrap();
        assert_eq!((share.amount.pence(), share.low.pence(), share.high.pence()), (-250, -300, -200));
        assert!(share.method.contains("this class was not tested"), "{}", share.method);
        assert!(share_out(Money::from_pence(1), &[], error).is_none());
    }

    #[test]
    fn the_middle_error_is_by_size() {
        assert_eq!(middle_error([-0.3, 0.1, 0.0].into_iter()), 0.1);
        assert_eq!(middle_error(std::iter::empty()), 0.0);
    }
}
