//! The words of a name, whatever their order.

/// Words that stand in the names of public bodies and say that a name is one.
const PUBLIC: [&str; 18] = [
    "AUTHORITY",
    "BOROUGH",
    "CCG",
    "CLINICAL",
    "COMBINED",
    "COMMISSIONER",
    "CONSTABULARY",
    "COUNCIL",
    "DEPARTMENT",
    "FIRE",
    "HM",
    "ICB",
    "INTEGRATED",
    "MINISTRY",
    "NHS",
    "PCT",
    "POLICE",
    "SECRETARY",
];

pub(super) fn is_public(word: &str) -> bool {
    PUBLIC.contains(&word)
}

/// The words of a name in alphabetical order; none where fewer than three say little or none is a public body's.
pub(super) fn sorted_words(key: &str) -> Option<String> {
    let mut words: Vec<&str> = key.split(' ').collect();
    if words.len() < 3 || 16 < words.len() || !words.iter().any(|word| is_public(word)) {
        return None;
    }
    words.sort_unstable();
    Some(words.join(" "))
}
