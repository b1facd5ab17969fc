//! Who pays, who gains, and what bodies could pay each other so that all of them do.
//!
//! `net = gains - pays`, of present values. A body that pays for what another gains has no reason to go on; a rule
//! says what would be fair, and the side payments that get there add up to nothing. Only cashable, verified gains can
//! really be shared, and what is saved of demand-led spending only with the Treasury's agreement. Method, section 5.8.

mod shapley;

use serde::Serialize;

use crate::Error;

pub use shapley::{N_PLAYERS_MAX, shapley};

/// How gains are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    pub kind: RuleKind,
    pub of: Shared,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum RuleKind {
    /// Investors are first made whole pro rata, then the surplus is shared by what each put in; a loss likewise.
    #[default]
    ProRata,
    /// Everybody contributes to the cost in proportion to the gains.
    Proportional,
    /// What each adds to every coalition it could join, on average.
    Shapley { coalitions: Vec<Coalition> },
    /// So much for each verified unit above a baseline.
    OutcomePrice(OutcomePrice),
}

/// What is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// All fiscal gains: what it would take to be fair, beds and hours among them.
    Fiscal,
    /// The cashable part: what there is to pay with.
    #[default]
    Cashable,
}

/// What some bodies could gain by themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Coalition {
    /// Positions in the proposal's bodies, sorted.
    pub bodies: Vec<usize>,
    /// Pounds, present value.
    pub surplus: f64,
}

/// A payment by results.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomePrice {
    pub payer: usize,
    pub payee: usize,
    /// Units that would have happened anyway.
    pub baseline: f64,
    /// Units that were verified.
    pub verified: f64,
    /// Pounds for each unit above the baseline.
    pub price: f64,
    pub floor: f64,
    pub cap: f64,
}

/// Gains shared by a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GainShare {
    pub rule: &'static str,
    pub of: Shared,
    /// In the order of the proposal's bodies.
    pub bodies: Vec<ShareOfBody>,
}

/// One body before and after the side payments, in present values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ShareOfBody {
    pub pays: f64,
    pub gains: f64,
    /// Received from the others, negative when paid to them. They add up to nothing.
    pub side_payment: f64,
    pub net: f64,
    /// The part of what it pays to others that comes out of demand-led savings: the Treasury has to agree.
    pub needs_treasury: f64,
}

impl Rule {
    pub fn name(&self) -> &'static str {
        match self.kind {
            RuleKind::ProRata => "losses made good pro rata, surplus by investment",
            RuleKind::Proportional => "costs in proportion to gains",
            RuleKind::Shapley { .. } => "Shapley value",
            RuleKind::OutcomePrice(_) => "outcome price",
        }
    }

    /// Shares gains between bodies, of which each pays and gains something and some of the gains are demand-led.
    ///
    /// # Errors
    /// Rules that divide by nothing: pro rata without any cost, proportional without any gain; Shapley values of more
    /// bodies than [`N_PLAYERS_MAX`].
    pub fn share(&self, pays: &[f64], gains: &[f64], ame: &[f64]) -> Result<GainShare, Error> {
        assert!(pays.len() == gains.len() && gains.len() == ame.len(), "one figure of each kind for every body");
        let payments = self.side_payments(pays, gains)?;
        let body = |i: usize| ShareOfBody {
            pays: pays[i],
            gains: gains[i],
            side_payment: payments[i],
            net: gains[i] - pays[i] + payments[i],
            needs_treasury: ame[i].min(-payments[i]).max(0.0),
        };
        Ok(GainShare { rule: self.name(), of: self.of, bodies: (0..pays.len()).map(body).collect() })
    }

    fn side_payments(&self, pays: &[f64], gains: &[f64]) -> Result<Vec<f64>, Error> {
        let (cost, gain): (f64, f64) = (pays.iter().sum(), gains.iter().sum());
        let not_shareable = |why: &str| Err(Error::NotShareable { rule: self.name(), why: why.to_owned() });
        let each = |entitled: &dyn Fn(usize) -> f64| (0..pays.len()).map(|i| entitled(i) - gains[i]).collect();
        match &self.kind {
            RuleKind::ProRata if cost <= 0.0 => not_shareable("nobody pays anything"),
            RuleKind::ProRata => Ok(each(&|i| pays[i] + (gain - cost) * pays[i] / cost)),
            RuleKind::Proportional if gain <= 0.0 => not_shareable("nobody gains anything"),
            RuleKind::Proportional => Ok((0..pays.len()).map(|i| pays[i] - cost * gains[i] / gain).collect()),
            RuleKind::Shapley { .. } if N_PLAYERS_MAX < pays.len() => {
                not_shareable(&format!("{} bodies are more than the {N_PLAYERS_MAX} it is for", pays.len()))
            }
            RuleKind::Shapley { coalitions } => {
                let worth = |members: u32| worth(members, coalitions, pays, gains);
                let values = shapley(pays.len(), worth);
                Ok((0..pays.len()).map(|i| values[i] - (gains[i] - pays[i])).collect())
            }
            RuleKind::OutcomePrice(terms) => {
                let mut payments = vec![0.0; pays.len()];
                payments[terms.payee] += terms.payment();
                payments[terms.payer] -= terms.payment();
                Ok(payments)
            }
        }
    }
}

/// What a coalition can gain: as stated; otherwise it would have to pay for all of it and would keep its own gains, or
/// leave it. All together gain what there is to gain.
fn worth(members: u32, coalitions: &[Coalition], pays: &[f64], gains: &[f64]) -> f64 {
    let is_member = |i: &usize| members & (1 << i) != 0;
    let cost: f64 = pays.iter().sum();
    if (0..pays.len()).all(|i| is_member(&i)) {
        return gains.iter().sum::<f64>() - cost;
    }
    let stated = coalitions.iter().find(|coalition| {
        coalition.bodies.iter().all(is_member) && coalition.bodies.len() == members.count_ones() as usize
    });
    match stated {
        Some(coalition) => coalition.surplus,
        None if members == 0 => 0.0,
        None => ((0..pays.len()).filter(is_member).map(|i| gains[i]).sum::<f64>() - cost).max(0.0),
    }
}

impl OutcomePrice {
    /// Pounds: the price for each verified unit above the baseline, held between floor and cap.
    pub fn payment(&self) -> f64 {
        let above = (self.verified - self.baseline).max(0.0);
        (self.price * above).max(self.floor).min(self.cap)
    }
}

#[cfg(test)]
mod tests;
