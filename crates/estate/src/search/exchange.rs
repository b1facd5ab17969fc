//! One in, one out, or one for another: the move that saves most (Whitaker 1983).

use rayon::prelude::*;

use super::problem::Choice;
use super::start::{Local, NONE};

/// What a move changes the cost by, what it opens and what it closes.
pub type Move = (f64, Option<usize>, Option<usize>);

impl Local<'_> {
    /// The move that saves most; none where no move saves anything.
    pub fn best_move(&self) -> Option<Move> {
        let losses = self.losses();
        let open: Vec<usize> = (0..self.is_open.len()).filter(|stall| self.may_close(*stall)).collect();
        let mut by_loss: Vec<usize> = open.clone();
        by_loss.sort_by(|a, b| losses[*a].total_cmp(&losses[*b]).then(a.cmp(b)));
        let drops = open.iter().filter(|stall| self.holds(None, Some(**stall)));
        let drops = drops.map(|stall| (losses[*stall], None, Some(*stall)));
        let candidates: Vec<usize> = (0..self.is_open.len()).filter(|stall| self.may_open(*stall)).collect();
        let scratch = || vec![0.0; self.is_open.len()];
        let moves: Vec<Move> = candidates
            .par_iter()
            .with_min_len(64)
            .map_init(scratch, |extra, stall| self.best_with(*stall, &losses, &by_loss, extra))
            .flatten()
            .collect();
        let best = drops.chain(moves).min_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))))?;
        let scale = self.nearest.iter().map(|(_, cost)| cost).sum::<f64>();
        (best.0 < -1e-10 * scale.max(1e-6)).then_some(best)
    }

    /// What closing each open stall would cost.
    fn losses(&self) -> Vec<f64> {
        let mut losses: Vec<f64> = vec![0.0; self.is_open.len()];
        for ((stall, cost), second) in self.nearest.iter().zip(&self.second) {
            if *stall != NONE {
                losses[*stall as usize] += second - cost;
            }
        }
        for stall in (0..losses.len()).filter(|stall| self.is_open[*stall]) {
            losses[stall] -= self.opening(stall, self.n_stalls[self.problem.stalls[stall].site] - 1);
        }
        losses
    }

    /// What the loss of a stall counts too much where another of its site opens for it: the site stays open. Counted, the two
    /// would change places forever.
    fn site_kept(&self, stall: usize, drop: usize) -> f64 {
        let site = self.problem.stalls[stall].site;
        let is_last = self.problem.stalls[drop].site == site && self.n_stalls[site] == 1;
        if is_last && self.problem.sites[site].state != Choice::Open { self.problem.sites[site].cost } else { 0.0 }
    }

    /// The best move that opens a stall, alone or for another.
    fn best_with(&self, stall: usize, losses: &[f64], by_loss: &[usize], extra: &mut [f64]) -> Option<Move> {
        let mut touched: Vec<usize> = Vec::new();
        let mut change = self.opening(stall, self.n_stalls[self.problem.stalls[stall].site]);
        for link in self.problem.stalls[stall].links.clone() {
            let row = self.problem.link_rows[link] as usize;
            let cost = self.problem.link_costs[link];
            let (nearest, near) = self.nearest[row];
            change -= (near - cost).max(0.0);
            // Who loses the nearest finds this one rather than the second.
            if nearest != NONE && cost < self.second[row] {
                if extra[nearest as usize] == 0.0 {
                    touched.push(nearest as usize);
                }
                extra[nearest as usize] += self.second[row] - cost.max(near);
            }
        }
        let after = |drop: usize| change + losses[drop] - extra[drop] + self.site_kept(stall, drop);
        let alone = self.holds(Some(stall), None).then_some((change, Some(stall), None));
        let cheapest = by_loss.iter().copied().find(|drop| self.holds(Some(stall), Some(*drop)));
        let others =
            touched.iter().copied().filter(|drop| self.may_close(*drop) && self.holds(Some(stall), Some(*drop)));
        let swaps = others.chain(cheapest).map(|drop| (after(drop), Some(stall), Some(drop)));
        let best = swaps.chain(alone).min_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        touched.iter().for_each(|stall| extra[*stall] = 0.0);
        best
    }
}
