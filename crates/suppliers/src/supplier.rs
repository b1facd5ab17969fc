//! The organisations that are paid, and their ids.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::SupplierKind;
use money::Money;

use crate::join::Joined;
use crate::node::Node;
use crate::public_bodies::PublicBody;
use crate::words::Sort;

/// An organisation that is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplier {
    /// The register's id for a public body, otherwise made of the name.
    pub supplier_id: String,
    /// The printed name that most money goes to.
    pub name: String,
    pub kind: SupplierKind,
    /// `LIMITED`, `PLC` and the like, where any of its names has one.
    pub legal_form: Option<String>,
    /// Each once.
    pub identifiers: BTreeSet<String>,
}

/// The id of each node's supplier: made of the first name in order, so that it changes rarely.
pub(crate) fn supplier_ids(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) -> Vec<String> {
    let id_of = ids_of_named(nodes, joined);
    let ids = nodes.iter().enumerate().map(|(at, node)| match (joined.public_body(at), node.sort()) {
        (Some(body), _) => body.id.clone(),
        (None, Sort::Withheld) => SupplierKind::Withheld.word().to_owned(),
        (None, Sort::Individual) => SupplierKind::Individual.word().to_owned(),
        (None, Sort::Collective) => format!("{}@{}", SupplierKind::Collective.word(), node.body_id),
        (None, Sort::Named) => id_of[&joined.root(at)].clone(),
    });
    ids.collect()
}

/// Ids by the roots of joined names.
fn ids_of_named(nodes: &[Node<'_>], joined: &mut Joined<'_, '_>) -> BTreeMap<usize, String> {
    let mut first_name: BTreeMap<usize, (String, &str)> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let candidate = (node.name.slug(), node.body_id);
        let first = first_name.entry(joined.root(at)).or_insert_with(|| candidate.clone());
        if candidate < *first {
            *first = candidate;
        }
    }
    let mut n_with_slug: BTreeMap<&str, usize> = BTreeMap::new();
    first_name.values().for_each(|(slug, _)| *n_with_slug.entry(slug).or_default() += 1);
    let mut in_order: Vec<(&(String, &str), usize)> = first_name.iter().map(|(root, first)| (first, *root)).collect();
    in_order.sort();
    let mut n_taken: BTreeMap<String, usize> = BTreeMap::new();
    let id = |((slug, body), root): (&(String, &str), usize)| {
        // A name that means several suppliers carries the body that pays, and a number if it must.
        let id = if n_with_slug[slug.as_str()] == 1 { slug.clone() } else { format!("{slug}@{body}") };
        let n = n_taken.entry(id.clone()).or_default();
        *n += 1;
        (root, if *n == 1 { id } else { format!("{id}-{n}") })
    };
    in_order.into_iter().map(id).collect()
}

/// What is said of each supplier, by id.
pub(crate) fn describe(nodes: &[Node<'_>], ids: &[String]) -> Vec<Supplier> {
    let mut of_id: BTreeMap<&str, Vec<&Node<'_>>> = BTreeMap::new();
    nodes.iter().zip(ids).for_each(|(node, id)| of_id.entry(id).or_default().push(node));
    let supplier = |(id, nodes): (&str, Vec<&Node<'_>>)| {
        let body = nodes.iter().find_map(|node| node.public_body.filter(|body| body.id == id));
        let form = nodes.iter().find_map(|node| node.name.compared().2);
        Supplier {
            supplier_id: id.to_owned(),
            name: body.map_or_else(|| largest_name(&nodes), |body| body.name.as_str()).to_owned(),
            kind: kind(body, nodes[0].sort(), form),
            legal_form: form.map(str::to_owned),
            identifiers: nodes.iter().flat_map(|node| &node.identifiers).map(|id| (*id).to_owned()).collect(),
        }
    };
    of_id.into_iter().map(supplier).collect()
}

/// The name that most money goes to; of equals the first in order.
fn largest_name<'a>(nodes: &[&Node<'a>]) -> &'a str {
    let mut by_name: BTreeMap<&str, Money> = BTreeMap::new();
    nodes.iter().for_each(|node| *by_name.entry(node.payee).or_insert(Money::ZERO) += node.amount);
    let largest = by_name.into_iter().fold(None, |best: Option<(&str, Money)>, (name, amount)| match best {
        Some((_, most)) if amount <= most => best,
        _ => Some((name, amount)),
    });
    largest.map_or("", |(name, _)| name)
}

fn kind(body: Option<&PublicBody>, sort: Sort, form: Option<&str>) -> SupplierKind {
    match (body, sort, form) {
        (Some(body), _, _) => SupplierKind::PublicBody(body.kind),
        (None, Sort::Withheld, _) => SupplierKind::Withheld,
        (None, Sort::Individual, _) => SupplierKind::Individual,
        (None, Sort::Collective, _) => SupplierKind::Collective,
        (None, Sort::Named, Some("CIC" | "CIO")) => SupplierKind::Community,
        (None, Sort::Named, Some(_)) => SupplierKind::Company,
        (None, Sort::Named, None) => SupplierKind::Organisation,
    }
}
