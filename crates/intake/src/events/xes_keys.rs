//! The keys of XES events, and the classifiers by which a log names its activities.

use std::path::Path;

use super::columns::{ColumnRead, Reason};
use super::error::Error;
use super::options::Options;
use super::role::Role;

/// A rule of a log: the values of these keys together are the name of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classifier {
    pub name: String,
    pub keys: Vec<String>,
}

impl Classifier {
    /// Parts the keys at spaces. A key with spaces stands between quotation marks, or is one that the log's globals declare.
    pub(super) fn of(name: &str, keys: &str, declared_keys: &[String]) -> Classifier {
        let mut parted = Vec::new();
        let mut rest = keys.trim_start();
        while let Some(first) = rest.chars().next() {
            let quoted = matches!(first, '\'' | '"').then(|| rest[1..].split_once(first)).flatten();
            let (key, behind) = quoted.unwrap_or_else(|| next_key(rest, declared_keys));
            parted.push(key.to_owned());
            rest = behind.trim_start();
        }
        Classifier { name: name.to_owned(), keys: parted }
    }

    /// The one that a person names, whatever its case.
    pub(super) fn named(path: &Path, asked: &str, declared: &[Classifier]) -> Result<Classifier, Error> {
        let found = declared.iter().find(|classifier| classifier.name.eq_ignore_ascii_case(asked));
        found.cloned().ok_or_else(|| Error::NoClassifier {
            path: path.to_owned(),
            asked: asked.to_owned(),
            declared: declared.iter().map(|classifier| classifier.name.clone()).collect(),
        })
    }
}

/// The longest declared key that begins here, else the word up to the next space.
fn next_key<'a>(rest: &'a str, declared_keys: &[String]) -> (&'a str, &'a str) {
    let begins = |key: &&String| {
        rest.strip_prefix(key.as_str()).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    };
    let declared = declared_keys.iter().filter(|key| key.contains(' ')).filter(begins).map(String::len).max();
    rest.split_at(declared.or_else(|| rest.find(' ')).unwrap_or(rest.len()))
}

/// Which key is read as what.
#[derive(Debug, Clone)]
pub(super) struct XesKeys {
    by_role: [Option<(String, Reason)>; Role::EVERY.len()],
}

impl XesKeys {
    /// The standard's keys, but where a person names others.
    pub fn of(options: &Options) -> XesKeys {
        let standard = |role| match role {
            Role::Case | Role::Activity => Some("concept:name"),
            Role::Start => Some("time:timestamp"),
            Role::End => None,
            Role::Agency => Some("org:agency"),
            Role::Team => Some("org:group"),
            Role::Resource => Some("org:resource"),
            Role::Cost => Some("cost:total"),
            Role::Lifecycle => Some("lifecycle:transition"),
            Role::Instance => Some("concept:instance"),
        };
        let key = |role| match options.columns.of(role) {
            Some(named) => Some((named.to_owned(), Reason::Named)),
            None => standard(role).map(|key| (key.to_owned(), Reason::Standard)),
        };
        XesKeys { by_role: Role::EVERY.map(key) }
    }

    /// There is a key for beginnings as well, so the moments are ends.
    pub fn take_start_beside(&mut self, start_key: &str) {
        let beginning = Some((start_key.to_owned(), Reason::Standard));
        let moments = std::mem::replace(&mut self.by_role[Role::Start as usize], beginning);
        self.by_role[Role::End as usize] = moments;
    }

    pub fn key(&self, role: Role) -> Option<&str> {
        self.by_role[role as usize].as_ref().map(|(key, _)| key.as_str())
    }

    /// The roles of an event's key: one key may name both the activity and, by a person's choice, something else.
    pub fn roles<'k>(&'k self, key: &'k str) -> impl Iterator<Item = Role> + 'k {
        Role::EVERY.into_iter().filter(move |role| *role != Role::Case && self.key(*role) == Some(key))
    }

    /// What was read as what, with the keys of events that were not read behind them.
    pub fn read(&self, event_keys: &[String]) -> Vec<ColumnRead> {
        let read = |role: Role| {
            let (key, reason) = self.by_role[role as usize].as_ref()?;
            let is_there = role == Role::Case || event_keys.contains(key);
            is_there.then(|| ColumnRead { heading: key.clone(), role: Some(role), reason: *reason })
        };
        let is_unread = |key: &&String| self.roles(key).next().is_none();
        let unread = event_keys.iter().filter(is_unread);
        let unread = unread.map(|key| ColumnRead { heading: key.clone(), role: None, reason: Reason::NotRead });
        Role::EVERY.into_iter().filter_map(read).chain(unread).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &str, declared: &[&str], expected: &[&str]) {
        let declared: Vec<String> = declared.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(Classifier::of("c", keys, &declared).keys, expected, "{keys}");
    }

    #[test]
    fn keys_of_a_classifier_are_parted_as_the_standard_allows() {
        check("concept:name lifecycle:transition", &[], &["concept:name", "lifecycle:transition"]);
        check("Activity", &[], &["Activity"]);
        check("'organization involved' concept:name", &[], &["organization involved", "concept:name"]);
        check(
            "organization involved concept:name",
            &["organization involved"],
            &["organization involved", "concept:name"],
        );
    }
}
