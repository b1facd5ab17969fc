//! Money that is set aside because its other side is counted: where that is not, the money is counted here.
//!
//! A levy is set aside as the transport authority spends it. A place without that authority would lose the pounds, so there
//! the levy is counted at the council that pays it. So is the department's housing benefit where no authority publishes it.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::{Body, FinancialYear, Place, ProblemKind};
use money::Money;

use crate::cells::Aside;
use crate::claims::{Claim, problem_of};
use crate::ledger_beneath::Ledgers;
use crate::levies::{Known, Levied};
use crate::sources::DIFFERENCE_MAX;

/// Parts deferred lines into those that count and those that are set aside.
pub(crate) fn count_or_set_aside<'a>(
    claims: Vec<Claim<'a>>,
    deferred: Vec<Claim<'a>>,
    (place, ledgers): (&'a Place, &Ledgers<'a>),
    (asides, problems): (&mut Vec<Aside>, &mut Vec<Problem>),
) -> Vec<Claim<'a>> {
    let known = Known { place, counted: &claims, levies: &deferred, ledgers };
    let (mut counted, mut others) = (Vec::new(), Vec::new());
    for claim in &deferred {
        let is_counted = Money::ZERO < claim.pounds()
            && match claim.rule.counted_as.class.as_str() {
                "" => match known.levied(claim) {
                    Levied::AtBody => false,
                    Levied::MayBeAt(body) => {
                        problems.push(undecided(claim, body, known.spending(body, claim.figure.year)));
                        false
                    }
                    Levied::Nowhere => true,
                },
                _ => !claims.iter().any(|other| is_same_class(claim, other)),
            };
        if is_counted { counted.push(claim.clone()) } else { others.push(claim) }
    }
    asides.extend(others.iter().filter_map(|claim| claim.aside_by_rule()));
    problems.extend(sides_differ(&others, &claims));
    [claims, counted].concat()
}

fn is_same_class(claim: &Claim<'_>, other: &Claim<'_>) -> bool {
    claim.figure.year == other.figure.year && is_of_class(&claim.rule.counted_as.class, other)
}

/// Rebates to council tenants are a part of housing benefit: their class begins with its class.
fn is_of_class(class: &str, claim: &Claim<'_>) -> bool {
    let own = claim.rule.counted_as.class.as_str();
    own == class || own.strip_prefix(class).is_some_and(|rest| rest.starts_with('_'))
}

fn undecided(levy: &Claim<'_>, body: &Body, spent: Money) -> Problem {
    let text = format!(
        "`{}` of {}, {}, may be a part of what {} spends, {spent}, which is counted, so it is set aside: say in \
         rules/published_line.csv whether it is counted, or who spends it in `counted_at`",
        levy.figure.full_label(),
        levy.spender.name,
        levy.pounds(),
        body.name
    );
    Problem { amount: Some(levy.pounds()), ..problem_of(&levy.figure, ProblemKind::PublishedLineUnknown, text) }
}

/// Both sides of one class of money, where they differ.
fn sides_differ(others: &[&Claim<'_>], claims: &[Claim<'_>]) -> Vec<Problem> {
    let mut sides: BTreeMap<(FinancialYear, &str), Vec<&Claim<'_>>> = BTreeMap::new();
    for claim in others.iter().filter(|claim| !claim.rule.counted_as.class.is_empty()) {
        sides.entry((claim.figure.year, &claim.rule.counted_as.class)).or_default().push(claim);
    }
    let differ = |((year, class), others): ((FinancialYear, &str), Vec<&Claim<'_>>)| {
        let counted = claims.iter().filter(|claim| claim.figure.year == year && is_of_class(class, claim));
        let (of_counted, of_others): (Money, Money) =
            (counted.clone().map(Claim::pounds).sum(), others.iter().map(|claim| claim.pounds()).sum());
        let difference = of_others - of_counted;
        let lead = counted.clone().next()?;
        let text = format!(
            "`{}` of {} in {year}: {of_counted} in {} is counted, {} says {of_others} in {}",
            class.replace('_', " "),
            lead.spender.name,
            lead.figure.place_in_words(),
            others[0].spender.name,
            others[0].figure.place_in_words()
        );
        let problem = problem_of(&others[0].figure, ProblemKind::PublishedSourcesDiffer, text);
        let is_large = DIFFERENCE_MAX * of_counted.pounds().abs() < difference.pounds().abs();
        is_large.then_some(Problem { amount: Some(difference), n_rows: others.len() as u64, ..problem })
    };
    sides.into_iter().filter_map(differ).collect()
}
