//! How far two people agree beyond chance.

/// Two people's judgements of the same things, each put into one of `N` categories.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement<const N: usize> {
    /// Rows are the first person's categories and columns the second's.
    pub table: [[u64; N]; N],
    /// The share of things put into the same category.
    pub observed: f64,
    /// The share that two people with these habits would agree on by chance.
    pub expected: f64,
    /// Cohen's kappa: `(observed − expected) / (1 − expected)`; none where chance alone explains all.
    pub kappa: Option<f64>,
}

impl<const N: usize> Agreement<N> {
    /// Cohen's kappa (Cohen 1960; method, section 8, T22); none where nothing was judged by both.
    pub fn of(table: [[u64; N]; N]) -> Option<Agreement<N>> {
        let n: u64 = table.iter().flatten().sum();
        if n == 0 {
            return None;
        }
        let share = |count: u64| count as f64 / n as f64;
        let row = |at: usize| share(table[at].iter().sum());
        let column = |at: usize| share(table.iter().map(|row| row[at]).sum());
        let observed = share((0..N).map(|at| table[at][at]).sum());
        let expected: f64 = (0..N).map(|at| row(at) * column(at)).sum();
        let kappa = (expected < 1.0).then(|| (observed - expected) / (1.0 - expected));
        Some(Agreement { table, observed, expected, kappa })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, T22: [[20, 5], [10, 15]] gives 0.7 observed, 0.5 expected, kappa 0.4.
    #[test]
    fn kappa_is_that_of_t22() {
        let found = Agreement::of([[20, 5], [10, 15]]).expect("some pairs");
        assert!((found.observed - 0.7).abs() < 1e-12 && (found.expected - 0.5).abs() < 1e-12);
        assert!((found.kappa.expect("not all by chance") - 0.4).abs() < 1e-12);
    }

    #[test]
    fn a_category_that_nobody_used_changes_nothing() {
        let two = Agreement::of([[20, 5], [10, 15]]).and_then(|found| found.kappa);
        let three = Agreement::of([[20, 5, 0], [10, 15, 0], [0, 0, 0]]).and_then(|found| found.kappa);
        assert_eq!(two, three);
    }

    #[test]
    fn chance_alone_and_nothing_at_all_have_no_kappa() {
        assert_eq!(Agreement::of([[7, 0], [0, 0]]).map(|found| (found.observed, found.kappa)), Some((1.0, None)));
        assert_eq!(Agreement::of([[0; 2]; 2]), None);
    }
}
