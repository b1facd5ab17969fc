//! A bound from below: every row may be served too often or not at all, at a price.
//!
//! The duty to serve each row once is taken out of the model and put into its costs with a price (Geoffrion 1974). What
//! remains falls apart into sites. Whatever the prices, no plan can cost less, so a bound needs no exact optimum of them.

use rayon::prelude::*;

use super::bundle::{Offer, cheapest_bundle};
use super::knapsack::{Item, pack_shares, pack_whole};
use super::problem::{Choice, Problem};

/// What it is worth to serve each row, and what a pound of the budget is worth.
#[derive(Clone, Debug)]
pub struct Prices {
    pub rows: Vec<f64>,
    pub budget: f64,
}

/// What is decided so far.
#[derive(Clone, Debug)]
pub struct Fixings {
    pub sites: Vec<Choice>,
    pub stalls: Vec<Choice>,
    /// Links that may not be used; empty where every one may.
    pub barred: Vec<bool>,
    /// Rows that may no longer be left unserved; empty where none is.
    pub must_serve: Vec<bool>,
}

impl Fixings {
    pub fn of(problem: &Problem) -> Fixings {
        Fixings {
            sites: problem.sites.iter().map(|site| site.state).collect(),
            stalls: problem.stalls.iter().map(|stall| stall.state).collect(),
            barred: Vec::new(),
            must_serve: Vec::new(),
        }
    }

    /// What it costs to leave a row unserved.
    pub fn unserved(&self, problem: &Problem, row: usize) -> f64 {
        match self.must_serve.get(row) {
            Some(true) => f64::INFINITY,
            _ => problem.unserved[row],
        }
    }

    pub fn allows(&self, link: usize) -> bool {
        !self.barred.get(link).copied().unwrap_or(false)
    }
}

/// The best that the relaxed model can do at some prices.
pub struct Relaxed {
    pub bound: f64,
    /// What each site costs at these prices; infinite where it is closed.
    pub site_costs: Vec<f64>,
    /// Free sites that are chosen, the best first, and those that are not.
    pub chosen: Vec<usize>,
    pub left_out: Vec<usize>,
    pub n_forced: usize,
    /// Stalls that are offered, in order.
    pub stalls: Vec<usize>,
    /// Links used, with their share.
    pub links: Vec<(usize, f64)>,
    /// How often each row is served.
    pub served: Vec<f64>,
    pub money: f64,
}

/// Spread over threads only where a pass takes long.
const LINKS_FOR_THREADS: usize = 300_000;

/// Solves the relaxed model; none where what is fixed has no plan at all.
pub fn relax(problem: &Problem, fixings: &Fixings, prices: &Prices) -> Option<Relaxed> {
    let cost = |site: usize| site_cost(problem, fixings, prices, site);
    let site_costs: Vec<f64> = match problem.link_rows.len() < LINKS_FOR_THREADS {
        true => (0..problem.sites.len()).map(cost).collect::<Option<_>>()?,
        false => (0..problem.sites.len()).into_par_iter().map(cost).collect::<Option<_>>()?,
    };
    let mut relaxed = choose(problem, fixings, site_costs)?;
    relaxed.bound += serving_prices(problem, fixings, prices);
    serve(problem, fixings, prices, &mut relaxed);
    Some(relaxed)
}

fn serving_prices(problem: &Problem, fixings: &Fixings, prices: &Prices) -> f64 {
    let rows = prices.rows.iter().enumerate().map(|(row, price)| price.min(fixings.unserved(problem, row)));
    rows.sum::<f64>() - problem.budget.map_or(0.0, |budget| prices.budget * budget)
}

/// What a site costs at the prices; none where it must be open and cannot be.
fn site_cost(problem: &Problem, fixings: &Fixings, prices: &Prices, at: usize) -> Option<f64> {
    if fixings.sites[at] == Choice::Closed {
        return Some(f64::INFINITY);
    }
    let site = &problem.sites[at];
    let own = site.cost + prices.budget * site.money;
    if site.is_its_stall {
        return Some(own + stall_cost(problem, fixings, prices, site.stalls.start));
    }
    match bundle_of(problem, fixings, prices, at) {
        Some((cost, _)) => Some(own + cost),
        None if fixings.sites[at] == Choice::Open => None,
        None => Some(f64::INFINITY),
    }
}

fn bundle_of(problem: &Problem, fixings: &Fixings, prices: &Prices, at: usize) -> Option<(f64, Vec<usize>)> {
    let site = &problem.sites[at];
    let open = site.stalls.clone().filter(|stall| fixings.stalls[*stall] != Choice::Closed);
    let offer = |stall: usize| Offer {
        stall,
        cost: stall_cost(problem, fixings, prices, stall),
        area: problem.stalls[stall].area,
        is_forced: fixings.stalls[stall] == Choice::Open,
    };
    cheapest_bundle(&open.map(offer).collect::<Vec<_>>(), site.area, &site.conflicts)
}

fn stall_cost(problem: &Problem, fixings: &Fixings, prices: &Prices, at: usize) -> f64 {
    let stall = &problem.stalls[at];
    let own = stall.cost + prices.budget * stall.money;
    if stall.capacity.is_finite() {
        return own - packed(problem, fixings, prices, at).worth;
    }
    let range = stall.links.clone();
    let links = problem.link_rows[range.clone()].iter().zip(&problem.link_costs[range.clone()]);
    if fixings.barred.is_empty() {
        return own + links.map(|(row, cost)| (cost - prices.rows[*row as usize]).min(0.0)).sum::<f64>();
    }
    let allowed = links.zip(range).filter(|(_, link)| fixings.allows(*link));
    own + allowed.map(|((row, cost), _)| (cost - prices.rows[*row as usize]).min(0.0)).sum::<f64>()
}

