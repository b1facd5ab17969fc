//! A column of regions that contradicts itself.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::super::bodies::area_of;
use super::page::{Figure, Page};

/// One authority: row, name, region, pounds of its largest figure.
struct Row<'a> {
    row: u64,
    name: &'a str,
    region: &'a str,
    amount: Money,
}

/// Authorities of one area (police, fire, transport of West Yorkshire) that the column puts into different regions.
/// Their row is told where most of the area's authorities lie elsewhere, all rows where no region has most.
/// No figure is placed by this column; anyone who sums it would be wrong by the pounds stated.
/// `told` are those of the workbook's sheets before.
pub(super) fn moved(page: &Page<'_>, figures: &[Figure], told: &mut BTreeSet<String>) -> Vec<Problem> {
    let Some(column) = page.header.region else { return Vec::new() };
    let heading = page.grid.text(page.header.row, column);
    let mut by_area: BTreeMap<String, BTreeMap<u64, Row<'_>>> = BTreeMap::new();
    let mut area_of_row: BTreeMap<u64, Option<String>> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| !figure.whose.region.is_empty()) {
        let line = &figure.line;
        let area = area_of_row.entry(line.row).or_insert_with(|| area_of(&line.spender));
        let Some(area) = area.clone() else { continue };
        let first = || Row { row: line.row, name: &line.spender, region: &figure.whose.region, amount: Money::ZERO };
        let row = by_area.entry(area).or_default().entry(line.row).or_insert_with(first);
        if line.amount.abs() > row.amount.abs() {
            row.amount = line.amount;
        }
    }
    let mut problems = Vec::new();
    for rows in by_area.values() {
        let mut n_by_region: BTreeMap<&str, usize> = BTreeMap::new();
        rows.values().for_each(|row| *n_by_region.entry(row.region).or_default() += 1);
        let most = n_by_region.iter().find(|(_, n)| **n * 2 > rows.len()).map(|(region, _)| *region);
        for row in rows.values().filter(|row| n_by_region.len() > 1 && most != Some(row.region)) {
            if !told.insert(row.name.to_owned()) {
                continue;
            }
            let others = others_in_words(rows, row.row);
            let text =
                format!("{} is in region `{}`, but {others}: the column of regions was not used", row.name, row.region);
            let problem = page.sheet.cell_problem(row.row, &heading, ProblemKind::RegionSpelling, text);
            problems.push(Problem { amount: Some(row.amount), ..problem });
        }
    }
    problems
}

fn others_in_words(rows: &BTreeMap<u64, Row<'_>>, but: u64) -> String {
    let others: Vec<String> =
        rows.values().filter(|row| row.row != but).map(|row| format!("{} in `{}`", row.name, row.region)).collect();
    others.join(", ")
}
