//! From a normal score to its probability, and to a value of an input.

use std::sync::LazyLock;

use model::tables::RangeShape;
use statrs::distribution::{Beta, ContinuousCDF};
use statrs::function::erf::erfc;

use crate::calculation::Parameter;
use crate::estimate::Uncertain;

/// Scores beyond this come once in five hundred million draws; tables end there.
const SCORE_MAX: f64 = 6.0;
/// Steps of a table. The error of a Beta is then below a hundred-thousandth of its range, that of a probability below
/// a thousand-millionth.
const N_STEPS: usize = 1_200;
const STEP: f64 = 2.0 * SCORE_MAX / N_STEPS as f64;
/// The score that is passed once in ten times: low and high of a normal are its tenth and ninetieth percentile.
const SCORE_P90: f64 = 1.281_551_565_544_600_4;

/// The value of an input at a normal score, within what the input can be.
pub(super) struct Quantile {
    form: Form,
    bounds: (f64, f64),
}

enum Form {
    Triangular {
        low: f64,
        value: f64,
        high: f64,
    },
    Uniform {
        low: f64,
        high: f64,
    },
    Normal {
        value: f64,
        deviation: f64,
    },
    LogNormal {
        value: f64,
        deviation: f64,
    },
    /// Values at equal steps of the score.
    Table(Vec<f64>),
}

impl Quantile {
    /// Of an input that has a range.
    pub(super) fn of(parameter: &Parameter) -> Quantile {
        let value = parameter.estimate.value;
        let range = parameter.estimate.range.expect("only inputs with a range are drawn");
        let Uncertain { low, high, shape } = range;
        let form = match shape {
            RangeShape::Triangular => Form::Triangular { low, value, high },
            RangeShape::Uniform => Form::Uniform { low, high },
            RangeShape::Normal => Form::Normal { value, deviation: (high - low) / (2.0 * SCORE_P90) },
            RangeShape::LogNormal => Form::LogNormal { value, deviation: (high / low).ln() / (2.0 * SCORE_P90) },
            RangeShape::Pert => Form::Table(pert(low, value, high)),
        };
        Quantile { form, bounds: parameter.bounds }
    }

    /// At a score and its probability.
    pub(super) fn at(&self, score: f64, probability: f64) -> f64 {
        let value = match &self.form {
            Form::Triangular { low, value, high } => triangular(*low, *value, *high, probability),
            Form::Uniform { low, high } => low + (high - low) * probability,
            Form::Normal { value, deviation } => value + deviation * score,
            Form::LogNormal { value, deviation } => value * (deviation * score).exp(),
            Form::Table(table) => looked_up(table, score),
        };
        value.clamp(self.bounds.0, self.bounds.1)
    }
}

/// The chance of a score below this one: between the steps of a table by a cubic that has the right slope at either.
pub(super) fn probability(score: f64) -> f64 {
    let (step, within) = place(score);
    let [(below, slope_below), (above, slope_above)] = [NORMAL[step], NORMAL[step + 1]];
    let left = 1.0 - within;
    let ends = below * left * left * (1.0 + 2.0 * within) + above * within * within * (1.0 + 2.0 * left);
    let slopes = STEP * within * left * (slope_below * left - slope_above * within);
    (ends + slopes).clamp(0.0, 1.0)
}

/// The normal distribution and its density at every step. The function behind it takes ten times as long as the table.
static NORMAL: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    let density = |score: f64| (-0.5 * score * score).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (0..=N_STEPS).map(score_of).map(|score| (exact_probability(score), density(score))).collect()
});

fn exact_probability(score: f64) -> f64 {
    0.5 * erfc(-score * std::f64::consts::FRAC_1_SQRT_2)
}

fn score_of(step: usize) -> f64 {
    SCORE_MAX * (2.0 * step as f64 / N_STEPS as f64 - 1.0)
}

/// The step below a score, and how far the score is on its way to the next, 0 to 1.
fn place(score: f64) -> (usize, f64) {
    let at = ((score + SCORE_MAX) / STEP).clamp(0.0, N_STEPS as f64 - 1e-9);
    let step = at as usize;
    (step, at - step as f64)
}

