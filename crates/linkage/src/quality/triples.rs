//! What third records show about matches that nothing joins: records that depend on one link suggest records that have none.

use std::collections::BTreeMap;

use super::People;
use super::held_together::HeldTogether;

/// Records of people with three records or more, by how many of the others they are linked to themselves.
///
/// A record of a person with k others is a trial repeated k times. Records that are linked to one or two of the others tell how many
/// there are that are linked to none, however unlike records are in this: at least (k − 1) / k · f1² / 2 f2 (Chao 1987). That is a
/// bound from below, because records that are bad all over stay away together.
pub(super) struct Triples {
    /// By the number of others: records linked to one, records linked to two, and all.
    of_size: BTreeMap<u32, [f64; 3]>,
}

/// Fewer records show nothing about how many have no link.
const N_RECORDS_MIN: f64 = 500.0;

impl Triples {
    pub(super) fn of(people: &People, held_together: &HeldTogether) -> Triples {
        let mut of_size: BTreeMap<u32, [f64; 3]> = BTreeMap::new();
        for (row, n_links) in held_together.n_links_of.iter().enumerate().filter(|(_, n_links)| **n_links != 0) {
            let size = people.size_of_row(row);
            if 2 < size {
                let counts = of_size.entry(size - 1).or_default();
                counts[2] += 1.0;
                if let Some(count) = [1, 2].iter().position(|n| n == n_links) {
                    counts[count] += 1.0;
                }
            }
        }
        Triples { of_size }
    }

    /// Pairs that are missed because a record is linked to none of its person's others; none where too few people have three.
    pub(super) fn n_missed(&self) -> Option<f64> {
        let n_records: f64 = self.of_size.values().map(|counts| counts[2]).sum();
        let missed_of = |(n_others, [one, two, _]): (&u32, &[f64; 3])| {
            let k = f64::from(*n_others);
            // Without any that are linked to two, the form for small numbers (Chao 1989).
            let n_records = (k - 1.0) / k * if *two == 0.0 { one * (one - 1.0) / 2.0 } else { one * one / (2.0 * two) };
            n_records.max(0.0) * k
        };
        (N_RECORDS_MIN <= n_records).then(|| self.of_size.iter().map(missed_of).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_on_one_link_and_on_two_tell_of_those_on_none() {
        // Of 600 records with four others, 24 depend on one link and 120 on two: 3/4 · 24² / 240 = 1.8 records, 7.2 pairs.
        let of = |n| Triples { of_size: BTreeMap::from([(4, [24.0, 120.0, n])]) };
        assert!((of(600.0).n_missed().expect("an estimate") - 7.2).abs() < 1e-9);
        assert_eq!(of(400.0).n_missed(), None);
        // None on two: 1/2 · 3 · 2 / 2 = 1.5 records of two others each.
        let few = Triples { of_size: BTreeMap::from([(2, [3.0, 0.0, 900.0])]) };
        assert_eq!(few.n_missed(), Some(3.0));
    }
}
