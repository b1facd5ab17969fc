//! What happens to people between agencies: released figures and nothing else.

mod handoffs;
mod method;
mod named;
mod steps;
mod waits;

use model::tables::{FigureMeasure, FigureTopic};
use money::Money;

pub use self::method::method;
use crate::block::{Amount, Block, Cell, Column, Fact, Inline, Page, Section, Table, words};
use crate::phrases::capital;
use crate::read::ReleasedFigure;
use crate::site::Site;
use crate::view::View;

/// Where the figures are told of in the method.
const METHOD: &str = "method#journeys";

/// Whether anything about journeys was released.
pub fn is_there(site: &Site) -> bool {
    site.small.figures.iter().any(|figure| figure.topic == FigureTopic::Journeys)
}

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "What happens to people between one public agency and the next: where they go, how long they wait, what they are asked \
         more than once and what that costs. We joined the agencies' records, because each agency sees only its own contacts. Figures of \
         fewer than ten people are withheld, and the others are rounded. ",
        Inline::link("What a journey is, and what is withheld", METHOD),
        "."
    ];
    let mut page = Page::new("journeys", "Journeys", lede);
    page.blocks = vec![totals(view)];
    page.sections = [
        steps::section(view),
        handoffs::section(&of(view, FigureTopic::JourneyHandoffs)),
        repeats(&of(view, FigureTopic::JourneyRepeats)),
        waits::section(&of(view, FigureTopic::JourneyWaits)),
        ways(&of(view, FigureTopic::JourneyWays)),
        starts(&of(view, FigureTopic::JourneyStarts)),
        costs(&of(view, FigureTopic::JourneyCosts)),
    ]
    .into_iter()
    .flatten()
    .collect();
    page
}

/// Released figures on a topic, the largest first. Equal ones are put in the order of their names: in the table the unrounded
/// counts decide, and a page must not tell these.
fn of<'v>(view: &View<'v>, topic: FigureTopic) -> Vec<&'v ReleasedFigure> {
    let figures = view.site.small.figures.iter().filter(|figure| figure.topic == topic);
    let mut figures: Vec<&ReleasedFigure> = figures.collect();
    if figures.iter().all(|figure| figure.measure == FigureMeasure::People) {
        figures.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.category.cmp(&b.category)));
    }
    figures
}

/// What is told of all journeys. They are listed as they were released, because some count contacts and some people.
fn totals(view: &View<'_>) -> Block {
    let figures = view.site.small.figures.iter().filter(|figure| figure.topic == FigureTopic::Journeys);
    Block::Facts(figures.map(fact).collect())
}

/// `failure demand, as a share of contacts` is a label and what more there is to say of it.
fn fact(figure: &ReleasedFigure) -> Fact {
    let category = figure.category.as_str();
    let comma = category.match_indices(", ").find(|(at, _)| {
        let before = &category[..*at];
        before.matches('(').count() == before.matches(')').count()
    });
    let (label, note) = comma.map_or((category, ""), |(at, comma)| (&category[..at], &category[at + comma.len()..]));
    Fact { label: capital(label), value: cell(figure), note: words![note] }
}

/// What a page prints of a figure: withheld ones say so.
fn cell(figure: &ReleasedFigure) -> Cell {
    match (figure.measure, figure.n, figure.amount) {
        (FigureMeasure::Percent, Some(n), _) => Cell::from(format!("{n}%")),
        (FigureMeasure::MedianCost | FigureMeasure::P90Cost, Some(n), _) => {
            Cell::from(Amount::Estimated(Money::from_pence(100 * n as i64)))
        }
        (_, Some(n), _) => Cell::Count(n),
        (_, None, Some(amount)) => Cell::Amount(Some(amount).into()),
        (_, None, None) => Cell::from(figure.shown.clone()),
    }
}

/// A count with a bar beside it.
fn bar(figure: &ReleasedFigure, among: &[&ReleasedFigure]) -> Cell {
    let largest = among.iter().filter_map(|figure| figure.n).max().unwrap_or_default();
    figure.n.map_or_else(|| cell(figure), |n| Cell::Bar { n, largest })
}

fn repeats(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::words("Assessment"), Column::words("Made and made again by"), Column::number("People")];
    let row = |figure: &&ReleasedFigure| {
        let (kind, agencies) = named::repeat(&figure.category);
        vec![Cell::from(kind), Cell::from(agencies), bar(figure, figures)]
    };
    let table = Table::new("repeats-table", "Assessments made again", columns).rows(figures.iter().map(row));
    let note = "Somebody who was assessed again for several things, or by several agencies, is in several rows. Rows of fewer than ten people are left \
                out.";
    let said = "People who are assessed again tell their story again. Reviews that the law asks for at intervals, and assessments \
                after a new need, are not counted here.";
    section("repeats", "What people are asked again", said, figures, table.note(words![note]))
}

fn ways(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::long("Agencies, one after another"), Column::number("People")];
    let row = |figure: &&ReleasedFigure| vec![Cell::from(named::way(&figure.category)), bar(figure, figures)];
    let table = Table::new("ways-table", "Ways between agencies", columns).rows(figures.iter().map(row));
    let note = "Only people for whom the order of all contacts is known are counted. Ways that fewer than ten people went are left out, and \
                there may be many of them: few people go the same long way.";
    let said = "Everybody who deals with several agencies goes from one to the next, and often back again. Several contacts with \
                one agency in a row stand as one here.";
    section("ways", "Ways between agencies", said, figures, table.note(words![note]))
}

fn starts(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::words("Begins with"), Column::number("People")];
    let row = |figure: &&ReleasedFigure| vec![Cell::from(capital(&figure.category)), bar(figure, figures)];
    let table = Table::new("starts-table", "Events in life that journeys begin with", columns);
    let said = "Some journeys begin with something that changes a life. It is read from what the first contact was called, so \
                journeys whose first contact does not name it are not here.";
    let note = words!["Events with which the journeys of fewer than ten people begin are left out."];
    section("starts", "What journeys begin with", said, figures, table.rows(figures.iter().map(row)).note(note))
}

fn costs(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::words("What"), Column::number("Figure")];
    let rows = figures.iter().map(|figure| vec![Cell::from(named::cost(&figure.category)), cell(figure)]);
    let table = Table::new("costs-table", "What journeys cost", columns).rows(rows);
    let said = "Costs are those that agencies put beside their contacts. What no agency priced is missing, so these figures are lower \
                than what journeys really cost. Pay is in no ledger, so where an agency's price leaves out the people it employs, \
                their pay is missing too.";
    let note = words![
        "Of all journeys, half cost no more than the median. Single journeys' costs are rounded to £10 and sums to £1,000."
    ];
    section("costs", "What journeys cost", said, figures, table.note(note))
}

/// A section with words and a table, where there are figures for it.
fn section(id: &str, heading: &str, said: &str, figures: &[&ReleasedFigure], table: Table) -> Option<Section> {
    let blocks = vec![Block::Words(words![said]), Block::Table(table)];
    (!figures.is_empty()).then(|| Section::new(id, heading, blocks))
}
