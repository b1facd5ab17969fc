//! Branch and bound: the search that ends with a proof, or with the gap reached.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;

use super::allocate::allocate;
use super::bounding::{Effort, Target, bound, first_prices};
use super::branching::{branch, last_plan};
use super::plans::{Plans, Serving};
use super::problem::Problem;
use super::reduce::reduced;
use super::relaxation::{Fixings, Prices};
use super::start::{improve, start};

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The cost of the best plan so far.
    pub best: Option<f64>,
    /// No plan costs less.
    pub bound: f64,
    pub n_nodes: usize,
    pub n_waiting: usize,
}

/// What asks whether to go on; it holds the clock.
pub type Watch<'w> = dyn FnMut(&Progress) -> ControlFlow<()> + 'w;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many of the best plans are wanted.
    pub n_plans: usize,
    /// The answer is settled as soon as a plan costs no more than this.
    pub good_enough: f64,
    /// The answer is settled as soon as no plan can cost less than this.
    pub too_dear: f64,
}

impl Limits {
    pub fn best(n_plans: usize) -> Limits {
        Limits { n_plans, good_enough: f64::NEG_INFINITY, too_dear: f64::INFINITY }
    }
}

/// What the search came to.
#[derive(Clone, Debug)]
pub struct Searched {
    /// The best plans, each with other stalls; none where none was found.
    pub plans: Vec<Serving>,
    /// No plan costs less, and no plan that is not listed costs less than the last one if `is_proved`.
    pub bound: f64,
    pub is_proved: bool,
    pub n_nodes: usize,
}

const AT_ROOT: Effort = Effort { n_iterations: 1_500, step: 1.5, patience: 24, try_every: 12 };
const AT_NODES: Effort = Effort { n_iterations: 90, step: 0.7, patience: 8, try_every: 20 };
/// Parts of the search that are bounded side by side; a number of its own, so that threads change nothing.
const N_ABREAST: usize = 8;
const N_POLISHED: usize = 3;
const STEP: f64 = 1e-4;

/// Searches for the best plans until they are proved to be, or until `watch` breaks off.
pub fn search(problem: &Problem, limits: Limits, watch: &mut Watch<'_>) -> Searched {
    let smaller = if limits.n_plans == 1 { reduced(problem) } else { None };
    let Some(smaller) = smaller else { return search_tree(problem, limits, watch) };
    let mut searched = search_tree(&smaller, limits, watch);
    let plans = searched.plans.iter().map(|plan| allocate(problem, &plan.stalls, |_| true));
    searched.plans = plans.map(|plan| plan.expect("what covers the smaller problem covers the whole")).collect();
    searched
}

fn search_tree(problem: &Problem, limits: Limits, watch: &mut Watch<'_>) -> Searched {
    let mut tree = Tree::new(problem, limits);
    tree.find_start(watch);
    tree.bound_root(watch);
    while !tree.is_done() && tree.go_on(watch) {
        tree.bound_next(watch);
    }
    tree.finish()
}

struct Node {
    bound: f64,
    /// The bound in steps that matter: between nodes of one step the deeper goes first, for it is nearer to a plan.
    level: f64,
    depth: usize,
    number: usize,
    fixings: Fixings,
    prices: Arc<Prices>,
}

struct Tree<'p> {
    problem: &'p Problem,
    limits: Limits,
    plans: Plans,
    waiting: BinaryHeap<Node>,
    n_nodes: usize,
    n_made: usize,
    /// Bounds that differ by less count as alike when the next node is chosen.
    step: f64,
    is_stopped: bool,
    /// More than any plan can cost.
    worst: f64,
}

