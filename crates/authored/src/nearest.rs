//! Did-you-mean suggestions.

use rapidfuzz::distance::{damerau_levenshtein, jaro_winkler};

/// Below this likeness a suggestion would puzzle more than it helps.
const LIKENESS_MIN: f64 = 0.8;
/// Where no word is near, a list of up to this many is shown in full.
const N_WORDS_MAX: usize = 16;
/// Of a longer list, this many are shown.
const N_AMONG_THEM: usize = 10;

/// A short hint: the nearest word, or else the words there are. None where there is nothing.
pub fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(word) = nearest(written, known.iter().copied()) {
        return Some(format!("did you mean `{word}`?"));
    }
    let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    match words.len() {
        0 => None,
        1..=N_WORDS_MAX => Some(format!("there is {}", words.join(", "))),
        n => Some(format!("there are {n}, including {}", words[..N_AMONG_THEM].join(", "))),
    }
}

/// The known word most like what was written; none where nothing is like it.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let alike = known.into_iter().map(|word| (closeness(written, word), word));
    // Strictly better, so that of two equals the first one known is suggested.
    let (best, word) = alike.fold((0.0, ""), |best, next| if best.0 < next.0 { next } else { best });
    (LIKENESS_MIN <= best).then_some(word)
}

/// The known words like what was written, most alike first.
pub fn nearest_few<'a>(written: &str, known: impl IntoIterator<Item = &'a str>, n_max: usize) -> Vec<&'a str> {
    let alike = known.into_iter().map(|word| (closeness(written, word), word));
    let mut alike: Vec<(f64, &str)> = alike.filter(|(closeness, _)| LIKENESS_MIN <= *closeness).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    alike.dedup_by(|a, b| plain(a.1) == plain(b.1));
    alike.into_iter().map(|(_, word)| word).take(n_max).collect()
}

/// How alike two words are, from 0 to 1, ignoring capitals and the choice of `-`, `_` or space.
pub fn likeness(written: &str, known: &str) -> f64 {
    let (written, known) = (plain(written), plain(known));
    if written == known {
        return 1.0;
    }
    // Jaro-Winkler favours a common beginning (`bodies`, `body`), the other one finds slips elsewhere.
    let jaro_winkler = jaro_winkler::similarity(written.chars(), known.chars());
    jaro_winkler.max(damerau_levenshtein::normalized_similarity(written.chars(), known.chars())).min(0.999)
}

/// The likeness; one slip in a short word is a large share of its letters, and a slip all the same.
fn closeness(written: &str, known: &str) -> f64 {
    let likeness = likeness(written, known);
    let (written, known) = (plain(written), plain(known));
    let is_slip = 3 <= known.len() && damerau_levenshtein::distance(written.chars(), known.chars()) == 1;
    if is_slip { likeness.max(LIKENESS_MIN) } else { likeness }
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', '_'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["name", "year", "body", "sources", "source", "register", "population", "transfer_kind", "dob"];
        for (written, meant) in [
            ("bodies", "body"),
            ("Year", "year"),
            ("populaton", "population"),
            ("nmae", "name"),
            ("transfer-kind", "transfer_kind"),
            ("dbo", "dob"),
        ] {
            assert_eq!(nearest(written, known), Some(meant), "{written}");
        }
        assert_eq!(hint("populaton", known).as_deref(), Some("did you mean `population`?"));
    }

    #[test]
    fn nothing_alike_lists_what_there_is() {
        assert_eq!(nearest("zebra", ["local", "national"]), None);
        assert_eq!(hint("zebra", ["local", "national"]).as_deref(), Some("there is `local`, `national`"));
        assert_eq!(hint("zebra", []), None);
        let many: Vec<String> = (0..20).map(|n| format!("body_{n}")).collect();
        let hint = hint("zzz", many.iter().map(String::as_str)).expect("a hint");
        assert!(hint.starts_with("there are 20, including `body_0`") && hint.ends_with("`body_9`"), "{hint}");
    }

    #[test]
    fn the_few_nearest_come_most_alike_first_and_once_each() {
        let known = ["lancashire", "Leeds", "leeds", "lewisham"];
        assert_eq!(nearest_few("leds", known, 3), ["Leeds"]);
    }
}
