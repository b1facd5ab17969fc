//! Housing benefit is paid once: a council and the department may both publish it, and the account of council homes holds
//! the rents that it pays.

use std::collections::BTreeSet;

use model::problem::Problem;
use model::spending::{CountBasis, SetAsideAs};
use model::{FinancialYear, ProblemKind};
use money::Money;

use crate::cells::{Aside, Spender};
use crate::claims::{Claim, problem_of};
use crate::local::HOUSING_REVENUE_ACCOUNT;
use crate::sources::DIFFERENCE_MAX;

const HOUSING_BENEFIT: &str = "housing_benefit";

fn is_benefit(claim: &Claim<'_>) -> bool {
    claim.rule.counted_as.class.starts_with(HOUSING_BENEFIT)
}

/// Sets the department's housing benefit for the area aside where a body of the place publishes it; a problem says it where
/// the two differ.
pub(crate) fn at_the_authority<'a>(
    claims: Vec<Claim<'a>>,
    asides: &mut Vec<Aside>,
    problems: &mut Vec<Problem>,
) -> Vec<Claim<'a>> {
    let own: Vec<(FinancialYear, Money)> = claims
        .iter()
        .filter(|claim| is_benefit(claim) && claim.basis == CountBasis::PublishedBody)
        .map(|claim| (claim.figure.year, claim.pounds()))
        .collect();
    let is_second = |claim: &Claim| {
        let year = claim.figure.year;
        is_benefit(claim) && claim.basis == CountBasis::PublishedArea && own.iter().any(|(of, _)| *of == year)
    };
    let (second, kept): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(is_second);
    let years: BTreeSet<FinancialYear> = second.iter().map(|claim| claim.figure.year).collect();
    for year in years {
        let of_year = || second.iter().filter(|claim| claim.figure.year == year);
        let counted: Money = own.iter().filter(|(of, _)| *of == year).map(|(_, pounds)| *pounds).sum();
        let other: Money = of_year().map(Claim::pounds).sum();
        if DIFFERENCE_MAX * counted.pounds().abs() < (other - counted).pounds().abs() {
            let first = of_year().next().expect("the year is one of theirs");
            let text = format!(
                "housing benefit in {year}: {counted} of the authorities is counted, {} says {other}, {}",
                first.spender.name,
                first.figure.place_in_words()
            );
            let problem = problem_of(&first.figure, ProblemKind::PublishedSourcesDiffer, text);
            problems.push(Problem { amount: Some(other - counted), ..problem });
        }
    }
    let reason = "The same money as the housing benefit that the authority publishes";
    asides.extend(second.iter().map(|claim| Aside {
        counted_at: Some("the authority".to_owned()),
        ..claim.set_aside(SetAsideAs::OtherMeasure, reason)
    }));
    kept
}

/// A problem for each council whose account of council homes is counted beside housing benefit that does not part the
/// rebates on their rents.
pub(crate) fn rebates_not_parted(claims: &[Claim<'_>]) -> Vec<Problem> {
    let accounts: BTreeSet<(FinancialYear, &Spender)> = claims
        .iter()
        .filter(|claim| claim.rule.counted_as.service == HOUSING_REVENUE_ACCOUNT && !claim.subject().is_capital)
        .map(|claim| (claim.figure.year, &claim.spender))
        .collect();
    let says_which = |claim: &Claim| {
        let label = claim.figure.full_label().to_lowercase();
        ["allowance", "rebate", "private", "hra"].iter().any(|word| label.contains(word))
    };
    let of_claim = |claim: &Claim| {
        let account = || {
            claims.iter().filter(|other| {
                other.rule.counted_as.service == HOUSING_REVENUE_ACCOUNT && other.spender == claim.spender
            })
        };
        let account: Money = account().map(Claim::pounds).sum();
        let amount = claim.pounds().min(account);
        let text = format!(
            "`{}` of {}, {}, does not separate the rent rebates for council homes, which the housing revenue account, \
             {account}, also spends: ask for the two separately",
            claim.figure.full_label(),
            claim.spender.name,
            claim.pounds()
        );
        Problem { amount: Some(amount), ..problem_of(&claim.figure, ProblemKind::MayCountTwice, text) }
    };
    let undivided = claims.iter().filter(|claim| claim.rule.counted_as.class == HOUSING_BENEFIT && !says_which(claim));
    undivided.filter(|claim| accounts.contains(&(claim.figure.year, &claim.spender))).map(of_claim).collect()
}
