//! Names found: bodies, services, themes, suppliers, payees and headings.

use account::{Dimension, Filter, Hit};
use report::block::count;

use crate::address::{Medium, pairs, part_of_name};
use crate::block::{Block, Cell, Column, Figure, Inline, Page, Search, Table, words};
use crate::published::{N_PAYEE_FILES, N_SUPPLIER_FILES};
use crate::view::View;

/// Names shown at most.
const N_HITS: usize = 200;
/// Names shown at most where none holds what was typed.
const N_NEAR: usize = 20;

pub fn page(view: &View<'_>, query: &str) -> Page {
    let text = pairs(query).into_iter().find(|(key, _)| key == "q").map(|(_, value)| value.trim().to_owned());
    let text = text.unwrap_or_default();
    let hits = match view.medium {
        Medium::Served => view.site.account.search(&text, N_HITS),
        Medium::Files => index(view),
    };
    let near = match hits.is_empty() && !text.is_empty() {
        true => view.site.account.search_nearly(&text, N_NEAR),
        false => Vec::new(),
    };
    let lede = words!["Bodies, services, themes, suppliers, payees, and the headings that ledgers use."];
    let mut page = Page::new("search", "Search", lede);
    let answer = match (text.is_empty(), hits.len()) {
        (true, _) if view.is_served() => String::new(),
        (true, n) => format!("{} names", count(n)),
        (false, 0) if near.is_empty() => format!("No name contains “{text}”. Try fewer letters, or another spelling."),
        (false, 0) => format!("No name contains “{text}”. Did you mean one of these?"),
        (false, n) if n == N_HITS => {
            format!("The first {} names that contain “{text}”. Type more letters to see fewer.", count(n))
        }
        (false, n) => format!("{} with “{text}”", crate::phrases::n_of(n, "name", "names")),
    };
    page.blocks.push(Block::Search(Search {
        label: "Name, or part of it".to_owned(),
        to: "search".to_owned(),
        text,
        hidden: Vec::new(),
        table: (!view.is_served()).then(|| "hits".to_owned()),
        answer,
    }));
    let shown = if hits.is_empty() { &near } else { &hits };
    if !shown.is_empty() {
        page.blocks.push(Block::Table(table(view, shown)));
    }
    if !view.is_served() {
        page.blocks.push(Block::Words(words![
            format!("A published site lists the {N_PAYEE_FILES} largest payees and the suppliers that have a page; "),
            Inline::code("totalplace serve"),
            " searches all of them."
        ]));
    }
    page
}

fn table(view: &View<'_>, hits: &[Hit]) -> Table {
    let columns = vec![
        Column::words("Name"),
        Column::words("What it is"),
        Column::number("All its lines"),
        Column::number("Lines"),
    ];
    let rows = hits.iter().map(|hit| {
        let filter = Filter::default().only(hit.dimension, Some(&hit.value));
        let figure =
            Figure { amount: hit.tally.amount, n_lines: hit.tally.n_lines, query: filter.to_query(), is_short: false };
        let name = match view.page_of(hit.dimension, &hit.value) {
            Some(to) => Inline::link(hit.label.clone(), to),
            None => view.rows_link(hit.label.clone(), &filter),
        };
        vec![Cell::from(name), Cell::from(hit.dimension.title()), Cell::from(figure), Cell::Count(hit.tally.n_lines)]
    });
    let table = Table::new("hits", "Names found", columns).rows(rows);
    Table { is_list: !view.is_served(), ..table }
}

/// Everything that the published site can find: a script searches it.
fn index(view: &View<'_>) -> Vec<Hit> {
    const N_HEADINGS: usize = 500;
    let gross = Filter::gross();
    let mut hits = Vec::new();
    let dimensions = [
        (Dimension::Body, usize::MAX),
        (Dimension::Service, usize::MAX),
        (Dimension::Theme, usize::MAX),
        (Dimension::Supplier, N_SUPPLIER_FILES),
        (Dimension::Payee, N_PAYEE_FILES),
        (Dimension::Heading, N_HEADINGS),
    ];
    for (dimension, n) in dimensions {
        let groups = view.site.account.by(&gross, dimension).into_iter().filter(|group| group.value.is_some()).take(n);
        hits.extend(groups.map(|group| Hit {
            dimension,
            value: group.value.unwrap_or_default(),
            label: group.label,
            tally: group.tally,
        }));
    }
    debug_assert!(hits.iter().all(|hit| !part_of_name(&hit.value).is_empty()));
    hits
}
