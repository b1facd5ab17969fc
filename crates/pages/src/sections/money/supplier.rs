//! The page of one supplier: the names that were joined, who pays it, and what for.

use account::{Dimension, Filter};
use model::tables::SupplierKind;
use report::block::percent;
use report::suppliers::{PrintedName, Supplier};

use crate::address::digest;
use crate::block::{Amount, Block, Cell, Column, Fact, Inline, Page, Section, Table, words};
use crate::list::net_of;
use crate::phrases::{capital, n_of, plain};
use crate::sections::money::rankings::{Breakdown, months, rankings};
use crate::sections::money::suppliers::{body, link, part_of};
use crate::view::View;

/// Printed names with a row of their own; withheld names can be many thousands.
const N_NAMES: usize = 100;
const N_RELATIVES: usize = 20;

pub fn page(view: &View<'_>, supplier: &Supplier) -> Page {
    let here = net_of(Dimension::Supplier, &supplier.supplier_id);
    let all = Filter::default().only(Dimension::Supplier, Some(&supplier.supplier_id));
    let address = format!("suppliers/{}", part_of(supplier));
    let mut page = Page::new(address, supplier.name.clone(), lede(supplier));
    // Two suppliers may have one name: St Mary's School is in many places.
    page.title = format!("{} (supplier {:04x})", supplier.name, digest(&supplier.supplier_id) & 0xffff);
    page.blocks = vec![
        Block::Actions(vec![view.rows_link("All its lines", &all)]),
        Block::Facts(facts(view, supplier, &here, &all)),
        Block::Words(words![
            "Every line behind it: ",
            Inline::code(format!("totalplace trace --supplier {}", supplier.supplier_id)),
            "."
        ]),
    ];
    // What is paid for other things only has no spending to rank.
    let filter = if 0 < supplier.net.n_lines { &here } else { &all };
    let for_what = rankings(view, filter, &[Breakdown::BODIES, Breakdown::SERVICES, Breakdown::HEADINGS]);
    page.sections = vec![
        Section::new("names", "Names as printed", names(view, supplier)),
        months(view, "By month".to_owned(), filter),
        Section::new("bodies", "Who pays, and what for", for_what),
    ];
    page.sections.extend(relatives(view, supplier));
    page
}

fn lede(supplier: &Supplier) -> Vec<Inline> {
    let names = n_of(supplier.n_names, "name", "names");
    match supplier.kind {
        SupplierKind::Withheld => words![format!(
            "Payees whose names the bodies withhold, printed under {names}. We do not know how many people or organisations they are."
        )],
        SupplierKind::Individual => words![
            "People named as payees in the ledgers: foster carers, people who arrange their own care, tenants, people \
             who trade under their own name. We mask their names and count them together. ",
            Inline::link("Whose names are masked", "method#individuals"),
            "."
        ],
        SupplierKind::Collective => {
            words![format!("Payment runs and a body's own accounts, printed under {names}.")]
        }
        SupplierKind::PublicBody(kind) => {
            words![format!("A public body ({}), printed under {names}.", plain(kind.word()))]
        }
        SupplierKind::Organisation => words![format!("An organisation that is paid, printed under {names}.")],
        SupplierKind::Community => {
            words![format!("A community company or charity that is paid, printed under {names}.")]
        }
        SupplierKind::Company => words![format!("A company that is paid, printed under {names}.")],
    }
}

fn facts(view: &View<'_>, supplier: &Supplier, here: &Filter, all: &Filter) -> Vec<Fact> {
    let mut facts = view.facts_of("Spent here", here, "of everything spent here");
    // A supplier has a name; of withheld payees every line is withheld.
    facts.pop();
    let everything = view.figure(all);
    if everything.n_lines != supplier.net.n_lines {
        let n = n_of(everything.n_lines, "line", "lines");
        let note = words![format!("{n}, including financing, transfers taken out and other areas")];
        facts.push(Fact::new("All its lines", everything.short(), note));
    }
    facts
}

fn names(view: &View<'_>, supplier: &Supplier) -> Vec<Block> {
    let names = names_by_amount(view, supplier);
    let columns = vec![
        Column::words("Name as printed"),
        Column::words("Body"),
        Column::short("Joined by"),
        Column::short("Score"),
        Column::short("Decided by"),
        Column::number("Numbers"),
        Column::number("All lines"),
    ];
    let rows = names.iter().take(N_NAMES).map(|name| name_row(view, supplier, name));
    let table = Table::new("printed-names", "Every name that was matched", columns).rows(rows);
    let mut note = words![
        Inline::link("What each kind of match means", "method#suppliers"),
        ". If two of these are not the same organisation, say so in ",
        Inline::code("decisions/suppliers.csv"),
        "."
    ];
    if N_NAMES < names.len() {
        let n = n_of(names.len(), "name", "names");
        note.insert(0, format!("The {N_NAMES} largest of {n}; the table payee_supplier has them all. ").into());
    }
    vec![Block::Table(table.note(note))]
}

fn names_by_amount<'a>(view: &View<'a>, supplier: &Supplier) -> Vec<&'a PrintedName> {
    let names = view.site.small.printed_names.get(&supplier.supplier_id);
    let mut names: Vec<&PrintedName> = names.into_iter().flatten().collect();
    names.sort_by(|a, b| {
        let key = |name: &PrintedName| (name.body_id.clone(), name.payee.clone());
        b.all_lines.amount.cmp(&a.all_lines.amount).then_with(|| key(a).cmp(&key(b)))
    });
    names
}

fn name_row(view: &View<'_>, supplier: &Supplier, name: &PrintedName) -> Vec<Cell> {
    let filter = Filter::default()
        .only(Dimension::Body, Some(&name.body_id))
        .only(Dimension::Payee, Some(&name.payee))
        .only(Dimension::Supplier, Some(&supplier.supplier_id));
    let printed = match view.page_of(Dimension::Payee, &name.payee) {
        Some(to) => Inline::link(name.payee.clone(), to),
        None => Inline::Printed(name.payee.clone()),
    };
    vec![
        Cell::from(printed),
        Cell::from(body(view, &name.body_id)),
        Cell::from(capital(name.method.word())),
        Cell::from(percent(name.score)),
        Cell::from(name.decided_by.clone()),
        Cell::Count(name.n_codes),
        Cell::from(view.figure(&filter)),
    ]
}

/// Suppliers that are kept apart and may be of one group.
fn relatives(view: &View<'_>, supplier: &Supplier) -> Option<Section> {
    let relatives = view.site.summary.suppliers.as_ref()?.relatives(&supplier.supplier_id);
    if relatives.is_empty() {
        return None;
    }
    let columns = vec![Column::words("Supplier"), Column::short("Why we think so"), Column::number("Spent here")];
    let rows = relatives.iter().take(N_RELATIVES).map(|(other, method)| {
        let filter = net_of(Dimension::Supplier, &other.supplier_id);
        let amount = match other.net.n_lines {
            0 => Cell::Amount(Amount::Stated(other.net.amount)),
            _ => Cell::from(view.figure(&filter)),
        };
        vec![Cell::from(link(view, other)), Cell::from(capital(method.word())), amount]
    });
    let note = words![
        "Their names differ only in words that often distinguish companies in one group. This is a hint to look into, so no pound is moved."
    ];
    let table = Table::new("relatives", "Suppliers that may belong to one group", columns).rows(rows).note(note);
    Some(Section::new("group", "Possibly one group", vec![Block::Table(table)]))
}
