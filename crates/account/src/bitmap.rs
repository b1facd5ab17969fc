//! What filters need of a bit set and `fixedbitset` does not offer.

use fixedbitset::FixedBitSet;

/// A bit set over `len` positions.
pub(crate) fn of(len: usize, positions: impl IntoIterator<Item = u32>) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(len);
    positions.into_iter().for_each(|position| set.insert(position as usize));
    set
}

/// Keeps the positions whose value in a column passes, a block at a time.
pub(crate) fn keep<T: Copy>(set: &mut FixedBitSet, column: &[T], passes: impl Fn(T) -> bool) {
    for (block, values) in set.as_mut_slice().iter_mut().zip(column.chunks(usize::BITS as usize)) {
        if *block == 0 {
            continue;
        }
        let bits = values.iter().enumerate().fold(0, |bits, (at, value)| bits | usize::from(passes(*value)) << at);
        *block &= bits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_the_positions_whose_values_pass() {
        let mut kept = of(200, [199, 0, 130, 64, 63, 64]);
        assert_eq!(kept.ones().collect::<Vec<_>>(), [0, 63, 64, 130, 199]);
        keep(&mut kept, &(0..200).collect::<Vec<u32>>(), |value| value.is_multiple_of(13) || value == 199);
        assert_eq!(kept.ones().collect::<Vec<_>>(), [0, 130, 199]);
    }
}
