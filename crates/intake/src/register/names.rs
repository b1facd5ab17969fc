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
    let keys = |body: &RegisterBody| body.other_names.iter().map(|other| name_key(other).key).collect();
    let keys: Vec<Vec<String>> = bodies.iter().map(keys).collect();
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (body, keys) in bodies.iter().zip(&keys) {
        for key in keys {
            users.entry(key).or_default().insert(&body.id);
        }
    }
    users.retain(|key, ids| ids.len() > 1 || proper.contains(*key));
    let said = |(key, ids): (&&str, &BTreeSet<&str>)| in_words(key, ids, proper.contains(*key), file);
    let doubts = users.iter().map(said).collect();
    let shared: BTreeSet<&str> = users.into_keys().collect();
    let kept: Vec<Vec<bool>> =
        keys.iter().map(|keys| keys.iter().map(|key| !shared.contains(key.as_str())).collect()).collect();
    let own_names = |(mut body, kept): (RegisterBody, Vec<bool>)| {
        let mut kept = kept.into_iter();
        body.other_names.retain(|_| kept.next().unwrap_or(true));
        body
    };
    (bodies.into_iter().zip(kept).map(own_names).collect(), doubts)
}

fn in_words(key: &str, ids: &BTreeSet<&str>, is_proper: bool, file: &str) -> String {
    let ids = ids.iter().copied().collect::<Vec<_>>().join(" and of ");
    if is_proper {
        return format!(
            "{file}: `{key}` is the name of one body and another name for {ids}; it is used only for the first"
        );
    }
    format!("{file}: `{key}` is another name for {ids}; it is used for none of them")
}
