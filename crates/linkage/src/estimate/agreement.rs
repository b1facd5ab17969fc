//! How often records agree on a value by the number of records that have it: a count, where draws would be luck.

use rayon::prelude::*;

use crate::bind::Bound;
use crate::records::NULL;

/// For each comparison whose first level asks for the very same value: the share of pairs that agree, of
/// those that may be linked and both have a value. None for other comparisons.
///
/// Two records agree on a date of birth once in thirty thousand times, so a million drawn pairs hold some
/// thirty that do, and `u` would be out by a fifth; here every pair counts.
pub(super) fn agreement(bound: &Bound<'_>) -> Vec<Option<f64>> {
    let comparisons = bound.model.comparisons.par_iter().zip(&bound.comparisons);
    let share = |(comparison, bound_to): (&crate::linkage_model::Comparison, &crate::compare::BoundComparison)| {
        comparison.exact_level().filter(|level| *level == 0).and_then(|_| share_that_agrees(bound, bound_to.slot))
    };
    comparisons.map(share).collect()
}

fn share_that_agrees(bound: &Bound<'_>, slot: usize) -> Option<f64> {
    let n_sources = bound.records.sources().len();
    // For each value in a row of their own, how many records of each source have it.
    let mut n_of = vec![0_u64; bound.slots[slot].values.len() * n_sources];
    let mut n_present = vec![0_u64; n_sources];
    for source in 0..n_sources {
        let codes = bound.records.rows_of(source).map(|row| bound.row(row)[slot]).filter(|code| *code != NULL);
        codes.for_each(|code| {
            n_of[code as usize * n_sources + source] += 1;
            n_present[source] += 1;
        });
    }
    let n_agree: u64 = n_of.chunks(n_sources).map(|n_of_value| bound.pairing.n_pairs(n_of_value)).sum();
    let n_pairs = bound.pairing.n_pairs(&n_present);
    (n_pairs != 0).then(|| n_agree as f64 / n_pairs as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::records::RecordsBuilder;

    fn check(link: &str, expected: f64) {
        let mut builder = RecordsBuilder::new(&["a"]).expect("columns");
        for (source, values) in [("nhs", ["x", "x", "y", ""]), ("police", ["x", "y", "z", "z"])] {
            builder.source(source);
            values
                .iter()
                .enumerate()
                .for_each(|(at, value)| builder.push(&at.to_string(), &[Some(value)]).expect("a row"));
        }
        let records = builder.finish().expect("records");
        let text = format!(
            "version = 1\nname = 'x'\nlink = '{link}'\nblocking = [['a']]\n[prior]\nprobability = 0.1\n\
             [[comparison]]\nname = 'a'\nlevels = [{{ is = 'same' }}, {{ is = 'else' }}]"
        );
        let bound = Bound::new(&records, &Model::read(&text).expect("a model")).expect("bound");
        let found = agreement(&bound)[0].expect("a share");
        assert!((found - expected).abs() < 1e-12, "{link}: {found}");
    }

    #[test]
    fn every_pair_that_may_be_linked_counts() {
        // Seven values: x three times, y and z twice; 3 + 1 + 1 of 21 pairs agree.
        check("dedupe", 5.0 / 21.0);
        // Between the sources: 2 × 1 of x and 1 × 1 of y, of 3 × 4 pairs.
        check("link_only", 3.0 / 12.0);
    }
}
