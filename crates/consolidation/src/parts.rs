//! Figures that a publication shows both whole and in parts: pay, purchases and income beside the net figure.
//!
//! A return has a column for each part, so that a part that is missing there is lost. A plain table has the rows that
//! somebody wrote, and what it does not have was not spent: pay alone is counted as it stands.

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
/// parted into pay and purchases. Some parts alone are no figure of the service: lost cells are no zeros.
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
    let kept: Vec<Claim<'a>> = lines.into_values().flat_map(|line| of_line(line, asides, problems)).collect();
    if kept.is_empty() || !kept.iter().all(|claim| claim.kind() == Some(SpendingKind::Income)) || is_return(&kept) {
        return kept;
    }
    problems.push(income_alone(&kept));
    let reason = "Income of a service for which no spending is published";
    asides.extend(kept.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, reason)));
    Vec::new()
}

fn is_part(claim: &Claim<'_>) -> bool {
    use SpendingKind::{GoodsServices, Income, Pay};
    claim.kind().is_some_and(|kind| matches!(kind, Pay | GoodsServices | Income))
}

/// Whether the figures are of a return, which has a column for every part.
fn is_return(claims: &[Claim<'_>]) -> bool {
    claims.iter().any(|claim| claim.figure.publication().starts_with("revenue_outturn"))
}

fn of_line<'a>(line: Vec<Claim<'a>>, asides: &mut Vec<Aside>, problems: &mut Vec<Problem>) -> Vec<Claim<'a>> {
    let (parts, wholes): (Vec<Claim>, Vec<Claim>) = line.into_iter().partition(is_part);
    let sum = |claims: &[Claim]| claims.iter().map(Claim::pounds).sum::<Money>();
    if parts.is_empty() {
        return wholes;
    }
    if wholes.is_empty() {
        // Parts that cancel out are a service without a net figure, which is zero.
        if has_every_column(&parts) || sum(&parts) == Money::ZERO || !is_return(&parts) {
            return parts;
        }
        let reason = "Part of a figure whose other parts and net figure are not published: it does not show the total";
        asides.extend(parts.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, reason)));
        return Vec::new();
    }
    let (of_parts, whole) = (sum(&parts), sum(&wholes));
    // Published thousands are rounded each for itself.
    let is_rounding = (of_parts - whole).abs().pence() <= ROUNDING_PENCE;
    let (kept, other, reason) = if is_rounding && of_parts == whole {
        (parts, wholes, "The total of pay, running expenses and income, which are counted")
    } else {
        if !is_rounding && (has_every_column(&parts) || !is_return(&parts)) {
            problems.push(parts_differ(&wholes[0], &parts, whole));
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
    let has = |kind| parts.iter().any(|part| part.kind() == Some(kind));
    has(Pay) && has(GoodsServices) && has(Income)
}

fn parts_differ(whole: &Claim<'_>, parts: &[Claim<'_>], net: Money) -> Problem {
    let of_parts: Money = parts.iter().map(Claim::pounds).sum();
    let text = format!(
        "{} of `{}` of {} come to {of_parts}, the net figure is {net}: the net figure is counted",
        kinds_in_words(parts),
        whole.figure.label,
        whole.figure.spender
    );
    let problem = problem_of(&whole.figure, ProblemKind::TotalDiffers, text);
    Problem { amount: Some(of_parts - net), ..problem }
}

/// `pay, running expenses and income`
fn kinds_in_words(parts: &[Claim<'_>]) -> String {
    use SpendingKind::{GoodsServices, Income, Pay};
    let has = |(kind, _): &(SpendingKind, &'static str)| parts.iter().any(|part| part.kind() == Some(*kind));
    let names = [(Pay, "pay"), (GoodsServices, "running expenses"), (Income, "income")].into_iter().filter(has);
    let names: Vec<&str> = names.map(|(_, name)| name).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

fn income_alone(claims: &[Claim<'_>]) -> Problem {
    let figure = &claims[0].figure;
    let sum = -claims.iter().map(Claim::pounds).sum::<Money>();
    let text = format!(
        "`{}` of {} is income, {sum}, of a service for which {} shows no spending: it is not deducted; add the spending",
        figure.full_label(),
        figure.spender,
        figure.place_in_words()
    );
    let problem = problem_of(figure, ProblemKind::PublishedLineUnknown, text);
    Problem { amount: Some(sum), n_rows: claims.len() as u64, ..problem }
}
