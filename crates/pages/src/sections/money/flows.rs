//! Money between public bodies: the map year by year, and each transfer with both sides.

use account::{Dimension, Filter};
use model::tables::TransferStatus;
use model::{Reach, Treatment, UNNAMED};
use money::Money;

use crate::address::rows;
use crate::block::{Amount, Block, Cell, Column, Figure, Inline, Page, Section, Table, words};
use crate::phrases::{capital, n_of};
use crate::read::Transfer;
use crate::sections::money::bodies::status_tag;
use crate::sections::money::sankey;
use crate::view::View;

/// Transfers with a row of their own; the others are in the table to download.
const N_TRANSFERS: usize = 150;

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "Money that one public body pays to another. If the receiver's own payments are counted too, we take the \
         transfer out so that no pound counts twice."
    ];
    let mut page = Page::new("flows", "Flows between public bodies", lede);
    let Some(transfers) = view.transfers() else {
        page.blocks =
            vec![Block::Words(words!["Transfers: ", Amount::NotComputed, ". The table transfer is missing."])];
        return page;
    };
    for (year, table) in sankey::by_year(view) {
        let blocks = vec![
            Block::Words(words!["Bands of the same height show the same amount in every year."]),
            Block::Folded { summary: format!("The map of {year} as a table"), blocks: vec![Block::Table(table)] },
        ];
        page.sections.push(Section::new(&format!("year-{}", year.0), format!("The map of {year}"), blocks));
    }
    let here: Vec<&Transfer> = transfers.into_iter().filter(|transfer| concerns_place(view, transfer)).collect();
    page.sections.push(Section::new("pairs", "Which transfers both sides confirm", statuses(&here)));
    page.sections.push(Section::new("transfers", "Each transfer with both sides", each(view, here)));
    page
}

/// What a national body pays to other areas is in the tables, and no business of this page.
fn concerns_place(view: &View<'_>, transfer: &Transfer) -> bool {
    let body = |id: &str| view.site.place.body(id);
    let is_national = body(&transfer.payer_id).is_some_and(|body| body.reach == Reach::National);
    body(&transfer.receiver_id).is_some_and(|body| body.in_perimeter && body.reach == Reach::Local) || !is_national
}

fn meaning(status: TransferStatus) -> &'static str {
    match status {
        TransferStatus::Paired => "both sides agree to the penny",
        TransferStatus::Timing => {
            "both sides are known, and the difference is small enough to be money in transit at the year end"
        }
        TransferStatus::Differs => "both sides are known and differ by more than that",
        TransferStatus::OneSided => "the receiver's files do not show its income; most ledgers of payments do not",
    }
}

fn statuses(transfers: &[&Transfer]) -> Vec<Block> {
    let columns = vec![
        Column::short("Status"),
        Column::long("What it means"),
        Column::number("Transfers"),
        Column::number("Payers' figures"),
        Column::number("Receivers' figures"),
        Column::number("Difference"),
    ];
    let rows = TransferStatus::ALL.iter().map(|status| {
        let of_status = || transfers.iter().filter(|transfer| transfer.status == *status);
        let sum =
            |of: fn(&Transfer) -> Option<Money>| of_status().filter_map(|transfer| of(transfer)).reduce(|a, b| a + b);
        vec![
            Cell::from(status_tag(*status)),
            Cell::from(meaning(*status)),
            Cell::Count(of_status().count()),
            Cell::Amount(sum(|transfer| Some(transfer.amount)).or(Some(Money::ZERO)).into()),
            Cell::Amount(sum(|transfer| transfer.matched).into()),
            Cell::Amount(sum(|transfer| transfer.difference).into()),
        ]
    });
    let note = words![Inline::link("How both sides are compared", "method#transfers"), "."];
    vec![Block::Table(
        Table::new("statuses", "Transfers by how well the two sides agree", columns).rows(rows).note(note),
    )]
}

fn each(view: &View<'_>, mut transfers: Vec<&Transfer>) -> Vec<Block> {
    if transfers.is_empty() {
        return vec![Block::Words(words!["None was found."])];
    }
    transfers.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| key(a).cmp(&key(b))));
    let rest = transfers.split_off(transfers.len().min(N_TRANSFERS));
    let columns = vec![
        Column::words("Payer"),
        Column::words("Receiver"),
        Column::short("Kind"),
        Column::short("Year"),
        Column::number("Payer's figure"),
        Column::number("Receiver's figure"),
        Column::number("Difference"),
        Column::short("Status"),
        Column::short("In the total"),
    ];
    let rows = transfers.iter().map(|transfer| transfer_row(view, transfer));
    let mut blocks = vec![Block::Table(Table::new("each", "Transfers, the largest first", columns).rows(rows))];
    if !rest.is_empty() {
        blocks.push(smaller_ones(&rest));
    }
    blocks
}

fn transfer_row(view: &View<'_>, transfer: &Transfer) -> Vec<Cell> {
    vec![
        Cell::from(name(view, &transfer.payer_id)),
        Cell::from(name(view, &transfer.receiver_id)),
        Cell::from(capital(&transfer.kind)),
        Cell::from(transfer.year.to_string()),
        Cell::from(payers_figure(transfer)),
        receivers_figure(transfer),
        Cell::Amount(transfer.difference.into()),
        Cell::from(status_tag(transfer.status)),
        Cell::from(if transfer.is_eliminated { "taken out" } else { "kept" }),
    ]
}

