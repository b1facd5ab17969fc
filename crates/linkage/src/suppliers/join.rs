//! Joining printed names without ever joining what must stay apart.

use std::collections::HashMap;

use model::decision::{DecidedPayee, SupplierDecision};
use money::Money;
use petgraph::unionfind::UnionFind;

use super::Method;
use super::name::Name;
use super::words::Sort;

/// A printed name of one body.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) body_id: &'a str,
    pub(super) payee: &'a str,
    pub(super) name: &'a Name,
    pub(super) public_body: Option<&'a str>,
    /// Sorted, each once.
    pub(super) identifiers: Vec<&'a str>,
    /// The body says that it withholds the name.
    pub(super) is_withheld: bool,
    pub(super) amount: Money,
}

impl Node<'_> {
    /// Whether its name says who is paid, so that it may be joined by it.
    pub(super) fn is_named(&self) -> bool {
        self.public_body.is_none() && self.sort() == Sort::Named
    }

    /// The body's word about what it withholds comes before what the printed text looks like.
    pub(super) fn sort(&self) -> Sort {
        if self.is_withheld { Sort::Withheld } else { self.name.sort }
    }
}

/// Printed names joined so far.
pub(super) struct Joined<'d> {
    sets: UnionFind<usize>,
    of_root: HashMap<usize, Known>,
    /// How each name came to where it is; none while it stands alone.
    how: Vec<Option<(Method, String)>>,
    /// Pairs of nodes that a person holds to be different.
    apart: Vec<(usize, usize)>,
    decisions: &'d [SupplierDecision],
}

/// What is known of the names of a set.
#[derive(Clone, Default)]
struct Known {
    form: Option<&'static str>,
    /// Numbers of registers that list legal entities, one each.
    entities: Vec<String>,
    public_body: Option<String>,
}

impl<'d> Joined<'d> {
    /// Joins what is certain: decisions, public bodies, identifiers.
    pub(super) fn new(nodes: &[Node<'_>], decisions: &'d [SupplierDecision]) -> Joined<'d> {
        let known = |node: &Node<'_>| Known {
            form: node.name.form,
            entities: node.identifiers.iter().filter(|id| is_entity(id)).map(|id| (*id).to_owned()).collect(),
            public_body: node.public_body.map(str::to_owned),
        };
        let mut joined = Joined {
            sets: UnionFind::new(nodes.len()),
            of_root: nodes.iter().map(known).enumerate().collect(),
            how: vec![None; nodes.len()],
            apart: Vec::new(),
            decisions,
        };
        joined.apply_decisions(nodes);
        joined.join_public_bodies(nodes);
        joined.join_identifiers(nodes);
        joined
    }

    pub(super) fn root(&mut self, node: usize) -> usize {
        self.sets.find_mut(node)
    }

    /// The method that brought a name to its supplier, and who decided.
    pub(super) fn how(&self, node: usize) -> (Method, String) {
        self.how[node].clone().unwrap_or((Method::SameName, RULE.to_owned()))
    }

    /// Joins two names unless something says that they are not one supplier.
    pub(super) fn join(&mut self, one: usize, other: usize, method: Method) -> bool {
        self.join_by(one, other, method, RULE, false)
    }

    fn join_by(&mut self, one: usize, other: usize, method: Method, by: &str, is_certain: bool) -> bool {
        let (a, b) = (self.root(one), self.root(other));
        if a == b {
            return true;
        }
        if !is_certain && !self.may_join(a, b) {
            return false;
        }
        let (of_a, of_b) = (self.of_root.remove(&a).unwrap_or_default(), self.of_root.remove(&b).unwrap_or_default());
        self.sets.union(a, b);
        let mut entities = of_a.entities;
        entities.extend(of_b.entities);
        let root = self.root(a);
        let known =
            Known { form: of_a.form.or(of_b.form), entities, public_body: of_a.public_body.or(of_b.public_body) };
        self.of_root.insert(root, known);
        for node in [one, other] {
            // The method of a name is the first that joined it to anything: joins come in falling certainty.
            self.how[node].get_or_insert_with(|| (method, by.to_owned()));
        }
        true
    }

    /// Whether nothing speaks against two sets: other legal forms, other numbers, a person's word.
    pub(super) fn may_join(&mut self, a: usize, b: usize) -> bool {
        let (of_a, of_b) = (&self.of_root[&a], &self.of_root[&b]);
        let differ = |one: Option<&str>, other: Option<&str>| one.zip(other).is_some_and(|(one, other)| one != other);
        if differ(of_a.form, of_b.form) || of_a.public_body != of_b.public_body {
            return false;
        }
        let other_number =
            |id: &String| of_b.entities.iter().any(|other| other != id && register(other) == register(id));
        if of_a.entities.iter().any(other_number) {
            return false;
        }
        !self.is_held_apart(a, b)
    }

    fn is_held_apart(&mut self, a: usize, b: usize) -> bool {
        (0..self.apart.len()).any(|at| {
            let (one, other) = self.apart[at];
            let (one, other) = (self.root(one), self.root(other));
            (one, other) == (a, b) || (one, other) == (b, a)
        })
    }

    /// What people hold apart first, so that no chain of decisions joins it.
    fn apply_decisions(&mut self, nodes: &[Node<'_>]) {
        let mut of_payee: HashMap<&str, Vec<usize>> = HashMap::new();
        nodes.iter().enumerate().for_each(|(at, node)| of_payee.entry(node.payee).or_default().push(at));
        let of = |payee: &DecidedPayee| -> Vec<usize> {
            let printed = of_payee.get(payee.payee.as_str()).into_iter().flatten().copied();
            printed.filter(|at| payee.is(nodes[*at].body_id, nodes[*at].payee)).collect()
        };
        let decisions = self.decisions;
        for is_same in [false, true] {
            for decision in decisions.iter().filter(|decision| decision.is_same == is_same) {
                let (ones, others) = (of(&decision.one), of(&decision.other));
                for (one, other) in ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other))) {
                    let (a, b) = (self.root(one), self.root(other));
                    if !is_same && one != other {
                        self.apart.push((one, other));
                    } else if is_same && !self.is_held_apart(a, b) {
                        self.join_by(one, other, Method::Decision, &decision.decided_by, true);
                    }
                }
            }
        }
    }

    fn join_public_bodies(&mut self, nodes: &[Node<'_>]) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if let Some(body) = node.public_body {
                let first = *first.entry(body).or_insert(at);
                self.join_by(first, at, Method::PublicBody, RULE, true);
                self.how[at].get_or_insert((Method::PublicBody, RULE.to_owned()));
            } else if !node.is_named() {
                self.how[at].get_or_insert((Method::NoName, RULE.to_owned()));
            }
        }
    }

    fn join_identifiers(&mut self, nodes: &[Node<'_>]) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.public_body.is_none()) {
            for id in node.identifiers.iter().filter(|id| is_entity(id)) {
                let first = *first.entry(id).or_insert(at);
                self.join_by(first, at, Method::Identifier, RULE, true);
            }
        }
    }
}

const RULE: &str = "rule";

/// Registers that list legal entities. A VAT number may be shared by a group (method, section 2.3).
const ENTITY_REGISTERS: [&str; 8] = ["GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-UKPRN", "GB-EDU", "GB-NHS", "GB-MPR"];

fn is_entity(id: &str) -> bool {
    ENTITY_REGISTERS.contains(&register(id))
}

/// `GB-COH` of `GB-COH-01234567`.
fn register(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(register, _)| register)
}
