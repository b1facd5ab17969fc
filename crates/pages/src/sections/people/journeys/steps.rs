//! The map of journeys: the steps that most people take from one contact to the next, as a picture and as a table.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::FigureTopic;

use super::named::{End, step};
use super::{bar, of, waits};
use crate::block::{Activity, Block, Cell, Column, Inline, JourneyMap, Lane, MapStep, Section, Table, words};
use crate::phrases::{capital, n_of};
use crate::read::ReleasedFigure;
use crate::view::View;

/// More lines cannot be told apart.
const N_STEPS_MAX: usize = 30;

/// A released step with what its category says.
type Step<'v> = ([End<'v>; 2], &'v ReleasedFigure);

/// The most-taken steps; nothing where none may be shown.
pub fn section(view: &View<'_>) -> Option<Section> {
    let figures = of(view, FigureTopic::JourneySteps);
    let steps: Vec<Step<'_>> = figures.iter().filter_map(|figure| Some((step(&figure.category)?, *figure))).collect();
    let is_again = |(ends, _): &&Step<'_>| ends[0] == ends[1];
    let drawn: Vec<Step<'_>> = steps.iter().filter(|step| !is_again(step)).take(N_STEPS_MAX).copied().collect();
    let is_on_map = |end: &End<'_>| drawn.iter().any(|(ends, _)| ends.contains(end));
    let again: Vec<Step<'_>> = steps.iter().filter(|step| is_again(step) && is_on_map(&step.0[0])).copied().collect();
    if figures.is_empty() {
        return None;
    }
    let said =
        words!["The steps that most people took. Each person is counted once for a step, however often they took it."];
    let mut blocks = vec![Block::Words(said)];
    if !drawn.is_empty() {
        blocks.push(Block::JourneyMap(map(&drawn, &again, &of(view, FigureTopic::JourneyWaits))));
    }
    blocks.push(Block::Table(table(&drawn, &again, figures.len())));
    Some(Section::new("map", "From one contact to the next", blocks))
}

fn map(drawn: &[Step<'_>], again: &[Step<'_>], waits: &[&ReleasedFigure]) -> JourneyMap {
    let by_agency = in_lanes(drawn);
    let places: Vec<End<'_>> = by_agency.iter().flat_map(|(_, ends)| ends.iter().copied()).collect();
    let place = |end: &End<'_>| places.iter().position(|known| known == end).unwrap_or_default();
    let n_again = |end: &End<'_>| again.iter().find(|(ends, _)| ends[0] == *end).and_then(|(_, figure)| figure.n);
    let activity = |end: &End<'_>| Activity { name: capital(end.activity), n_again: n_again(end) };
    let lane = |(agency, ends): &(&str, Vec<End<'_>>)| Lane {
        agency: capital(agency),
        wait: waits::in_short(waits, agency),
        activities: ends.iter().map(activity).collect(),
    };
    let line = |([from, to], figure): &Step<'_>| {
        let n_people = figure.n?;
        Some(MapStep { from: place(from), to: place(to), n_people })
    };
    JourneyMap {
        title: format!(
            "Map of the {} that most people take from one contact to the next. The table below says the same.",
            n_of(drawn.len(), "step", "steps")
        ),
        lanes: by_agency.iter().map(lane).collect(),
        steps: drawn.iter().filter_map(line).collect(),
    }
}

/// Agencies with what happens there, each as a lane: the one with most people first.
fn in_lanes<'v>(drawn: &[Step<'v>]) -> Vec<(&'v str, Vec<End<'v>>)> {
    let mut people: BTreeMap<&str, usize> = BTreeMap::new();
    let mut activities: BTreeMap<&str, BTreeSet<End<'_>>> = BTreeMap::new();
    for (ends, figure) in drawn {
        for end in ends {
            *people.entry(end.agency).or_default() += figure.n.unwrap_or_default();
            activities.entry(end.agency).or_default().insert(*end);
        }
    }
    let mut lanes: Vec<(&str, Vec<End<'_>>)> =
        activities.into_iter().map(|(agency, ends)| (agency, in_order(ends.into_iter().collect(), drawn))).collect();
    lanes.sort_by_key(|(agency, _)| (std::cmp::Reverse(people[agency]), *agency));
    lanes
}

/// From what mostly comes first downwards; then what many people go between is moved together, so that lines are short and few cross.
fn in_order<'v>(mut ends: Vec<End<'v>>, drawn: &[Step<'v>]) -> Vec<End<'v>> {
    let within = |end: &End<'_>, side: usize| -> i64 {
        let own = drawn.iter().filter(|(ends, _)| ends[side] == *end && ends[0].agency == ends[1].agency);
        own.map(|(_, figure)| figure.n.unwrap_or_default() as i64).sum()
    };
    ends.sort_by_key(|end| (within(end, 1) - within(end, 0), *end));
    let mut shortest = length(&ends, drawn);
    loop {
        let before = shortest;
        for (a, b) in (0..ends.len()).flat_map(|b| (0..b).map(move |a| (a, b))) {
            ends.swap(a, b);
            match length(&ends, drawn) {
                length if length < shortest => shortest = length,
                _ => ends.swap(a, b),
            }
        }
        // It is never below nought, so this ends.
        if shortest == before {
            return ends;
        }
    }
}

/// How far all people go between boxes in this order.
fn length(ends: &[End<'_>], drawn: &[Step<'_>]) -> usize {
    let place = |end: &End<'_>| ends.iter().position(|own| own == end);
    let of_step = |(ends, figure): &Step<'_>| {
        let (from, to) = (place(&ends[0])?, place(&ends[1])?);
        Some(from.abs_diff(to) * figure.n?)
    };
    drawn.iter().filter_map(of_step).sum()
}

/// What the map shows, and nothing else.
fn table(drawn: &[Step<'_>], again: &[Step<'_>], n_released: usize) -> Table {
    let columns = vec![Column::words("From"), Column::words("To"), Column::number("People")];
    let mut shown: Vec<Step<'_>> = drawn.iter().chain(again).copied().collect();
    shown.sort_by(|(a, of_a), (b, of_b)| of_b.n.cmp(&of_a.n).then_with(|| a.cmp(b)));
    let figures: Vec<&ReleasedFigure> = shown.iter().map(|(_, figure)| *figure).collect();
    let row = |([from, to], figure): &Step<'_>| {
        let to = if from == to { "the same again".to_owned() } else { to.words() };
        vec![Cell::from(from.words()), Cell::from(to), bar(figure, &figures)]
    };
    let n_others = n_released - shown.len();
    let left_out = "Steps that fewer than ten people took are left out.";
    let note = match n_others {
        0 => words![left_out],
        n => words![
            format!(
                "{left_out} {} released and not drawn; all are in the table of released figures in ",
                n_of(n, "more step is", "more steps are")
            ),
            Inline::link("data and downloads", "data"),
            "."
        ],
    };
    let table = Table::new("steps-table", "Steps that most people take", columns);
    Table { stacks: true, ..table.rows(shown.iter().map(row)).note(note) }
}
