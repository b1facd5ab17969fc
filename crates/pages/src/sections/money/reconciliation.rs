//! Published totals beside what was counted.

use account::{Dimension, Filter};
use model::WHOLE_BODY;
use model::tables::Basis;
use model::tables::ReconcilingItem::{Counted, DoesNotOpen, Published};
use money::Money;
use report::block::percent;

use crate::block::{Amount, Block, Cell, Column, Figure, Inline, Page, Section, Table, TagColour, words};
use crate::phrases::{capital, n_of, series};
use crate::read::{Item, Reconciliation};
use crate::sections::money::flows;
use crate::view::View;

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "What bodies published as their spending, compared with what was counted in their ledgers. We adjusted \
         nothing to make them agree."
    ];
    let mut page = Page::new("reconciliation", "Reconciliation", lede);
    let found = view.reconciliations();
    if found.is_empty() {
        page.blocks = vec![Block::Words(words![
            "Published totals compared with the count: ",
            Amount::NotComputed,
            ". There are no published figures. Add them to place.toml as a source of kind published."
        ])];
        return page;
    }
    page.blocks = vec![
        Block::Words(words![
            "A ledger of payments never equals a published total: most pay is not in it, and months may be missing. \
             So we show the pounds for each cause that has evidence. What is left is published but cannot be traced \
             to payments. ",
            Inline::link("How causes are found", "method#reconciliation"),
            "."
        ]),
        Block::Table(overview(view, &found)),
    ];
    let whole = found.iter().filter(|comparison| comparison.service == WHOLE_BODY);
    page.sections = whole.enumerate().map(|(at, comparison)| section(view, at, comparison, &found)).collect();
    page
}

/// Each comparison of a whole body in one row.
fn overview(view: &View<'_>, found: &[&Reconciliation]) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Publication"),
        Column::number("Published"),
        Column::number("Counted"),
        Column::number("Not traced"),
        Column::number("Of published"),
    ];
    let whole = found.iter().filter(|comparison| comparison.service == WHOLE_BODY);
    let rows = whole.map(|comparison| {
        let closed = comparison.amount(DoesNotOpen);
        let published = comparison.amount(Published);
        vec![
            Cell::from(flows::name(view, &comparison.body_id)),
            Cell::from(publication(comparison)),
            Cell::Amount(published.into()),
            counted(view, comparison, comparison.amount(Counted)),
            Cell::Amount(closed.into()),
            Cell::Share(closed.zip(published).and_then(|(part, whole)| part.share_of(whole))),
        ]
    });
    Table::new("comparisons", "Published totals of whole bodies, compared with the count", columns).rows(rows)
}

fn section(view: &View<'_>, at: usize, comparison: &Reconciliation, found: &[&Reconciliation]) -> Section {
    let body = view.label(Dimension::Body, &comparison.body_id);
    let heading = format!("{body}, {}", publication(comparison));
    let caption = format!("{heading}: published, counted, causes and what is left");
    let mut blocks = vec![Block::Table(items(view, &format!("items-{at}"), caption, comparison))];
    let services: Vec<&Reconciliation> = found.iter().copied().filter(|other| is_part(other, comparison)).collect();
    if !services.is_empty() {
        blocks.push(Block::Folded {
            summary: format!("By {}", n_of(services.len(), "service", "services")),
            blocks: vec![Block::Table(by_service(view, &format!("services-{at}"), &heading, &services))],
        });
    }
    Section::new(&format!("comparison-{at}"), heading, blocks)
}

/// What was published, and for which year.
fn publication(comparison: &Reconciliation) -> String {
    format!("{}, {}", series(&comparison.series), comparison.year)
}

/// Whether a comparison is of one service of the same publication.
fn is_part(other: &Reconciliation, whole: &Reconciliation) -> bool {
    other.body_id == whole.body_id
        && other.series == whole.series
        && other.year == whole.year
        && other.service != WHOLE_BODY
}

