//! Text that may name a person as well as saying what it is about.

use super::words::Words;

/// Titles that mean nothing else, in capitals or small letters.
const TITLES: [&str; 5] = ["MR", "MRS", "MISS", "MSTR", "MX"];

/// Whether a text names somebody: a title with a name behind it.
pub(crate) fn mentions_person(text: &str) -> bool {
    words_of_people(&text.split_whitespace().collect::<Vec<_>>(), &[]).iter().any(|is| *is)
}

/// A heading of a line whose payee is not shown, without the words that name a person.
///
/// `Fostering - Mrs Known` says more than that fostering was paid.
pub(crate) fn without_names(heading: &str, payee: &str) -> String {
    let lists = Words::shipped();
    let upper = payee.to_uppercase();
    let is_of_name = |word: &&str| 2 < word.len() && !lists.firm.contains(*word) && !lists.titles.contains(*word);
    let names: Vec<&str> = upper.split(|c: char| !c.is_alphanumeric()).filter(is_of_name).collect();
    let words: Vec<&str> = heading.split_whitespace().collect();
    let are_names = words_of_people(&words, &names);
    if !are_names.contains(&true) {
        return heading.to_owned();
    }
    let told: Vec<&str> = words.iter().zip(are_names).filter(|(_, is)| !is).map(|(word, _)| *word).collect();
    told.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Which words are titles, the names behind them, or among the names given.
fn words_of_people(words: &[&str], names: &[&str]) -> Vec<bool> {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let mut are_names: Vec<bool> = words.iter().map(|word| names.contains(&plain(word).as_str())).collect();
    for (at, word) in words.iter().enumerate() {
        let is_name = |word: &&str| word.chars().any(char::is_alphabetic) && !word.starts_with(['-', '(', '/']);
        let behind = words[at + 1..].iter().take(3).take_while(|word| is_name(word) && starts_as_name(word)).count();
        if TITLES.contains(&plain(word).as_str()) && 0 < behind {
            are_names[at..=at + behind].fill(true);
        }
    }
    are_names
}

fn starts_as_name(word: &str) -> bool {
    let lists = Words::shipped();
    let upper = word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    word.starts_with(|c: char| c.is_uppercase()) && !lists.firm.contains(&upper) && !lists.payments.contains_key(&upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_a_name_behind_it_names_somebody() {
        for text in ["Payment to Mrs Known", "MR A KNOWN", "Allowance (Mrs. Known)", "Ramp for Miss Ann Known"] {
            assert!(mentions_person(text), "{text}");
        }
        for text in ["Mr", "", "MRS Services", "Missing invoice", "Paper, 5 boxes", "Mrs and others"] {
            assert!(!mentions_person(text), "{text}");
        }
    }

    #[test]
    fn a_heading_is_told_without_the_name_in_it() {
        assert_eq!(without_names("Fostering - Mrs Known", "MRS A KNOWN"), "Fostering");
        assert_eq!(without_names("KNOWN A: Special Guardianship", "A Known"), "A: Special Guardianship");
        assert_eq!(without_names("Fostering Allowances", "MRS A KNOWN"), "Fostering Allowances");
        assert_eq!(without_names("Care of Mr Known", "Redacted"), "Care of");
    }
}
