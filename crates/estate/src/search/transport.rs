//! Rows shared out between rooms with a capacity, at the least cost: a transportation problem, solved exactly.
//!
//! Load after load goes the cheapest way that is left, which may send others elsewhere (successive shortest paths).

use super::problem::Problem;

/// Less than this of a load is rounding.
const DUST: f64 = 1e-9;

/// Links with the share of the row that each takes; none where somebody who must be served finds no room.
pub fn allocate_shares(
    problem: &Problem,
    stalls: &[usize],
    is_used: impl Fn(usize) -> bool,
) -> Option<Vec<(usize, f64)>> {
    let mut flow = Flow::new(problem, stalls, is_used);
    for row in 0..problem.n_rows() {
        flow.send(row)?;
    }
    let links = flow.arcs.iter().filter(|arc| DUST < arc.flow).filter_map(|arc| {
        let share = arc.flow / flow.amounts[arc.row];
        arc.link.map(|link| (link, if share > 1.0 - 1e-12 { 1.0 } else { share }))
    });
    let mut links: Vec<(usize, f64)> = links.collect();
    links.sort_by_key(|(link, _)| *link);
    Some(links)
}

/// A row to a stall; no link stands for nobody.
struct Arc {
    row: usize,
    stall: usize,
    link: Option<usize>,
    cost: f64,
    flow: f64,
}

struct Flow {
    arcs: Vec<Arc>,
    of_row: Vec<Vec<usize>>,
    of_stall: Vec<Vec<usize>>,
    /// What each row sends: its load, or 1 where it takes no room.
    amounts: Vec<f64>,
    takes_none: Vec<bool>,
    left: Vec<f64>,
}

impl Flow {
    fn new(problem: &Problem, stalls: &[usize], is_used: impl Fn(usize) -> bool) -> Flow {
        let n_rows = problem.n_rows();
        let mut flow = Flow {
            arcs: Vec::new(),
            of_row: vec![Vec::new(); n_rows],
            of_stall: vec![Vec::new(); stalls.len() + 1],
            amounts: problem.loads.iter().map(|load| if 0.0 < *load { *load } else { 1.0 }).collect(),
            takes_none: problem.loads.iter().map(|load| *load <= 0.0).collect(),
            left: stalls.iter().map(|stall| problem.stalls[*stall].capacity).chain([f64::INFINITY]).collect(),
        };
        for (at, stall) in stalls.iter().enumerate() {
            for link in problem.stalls[*stall].links.clone().filter(|link| is_used(*link)) {
                let row = problem.link_rows[link] as usize;
                flow.add(row, at, Some(link), problem.link_costs[link]);
            }
        }
        for row in (0..n_rows).filter(|row| problem.unserved[*row].is_finite()) {
            flow.add(row, stalls.len(), None, problem.unserved[row]);
        }
        flow
    }

    fn add(&mut self, row: usize, stall: usize, link: Option<usize>, whole_cost: f64) {
        self.of_row[row].push(self.arcs.len());
        // Nobody is sent elsewhere by a row that takes no room.
        if !self.takes_none[row] {
            self.of_stall[stall].push(self.arcs.len());
        }
        self.arcs.push(Arc { row, stall, link, cost: whole_cost / self.amounts[row], flow: 0.0 });
    }

    /// Sends all of a row.
    fn send(&mut self, row: usize) -> Option<()> {
        if self.takes_none[row] {
            let arcs = self.of_row[row].iter().copied();
            let arc = arcs.min_by(|a, b| self.arcs[*a].cost.total_cmp(&self.arcs[*b].cost).then(a.cmp(b)))?;
            self.arcs[arc].flow = self.amounts[row];
            return Some(());
        }
        let mut waiting = self.amounts[row];
        while DUST < waiting {
            let path = self.cheapest_path(row)?;
            let mut amount = waiting.min(self.left[self.arcs[path[0]].stall]);
            // From the end: forth, back, forth ...
            for back in path.iter().skip(1).step_by(2) {
                amount = amount.min(self.arcs[*back].flow);
            }
            self.left[self.arcs[path[0]].stall] -= amount;
            for (at, arc) in path.iter().enumerate() {
                self.arcs[*arc].flow += if at % 2 == 0 { amount } else { -amount };
            }
            waiting -= amount;
        }
        Some(())
    }

    /// The arcs of the cheapest way from a row to room that is left, from its end (Bellman and Ford: a way back earns).
    fn cheapest_path(&self, start: usize) -> Option<Vec<usize>> {
        let mut to_row = vec![f64::INFINITY; self.of_row.len()];
        let mut to_stall = vec![(f64::INFINITY, usize::MAX); self.of_stall.len()];
        let mut back_to = vec![usize::MAX; self.of_row.len()];
        to_row[start] = 0.0;
        let mut changed = vec![start];
        while !changed.is_empty() {
            let mut stalls = Vec::new();
            for arc in changed.drain(..).flat_map(|row: usize| self.of_row[row].iter()) {
                let Arc { row, stall, cost, .. } = self.arcs[*arc];
                if to_row[row] + cost < to_stall[stall].0 - 1e-12 {
                    to_stall[stall] = (to_row[row] + cost, *arc);
                    stalls.push(stall);
                }
            }
            stalls.sort_unstable();
            stalls.dedup();
            for arc in stalls.iter().flat_map(|stall| self.of_stall[*stall].iter()) {
                let Arc { row, stall, cost, flow, .. } = self.arcs[*arc];
                if DUST < flow && to_stall[stall].0 - cost < to_row[row] - 1e-12 {
                    to_row[row] = to_stall[stall].0 - cost;
                    back_to[row] = *arc;
                    changed.push(row);
                }
            }
        }
        let roomy = (0..self.left.len()).filter(|stall| DUST < self.left[*stall] && to_stall[*stall].0.is_finite());
        let mut stall = roomy.min_by(|a, b| to_stall[*a].0.total_cmp(&to_stall[*b].0).then(a.cmp(b)))?;
        let mut path = Vec::new();
        loop {
            let arc = to_stall[stall].1;
            path.push(arc);
            let row = self.arcs[arc].row;
            if row == start {
                return Some(path);
            }
            path.push(back_to[row]);
            stall = self.arcs[back_to[row]].stall;
        }
    }
}
