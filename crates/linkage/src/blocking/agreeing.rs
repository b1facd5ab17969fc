//! How many pairs agree on a rule, counted without laying its blocks out.

use super::{Partition, RuleBlocks};
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::records::NULL;

/// Pairs that a rule makes, those of earlier rules included.
///
/// Most rules that are weighed are not taken, so where any two records may be paired only the number of records in each block is
/// worked out: the same as [`RuleBlocks::n_pairs`] comes to.
///
/// # Errors
/// [`Error::Scratch`].
pub(crate) fn n_pairs_of_rule(bound: &Bound<'_>, rule: &BoundRule) -> Result<u64, Error> {
    let is_one_heap = bound.pairing.between && bound.pairing.within.iter().all(|within| *within);
    let keys = Partition::whole(bound).filter(|_| is_one_heap).and_then(|part| Keys::of(&part, rule));
    keys.map_or_else(|| RuleBlocks::of(bound, rule)?.n_pairs(bound), |keys| Ok(keys.n_pairs()))
}

/// For each record that has all values of a rule their codes as one number, alike ones near each other.
struct Keys {
    keys: Vec<u64>,
    /// Where keys of one share end, and the keys of the next begin.
    ends: [usize; N_SHARES],
}

/// Enough shares for the keys of each to be sorted at once.
const N_SHARES: usize = 1 << 10;

impl Keys {
    /// None where the codes do not fit into one number.
    fn of(part: &Partition<'_>, rule: &BoundRule) -> Option<Keys> {
        let n_values = |slot: &usize| part.bound.slots[*slot].values.len() as u64;
        rule.slots.iter().map(n_values).try_fold(1_u64, u64::checked_mul)?;
        let key_of = |row: u32| {
            let codes = part.row(row);
            rule.slots
                .iter()
                .try_fold(0, |key, slot| (codes[*slot] != NULL).then(|| key * n_values(slot) + u64::from(codes[*slot])))
        };
        let unsorted: Vec<u64> = (0..part.n_rows() as u32).filter_map(key_of).collect();
        let mut ends = [0; N_SHARES];
        unsorted.iter().for_each(|key| ends[share_of(*key)] += 1);
        let mut n_before = 0;
        for end in &mut ends {
            n_before += std::mem::replace(end, n_before);
        }
        let mut keys = vec![0; unsorted.len()];
        for key in unsorted {
            let next = &mut ends[share_of(key)];
            keys[*next] = key;
            *next += 1;
        }
        Some(Keys { keys, ends })
    }

    fn n_pairs(mut self) -> u64 {
        let (mut n_pairs, mut start) = (0, 0);
        for end in self.ends {
            let share = &mut self.keys[start..end];
            share.sort_unstable();
            n_pairs += share.chunk_by(u64::eq).map(|same| same.len() as u64 * (same.len() as u64 - 1) / 2).sum::<u64>();
            start = end;
        }
        n_pairs
    }
}

fn share_of(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - N_SHARES.trailing_zeros())) as usize
}
