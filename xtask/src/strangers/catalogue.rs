//! The changes by which a stranger's file differs from a good one. Each is one function.

mod amounts;
mod beside;
mod copies;
mod days;
mod encodings;
mod files;
mod headings;
mod lost;
mod rows;
mod totals;
mod wrong;

use super::book::Book;
use super::dice::Dice;

/// One way in which files differ from those of a body that publishes well.
#[derive(Clone, Copy)]
pub struct Change {
    pub name: &'static str,
    /// Whether a reader can still find the truth; if not, what is wrong must be said.
    pub keeps: bool,
    /// Two changes that share a word here cannot be made to the same files.
    pub touches: &'static [&'static str],
    /// Makes the change; false if it cannot be made to these files.
    pub make: fn(&mut Book, &mut Dice) -> bool,
}

type Make = fn(&mut Book, &mut Dice) -> bool;

const fn keeps(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: true, touches, make }
}

const fn breaks(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: false, touches, make }
}

/// Every change, in the order in which several are made: what was paid, columns, rows, files, print, bytes.
pub fn changes() -> Vec<Change> {
    [
        lost::CHANGES,
        wrong::CHANGES,
        beside::CHANGES,
        headings::CHANGES,
        rows::CHANGES,
        totals::CHANGES,
        files::CHANGES,
        copies::CHANGES,
        days::CHANGES,
        amounts::CHANGES,
        encodings::CHANGES,
    ]
    .concat()
}

impl Change {
    /// Whether both can be made to the same files. Two breaks are never made at once: neither's pounds would be known.
    pub fn goes_with(&self, other: &Change) -> bool {
        let is_apart = self.touches.iter().all(|word| !other.touches.contains(word));
        is_apart && (self.keeps || other.keeps) && self.name != other.name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_at_least_sixty_changes_each_with_a_name_of_its_own() {
        let changes = changes();
        let names: BTreeSet<&str> = changes.iter().map(|change| change.name).collect();
        assert_eq!(names.len(), changes.len());
        assert!(60 <= changes.len(), "{}", changes.len());
        assert!(changes.iter().any(|change| !change.keeps));
    }
}
