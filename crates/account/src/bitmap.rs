//! A set of lines, one bit a line.

/// Which of so many positions are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitmap {
    words: Vec<u64>,
}

impl Bitmap {
    pub fn new(len: usize) -> Bitmap {
        Bitmap { words: vec![0; len.div_ceil(64)] }
    }

    pub fn of(len: usize, positions: impl IntoIterator<Item = u32>) -> Bitmap {
        let mut bitmap = Bitmap::new(len);
        positions.into_iter().for_each(|position| bitmap.insert(position));
        bitmap
    }

    /// Every position.
    pub fn full(len: usize) -> Bitmap {
        Bitmap::new(len).not(len)
    }

    pub fn insert(&mut self, position: u32) {
        self.words[position as usize / 64] |= 1 << (position % 64);
    }

    pub fn contains(&self, position: u32) -> bool {
        self.words[position as usize / 64] >> (position % 64) & 1 == 1
    }

    pub fn or(mut self, other: &Bitmap) -> Bitmap {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
        self
    }

    /// The positions that are out, of so many.
    pub fn not(mut self, len: usize) -> Bitmap {
        self.words.iter_mut().for_each(|word| *word = !*word);
        if let Some(last) = self.words.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last &= (1 << (len % 64)) - 1;
        }
        self
    }

    /// Keeps the positions whose value in a column passes, sixty-four at a time.
    pub fn keep<T: Copy>(&mut self, column: &[T], passes: impl Fn(T) -> bool) {
        for (word, values) in self.words.iter_mut().zip(column.chunks(64)) {
            if *word == 0 {
                continue;
            }
            let bits = values.iter().enumerate().fold(0, |bits, (at, value)| bits | u64::from(passes(*value)) << at);
            *word &= bits;
        }
    }

    /// Keeps the positions that are in another set, or those that are not.
    pub fn keep_in(&mut self, other: &Bitmap, is_in: bool) {
        let flip = if is_in { 0 } else { u64::MAX };
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other ^ flip);
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Positions that are in, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }

    pub fn n_bytes(&self) -> usize {
        self.words.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_back_in_order() {
        let bitmap = Bitmap::of(200, [199, 0, 64, 63, 64]);
        assert_eq!(bitmap.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert!(bitmap.contains(63) && !bitmap.contains(65));
        assert_eq!(Bitmap::of(66, [1, 65]).not(66).iter().count(), 64);
        let mut kept = Bitmap::full(66);
        kept.keep(&(0..66).collect::<Vec<u32>>(), |value| value.is_multiple_of(13));
        kept.keep_in(&Bitmap::of(66, [0, 13, 65]), true);
        kept.keep_in(&Bitmap::of(66, [0]), false);
        assert_eq!((kept.iter().collect::<Vec<_>>(), kept.count()), (vec![13, 65], 2));
        assert_eq!(Bitmap::of(66, [1]).or(&Bitmap::of(66, [65])).iter().collect::<Vec<_>>(), [1, 65]);
    }
}