fn smaller_ones(transfers: &[&Transfer]) -> Block {
    let sum: Money = transfers.iter().map(|transfer| transfer.amount).sum();
    let n = n_of(transfers.len(), "smaller transfer", "smaller transfers");
    Block::Words(words![
        format!("And {n} of "),
        Amount::Stated(sum),
        ", all in the table transfer: ",
        Inline::link("downloads", "data#downloads"),
        "."
    ])
}

/// What tells transfers apart, for an order that is always the same.
fn key(transfer: &Transfer) -> (&str, &str, i32, &str, &str) {
    (&transfer.payer_id, &transfer.receiver_id, transfer.year.0, &transfer.kind, &transfer.why)
}

/// A body's name, with a link where it has a page.
pub fn name(view: &View<'_>, id: &str) -> Inline {
    if id == UNNAMED {
        return "A public body that is in no register".into();
    }
    let label = view.label(Dimension::Counterparty, id);
    match view.page_of(Dimension::Body, id) {
        Some(to) => Inline::link(label, to),
        None => label.into(),
    }
}

/// The lines of a transfer, as its row says: payer, receiver, year, kind, rule.
fn payers_figure(transfer: &Transfer) -> Figure {
    let eliminated = if transfer.is_eliminated { "yes" } else { "no" };
    let filter = Filter::default()
        .only(Dimension::Body, Some(&transfer.payer_id))
        .only(Dimension::Year, Some(&transfer.year.to_string()))
        .only(Dimension::Treatment, Some(Treatment::Transfer.word()))
        .only(Dimension::TransferKind, Some(&transfer.kind))
        .only(Dimension::Eliminated, Some(eliminated))
        .only(Dimension::Rule, Some(&transfer.why));
    let filter = match transfer.receiver_id.as_str() {
        UNNAMED => filter.only(Dimension::Counterparty, None),
        // A recharge that names nobody else is the body's own.
        id if id == transfer.payer_id => filter.or(Dimension::Counterparty, Some(id)).or(Dimension::Counterparty, None),
        id => filter.only(Dimension::Counterparty, Some(id)),
    };
    Figure { amount: transfer.amount, n_lines: transfer.n_lines, query: filter.to_query(), is_short: false }
}

/// The receiver's side; receipts are shared over the rows of a pair, so their lines are beside the figure
/// and not behind it.
fn receivers_figure(transfer: &Transfer) -> Cell {
    let Some(matched) = transfer.matched else { return Cell::Words(words!["none shown"]) };
    let receipts = Filter::default()
        .only(Dimension::Body, Some(&transfer.receiver_id))
        .only(Dimension::Counterparty, Some(&transfer.payer_id))
        .only(Dimension::Treatment, Some(Treatment::Financing.word()))
        .only(Dimension::Year, Some(&transfer.year.to_string()))
        .credits_only();
    Cell::Words(words![Amount::Stated(matched), " ", Inline::link("receipts", rows(&receipts.to_query()))])
}

/// What a body paid to public bodies and received from them.
pub fn of_body(view: &View<'_>, id: &str) -> Vec<Block> {
    let Some(transfers) = view.transfers() else {
        return vec![Block::Words(words![Amount::NotComputed, ": the table transfer is not there."])];
    };
    let of =
        |wanted: fn(&Transfer) -> &str| transfers.iter().copied().filter(move |t| wanted(t) == id).collect::<Vec<_>>();
    let paid = of(|transfer| &transfer.payer_id);
    let received = of(|transfer| &transfer.receiver_id);
    let mut blocks = Vec::new();
    for (table_id, caption, other, transfers) in [
        ("paid", "Paid to public bodies, the largest first", Column::words("Receiver"), paid),
        ("received", "Received from public bodies, by the payers' figures", Column::words("Payer"), received),
    ] {
        if transfers.is_empty() {
            continue;
        }
        blocks.extend(one_sided(view, table_id, caption, other, transfers, table_id == "paid"));
    }
    if blocks.is_empty() {
        blocks.push(Block::Words(words!["None was found."]));
    }
    blocks
}

fn one_sided(
    view: &View<'_>,
    id: &str,
    caption: &str,
    other: Column,
    mut transfers: Vec<&Transfer>,
    is_paid: bool,
) -> Vec<Block> {
    const N_ROWS: usize = 20;
    transfers.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| key(a).cmp(&key(b))));
    let n_rest = transfers.len().saturating_sub(N_ROWS);
    let columns = vec![
        other,
        Column::short("Kind"),
        Column::short("Year"),
        Column::number("Pounds"),
        Column::short("In the total"),
    ];
    let rows = transfers.iter().take(N_ROWS).map(|transfer| {
        let other = if is_paid { &transfer.receiver_id } else { &transfer.payer_id };
        vec![
            Cell::from(name(view, other)),
            Cell::from(capital(&transfer.kind)),
            Cell::from(transfer.year.to_string()),
            Cell::from(payers_figure(transfer)),
            Cell::from(if transfer.is_eliminated { "taken out" } else { "kept" }),
        ]
    });
    let mut blocks = vec![Block::Table(Table::new(id, caption, columns).rows(rows))];
    if n_rest > 0 {
        let n = n_of(n_rest, "smaller one is", "smaller ones are");
        blocks.push(Block::Words(words![
            format!("{n} in the table transfer: "),
            Inline::link("downloads", "data#downloads"),
            "."
        ]));
    }
    blocks
}
