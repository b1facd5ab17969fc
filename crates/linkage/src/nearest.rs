//! The nearest thing that exists, for whoever mistyped.

use rapidfuzz::distance::{damerau_levenshtein, jaro_winkler};

/// Below this likeness a suggestion would puzzle more than it helps.
const LIKENESS_MIN: f64 = 0.75;

/// A short hint: the nearest word, or else the words there are. None where there is nothing.
pub(crate) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let likely = known.iter().map(|word| (likeness(written, word), *word));
    // Strictly better, so that of two equals the first one known is suggested.
    let (best, nearest) = likely.fold((0.0, ""), |best, next| if best.0 < next.0 { next } else { best });
    if LIKENESS_MIN <= best {
        return Some(format!("did you mean `{nearest}`?"));
    }
    let words: Vec<String> = known.iter().take(12).map(|word| format!("`{word}`")).collect();
    match known.len() {
        0 => None,
        n if n <= words.len() => Some(format!("there is {}", words.join(", "))),
        n => Some(format!("there are {n}, among them {}", words.join(", "))),
    }
}

/// Between 0 and 1, whatever the case and whichever of `-`, `_` and space was used.
fn likeness(written: &str, known: &str) -> f64 {
    let plain = |word: &str| word.trim().to_lowercase().replace(['-', '_'], " ");
    let (written, known) = (plain(written), plain(known));
    if written == known {
        return 1.0;
    }
    // One slip in a short word weighs much as a share of its letters, and is a slip all the same.
    let is_slip = 3 <= known.len() && damerau_levenshtein::distance(written.chars(), known.chars()) == 1;
    let slip = if is_slip { LIKENESS_MIN } else { 0.0 };
    let jaro_winkler = jaro_winkler::similarity(written.chars(), known.chars()).max(slip);
    jaro_winkler.max(damerau_levenshtein::normalized_similarity(written.chars(), known.chars())).min(0.999)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["first_name", "surname", "dob"];
        assert_eq!(hint("frist name", known).as_deref(), Some("did you mean `first_name`?"));
        assert_eq!(hint("dbo", known).as_deref(), Some("did you mean `dob`?"));
        assert_eq!(hint("zebra", known).as_deref(), Some("there is `first_name`, `surname`, `dob`"));
        assert_eq!(hint("zebra", []), None);
    }
}
