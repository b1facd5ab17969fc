//! Who hands people to whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{cell, named};
use crate::block::{Block, Cell, Column, Section, Table, words};
use crate::phrases::capital;
use crate::read::ReleasedFigure;

/// What stands where no figure was released for a pair of agencies.
const FEW: &str = "[c]";

/// Agencies down and across; figures whose agencies nobody can tell apart stand in a table of their own.
pub fn section(figures: &[&ReleasedFigure]) -> Option<Section> {
    if figures.is_empty() {
        return None;
    }
    let said = words![
        "How many people went from the agency in the row to the agency in the column for their next contact. Not everybody was sent there \
         by the first agency, and a hand-off is not a fault: a referral to the right place is one too."
    ];
    let mut blocks = vec![Block::Words(said), Block::Table(matrix(figures))];
    let others: Vec<_> = figures.iter().filter(|figure| named::pair(&figure.category).is_none()).collect();
    if !others.is_empty() {
        let columns = vec![Column::words("From and to"), Column::number("People")];
        let rows = others.iter().map(|figure| vec![Cell::from(figure.category.clone()), cell(figure)]);
        blocks.push(Block::Table(Table::new("other-handoffs", "Other hand-offs", columns).rows(rows)));
    }
    Some(Section::new("handoffs", "Who hands people to whom", blocks))
}

fn matrix(figures: &[&ReleasedFigure]) -> Table {
    let by_pair: BTreeMap<(&str, &str), &ReleasedFigure> =
        figures.iter().filter_map(|figure| Some((named::pair(&figure.category)?, *figure))).collect();
    let agencies: BTreeSet<&str> = by_pair.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let mut columns = vec![Column::words("From")];
    columns.extend(agencies.iter().map(|agency| Column::number(format!("To {}", crate::phrases::plain(agency)))));
    let between = |from: &str, to: &str| match by_pair.get(&(from, to)) {
        Some(figure) => cell(figure),
        None if from == to => Cell::from("–"),
        None => Cell::from(FEW),
    };
    let row = |from: &&str| {
        let cells = agencies.iter().map(|to| between(from, to));
        std::iter::once(Cell::from(capital(from))).chain(cells).collect()
    };
    let note = "[c] stands for fewer than ten people, perhaps nobody. Somebody who was handed on several ways is in several cells, so there are no \
                totals: with them the withheld numbers could be worked out.";
    Table::new("handoffs-table", "People handed from one agency to another", columns)
        .rows(agencies.iter().map(row))
        .note(words![note])
}
