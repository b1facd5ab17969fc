//! A person's name that is in one cell.

use model::tables::Sex;

use super::value::{plain, sex_of_title};

/// In which order a column has the names where no comma says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameOrder {
    #[default]
    GivenFirst,
    FamilyFirst,
}

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub given: Option<String>,
    /// What stands between the first name and the surname.
    pub other: Option<String>,
    pub family: Option<String>,
    /// What the title tells.
    pub sex: Option<Sex>,
}

/// Titles that are nothing else.
const TITLES: [&str; 11] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "mme", "mlle"];
/// Titles that are surnames too: `Lord` is one where a name follows.
const TITLES_IN_FRONT: [&str; 15] = [
    "professor",
    "rev",
    "revd",
    "reverend",
    "sir",
    "dame",
    "lord",
    "lady",
    "master",
    "cllr",
    "councillor",
    "capt",
    "sgt",
    "hr",
    "fr",
];
/// What stands behind a name and is none.
const ENDINGS: [&str; 10] = ["jr", "jnr", "junior", "sr", "snr", "senior", "esq", "ii", "iii", "iv"];
/// What begins a surname of several words.
const PARTICLES: [&str; 24] = [
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "ap", "ab", "ferch", "bin",
    "ibn", "bint", "al", "el", "st", "zu", "ter",
];

/// Takes a name apart: `SMITH, Mr John Paul`, `Dr Siân Marker`, `Marker Siân` where the column has the surname first.
///
/// A given name may be two words and a surname too; without a comma the first word is the first name and the last the
/// surname, with the particles before it (`de`, `van der`).
pub fn split_name(full: &str, order: NameOrder) -> Name {
    let mut name = Name::default();
    if let Some((before, behind)) = full.split_once([',', ';']) {
        let family: Vec<&str> = without_titles(before, &mut name.sex);
        let mut given = without_titles(behind, &mut name.sex);
        let ending = take_ending(&mut given);
        // `John Smith, Jr` has no surname in front.
        if given.is_empty() && 1 < family.len() {
            return Name { sex: name.sex, ..of_words(&family, order) };
        }
        name.family = joined(&family);
        return with_given(name, &given, ending);
    }
    let mut words = without_titles(full, &mut name.sex);
    let ending = take_ending(&mut words);
    let mut found = of_words(&words, order);
    if let Some(ending) = ending {
        found.other = Some(found.other.map_or_else(|| ending.to_owned(), |other| format!("{other} {ending}")));
    }
    Name { sex: name.sex, ..found }
}

/// The words of a text that are no titles; brackets may hold one.
fn without_titles<'t>(text: &'t str, sex: &mut Option<Sex>) -> Vec<&'t str> {
    let is_one_of = |titles: &[&str], word: &str| {
        let bare = word.trim_end_matches('.');
        titles.iter().any(|title| bare.eq_ignore_ascii_case(title))
    };
    let mut words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','))
        .filter(|word| !word.is_empty())
        .collect();
    words.retain(|word| {
        let is_title = is_one_of(&TITLES, word);
        *sex = sex.or_else(|| is_title.then(|| sex_of_title(word)).flatten());
        !is_title
    });
    while 1 < words.len() && is_one_of(&TITLES_IN_FRONT, words[0]) {
        *sex = sex.or_else(|| sex_of_title(words[0]));
        words.remove(0);
    }
    words
}

/// A first name without the title that stands before it: `Mrs Ann`.
pub fn without_title(given: &str) -> &str {
    let is_title = |word: &str| TITLES.iter().any(|title| word.trim_end_matches('.').eq_ignore_ascii_case(title));
    match given.split_once(' ') {
        Some((title, name)) if is_title(title) => name.trim_start(),
        _ => given,
    }
}

fn take_ending<'t>(words: &mut Vec<&'t str>) -> Option<&'t str> {
    let is_ending = |word: &&str| ENDINGS.iter().any(|ending| word.trim_end_matches('.').eq_ignore_ascii_case(ending));
    words.pop_if(|word| is_ending(word))
}

