//! Which stalls one site would offer, within its area and without pairs that may not share a roof.

/// What offering a stall costs at the present prices (below nought: it is worth it), and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub stall: usize,
    pub cost: f64,
    pub area: f64,
    pub is_forced: bool,
}

/// The cheapest set of stalls and its cost; none where the forced ones do not go together.
pub fn cheapest_bundle(offers: &[Offer], area: f64, conflicts: &[(usize, usize)]) -> Option<(f64, Vec<usize>)> {
    let forced: Vec<usize> = offers.iter().filter(|offer| offer.is_forced).map(|offer| offer.stall).collect();
    let cost: f64 = offers.iter().filter(|offer| offer.is_forced).map(|offer| offer.cost).sum();
    let taken: f64 = offers.iter().filter(|offer| offer.is_forced).map(|offer| offer.area).sum();
    let clash = conflicts.iter().any(|(a, b)| forced.contains(a) && forced.contains(b));
    if clash || fits(area) < taken {
        return None;
    }
    let mut wanted: Vec<Offer> = offers.iter().filter(|offer| !offer.is_forced && offer.cost < 0.0).copied().collect();
    wanted.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.stall.cmp(&b.stall)));
    let mut bundle = Bundle { offers: &wanted, conflicts, best: cost, chosen: forced.clone(), current: forced };
    bundle.from(0, fits(area) - taken, cost);
    bundle.chosen.sort_unstable();
    Some((bundle.best, bundle.chosen))
}

/// Areas are sums of decimals, which floating point takes a hair too large.
fn fits(area: f64) -> f64 {
    area + 1e-9 * area.abs().min(1e12)
}

struct Bundle<'o> {
    offers: &'o [Offer],
    conflicts: &'o [(usize, usize)],
    best: f64,
    chosen: Vec<usize>,
    current: Vec<usize>,
}

impl Bundle<'_> {
    fn from(&mut self, start: usize, area: f64, cost: f64) {
        if cost < self.best {
            self.best = cost;
            self.chosen.clone_from(&self.current);
        }
        let rest: f64 = self.offers[start..].iter().map(|offer| offer.cost).sum();
        if start == self.offers.len() || self.best <= cost + rest {
            return;
        }
        let offer = self.offers[start];
        if offer.area <= area && !self.clashes(offer.stall) {
            self.current.push(offer.stall);
            self.from(start + 1, area - offer.area, cost + offer.cost);
            self.current.pop();
        }
        self.from(start + 1, area, cost);
    }

    fn clashes(&self, stall: usize) -> bool {
        let with = |other: usize| self.current.contains(&other);
        self.conflicts.iter().any(|(a, b)| *a == stall && with(*b) || *b == stall && with(*a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(stall: usize, cost: f64, area: f64) -> Offer {
        Offer { stall, cost, area, is_forced: false }
    }

    #[test]
    fn the_better_of_two_that_may_not_share_is_offered() {
        let offers = [offer(0, -5.0, 1.0), offer(1, -6.0, 1.0), offer(2, -1.0, 1.0)];
        assert_eq!(cheapest_bundle(&offers, 9.0, &[(0, 1)]), Some((-7.0, vec![1, 2])));
    }

    #[test]
    fn two_small_ones_beat_a_large_one_within_the_area() {
        let offers = [offer(0, -6.0, 10.0), offer(1, -4.0, 5.0), offer(2, -4.0, 5.0)];
        assert_eq!(cheapest_bundle(&offers, 10.0, &[]), Some((-8.0, vec![1, 2])));
    }

    #[test]
    fn forced_stalls_that_do_not_go_together_are_impossible() {
        let offers = [Offer { is_forced: true, ..offer(0, 1.0, 6.0) }, Offer { is_forced: true, ..offer(1, 1.0, 6.0) }];
        assert_eq!(cheapest_bundle(&offers, 10.0, &[]), None);
        assert_eq!(cheapest_bundle(&offers, 12.0, &[(0, 1)]), None);
    }
}
