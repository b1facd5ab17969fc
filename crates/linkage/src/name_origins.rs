//! Where names come from, so that error can be compared by it and by nothing that anybody wrote of a person.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use model::home::fold;

/// The list that comes with the program (`reference/linkage/name_origins.csv`).
const SHIPPED: &str = include_str!("../../../reference/linkage/name_origins.csv");

/// Names that the lists give to several origins, or whose parts have several.
pub const SEVERAL: &str = "several origins";
/// Names that no list has.
pub const NOT_LISTED: &str = "not listed";

/// Names by origin: a place's own list before the one that comes with the program.
///
/// A name points to a language and not to the person who bears it, and lists are never complete. So this serves
/// sums over many people alone (method, section 3.3), and what no list has is a group of its own.
#[derive(Clone, Debug, Default)]
pub struct NameOrigins {
    /// In the order in which they are asked.
    lists: Vec<List>,
}

/// One list: names of both parts.
#[derive(Clone, Debug, Default)]
struct List {
    family: Names,
    given: Names,
}

/// Names of one part, folded, each with its origins; and those that stand for many.
#[derive(Clone, Debug, Default)]
struct Names {
    whole: BTreeMap<String, BTreeSet<String>>,
    patterns: Vec<(Affix, String)>,
}

/// What many names begin or end with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Affix {
    Start(String),
    End(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum NamePart {
    Family,
    Given,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    origin: String,
    part: NamePart,
    /// Parted by `|`; `*` stands for any letters, at the start or at the end.
    names: String,
}

impl NameOrigins {
    /// The place's own list, if it has one, before the shipped one: what it says of a name is all there is to say.
    ///
    /// # Errors
    /// What is wrong with the text and where.
    pub fn read(own: Option<&str>) -> Result<NameOrigins, String> {
        let lists = own.into_iter().chain([SHIPPED]).map(|text| List::of(&lines(text)?));
        Ok(NameOrigins { lists: lists.collect::<Result<_, _>>()? })
    }

    /// The origin of a name: of the family name, else of the given name, else [`NOT_LISTED`].
    ///
    /// Of a name of several words that no list has as a whole, each word counts; where these differ, and
    /// where a list gives a name to more than one origin, it is [`SEVERAL`].
    pub fn of<'a>(&'a self, family_name: Option<&str>, given_name: Option<&str>) -> &'a str {
        let origins = |name: Option<&str>, names: fn(&List) -> &Names| {
            name.map_or_else(BTreeSet::new, |name| self.origins(name, names))
        };
        let found = origins(family_name, |list| &list.family);
        let found = if found.is_empty() { origins(given_name, |list| &list.given) } else { found };
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (None, _) => NOT_LISTED,
            (Some(origin), None) => origin,
            (Some(_), Some(_)) => SEVERAL,
        }
    }
}

impl NameOrigins {
    fn origins(&self, name: &str, names: fn(&List) -> &Names) -> BTreeSet<&str> {
        let folded = fold(name);
        let of_word = |word: &str| {
            let found = self.lists.iter().map(|list| names(list).of_word(word));
            found.into_iter().find(|origins| !origins.is_empty()).unwrap_or_default()
        };
        let whole = of_word(&folded);
        if whole.is_empty() { folded.split([' ', '-']).flat_map(of_word).collect() } else { whole }
    }
}

impl List {
    fn of(lines: &[(u64, Line)]) -> Result<List, String> {
        let mut list = List::default();
        for (number, line) in lines {
            let names = match line.part {
                NamePart::Family => &mut list.family,
                NamePart::Given => &mut list.given,
            };
            for name in line.names.split('|').map(fold) {
                let affix = match (name.strip_suffix('*'), name.strip_prefix('*')) {
                    (Some(start), None) if !start.is_empty() && !start.contains('*') => Affix::Start(start.to_owned()),
                    (None, Some(end)) if !end.is_empty() && !end.contains('*') => Affix::End(end.to_owned()),
                    (None, None) if !name.is_empty() && !name.contains('*') => {
                        names.whole.entry(name).or_default().insert(line.origin.clone());
                        continue;
                    }
                    _ => return Err(format!("line {number}: `*` stands for the start or the end of a name")),
                };
                names.patterns.push((affix, line.origin.clone()));
            }
        }
        Ok(list)
    }
}

