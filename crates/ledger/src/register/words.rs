//! The words of a name, whatever their order.

/// Words that are in the names of public bodies and say that a name is one.
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

/// The words that tell in their order, without the small ones: `University Hospitals of Ashby` is printed without its `of`.
/// None where fewer than three are left, or none is a public body's.
pub(super) fn telling_words(key: &str) -> Option<String> {
    let is_small = |word: &&str| matches!(*word, "AND" | "FOR" | "IN" | "OF" | "ON" | "THE" | "UPON");
    let words: Vec<&str> = key.split(' ').filter(|word| !is_small(word)).collect();
    let tells = (3..=16).contains(&words.len()) && words.iter().any(|word| is_public(word));
    tells.then(|| words.join(" "))
}
