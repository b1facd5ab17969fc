//! How often records agree on a value by the number of records that have it: a count, where draws would be luck.

use std::ops::Range;

use rayon::prelude::*;

use crate::Error;
use crate::bind::{Bound, BoundComparison};
use crate::linkage_model::Comparison;
use crate::memory::MemoryLimit;

/// For each comparison whose first level asks for the very same value: the share of pairs that agree, of
/// those that may be linked and both have a value. None for other comparisons.
///
/// Two records agree on a date of birth once in thirty thousand times, so a million drawn pairs hold some
/// thirty that do, and `u` would be out by a fifth; here every pair counts.
///
/// # Errors
/// [`Error::Scratch`].
pub(super) fn agreement(bound: &Bound<'_>) -> Result<Vec<Option<f64>>, Error> {
    let share = |(comparison, bound_to): (&Comparison, &BoundComparison)| match comparison.exact_level() {
        Some(0) => share_that_agrees(bound, bound_to.slot),
        _ => Ok(None),
    };
    let comparisons = bound.model.comparisons.iter().zip(&bound.comparisons);
    match bound.matrix() {
        Some(_) => comparisons.collect::<Vec<_>>().into_par_iter().map(share).collect(),
        // One after the other: each may take what room there is.
        None => comparisons.map(share).collect(),
    }
}

fn share_that_agrees(bound: &Bound<'_>, slot: usize) -> Result<Option<f64>, Error> {
    let n_sources = bound.records.sources().len();
    let n_values = bound.slots[slot].values.len();
    let n_at_once = match bound.matrix() {
        Some(_) => n_values,
        None => bound.memory.as_ref().map_or(0, MemoryLimit::part_bytes) as usize / (size_of::<u32>() * n_sources),
    };
    let n_at_once = n_at_once.max(1);
    let mut n_present = vec![0; n_sources];
    let mut n_agree = 0;
    for first in (0..n_values).step_by(n_at_once) {
        let values = first as u32..n_values.min(first + n_at_once) as u32;
        let n_of = records_of_values(bound, slot, values, n_sources)?;
        let mut n_of_one = vec![0; n_sources];
        for n_of_value in n_of.chunks(n_sources) {
            n_of_one.iter_mut().zip(n_of_value).for_each(|(one, n)| *one = u64::from(*n));
            n_agree += bound.pairing.n_pairs(&n_of_one);
            n_present.iter_mut().zip(&n_of_one).for_each(|(sum, n)| *sum += n);
        }
    }
    let n_pairs = bound.pairing.n_pairs(&n_present);
    Ok((n_pairs != 0).then(|| n_agree as f64 / n_pairs as f64))
}

/// For each value in a row of their own, how many records of each source have it.
fn records_of_values(bound: &Bound<'_>, slot: usize, values: Range<u32>, n_sources: usize) -> Result<Vec<u32>, Error> {
    let width = bound.slots.len();
    let mut n_of = vec![0; values.len() * n_sources];
    bound.for_each_chunk(|first, words| {
        let n_rows = (words.len() / width) as u32;
        for source in 0..n_sources {
            let rows = bound.records.rows_of(source);
            let rows = rows.start.clamp(first, first + n_rows) - first..rows.end.clamp(first, first + n_rows) - first;
            let codes = rows.map(|row| words[row as usize * width + slot]).filter(|code| values.contains(code));
            codes.for_each(|code| n_of[(code - values.start) as usize * n_sources + source] += 1);
        }
        Ok(())
    })?;
    Ok(n_of)
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
        let found = agreement(&bound).expect("counted")[0].expect("a share");
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
