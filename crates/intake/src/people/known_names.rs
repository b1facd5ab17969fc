//! First names and surnames, as the lists of the program have them and the files that have them apart.

use std::collections::HashSet;
use std::sync::LazyLock;

use model::home::fold;

const NICKNAMES: &str = include_str!("../../../../reference/linkage/nicknames.csv");
const ORIGINS: &str = include_str!("../../../../reference/linkage/name_origins.csv");

/// Names of one kind, folded.
type Names = HashSet<String>;

/// First names and surnames.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    given: Names,
    family: Names,
}

impl KnownNames {
    /// Those of the lists (`reference/linkage/nicknames.csv` and `name_origins.csv`).
    pub fn shipped() -> &'static KnownNames {
        static SHIPPED: LazyLock<KnownNames> = LazyLock::new(|| {
            let mut names = KnownNames::default();
            for line in lines(NICKNAMES) {
                line.split([',', '|']).for_each(|name| names.add_given(name));
            }
            for line in lines(ORIGINS) {
                let Some((part, of_part)) = line.split_once(',').and_then(|(_, rest)| rest.split_once(',')) else {
                    continue;
                };
                let whole = of_part.split('|').filter(|name| !name.contains('*'));
                match part {
                    "given" => whole.for_each(|name| names.add_given(name)),
                    _ => whole.for_each(|name| names.add_family(name)),
                }
            }
            names
        });
        &SHIPPED
    }

    /// A name that is in a column of first names.
    pub fn add_given(&mut self, name: &str) {
        self.given.insert(fold(name));
    }

    /// A name that is in a column of surnames.
    pub fn add_family(&mut self, name: &str) {
        self.family.insert(fold(name));
    }

    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains(&fold(name))
    }

    pub fn is_family(&self, name: &str) -> bool {
        self.family.contains(&fold(name))
    }
}

/// The lines of a list below its heading.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#')).skip(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_know_common_names() {
        let names = KnownNames::shipped();
        assert!(["Abby", "abigail", "MOHAMMED"].iter().all(|name| names.is_given(name)));
        assert!(["Smith", "jones", "PATEL"].iter().all(|name| names.is_family(name) && !names.is_given(name)));
        assert!(!names.is_given("formal") && !names.is_family("names"), "headings of the lists are no names");
    }
}
