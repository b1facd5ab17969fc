//! Who funds what is counted: the funder view of the whole count, from its own rows (method, section 1.4 and T1b).
//!
//! What a body spends last is paid for by all that it has, in proportion: its grants, taxes and levies pay alike for what it
//! spends, for what it passes on, and for its debt. So the pounds of the funders of a body add up to its cells, and those of
//! all bodies to the whole.

mod follow;
mod outlays;
mod rows;
mod sources;
mod unexplained;

use arrow_array::RecordBatch;
use model::funding::{FundingAccount, FundingBasis, FundingRule, Instrument, MoneyOrigin};
use model::problem::Problem;
use model::{FinancialYear, Place};
use money::{Money, apportion};

use crate::cells::{Spender, TREASURY};
use outlays::{Outlay, Outlays};
use sources::{Sources, Uses};

/// All that the funder view is made from.
pub struct FundingEvidence<'a> {
    pub place: &'a Place,
    /// Where the money of published lines comes from.
    pub rules: &'a [FundingRule],
    /// Batches of `published_figure`.
    pub figures: &'a [RecordBatch],
    /// Batches of `whole_count`.
    pub cells: &'a [RecordBatch],
    /// Batches of `transfer`.
    pub transfers: &'a [RecordBatch],
}

/// The funder view and what is left of each body.
pub struct Funding {
    /// Rows of `funding`.
    pub funding: RecordBatch,
    /// Rows of `body_funding`.
    pub bodies: RecordBatch,
    /// Of bodies with a remainder that is too large to be rounding.
    pub problems: Vec<Problem>,
}

/// Some of the money of one body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Purse {
    pub year: FinancialYear,
    pub body: Spender,
    pub account: FundingAccount,
}

/// What a body has from one funder.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub funder: Spender,
    pub instrument: Instrument,
    pub origin: MoneyOrigin,
    pub label: String,
    pub basis: FundingBasis,
    pub file_id: Option<String>,
    pub row: Option<u64>,
    pub column: Option<String>,
    /// None where only the share for the place is known.
    pub received: Option<Money>,
    pub note: String,
}

/// One purse with all that goes into it and out of it.
pub(crate) struct Funded {
    pub purse: Purse,
    pub outlay: Outlay,
    pub uses: Uses,
    /// Each with the pounds of the place's cells that it pays for.
    pub sources: Vec<(Source, Money)>,
    /// Whether any source of its own is published.
    pub is_published: bool,
    pub is_national: bool,
}

/// Who funds the cells of the whole count.
pub fn funding(evidence: &FundingEvidence<'_>) -> Funding {
    let mut sources = Sources::read(evidence);
    let outlays = Outlays::read(evidence, |year, body| sources.parts_capital(year, body));
    let mut funded: Vec<Funded> = outlays
        .0
        .iter()
        .map(|(purse, outlay)| match outlay.is_national {
            true => national(purse, *outlay),
            false => local(purse, *outlay, &mut sources),
        })
        .collect();
    follow::follow(&mut funded);
    let problems = unexplained::problems(&funded);
    Funding { funding: rows::funding_rows(&funded), bodies: rows::body_rows(&funded), problems }
}

/// A national body spends what Parliament votes. What it gives to others is counted at those.
fn national(purse: &Purse, outlay: Outlay) -> Funded {
    let supply = Source {
        funder: Spender::named(TREASURY),
        instrument: Instrument::Supply,
        origin: MoneyOrigin::Treasury,
        label: "Voted by Parliament".to_owned(),
        basis: FundingBasis::Rule,
        file_id: None,
        row: None,
        column: None,
        received: None,
        note: "National bodies spend what Parliament votes, from taxes, National Insurance and borrowing".to_owned(),
    };
    Funded {
        purse: purse.clone(),
        outlay,
        uses: Uses::default(),
        sources: vec![(supply, outlay.for_place)],
        is_published: false,
        is_national: true,
    }
}

fn local(purse: &Purse, outlay: Outlay, sources: &mut Sources<'_>) -> Funded {
    let (mut found, uses, is_published) = sources.take(purse, outlay);
    let received = found.iter().filter_map(|source| source.received).sum::<Money>();
    let spent = outlay.whole + uses.all();
    if received < spent || received <= Money::ZERO {
        found.push(residual(spent - received, is_published));
    }
    let parts = split(outlay.for_place, &found);
    Funded {
        purse: purse.clone(),
        outlay,
        uses,
        sources: found.into_iter().zip(parts).collect(),
        is_published,
        is_national: false,
    }
}

/// What is left when all that is shown is taken off.
fn residual(amount: Money, is_published: bool) -> Source {
    let (label, note) = match is_published {
        true => ("Not shown", "Spent, with no source shown: if it is large, something is wrong"),
        false => (
            "Its own taxes, charges, borrowing and reserves, and what no ledger shows",
            "What is left after deducting the money that payers' ledgers show; its own sources are not published",
        ),
    };
    Source {
        funder: Spender::named("Not known"),
        instrument: Instrument::Residual,
        origin: MoneyOrigin::NotKnown,
        label: label.to_owned(),
        basis: FundingBasis::Residual,
        file_id: None,
        row: None,
        column: None,
        received: Some(amount),
        note: note.to_owned(),
    }
}

/// Pounds of the place in proportion to what each funder puts in, adding up to the penny.
fn split(for_place: Money, sources: &[Source]) -> Vec<Money> {
    let weight = |source: &Source| source.received.map_or(0.0, |received| received.pence().max(0) as f64);
    let mut weights: Vec<f64> = sources.iter().map(weight).collect();
    // A body that receives more than it spends has nothing that a source would pay for: what is left is all there is.
    if let Some(last) = weights.last_mut().filter(|_| sources.iter().all(|source| weight(source) == 0.0)) {
        *last = 1.0;
    }
    apportion(for_place, &weights, 1)
}
