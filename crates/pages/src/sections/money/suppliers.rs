//! Suppliers: the list, and what bodies have in common. The page of one is in `supplier`.

use account::{Dimension, Filter};
use report::suppliers::{Supplier, Suppliers};

use crate::address::part_of_name;
use crate::answer::Answer;
use crate::block::{Amount, Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::list::net_of;
use crate::list::{Asked, Entry, List};
use crate::phrases::{capital, n_of};
use crate::published::{self, N_SHARED_SUPPLIER_FILES};
use crate::sections::money::supplier;
use crate::site::Site;
use crate::view::{View, figure_of};

/// Rows of the tables here.
const N_ROWS: usize = N_SHARED_SUPPLIER_FILES;

pub fn answer(view: &View<'_>, rest: &[&str], query: &str) -> Option<Answer> {
    match rest {
        [] => Answer::of_list(query, |asked| list(view, asked)),
        [part] => Some(Answer::Page(supplier::page(view, find(view.site, part)?))),
        _ => None,
    }
}

pub fn addresses(site: &Site) -> Vec<String> {
    published::suppliers(site).into_iter().map(|supplier| format!("suppliers/{}", part_of(supplier))).collect()
}

/// The supplier whose page this is.
pub fn find<'a>(site: &'a Site, part: &str) -> Option<&'a Supplier> {
    site.summary.suppliers.as_ref()?.all.iter().find(|supplier| part_of(supplier) == part)
}

/// What a page of a supplier is called in an address.
pub fn part_of(supplier: &Supplier) -> String {
    part_of_name(&supplier.supplier_id)
}

/// The name of a supplier, with a link to its page where it has one in this medium, else to its rows.
pub fn link(view: &View<'_>, supplier: &Supplier) -> Inline {
    match view.page_of(Dimension::Supplier, &supplier.supplier_id) {
        Some(to) => Inline::link(supplier.name.clone(), to),
        None => view.rows_link(supplier.name.clone(), &net_of(Dimension::Supplier, &supplier.supplier_id)),
    }
}

pub fn list(view: &View<'_>, asked: &Asked) -> Page {
    let lede = words![
        "Organisations that are paid, whatever each body calls them. We match two names only if something shows that \
         they are the same organisation. Each supplier's page shows the names as printed."
    ];
    let mut page = Page::new("suppliers", "Suppliers", lede);
    let Some(suppliers) = view.site.summary.suppliers.as_ref() else {
        let missing = words!["Suppliers: ", Amount::NotComputed, ". The table supplier is missing."];
        page.blocks = vec![Block::Words(missing)];
        return page;
    };
    page.blocks = vec![Block::Words(words![
        "One organisation or two? ",
        Inline::link("How names are matched", "method#suppliers"),
        ". Names as the bodies print them are on the page ",
        Inline::link("payees", "payees"),
        "."
    ])];
    page.blocks.extend(the_list(view, suppliers, asked));
    page.sections = vec![
        Section::new("kinds", "Which kinds of payee the money goes to", vec![Block::Table(kinds(view, suppliers))]),
        Section::new("shared", "Suppliers of several bodies", shared(view, suppliers)),
        Section::new("overlap", "What two bodies have in common", overlaps(view, suppliers)),
        Section::new("concentration", "How concentrated the spending is", concentrations(view, suppliers)),
        Section::new("numbers", "Suppliers with several numbers", codes(view, suppliers)),
    ];
    page
}

