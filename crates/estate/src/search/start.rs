//! A good plan to begin with: greedy, then one in and one out for as long as it helps (Teitz and Bart 1968).
//!
//! Rooms are taken to be large enough here; `allocate` finds out whether they are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::problem::{Choice, Problem};

/// The stalls of a good plan; `go_on` is asked between moves.
pub fn start(problem: &Problem, go_on: &mut dyn FnMut() -> bool) -> Vec<usize> {
    let mut local = Local::new(problem);
    local.add_greedily();
    local.interchange(go_on)
}

/// Goes on from the stalls of another plan.
pub fn improve(problem: &Problem, stalls: &[usize], go_on: &mut dyn FnMut() -> bool) -> Vec<usize> {
    let mut local = Local::new(problem);
    stalls.iter().for_each(|stall| {
        if !local.is_open[*stall] {
            local.open(*stall);
        }
    });
    local.find_nearest();
    local.interchange(go_on)
}

/// No stall.
pub const NONE: u32 = u32::MAX;

pub struct Local<'p> {
    pub problem: &'p Problem,
    /// Dear where a row must be served, so that serving it comes first.
    pub unserved: Vec<f64>,
    pub is_open: Vec<bool>,
    pub n_stalls: Vec<usize>,
    pub n_open: usize,
    pub money: f64,
    pub area_left: Vec<f64>,
    /// The nearest open stall of each row and what it costs; what the second nearest costs.
    pub nearest: Vec<(u32, f64)>,
    pub second: Vec<f64>,
}

