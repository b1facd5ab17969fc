//! A process tree as a Petri net with one place at the start and one at the end.

use model::event_log::Name;

use super::ProcessTree;

/// Places are numbered from 0: the first is where a case begins, the second where it ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PetriNet {
    pub n_places: usize,
    pub transitions: Vec<Transition>,
    pub arcs: Vec<Arc>,
}

/// Something that can happen; without an activity it only steers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    pub activity: Option<Name>,
}

/// An arc between a place and a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    pub from: Node,
    pub to: Node,
}

/// A place or a transition, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    Place(usize),
    Transition(usize),
}

impl PetriNet {
    pub const START: usize = 0;
    pub const END: usize = 1;

    /// The net in which the same cases are possible as in the tree; it is sound, because blocks are nested.
    pub fn of(tree: &ProcessTree) -> PetriNet {
        let mut net = PetriNet { n_places: 2, ..PetriNet::default() };
        net.add(tree, PetriNet::START, PetriNet::END);
        net
    }

    /// Adds a block that takes a token from one place to another.
    fn add(&mut self, tree: &ProcessTree, from: usize, to: usize) {
        match tree {
            ProcessTree::Silent => self.add_transition(None, &[from], &[to]),
            ProcessTree::Activity(activity) => self.add_transition(Some(*activity), &[from], &[to]),
            ProcessTree::Choice(trees) => trees.iter().for_each(|tree| self.add(tree, from, to)),
            ProcessTree::Sequence(trees) => self.add_sequence(trees, from, to),
            ProcessTree::Parallel(trees) => self.add_parallel(trees, from, to),
            ProcessTree::Loop { body, redo } => {
                let after = self.add_loop(body, redo, from);
                self.add_transition(None, &[after], &[to]);
            }
        }
    }

    /// Adds a loop without a way out, and says where its body ends.
    fn add_loop(&mut self, body: &ProcessTree, redo: &ProcessTree, from: usize) -> usize {
        // Without places of its own, a loop could be left and entered by its neighbours.
        let (before, after) = (self.place(), self.place());
        self.add_transition(None, &[from], &[before]);
        self.add(body, before, after);
        self.add(redo, after, before);
        after
    }

    fn add_sequence(&mut self, trees: &[ProcessTree], from: usize, to: usize) {
        let mut before = from;
        for (at, tree) in trees.iter().enumerate() {
            let after = if at + 1 == trees.len() { to } else { self.place() };
            self.add(tree, before, after);
            before = after;
        }
    }

    fn add_parallel(&mut self, trees: &[ProcessTree], from: usize, to: usize) {
        let before: Vec<usize> = trees.iter().map(|_| self.place()).collect();
        self.add_transition(None, &[from], &before);
        let after: Vec<usize> =
            trees.iter().zip(&before).map(|(tree, before)| self.add_branch(tree, *before)).collect();
        self.add_transition(None, &after, &[to]);
    }

    /// Adds a block beside others, and says where it ends. The others are waited for at the end of a loop's body: a silent
    /// way out of the loop, before the one that joins the branches, would decide nothing.
    fn add_branch(&mut self, tree: &ProcessTree, from: usize) -> usize {
        match tree {
            ProcessTree::Loop { body, redo } => self.add_loop(body, redo, from),
            ProcessTree::Sequence(trees) if 1 < trees.len() => {
                let (first, last) = (&trees[..trees.len() - 1], &trees[trees.len() - 1]);
                let before = self.place();
                self.add_sequence(first, from, before);
                self.add_branch(last, before)
            }
            other => {
                let to = self.place();
                self.add(other, from, to);
                to
            }
        }
    }

    fn place(&mut self) -> usize {
        self.n_places += 1;
        self.n_places - 1
    }

    fn add_transition(&mut self, activity: Option<Name>, from: &[usize], to: &[usize]) {
        let node = Node::Transition(self.transitions.len());
        self.transitions.push(Transition { activity });
        self.arcs.extend(from.iter().map(|place| Arc { from: Node::Place(*place), to: node }));
        self.arcs.extend(to.iter().map(|place| Arc { from: node, to: Node::Place(*place) }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a net can do a word from its start to its end, tried by brute force over its markings.
    fn can_do(net: &PetriNet, word: &[Name]) -> bool {
        let start: Vec<u8> = (0..net.n_places).map(|place| u8::from(place == PetriNet::START)).collect();
        let end: Vec<u8> = (0..net.n_places).map(|place| u8::from(place == PetriNet::END)).collect();
        let mut open = vec![(start, 0)];
        let mut seen = open.clone();
        while let Some((marking, at)) = open.pop() {
            if at == word.len() && marking == end {
                return true;
            }
            for (number, transition) in net.transitions.iter().enumerate() {
                let next = match transition.activity {
                    None => at,
                    Some(activity) if word.get(at) == Some(&activity) => at + 1,
                    Some(_) => continue,
                };
                let state = fire(net, &marking, number).map(|marking| (marking, next));
                open.extend(state.clone().filter(|state| !seen.contains(state)));
                seen.extend(state);
            }
        }
        false
    }

    fn fire(net: &PetriNet, marking: &[u8], transition: usize) -> Option<Vec<u8>> {
        let mut marking = marking.to_vec();
        for arc in &net.arcs {
            match (arc.from, arc.to) {
                (Node::Place(place), Node::Transition(to)) if to == transition => {
                    marking[place] = marking[place].checked_sub(1)?;
                }
                (Node::Transition(from), Node::Place(place)) if from == transition => marking[place] += 1,
                _ => {}
            }
        }
        Some(marking)
    }

    fn check_words(tree: &ProcessTree, possible: &[&str], impossible: &[&str]) {
        let net = PetriNet::of(tree);
        let word = |word: &str| word.bytes().map(|letter| Name::at(usize::from(letter - b'a'))).collect::<Vec<Name>>();
        possible.iter().for_each(|text| assert!(can_do(&net, &word(text)), "{text:?} is possible"));
        impossible.iter().for_each(|text| assert!(!can_do(&net, &word(text)), "{text:?} is not possible"));
    }

    #[test]
    fn a_net_can_do_what_its_tree_says_and_nothing_else() {
        let [a, b, c] = [0, 1, 2].map(|at| ProcessTree::Activity(Name::at(at)));
        let parallel = ProcessTree::Parallel(vec![a.clone(), b.clone()]);
        check_words(&parallel, &["ab", "ba"], &["", "a", "aab"]);
        let repeated = ProcessTree::Loop { body: Box::new(a.clone()), redo: Box::new(b.clone()) };
        check_words(&repeated, &["a", "aba", "ababa"], &["", "ab", "aa"]);
        let optional = ProcessTree::Choice(vec![ProcessTree::Silent, b]);
        check_words(&ProcessTree::Sequence(vec![a, optional, c]), &["ac", "abc"], &["abbc", "c", "ab"]);
    }
    #[test]
    fn a_loop_beside_others_ends_where_they_are_waited_for() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| ProcessTree::Activity(Name::at(at)));
        let repeated = || ProcessTree::Loop { body: Box::new(a.clone()), redo: Box::new(b.clone()) };
        let beside = ProcessTree::Parallel(vec![repeated(), c.clone()]);
        check_words(&beside, &["ac", "ca", "abac", "caba", "abca"], &["", "c", "abc", "cab", "aac", "acc"]);
        let last = ProcessTree::Parallel(vec![ProcessTree::Sequence(vec![d, repeated()]), c]);
        check_words(&last, &["dac", "cda", "dcaba", "dabac"], &["adc", "dc", "dabc", "dacd"]);
    }
}