fn the_list(view: &View<'_>, suppliers: &Suppliers, asked: &Asked) -> Vec<Block> {
    let entries: Vec<&Supplier> = match view.is_served() {
        true => suppliers.all.iter().filter(|supplier| 0 < supplier.net.n_lines).collect(),
        false => published::suppliers(view.site).into_iter().filter(|supplier| 0 < supplier.net.n_lines).collect(),
    };
    let n_all = suppliers.all.iter().filter(|supplier| 0 < supplier.net.n_lines).count();
    let list = List {
        address: "suppliers",
        caption: match view.is_served() {
            true => "Suppliers, and what was spent here with each".to_owned(),
            false => format!("{} with most spent here", n_of(entries.len(), "supplier", "suppliers")),
        },
        heading: "Supplier",
        amount_heading: "Spent here",
        whole: Some(view.tally(&Filter::net_here())),
        payments: view.payments_in_words(),
        asked,
        medium: view.medium,
    };
    let n_entries = entries.len();
    let entry = |supplier: &Supplier| Entry {
        name: supplier.name.clone(),
        to: format!("suppliers/{}", part_of(supplier)),
        amount: Some(supplier.net.amount),
        n_lines: supplier.net.n_lines,
        filter: net_of(Dimension::Supplier, &supplier.supplier_id),
        in_all: None,
    };
    let mut blocks = list.of_all(entries.into_iter().map(entry).collect());
    if n_entries < n_all {
        blocks.push(Block::Words(words![
            format!("There are {} in all; ", n_of(n_all, "supplier", "suppliers")),
            Inline::code("totalplace serve"),
            " has a page for each and searches them all."
        ]));
    }
    blocks
}

fn kinds(view: &View<'_>, suppliers: &Suppliers) -> Table {
    let whole = view.tally(&Filter::net_here());
    let columns = vec![
        Column::words("Kind of payee"),
        Column::charted("Pounds"),
        Column::number("Lines"),
        Column::number("Share"),
    ];
    let rows = suppliers.by_kind().into_iter().map(|(kind, tally)| {
        vec![
            Cell::from(capital(kind.word())),
            Cell::Amount(Amount::Stated(tally.amount)),
            Cell::Count(tally.n_lines),
            Cell::Share(tally.amount.share_of(whole.amount)),
        ]
    });
    let nameless = Filter::net_here().only(Dimension::Supplier, None);
    let tally = view.tally(&nameless);
    let nameless = vec![
        Cell::from("No name printed"),
        Cell::from(figure_of(&tally, &nameless)),
        Cell::Count(tally.n_lines),
        Cell::Share(tally.amount.share_of(whole.amount)),
    ];
    let total = vec![
        Cell::from("All"),
        Cell::from(figure_of(&whole, &Filter::net_here())),
        Cell::Count(whole.n_lines),
        Cell::Share(Some(1.0)),
    ];
    Table::new("by-kind", "Spent here by kind of payee", columns).rows(rows).aside([nameless]).total(total).note(words![
        "Public bodies are recognised first, by the kind in their register. The name of a company or community ends \
         in its legal form; an organisation's name gives none. Collective is a payment run or the body's own account. \
         ",
        format!("Shares are of {}.", view.payments_in_words())
    ])
}

fn shared(view: &View<'_>, suppliers: &Suppliers) -> Vec<Block> {
    let n_shared = suppliers.shared().count();
    if n_shared == 0 {
        return vec![Block::Words(words!["None: no supplier is paid by two bodies here."])];
    }
    let columns = vec![
        Column::words("Supplier"),
        Column::number("Spent here"),
        Column::number("Bodies"),
        Column::number("Names"),
        Column::words("Largest payer"),
        Column::number("Its share"),
    ];
    let row = |supplier: &Supplier| {
        let filter = net_of(Dimension::Supplier, &supplier.supplier_id);
        let largest = &supplier.bodies[0];
        vec![
            Cell::from(link(view, supplier)),
            Cell::from(view.figure(&filter)),
            Cell::Count(supplier.bodies.len()),
            Cell::Count(supplier.n_names),
            Cell::from(body(view, &largest.body_id)),
            Cell::Share(largest.tally.amount.share_of(supplier.net.amount)),
        ]
    };
    let rows = suppliers.shared().take(N_ROWS).map(row);
    let note = words![format!(
        "{} of more than one body in all. Public bodies and withheld names are not among them.",
        n_of(n_shared, "supplier", "suppliers")
    )];
    vec![Block::Table(
        Table::new("shared-suppliers", "The largest suppliers of several bodies", columns).rows(rows).note(note),
    )]
}

