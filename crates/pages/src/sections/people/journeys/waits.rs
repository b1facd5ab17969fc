//! How long people wait after a referral.

use std::collections::BTreeMap;

use super::named;
use crate::block::{Block, Cell, Column, Section, Table, words};
use crate::phrases::{capital, n_of};
use crate::read::ReleasedFigure;

/// Released waits of an agency: of half of the people, and of nine in ten.
#[derive(Clone, Copy, Default)]
struct Waits<'f> {
    half: Option<&'f ReleasedFigure>,
    nine_in_ten: Option<&'f ReleasedFigure>,
}

pub fn section(figures: &[&ReleasedFigure]) -> Option<Section> {
    let by_agency = by_agency(figures);
    if by_agency.is_empty() {
        return None;
    }
    let said = words![
        "From the day an agency received a referral to the first contact with the person there, in working days: weekends and bank \
         holidays do not count. People who still wait are counted with the time they have waited so far."
    ];
    let columns =
        vec![Column::words("Agency"), Column::words("Half of the people wait"), Column::words("Nine in ten wait")];
    let rows = by_agency.iter().map(|(agency, waits)| {
        vec![Cell::from(capital(agency)), Cell::from(at_most(waits.half)), Cell::from(at_most(waits.nine_in_ten))]
    });
    let note = words![
        "[c] stands where fewer than ten people waited less, or fewer than ten waited longer. Not reached: too many people were still waiting when \
         the records end."
    ];
    let table = Table::new("waits-table", "Waits after a referral", columns).rows(rows).note(note);
    Some(Section::new("waits", "How long people wait", vec![Block::Words(said), Block::Table(table)]))
}

/// What the map says of an agency, where the wait of half of its people was released.
pub fn in_short(figures: &[&ReleasedFigure], agency: &str) -> Option<String> {
    let waits = by_agency(figures).get(agency).copied()?;
    let days = waits.half.and_then(|figure| figure.n)?;
    Some(format!("Half wait {}", up_to(days)))
}

fn by_agency<'f>(figures: &[&'f ReleasedFigure]) -> BTreeMap<&'f str, Waits<'f>> {
    let mut by_agency: BTreeMap<&str, Waits<'_>> = BTreeMap::new();
    for figure in figures {
        let Some((agency, is_half)) = named::wait(&figure.category) else { continue };
        let waits = by_agency.entry(agency).or_default();
        *(if is_half { &mut waits.half } else { &mut waits.nine_in_ten }) = Some(figure);
    }
    by_agency
}

fn at_most(figure: Option<&ReleasedFigure>) -> String {
    match figure {
        None => "not reached".to_owned(),
        Some(figure) => figure.n.map_or_else(|| figure.shown.clone(), up_to),
    }
}

/// `up to 8 working days`.
fn up_to(n_days: usize) -> String {
    match n_days {
        0 => "less than a working day".to_owned(),
        n => format!("up to {}", n_of(n, "working day", "working days")),
    }
}
