//! Two sources of the same body, year and service never add up: the better one leads.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::problem::Problem;
use model::spending::SetAsideAs;
use money::Money;

use crate::cells::Aside;
use crate::claims::{Claim, Subject, problem_of};
use crate::parts::parts_or_whole;

/// Publications, the best first; any other comes after them.
const PUBLICATIONS: [&str; 5] = [
    "revenue_outturn_services",
    "capital_outturn",
    "revenue_outturn_detail",
    "revenue_outturn_summary",
    "benefit_expenditure",
];
/// Sources that differ by more than this fraction are a problem.
pub(crate) const DIFFERENCE_MAX: f64 = 0.01;

/// A publication in one file.
type Source<'a> = (usize, &'a str, &'a str);

/// Keeps one source for each body, year and service, and sets the others aside; `lost` takes what the best source has of each
/// subject of which none has the whole.
pub(crate) fn one_source<'a>(
    claims: Vec<Claim<'a>>,
    asides: &mut Vec<Aside>,
    problems: &mut Vec<Problem>,
    lost: &mut Vec<Claim<'a>>,
) -> Vec<Claim<'a>> {
    let mut subjects: BTreeMap<Subject, BTreeMap<Source<'a>, Vec<Claim<'a>>>> = BTreeMap::new();
    for claim in claims {
        let sources = subjects.entry(claim.subject()).or_default();
        sources.entry(source_of(&claim)).or_default().push(claim);
    }
    let mut kept = Vec::new();
    for (subject, sources) in subjects {
        let mut parted = Vec::new();
        let best = sources.values().next().cloned();
        for claims in sources.into_values() {
            parted.push(parts_or_whole(claims, asides, problems));
        }
        let mut parted = parted.into_iter().filter(|claims| !claims.is_empty());
        let Some(leading) = parted.next() else {
            lost.extend(best.into_iter().flatten());
            continue;
        };
        for others in parted {
            problems.extend(differ(&subject, &leading, &others));
            let reason = format!("The same money in another publication: {} is counted", in_words(&leading[0]));
            asides.extend(others.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, &reason)));
        }
        kept.extend(leading);
    }
    kept
}

fn source_of<'a>(claim: &Claim<'a>) -> Source<'a> {
    let publication = claim.figure.publication();
    (rank(publication), publication, claim.figure.file_id)
}

fn rank(publication: &str) -> usize {
    PUBLICATIONS.iter().position(|known| *known == publication).unwrap_or(PUBLICATIONS.len())
}

/// Whether a claim is in a plain table: somebody wrote its labels, and no return prescribes them.
pub(crate) fn is_plain(claim: &Claim<'_>) -> bool {
    rank(claim.figure.publication()) == PUBLICATIONS.len()
}

fn differ(subject: &Subject, leading: &[Claim<'_>], others: &[Claim<'_>]) -> Option<Problem> {
    let sum = |claims: &[Claim]| claims.iter().map(Claim::pounds).sum::<Money>();
    let (of_leading, of_others) = (sum(leading), sum(others));
    let difference = of_others - of_leading;
    // Two tables that somebody wrote for one service may be halves of it, however near they are.
    let is_small = if is_plain(&leading[0]) && is_plain(&others[0]) {
        difference == Money::ZERO
    } else {
        difference.pounds().abs() <= DIFFERENCE_MAX * of_leading.pounds().abs()
    };
    let problem = || {
        let text = format!(
            "`{}` of {} in {}: {} says {of_leading} and is counted, {} says {of_others}",
            subject.service,
            subject.body.name,
            subject.year,
            in_words(&leading[0]),
            in_words(&others[0]),
        );
        let problem = problem_of(&others[0].figure, ProblemKind::PublishedSourcesDiffer, text);
        Problem { amount: Some(difference), n_rows: others.len() as u64, ..problem }
    };
    (!is_small).then(problem)
}

fn in_words(claim: &Claim<'_>) -> String {
    format!(
        "{} (`{}`)",
        claim.figure.publication().replace('_', " "),
        claim.figure.file.unwrap_or(claim.figure.file_id)
    )
}
