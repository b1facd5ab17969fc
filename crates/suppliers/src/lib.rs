//! One supplier behind many printed names.
//!
//! Public bodies first, then identifiers, then names (method, section 2.2). Precision comes before
//! recall: a name that stays apart is counted under itself, while a wrong join credits one company with
//! another's money. Nothing is merged: every printed name keeps its own edge to the supplier, with the
//! method that made it and how far that can be trusted.

mod concentration;
mod groups;
mod join;
mod name;
mod spellings;
mod spend;
mod tables;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::decision::SupplierDecision;
use money::Money;
use rayon::prelude::*;

pub use concentration::{hhi, overlap};
pub use groups::GroupEdge;
pub use spend::{NetSpend, SpendTables, spend_tables};
pub use tables::{SupplierTables, public_bodies, supplier_tables};

use join::{Joined, Node};
use name::Name;
use words::{Sort, Words};

/// A name as a body's ledger prints it, and what was paid under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub body_id: String,
    /// As printed.
    pub payee: String,
    /// The body's own number for it, where one is printed.
    pub payee_code: Option<String>,
    /// Numbers in registers, such as `GB-COH-01234567` or `GB-VAT-980780684`, where the ledger has them.
    pub identifiers: Vec<String>,
    /// The body says that it withholds the name: what is printed in its place is no name.
    pub is_withheld: bool,
    pub n_lines: u64,
    pub amount: Money,
}

/// A printed name that is a public body: table `counterparty`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicBody {
    pub payee: String,
    pub id: String,
    pub name: String,
    pub kind: String,
}

/// How a printed name came to its supplier. The score is how often such a join is right, as judged
/// while reading real ledgers (docs/methods/suppliers.md); it is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// A person said so.
    Decision,
    /// The register of public bodies knows the name.
    PublicBody,
    /// The same number in a register.
    Identifier,
    /// The name under which the supplier is shown, or one with the same key and legal form.
    SameName,
    /// The same key; one of the two has no legal form.
    FormLeftOut,
    /// The same letters, parted otherwise.
    Spacing,
    /// The name that another trades under.
    TradingName,
    /// Cut off by a system at so many letters.
    CutOff,
    /// One slip of the typist in one long word.
    Slip,
    /// No name of an organisation: withheld, or a payment run.
    NoName,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Method::Decision => "decision",
            Method::PublicBody => "public_body",
            Method::Identifier => "identifier",
            Method::SameName => "same_name",
            Method::FormLeftOut => "form_left_out",
            Method::Spacing => "spacing",
            Method::TradingName => "trading_name",
            Method::CutOff => "cut_off",
            Method::Slip => "slip",
            Method::NoName => "no_name",
        }
    }

    pub fn score(self) -> f64 {
        match self {
            Method::Decision | Method::PublicBody | Method::Identifier | Method::NoName => 1.0,
            Method::SameName => 0.99,
            Method::FormLeftOut | Method::Spacing => 0.98,
            Method::CutOff => 0.96,
            Method::TradingName | Method::Slip => 0.95,
        }
    }
}

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupplierKind {
    /// With the kind of the register: council, police, department.
    PublicBody(String),
    /// Its name ends in Limited, PLC, LLP or what other countries have for these.
    Company,
    /// Its name ends in CIC or CIO.
    Community,
    /// No legal form is printed: charities, partnerships, schools, people.
    Organisation,
    /// The payee is withheld; how many there are is not known.
    Withheld,
    /// A payment run or an account of the body itself.
    Collective,
}

impl SupplierKind {
    pub fn word(&self) -> &str {
        match self {
            SupplierKind::PublicBody(kind) => kind,
            SupplierKind::Company => "company",
            SupplierKind::Community => "community",
            SupplierKind::Organisation => "organisation",
            SupplierKind::Withheld => "withheld",
            SupplierKind::Collective => "collective",
        }
    }
}

/// Whether a kind in the table `supplier` is that of entries behind which there is no one organisation.
pub fn is_nameless(kind: &str) -> bool {
    [SupplierKind::Withheld, SupplierKind::Collective].iter().any(|nameless| nameless.word() == kind)
}

/// A printed name of a body, and the supplier that it means.
#[derive(Clone, Debug, PartialEq)]
pub struct PayeeSupplier {
    pub body_id: String,
    pub payee: String,
    pub supplier_id: String,
    pub method: Method,
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
    /// Suppliers that may be of one group: evidence, not a join.
    pub groups: Vec<GroupEdge>,
    /// Decisions that could not be honoured, by where they stand: another decision or the register of
    /// public bodies says otherwise.
    pub broken_decisions: Vec<String>,
}

/// Finds the suppliers behind the payees of all ledgers.
///
/// Rows of one body with the same printed name are taken together. The result does not depend on the
/// order of rows.
pub fn suppliers(payees: &[Payee], public_bodies: &[PublicBody], decisions: &[SupplierDecision]) -> Suppliers {
    let words = Words::shipped();
    let printed: BTreeSet<&str> = payees.iter().map(|row| row.payee.as_str()).collect();
    let printed: Vec<&str> = printed.into_iter().collect();
    let names: Vec<Name> = printed.par_iter().map(|payee| Name::of(payee, &words)).collect();
    let names: HashMap<&str, Name> = printed.into_iter().zip(names).collect();
    let bodies: BTreeMap<&str, &PublicBody> = public_bodies.iter().map(|body| (body.payee.as_str(), body)).collect();
    let nodes = nodes(payees, &names, &bodies);
    let mut joined = Joined::new(&nodes, decisions);
    spellings::join_all(&nodes, &mut joined);
    let ids = supplier_ids(&nodes, &mut joined);
    let suppliers = describe(&nodes, &ids, &bodies);
    let how = joined.how(&nodes, shown(&nodes, &ids, &suppliers));
    let edges = nodes.iter().zip(&ids).zip(how).map(|((node, supplier_id), (method, decided_by))| PayeeSupplier {
        body_id: node.body_id.to_owned(),
        payee: node.payee.to_owned(),
        supplier_id: supplier_id.clone(),
        method,
        score: method.score(),
        decided_by: decided_by.to_owned(),
    });
    let edges: Vec<PayeeSupplier> = edges.collect();
    let groups = groups::groups(&nodes, &ids, &words);
    let broken_decisions = decisions.iter().filter(|decision| !is_honoured(decision, &edges));
    let broken_decisions = broken_decisions.map(|decision| decision.at.clone()).collect();
    Suppliers { suppliers, edges, groups, broken_decisions }
}

