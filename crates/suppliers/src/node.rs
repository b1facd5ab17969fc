//! Printed names of bodies as they are compared.

use std::collections::{BTreeMap, HashMap};

use money::Money;

use crate::name::Name;
use crate::payees::Payee;
use crate::public_bodies::PublicBody;
use crate::words::Sort;

/// A printed name of one body.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub body_id: &'a str,
    pub payee: &'a str,
    pub name: &'a Name,
    pub public_body: Option<&'a PublicBody>,
    /// Sorted, each once.
    pub identifiers: Vec<&'a str>,
    /// The body's own numbers for it, sorted, each once.
    pub codes: Vec<&'a str>,
    /// Where its payee is, as the ledger says; sorted, each once.
    pub postcodes: Vec<&'a str>,
    /// The body says that it withholds the name.
    pub is_withheld: bool,
    pub amount: Money,
}

impl Node<'_> {
    /// Whether its name says who is paid, so that it may be joined by it.
    pub fn is_named(&self) -> bool {
        self.public_body.is_none() && self.sort() == Sort::Named
    }

    /// A public body that no register lists: its name is of a form that only public bodies bear.
    pub fn is_unlisted_body(&self) -> bool {
        self.public_body.is_some_and(|body| !body.is_listed)
    }

    /// Whether other bodies may pay somebody else under the name.
    pub fn is_common(&self) -> bool {
        self.name.is_general && self.public_body.is_none()
    }

    /// The body's word about what it withholds comes before what the printed text looks like.
    pub fn sort(&self) -> Sort {
        if self.is_withheld { Sort::Withheld } else { self.name.sort }
    }
}

/// One node for each body and printed name, sorted by name and body.
pub(crate) fn nodes<'a>(
    payees: &'a [Payee],
    names: &'a HashMap<&str, Name>,
    bodies: &BTreeMap<&str, &'a PublicBody>,
) -> Vec<Node<'a>> {
    let mut nodes: BTreeMap<(&str, &str), Node<'a>> = BTreeMap::new();
    for row in payees {
        let node = nodes.entry((&row.payee, &row.body_id)).or_insert_with(|| Node {
            body_id: &row.body_id,
            payee: &row.payee,
            name: &names[row.payee.as_str()],
            public_body: bodies.get(row.payee.as_str()).copied(),
            identifiers: Vec::new(),
            codes: Vec::new(),
            postcodes: Vec::new(),
            is_withheld: true,
            amount: Money::ZERO,
        });
        node.amount += row.amount;
        node.is_withheld &= row.is_withheld;
        node.identifiers.extend(row.identifiers.iter().map(String::as_str));
        node.codes.extend(row.payee_code.as_deref());
        node.postcodes.extend(row.postcode.as_deref());
    }
    let mut nodes: Vec<Node<'a>> = nodes.into_values().collect();
    for node in &mut nodes {
        for texts in [&mut node.identifiers, &mut node.codes, &mut node.postcodes] {
            texts.sort_unstable();
            texts.dedup();
        }
    }
    nodes
}
