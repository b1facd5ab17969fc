//! Matching every printed name to a supplier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::decision::{DecidedPayee, SupplierDecision};
use model::tables::JoinMethod;
use rayon::prelude::*;

use crate::groups::{GroupEdge, groups};
use crate::join::Joined;
use crate::name::Name;
use crate::node::{Node, nodes};
use crate::payees::Payee;
use crate::proposals::{NearSuppliers, near_suppliers};
use crate::public_bodies::PublicBody;
use crate::spellings;
use crate::supplier::{Supplier, describe, supplier_ids};
use crate::words::Words;

/// A printed name of a body, and the supplier that it means.
#[derive(Clone, Debug, PartialEq)]
pub struct PayeeSupplier {
    pub body_id: String,
    pub payee: String,
    pub supplier_id: String,
    pub method: JoinMethod,
    pub score: f64,
    /// `rule`, or the person who decided.
    pub decided_by: String,
}

/// Who is paid, by which names.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppliers {
    /// By id.
    pub suppliers: Vec<Supplier>,
    /// One for each body and printed name, sorted by these.
    pub edges: Vec<PayeeSupplier>,
    /// Suppliers that may belong to one group: evidence, not a join.
    pub groups: Vec<GroupEdge>,
    /// Suppliers that may be one: questions to a person, the most pounds first.
    pub near: Vec<NearSuppliers>,
    /// Decisions that could not be honoured, by file and line: another decision or the register of
    /// public bodies says otherwise.
    pub broken_decisions: Vec<String>,
}

/// Finds the suppliers behind the payees of all ledgers.
///
/// Rows of one body with the same printed name are taken together. The result does not depend on the
/// order of rows.
pub fn suppliers(payees: &[Payee], public_bodies: &[PublicBody], decisions: &[SupplierDecision]) -> Suppliers {
    let words = Words::shipped();
    let names = names(payees, &words);
    let bodies: BTreeMap<&str, &PublicBody> = public_bodies.iter().map(|body| (body.payee.as_str(), body)).collect();
    let nodes = nodes(payees, &names, &bodies);
    let mut joined = Joined::new(&nodes, decisions);
    spellings::join_all(&nodes, &mut joined);
    let ids = supplier_ids(&nodes, &mut joined);
    let suppliers = describe(&nodes, &ids);
    let how = joined.how(&nodes, shown(&nodes, &ids, &suppliers));
    let edges: Vec<PayeeSupplier> =
        nodes.iter().zip(&ids).zip(how).map(|((node, id), how)| edge(node, id, how)).collect();
    let groups = groups(&nodes, &ids, &words);
    let near = near_suppliers(&nodes, &mut joined, &ids, &words);
    let broken_decisions = decisions.iter().filter(|decision| !is_honoured(decision, &edges));
    let broken_decisions = broken_decisions.map(|decision| decision.at.clone()).collect();
    Suppliers { suppliers, edges, groups, near, broken_decisions }
}

fn names<'a>(payees: &'a [Payee], words: &Words) -> HashMap<&'a str, Name> {
    let printed: BTreeSet<&str> = payees.iter().map(|row| row.payee.as_str()).collect();
    let printed: Vec<&str> = printed.into_iter().collect();
    let names: Vec<Name> = printed.par_iter().map(|payee| Name::of(payee, words)).collect();
    printed.into_iter().zip(names).collect()
}

fn edge(node: &Node<'_>, supplier_id: &str, (method, decided_by): (JoinMethod, &str)) -> PayeeSupplier {
    PayeeSupplier {
        body_id: node.body_id.to_owned(),
        payee: node.payee.to_owned(),
        supplier_id: supplier_id.to_owned(),
        method,
        score: score(method),
        decided_by: decided_by.to_owned(),
    }
}

/// How often such a match is right, judged from reading real ledgers (docs/methods/suppliers.md); it is
/// not an estimate.
fn score(method: JoinMethod) -> f64 {
    match method {
        JoinMethod::Decision | JoinMethod::PublicBody | JoinMethod::Identifier | JoinMethod::NoName => 1.0,
        JoinMethod::SameName => 0.99,
        JoinMethod::FormLeftOut | JoinMethod::Spacing | JoinMethod::Abbreviation | JoinMethod::AddedWords => 0.98,
        JoinMethod::CutOff | JoinMethod::TrustWords => 0.96,
        JoinMethod::TradingName | JoinMethod::Slip => 0.95,
    }
}

/// For each supplier the name under which it is shown: of the body that pays most under it.
fn shown(nodes: &[Node<'_>], ids: &[String], suppliers: &[Supplier]) -> Vec<usize> {
    let name_of: BTreeMap<&str, &str> =
        suppliers.iter().map(|supplier| (supplier.supplier_id.as_str(), supplier.name.as_str())).collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let named = nodes.iter().zip(ids).enumerate().filter(|(_, (node, id))| node.payee == name_of[id.as_str()]);
    for (at, (node, id)) in named {
        let best = shown.entry(id).or_insert(at);
        if nodes[*best].amount < node.amount {
            *best = at;
        }
    }
    shown.into_values().collect()
}

/// Whether the suppliers of two names are what a person decided; names that no ledger prints break nothing.
fn is_honoured(decision: &SupplierDecision, edges: &[PayeeSupplier]) -> bool {
    let of = |payee: &DecidedPayee| -> Vec<&PayeeSupplier> {
        edges.iter().filter(|edge| payee.is(&edge.body_id, &edge.payee)).collect()
    };
    let (ones, others) = (of(&decision.one), of(&decision.other));
    let mut pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    // Of a name of whichever body and the same name of one body, both are that one name.
    pairs.all(|(one, other)| one == other || (one.supplier_id == other.supplier_id) == decision.is_same)
}
