//! The names that one file masks, counted while it is read.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::MaskReason;
use money::Money;

/// Names of one file, with what they stand for.
#[derive(Clone, Debug, Default)]
pub struct MaskedPayees {
    by_name: BTreeMap<(String, MaskReason), (u64, Money)>,
    /// The keys of payees about which somebody decided something.
    decided: BTreeSet<String>,
}

impl MaskedPayees {
    pub(crate) fn count(&mut self, printed: &str, reason: MaskReason, amount: Money) {
        let counted = self.by_name.entry((printed.to_owned(), reason)).or_default();
        *counted = (counted.0 + 1, counted.1 + amount);
    }

    pub(crate) fn meet(&mut self, key: String) {
        self.decided.insert(key);
    }

    /// Whether the file names a payee about which somebody decided something.
    pub(crate) fn has_met(&self, key: &str) -> bool {
        self.decided.contains(key)
    }

    /// Each name as printed, why it is masked, and its lines and pounds.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, MaskReason, u64, Money)> {
        self.by_name.iter().map(|((payee, reason), (n_lines, amount))| (payee.as_str(), *reason, *n_lines, *amount))
    }
}
