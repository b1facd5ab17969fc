//! Units that are people: a count of them leaves the place only as it was released.

/// Who is counted, in the singular.
const PEOPLE: [&str; 38] = [
    "person",
    "people",
    "client",
    "family",
    "household",
    "child",
    "children",
    "baby",
    "toddler",
    "adult",
    "patient",
    "pupil",
    "student",
    "learner",
    "apprentice",
    "resident",
    "claimant",
    "jobseeker",
    "offender",
    "prisoner",
    "victim",
    "user",
    "customer",
    "tenant",
    "carer",
    "parent",
    "mother",
    "father",
    "man",
    "men",
    "woman",
    "women",
    "participant",
    "veteran",
    "individual",
    "pensioner",
    "infant",
    "teenager",
];
/// Words that end what is counted and begin what is said of it: `children in care`.
const ENDS: [&str; 16] =
    ["per", "in", "on", "of", "to", "with", "under", "over", "aged", "at", "for", "by", "from", "who", "known", "and"];
/// Words before what is counted: `number of clients`.
const STARTS: [&str; 6] = ["number", "no", "count", "total", "of", "the"];

/// Whether a unit counts people, rather than what is done for them: `clients` and `children under five` do, `visits to
/// families` and `patient days` do not.
pub(crate) fn counts_people(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    let words = unit.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.skip_while(|word| STARTS.contains(word)).collect();
    let ends = |(at, word): &(usize, &&str)| 0 < *at && (ENDS.contains(word) || word.ends_with("ed"));
    let n = words.iter().enumerate().find(ends).map_or(words.len(), |(at, _)| at);
    words[..n].last().is_some_and(|word| is_person(word))
}

fn is_person(word: &str) -> bool {
    let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.or_else(|| word.strip_suffix('s').map(str::to_owned));
    PEOPLE.contains(&word) || singular.is_some_and(|singular| PEOPLE.contains(&singular.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_what_is_done_for_them() {
        for unit in ["client", "Clients", "children under five", "number of families", "people helped", "service users"]
        {
            assert!(counts_people(unit), "{unit}");
        }
        for unit in ["visit", "visits to families", "patient days", "client contacts", "hours per client", "nights", ""]
        {
            assert!(!counts_people(unit), "{unit}");
        }
    }
}
