//! Words that ledgers print short or misspell and that say nothing of which body is meant: `Auth`, `Trst`, `Lancs`.
//!
//! A name spelt out in this way counts only if it is then a listed body's own name: `S Yorks Fire & Rescue Auth` is South
//! Yorkshire Fire and Rescue Authority, and a firm in South Yorkshire stays what it is.

use std::borrow::Cow;

/// The key with short and misspelt words in full and without its own initials at the end; `None` if it has none of these.
pub(super) fn in_long(key: &str) -> Option<String> {
    let words: Vec<&str> = key.split(' ').collect();
    let words = without_own_initials(&words);
    let long: Vec<Cow<'_, str>> =
        words.iter().enumerate().map(|(at, word)| long_word(word, at == 0 && 2 < words.len())).collect();
    let long = with_joined_end(long.join(" "));
    (long != key).then_some(long)
}

/// `Hyndburn B.C.`
fn with_joined_end(key: String) -> String {
    let joined = [(" B C", " BC"), (" C C", " CC"), (" D C", " DC")];
    let found = joined.iter().find_map(|(apart, together)| Some(format!("{}{together}", key.strip_suffix(apart)?)));
    found.unwrap_or(key)
}

/// `Lancashire County Council LCC`
fn without_own_initials<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    match words {
        [name @ .., last] if (3..=6).contains(&last.len()) && initials(name).any(|initials| initials == *last) => name,
        _ => words,
    }
}

/// The first letters of a name's words, with the small words and without.
pub(super) fn initials(words: &[&str]) -> impl Iterator<Item = String> {
    let first = |word: &&str| word.chars().next();
    let is_small = |word: &&&str| matches!(**word, "AND" | "OF" | "FOR" | "THE" | "UPON" | "ON");
    let all: String = words.iter().filter_map(first).collect();
    let without_small: String = words.iter().filter(|word| !is_small(word)).filter_map(first).collect();
    [all, without_small].into_iter()
}

fn long_word(word: &str, is_first: bool) -> Cow<'_, str> {
    let short = SHORT.iter().find(|(short, _)| *short == word).map(|(_, long)| *long);
    let point = || POINTS.iter().find(|(short, _)| is_first && *short == word).map(|(_, long)| *long);
    let misspelt = || KINDS.iter().find(|kind| is_misprint(word, kind)).copied();
    Cow::Borrowed(short.or_else(point).or_else(misspelt).unwrap_or(word))
}

/// One letter added, left out or wrong, or two letters exchanged; a plural is a word of its own.
fn is_misprint(word: &str, kind: &str) -> bool {
    word.starts_with(&kind[..1]) && !word.starts_with(kind) && super::near::is_misspelling(word, kind)
}

/// Words that say what sort of body it is. `POLICY` is too near to POLICE.
const KINDS: [&str; 8] =
    ["AUTHORITY", "BOROUGH", "COMBINED", "COUNCIL", "DISTRICT", "FOUNDATION", "METROPOLITAN", "TRUST"];

/// Points of the compass, at the beginning of a name.
const POINTS: [(&str, &str); 7] = [
    ("N", "NORTH"),
    ("S", "SOUTH"),
    ("E", "EAST"),
    ("W", "WEST"),
    ("NTH", "NORTH"),
    ("STH", "SOUTH"),
    ("GTR", "GREATER"),
];

const SHORT: [(&str, &str); 43] = [
    ("AUTH", "AUTHORITY"),
    ("AUTHY", "AUTHORITY"),
    ("BORO", "BOROUGH"),
    ("CNCL", "COUNCIL"),
    ("CNL", "COUNCIL"),
    ("COMMR", "COMMISSIONER"),
    ("CONSTAB", "CONSTABULARY"),
    ("DIST", "DISTRICT"),
    ("FDN", "FOUNDATION"),
    ("FDTN", "FOUNDATION"),
    ("FND", "FOUNDATION"),
    ("FNDN", "FOUNDATION"),
    ("FNDTN", "FOUNDATION"),
    ("FOUND", "FOUNDATION"),
    ("HOSP", "HOSPITAL"),
    ("HOSPS", "HOSPITALS"),
    ("MET", "METROPOLITAN"),
    ("SERV", "SERVICE"),
    ("SERVS", "SERVICES"),
    ("TST", "TRUST"),
    ("UNI", "UNIVERSITY"),
    // Counties, as the Post Office shortened them.
    ("BEDS", "BEDFORDSHIRE"),
    ("BERKS", "BERKSHIRE"),
    ("BUCKS", "BUCKINGHAMSHIRE"),
    ("CAMBS", "CAMBRIDGESHIRE"),
    ("DERBYS", "DERBYSHIRE"),
    ("GLOS", "GLOUCESTERSHIRE"),
    ("HANTS", "HAMPSHIRE"),
    ("HEREFS", "HEREFORDSHIRE"),
    ("HERTS", "HERTFORDSHIRE"),
    ("LANCS", "LANCASHIRE"),
    ("LEICS", "LEICESTERSHIRE"),
    ("LINCS", "LINCOLNSHIRE"),
    ("MIDDX", "MIDDLESEX"),
    ("NORTHANTS", "NORTHAMPTONSHIRE"),
    ("NOTTS", "NOTTINGHAMSHIRE"),
    ("OXON", "OXFORDSHIRE"),
    ("STAFFS", "STAFFORDSHIRE"),
    ("WARKS", "WARWICKSHIRE"),
    ("WILTS", "WILTSHIRE"),
    ("WORCS", "WORCESTERSHIRE"),
    ("YORKS", "YORKSHIRE"),
    ("NORTHUMB", "NORTHUMBERLAND"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, long: Option<&str>) {
        assert_eq!(in_long(key).as_deref(), long, "{key}");
    }

    #[test]
    fn short_and_misspelt_words_are_read_in_full() {
        check("S YORKS FIRE AND RESCUE AUTH", Some("SOUTH YORKSHIRE FIRE AND RESCUE AUTHORITY"));
        check("ASHBY NHS FOUNDATION TRST", Some("ASHBY NHS FOUNDATION TRUST"));
        check("ASHBY CITY COUCNIL", Some("ASHBY CITY COUNCIL"));
        check("LANCASHIRE COUNTY COUNCIL LCC", Some("LANCASHIRE COUNTY COUNCIL"));
        check("DEPARTMENT FOR EDUCATION DFE", Some("DEPARTMENT FOR EDUCATION"));
    }

    #[test]
    fn words_of_their_own_stay() {
        for key in ["ASHBY CITY COUNCIL", "ASHBY COUNCILS", "W SMITH", "POLICY ASHBY", "ASHBY BCC", ""] {
            check(key, None);
        }
    }
}
