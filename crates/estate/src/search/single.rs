//! Whole rows into rooms with a capacity: a good allocation, not always the best one.
//!
//! First the row that would lose most by having to take its second choice (Martello and Toth 1981), then moves and swaps
//! for as long as they help. The tree of the search proves which allocation is the best.

use super::problem::Problem;

const NOWHERE: usize = usize::MAX;

pub fn allocate_whole(
    problem: &Problem,
    stalls: &[usize],
    is_used: impl Fn(usize) -> bool,
) -> Option<Vec<(usize, f64)>> {
    let mut rooms = Rooms::new(problem, stalls, is_used);
    if !(rooms.by_regret() || rooms.by_size()) {
        return None;
    }
    while rooms.shift() || rooms.swap() {}
    let links = rooms.link_of.iter().filter(|link| **link != NOWHERE);
    let mut links: Vec<(usize, f64)> = links.map(|link| (*link, 1.0)).collect();
    links.sort_by_key(|(link, _)| *link);
    Some(links)
}

struct Rooms<'p> {
    problem: &'p Problem,
    /// Usable links of each row, the cheapest first.
    choices: Vec<Vec<usize>>,
    /// Capacity left, by stall.
    left: Vec<f64>,
    link_of: Vec<usize>,
}

impl<'p> Rooms<'p> {
    fn new(problem: &'p Problem, stalls: &[usize], is_used: impl Fn(usize) -> bool) -> Rooms<'p> {
        let mut is_open = vec![false; problem.stalls.len()];
        stalls.iter().for_each(|stall| is_open[*stall] = true);
        let usable = |link: &usize| is_open[problem.link_stalls[*link] as usize] && is_used(*link);
        let choices = |row: usize| {
            let worth = |link: &usize| problem.link_costs[*link] < problem.unserved[row];
            problem.row_links(row).filter(usable).filter(worth).collect()
        };
        Rooms {
            problem,
            choices: (0..problem.n_rows()).map(choices).collect(),
            left: problem.stalls.iter().map(|stall| stall.capacity).collect(),
            link_of: vec![NOWHERE; problem.n_rows()],
        }
    }

    fn stall(&self, link: usize) -> usize {
        self.problem.link_stalls[link] as usize
    }

    fn fits(&self, row: usize, link: usize) -> bool {
        self.problem.loads[row] <= self.left[self.stall(link)] + 1e-9
    }

    /// What a row costs as it is; leaving it unserved may be a cost, too.
    fn cost(&self, row: usize) -> f64 {
        match self.link_of[row] {
            NOWHERE => self.problem.unserved[row],
            link => self.problem.link_costs[link],
        }
    }

    fn place(&mut self, row: usize, link: usize) {
        if self.link_of[row] != NOWHERE {
            let stall = self.stall(self.link_of[row]);
            self.left[stall] += self.problem.loads[row];
        }
        self.link_of[row] = link;
        if link != NOWHERE {
            let stall = self.stall(link);
            self.left[stall] -= self.problem.loads[row];
        }
    }

    fn by_regret(&mut self) -> bool {
        let mut waiting: Vec<usize> = (0..self.problem.n_rows()).collect();
        while !waiting.is_empty() {
            let mut most: Option<(f64, usize, usize)> = None;
            for (at, row) in waiting.iter().enumerate() {
                let mut open = self.choices[*row].iter().copied().filter(|link| self.fits(*row, *link));
                let (first, second) = (open.next(), open.next());
                let unserved = self.problem.unserved[*row];
                let Some(first) = first else {
                    if unserved.is_infinite() {
                        return false;
                    }
                    most = most.max_regret(f64::INFINITY, at, NOWHERE);
                    continue;
                };
                let second = second.map_or(unserved, |link| self.problem.link_costs[link].min(unserved));
                most = most.max_regret(second - self.problem.link_costs[first], at, first);
            }
            let (_, at, link) = most.expect("somebody waits");
            let row = waiting.remove(at);
            self.place(row, link);
        }
        true
    }

    /// The largest rows first, each where most room is left.
    fn by_size(&mut self) -> bool {
        for row in 0..self.problem.n_rows() {
            self.place(row, NOWHERE);
        }
        let mut rows: Vec<usize> = (0..self.problem.n_rows()).collect();
        rows.sort_by(|a, b| self.problem.loads[*b].total_cmp(&self.problem.loads[*a]).then(a.cmp(b)));
        for row in rows {
            let open = self.choices[row].iter().copied().filter(|link| self.fits(row, *link));
            let roomiest =
                open.max_by(|a, b| self.left[self.stall(*a)].total_cmp(&self.left[self.stall(*b)]).then(b.cmp(a)));
            match roomiest {
                Some(link) => self.place(row, link),
                None if self.problem.unserved[row].is_infinite() => return false,
                None => {}
            }
        }
        true
    }

    /// Moves one row to a cheaper room; whether any was moved.
    fn shift(&mut self) -> bool {
        let mut is_better = false;
        for row in 0..self.problem.n_rows() {
            let cost = self.cost(row);
            let mut cheaper =
                self.choices[row].iter().copied().take_while(|link| self.problem.link_costs[*link] < cost - 1e-9);
            let cheaper = cheaper.find(|link| self.fits(row, *link));
            if let Some(link) = cheaper {
                self.place(row, link);
                is_better = true;
            }
        }
        is_better
    }

    /// Lets two rows change places; whether any did.
    fn swap(&mut self) -> bool {
        for a in 0..self.problem.n_rows() {
            for b in a + 1..self.problem.n_rows() {
                let (at_a, at_b) = (self.link_of[a], self.link_of[b]);
                if at_a == NOWHERE || at_b == NOWHERE || self.stall(at_a) == self.stall(at_b) {
                    continue;
                }
                if let Some((to_a, to_b)) = self.exchange(a, b) {
                    self.place(a, NOWHERE);
                    self.place(b, to_b);
                    self.place(a, to_a);
                    return true;
                }
            }
        }
        false
    }

    /// The links after an exchange that fits and saves something.
    fn exchange(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        let (stall_a, stall_b) = (self.stall(self.link_of[a]), self.stall(self.link_of[b]));
        let more = self.problem.loads[a] - self.problem.loads[b];
        if self.left[stall_a] + more < -1e-9 || self.left[stall_b] - more < -1e-9 {
            return None;
        }
        let link = |row: usize, stall: usize| self.choices[row].iter().copied().find(|link| self.stall(*link) == stall);
        let (to_a, to_b) = (link(a, stall_b)?, link(b, stall_a)?);
        let after = self.problem.link_costs[to_a] + self.problem.link_costs[to_b];
        (after < self.cost(a) + self.cost(b) - 1e-9).then_some((to_a, to_b))
    }
}

trait MaxRegret {
    fn max_regret(self, regret: f64, at: usize, link: usize) -> Self;
}

impl MaxRegret for Option<(f64, usize, usize)> {
    /// The first of equals stays.
    fn max_regret(self, regret: f64, at: usize, link: usize) -> Self {
        match self {
            Some((known, ..)) if regret <= known => self,
            _ => Some((regret, at, link)),
        }
    }
}