impl<'p> Local<'p> {
    fn new(problem: &'p Problem) -> Local<'p> {
        let dearest = problem.link_costs.iter().copied().fold(0.0, f64::max);
        let opening: f64 = problem.sites.iter().map(|site| site.cost.max(0.0)).fold(0.0, f64::max);
        let dear = 100.0 * (dearest + opening + 1.0);
        let unserved: Vec<f64> =
            problem.unserved.iter().map(|cost| if cost.is_finite() { *cost } else { dear }).collect();
        let locked = problem.sites.iter().filter(|site| site.state == Choice::Open);
        let mut local = Local {
            problem,
            is_open: vec![false; problem.stalls.len()],
            n_stalls: vec![0; problem.sites.len()],
            n_open: locked.clone().count(),
            money: locked.map(|site| site.money).sum(),
            area_left: problem.sites.iter().map(|site| site.area).collect(),
            nearest: unserved.iter().map(|cost| (NONE, *cost)).collect(),
            second: unserved.clone(),
            unserved,
        };
        let is_forced = |stall: &usize| {
            let terms = &problem.stalls[*stall];
            let site = &problem.sites[terms.site];
            terms.state == Choice::Open || (site.state == Choice::Open && site.is_its_stall)
        };
        (0..problem.stalls.len()).filter(is_forced).for_each(|stall| local.open(stall));
        local.find_nearest();
        local
    }

    fn interchange(mut self, go_on: &mut dyn FnMut() -> bool) -> Vec<usize> {
        while go_on() {
            let Some((_, add, drop)) = self.best_move() else { break };
            self.apply(add, drop);
        }
        (0..self.is_open.len()).filter(|stall| self.is_open[*stall]).collect()
    }

    fn is_locked_open(&self, site: usize) -> bool {
        self.problem.sites[site].state == Choice::Open
    }

    fn open(&mut self, stall: usize) {
        let terms = &self.problem.stalls[stall];
        self.is_open[stall] = true;
        self.money += terms.money;
        self.area_left[terms.site] -= terms.area;
        if self.n_stalls[terms.site] == 0 && !self.is_locked_open(terms.site) {
            self.n_open += 1;
            self.money += self.problem.sites[terms.site].money;
        }
        self.n_stalls[terms.site] += 1;
    }

    fn close(&mut self, stall: usize) {
        let terms = &self.problem.stalls[stall];
        self.is_open[stall] = false;
        self.money -= terms.money;
        self.area_left[terms.site] += terms.area;
        self.n_stalls[terms.site] -= 1;
        if self.n_stalls[terms.site] == 0 && !self.is_locked_open(terms.site) {
            self.n_open -= 1;
            self.money -= self.problem.sites[terms.site].money;
        }
    }

    fn apply(&mut self, add: Option<usize>, drop: Option<usize>) {
        drop.into_iter().for_each(|stall| self.close(stall));
        add.into_iter().for_each(|stall| self.open(stall));
        self.find_nearest();
    }

    fn find_nearest(&mut self) {
        for (row, cost) in self.unserved.iter().enumerate() {
            self.nearest[row] = (NONE, *cost);
            self.second[row] = *cost;
        }
        for stall in (0..self.is_open.len()).filter(|stall| self.is_open[*stall]) {
            note_nearer(self.problem, stall, &mut self.nearest, &mut self.second);
        }
    }

    /// What opening a stall costs by itself, and what closing it saves.
    pub fn opening(&self, stall: usize, n_others: usize) -> f64 {
        let terms = &self.problem.stalls[stall];
        let opens_site = n_others == 0 && !self.is_locked_open(terms.site);
        terms.cost + if opens_site { self.problem.sites[terms.site].cost } else { 0.0 }
    }

    fn gain(&self, stall: usize) -> f64 {
        let range = self.problem.stalls[stall].links.clone();
        let links = self.problem.link_rows[range.clone()].iter().zip(&self.problem.link_costs[range]);
        let saved = links.map(|(row, cost)| (self.nearest[*row as usize].1 - cost).max(0.0)).sum::<f64>();
        saved - self.opening(stall, self.n_stalls[self.problem.stalls[stall].site])
    }

    pub fn may_open(&self, stall: usize) -> bool {
        let terms = &self.problem.stalls[stall];
        let site = self.problem.sites[terms.site].state;
        !self.is_open[stall] && terms.state != Choice::Closed && site != Choice::Closed
    }

    pub fn may_close(&self, stall: usize) -> bool {
        let terms = &self.problem.stalls[stall];
        let site = &self.problem.sites[terms.site];
        let is_locked = terms.state == Choice::Open || (site.is_its_stall && site.state == Choice::Open);
        self.is_open[stall] && !is_locked
    }

    /// Whether limits hold after a move: numbers, budget, area, and who may not share a roof.
    pub fn holds(&self, add: Option<usize>, drop: Option<usize>) -> bool {
        let change = |stall: usize, n_others: usize| {
            let terms = &self.problem.stalls[stall];
            let moves_site = n_others == 0 && !self.is_locked_open(terms.site);
            (usize::from(moves_site), terms.money + if moves_site { self.problem.sites[terms.site].money } else { 0.0 })
        };
        let site = |stall: usize| self.problem.stalls[stall].site;
        let stays = add.zip(drop).is_some_and(|(add, drop)| site(add) == site(drop));
        let (n_in, money_in) = add.map_or((0, 0.0), |stall| change(stall, self.n_stalls[site(stall)]));
        let (n_out, money_out) =
            drop.map_or((0, 0.0), |stall| change(stall, self.n_stalls[site(stall)] - 1 + usize::from(stays)));
        let n_open = self.n_open + n_in - n_out;
        let is_counted = match (n_in, n_out) {
            (0, 0) => true,
            (0, _) => self.problem.n_open.start() <= &n_open,
            (_, _) => &n_open <= self.problem.n_open.end(),
        };
        let is_paid = self
            .problem
            .budget
            .is_none_or(|budget| money_in <= money_out || self.money + money_in - money_out <= budget);
        is_counted && is_paid && add.is_none_or(|stall| self.has_room(stall, drop))
    }

    fn has_room(&self, stall: usize, drop: Option<usize>) -> bool {
        let terms = &self.problem.stalls[stall];
        let site = &self.problem.sites[terms.site];
        let dropped = drop.filter(|other| self.problem.stalls[*other].site == terms.site);
        let freed = dropped.map_or(0.0, |other| self.problem.stalls[other].area);
        let clashes = |other: usize| self.is_open[other] && Some(other) != drop;
        let clash = site.conflicts.iter().any(|(a, b)| *a == stall && clashes(*b) || *b == stall && clashes(*a));
        !clash && terms.area <= self.area_left[terms.site] + freed + 1e-9
    }

    /// Opens what gains most, as long as it gains something or more must be open. Gains only shrink as more is open, so
    /// a gain that was computed earlier is a bound on it.
    fn add_greedily(&mut self) {
        let stalls = (0..self.problem.stalls.len()).filter(|stall| self.may_open(*stall));
        let mut heap: BinaryHeap<Gain> = stalls.map(|stall| Gain(self.gain(stall), Reverse(stall))).collect();
        while let Some(Gain(_, Reverse(stall))) = heap.pop() {
            if !self.holds(Some(stall), None) {
                continue;
            }
            let gain = self.gain(stall);
            if heap.peek().is_some_and(|next| gain < next.0) {
                heap.push(Gain(gain, Reverse(stall)));
                continue;
            }
            if gain <= 0.0 && *self.problem.n_open.start() <= self.n_open {
                break;
            }
            self.open(stall);
            note_nearer(self.problem, stall, &mut self.nearest, &mut self.second);
        }
    }
}

fn note_nearer(problem: &Problem, stall: usize, nearest: &mut [(u32, f64)], second: &mut [f64]) {
    for link in problem.stalls[stall].links.clone() {
        let row = problem.link_rows[link] as usize;
        let cost = problem.link_costs[link];
        if cost < nearest[row].1 {
            second[row] = nearest[row].1;
            nearest[row] = (stall as u32, cost);
        } else if cost < second[row] {
            second[row] = cost;
        }
    }
}

/// Ordered by gain, then the first stall.
#[derive(PartialEq)]
struct Gain(f64, Reverse<usize>);

impl Eq for Gain {}

impl Ord for Gain {
    fn cmp(&self, other: &Gain) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Gain) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
