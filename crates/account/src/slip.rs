//! Whether a word is another one mistyped.

/// A word may be short of one slip of this many letters; shorter words are too easily one another.
const LETTERS_MIN: usize = 4;
/// From this many letters on a word may hold two slips.
const LETTERS_OF_TWO: usize = 8;

/// Whether a word becomes another by one slip, or by two where it is long: a letter left out, added, wrong, or two that
/// changed places. What was typed may be the beginning of the word.
pub(crate) fn is_slip_of(typed: &str, word: &str) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let n_slips_max = match typed.len() {
        n if n < LETTERS_MIN => return false,
        n if n < LETTERS_OF_TWO => 1,
        _ => 2,
    };
    let word: Vec<char> = word.chars().collect();
    if word.len() + n_slips_max < typed.len() || word.is_empty() {
        return false;
    }
    distance_of_beginning(&typed, &word, n_slips_max) <= n_slips_max
}

/// Slips between what was typed and that beginning of the word which is nearest to it (optimal string alignment).
fn distance_of_beginning(typed: &[char], word: &[char], n_max: usize) -> usize {
    let word = &word[..word.len().min(typed.len() + n_max)];
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in word.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != other);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            let is_turned = 0 < i && 0 < j && typed[i - 1] == *other && *letter == word[j - 1];
            if is_turned {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|slips| n_max < *slips) {
            return n_max + 1;
        }
        before = std::mem::replace(&mut last, row);
    }
    let shortest = typed.len().saturating_sub(n_max);
    last.into_iter().skip(shortest).min().unwrap_or(n_max + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_left_out_added_wrong_or_turned_is_a_slip() {
        for typed in ["newcaslte", "newcastel", "newcatle", "newcastlee", "newcasle", "nwecastle", "newcaslt"] {
            assert!(is_slip_of(typed, "newcastle"), "{typed}");
        }
        assert!(is_slip_of("gatesh", "gateshead"), "the beginning of a word");
        assert!(is_slip_of("polcie", "police"));
    }

    #[test]
    fn other_words_and_short_ones_are_none() {
        for (typed, word) in [("leeds", "sheds"), ("abc", "abd"), ("nursery", "school"), ("acorn", "")] {
            assert!(!is_slip_of(typed, word), "{typed} {word}");
        }
        assert!(!is_slip_of("newcastle", "new"), "a word is not shorter by six letters through a slip");
    }
}
