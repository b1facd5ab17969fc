//! Words of headings that are spelt nearly right.

/// Whether a heading holds a word for a payee with a letter wrong, missing, too many, or two changed about.
pub(super) fn names_payee(words: &[String]) -> bool {
    const PAYEES: [&str; 6] = ["supplier", "beneficiary", "creditor", "vendor", "merchant", "recipient"];
    words.iter().any(|word| PAYEES.iter().any(|payee| is_near(word, payee)))
}

/// The same letters in another order, or two slips in a long word and one in a short one; never in the first letter
/// nor in the last, so that `credit` is no creditor.
fn is_near(word: &str, known: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let edits_max = if known.len() < 8 { 1 } else { 2 };
    let (starts_alike, ends_alike) =
        (word.chars().next() == known.chars().next(), word.chars().last() == known.chars().last());
    starts_alike
        && word.len().abs_diff(known.len()) <= edits_max
        && (sorted(word) == sorted(known) || ends_alike && edits(word, known) <= edits_max)
}

/// Letters to add, leave out or change; two changed about are two.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in b.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_word_is_near_and_another_word_is_not() {
        for word in ["benificiary", "suppklier", "suplier", "suppliers", "supplire", "credtor", "vendro", "recipent"] {
            assert!(names_payee(&[word.to_owned()]), "{word}");
        }
        for word in ["supply", "supplies", "beneficial", "credit", "merchandise", "recipe"] {
            assert!(!names_payee(&[word.to_owned()]), "{word}");
        }
    }
}
