//! Suppliers that may belong to one group.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::GroupMethod;

use crate::node::Node;
use crate::words::Words;

/// A supplier and the group that it may belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupEdge {
    pub supplier_id: String,
    /// The id of the group's first supplier.
    pub group_id: String,
    pub method: GroupMethod,
    pub score: f64,
}

/// Suppliers with one VAT number, and suppliers whose names differ only by words that sister companies
/// differ by (method, section 2.2). Evidence beside the suppliers: no money moves.
pub(crate) fn groups(nodes: &[Node<'_>], ids: &[String], words: &Words) -> Vec<GroupEdge> {
    let mut by_vat: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut by_base: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (node, id) in nodes.iter().zip(ids).filter(|(node, _)| node.is_named()) {
        for vat in node.identifiers.iter().filter(|number| number.starts_with("GB-VAT-")) {
            by_vat.entry(vat).or_default().insert(id);
        }
        let base: Vec<String> = node.name.tokens.iter().filter(|token| !words.is_ending(token)).cloned().collect();
        if !base.is_empty() && !words.is_general(&base) {
            by_base.entry(base.join(" ")).or_default().insert(id);
        }
    }
    let vat = by_vat.into_values().flat_map(|ids| edges(&ids, GroupMethod::VatNumber, 1.0));
    let mut edges: Vec<GroupEdge> =
        vat.chain(by_base.into_values().flat_map(|ids| edges(&ids, GroupMethod::LikeName, 0.5))).collect();
    edges.sort_by(|a, b| (&a.supplier_id, &a.group_id, a.method).cmp(&(&b.supplier_id, &b.group_id, b.method)));
    edges.dedup();
    edges
}

fn edges(ids: &BTreeSet<&str>, method: GroupMethod, score: f64) -> Vec<GroupEdge> {
    let Some(first) = ids.first().filter(|_| 1 < ids.len()) else { return Vec::new() };
    let edge = |id: &&str| GroupEdge { supplier_id: (*id).to_owned(), group_id: (*first).to_owned(), method, score };
    ids.iter().map(edge).collect()
}