fn triangular(low: f64, mode: f64, high: f64, probability: f64) -> f64 {
    let width = high - low;
    if probability * width < mode - low {
        low + (probability * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - probability) * width * (high - mode)).sqrt()
    }
}

/// Beta on low to high with `α = 1 + 4 (mode - low) / width` and `β = 1 + 4 (high - mode) / width`.
fn pert(low: f64, mode: f64, high: f64) -> Vec<f64> {
    let width = high - low;
    let (a, b) = (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width);
    let beta = Beta::new(a, b).expect("both shapes are between 1 and 5");
    (0..=N_STEPS).map(score_of).map(|score| low + width * beta.inverse_cdf(exact_probability(score))).collect()
}

fn looked_up(table: &[f64], score: f64) -> f64 {
    let (step, within) = place(score);
    table[step] + within * (table[step + 1] - table[step])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Estimate;

    impl Quantile {
        fn of_score(&self, score: f64) -> f64 {
            self.at(score, probability(score))
        }
    }

    fn of(shape: RangeShape, low: f64, value: f64, high: f64) -> Quantile {
        let estimate = Estimate { value, range: Some(Uncertain { low, high, shape }) };
        Quantile::of(&Parameter {
            path: String::new(),
            label: String::new(),
            estimate,
            bounds: (f64::NEG_INFINITY, f64::INFINITY),
            is_correction: false,
            source: None,
        })
    }

    #[test]
    fn every_shape_has_the_quantiles_that_define_it() {
        let tenth = -SCORE_P90;
        assert!((of(RangeShape::Uniform, 0.0, 1.0, 10.0).of_score(tenth) - 1.0).abs() < 1e-9);
        assert!((of(RangeShape::Normal, 8.0, 10.0, 12.0).of_score(tenth) - 8.0).abs() < 1e-9);
        assert!((of(RangeShape::LogNormal, 5.0, 10.0, 20.0).of_score(tenth) - 5.0).abs() < 1e-9);
        // A right triangle from 0 to 1 with its mode at 1 has the distribution x², so its tenth percentile is √0.1.
        assert!((of(RangeShape::Triangular, 0.0, 1.0, 1.0).of_score(tenth) - 0.1f64.sqrt()).abs() < 1e-9);
        assert!((of(RangeShape::Triangular, 2.0, 5.0, 8.0).of_score(0.0) - 5.0).abs() < 1e-9);
    }

    #[test]
    fn the_table_of_the_normal_is_as_good_as_the_function() {
        for step in -599..=599 {
            let score = f64::from(step) / 100.0 + 0.0037;
            assert!((probability(score) - exact_probability(score)).abs() < 1e-9, "{score}");
        }
        assert_eq!((probability(-20.0) < 1e-8, probability(20.0) > 1.0 - 1e-8), (true, true));
    }

    #[test]
    fn the_table_of_a_pert_is_as_good_as_its_beta() {
        let (low, mode, high) = (10.0, 14.0, 30.0);
        let pert = of(RangeShape::Pert, low, mode, high);
        let beta = Beta::new(1.8, 4.2).expect("shapes above zero"); // 1 + 4 × 4/20 and 1 + 4 × 16/20
        for step in -400..=400 {
            let score = f64::from(step) / 100.0 + 0.0037;
            let exact = low + (high - low) * beta.inverse_cdf(exact_probability(score));
            assert!((pert.of_score(score) - exact).abs() < 2e-4, "{score}");
        }
        assert!(low <= pert.of_score(-9.0) && pert.of_score(9.0) <= high);
    }

    #[test]
    fn a_share_never_leaves_nothing_and_all() {
        let estimate =
            Estimate { value: 0.9, range: Some(Uncertain { low: 0.8, high: 1.0, shape: RangeShape::Normal }) };
        let quantile = Quantile::of(&Parameter {
            path: String::new(),
            label: String::new(),
            estimate,
            bounds: (0.0, 1.0),
            is_correction: false,
            source: None,
        });
        assert_eq!(quantile.of_score(3.0), 1.0);
    }
}
