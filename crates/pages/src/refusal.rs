//! What is not there, and what makes no sense: said plainly, with what to do.

use crate::block::{Block, Inline, Page, words};
use crate::site::Site;

/// No page has this address.
pub fn not_found(site: &Site, path: &str) -> Page {
    let lede = words!["There is no page at this address."];
    let mut page = Page::new(path, "Page not found", lede);
    let mut list = vec![
        words!["If you typed the address, check that it is correct: ", Inline::Code(path.to_owned())],
        words!["Look for a name: ", Inline::link("search", "search"), "."],
        words![
            "Start from the ",
            Inline::link("overview", ""),
            ", the ",
            Inline::link("bodies", "bodies"),
            " or the ",
            Inline::link("payees", "payees"),
            "."
        ],
    ];
    if let Some((what, to)) = list_of(path) {
        list.insert(
            1,
            words![
                format!("No {what} of {} has this address. ", site.place.name),
                Inline::link(format!("All {what} pages"), to)
            ],
        );
    }
    page.blocks = vec![Block::List(list)];
    page
}

/// The list that an address seems to belong to.
fn list_of(path: &str) -> Option<(&'static str, &'static str)> {
    let lists = [
        ("bodies/", "body", "bodies"),
        ("services/", "service", "services"),
        ("themes/", "theme", "themes"),
        ("payees/", "payee", "payees"),
        ("suppliers/", "supplier", "suppliers"),
    ];
    lists.iter().find(|(start, ..)| path.starts_with(start)).map(|(_, what, to)| (*what, *to))
}

/// A query that cannot be answered, and why; `query` is shown as it came.
pub fn bad_request(why: &str, query: &str) -> Page {
    let mut page = Page::new("", "This cannot be shown", words![why]);
    page.blocks = Vec::new();
    if !query.is_empty() {
        page.blocks.push(Block::Words(words!["Asked for: ", Inline::Code(query.to_owned())]));
    }
    page.blocks.push(Block::List(vec![
        words![Inline::link("All rows", "rows"), ", to filter step by step."],
        words!["How filters are written: ", Inline::link("method", "method#filters"), "."],
    ]));
    page
}
