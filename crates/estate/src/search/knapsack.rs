//! What one stall would rather serve: the best rows within its capacity.

/// A row that would be worth serving: its worth is above nought.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub link: usize,
    pub worth: f64,
    pub load: f64,
}

/// Worth of a choice, an upper bound on it, and the share of each item taken.
pub struct Packing {
    pub worth: f64,
    pub taken: Vec<(usize, f64)>,
}

/// Looking further costs more than the bound gains.
const STEPS_MAX: usize = 4_000;

/// Packs by worth for load; the last row in part.
pub fn pack_shares(items: &mut [Item], capacity: f64) -> Packing {
    let mut left = capacity;
    by_worth(items, capacity);
    let mut packing = Packing { worth: 0.0, taken: Vec::with_capacity(items.len()) };
    for item in items.iter() {
        let share = if item.load <= left { 1.0 } else { left / item.load };
        if share <= 0.0 {
            break;
        }
        left -= share * item.load;
        packing.worth += share * item.worth;
        packing.taken.push((item.link, share));
    }
    packing
}

/// Packs whole rows as well as it can be done; where that takes too many steps, the worth is that of
/// packing shares, which is never less and so keeps the bound a bound.
pub fn pack_whole(items: &mut Vec<Item>, capacity: f64) -> Packing {
    items.retain(|item| item.load <= capacity);
    if items.iter().map(|item| item.load).sum::<f64>() <= capacity {
        let worth = items.iter().map(|item| item.worth).sum();
        return Packing { worth, taken: items.iter().map(|item| (item.link, 1.0)).collect() };
    }
    by_worth(items, capacity);
    let mut search = Branching { items, best: -1.0, chosen: Vec::new(), current: Vec::new(), n_steps: 0 };
    search.from(0, capacity, 0.0);
    if search.n_steps < STEPS_MAX {
        let taken = search.chosen.iter().map(|at| (items[*at].link, 1.0)).collect();
        return Packing { worth: search.best, taken };
    }
    pack_shares(items, capacity)
}

fn by_worth(items: &mut [Item], capacity: f64) {
    if items.iter().map(|item| item.load).sum::<f64>() <= capacity {
        return;
    }
    items.sort_by(|a, b| (b.worth * a.load).total_cmp(&(a.worth * b.load)).then(a.link.cmp(&b.link)));
}

struct Branching<'i> {
    items: &'i [Item],
    best: f64,
    chosen: Vec<usize>,
    current: Vec<usize>,
    n_steps: usize,
}

impl Branching<'_> {
    /// Depth first, taking before leaving, as Horowitz and Sahni do.
    fn from(&mut self, start: usize, capacity: f64, worth: f64) {
        self.n_steps += 1;
        if self.best < worth {
            self.best = worth;
            self.chosen.clone_from(&self.current);
        }
        if STEPS_MAX <= self.n_steps || self.ceiling(start, capacity, worth) <= self.best + 1e-12 {
            return;
        }
        let Some(next) = (start..self.items.len()).find(|at| self.items[*at].load <= capacity) else { return };
        let item = self.items[next];
        self.current.push(next);
        self.from(next + 1, capacity - item.load, worth + item.worth);
        self.current.pop();
        self.from(next + 1, capacity, worth);
    }

    fn ceiling(&self, start: usize, mut capacity: f64, mut worth: f64) -> f64 {
        for item in &self.items[start..] {
            if capacity < item.load {
                return worth + item.worth * capacity / item.load;
            }
            capacity -= item.load;
            worth += item.worth;
        }
        worth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(terms: &[(f64, f64)]) -> Vec<Item> {
        terms.iter().enumerate().map(|(link, (worth, load))| Item { link, worth: *worth, load: *load }).collect()
    }

    #[test]
    fn whole_rows_are_packed_better_than_by_worth_for_load_alone() {
        // By worth for load the first is taken, and nothing fits beside it: 6.
        let packing = pack_whole(&mut items(&[(6.0, 5.0), (5.0, 4.5), (4.5, 4.5)]), 9.0);
        assert_eq!(packing.worth, 9.5);
    }

    #[test]
    fn shares_fill_the_capacity_to_the_brim() {
        let packing = pack_shares(&mut items(&[(6.0, 5.0), (5.0, 5.0)]), 9.0);
        assert_eq!(packing.worth, 6.0 + 5.0 * 0.8);
    }

    #[test]
    fn a_row_that_is_larger_than_the_capacity_is_not_packed() {
        let packing = pack_whole(&mut items(&[(100.0, 10.0), (1.0, 2.0)]), 9.0);
        assert_eq!(packing.worth, 1.0);
        assert_eq!(packing.taken, [(1, 1.0)]);
    }
}
