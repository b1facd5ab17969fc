//! Proposals of a place side by side, and what remains of them if one budget is cut.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, constraint, microlp, variable};
use model::FinancialYear;
use serde::Serialize;

use crate::Error;
use crate::case::{Case, appraise_in_prices_of};
use crate::proposal::Proposal;
use crate::reference::Reference;

/// A budget that shrinks: what a body puts into all proposals together, less a share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cut {
    /// The id of a body, as proposals name it.
    pub body: String,
    /// 0 to 1.
    pub share: f64,
}

/// Proposals side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The prices that all of them are in: the latest that one of them states.
    #[serde(serialize_with = "crate::json::year")]
    pub price_year: FinancialYear,
    /// The year that present values of all of them are of: the earliest in which one of them begins.
    #[serde(serialize_with = "crate::json::year")]
    pub first_year: FinancialYear,
    /// How many were stated in other prices or from another year, and are brought to these.
    pub n_rebased: usize,
    /// The best public value for a pound of cost first.
    pub rows: Vec<ComparisonRow>,
    pub total_cost: f64,
    pub total_fiscal: f64,
    pub total_public_npv: f64,
    pub cut: Option<CutComparison>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonRow {
    pub file: String,
    pub name: String,
    pub is_saving: bool,
    /// None where no cost is stated, which does not mean zero.
    pub pv_cost: Option<f64>,
    /// None where no benefit is stated in figures; so is the next.
    pub pv_fiscal: Option<f64>,
    pub pv_cashable: Option<f64>,
    /// None where costs or benefits are not stated.
    pub public_npv: Option<f64>,
    pub public_bcr: Option<f64>,
    pub financial_bcr: Option<f64>,
    /// From its own first year.
    pub payback_years: Option<f64>,
    /// Numbers of uncertain authority that it rests on.
    pub n_cautions: usize,
    /// Whether it still goes ahead after the cut; none without one.
    pub is_kept: Option<bool>,
}

/// What a cut leaves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CutComparison {
    pub cut: Cut,
    /// Present value of what the body puts into all proposals.
    pub before: f64,
    pub after: f64,
    /// What the proposals that go ahead take of it.
    pub used: f64,
    /// Public value that is lost with the proposals that do not.
    pub public_npv_lost: f64,
    /// Fiscal benefit of other bodies that goes with them: a cut here is a cost there.
    pub lost_by_others: Vec<(String, f64)>,
}

