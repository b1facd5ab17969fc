//! What the section about the data tells.

use account::{Dimension, Filter};
use report::block::count;

use crate::address::part_of;
use crate::block::{Block, Cell, ChartKind, Column, Fact, Inline, Page, Section, Table, words};
use crate::phrases::n_of;
use crate::view::View;

/// `contents` lists the pages of the section.
pub fn page(view: &View<'_>, contents: Block) -> Page {
    let sources = &view.site.summary.sources;
    let lede = words![format!(
        "Everything here was added up from {} that public bodies published or hold. You can trace each figure back to its file and row.",
        n_of(sources.n_files, "file or sheet", "files and sheets")
    )];
    let mut page = Page::new("about-the-data", "About the data", lede);
    page.blocks = vec![Block::Facts(facts(view))];
    page.sections = vec![
        Section::new("lines", "What each body's files hold", vec![Block::Table(picture(view))]),
        Section::new("pages", "Look closer", vec![contents]),
    ];
    page
}

fn facts(view: &View<'_>) -> Vec<Fact> {
    let site = view.site;
    let n_open = site.small.problems.iter().filter(|problem| !problem.kind.is_settled()).count();
    let mut facts = vec![
        Fact::new(
            "Files and sheets",
            Cell::Count(site.summary.sources.n_files),
            words![Inline::link("all named", "data#sources")],
        ),
        Fact::new("Lines of payments", Cell::Count(site.account.n_lines()), words![Inline::link("all lines", "rows")]),
        Fact::new(
            "Data quality warnings",
            Cell::Count(n_open),
            words![Inline::link("what to ask each body", "warnings")],
        ),
    ];
    if let Some(whole) = view.whole() {
        facts.push(Fact::new(
            "Published figures",
            Cell::Count(whole.cells.len()),
            words![Inline::link("each with its source", "figures")],
        ));
    }
    facts
}

fn picture(view: &View<'_>) -> Table {
    let columns = vec![Column::words("Body"), Column::charted("Pounds in its files"), Column::number("Lines")];
    let rows = view.site.summary.bodies.iter().map(|body| {
        let figure = view.figure(&Filter::default().only(Dimension::Body, Some(&body.body_id)));
        let n_lines = figure.n_lines;
        let name =
            Inline::link(view.label(Dimension::Body, &body.body_id), format!("bodies/{}", part_of(&body.body_id)));
        vec![Cell::from(name), Cell::from(figure.short()), Cell::Words(words![count(n_lines)])]
    });
    Table::new("lines-by-body", "Lines and pounds in each body's files, before anything is taken out", columns)
        .rows(rows)
        .chart(ChartKind::Bar)
}
