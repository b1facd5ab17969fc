//! The best plans so far, each with other stalls.

/// A complete plan: what is open and who is served by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    pub value: f64,
    /// Open stalls, in order.
    pub stalls: Vec<usize>,
    /// Links used, with the share of the row, in order.
    pub links: Vec<(usize, f64)>,
}

/// As many of the best plans as are asked for.
#[derive(Clone, Debug)]
pub struct Plans {
    n_max: usize,
    best: Vec<Serving>,
}

impl Plans {
    pub fn new(n_max: usize) -> Plans {
        Plans { n_max: n_max.max(1), best: Vec::new() }
    }

    /// What a plan must beat; none where any will do.
    pub fn to_beat(&self) -> Option<f64> {
        (self.best.len() == self.n_max).then(|| self.best[self.n_max - 1].value)
    }

    pub fn best(&self) -> Option<&Serving> {
        self.best.first()
    }

    pub fn add(&mut self, plan: Serving) {
        if let Some(at) = self.best.iter().position(|known| known.stalls == plan.stalls) {
            if self.best[at].value <= plan.value {
                return;
            }
            self.best.remove(at);
        }
        self.best.push(plan);
        self.best.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| a.stalls.cmp(&b.stalls)));
        self.best.truncate(self.n_max);
    }

    pub fn all(&self) -> &[Serving] {
        &self.best
    }

    pub fn into_best(self) -> Vec<Serving> {
        self.best
    }
}
