//! Files that hold the same payments.

use model::ProblemKind;
use model::problem::Problem;

use super::problem;
use crate::source_file::SourceFile;

/// Two files are the same payments where this share of the smaller one stands in the larger.
const OVERLAP_MIN: f64 = 0.95;
/// Files smaller than this overlap by chance.
const OVERLAP_LINES_MIN: usize = 20;

/// The same file twice, and files whose lines repeat another's.
pub(super) fn repeats(tables: &[&SourceFile]) -> Vec<Problem> {
    let mut found = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        for earlier in &tables[..i] {
            let is_same = table.sha256 == earlier.sha256 && table.sheet == earlier.sheet && table.path != earlier.path;
            if is_same {
                let text = format!("{} is the same file as {}; both were counted", table.shown(), earlier.shown());
                found.push(problem(table, ProblemKind::SameFileTwice, text));
            } else if let Some(share) = overlap(table, earlier) {
                let text = format!(
                    "{:.0}% of the lines of {} stand in {} too; both were counted",
                    share * 100.0,
                    table.shown(),
                    earlier.shown()
                );
                found.push(problem(table, ProblemKind::OverlappingFiles, text));
            }
        }
    }
    found
}

/// The share of the smaller table's lines that stand in the other, as often as they stand there.
fn overlap(a: &SourceFile, b: &SourceFile) -> Option<f64> {
    let (small, large) = if a.counts.content.len() <= b.counts.content.len() { (a, b) } else { (b, a) };
    let (small, large) = (&small.counts.content, &large.counts.content);
    if small.len() < OVERLAP_LINES_MIN {
        return None;
    }
    let (mut i, mut j, mut n_shared) = (0, 0, 0);
    while i < small.len() && j < large.len() {
        match small[i].cmp(&large[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n_shared) = (i + 1, j + 1, n_shared + 1),
        }
        // Once too many of the smaller are not there, the rest cannot matter.
        if (i - n_shared) as f64 > small.len() as f64 * (1.0 - OVERLAP_MIN) {
            return None;
        }
    }
    let share = n_shared as f64 / small.len() as f64;
    (OVERLAP_MIN <= share).then_some(share)
}
