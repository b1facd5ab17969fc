//! Normal scores that go together as the author says.

use nalgebra::DMatrix;

use crate::calculation::Calculation;
use crate::proposal::Correlation;

/// The lower triangle that turns independent scores into correlated ones; none where nothing is correlated.
pub(super) struct Copula {
    rows: Option<Vec<Vec<f64>>>,
}

impl Copula {
    /// None where the correlations contradict each other, such as a with b and b with c but a against c.
    ///
    /// A correlation with an input that has no range changes nothing, because that input never moves.
    pub(super) fn of(calculation: &Calculation, inputs: &[usize], correlations: &[Correlation]) -> Option<Copula> {
        let mut matrix = DMatrix::<f64>::identity(inputs.len(), inputs.len());
        let place = |path: &str| {
            let at = calculation.position(path)?;
            inputs.iter().position(|input| *input == at)
        };
        let mut is_any = false;
        for correlation in correlations {
            let (first, second) = (place(&correlation.between.0), place(&correlation.between.1));
            if let Some((i, j)) = first.zip(second).filter(|(i, j)| i != j) {
                matrix[(i, j)] = correlation.value;
                matrix[(j, i)] = correlation.value;
                is_any = true;
            }
        }
        if !is_any {
            return Some(Copula { rows: None });
        }
        let lower = matrix.cholesky()?.l();
        let rows = (0..inputs.len()).map(|i| (0..=i).map(|j| lower[(i, j)]).collect()).collect();
        Some(Copula { rows: Some(rows) })
    }

    /// Turns independent scores into correlated ones, in place.
    pub(super) fn correlate(&self, scores: &mut [f64]) {
        let Some(rows) = &self.rows else { return };
        // From the last row up, because a row needs only scores before it and its own.
        for (i, row) in rows.iter().enumerate().rev() {
            scores[i] = row.iter().zip(&scores[..]).map(|(weight, score)| weight * score).sum();
        }
    }
}
