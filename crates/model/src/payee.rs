//! Payees that are private individuals, and what people said about them.

use std::collections::HashMap;

use crate::name::name_key;

/// What the account prints where a ledger names a private individual.
pub const PRIVATE_INDIVIDUAL: &str = "A private individual (masked)";

/// What a person said about one payee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeMask {
    /// The name as ledgers print it.
    pub payee: String,
    pub is_masked: bool,
    /// Who said so.
    pub decided_by: String,
    /// File and line.
    pub at: String,
}

/// What people said about payees, which holds whatever the name looks like.
#[derive(Clone, Debug, Default)]
pub struct PayeeMasks {
    by_key: HashMap<String, bool>,
    /// File and line of each, by its key, in the order of the file.
    places: Vec<(String, String)>,
}

impl PayeeMasks {
    /// What people said, by the key of the name.
    pub fn of(masks: &[PayeeMask]) -> PayeeMasks {
        let by_key = masks.iter().map(|mask| (mask_key(&mask.payee), mask.is_masked)).collect();
        PayeeMasks { by_key, places: masks.iter().map(|mask| (mask_key(&mask.payee), mask.at.clone())).collect() }
    }

    /// Whether a person said that a payee is to be masked; `None` if nobody said anything.
    pub fn of_payee(&self, printed: &str) -> Option<bool> {
        if self.by_key.is_empty() { None } else { self.by_key.get(&mask_key(printed)).copied() }
    }

    /// The key under which somebody decided something about a payee.
    pub fn key_of(&self, printed: &str) -> Option<String> {
        let key = (!self.by_key.is_empty()).then(|| mask_key(printed))?;
        self.by_key.contains_key(&key).then_some(key)
    }

    /// File and line of everything said about payees other than these.
    pub fn beside(&self, is_met: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.places.iter().filter(move |(key, _)| !is_met(key)).map(|(_, at)| at.as_str())
    }
}

/// One key for `Dr. J Patel` and `DR J  PATEL`; a legal form keeps two payees apart.
pub fn mask_key(printed: &str) -> String {
    let name = name_key(printed);
    let parts = [Some(name.key), name.legal_form.map(str::to_owned), name.trading_name];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_decision_holds_for_a_name_in_every_print() {
        let said = |payee: &str, is_masked| PayeeMask {
            payee: payee.to_owned(),
            is_masked,
            decided_by: "A. Clerk".to_owned(),
            at: String::new(),
        };
        let masks = PayeeMasks::of(&[said("Dr. J Patel", true), said("J Smith", false)]);
        assert_eq!(masks.of_payee("DR J  PATEL"), Some(true));
        assert_eq!(masks.of_payee("J. SMITH"), Some(false));
        assert_eq!(masks.of_payee("J Smith Ltd"), None, "a company is another payee");
        assert_eq!(masks.of_payee("J Smith T/A Smith's Taxis"), None);
    }
}