fn items(view: &View<'_>, id: &str, caption: String, comparison: &Reconciliation) -> Table {
    let columns = vec![
        Column::words("Item"),
        Column::number("Pounds"),
        Column::number("Of published"),
        Column::short("Basis"),
        Column::long("Evidence, or what is needed"),
    ];
    let published = comparison.amount(Published);
    let rows = comparison.items.iter().map(|item| {
        let share = item.amount.zip(published).and_then(|(part, whole)| part.share_of(whole));
        vec![
            Cell::from(capital(item.item.word())),
            amount_of(view, comparison, item),
            Cell::Words(words![share.map_or_else(|| "–".to_owned(), percent)]),
            Cell::from(basis_tag(item.basis)),
            Cell::from(item.note.as_str()),
        ]
    });
    let note = words!["Published = counted + every cause with pounds + what is not traced, to the penny."];
    Table::new(id, caption, columns).rows(rows).note(note)
}

fn amount_of(view: &View<'_>, comparison: &Reconciliation, item: &Item) -> Cell {
    match item.item {
        Counted => counted(view, comparison, item.amount),
        _ => Cell::Amount(item.amount.into()),
    }
}

/// What was counted is every line of the body in the year, whatever its treatment, and opens its rows.
fn counted(view: &View<'_>, comparison: &Reconciliation, amount: Option<Money>) -> Cell {
    let lines = view
        .of_year(Filter::default())
        .only(Dimension::Body, Some(&comparison.body_id))
        .only(Dimension::Year, Some(&comparison.year.to_string()));
    let lines = match comparison.service.as_str() {
        WHOLE_BODY => lines,
        service => lines.only(Dimension::Service, Some(service)),
    };
    let figure: Figure = view.figure(&lines);
    match amount {
        Some(amount) if amount == figure.amount => Cell::from(figure),
        amount => Cell::Amount(amount.into()),
    }
}

fn by_service(view: &View<'_>, id: &str, heading: &str, services: &[&Reconciliation]) -> Table {
    let columns = vec![
        Column::words("Service"),
        Column::number("Published"),
        Column::number("Counted"),
        Column::number("Causes with pounds"),
        Column::number("Not traced"),
    ];
    let rows = services.iter().map(|comparison| {
        let causes = comparison.items.iter().filter(|item| ![Published, Counted, DoesNotOpen].contains(&item.item));
        let causes: Option<Money> = causes.filter_map(|item| item.amount).reduce(|a, b| a + b);
        vec![
            Cell::from(view.label(Dimension::Service, &comparison.service)),
            Cell::Amount(comparison.amount(Published).into()),
            counted(view, comparison, comparison.amount(Counted)),
            Cell::Amount(causes.into()),
            Cell::Amount(comparison.amount(DoesNotOpen).into()),
        ]
    });
    let note = words![
        "Single services compare less well than whole bodies, because published totals share out support services and ledgers do not."
    ];
    Table::new(id, format!("{heading}: by service"), columns).rows(rows).note(note)
}

fn basis_tag(basis: Basis) -> Inline {
    let colour = match basis {
        Basis::Published | Basis::Counted => TagColour::Good,
        Basis::Estimated => TagColour::Doubtful,
        Basis::NotComputed => TagColour::Plain,
    };
    Inline::Tag(capital(basis.word()), colour)
}

/// The comparisons of one body.
pub fn of_body(view: &View<'_>, id: &str) -> Vec<Block> {
    let found = view.reconciliations();
    let of_body = found.iter().filter(|comparison| comparison.body_id == id && comparison.service == WHOLE_BODY);
    let mut blocks: Vec<Block> = of_body
        .enumerate()
        .map(|(at, comparison)| {
            let caption = format!("{}: published, counted, causes and what is left", publication(comparison));
            Block::Table(items(view, &format!("published-{at}"), caption, comparison))
        })
        .collect();
    if blocks.is_empty() {
        blocks.push(Block::Words(words!["Against published totals: ", Amount::NotComputed, ". There is none for it."]));
    }
    blocks
}