/// Lays proposals side by side, in the same prices and from the same year; with a cut, keeps the proposals that give most public value for what is left.
///
/// Whole proposals go ahead or do not: half a team is not half the result. Those that the body does not pay for are kept
/// as they are, and so is none that loses public value anyway.
///
/// # Errors
/// A cut of a body that pays for none of the proposals; proposals that are discounted by different publications; price
/// years that a deflator does not cover.
pub fn compare(proposals: &[Proposal], reference: &Reference, cut: Option<&Cut>) -> Result<Comparison, Error> {
    let none = FinancialYear(0);
    let price_year = proposals.iter().map(|proposal| proposal.price_year).max().unwrap_or(none);
    let first_year = proposals.iter().map(|proposal| proposal.first_year).min().unwrap_or(none);
    if let Some(pair) = proposals.windows(2).find(|pair| pair[0].discount != pair[1].discount) {
        let [first, second] = [&pair[0], &pair[1]].map(|proposal| proposal.name.clone());
        return Err(Error::NotComparable { first, second });
    }
    let rebased =
        |proposal: &Proposal| appraise_in_prices_of(&proposal.counted_from(first_year), reference, price_year);
    let cases = &proposals.iter().map(rebased).collect::<Result<Vec<Case>, Error>>()?;
    let is_other = |proposal: &&Proposal| (proposal.price_year, proposal.first_year) != (price_year, first_year);
    let kept = cut.map(|cut| kept_after(cases, cut)).transpose()?;
    let row = |(at, case): (usize, &Case)| {
        let view = case.standard();
        let n_before = f64::from(proposals[at].first_year.0 - first_year.0);
        let has_benefits = !case.benefits.is_empty();
        let stated = |pounds: f64| has_benefits.then_some(pounds);
        ComparisonRow {
            file: case.file.clone(),
            name: case.name.clone(),
            is_saving: case.is_saving,
            pv_cost: (!case.costs.is_empty()).then_some(view.pv_cost),
            pv_fiscal: stated(view.pv_fiscal),
            pv_cashable: stated(view.pv_cashable),
            public_npv: stated(view.public.npv).filter(|_| !case.costs.is_empty()),
            public_bcr: view.public.bcr.filter(|_| has_benefits),
            financial_bcr: view.financial.bcr.filter(|_| has_benefits),
            payback_years: view.payback.map(|payback| payback.after_years - n_before),
            n_cautions: case.cautions.len(),
            is_kept: kept.as_ref().map(|kept| kept[at]),
        }
    };
    let mut rows: Vec<ComparisonRow> = cases.iter().enumerate().map(row).collect();
    rows.sort_by(|a, b| {
        let value = |row: &ComparisonRow| row.public_bcr.unwrap_or(f64::NEG_INFINITY);
        value(b).total_cmp(&value(a)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(Comparison {
        price_year,
        first_year,
        n_rebased: proposals.iter().filter(is_other).count(),
        total_cost: rows.iter().filter_map(|row| row.pv_cost).sum(),
        total_fiscal: rows.iter().filter_map(|row| row.pv_fiscal).sum(),
        total_public_npv: rows.iter().filter_map(|row| row.public_npv).sum(),
        cut: cut.zip(kept).map(|(cut, kept)| after_cut(cases, cut, &kept)),
        rows,
    })
}

/// Present value of what a body pays for a case.
fn paid_by(case: &Case, body: &str) -> f64 {
    let of_body = case.bodies.iter().zip(&case.standard().bodies).filter(|(known, _)| known.id == body);
    of_body.map(|(_, view)| view.pays).sum()
}

/// The choice that gives most public value: a programme with one yes or no for each proposal.
fn kept_after(cases: &[Case], cut: &Cut) -> Result<Vec<bool>, Error> {
    let paid: Vec<f64> = cases.iter().map(|case| paid_by(case, &cut.body)).collect();
    let before: f64 = paid.iter().sum();
    if before <= 0.0 {
        return Err(Error::NotThere { what: "body that pays for a proposal", id: cut.body.clone() });
    }
    let mut variables = ProblemVariables::new();
    let chosen: Vec<_> = cases.iter().map(|_| variables.add(variable().binary())).collect();
    let mut value = Expression::from(0.0);
    let mut spent = Expression::from(0.0);
    for ((case, chosen), paid) in cases.iter().zip(&chosen).zip(&paid) {
        // In millions, so that the solver compares numbers of a size.
        value += case.standard().public.npv / 1e6 * *chosen;
        spent += *paid / 1e6 * *chosen;
    }
    let left = before * (1.0 - cut.share) / 1e6;
    let problem = variables.maximise(value).using(microlp).with(constraint!(spent <= left));
    let solution = problem.solve().map_err(|error| Error::NoAllocation { why: error.to_string() })?;
    let is_kept = |(at, paid): (usize, &f64)| *paid == 0.0 || 0.5 < solution.value(chosen[at]);
    Ok(paid.iter().enumerate().map(is_kept).collect())
}

fn after_cut(cases: &[Case], cut: &Cut, kept: &[bool]) -> CutComparison {
    let before: f64 = cases.iter().map(|case| paid_by(case, &cut.body)).sum();
    let dropped = || cases.iter().zip(kept).filter(|(_, kept)| !**kept).map(|(case, _)| case);
    let mut lost_by_others: Vec<(String, f64)> = Vec::new();
    for case in dropped() {
        for (body, view) in case.bodies.iter().zip(&case.standard().bodies) {
            if body.id == cut.body || view.gains == 0.0 {
                continue;
            }
            match lost_by_others.iter_mut().find(|(known, _)| *known == body.id) {
                Some((_, lost)) => *lost += view.gains,
                None => lost_by_others.push((body.id.clone(), view.gains)),
            }
        }
    }
    lost_by_others.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let used = cases.iter().zip(kept).filter(|(_, kept)| **kept).map(|(case, _)| paid_by(case, &cut.body)).sum();
    CutComparison {
        cut: cut.clone(),
        before,
        after: before * (1.0 - cut.share),
        used,
        public_npv_lost: dropped().map(|case| case.standard().public.npv).sum(),
        lost_by_others,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    /// A proposal that the council pays for and the police gains from.
    fn proposal(name: &str, cost: u32, gain: u32) -> Proposal {
        let text = format!(
            r#"
name = "{name}"
counterfactual = "nothing"
price_year = "2025-26"
first_year = "2025-26"
n_years = 1
[[body]]
id = "council"
tier = "local"
[[body]]
id = "police"
tier = "local"
[[cost]]
id = "c"
body = "council"
by_year = [{cost}]
already_corrected = true
[[benefit]]
id = "b"
outcome = "b"
claimed_by_year = [{gain}]
already_corrected = true
[[benefit.value]]
kind = "fiscal"
bodies = {{ police = 1.0 }}
"#
        );
        read(&text, "p.toml", &Reference::builtin()).expect("a good proposal")
    }

    fn proposals() -> Vec<Proposal> {
        vec![proposal("large", 600, 1_000), proposal("small", 300, 550), proposal("medium", 400, 700)]
    }

    fn compared(proposals: &[Proposal], cut: Option<&Cut>) -> Result<Comparison, Error> {
        compare(proposals, &Reference::builtin(), cut)
    }

    #[test]
    fn other_prices_and_other_first_years_are_brought_together() {
        let reference = Reference::builtin();
        let (this, mut older) = (proposal("this", 300, 550), proposal("older", 300, 550));
        (older.price_year, older.first_year) = (FinancialYear(2020), FinancialYear(2024));
        older.costs[0].price_year = FinancialYear(2020);
        older.benefits[0].values[0].price_year = FinancialYear(2020);
        let prices = reference.deflator(&older.deflator).expect("it ships").rebase(300.0, 2020, 2025).expect("covered");
        let comparison = compared(&[this, older.clone()], None).expect("comparable");
        assert_eq!((comparison.price_year, comparison.first_year), (FinancialYear(2025), FinancialYear(2024)));
        assert_eq!(comparison.n_rebased, 2);
        let cost = |name: &str| comparison.rows.iter().find(|row| row.name == name).and_then(|row| row.pv_cost);
        assert!((cost("older").expect("a cost") - prices).abs() < 1e-9, "in the prices of 2025-26");
        assert!((cost("this").expect("a cost") - 300.0 / 1.035).abs() < 1e-9, "a year after the first of them");
        older.discount = "another".to_owned();
        assert!(matches!(compared(&[proposal("this", 1, 1), older], None), Err(Error::NotComparable { .. })));
    }

    #[test]
    fn the_best_value_for_a_pound_stands_first() {
        let comparison = compared(&proposals(), None).expect("no cut");
        let names: Vec<&str> = comparison.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["small", "medium", "large"], "1.83, 1.75, 1.67");
        assert_eq!((comparison.total_cost, comparison.total_public_npv), (1_300.0, 950.0));
        assert_eq!(comparison.cut, None);
    }

    #[test]
    fn a_cut_keeps_what_gives_most_and_shows_who_else_loses() {
        let cut = Cut { body: "council".to_owned(), share: 0.25 };
        let comparison = compared(&proposals(), Some(&cut)).expect("a body that pays");
        // 975 are left. Small and large give 650 for 900, large and medium 700 except for 1,000, small and medium 550.
        let kept: Vec<(&str, Option<bool>)> =
            comparison.rows.iter().map(|row| (row.name.as_str(), row.is_kept)).collect();
        assert_eq!(kept, [("small", Some(true)), ("medium", Some(false)), ("large", Some(true))]);
        let cut = comparison.cut.expect("a cut");
        assert_eq!((cut.before, cut.after, cut.used, cut.public_npv_lost), (1_300.0, 975.0, 900.0, 300.0));
        assert_eq!(cut.lost_by_others, [("police".to_owned(), 700.0)]);
    }

    #[test]
    fn a_body_that_pays_nothing_has_nothing_to_cut() {
        let cut = Cut { body: "police".to_owned(), share: 0.25 };
        assert!(compared(&proposals(), Some(&cut)).is_err());
    }

    #[test]
    fn what_is_claimed_without_a_figure_is_not_stated_and_never_nothing() {
        let reference = Reference::builtin();
        let text = include_str!("../../../reference/proposals/bedfordshire.toml");
        let claim = read(text, "b.toml", &reference).expect("good");
        let comparison = compared(&[claim, proposal("small", 300, 550)], None).expect("no cut");
        let [_, claim] = comparison.rows.as_slice() else { panic!("two rows") };
        assert_eq!((claim.pv_cost, claim.pv_fiscal, claim.public_npv), (None, None, None));
    }
}
