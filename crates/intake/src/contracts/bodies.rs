//! Bodies of the place, by the names under which they buy or give.

use std::collections::BTreeMap;

use model::Place;
use model::name::name_key;

/// Ids of bodies by the keys of their names.
pub(super) struct Bodies(BTreeMap<String, Option<String>>);

impl Bodies {
    pub fn of(place: &Place) -> Bodies {
        let mut by_key: BTreeMap<String, Option<String>> = BTreeMap::new();
        for body in &place.bodies {
            for name in std::iter::once(&body.name).chain(&body.other_names) {
                let known = by_key.entry(name_key(name).key).or_insert_with(|| Some(body.id.clone()));
                if known.as_deref() != Some(body.id.as_str()) {
                    *known = None; // a name that two bodies have tells neither
                }
            }
        }
        Bodies(by_key)
    }

    /// The body of exactly this name, whatever its case and punctuation.
    pub fn named(&self, printed: &str) -> Option<String> {
        self.0.get(&name_key(printed).key)?.clone()
    }
}
