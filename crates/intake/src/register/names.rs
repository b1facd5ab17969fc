//! The names of one body, and names that several bodies share.

use std::collections::{BTreeMap, BTreeSet};

use model::name::name_key;
use model::place::RegisterBody;

/// Leaves out names that add nothing to the name and to those before them.
pub(super) fn distinct(name: &str, others: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::from([name_key(name).key]);
    others
        .into_iter()
        .map(|other| other.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|other| !other.is_empty() && seen.insert(name_key(other).key))
        .collect()
}

/// Takes from every body the other names that also mean another, and says which.
///
/// A body's proper name stays its own, and beats another body's other name. Of two other names
/// neither stays: a payment must not be laid at the wrong door. Several bodies with one proper name
/// (a district and the unitary council that took its place) are kept as the list has them, the
/// first for the name.
pub(super) fn without_shared(bodies: Vec<RegisterBody>, file: &str) -> (Vec<RegisterBody>, Vec<String>) {
    let proper: BTreeSet<String> = bodies.iter().map(|body| name_key(&body.name).key).collect();
    let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for body in &bodies {
        for other in &body.other_names {
            users.entry(name_key(other).key).or_default().insert(&body.id);
        }
    }
    let shared: BTreeMap<String, Vec<String>> = users
        .into_iter()
        .filter(|(key, ids)| ids.len() > 1 || proper.contains(key))
        .map(|(key, ids)| (key, ids.into_iter().map(str::to_owned).collect()))
        .collect();
    let doubts = shared.iter().map(|(key, ids)| in_words(key, ids, proper.contains(key), file)).collect();
    let own_names = |mut body: RegisterBody| {
        body.other_names.retain(|other| !shared.contains_key(&name_key(other).key));
        body
    };
    (bodies.into_iter().map(own_names).collect(), doubts)
}

fn in_words(key: &str, ids: &[String], is_proper: bool, file: &str) -> String {
    let ids = ids.join(" and of ");
    if is_proper {
        return format!(
            "{file}: `{key}` is the name of one body and another name of {ids}; only the first is known by it"
        );
    }
    format!("{file}: `{key}` is another name of {ids}; none of them is known by it")
}