fn of_words(words: &[&str], order: NameOrder) -> Name {
    match (words, order) {
        ([], _) => Name::default(),
        ([one], _) => Name { family: plain(one), ..Name::default() },
        (words, NameOrder::GivenFirst) => {
            let start = family_start(words);
            with_given(Name { family: joined(&words[start..]), ..Name::default() }, &words[..start], None)
        }
        (words, NameOrder::FamilyFirst) => {
            let end = 1 + words[..words.len() - 1].iter().take_while(|word| is_particle(word)).count();
            let end = end.min(words.len() - 1);
            with_given(Name { family: joined(&words[..end]), ..Name::default() }, &words[end..], None)
        }
    }
}

/// Where the surname begins: at the last word, or at the particles before it.
fn family_start(words: &[&str]) -> usize {
    let n_particles = words[1..words.len() - 1].iter().rev().take_while(|word| is_particle(word)).count();
    words.len() - 1 - n_particles
}

fn is_particle(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    PARTICLES.iter().any(|particle| bare.eq_ignore_ascii_case(particle))
}

fn with_given(name: Name, given: &[&str], ending: Option<&str>) -> Name {
    let Some((first, others)) = given.split_first() else { return name };
    let others: Vec<&str> = others.iter().copied().chain(ending).collect();
    Name { given: plain(first), other: joined(&others), ..name }
}

fn joined(words: &[&str]) -> Option<String> {
    if words.is_empty() { None } else { plain(&words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(full: &str, order: NameOrder, expected: [&str; 3]) {
        let name = split_name(full, order);
        let found = [name.given, name.other, name.family].map(Option::unwrap_or_default);
        assert_eq!(found, expected, "{full}");
    }

    #[test]
    fn a_title_before_a_first_name_is_no_name() {
        let of = ["Mrs Ann", "MR. John Paul", "Dr  Siân", "Miss", "Ann Mrs", "Missy Ann"].map(without_title);
        assert_eq!(of, ["Ann", "John Paul", "Siân", "Miss", "Ann Mrs", "Missy Ann"]);
    }

    #[test]
    fn a_comma_says_which_is_the_surname() {
        for order in [NameOrder::GivenFirst, NameOrder::FamilyFirst] {
            check("SMITH, John", order, ["John", "", "SMITH"]);
            check("SMITH,John", order, ["John", "", "SMITH"]);
            check("O'Brien-Ash , Siân Mair", order, ["Siân", "Mair", "O'Brien-Ash"]);
            check("de Souza, Ana", order, ["Ana", "", "de Souza"]);
            check("SMITH, Mr John Paul", order, ["John", "Paul", "SMITH"]);
            check("SMITH, John (Mr)", order, ["John", "", "SMITH"]);
            check("Lord, Ann", order, ["Ann", "", "Lord"]);
            check("Smith,", order, ["", "", "Smith"]);
        }
        check("John Smith, Jr", NameOrder::GivenFirst, ["John", "", "Smith"]);
    }

    #[test]
    fn without_a_comma_the_column_says_which_comes_first() {
        check("Siân Marker", NameOrder::GivenFirst, ["Siân", "", "Marker"]);
        check("Marker Siân", NameOrder::FamilyFirst, ["Siân", "", "Marker"]);
        check("Dr. Siân Ann Marker", NameOrder::GivenFirst, ["Siân", "Ann", "Marker"]);
        check("MARKER SIÂN ANN MISS", NameOrder::FamilyFirst, ["SIÂN", "ANN", "MARKER"]);
        check("Jan van der Berg", NameOrder::GivenFirst, ["Jan", "", "van der Berg"]);
        check("van der Berg Jan", NameOrder::FamilyFirst, ["Jan", "", "van der Berg"]);
        check("De Jong", NameOrder::GivenFirst, ["De", "", "Jong"]);
        check("John Smith Jr.", NameOrder::GivenFirst, ["John", "Jr.", "Smith"]);
        check("Marker", NameOrder::GivenFirst, ["", "", "Marker"]);
        check("Ann Lord", NameOrder::GivenFirst, ["Ann", "", "Lord"]);
        check("  ", NameOrder::GivenFirst, ["", "", ""]);
    }

    #[test]
    fn a_title_tells_the_sex() {
        for (full, sex) in [
            ("Mr John Smith", Some(Sex::Male)),
            ("SMITH, Mrs Ann", Some(Sex::Female)),
            ("Dr Ann Smith", None),
            ("Ann Smith", None),
            ("Lord John Smith", Some(Sex::Male)),
            ("Ann Lord", None),
        ] {
            assert_eq!(split_name(full, NameOrder::GivenFirst).sex, sex, "{full}");
        }
    }
}
