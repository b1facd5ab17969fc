//! Codes of unit costs: `CR1.0` leads a theme, `CR1.4` is beside it, `CR1.4.1` is part of `CR1.4`.

/// A code that sorts as people count: `CR1.2` before `CR1.10`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    letters: String,
    numbers: Vec<u32>,
    /// Whatever is neither, so that no two codes become one.
    text: String,
}

impl Key {
    pub(crate) fn of(code: &str) -> Key {
        let code = code.trim().to_uppercase();
        let start = code.find(|c: char| c.is_ascii_digit()).unwrap_or(code.len());
        let (letters, rest) = code.split_at(start);
        let numbers: Option<Vec<u32>> = rest.split('.').map(|part| part.parse().ok()).collect();
        Key { letters: letters.to_owned(), numbers: numbers.unwrap_or_default(), text: code }
    }
}

/// The cost that a code is part of; none for those that lead or are beside.
pub fn parent(code: &str) -> Option<&str> {
    let (parent, _) = code.rsplit_once('.')?;
    parent.contains('.').then_some(parent)
}

/// Whether `part` is somewhere below `whole`, so that both together would count the same pounds twice.
pub fn is_part_of(part: &str, whole: &str) -> bool {
    whole.contains('.') && part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_third_number_makes_a_part() {
        assert_eq!(parent("E&E1.0.1"), Some("E&E1.0"));
        assert_eq!(parent("CR1.4"), None, "it stands beside CR1.0");
        assert!(is_part_of("CR1.4.1", "CR1.4") && is_part_of("CR1.4.1.2", "CR1.4"));
        assert!(!is_part_of("CR1.41", "CR1.4") && !is_part_of("CR1.4", "CR1.4") && !is_part_of("CR1.0", "CR1"));
    }

    #[test]
    fn codes_sort_as_people_count() {
        let mut codes = ["SS11.10", "SS11.2", "CR8.1.10", "CR8.1.9", "E&E1.0"];
        codes.sort_by_key(|code| Key::of(code));
        assert_eq!(codes, ["CR8.1.9", "CR8.1.10", "E&E1.0", "SS11.2", "SS11.10"]);
    }
}
