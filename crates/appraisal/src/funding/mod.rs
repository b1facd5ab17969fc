//! Ring-fenced pots of money: what each ring-fence costs, and what could be pooled.
//!
//! Services gain less from every further pound (their benefit is concave), pots may be spent on some services only. The
//! best allocation is a linear programme, and what one pot more or less would change is the price of its ring-fence:
//!
//! ```text
//! maximise  Σ c_sk z_sk
//! subject to  Σ_k z_sk = Σ_p x_ps     for each service s
//!             Σ_s x_ps <= b_p          for each pot p (= where unspent money is lost)
//!             0 <= z_sk <= W_sk,  x_ps >= m_ps, only where s may be paid from p
//! ```
//!
//! Benefits per pound are the contestable input: they are published with the answer. Method, section 5.9.

mod programme;
mod read;

use serde::Serialize;

use crate::Error;

pub use programme::Allocation;
pub use read::read;

/// Pots and services of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Funding {
    pub name: String,
    /// What amounts are in, such as `£m`.
    pub unit: String,
    pub services: Vec<Service>,
    pub pots: Vec<Pot>,
}

/// Something that money can do good with, less of it with every step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Service {
    pub id: String,
    pub name: String,
    /// The first pounds do most good: each segment is so wide and worth so much for a pound. Decreasing.
    pub segments: Vec<Segment>,
    /// What has to be spent by law.
    pub duty: f64,
    /// What is spent today; a cut shows what changes against it.
    pub spent: Option<f64>,
    /// Where the benefit per pound comes from.
    pub source: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Segment {
    pub width: f64,
    /// Benefit for one pound.
    pub value: f64,
}

/// Money and what it may be spent on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pot {
    pub id: String,
    pub name: String,
    pub amount: f64,
    /// Positions in [`Funding::services`].
    pub services: Vec<usize>,
    /// Least amounts for some services. Positions in [`Funding::services`].
    pub at_least: Vec<(usize, f64)>,
    /// Whether what is not spent is lost to the place.
    pub unspent_is_lost: bool,
    pub pooling: Pooling,
    /// The rule that ring-fences the money, and whose rule it is.
    pub legal_basis: Option<String>,
    pub owner: Option<String>,
    pub expires: Option<String>,
}

model::words! {
    /// What it would take to pool a pot: most of the way needs will, the rest needs law.
    Pooling {
        Today = "today",
        ByAgreement = "by_agreement",
        NeedsLaw = "needs_law",
    }
}

impl Pooling {
    pub fn in_words(self) -> &'static str {
        match self {
            Pooling::Today => "poolable today",
            Pooling::ByAgreement => "poolable by agreement",
            Pooling::NeedsLaw => "needs law",
        }
    }
}

/// What the ring-fences cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RingFences {
    /// With every ring-fence in place.
    pub ringed: Allocation,
    /// With one pot and no ring-fences; duties stay.
    pub single: Allocation,
    /// With those pots pooled that law allows to pool.
    pub pooled: Allocation,
    /// Benefit lost to the ring-fences, and its share of the single pot's.
    pub cost: f64,
    pub cost_share: f64,
    /// Benefit that pooling by agreement alone would win back.
    pub won_by_agreement: f64,
    pub marginals: Vec<Marginal>,
    /// Pounds by what it would take to pool them.
    pub poolable: Vec<(Pooling, f64)>,
}

/// What a step more in one pot would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marginal {
    pub pot: String,
    /// Benefit per unit of money.
    pub value: f64,
    /// What is lost by having the step in this pot rather than free: the price of the ring-fence-fence.
    pub price: f64,
}

/// What a cut does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CutResult {
    pub share: f64,
    pub before: Allocation,
    pub after: Allocation,
    /// Pounds by service, after less before; sorted as the services are.
    pub changes: Vec<(String, f64)>,
    pub benefit_lost: f64,
}

/// The best that can be done with the ring-fences in place.
pub fn allocate(funding: &Funding) -> Result<Allocation, Error> {
    programme::best(funding)
}