/// For each supplier the name under which it is shown: of the body that pays most under it.
fn shown(nodes: &[Node<'_>], ids: &[String], suppliers: &[Supplier]) -> Vec<usize> {
    let name_of: BTreeMap<&str, &str> =
        suppliers.iter().map(|supplier| (supplier.supplier_id.as_str(), supplier.name.as_str())).collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (node, id)) in
        nodes.iter().zip(ids).enumerate().filter(|(_, (node, id))| node.payee == name_of[id.as_str()])
    {
        let best = shown.entry(id).or_insert(at);
        if nodes[*best].amount < node.amount {
            *best = at;
        }
    }
    shown.into_values().collect()
}

/// Whether the suppliers of two names are what a person decided; names that no ledger prints break nothing.
fn is_honoured(decision: &SupplierDecision, edges: &[PayeeSupplier]) -> bool {
    let of = |payee: &model::decision::DecidedPayee| -> Vec<&PayeeSupplier> {
        edges.iter().filter(|edge| payee.is(&edge.body_id, &edge.payee)).collect()
    };
    let (ones, others) = (of(&decision.one), of(&decision.other));
    let mut pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other)));
    // Of a name of whichever body and the same name of one body, both are that one name.
    pairs.all(|(one, other)| one == other || (one.supplier_id == other.supplier_id) == decision.is_same)
}

/// One node for each body and printed name, sorted by name and body.
fn nodes<'a>(
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
            public_body: bodies.get(row.payee.as_str()).map(|body| body.id.as_str()),
            identifiers: Vec::new(),
            is_withheld: true,
            amount: Money::ZERO,
        });
        node.amount += row.amount;
        node.is_withheld &= row.is_withheld;
        node.identifiers.extend(row.identifiers.iter().map(String::as_str));
    }
    let mut nodes: Vec<Node<'a>> = nodes.into_values().collect();
    for node in &mut nodes {
        node.identifiers.sort_unstable();
        node.identifiers.dedup();
    }
    nodes
}

/// The id of each node's supplier: made of the first name in order, so that it changes rarely.
fn supplier_ids(nodes: &[Node<'_>], joined: &mut Joined<'_>) -> Vec<String> {
    let mut first_name: BTreeMap<usize, (String, &str)> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let candidate = (node.name.slug(), node.body_id);
        let first = first_name.entry(joined.root(at)).or_insert_with(|| candidate.clone());
        if candidate < *first {
            *first = candidate;
        }
    }
    let mut n_with_slug: BTreeMap<String, usize> = BTreeMap::new();
    first_name.values().for_each(|(slug, _)| *n_with_slug.entry(slug.clone()).or_default() += 1);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut id_of: BTreeMap<usize, String> = BTreeMap::new();
    let mut in_order: Vec<(&(String, &str), usize)> = first_name.iter().map(|(root, first)| (first, *root)).collect();
    in_order.sort();
    for ((slug, body), root) in in_order {
        // A name that means several suppliers carries the body that pays, and a number if it must.
        let id = if n_with_slug[slug] == 1 { slug.clone() } else { format!("{slug}@{body}") };
        let n = taken.entry(id.clone()).or_default();
        *n += 1;
        id_of.insert(root, if *n == 1 { id } else { format!("{id}-{n}") });
    }
    let ids = nodes.iter().enumerate().map(|(at, node)| match (node.public_body, node.sort()) {
        (Some(id), _) => id.to_owned(),
        (None, Sort::Withheld) => "withheld".to_owned(),
        (None, Sort::Collective) => format!("collective@{}", node.body_id),
        (None, Sort::Named) => id_of[&joined.root(at)].clone(),
    });
    ids.collect()
}

fn describe(nodes: &[Node<'_>], ids: &[String], bodies: &BTreeMap<&str, &PublicBody>) -> Vec<Supplier> {
    let mut of_id: BTreeMap<&str, Vec<&Node<'_>>> = BTreeMap::new();
    nodes.iter().zip(ids).for_each(|(node, id)| of_id.entry(id).or_default().push(node));
    let supplier = |(id, nodes): (&str, Vec<&Node<'_>>)| {
        let body = nodes.iter().find_map(|node| bodies.get(node.payee));
        let form = nodes.iter().find_map(|node| node.name.form);
        Supplier {
            supplier_id: id.to_owned(),
            name: body.map_or_else(|| largest_name(&nodes), |body| body.name.as_str()).to_owned(),
            kind: kind(body.copied(), nodes[0].sort(), form),
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
        (Some(body), _, _) => SupplierKind::PublicBody(body.kind.clone()),
        (None, Sort::Withheld, _) => SupplierKind::Withheld,
        (None, Sort::Collective, _) => SupplierKind::Collective,
        (None, Sort::Named, Some("CIC" | "CIO")) => SupplierKind::Community,
        (None, Sort::Named, Some(_)) => SupplierKind::Company,
        (None, Sort::Named, None) => SupplierKind::Organisation,
    }
}

#[cfg(test)]
mod tests;
