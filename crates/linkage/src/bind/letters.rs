//! The letters of a text as bits, which tell at once that two texts are far apart.

/// A bit for each letter that a text has, and another one each time that the letter comes again.
///
/// Two letters may share a bit, so two texts differ in as many letters as their bits do, or in more.
pub(crate) type LetterSet = u64;

pub(crate) fn letter_set(text: &str) -> LetterSet {
    let mut n_before = [0_usize; 256];
    text.bytes().fold(0, |set, letter| {
        let n = &mut n_before[usize::from(letter)];
        // So that neither the letters of the alphabet share a bit with each other nor with those that come a second time.
        let bit = (usize::from(letter) + 26 * *n) % LetterSet::BITS as usize;
        *n += 1;
        set | 1 << bit
    })
}

/// How many letters of each of two texts the other one surely lacks.
pub(crate) fn n_lacking(left: LetterSet, right: LetterSet) -> (usize, usize) {
    ((left & !right).count_ones() as usize, (right & !left).count_ones() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_come_again_count_again() {
        let n_lacking = |left: &str, right: &str| n_lacking(letter_set(left), letter_set(right));
        assert_eq!(n_lacking("anna", "ann"), (1, 0));
        assert_eq!(n_lacking("1972-12-22", "1972-12-23"), (1, 1));
        assert_eq!(n_lacking("listen", "silent"), (0, 0));
        assert_eq!(n_lacking("", "ann"), (0, 3));
    }
}