/// A step that is small beside every pot, whatever unit they are in: a thousandth of the smallest.
pub fn step(funding: &Funding) -> f64 {
    let amounts = funding.pots.iter().map(|pot| pot.amount).filter(|amount| 0.0 < *amount);
    let smallest = amounts.fold(f64::INFINITY, f64::min);
    if smallest.is_finite() { smallest / 1_000.0 } else { 1.0 }
}

/// What every ring-fence costs, by `step` units of money more in each pot.
pub fn ring_fences(funding: &Funding, step: f64) -> Result<RingFences, Error> {
    let ringed = allocate(funding)?;
    let single = allocate(&without_rings(funding, |_| true))?;
    let pooled = allocate(&without_rings(funding, |pot| pot.pooling != Pooling::NeedsLaw))?;
    let marginal = |changed: &Funding| allocate(changed).map(|other| (other.benefit - ringed.benefit) / step);
    let free = marginal(&with_free_money(funding, step))?;
    let mut marginals = Vec::new();
    for at in 0..funding.pots.len() {
        let mut more = funding.clone();
        more.pots[at].amount += step;
        let value = marginal(&more)?;
        marginals.push(Marginal { pot: funding.pots[at].id.clone(), value, price: free - value });
    }
    let sum = |pooling| funding.pots.iter().filter(|pot| pot.pooling == pooling).map(|pot| pot.amount).sum::<f64>();
    let cost = single.benefit - ringed.benefit;
    Ok(RingFences {
        cost,
        cost_share: if single.benefit == 0.0 { 0.0 } else { cost / single.benefit },
        won_by_agreement: pooled.benefit - ringed.benefit,
        poolable: Pooling::ALL.iter().map(|pooling| (*pooling, sum(*pooling))).collect(),
        ringed,
        single,
        pooled,
        marginals,
    })
}

/// Every pot smaller by a share: which services move, and what is lost. Duties are protected, and so is whatever
/// `protected` names, at what is spent on it today or in the best allocation.
///
/// # Errors
/// Cuts that leave less than duties and protected services take.
pub fn cut(funding: &Funding, share: f64, protected: &[String]) -> Result<CutResult, Error> {
    let before = allocate(funding)?;
    let mut smaller = funding.clone();
    for pot in &mut smaller.pots {
        pot.amount *= 1.0 - share;
        // Least amounts were agreed for the whole pot, so they shrink with it.
        pot.at_least.iter_mut().for_each(|(_, least)| *least *= 1.0 - share);
    }
    for (at, service) in smaller.services.iter_mut().enumerate() {
        if protected.contains(&service.id) {
            service.duty = service.duty.max(service.spent.unwrap_or(before.services[at]));
        }
    }
    let after = allocate(&smaller)?;
    let change = |at: usize| (funding.services[at].id.clone(), after.services[at] - before.services[at]);
    Ok(CutResult {
        share,
        changes: (0..funding.services.len()).map(change).collect(),
        benefit_lost: before.benefit - after.benefit,
        before,
        after,
    })
}

/// One pot in place of those that can be pooled, free of their ring-fences.
fn without_rings(funding: &Funding, can_be_pooled: impl Fn(&Pot) -> bool) -> Funding {
    let (pooled, ringed): (Vec<Pot>, Vec<Pot>) = funding.pots.iter().cloned().partition(can_be_pooled);
    let amount = pooled.iter().map(|pot| pot.amount).sum();
    let mut pots = ringed;
    pots.push(free_pot(funding, "pooled", amount));
    Funding { pots, ..funding.clone() }
}

/// One more pot that may be spent on anything.
fn with_free_money(funding: &Funding, amount: f64) -> Funding {
    let mut more = funding.clone();
    more.pots.push(free_pot(funding, "free", amount));
    more
}

fn free_pot(funding: &Funding, id: &str, amount: f64) -> Pot {
    Pot {
        id: id.to_owned(),
        name: id.to_owned(),
        amount,
        services: (0..funding.services.len()).collect(),
        at_least: Vec::new(),
        unspent_is_lost: false,
        pooling: Pooling::Today,
        legal_basis: None,
        owner: None,
        expires: None,
    }
}

#[cfg(test)]
mod tests;
