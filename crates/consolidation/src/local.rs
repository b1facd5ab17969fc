//! Cells of the bodies of the place, from what is published for them.

use std::collections::BTreeSet;

use model::count_rule::CountedAs;
use model::problem::Problem;
use model::spending::{Control, CountBasis, SetAsideAs, SpendingKind};
use model::{Body, FinancialYear, Place, ProblemKind};
use money::Money;

use crate::areas::Areas;
use crate::cells::{Aside, Cell, Spender};
use crate::claims::{Claim, problem_of};
use crate::drivers::{Drivers, POPULATION, Whole};
use crate::shares::{TestedError, share_out};

/// Service of the account that rents of council homes are paid into.
pub(crate) const HOUSING_REVENUE_ACCOUNT: &str = "housing_revenue_account";
/// Class of the lines of rebates on these rents.
const REBATES: &str = "housing_benefit_hra";

/// What shares are worked out from.
pub(crate) struct Sharing<'s, 'a> {
    pub areas: &'s Areas<'a>,
    pub drivers: &'s Drivers<'a>,
    pub middle_error: f64,
}

/// One cell a claim; where the body serves more than the place, the place's share of it by people.
pub(crate) fn cells_of_claims(
    claims: &[Claim<'_>],
    place: &Place,
    sharing: &Sharing<'_, '_>,
    problems: &mut Vec<Problem>,
) -> Vec<Cell> {
    claims.iter().map(|claim| cell_of(claim, place, sharing, problems)).collect()
}

fn cell_of(claim: &Claim<'_>, place: &Place, sharing: &Sharing<'_, '_>, problems: &mut Vec<Problem>) -> Cell {
    let mut cell = Cell::published(&claim.figure, claim.spender.clone(), &claim.rule.counted_as, claim.basis);
    cell.amount = Some([claim.pounds(); 3]);
    if claim.basis == CountBasis::Estimated {
        estimated(&mut cell, claim, sharing);
        return cell;
    }
    let body = claim.spender.id.as_deref().and_then(|id| place.body(id));
    let wider = body.filter(|body| serves_more(body, sharing.areas) && claim.basis == CountBasis::PublishedBody);
    let Some(body) = wider else { return cell };
    let served = sharing.areas.with_codes(&body.serves);
    let weights = sharing.drivers.weights(POPULATION, sharing.areas, Whole::Districts(&served), claim.figure.year);
    let error = TestedError { of_class: None, of_others: sharing.middle_error };
    match share_out(claim.pounds(), weights.as_slice(), error) {
        Some(share) => {
            (cell.basis, cell.grade, cell.driver) = (CountBasis::Apportioned, share.grade, Some(share.driver));
            cell.amount = Some([share.amount, share.low, share.high]);
            cell.method = format!("{} of {} districts, {}", claim.pounds(), body.serves.len(), share.method);
            cell.better_driver = Some("its spending by district".to_owned());
        }
        None => {
            let text = format!(
                "{} serves {} districts and no table of people has all of them, so its {} is not shared out",
                body.name,
                body.serves.len(),
                claim.pounds()
            );
            let problem = problem_of(&claim.figure, ProblemKind::DriverMissing, text.clone());
            problems.push(Problem { amount: Some(claim.pounds()), ..problem });
            (cell.basis, cell.grade, cell.amount, cell.method) =
                (CountBasis::NotKnown, model::spending::Grade::X, None, text);
        }
    }
    cell
}

fn serves_more(body: &Body, areas: &Areas<'_>) -> bool {
    !body.serves.is_empty()
        && body.serves.iter().any(|code| !areas.place.iter().any(|district| district.has_code(code)))
}

fn estimated(cell: &mut Cell, claim: &Claim<'_>, sharing: &Sharing<'_, '_>) {
    let amount = claim.pounds();
    let width = Money::from_pence((amount.pence() as f64 * sharing.middle_error).round().abs() as i64);
    cell.amount = Some([amount, amount - width, amount + width]);
    cell.grade = model::spending::Grade::D;
    cell.method = format!("{}, {}", claim.rule.reason, cell.method);
}

/// Takes rebates on council rents out where the housing revenue account, which spends these rents, is counted; where it is
/// not, says that it is not known.
pub(crate) fn housing_revenue_account<'a>(
    claims: Vec<Claim<'a>>,
    has_ledger_rows: impl Fn(&str, FinancialYear) -> bool,
    asides: &mut Vec<Aside>,
) -> (Vec<Claim<'a>>, Vec<Cell>) {
    let key = |claim: &Claim| (claim.figure.year, claim.spender.clone());
    let is_account =
        |claim: &&Claim| claim.rule.counted_as.service == HOUSING_REVENUE_ACCOUNT && !claim.subject().is_capital;
    let counted: BTreeSet<_> = claims.iter().filter(is_account).map(key).collect();
    let is_rebate = |claim: &Claim| claim.rule.counted_as.class == REBATES;
    let (taken_out, kept): (Vec<Claim>, Vec<Claim>) =
        claims.into_iter().partition(|claim| is_rebate(claim) && counted.contains(&key(claim)));
    let reason = "Rent rebates to council tenants: the housing revenue account, which is counted, spends them";
    asides.extend(taken_out.iter().map(|claim| Aside {
        counted_at: Some("the housing revenue account".to_owned()),
        ..claim.set_aside(SetAsideAs::Transfer, reason)
    }));
    let mut unknown: BTreeSet<(FinancialYear, Spender)> =
        kept.iter().filter(|claim| is_rebate(claim)).map(key).collect();
    unknown.extend(
        kept.iter().map(key).filter(|(year, body)| body.id.as_deref().is_some_and(|id| has_ledger_rows(id, *year))),
    );
    let unknown = unknown.into_iter().filter(|known| !counted.contains(known));
    let cells = unknown.map(|(year, body)| unknown_account(year, body, asides)).collect();
    (kept, cells)
}

const ACCOUNT_LABEL: &str = "Housing revenue account: current spending";

fn unknown_account(year: FinancialYear, body: Spender, asides: &mut Vec<Aside>) -> Cell {
    let reason = "Not in the summary return: paid from rents, of which the rebates are counted as benefit";
    asides.push(Aside {
        year,
        body: body.clone(),
        label: ACCOUNT_LABEL.to_owned(),
        set_aside_as: SetAsideAs::Outside,
        counted_at: None,
        reason: reason.to_owned(),
        file_id: None,
        row: None,
        amount: None,
    });
    let counted_as = CountedAs {
        service: HOUSING_REVENUE_ACCOUNT.to_owned(),
        cofog: Some("06.1".to_owned()),
        kind: Some(SpendingKind::Current),
        control: Some(Control::LocalStatutory),
        ..CountedAs::default()
    };
    let method =
        "not in the summary return, which covers the general fund; ask for the outturn of the account".to_owned();
    Cell::not_known(year, body, ACCOUNT_LABEL, counted_as, method)
}
