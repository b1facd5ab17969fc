//! Every payee as printed: ranked, searched, and found by address.

use std::collections::HashMap;

use account::{Account, Dimension, Filter};
use money::Money;

use crate::address::{digest, digest_of};
use crate::list::{Key, holds};

/// Every payee of the account, the largest first.
pub struct Payees {
    entries: Vec<Payee>,
    /// Positions in the order of names and of lines.
    by_name: Vec<u32>,
    by_lines: Vec<u32>,
    /// Digests of names with positions, in order: addresses hold the digest.
    by_digest: Vec<(u64, u32)>,
}

/// A name with its lines and pounds spent here; both nothing where it is paid for other things only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub name: Box<str>,
    pub amount: Money,
    pub n_lines: usize,
}

impl Payees {
    pub fn of(account: &Account) -> Payees {
        let net = account.by(&Filter::net_here(), Dimension::Payee);
        // Only looked up, never gone through, so its order matters to nobody.
        let net: HashMap<String, (Money, usize)> = net
            .into_iter()
            .filter_map(|group| Some((group.value?, (group.tally.amount, group.tally.n_lines))))
            .collect();
        let all = account.by(&Filter::gross(), Dimension::Payee).into_iter().filter_map(|group| group.value);
        let entries = all.map(|name| {
            let (amount, n_lines) = net.get(&name).copied().unwrap_or_default();
            Payee { name: name.into_boxed_str(), amount, n_lines }
        });
        Payees::new(entries.collect())
    }

    fn new(mut entries: Vec<Payee>) -> Payees {
        entries.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.name.cmp(&b.name)));
        let positions = || (0..u32::try_from(entries.len()).expect("an account has fewer payees than lines")).collect();
        let at = |position: &u32| &entries[*position as usize];
        let mut by_name: Vec<u32> = positions();
        by_name.sort_by_cached_key(|position| (at(position).name.to_lowercase(), *position));
        let mut by_lines: Vec<u32> = positions();
        by_lines.sort_by_key(|position| (std::cmp::Reverse(at(position).n_lines), *position));
        let mut by_digest: Vec<(u64, u32)> = positions().iter().map(|p| (digest(&at(p).name), *p)).collect();
        by_digest.sort_unstable();
        Payees { entries, by_name, by_lines, by_digest }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The largest of them.
    pub fn largest(&self, n: usize) -> &[Payee] {
        &self.entries[..n.min(self.entries.len())]
    }

    /// Whether a name is among the largest `n`.
    pub fn is_among(&self, n: usize, name: &str) -> bool {
        let same = |(_, position): &&(u64, u32)| &*self.entries[*position as usize].name == name;
        self.with_digest(digest(name)).find(same).is_some_and(|(_, position)| (*position as usize) < n)
    }

    /// The payee whose page has this address.
    pub fn at(&self, part: &str) -> Option<&Payee> {
        let (_, position) = self.with_digest(digest_of(part)?).next()?;
        Some(&self.entries[*position as usize])
    }

    fn with_digest(&self, digest: u64) -> impl Iterator<Item = &(u64, u32)> {
        let start = self.by_digest.partition_point(|(known, _)| *known < digest);
        self.by_digest[start..].iter().take_while(move |(known, _)| *known == digest)
    }

    /// Names that hold every word, in an order; with how many there are.
    pub fn page(
        &self,
        words: &[String],
        key: Key,
        is_usual_order: bool,
        offset: usize,
        n: usize,
    ) -> (Vec<&Payee>, usize) {
        let order: Box<dyn DoubleEndedIterator<Item = &Payee>> = match key {
            Key::Amount => Box::new(self.entries.iter()),
            Key::Name => Box::new(self.by_name.iter().map(|position| &self.entries[*position as usize])),
            Key::Lines => Box::new(self.by_lines.iter().map(|position| &self.entries[*position as usize])),
        };
        let order: Box<dyn Iterator<Item = &Payee>> = if is_usual_order { order } else { Box::new(order.rev()) };
        let mut n_found = 0;
        let mut page = Vec::with_capacity(n);
        for payee in order.filter(|payee| words.iter().all(|word| holds(&payee.name, word))) {
            if offset <= n_found && page.len() < n {
                page.push(payee);
            }
            n_found += 1;
        }
        (page, n_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::part_of_name;

    fn payees() -> Payees {
        let payee = |name: &str, pence, n_lines| Payee { name: name.into(), amount: Money::from_pence(pence), n_lines };
        Payees::new(vec![payee("acorn", 100, 9), payee("Zenith", 500, 1), payee("ACORN", 100, 2), payee("Élan", -5, 1)])
    }

    fn check_page(words: &[&str], key: Key, is_usual_order: bool, expected: &[&str]) {
        let payees = payees();
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (page, n) = payees.page(&words, key, is_usual_order, 0, 10);
        assert_eq!(page.iter().map(|payee| &*payee.name).collect::<Vec<_>>(), expected);
        assert_eq!(n, expected.len());
    }

    #[test]
    fn payees_come_in_each_order_and_its_reverse() {
        check_page(&[], Key::Amount, true, &["Zenith", "ACORN", "acorn", "Élan"]);
        check_page(&[], Key::Amount, false, &["Élan", "acorn", "ACORN", "Zenith"]);
        check_page(&[], Key::Name, true, &["ACORN", "acorn", "Zenith", "Élan"]);
        check_page(&[], Key::Lines, true, &["acorn", "ACORN", "Zenith", "Élan"]);
    }

    #[test]
    fn a_search_takes_no_notice_of_case_or_accents_of_case() {
        check_page(&["corn"], Key::Amount, true, &["ACORN", "acorn"]);
        check_page(&["é"], Key::Amount, true, &["Élan"]);
        check_page(&["x"], Key::Amount, true, &[]);
    }

    #[test]
    fn an_address_leads_to_the_exact_name() {
        let payees = payees();
        for name in ["acorn", "ACORN", "Élan"] {
            assert_eq!(&*payees.at(&part_of_name(name)).unwrap().name, name);
        }
        assert_eq!(payees.at("acorn-0000000000000000"), None);
        assert!(payees.is_among(1, "Zenith") && !payees.is_among(1, "ACORN"));
    }
}
