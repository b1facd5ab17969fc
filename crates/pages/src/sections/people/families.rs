//! Families and the agencies that know them: released figures and nothing else.

use model::tables::{ALL_CATEGORIES, FigureMeasure, FigureTopic};

use crate::block::{Block, Cell, Column, Fact, Inline, Page, Section, Table, words};
use crate::phrases::capital;
use crate::read::ReleasedFigure;
use crate::sections::about_the_data::method;
use crate::view::View;

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "How many families are known to how many agencies, and what is spent on contacts with them. Every figure passed the disclosure rules: \
         counts of fewer than ten are withheld and shown as [c], the others are rounded to the nearest 5, pounds to the nearest thousand. ",
        Inline::link("What a family is, and how figures are released", "method#families"),
        "."
    ];
    let mut page = Page::new("families", "Families", lede);
    let of = |topic: FigureTopic| released(view, topic);
    page.blocks = vec![totals(view)];
    page.sections.push(Section::new(
        "agencies",
        "By the number of agencies in contact with them",
        by_agencies(&of(FigureTopic::FamiliesByAgencies), &of(FigureTopic::FamiliesByAgenciesOrMore)),
    ));
    for (id, topic, heading, column) in [
        ("eligible", FigureTopic::FamiliesEligible, "Families eligible for a programme", "Programme"),
        ("people", FigureTopic::PeopleByAgency, "People known to each agency", "Agency"),
        (
            "thresholds",
            FigureTopic::KnownAtThresholds,
            "How the figures change with how sure a link must be",
            "People and families",
        ),
    ] {
        let rows = of(topic);
        if !rows.is_empty() {
            page.sections.push(Section::new(
                id,
                heading,
                vec![Block::Table(counts(id, heading, [column, "Count"], &rows))],
            ));
        }
    }
    for (id, measure, heading) in [
        ("missed", FigureMeasure::MissedPercent, "Missed matches, in percent (estimate)"),
        ("wrong", FigureMeasure::WrongPercent, "Wrong links, in percent (estimate)"),
    ] {
        let mut rows = of(FigureTopic::ErrorByNameOrigin);
        rows.retain(|figure| figure.measure == measure);
        if !rows.is_empty() {
            let table = counts(id, heading, ["Where names come from", "Percent"], &rows);
            page.sections.push(Section::new(id, heading, vec![Block::Table(table)]));
        }
    }
    page
}

/// Released figures on a topic.
fn released<'v>(view: &View<'v>, topic: FigureTopic) -> Vec<&'v ReleasedFigure> {
    view.site.small.figures.iter().filter(|figure| figure.topic == topic).collect()
}

/// How many people, families and contacts there are.
pub fn totals(view: &View<'_>) -> Block {
    Block::Facts(released(view, FigureTopic::Totals).into_iter().map(fact).collect())
}

/// Families by the number of agencies, with bars.
pub fn picture(view: &View<'_>) -> Block {
    let figures: Vec<&ReleasedFigure> =
        released(view, FigureTopic::FamiliesByAgencies).into_iter().filter(is_number_of_agencies).collect();
    let n_released: usize = figures.iter().filter_map(|figure| figure.n).sum();
    let rows = figures.iter().map(|figure| {
        let share = figure.n.map(|n| n as f64 / n_released as f64);
        vec![Cell::from(figure.category.clone()), cell(figure), Cell::Share(share)]
    });
    let columns = vec![Column::short("Agencies"), Column::number("Families"), Column::number("Share of those shown")];
    Block::Table(
        Table::new("agencies-of-families", "Families by the number of agencies that know them", columns).rows(rows),
    )
}

fn is_number_of_agencies(figure: &&ReleasedFigure) -> bool {
    figure.measure == FigureMeasure::Families && figure.category != ALL_CATEGORIES
}

fn fact(figure: &ReleasedFigure) -> Fact {
    let label = capital(&figure.category);
    let is_cost = figure.measure == FigureMeasure::Cost;
    let note = words![if is_cost { "pounds, of contacts whose cost is known" } else { "" }];
    Fact { label, value: cell(figure), note }
}

/// What a page prints of a figure: withheld ones say so.
fn cell(figure: &ReleasedFigure) -> Cell {
    match (figure.n, figure.amount) {
        (Some(n), _) => Cell::Count(n),
        (None, Some(amount)) => Cell::Amount(Some(amount).into()),
        (None, None) => Cell::from(figure.shown.clone()),
    }
}

fn by_agencies(exactly: &[&ReleasedFigure], or_more: &[&ReleasedFigure]) -> Vec<Block> {
    let columns = vec![
        Column::short("Agencies"),
        Column::number("Families"),
        Column::number("Families with this many agencies or more"),
        Column::number("Cost of contacts"),
    ];
    let row = |figure: &&ReleasedFigure| {
        let category = figure.category.as_str();
        // A band may be of several numbers, and its point is that of the first.
        let first = category.split(' ').next().unwrap_or_default();
        let or_more = find(or_more, first, FigureMeasure::Families);
        vec![Cell::from(category.to_owned()), cell(figure), or_more, find(exactly, category, FigureMeasure::Cost)]
    };
    let note = words![
        "There is no legal threshold, so the table shows every number of agencies; those that few families have are grouped. Rounded counts may not add up."
    ];
    vec![Block::Table(
        Table::new("by-agencies", "Families by the agencies in contact with any member in the year", columns)
            .rows(exactly.iter().filter(|figure| is_number_of_agencies(figure)).map(row))
            .note(note),
    )]
}

fn find(figures: &[&ReleasedFigure], category: &str, measure: FigureMeasure) -> Cell {
    let found = figures.iter().find(|figure| figure.category == category && figure.measure == measure);
    found.map_or_else(|| Cell::from(""), |figure| cell(figure))
}

fn counts(id: &str, caption: &str, [heading, unit]: [&'static str; 2], figures: &[&ReleasedFigure]) -> Table {
    let columns = vec![Column::words(heading), Column::number(unit)];
    let rows = figures.iter().map(|figure| vec![Cell::from(capital(&figure.category)), cell(figure)]);
    Table::new(format!("{id}-table"), caption.to_owned(), columns).rows(rows)
}

/// How families are found and what is withheld.
pub fn method() -> Section {
    method::text(
        "families",
        "Families",
        &[
            "Agencies' records are linked if they are about the same person, judged by how unlikely it is that two \
         records would agree that far by chance. A family is one or more adults who are partners or care for the same \
         child, and the children they care for. Sharing an address does not make a family. A child whose parents live \
         apart is in two families.",
            "We know who cares for a child from records, or from a carer's name at the child's address. If no record \
         says so, we presume that the adults of the parents' generation who live with the child care for it.",
            "These pages and their tables show nothing about single people or families. Counts of fewer than ten are \
         withheld and others are rounded to the nearest 5; a sum of pounds is withheld if one family makes up nearly \
         all of it.",
        ],
    )
}
