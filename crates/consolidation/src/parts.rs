//! Figures that a publication shows both whole and in parts: pay, purchases and income beside the net figure.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::problem::Problem;
use model::spending::{SetAsideAs, SpendingKind};
use money::Money;

use crate::cells::Aside;
use crate::claims::{Claim, problem_of};

/// Keeps either the parts or the whole of each line, so that no pound is counted twice.
///
/// The parts are kept where they add up to the whole, or no whole is published and every column is; else the whole, not
/// parted into pay and purchases. Some parts alone are no figure of the service: lost cells are no noughts.
pub(crate) fn parts_or_whole<'a>(
    claims: Vec<Claim<'a>>,
    asides: &mut Vec<Aside>,
    problems: &mut Vec<Problem>,
) -> Vec<Claim<'a>> {
    let mut lines: BTreeMap<(String, String), Vec<Claim<'a>>> = BTreeMap::new();
    for claim in claims {
        let figure = &claim.figure;
        let key = (figure.publication().to_owned(), crate::wildcard::bare(figure.label));
        lines.entry(key).or_default().push(claim);
    }
    lines.into_values().flat_map(|line| of_line(line, asides, problems)).collect()
}

fn is_part(claim: &Claim<'_>) -> bool {
    use SpendingKind::{GoodsServices, Income, Pay};
    claim.rule.counted_as.kind.is_some_and(|kind| matches!(kind, Pay | GoodsServices | Income))
}

fn of_line<'a>(line: Vec<Claim<'a>>, asides: &mut Vec<Aside>, problems: &mut Vec<Problem>) -> Vec<Claim<'a>> {
    let (parts, wholes): (Vec<Claim>, Vec<Claim>) = line.into_iter().partition(is_part);
    let sum = |claims: &[Claim]| claims.iter().map(Claim::pounds).sum::<Money>();
    if parts.is_empty() {
        return wholes;
    }
    if wholes.is_empty() {
        // Parts that cancel out are a service without a net figure, which is nought.
        if has_every_column(&parts) || sum(&parts) == Money::ZERO {
            return parts;
        }
        let reason =
            "A part of a figure whose other parts and net figure are not published: it says nothing of the whole";
        asides.extend(parts.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, reason)));
        return Vec::new();
    }
    let (of_parts, whole) = (sum(&parts), sum(&wholes));
    // Published thousands are rounded each for itself.
    let is_rounding = (of_parts - whole).abs().pence() <= ROUNDING_PENCE;
    let (kept, other, reason) = if is_rounding && of_parts == whole {
        (parts, wholes, "The sum of pay, running expenses and income, which are counted")
    } else {
        if !is_rounding && has_every_column(&parts) {
            problems.push(parts_differ(&wholes[0], of_parts, whole));
        }
        (
            wholes,
            parts,
            "A part of the net figure that is counted: the parts do not add up to it, or some are not published",
        )
    };
    asides.extend(other.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, reason)));
    kept
}

/// Two thousand pounds: four columns of thousands, each rounded.
const ROUNDING_PENCE: i64 = 200_000;

fn has_every_column(parts: &[Claim<'_>]) -> bool {
    use SpendingKind::{GoodsServices, Income, Pay};
    let has = |kind| parts.iter().any(|part| part.rule.counted_as.kind == Some(kind));
    has(Pay) && has(GoodsServices) && has(Income)
}

fn parts_differ(whole: &Claim<'_>, of_parts: Money, net: Money) -> Problem {
    let text = format!(
        "pay, running expenses and income of `{}` of {} come to {of_parts}, the net figure is {net}: the net figure is counted",
        whole.figure.label, whole.figure.spender
    );
    let problem = problem_of(&whole.figure, ProblemKind::TotalDiffers, text);
    Problem { amount: Some(of_parts - net), ..problem }
}
