//! Payees whose names the program masks because they are private people.

use std::collections::BTreeMap;

use super::place::{Key, Tally};

/// What the program prints for such a name.
const MARK: &str = "(masked)";

/// Gives masked lines their true names, if they are exactly the lines that are missing under those names.
pub fn unmask(truth: &Tally, read: &Tally) -> Tally {
    let (masked, mut named): (Tally, Tally) = read.clone().into_iter().partition(|(key, _)| key.2.contains(MARK));
    for (key, entry) in masked {
        let lacking = lacking(&key, truth, &named);
        let sum = lacking.values().fold((0, 0), |sum, entry| (sum.0 + entry.0, sum.1 + entry.1));
        match sum == entry && lacking.values().all(|entry| 0 < entry.0) {
            true => {
                for (key, (n, pence)) in lacking {
                    let entry = named.entry(key).or_default();
                    *entry = (entry.0 + n, entry.1 + pence);
                }
            }
            false => drop(named.insert(key, entry)),
        }
    }
    named
}

/// What the truth has and the reading lacks, in the body, month and year of a key.
fn lacking(of: &Key, truth: &Tally, read: &Tally) -> BTreeMap<Key, (i64, i64)> {
    let is_beside = |key: &Key| (&key.0, &key.1, key.3) == (&of.0, &of.1, of.3);
    let rest = |(key, entry): (&Key, &(i64, i64))| {
        let found = read.get(key).copied().unwrap_or_default();
        let rest = (entry.0 - found.0, entry.1 - found.1);
        (rest != (0, 0)).then(|| (key.clone(), rest))
    };
    truth.iter().filter(|(key, _)| is_beside(key)).filter_map(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(payee: &str) -> Key {
        ("county".to_owned(), "2024-04".to_owned(), payee.to_owned(), 2024)
    }

    #[test]
    fn a_masked_payee_is_right_only_if_its_lines_are_those_that_lack() {
        let truth = Tally::from([(key("Mr A"), (1, 500)), (key("Mrs B"), (1, 300)), (key("Acorn Ltd"), (2, 900))]);
        let read = Tally::from([(key("Acorn Ltd"), (2, 900)), (key("A private individual (masked)"), (2, 800))]);
        assert_eq!(unmask(&truth, &read), truth);
        let read = Tally::from([(key("Acorn Ltd"), (2, 900)), (key("A private individual (masked)"), (2, 700))]);
        assert_eq!(unmask(&truth, &read), read);
    }
}
