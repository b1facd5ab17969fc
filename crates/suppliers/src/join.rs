//! Joining printed names without ever joining what must stay apart.

use std::collections::HashMap;

use model::decision::{DecidedPayee, SupplierDecision};
use model::tables::JoinMethod;
use petgraph::unionfind::UnionFind;

use crate::node::Node;

/// Printed names joined so far.
pub(crate) struct Joined<'d> {
    sets: UnionFind<usize>,
    of_root: HashMap<usize, Identity>,
    /// What joined two sets, in order: a tree over the names of each supplier.
    joins: Vec<Join<'d>>,
    /// Pairs of nodes that a person holds to be different.
    apart: Vec<(usize, usize)>,
    decisions: &'d [SupplierDecision],
}

/// Two names that were joined, and so their sets.
struct Join<'d> {
    one: usize,
    other: usize,
    method: JoinMethod,
    decided_by: &'d str,
}

/// The less sure of two ways; a person's word before any.
fn weaker<'d>(way: Option<(JoinMethod, &'d str)>, next: (JoinMethod, &'d str)) -> (JoinMethod, &'d str) {
    let rank = |method: JoinMethod| (method == JoinMethod::Decision, method);
    way.filter(|way| rank(next.0) <= rank(way.0)).unwrap_or(next)
}

/// What tells which organisation the names of a set mean.
#[derive(Clone, Default)]
struct Identity {
    form: Option<&'static str>,
    /// Numbers of registers that list legal entities, one each.
    entities: Vec<String>,
    public_body: Option<String>,
}

impl<'d> Joined<'d> {
    /// Joins what is certain: decisions, public bodies, identifiers.
    pub fn new(nodes: &[Node<'_>], decisions: &'d [SupplierDecision]) -> Joined<'d> {
        let known = |node: &Node<'_>| Identity {
            form: node.name.form,
            entities: node.identifiers.iter().filter(|id| is_entity(id)).map(|id| (*id).to_owned()).collect(),
            public_body: node.public_body.map(str::to_owned),
        };
        let mut joined = Joined {
            sets: UnionFind::new(nodes.len()),
            of_root: nodes.iter().map(known).enumerate().collect(),
            joins: Vec::new(),
            apart: Vec::new(),
            decisions,
        };
        joined.apply_decisions(nodes);
        joined.join_public_bodies(nodes);
        joined.join_identifiers(nodes);
        joined
    }

    pub fn root(&mut self, node: usize) -> usize {
        self.sets.find_mut(node)
    }

    /// The method that brought each name to the one under which its supplier is shown, and who decided: the
    /// least sure of the joins between the two, but a person's word where there is one.
    pub fn how(&self, nodes: &[Node<'_>], shown: impl IntoIterator<Item = usize>) -> Vec<(JoinMethod, &'d str)> {
        let mut beside: HashMap<usize, Vec<(usize, &Join<'d>)>> = HashMap::new();
        for join in &self.joins {
            beside.entry(join.one).or_default().push((join.other, join));
            beside.entry(join.other).or_default().push((join.one, join));
        }
        let mut how: Vec<Option<(JoinMethod, &'d str)>> = vec![None; nodes.len()];
        for start in shown {
            let mut waiting = vec![(start, None)];
            while let Some((at, way)) = waiting.pop() {
                if how[at].is_none() {
                    how[at] = Some(way.unwrap_or((JoinMethod::SameName, RULE)));
                    let next = beside.get(&at).into_iter().flatten();
                    waiting
                        .extend(next.map(|(other, join)| (*other, Some(weaker(way, (join.method, join.decided_by))))));
                }
            }
        }
        let of = |(node, way): (&Node<'_>, Option<(JoinMethod, &'d str)>)| match way {
            _ if node.public_body.is_some() => (JoinMethod::PublicBody, RULE),
            _ if !node.is_named() => (JoinMethod::NoName, RULE),
            way => way.unwrap_or((JoinMethod::SameName, RULE)),
        };
        nodes.iter().zip(how).map(of).collect()
    }

    /// Joins two names unless something says that they are not one supplier.
    pub fn join(&mut self, one: usize, other: usize, method: JoinMethod) -> bool {
        self.join_by(one, other, method, RULE, false)
    }

    fn join_by(&mut self, one: usize, other: usize, method: JoinMethod, decided_by: &'d str, is_certain: bool) -> bool {
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
            Identity { form: of_a.form.or(of_b.form), entities, public_body: of_a.public_body.or(of_b.public_body) };
        self.of_root.insert(root, known);
        self.joins.push(Join { one, other, method, decided_by });
        true
    }

    /// Whether nothing speaks against two sets: other legal forms, other numbers, a person's word.
    pub fn may_join(&mut self, a: usize, b: usize) -> bool {
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

    /// Whether both names have a legal form by now. Two companies in one line are an owner and what it
    /// bought, not one company.
    pub fn are_two_companies(&mut self, one: usize, other: usize) -> bool {
        let roots = (self.root(one), self.root(other));
        roots.0 != roots.1 && self.of_root[&roots.0].form.is_some() && self.of_root[&roots.1].form.is_some()
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
                        self.join_by(one, other, JoinMethod::Decision, &decision.decided_by, true);
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
                self.join_by(first, at, JoinMethod::PublicBody, RULE, true);
            }
        }
    }

    fn join_identifiers(&mut self, nodes: &[Node<'_>]) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.public_body.is_none()) {
            for id in node.identifiers.iter().filter(|id| is_entity(id)) {
                let first = *first.entry(id).or_insert(at);
                self.join_by(first, at, JoinMethod::Identifier, RULE, true);
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
