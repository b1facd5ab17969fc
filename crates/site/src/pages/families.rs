//! Families and the agencies that know them: released figures and nothing else.

use super::{above, new_page};
use crate::block::{Block, Cell, Column, Fact, Inline, Page, Section, Table, words};
use crate::read::ReleasedFigure;
use crate::view::View;

/// Topics of the table `released_figure`, as linkage writes them.
const TOTALS: &str = "totals";
const BY_AGENCIES: &str = "families_by_agencies";
const AT_LEAST: &str = "families_by_agencies_at_least";
const ELIGIBLE: &str = "families_eligible";
const PEOPLE: &str = "people_by_agency";

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "How many families are known to how many agencies, and what is spent on contacts with them. Every figure passed the disclosure rules: \
         counts of fewer than ten are withheld and shown as [c], the others are rounded to the nearest 5, pounds to the nearest thousand. ",
        Inline::link("What a family is, and how figures are released", "method#families"),
        "."
    ];
    let mut page = new_page("families", "Families", lede, above(&[]));
    let figures = &view.site.small.figures;
    if figures.is_empty() {
        page.blocks =
            vec![Block::Words(words!["The place has no records of people, so there is nothing to say of families."])];
        return page;
    }
    let of = |topic: &str| figures.iter().filter(|figure| figure.topic == topic).collect::<Vec<&ReleasedFigure>>();
    page.blocks = vec![Block::Facts(of(TOTALS).into_iter().map(fact).collect())];
    page.sections.push(Section::new(
        "agencies",
        "By the number of agencies in contact with them",
        by_agencies(&of(BY_AGENCIES), &of(AT_LEAST)),
    ));
    for (id, topic, heading, column) in [
        ("eligible", ELIGIBLE, "Families that a programme's rule takes in", "Programme"),
        ("people", PEOPLE, "People known to each agency", "Agency"),
    ] {
        let rows = of(topic);
        if !rows.is_empty() {
            page.sections.push(Section::new(id, heading, vec![Block::Table(counts(id, heading, column, &rows))]));
        }
    }
    page
}

fn fact(figure: &ReleasedFigure) -> Fact {
    let mut label = figure.category.clone();
    if let Some(first) = label.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    Fact {
        label,
        value: cell(figure),
        note: words![if figure.measure == "cost" { "pounds, of contacts whose cost is known" } else { "" }],
    }
}

/// What a page prints of a figure: withheld ones say so.
fn cell(figure: &ReleasedFigure) -> Cell {
    match (figure.n, figure.amount) {
        (Some(n), _) => Cell::Count(n),
        (None, Some(amount)) => Cell::Amount(Some(amount).into()),
        (None, None) => Cell::from(figure.shown.clone()),
    }
}

fn by_agencies(exactly: &[&ReleasedFigure], at_least: &[&ReleasedFigure]) -> Vec<Block> {
    let columns = vec![
        Column::short("Agencies"),
        Column::number("Families"),
        Column::number("Families with at least so many"),
        Column::number("Cost of contacts"),
    ];
    let find = |figures: &[&ReleasedFigure], category: &str, measure: &str| {
        let found = figures.iter().find(|figure| figure.category == category && figure.measure == measure);
        found.map_or_else(|| Cell::from(""), |figure| cell(figure))
    };
    let rows = exactly.iter().filter(|figure| figure.measure == "families" && figure.category != "all").map(|figure| {
        let category = figure.category.as_str();
        // A part may be of several numbers, and its point is that of the first.
        let first = category.split(' ').next().unwrap_or_default();
        vec![
            Cell::from(category.to_owned()),
            cell(figure),
            find(at_least, first, "families"),
            find(exactly, category, "cost"),
        ]
    });
    let note = words![
        "No law says from how many agencies on a family needs a plan of its own, so the whole curve stands here; numbers of agencies that few families have stand together. Rounded counts need not add up."
    ];
    vec![Block::Table(
        Table::new("by-agencies", "Families by the agencies in contact with any member in the year", columns)
            .rows(rows)
            .note(note),
    )]
}

fn counts(id: &str, caption: &str, heading: &str, figures: &[&ReleasedFigure]) -> Table {
    let columns = vec![Column::words(heading), Column::number("Count")];
    let rows = figures.iter().map(|figure| vec![Cell::from(figure.category.clone()), cell(figure)]);
    Table::new(format!("{id}-table"), caption.to_owned(), columns).rows(rows)
}