impl Names {
    /// The origins of a name that stands here whole, else of the first pattern that fits.
    fn of_word(&self, word: &str) -> BTreeSet<&str> {
        if let Some(origins) = self.whole.get(word) {
            return origins.iter().map(String::as_str).collect();
        }
        let fits = |affix: &Affix| match affix {
            Affix::Start(start) => word.len() > start.len() && word.starts_with(start.as_str()),
            Affix::End(end) => word.len() > end.len() && word.ends_with(end.as_str()),
        };
        self.patterns.iter().find(|(affix, _)| fits(affix)).map(|(_, origin)| origin.as_str()).into_iter().collect()
    }
}

fn lines(text: &str) -> Result<Vec<(u64, Line)>, String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    let line = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|error| error.to_string())?;
        let number = record.position().map_or(0, csv::Position::line);
        let line: Line = record.deserialize(Some(&headings)).map_err(|error| error.to_string())?;
        match line.origin.is_empty() || [SEVERAL, NOT_LISTED].contains(&line.origin.as_str()) {
            true => Err(format!("line {number}: an origin has a name of its own")),
            false => Ok((number, line)),
        }
    };
    reader.records().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let origins = NameOrigins::read(None).expect("the shipped list");
        let of = |family, given| origins.of(Some(family), Some(given));
        let expected = [
            ("SMITH", "Fatima", "english"),
            ("O’Neill", "Sean", "irish"),
            ("Mc Donald", "Ann", "irish"),
            ("McDonald", "Ann", "scottish"),
            ("Wiśniewski", "Jan", "eastern_european"),
            ("Okafor", "Ada", "african"),
            ("Khan-Patel", "Zoe", "south_asian"),
            ("Khan-Smith", "Zoe", SEVERAL),
            ("Garcia", "Ana", SEVERAL),
            ("Zzyzx", "Harpreet", "south_asian"),
            ("Zzyzx", "Zoe", NOT_LISTED),
        ];
        for (family, given, origin) in expected {
            assert_eq!(of(family, given), origin, "{family}, {given}");
        }
        assert_eq!(origins.of(None, None), NOT_LISTED);
    }

    #[test]
    fn a_place_has_the_last_word() {
        let own = "origin,part,names\ncornish,family,Tre*|Smith\n";
        let origins = NameOrigins::read(Some(own)).expect("a list");
        assert_eq!(origins.of(Some("Smith"), None), "cornish");
        assert_eq!(origins.of(Some("Trelawny"), None), "cornish");
        let own = "origin,part,names\ncornish,family,Smi*\n";
        assert_eq!(NameOrigins::read(Some(own)).expect("a list").of(Some("Smith"), None), "cornish");
        assert_eq!(origins.of(Some("Taylor"), None), "english");
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said_with_its_line() {
        let error = |text: &str| NameOrigins::read(Some(text)).expect_err("a list that cannot be used");
        assert!(error("origin,part,names\nx,middle,A\n").contains("line: 2"));
        assert!(error("origin,part,names\nx,family,A*b\n").contains("line 2"));
        assert!(error("origin,part,names\n,family,A\n").contains("line 2"));
        assert!(error("origin,names\nx,A\n").contains("part"));
    }

    #[test]
    fn no_shipped_line_has_a_name_twice() {
        for (number, line) in lines(SHIPPED).expect("the shipped list") {
            let names: Vec<String> = line.names.split('|').map(fold).collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "line {number}");
        }
    }
}
