//! Files whose amounts are much larger or smaller than in the body's other files: thousands among pounds, or pence.

use model::ProblemKind;
use model::problem::Problem;

use super::problem;
use crate::source_file::SourceFile;

/// Lines that a file needs for its median to say anything.
const LINES_MIN: u64 = 10;
/// Other files that must agree.
const OTHERS_MIN: usize = 2;
/// The largest ratio that is usual between the medians of one body's files.
const TIMES: f64 = 200.0;
/// The same if only this file has no pence: of the two ratios together, by their geometric mean, and of either. In a file
/// of few lines nine tenths alone say little: one large payment more or less moves them threefold.
const TIMES_WITHOUT_PENCE: f64 = 25.0;
const TIMES_WITHOUT_PENCE_MIN: f64 = 10.0;
/// The share of amounts with pence that the other files must have.
const PENCE_MIN: f64 = 0.3;

/// One file and where its amounts lie: half of them under the first figure in pence, nine tenths under the second.
struct Judged<'a> {
    table: &'a SourceFile,
    half: f64,
    most: f64,
}

pub(super) fn out_of_scale(tables: &[&SourceFile]) -> Vec<Problem> {
    let enough = tables.iter().filter(|table| LINES_MIN <= table.counts.sizes.n());
    let judged: Vec<Judged<'_>> = enough
        .filter_map(|table| {
            let sizes = &table.counts.sizes;
            Some(Judged { table, half: sizes.under(0.5)?, most: sizes.under(0.9)? })
        })
        .collect();
    (0..judged.len()).filter_map(|i| doubt(&judged[i], &others(&judged, i))).collect()
}

fn others<'j, 'a>(judged: &'j [Judged<'a>], i: usize) -> Vec<&'j Judged<'a>> {
    judged.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| other).collect()
}

/// A file's amount divided by the middle one of the other files; 1 if it lies within their range.
fn times(own: f64, others: impl Iterator<Item = f64>) -> f64 {
    let mut others: Vec<f64> = others.collect();
    others.sort_by(f64::total_cmp);
    let (least, most) = (others[0], others[others.len() - 1]);
    if (least..=most).contains(&own) { 1.0 } else { own / others[others.len() / 2] }
}

fn doubt(own: &Judged<'_>, others: &[&Judged<'_>]) -> Option<Problem> {
    if others.len() < OTHERS_MIN {
        return None;
    }
    let half = times(own.half, others.iter().map(|other| other.half));
    let most = times(own.most, others.iter().map(|other| other.most));
    let lacks_pence = own.table.counts.sizes.with_pence() == 0.0
        && others.iter().all(|other| PENCE_MIN <= other.table.counts.sizes.with_pence());
    let may_be = match (half.min(most), half.max(most)) {
        (_, largest) if largest <= 1.0 / TIMES => "they may be in thousands of pounds",
        (least, _) if TIMES <= least => "they may not be in pounds, or may not be amounts",
        (least, largest)
            if lacks_pence && TIMES_WITHOUT_PENCE_MIN <= least && TIMES_WITHOUT_PENCE <= (least * largest).sqrt() =>
        {
            "they may be in pence"
        }
        _ => return None,
    };
    let mut usual: Vec<f64> = others.iter().map(|other| other.half).collect();
    usual.sort_by(f64::total_cmp);
    let pounds = |pence: f64| format!("£{:.2}", pence / 100.0);
    let text = format!(
        "{}: half of its amounts are under about {}, against about {} in the body's other files: {may_be}; they were \
         counted as {}",
        own.table.shown(),
        pounds(own.half),
        pounds(usual[usual.len() / 2]),
        own.table.counts.amount.short(),
    );
    Some(problem(own.table, ProblemKind::AmountsOutOfScale, text))
}