fn packed(problem: &Problem, fixings: &Fixings, prices: &Prices, at: usize) -> super::knapsack::Packing {
    let stall = &problem.stalls[at];
    let item = |link: usize| {
        let row = problem.link_rows[link] as usize;
        Item { link, worth: prices.rows[row] - problem.link_costs[link], load: problem.loads[row] }
    };
    let items = stall.links.clone().filter(|link| fixings.allows(*link)).map(item);
    let mut items: Vec<Item> = items.filter(|item| 0.0 < item.worth).collect();
    match problem.split {
        true => pack_shares(&mut items, stall.capacity),
        false => pack_whole(&mut items, stall.capacity),
    }
}

/// The cheapest sites within the number that may be open.
fn choose(problem: &Problem, fixings: &Fixings, site_costs: Vec<f64>) -> Option<Relaxed> {
    let is_free = |site: &usize| fixings.sites[*site] == Choice::Free && site_costs[*site].is_finite();
    let forced = fixings.sites.iter().enumerate().filter(|(_, choice)| **choice == Choice::Open);
    let (n_forced, mut bound) = forced.fold((0, 0.0), |(n, sum), (site, _)| (n + 1, sum + site_costs[site]));
    let mut free: Vec<usize> = (0..site_costs.len()).filter(is_free).collect();
    free.sort_by(|a, b| site_costs[*a].total_cmp(&site_costs[*b]).then(a.cmp(b)));
    let n_least = problem.n_open.start().saturating_sub(n_forced);
    let n_most = problem.n_open.end().checked_sub(n_forced)?;
    if free.len() < n_least {
        return None;
    }
    let n_worth = free.partition_point(|site| site_costs[*site] < 0.0);
    let left_out = free.split_off(n_worth.clamp(n_least, n_most.max(n_least)).min(free.len()));
    bound += free.iter().map(|site| site_costs[*site]).sum::<f64>();
    let served = vec![0.0; problem.n_rows()];
    let (stalls, links) = (Vec::new(), Vec::new());
    Some(Relaxed { bound, site_costs, chosen: free, left_out, n_forced, stalls, links, served, money: 0.0 })
}

/// Writes down what the chosen sites offer and whom they serve.
fn serve(problem: &Problem, fixings: &Fixings, prices: &Prices, relaxed: &mut Relaxed) {
    let forced = (0..problem.sites.len()).filter(|site| fixings.sites[*site] == Choice::Open);
    let mut open: Vec<usize> = forced.chain(relaxed.chosen.iter().copied()).collect();
    open.sort_unstable();
    for site in open {
        relaxed.money += problem.sites[site].money;
        let stalls = match problem.sites[site].is_its_stall {
            true => vec![problem.sites[site].stalls.start],
            false => bundle_of(problem, fixings, prices, site).map_or_else(Vec::new, |(_, stalls)| stalls),
        };
        for stall in stalls {
            relaxed.money += problem.stalls[stall].money;
            relaxed.stalls.push(stall);
            use_links(problem, fixings, prices, stall, relaxed);
        }
    }
}

fn use_links(problem: &Problem, fixings: &Fixings, prices: &Prices, at: usize, relaxed: &mut Relaxed) {
    let stall = &problem.stalls[at];
    let start = relaxed.links.len();
    if stall.capacity.is_finite() {
        relaxed.links.extend(packed(problem, fixings, prices, at).taken);
    } else {
        let worth = |link: usize| prices.rows[problem.link_rows[link] as usize] - problem.link_costs[link];
        let used = stall.links.clone().filter(|link| 0.0 < worth(*link) && fixings.allows(*link));
        relaxed.links.extend(used.map(|link| (link, 1.0)));
    }
    for (link, share) in &relaxed.links[start..] {
        relaxed.served[problem.link_rows[*link] as usize] += share;
    }
}

/// Fixes each free site whose other choice alone would cost as much as the best plans; how many were fixed.
pub fn fix_sites(
    problem: &Problem,
    fixings: &mut Fixings,
    relaxed: &Relaxed,
    is_hopeless: impl Fn(f64) -> bool,
) -> usize {
    let n_open = relaxed.n_forced + relaxed.chosen.len();
    let cost = |site: &usize| relaxed.site_costs[*site];
    let last_in = relaxed.chosen.last().map(cost);
    let first_out = relaxed.left_out.first().map(cost);
    let is_full = n_open == *problem.n_open.end();
    let mut n_fixed = 0;
    for site in &relaxed.left_out {
        let displaced = match (is_full, last_in) {
            (true, None) => f64::NEG_INFINITY,
            (true, Some(last)) => last,
            (false, last) => last.unwrap_or(0.0).max(0.0),
        };
        if is_hopeless(relaxed.bound + cost(site) - displaced) {
            fixings.sites[*site] = Choice::Closed;
            n_fixed += 1;
        }
    }
    for site in &relaxed.chosen {
        let instead = match n_open == *problem.n_open.start() {
            true => first_out.unwrap_or(f64::INFINITY),
            false => first_out.unwrap_or(0.0).min(0.0),
        };
        if is_hopeless(relaxed.bound + instead - cost(site)) {
            fixings.sites[*site] = Choice::Open;
            n_fixed += 1;
        }
    }
    n_fixed
}
