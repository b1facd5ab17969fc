//! Bodies whose returns show spending without its source, or money without its spending, by so much that a figure may have been
//! counted on another basis or misread.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::Funded;
use super::rows::unexplained;

/// A remainder of at least this fraction of what a body spends and passes on is a problem.
const SHARE_MIN: f64 = 0.01;

/// A problem for each body, with what of the remainder is for the place.
pub(crate) fn problems(funded: &[Funded]) -> Vec<Problem> {
    funded.iter().filter(|of| of.is_published && !of.is_national).filter_map(problem).collect()
}

fn problem(of: &Funded) -> Option<Problem> {
    let left = unexplained(of);
    let used = of.outlay.whole + of.uses.all();
    if left.abs().share_of(used.abs()).is_some_and(|share| share < SHARE_MIN) || left == Money::ZERO {
        return None;
    }
    let share_here = of.outlay.for_place.share_of(of.outlay.whole).unwrap_or(1.0);
    let for_place = Money::from_pence((left.abs().pence() as f64 * share_here.abs()).round() as i64);
    let body = &of.purse.body;
    let what = if Money::ZERO < left {
        format!("{left} of {}'s spending has no source in its return", body.name)
    } else {
        format!("{} of {}'s funding is not shown as spent in its return", -left, body.name)
    };
    let text = format!(
        "{what} for {} ({} money, {used} used in all): a figure is counted on another basis, a line was misread, or \
         part of the return is missing",
        of.purse.year,
        of.purse.account.word()
    );
    let problem = Problem::new(body.id.as_deref().unwrap_or(&body.name), ProblemKind::FundingUnexplained, text);
    Some(Problem { amount: Some(for_place), ..problem })
}
