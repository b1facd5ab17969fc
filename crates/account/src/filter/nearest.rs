//! The nearest thing that exists, for whoever mistyped.

/// Below this likeness a suggestion would puzzle more than it helps.
const LIKENESS_MIN: f64 = 0.75;
/// Words that a hint lists at most.
const N_LISTED: usize = 12;

/// A short hint: the nearest word, or else the words there are.
pub(crate) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(word) = nearest(written, known.clone()) {
        return format!("did you mean `{word}`?");
    }
    let words: Vec<String> = known.clone().into_iter().take(N_LISTED).map(|word| format!("`{word}`")).collect();
    match known.into_iter().count() {
        0 => "there is none in this account".to_owned(),
        n if n <= N_LISTED => format!("there is {}", words.join(", ")),
        n => format!("there are {n}, among them {}", words.join(", ")),
    }
}

/// The known word most like what was written; none where nothing is like it.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = plain(written);
    let best = known.into_iter().map(|word| (word, likeness(&written, &plain(word))));
    // Strictly better, so that of two equals the first one known is suggested.
    let (word, likeness) = best.fold(("", 0.0), |best, next| if best.1 < next.1 { next } else { best });
    (LIKENESS_MIN <= likeness).then_some(word)
}

/// Between 0 and 1.
fn likeness(written: &str, known: &str) -> f64 {
    // Jaro-Winkler favours a common beginning (`bodies`, `body`), the other one finds slips elsewhere.
    strsim::jaro_winkler(written, known).max(strsim::normalized_damerau_levenshtein(written, known))
}

/// Whatever the case and whichever of `-`, `_` and space was used.
fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["body", "file", "month", "treatment", "transfer_kind", "service", "payee"];
        for (written, meant) in [("Body", "body"), ("treatmnet", "treatment"), ("transfer-kind", "transfer_kind")] {
            assert_eq!(nearest(written, known), Some(meant), "{written}");
        }
        assert_eq!(nearest("zebra", known), None);
    }

    #[test]
    fn nothing_alike_lists_what_there_is() {
        assert_eq!(hint("zebra", ["here", "elsewhere"]), "there is `here`, `elsewhere`");
        let many: Vec<String> = (0..20).map(|n| format!("body_{n}")).collect();
        assert!(hint("zzz", many.iter().map(String::as_str)).starts_with("there are 20, among them `body_0`"));
    }
}
