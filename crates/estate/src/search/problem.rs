//! One form for every location model: sites with stalls, and rows of demand that stalls serve.

use std::ops::{Range, RangeInclusive};

/// Whether something is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Choice {
    #[default]
    Free,
    /// It must be open, such as a building whose lease runs on.
    Open,
    Closed,
}

/// A service offered at a site; in the classical models each site has one.
#[derive(Clone, Debug)]
pub struct Stall {
    pub site: usize,
    pub cost: f64,
    pub money: f64,
    /// What it takes of the site's area.
    pub area: f64,
    /// How much load it can take; infinite where nothing limits it.
    pub capacity: f64,
    pub state: Choice,
    pub links: Range<usize>,
}

#[derive(Clone, Debug)]
pub struct SiteTerms {
    pub cost: f64,
    pub money: f64,
    pub area: f64,
    pub state: Choice,
    pub stalls: Range<usize>,
    /// Pairs of stalls that may not both be offered there.
    pub conflicts: Vec<(usize, usize)>,
    /// The site is open exactly where its stall is.
    pub is_its_stall: bool,
}

/// Choose sites and stalls, and serve every row, at the least cost.
#[derive(Clone, Debug)]
pub struct Problem {
    pub sites: Vec<SiteTerms>,
    pub stalls: Vec<Stall>,
    /// What a row takes of a stall's capacity.
    pub loads: Vec<f64>,
    /// What it costs to leave a row unserved; infinite where it must be served.
    pub unserved: Vec<f64>,
    /// The row and the cost of each link, stall by stall; far pairs have none.
    pub link_rows: Vec<u32>,
    pub link_costs: Vec<f64>,
    pub n_open: RangeInclusive<usize>,
    /// The most that sites and stalls may cost in money.
    pub budget: Option<f64>,
    /// Whether a row may be served by several stalls.
    pub split: bool,
    /// The stall of each link, and the links of each row, cheapest first.
    pub link_stalls: Vec<u32>,
    by_row: Vec<u32>,
    row_starts: Vec<usize>,
    /// Whether all costs are whole numbers, so that the bound may be rounded up.
    pub is_whole: bool,
}

impl Problem {
    /// Sorts the links by row and finds out whether costs are whole.
    pub fn index(&mut self) {
        self.link_stalls = vec![0; self.link_rows.len()];
        for (at, stall) in self.stalls.iter().enumerate() {
            self.link_stalls[stall.links.clone()].fill(at as u32);
        }
        self.by_row = (0..self.link_rows.len() as u32).collect();
        let key = |link: &u32| (self.link_rows[*link as usize], self.link_costs[*link as usize], *link);
        self.by_row.sort_unstable_by(|a, b| {
            let ((row_a, cost_a, at_a), (row_b, cost_b, at_b)) = (key(a), key(b));
            row_a.cmp(&row_b).then(cost_a.total_cmp(&cost_b)).then(at_a.cmp(&at_b))
        });
        self.row_starts = vec![0; self.n_rows() + 1];
        for row in &self.link_rows {
            self.row_starts[*row as usize + 1] += 1;
        }
        for row in 0..self.n_rows() {
            self.row_starts[row + 1] += self.row_starts[row];
        }
        // A share of a whole cost is no whole cost.
        self.is_whole = !self.is_split() && self.costs().all(|cost| cost.fract() == 0.0 && cost.abs() < 1e15);
    }

    pub fn new(sites: Vec<SiteTerms>, stalls: Vec<Stall>, links: (Vec<u32>, Vec<f64>), rows: RowTerms) -> Problem {
        let mut problem = Problem {
            n_open: 0..=sites.len(),
            sites,
            stalls,
            loads: rows.loads,
            unserved: rows.unserved,
            link_rows: links.0,
            link_costs: links.1,
            budget: None,
            split: false,
            link_stalls: Vec::new(),
            by_row: Vec::new(),
            row_starts: Vec::new(),
            is_whole: false,
        };
        problem.index();
        problem
    }

    pub fn n_rows(&self) -> usize {
        self.loads.len()
    }

    pub fn row_links(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        self.by_row[self.row_starts[row]..self.row_starts[row + 1]].iter().map(|link| *link as usize)
    }

    pub fn is_limited(&self) -> bool {
        self.stalls.iter().any(|stall| stall.capacity.is_finite())
    }

    fn is_split(&self) -> bool {
        self.split && self.is_limited()
    }

    /// More than any plan can cost.
    pub fn worst_value(&self) -> f64 {
        let mut dearest =
            self.unserved.iter().map(|cost| if cost.is_finite() { *cost } else { 0.0 }).collect::<Vec<_>>();
        for (row, cost) in self.link_rows.iter().zip(&self.link_costs) {
            dearest[*row as usize] = dearest[*row as usize].max(*cost);
        }
        let opened = self.sites.iter().map(|site| site.cost).chain(self.stalls.iter().map(|stall| stall.cost));
        (dearest.iter().sum::<f64>() + opened.map(|cost| cost.max(0.0)).sum::<f64>() + 1.0) * (1.0 + 1e-9)
    }

    /// What opening the stalls costs, without serving anybody: (cost, money).
    pub fn opening(&self, stalls: &[usize]) -> (f64, f64) {
        let mut cost = 0.0;
        let mut money = 0.0;
        for (at, site) in self.sites.iter().enumerate() {
            let mut is_open = site.state == Choice::Open;
            let within = stalls.partition_point(|stall| *stall < site.stalls.start);
            for stall in stalls[within..].iter().take_while(|stall| site.stalls.contains(stall)) {
                debug_assert_eq!(self.stalls[*stall].site, at);
                is_open = true;
                cost += self.stalls[*stall].cost;
                money += self.stalls[*stall].money;
            }
            if is_open {
                cost += site.cost;
                money += site.money;
            }
        }
        (cost, money)
    }

    fn costs(&self) -> impl Iterator<Item = f64> + '_ {
        let opened = self.sites.iter().map(|site| site.cost).chain(self.stalls.iter().map(|stall| stall.cost));
        let unserved = self.unserved.iter().copied().filter(|cost| cost.is_finite());
        opened.chain(unserved).chain(self.link_costs.iter().copied())
    }
}

/// What is asked of each row.
pub struct RowTerms {
    pub loads: Vec<f64>,
    pub unserved: Vec<f64>,
}