fn overlaps(view: &View<'_>, suppliers: &Suppliers) -> Vec<Block> {
    if suppliers.overlaps.is_empty() {
        return vec![Block::Words(words!["One body alone has suppliers here."])];
    }
    let mut overlaps: Vec<_> = suppliers.overlaps.iter().collect();
    overlaps.sort_by(|a, b| {
        b.amount.cmp(&a.amount).then_with(|| (&a.body_id, &a.other_body_id).cmp(&(&b.body_id, &b.other_body_id)))
    });
    let columns = vec![
        Column::words("Body"),
        Column::words("Other body"),
        Column::number("Suppliers of both"),
        Column::number("Of those of either"),
        Column::number("In common"),
    ];
    let rows = overlaps.iter().take(N_ROWS).map(|overlap| {
        vec![
            Cell::from(body(view, &overlap.body_id)),
            Cell::from(body(view, &overlap.other_body_id)),
            Cell::Count(overlap.n_suppliers),
            Cell::Share(Some(overlap.share_of_suppliers)),
            Cell::Amount(Amount::Stated(overlap.amount)),
        ]
    });
    let note = words![
        "In common is the smaller of what the two bodies spent here with each supplier, added up. It shows where to \
         look, not what could be saved: only spending that could be bought another way can be saved. ",
        format!("Of {}.", view.payments_in_words())
    ];
    vec![Block::Table(
        Table::new("overlaps", "Every pair of bodies, by the spending they have in common", columns)
            .rows(rows)
            .note(note),
    )]
}

fn concentrations(view: &View<'_>, suppliers: &Suppliers) -> Vec<Block> {
    let columns = vec![
        Column::words("Body"),
        Column::number("Suppliers"),
        Column::number("Spent with them"),
        Column::short("Concentration"),
        Column::number("Ten largest"),
    ];
    let rows = suppliers.concentrations.iter().map(|found| {
        vec![
            Cell::from(body(view, &found.body_id)),
            Cell::Count(found.n_suppliers),
            Cell::Amount(Amount::Stated(found.amount)),
            Cell::from(format!("{:.4}", found.hhi)),
            Cell::Share(Some(found.top_ten_share)),
        ]
    });
    let note = words![
        "Concentration is the sum of squared shares (the Herfindahl-Hirschman index): 1 if one supplier has \
         everything, near 0 if many suppliers each have a little. Public bodies, withheld names and payment runs are \
         left out. ",
        format!("Shares are of {}.", view.payments_in_words())
    ];
    vec![Block::Table(
        Table::new("by-concentration", "Concentration of each body's suppliers", columns).rows(rows).note(note),
    )]
}

fn codes(view: &View<'_>, suppliers: &Suppliers) -> Vec<Block> {
    let found = suppliers.codes.iter().filter_map(|codes| Some((codes, suppliers.find(&codes.supplier_id)?)));
    let found: Vec<_> = found.filter(|(_, supplier)| supplier.is_in_market()).collect();
    if found.is_empty() {
        return vec![Block::Words(words!["None, or no ledger here prints payee numbers."])];
    }
    let columns =
        vec![Column::words("Supplier"), Column::words("Body"), Column::number("Numbers"), Column::number("All lines")];
    let rows = found.iter().take(N_ROWS).map(|(codes, supplier)| {
        vec![
            Cell::from(link(view, supplier)),
            Cell::from(body(view, &codes.body_id)),
            Cell::Count(codes.n_codes),
            Cell::Amount(Amount::Stated(codes.tally.amount)),
        ]
    });
    let n_all = n_of(found.len(), "case in all", "cases in all");
    let note = words![format!("{n_all}. Several numbers for one supplier hide how much is bought from it in total.")];
    vec![Block::Table(
        Table::new("by-number", "Suppliers that one body has under several numbers", columns).rows(rows).note(note),
    )]
}

/// A body's name, with its page.
pub fn body(view: &View<'_>, id: &str) -> Inline {
    match view.page_of(Dimension::Body, id) {
        Some(to) => Inline::link(view.label(Dimension::Body, id), to),
        None => view.label(Dimension::Body, id).into(),
    }
}
