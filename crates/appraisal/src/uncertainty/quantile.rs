//! From a normal score to a value of an input.

use statrs::distribution::{Beta, ContinuousCDF};
use statrs::function::erf::erfc;

use crate::calculation::Parameter;
use crate::estimate::{Shape, Uncertain};

/// Scores beyond this come once in two thousand million draws; the table of a Beta ends there.
const SCORE_MAX: f64 = 6.0;
/// Steps of the table of a Beta: with 1,200 the error is below a hundred-thousandth of the range.
const N_STEPS: usize = 1_200;
/// The score that is passed once in ten times: low and high of a normal are its tenth and ninetieth percentile.
const SCORE_P90: f64 = 1.281_551_565_544_600_4;

/// The value of an input at a normal score, within what the input can be.
pub(super) struct Quantile {
    form: Form,
    bounds: (f64, f64),
}

enum Form {
    Triangular { low: f64, value: f64, high: f64 },
    Uniform { low: f64, high: f64 },
    Normal { value: f64, deviation: f64 },
    LogNormal { value: f64, deviation: f64 },
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
            Shape::Triangular => Form::Triangular { low, value, high },
            Shape::Uniform => Form::Uniform { low, high },
            Shape::Normal => Form::Normal { value, deviation: (high - low) / (2.0 * SCORE_P90) },
            Shape::LogNormal => Form::LogNormal { value, deviation: (high / low).ln() / (2.0 * SCORE_P90) },
            Shape::Pert => Form::Table(pert(low, value, high)),
        };
        Quantile { form, bounds: parameter.bounds }
    }

    pub(super) fn of_score(&self, score: f64) -> f64 {
        let value = match &self.form {
            Form::Triangular { low, value, high } => triangular(*low, *value, *high, probability(score)),
            Form::Uniform { low, high } => low + (high - low) * probability(score),
            Form::Normal { value, deviation } => value + deviation * score,
            Form::LogNormal { value, deviation } => value * (deviation * score).exp(),
            Form::Table(table) => looked_up(table, score),
        };
        value.clamp(self.bounds.0, self.bounds.1)
    }
}

/// The chance of a score below this one.
pub(super) fn probability(score: f64) -> f64 {
    0.5 * erfc(-score * std::f64::consts::FRAC_1_SQRT_2)
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
    let score = |step: usize| SCORE_MAX * (2.0 * step as f64 / N_STEPS as f64 - 1.0);
    (0..=N_STEPS).map(|step| low + width * beta.inverse_cdf(probability(score(step)))).collect()
}

fn looked_up(table: &[f64], score: f64) -> f64 {
    let at = (score + SCORE_MAX) / (2.0 * SCORE_MAX) * N_STEPS as f64;
    let at = at.clamp(0.0, N_STEPS as f64 - 1e-9);
    let step = at as usize;
    let within = at - step as f64;
    table[step] + within * (table[step + 1] - table[step])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Estimate;

    fn of(shape: Shape, low: f64, value: f64, high: f64) -> Quantile {
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
        assert!((of(Shape::Uniform, 0.0, 1.0, 10.0).of_score(tenth) - 1.0).abs() < 1e-9);
        assert!((of(Shape::Normal, 8.0, 10.0, 12.0).of_score(tenth) - 8.0).abs() < 1e-9);
        assert!((of(Shape::LogNormal, 5.0, 10.0, 20.0).of_score(tenth) - 5.0).abs() < 1e-9);
        // A right triangle from 0 to 1 with its mode at 1 has the distribution x², so its tenth percentile is √0.1.
        assert!((of(Shape::Triangular, 0.0, 1.0, 1.0).of_score(tenth) - 0.1f64.sqrt()).abs() < 1e-9);
        assert!((of(Shape::Triangular, 2.0, 5.0, 8.0).of_score(0.0) - 5.0).abs() < 1e-9);
    }

    #[test]
    fn the_table_of_a_pert_is_as_good_as_its_beta() {
        let (low, mode, high) = (10.0, 14.0, 30.0);
        let pert = of(Shape::Pert, low, mode, high);
        let beta = Beta::new(1.8, 4.2).expect("shapes above zero"); // 1 + 4 × 4/20 and 1 + 4 × 16/20
        for step in -400..=400 {
            let score = f64::from(step) / 100.0 + 0.0037;
            let exact = low + (high - low) * beta.inverse_cdf(probability(score));
            assert!((pert.of_score(score) - exact).abs() < 2e-4, "{score}");
        }
        assert!(low <= pert.of_score(-9.0) && pert.of_score(9.0) <= high);
    }

    #[test]
    fn a_share_never_leaves_nothing_and_all() {
        let estimate =
            Estimate { value: 0.9, range: Some(Uncertain { low: 0.8, high: 1.0, shape: Shape::Normal }) };
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
