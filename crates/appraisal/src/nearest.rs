//! The nearest thing that exists, for whoever mistyped.

/// Below this likeness a suggestion would puzzle more than it helps.
const LIKENESS_MIN: f64 = 0.8;

/// A short hint: the nearest word, or else the words there are.
pub(crate) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(word) = nearest(written, known.clone()) {
        return Some(format!("did you mean `{word}`?"));
    }
    let words: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    match words.len() {
        0 => None,
        1..=20 => Some(format!("there is {}", words.join(", "))),
        n => Some(format!("there are {n}, among them {}", words[..10].join(", "))),
    }
}

/// The known word most like what was written; none where nothing is like it.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (best, likeness) =
        known.into_iter().map(|word| (word, likeness(written, word))).fold(("", 0.0), |best, next| {
            // Strictly better, so that of two equals the first one known is suggested.
            if best.1 < next.1 { next } else { best }
        });
    (LIKENESS_MIN <= likeness).then_some(best)
}

/// Between 0 and 1, whatever the case and whichever of `-`, `_` and space was used.
pub(crate) fn likeness(written: &str, known: &str) -> f64 {
    let (written, known) = (plain(written), plain(known));
    if written == known {
        return 1.0;
    }
    // Jaro-Winkler favours a common beginning (`bodies`, `body`), the other one finds slips elsewhere.
    strsim::jaro_winkler(&written, &known).max(strsim::normalized_damerau_levenshtein(&written, &known)).min(0.999)
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["engagement", "retention", "deadweight", "deadweight_basis", "impact"];
        for (written, meant) in [("engagment", "engagement"), ("Deadweight", "deadweight"), ("imapct", "impact")] {
            assert_eq!(nearest(written, known), Some(meant), "{written}");
        }
        assert_eq!(hint("zebra", ["local", "central"]).as_deref(), Some("there is `local`, `central`"));
    }
}
