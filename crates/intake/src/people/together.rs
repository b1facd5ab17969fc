//! What files of people tell of each other when they are read together.

use std::collections::{BTreeMap, BTreeSet};

use super::extract::Extract;
use super::known_names::KnownNames;

/// Headings of columns that say who each record really is, or that number the answer of another program: nobody is linked by
/// those.
const TRUTHS: [&str; 12] = [
    "person",
    "trueperson",
    "entity",
    "entityid",
    "label",
    "trueid",
    "realid",
    "match",
    "matchid",
    "duplicate",
    "isduplicate",
    "duplicateid",
];
/// The same wherever they are in a heading.
const WORDS_OF_TRUTHS: [&str; 2] = ["truth", "cluster"];

/// The names of the lists and those that some file has in columns of their own: whole names of the others are taken apart
/// by them.
pub fn known_names<'e>(extracts: impl IntoIterator<Item = &'e Extract>) -> KnownNames {
    let mut known = KnownNames::shipped().clone();
    extracts.into_iter().for_each(|extract| extract.teach(&mut known));
    known
}

/// Columns that no field explains, that say something, and that several sources have where there are several, as the first
/// file heads them. `truth` is the heading of a column that says who each record really is.
pub fn shared_columns<'e>(
    extracts: impl IntoIterator<Item = (&'e str, &'e Extract)>,
    truth: Option<&str>,
) -> Vec<String> {
    let truth = truth.map(bare);
    let mut sources = BTreeSet::new();
    let mut sources_of: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut headings: Vec<(String, String)> = Vec::new();
    for (source, extract) in extracts {
        sources.insert(source);
        for other in extract.other_columns().into_iter().filter(|other| other.is_telling) {
            let bare = bare(&other.heading);
            if says_who(&bare) || truth.as_ref() == Some(&bare) {
                continue;
            }
            if !sources_of.contains_key(&bare) {
                headings.push((bare.clone(), other.heading));
            }
            sources_of.entry(bare).or_default().insert(source);
        }
    }
    let n_min = sources.len().min(2);
    headings.into_iter().filter(|(bare, _)| n_min <= sources_of[bare].len()).map(|(_, heading)| heading).collect()
}

fn says_who(bare: &str) -> bool {
    TRUTHS.contains(&bare) || WORDS_OF_TRUTHS.iter().any(|word| bare.contains(word))
}

/// Letters and digits alone, in lower case.
pub fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