impl<'p> Tree<'p> {
    fn new(problem: &'p Problem, limits: Limits) -> Tree<'p> {
        let worst = problem.worst_value();
        Tree {
            problem,
            limits,
            plans: Plans::new(limits.n_plans),
            waiting: BinaryHeap::new(),
            n_nodes: 0,
            n_made: 0,
            step: 0.0,
            is_stopped: false,
            worst,
        }
    }

    fn target(&self) -> Target {
        let to_beat = self.plans.to_beat();
        let is_a_plan = to_beat.is_some();
        Target { to_beat: to_beat.unwrap_or(self.worst), is_a_plan, is_whole: self.problem.is_whole }
    }

    fn progress(&self, bound: f64) -> Progress {
        let best = self.plans.best().map(|plan| plan.value);
        let bound = best.map_or(bound, |best| bound.min(best));
        Progress { best, bound, n_nodes: self.n_nodes, n_waiting: self.waiting.len() }
    }

    fn bound(&self) -> f64 {
        self.waiting.iter().map(|node| node.bound).fold(f64::INFINITY, f64::min)
    }

    fn go_on(&mut self, watch: &mut Watch<'_>) -> bool {
        self.is_stopped |= watch(&self.progress(self.bound())).is_break();
        !self.is_stopped
    }

    fn find_start(&mut self, watch: &mut Watch<'_>) {
        let unknown = self.progress(f64::NEG_INFINITY);
        let stalls = start(self.problem, &mut || watch(&unknown).is_continue());
        if let Some(plan) = self.complete(&stalls) {
            self.plans.add(plan);
        }
    }

    /// A plan with as many open sites as may be, if these stalls make one.
    fn complete(&self, stalls: &[usize]) -> Option<Serving> {
        let n_open = self.problem.sites.iter().filter(|site| site.stalls.clone().any(|stall| stalls.contains(&stall)));
        let is_counted =
            self.problem.n_open.contains(&n_open.count()) || self.problem.sites.iter().any(|site| !site.is_its_stall);
        is_counted.then(|| allocate(self.problem, stalls, |_| true)).flatten()
    }

    fn bound_root(&mut self, watch: &mut Watch<'_>) {
        let prices = first_prices(self.problem, self.plans.best());
        let fixings = Fixings::of(self.problem);
        let started = self.progress(f64::NEG_INFINITY);
        let mut is_stopped = self.is_stopped;
        let mut go_on = |bound: f64| {
            is_stopped |= watch(&Progress { bound, ..started }).is_break();
            !is_stopped
        };
        let (target, effort) = (self.target(), AT_ROOT);
        let (bounded, plans) = bound(self.problem, fixings, prices, target, effort, &mut go_on);
        self.is_stopped = is_stopped;
        self.n_nodes += 1;
        plans.into_iter().for_each(|plan| self.plans.add(plan));
        // What waits comes first: without it a bound told meanwhile would claim a proof.
        if let Some(bounded) = bounded {
            self.step = bounded.bound.abs() * STEP;
            let prices = Arc::new(bounded.prices);
            self.push(bounded.bound, 0, bounded.fixings, prices);
        }
        self.polish(watch);
    }

    /// Exchanges one for one in the best plans; where rooms are limited, exchanges say little.
    fn polish(&mut self, watch: &mut Watch<'_>) {
        if self.problem.is_limited() {
            return;
        }
        let known = self.progress(self.bound());
        for plan in self.plans.all().to_vec().into_iter().take(N_POLISHED) {
            let stalls = improve(self.problem, &plan.stalls, &mut || watch(&known).is_continue());
            let polished = self.complete(&stalls);
            polished.into_iter().for_each(|plan| self.plans.add(plan));
        }
    }

    fn push(&mut self, bound: f64, depth: usize, fixings: Fixings, prices: Arc<Prices>) {
        if self.target().is_hopeless(bound) {
            return;
        }
        let level = match self.problem.is_whole {
            true => (bound - 1e-6).ceil(),
            false => (bound / self.step.max(1e-300)).floor(),
        };
        self.n_made += 1;
        self.waiting.push(Node { bound, level, depth, number: self.n_made, fixings, prices });
    }

    fn is_done(&self) -> bool {
        let is_good = self.plans.best().is_some_and(|plan| plan.value <= self.limits.good_enough);
        is_good || self.limits.too_dear <= self.bound() || self.target().is_hopeless(self.bound())
    }

    /// Bounds the most promising parts and divides them.
    fn bound_next(&mut self, watch: &mut Watch<'_>) {
        let best = self.plans.best().map(|plan| plan.value);
        let (problem, target) = (self.problem, self.target());
        let waiting = std::iter::from_fn(|| self.waiting.pop()).filter(|node| !target.is_hopeless(node.bound));
        let nodes: Vec<Node> = waiting.take(N_ABREAST).collect();
        let open: Vec<Divided> = nodes.into_par_iter().map(|node| divide(problem, node, target)).collect();
        for divided in open {
            self.n_nodes += 1;
            divided.plans.into_iter().for_each(|plan| self.plans.add(plan));
            for fixings in divided.parts {
                self.push(divided.bound, divided.depth, fixings, divided.prices.clone());
            }
        }
        if self.plans.best().map(|plan| plan.value) != best {
            self.polish(watch);
        }
    }

    fn finish(self) -> Searched {
        let is_proved = self.is_done();
        let best = self.plans.best().map_or(f64::INFINITY, |plan| plan.value);
        let bound = match is_proved && self.limits.too_dear == f64::INFINITY {
            true => best,
            false => self.bound().min(best),
        };
        Searched { plans: self.plans.into_best(), bound, is_proved, n_nodes: self.n_nodes }
    }
}

struct Divided {
    bound: f64,
    depth: usize,
    prices: Arc<Prices>,
    parts: Vec<Fixings>,
    plans: Vec<Serving>,
}

fn divide(problem: &Problem, node: Node, target: Target) -> Divided {
    let (least, depth) = (node.bound, node.depth + 1);
    let prices = (*node.prices).clone();
    let (bounded, mut plans) = bound(problem, node.fixings, prices, target, AT_NODES, &mut |_| true);
    let Some(bounded) = bounded else {
        return Divided { bound: f64::INFINITY, depth, prices: node.prices, parts: Vec::new(), plans };
    };
    let parts = branch(problem, &bounded).map_or_else(Vec::new, Vec::from);
    if parts.is_empty() {
        plans.extend(last_plan(problem, &bounded.fixings));
    }
    Divided { bound: bounded.bound.max(least), depth, prices: Arc::new(bounded.prices), parts, plans }
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Node) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    /// The least bound comes first out of the heap.
    fn cmp(&self, other: &Node) -> Ordering {
        let bound = other.level.total_cmp(&self.level);
        bound.then(self.depth.cmp(&other.depth)).then(other.number.cmp(&self.number))
    }
}
