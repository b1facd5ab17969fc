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
        curve(&of(view, FigureTopic::JourneyCostCurve)),
        agencies(&of(view, FigureTopic::JourneyAgencies)),
        channels(&of(view, FigureTopic::JourneyChannels)),
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
        (
            FigureMeasure::MedianCost
            | FigureMeasure::P90Cost
            | FigureMeasure::CostAtMost
            | FigureMeasure::CostEach
            | FigureMeasure::CapacityReleased,
            Some(n),
            _,
        ) => Cell::from(Amount::Estimated(Money::from_pence(100 * n as i64))),
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
    let note = "Only people for whom the order of all contacts is known are counted. Ways that fewer than twenty people went are left out, and \
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
    let said = "Costs are those that agencies put beside their contacts. Where they give none, a rule of the place may divide what \
                the service costs in all, pay included, by its contacts, or name a published unit cost. Contacts whose cost is not known are \
                missing, so these figures are lower than what journeys really cost. Before and after: what all contacts \
                cost, and what is left without assessments done again and contacts that were only needed because something had gone \
                wrong. Not all of these can be avoided, and what is released is time, not cash.";
    let note = words![
        "Of all journeys, half cost no more than the median. Single journeys' costs are rounded to £10 and sums to £1,000. Pay is in no ledger, so what \
         is divided from payments alone is without pay, and in no total."
    ];
    section("costs", "What journeys cost", said, figures, table.note(note))
}

fn curve(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::words("Which journeys"), Column::number("Figure")];
    let largest =
        figures.iter().filter(|figure| is_at_most(figure)).filter_map(|figure| figure.n).max().unwrap_or_default();
    let value = |figure: &ReleasedFigure| match figure.n {
        Some(n) if is_at_most(figure) => Cell::Bar { n, largest },
        _ => cell(figure),
    };
    let rows = figures.iter().map(|figure| vec![Cell::from(named::cost(&figure.category)), value(figure)]);
    let table = Table::new("cost-curve-table", "What the cheapest and the dearest journeys cost, in pounds", columns)
        .rows(rows);
    let said = "A few journeys cost many times as much as most. The bars are pounds; shares are of the cost of all journeys of which every \
                cost is known.";
    let note =
        words!["Costs are rounded to £10 and shares to 5%. A figure needs ten people or more on either side of it."];
    section("cost-curve", "From the cheapest to the dearest", said, figures, table.note(note))
}

fn is_at_most(figure: &ReleasedFigure) -> bool {
    figure.measure == FigureMeasure::CostAtMost
}

fn agencies(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::words("Agency and what"), Column::number("Figure")];
    let rows = figures.iter().map(|figure| vec![Cell::from(capital(&figure.category)), cell(figure)]);
    let table = Table::new("agencies-table", "Costs and failure demand by agency", columns).rows(rows);
    let said = "What the contacts of each agency cost, as far as that is known, and which share of its contacts was only needed because \
                something was not done, or not done right.";
    let note = words![
        "Agencies of too few people are put together as others. A confidential service stands for all services that are not named here."
    ];
    section("agencies", "Agency by agency", said, figures, table.note(note))
}

fn channels(figures: &[&ReleasedFigure]) -> Option<Section> {
    let columns = vec![Column::long("What"), Column::number("Figure")];
    let rows = figures.iter().map(|figure| vec![Cell::from(capital(&figure.category)), cell(figure)]);
    let table = Table::new("channels-table", "How people are in touch", columns).rows(rows);
    let said = "How people and agencies are in touch, what the same contact costs by each way, and what it releases if contacts move from \
                one way to another. How many move is what somebody counted or plans; it is never assumed.";
    let note = words!["What a shift releases is time of staff until a budget is cut, and not cash."];
    section("channels", "How people are in touch", said, figures, table.note(note))
}

/// A section with words and a table, where there are figures for it.
fn section(id: &str, heading: &str, said: &str, figures: &[&ReleasedFigure], table: Table) -> Option<Section> {
    let blocks = vec![Block::Words(words![said]), Block::Table(table)];
    (!figures.is_empty()).then(|| Section::new(id, heading, blocks))
}
