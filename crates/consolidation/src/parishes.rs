//! Parish councils that are counted themselves beside the precepts that stand for what parish councils spend.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::spending::CountBasis;
use model::{BodyKind, FinancialYear, Place, ProblemKind};
use money::Money;

use crate::cells::Cell;

/// A problem for each year in which a parish council of the place is counted, by what it publishes or by its ledger, and so
/// are the precepts of all parishes, of which its own is one.
///
/// Nothing says which precept is whose, so none is taken off: the smaller of the two is what may count twice.
pub(crate) fn beside_precepts(place: &Place, cells: &[Cell]) -> Vec<Problem> {
    let mut parishes: BTreeMap<FinancialYear, (Money, &Cell)> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| is_parish(cell, place) && cell.amount.is_some()) {
        parishes.entry(cell.year).or_insert((Money::ZERO, cell)).0 += cell.pounds();
    }
    let precepts =
        cells.iter().filter(|cell| cell.basis == CountBasis::Estimated && cell.body.name == "Parish councils");
    let problem = |precept: &Cell| {
        let (spent, first) = parishes.get(&precept.year)?;
        let amount = precept.pounds().min(*spent);
        let text = format!(
            "`{}`, {}, is what parish councils spend in {}, but {spent} of parish councils in the place is also \
             counted, {} among them: set their precepts aside in rules/published_line.csv, or leave the parishes out",
            precept.label,
            precept.pounds(),
            precept.year,
            first.body.name
        );
        let problem = Problem::new(&precept.body.name, ProblemKind::MayCountTwice, text);
        let (file_id, row) = (precept.file_id.clone(), precept.row);
        (Money::ZERO < amount).then_some(Problem { amount: Some(amount), file_id, row, n_rows: 1, ..problem })
    };
    precepts.filter_map(problem).collect()
}

fn is_parish(cell: &Cell, place: &Place) -> bool {
    let Some(body) = cell.body.id.as_deref().and_then(|id| place.body(id)) else { return false };
    let name = body.name.to_lowercase();
    let is_named = ["parish council", "town council", "community council"].iter().any(|kind| name.contains(kind));
    body.kind == BodyKind::ParishCouncil || (body.kind == BodyKind::Other && is_named)
}
