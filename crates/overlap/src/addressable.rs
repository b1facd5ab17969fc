//! What of a body's spending could be bought otherwise: `reference/overlaps/not_addressable.csv`.
//!
//! A saving from buying together can only come from spending that is addressable and contestable (method, section 2.5). What
//! has one seller by law, is paid to people, or is held for others has no other price.

use std::collections::HashMap;

use authored::Reading;
use model::words;

use crate::names::NameId;
use crate::paid_lines::{PaidLine, PaidLines};
use crate::suppliers::Suppliers;
use crate::words::{Phrases, plain};

const SHIPPED: &str = include_str!("../../../reference/overlaps/not_addressable.csv");
const SHIPPED_FILE: &str = "reference/overlaps/not_addressable.csv";
const COLUMNS: [&str; 5] = ["reason", "payee", "service", "heading", "note"];

words! {
    /// Why spending with a supplier cannot be addressed.
    NotAddressable {
        /// There is one seller, by law or by nature.
        StatutoryMonopoly = "statutory_monopoly",
        /// Paid to people.
        Benefits = "benefits",
        /// Held for others.
        PassThrough = "pass_through",
    }
}

/// What is not addressable, by words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressableRules(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    reason: NotAddressable,
    payee: Phrases,
    service: String,
    heading: Phrases,
}

impl AddressableRules {
    /// The rules that come with the program.
    ///
    /// # Panics
    /// If the shipped table has a mistake, which its test would say.
    pub fn shipped() -> AddressableRules {
        let reading = Reading::of(SHIPPED_FILE, SHIPPED);
        let mut rules = Vec::new();
        reading.columns(&COLUMNS, |_, [reason, payee, service, heading, _]| {
            let Some(reason_word) = NotAddressable::parse(&reason.text) else {
                let known = NotAddressable::WORDS;
                reading.unknown_word(
                    reason.span.clone(),
                    "reason",
                    &reason.text,
                    known.join(" or "),
                    known.iter().copied(),
                );
                return;
            };
            rules.push(Rule {
                reason: reason_word,
                payee: Phrases::of_cell(&payee.text),
                service: service.text.clone(),
                heading: Phrases::of_cell(&heading.text),
            });
        });
        AddressableRules(reading.finish(Some(rules)).expect("the shipped table has no mistake"))
    }

    /// The first rule under which a line falls.
    fn reason(&self, supplier: &str, service: &str, heading: &str) -> Option<NotAddressable> {
        let is_of = |rule: &&Rule| {
            let is_unset = |phrases: &Phrases, text: &str| phrases.is_empty() || phrases.are_in_plain(text);
            is_unset(&rule.payee, supplier)
                && is_unset(&rule.heading, heading)
                && (rule.service.is_empty() || rule.service == service)
        };
        self.0.iter().find(is_of).map(|rule| rule.reason)
    }
}

/// The rules beside the lines: each combination of texts is looked at once.
pub(crate) struct Addressable<'a> {
    rules: &'a AddressableRules,
    lines: &'a PaidLines,
    suppliers: &'a Suppliers,
    known: HashMap<[NameId; 3], Option<NotAddressable>>,
}

impl<'a> Addressable<'a> {
    pub fn new(rules: &'a AddressableRules, lines: &'a PaidLines, suppliers: &'a Suppliers) -> Addressable<'a> {
        Addressable { rules, lines, suppliers, known: HashMap::new() }
    }

    /// Why a line's supplier could not be left for another; none where it could.
    pub fn why_not(&mut self, line: &PaidLine) -> Option<NotAddressable> {
        let (rules, lines, suppliers) = (self.rules, self.lines, self.suppliers);
        *self.known.entry([line.supplier, line.service, line.heading]).or_insert_with(|| {
            let name = plain(suppliers.name(lines.text(line.supplier)));
            rules.reason(&name, lines.text(line.service), &plain(lines.text(line.heading)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_know_water_benefits_and_money_held_for_others() {
        let rules = AddressableRules::shipped();
        let reason = |payee: &str, service: &str, heading: &str| rules.reason(&plain(payee), service, &plain(heading));
        assert_eq!(reason("Northumbrian Water Ltd", "cultural", "Parks"), Some(NotAddressable::StatutoryMonopoly));
        assert_eq!(reason("Acorn Homes", "housing", "Housing repairs"), None);
        assert_eq!(reason("Acorn Homes", "housing", "Rent allowances"), Some(NotAddressable::Benefits));
        assert_eq!(reason("Acorn Homes", "benefits", ""), Some(NotAddressable::Benefits));
        assert_eq!(reason("Acorn Homes", "other_services", "Collection Fund"), Some(NotAddressable::PassThrough));
        assert_eq!(reason("Waterside Catering Ltd", "education", "School meals"), None);
    }
}
