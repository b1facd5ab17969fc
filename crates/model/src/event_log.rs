//! Events of cases, in memory: what `intake` reads from a log and `journey` counts.
//!
//! Names are kept once and numbered, so that ten million events fit a laptop.

use std::collections::HashMap;
use std::num::NonZeroU32;

use money::Money;

use crate::words;

/// Everything that one or several logs say, in the order of their files and rows.
#[derive(Debug, Clone, Default)]
pub struct EventLog {
    pub cases: Names,
    pub activities: Names,
    pub agencies: Names,
    pub teams: Names,
    pub resources: Names,
    /// The files the events came from, in the order in which they were given.
    pub files: Names,
    pub clock: Clock,
    pub events: Vec<Event>,
}

/// Something that happened in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub case: Name,
    pub activity: Name,
    /// When it began, or the one moment that the log gives.
    pub start: Moment,
    /// When it ended, if the log gives both.
    pub end: Option<Moment>,
    pub agency: Option<Name>,
    pub team: Option<Name>,
    pub resource: Option<Name>,
    pub cost: Option<Money>,
    pub file: Name,
    /// Row in the file from 1, as a spreadsheet counts; in a log without rows the number of the event from 1.
    pub row: u32,
}

/// A moment, and how exactly it is known: a date is a whole day, not its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Microseconds since 1970 on the log's clock; of a day, its first.
    pub micros: i64,
    pub precision: Precision,
}

words! {
    /// How exactly a moment is known.
    Precision {
        /// To the second or better.
        Second = "second",
        Minute = "minute",
        Day = "day",
        Month = "month",
    }
}

/// What a log's moments are read on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// Every moment has an offset, so differences are those of real time.
    Utc,
    /// Moments are as the wall clock showed them; whose wall is not said.
    #[default]
    Wall,
}

/// The number of a name in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(NonZeroU32);

impl Name {
    /// The name at a place of its list, from 0.
    pub fn at(index: usize) -> Self {
        let number = u32::try_from(index + 1).expect("a list of names has fewer than four billion");
        Self(NonZeroU32::new(number).expect("one more than an index is not 0"))
    }

    /// Its place in the list, from 0.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Distinct names in the order in which they were first seen.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, Name>,
}

impl Names {
    /// The number of a name, which is added if it is new.
    pub fn number(&mut self, name: &str) -> Name {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = Name::at(self.names.len());
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The number of a name that is already there.
    pub fn find(&self, name: &str) -> Option<Name> {
        self.numbers.get(name).copied()
    }

    pub fn name(&self, number: Name) -> &str {
        &self.names[number.index()]
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once_and_a_case_called_na_is_a_case() {
        let mut names = Names::default();
        let first = names.number("MA");
        let na = names.number("NA");
        assert_eq!(names.number("MA"), first);
        assert_eq!(names.find("NA"), Some(na));
        assert_eq!((names.len(), names.name(na)), (2, "NA"));
    }
}
