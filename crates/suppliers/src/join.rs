//! Joining printed names without ever joining what must stay apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::decision::{DecidedPayee, SupplierDecision};
use model::tables::JoinMethod;
use petgraph::unionfind::UnionFind;

use crate::node::Node;
use crate::public_bodies::PublicBody;

/// Printed names joined so far.
pub(crate) struct Joined<'d, 'n> {
    sets: UnionFind<usize>,
    of_root: HashMap<usize, Identity<'n>>,
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
struct Identity<'n> {
    form: Option<&'static str>,
    /// Numbers of registers that list legal entities, one each.
    entities: Vec<String>,
    public_body: Option<&'n PublicBody>,
}

/// The body of two names: one that a register lists before one that is known by its form.
fn of_both<'n>(one: Option<&'n PublicBody>, other: Option<&'n PublicBody>) -> Option<&'n PublicBody> {
    let rank = |body: &&PublicBody| (!body.is_listed, body.id.clone());
    [one, other].into_iter().flatten().min_by_key(rank)
}

impl<'d, 'n> Joined<'d, 'n> {
    /// Joins what is certain: decisions, public bodies, identifiers.
    pub fn new(nodes: &[Node<'n>], decisions: &'d [SupplierDecision]) -> Joined<'d, 'n> {
        let known = |node: &Node<'n>| Identity {
            form: node.name.compared().2,
            entities: node.identifiers.iter().filter(|id| is_entity(id)).map(|id| (*id).to_owned()).collect(),
            public_body: node.public_body,
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

    /// The public body that the names of a node's set mean.
    pub fn public_body(&mut self, node: usize) -> Option<&'n PublicBody> {
        let root = self.root(node);
        self.of_root[&root].public_body
    }

    /// The method that brought each name to the one under which its supplier is shown, and who decided: the
    /// least sure of the joins between the two, but a person's word where there is one.
    pub fn how(&mut self, nodes: &[Node<'n>], shown: impl IntoIterator<Item = usize>) -> Vec<(JoinMethod, &'d str)> {
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
        let bodies: Vec<Option<&str>> =
            (0..nodes.len()).map(|at| self.public_body(at).map(|body| body.id.as_str())).collect();
        let of = |(at, node): (usize, &Node<'n>)| match bodies[at] {
            // The register knows the name itself, whatever else its supplier is called.
            Some(body) if node.public_body.is_some_and(|known| known.id == body) => (JoinMethod::PublicBody, RULE),
            None if !node.is_named() => (JoinMethod::NoName, RULE),
            _ => how[at].unwrap_or((JoinMethod::SameName, RULE)),
        };
        nodes.iter().enumerate().map(of).collect()
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
        let known = Identity {
            form: of_a.form.or(of_b.form),
            entities,
            public_body: of_both(of_a.public_body, of_b.public_body),
        };
        self.of_root.insert(root, known);
        self.joins.push(Join { one, other, method, decided_by });
        true
    }

    /// Whether nothing speaks against two sets: other legal forms, other numbers, a person's word.
    pub fn may_join(&mut self, a: usize, b: usize) -> bool {
        let (of_a, of_b) = (&self.of_root[&a], &self.of_root[&b]);
        let differ = |one: Option<&str>, other: Option<&str>| one.zip(other).is_some_and(|(one, other)| one != other);
        let may_be_one = match (of_a.public_body, of_b.public_body) {
            (None, None) => true,
            (Some(one), Some(other)) => one.id == other.id || !one.is_listed || !other.is_listed,
            // What a public body is paid is a transfer; only the register may say which names are of one.
            _ => false,
        };
        if differ(of_a.form, of_b.form) || !may_be_one || have_other_numbers(&of_a.entities, &of_b.entities) {
            return false;
        }
        !self.is_held_apart(a, b)
    }

    /// Whether registers have the names of two sets under different numbers.
    pub fn have_other_numbers(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.root(one), self.root(other));
        have_other_numbers(&self.of_root[&a].entities, &self.of_root[&b].entities)
    }

    /// Whether a person holds the suppliers of two names apart.
    pub fn are_held_apart(&mut self, one: usize, other: usize) -> bool {
        let (a, b) = (self.root(one), self.root(other));
        self.is_held_apart(a, b)
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
                    } else if is_same && !self.is_held_apart(a, b) && !self.are_two_listed_bodies(a, b) {
                        self.join_by(one, other, JoinMethod::Decision, &decision.decided_by, true);
                    }
                }
            }
        }
    }

    fn are_two_listed_bodies(&self, a: usize, b: usize) -> bool {
        let listed = |root: usize| self.of_root[&root].public_body.filter(|body| body.is_listed);
        listed(a).zip(listed(b)).is_some_and(|(one, other)| one.id != other.id)
    }

    fn join_public_bodies(&mut self, nodes: &[Node<'_>]) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if let Some(body) = node.public_body {
                let first = *first.entry(&body.id).or_insert(at);
                self.join_by(first, at, JoinMethod::PublicBody, RULE, true);
            }
        }
    }

    /// Names with one number in a register of legal entities. A number under very many names is no supplier's: it is the
    /// payer's own, or what stands where none was known; and a name with two numbers of a register says of neither whose
    /// it is.
    fn join_identifiers(&mut self, nodes: &[Node<'_>]) {
        for bearers in bearers_of_numbers(nodes).values() {
            let keys: BTreeSet<&str> = bearers.iter().map(|at| nodes[*at].name.compared().0).collect();
            if keys.len() <= NAMES_OF_NUMBER_MAX {
                bearers.iter().for_each(|at| _ = self.join(bearers[0], *at, JoinMethod::Identifier));
            }
        }
    }
}

/// A company prints a handful of names; a number under more of them is a mistake of the column.
const NAMES_OF_NUMBER_MAX: usize = 10;

/// The names of each number in a register of legal entities.
pub(crate) fn bearers_of_numbers<'n>(nodes: &[Node<'n>]) -> BTreeMap<&'n str, Vec<usize>> {
    let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_named()) {
        let entities: Vec<&str> = node.identifiers.iter().copied().filter(|id| is_entity(id)).collect();
        let is_only = |id: &&&str| entities.iter().filter(|other| register(other) == register(id)).count() == 1;
        entities.iter().filter(is_only).for_each(|id| bearers.entry(id).or_default().push(at));
    }
    bearers
}

fn have_other_numbers(ones: &[String], others: &[String]) -> bool {
    let differs = |id: &String, other: &String| other != id && register(other) == register(id);
    ones.iter().any(|id| others.iter().any(|other| differs(id, other)))
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
