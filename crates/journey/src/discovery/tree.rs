//! A process tree: blocks within blocks.

use model::event_log::{Name, Names};

/// A block of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessTree {
    /// Nothing happens.
    Silent,
    Activity(Name),
    /// One of these.
    Choice(Vec<ProcessTree>),
    /// One after another.
    Sequence(Vec<ProcessTree>),
    /// All of these, in any order.
    Parallel(Vec<ProcessTree>),
    /// The body, and as often as need be the redo and the body again.
    Loop {
        body: Box<ProcessTree>,
        redo: Box<ProcessTree>,
    },
}

impl ProcessTree {
    /// The same language in fewer blocks: a sequence in a sequence is one, a block of one is that one.
    pub(super) fn simplified(self) -> ProcessTree {
        match self {
            ProcessTree::Choice(trees) => block(without_second_silent(flat(trees, choices)), ProcessTree::Choice),
            ProcessTree::Sequence(trees) => block(without_silent(flat(trees, sequence)), ProcessTree::Sequence),
            ProcessTree::Parallel(trees) => block(without_silent(flat(trees, parallel)), ProcessTree::Parallel),
            ProcessTree::Loop { body, redo } => {
                ProcessTree::Loop { body: Box::new(body.simplified()), redo: Box::new(redo.simplified()) }
            }
            leaf => leaf,
        }
    }

    /// As papers write trees: → sequence, × choice, ∧ parallel, ↺ loop, τ nothing.
    pub fn in_words(&self, names: &Names) -> String {
        let list = |sign: &str, trees: &[ProcessTree]| {
            let words: Vec<String> = trees.iter().map(|tree| tree.in_words(names)).collect();
            format!("{sign}({})", words.join(", "))
        };
        match self {
            ProcessTree::Silent => "τ".to_owned(),
            ProcessTree::Activity(activity) => names.name(*activity).to_owned(),
            ProcessTree::Choice(trees) => list("×", trees),
            ProcessTree::Sequence(trees) => list("→", trees),
            ProcessTree::Parallel(trees) => list("∧", trees),
            ProcessTree::Loop { body, redo } => format!("↺({}, {})", body.in_words(names), redo.in_words(names)),
        }
    }
}

/// The blocks within, with those of the same kind opened.
fn flat(trees: Vec<ProcessTree>, open: fn(ProcessTree) -> Result<Vec<ProcessTree>, ProcessTree>) -> Vec<ProcessTree> {
    let inner = |tree: ProcessTree| open(tree.simplified()).unwrap_or_else(|tree| vec![tree]);
    trees.into_iter().flat_map(inner).collect()
}

fn choices(tree: ProcessTree) -> Result<Vec<ProcessTree>, ProcessTree> {
    if let ProcessTree::Choice(trees) = tree { Ok(trees) } else { Err(tree) }
}

fn sequence(tree: ProcessTree) -> Result<Vec<ProcessTree>, ProcessTree> {
    if let ProcessTree::Sequence(trees) = tree { Ok(trees) } else { Err(tree) }
}

fn parallel(tree: ProcessTree) -> Result<Vec<ProcessTree>, ProcessTree> {
    if let ProcessTree::Parallel(trees) = tree { Ok(trees) } else { Err(tree) }
}

/// Nothing is a choice once.
fn without_second_silent(mut trees: Vec<ProcessTree>) -> Vec<ProcessTree> {
    let first = trees.iter().position(|tree| *tree == ProcessTree::Silent);
    let mut at = 0;
    trees.retain(|tree| {
        at += 1;
        *tree != ProcessTree::Silent || first == Some(at - 1)
    });
    trees
}

fn without_silent(mut trees: Vec<ProcessTree>) -> Vec<ProcessTree> {
    trees.retain(|tree| *tree != ProcessTree::Silent);
    trees
}

fn block(mut trees: Vec<ProcessTree>, of: fn(Vec<ProcessTree>) -> ProcessTree) -> ProcessTree {
    match trees.len() {
        0 => ProcessTree::Silent,
        1 => trees.pop().expect("there is one"),
        _ => of(trees),
    }
}
