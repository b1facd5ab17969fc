//! What the section on doing better tells.

use model::tables::{ProposalMeasure, ProposalView};

use crate::block::{Amount, Block, Cell, ChartKind, Column, Inline, Page, Section, Table, words};
use crate::phrases::n_of;
use crate::proposals::Proposal;
use crate::sections::doing_better::{done_twice, proposals};
use crate::view::View;

/// `contents` lists the pages of the section.
pub fn page(view: &View<'_>, contents: Block) -> Page {
    let all = proposals::all(view.site);
    let lede = words![format!(
        "What could be done better with the same money in {}: {} so far, each with its cost, its benefits and who gains.",
        view.site.place.name,
        n_of(all.len(), "proposal", "proposals")
    )];
    let mut page = Page::new("doing-better", "Doing better", lede);
    if !all.is_empty() {
        page.sections.push(Section::new("what-each-brings", "What each would bring", vec![Block::Table(picture(all))]));
    }
    if let Some(found) = view.site.small.overlaps.as_ref().filter(|found| !found.all.is_empty()) {
        page.blocks.push(Block::Words(words![
            Amount::Rounded(found.amount()),
            format!(" is in {} of ", n_of(found.all.len(), "finding", "findings")),
            Inline::link("what is done twice", done_twice::ADDRESS),
            ": money that is spent, not money that can be saved."
        ]));
    }
    page.sections.push(Section::new("pages", "Look closer", vec![contents]));
    page
}

fn picture(all: &[Proposal]) -> Table {
    let columns = vec![Column::words("Proposal"), Column::charted("Public value, net of its cost")];
    let rows = all.iter().map(|proposal| {
        let net = proposal.value(ProposalView::Standard, ProposalMeasure::PublicNpv);
        vec![
            Cell::from(Inline::link(proposal.name.clone(), proposals::address_of(proposal))),
            Cell::Amount(proposals::estimate(net)),
        ]
    });
    Table::new("value", "Public value of each proposal over its years, net of its cost", columns)
        .rows(rows)
        .chart(ChartKind::Bar)
        .note(words!["Present values at the standard rates: estimates from the assumptions on each proposal's page."])
}
