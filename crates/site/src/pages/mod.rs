//! The pages, one module each, and which address means which.

mod about;
mod bodies;
mod compare;
mod coverage;
mod data;
mod doubts;
mod embed;
mod families;
mod feed;
mod figures;
mod flows;
mod funders;
mod method;
mod money_map;
mod payees;
mod payments;
mod proposal;
mod proposals;
mod rankings;
mod reconciliation;
pub(crate) mod refusal;
pub(crate) mod rows;
mod sankey;
mod search;
mod services;
mod sheet;
mod supplier;
mod suppliers;
mod theme_costs;
mod themes;
mod whole;

use account::{Dimension, Filter};

use crate::address::decode;
use crate::answer::Answer;
use crate::block::{Inline, Page, Section};
use crate::list::Asked;
use crate::site::Site;
use crate::view::View;

/// A page, with the pages below it: all that is said of it anywhere.
struct PageEntry {
    /// The first part of the address; empty for the first page.
    address: &'static str,
    /// Its name in the navigation, where it is there.
    navigation: Option<&'static str>,
    /// What it shows, where it is worth a first look.
    first_look: Option<&'static str>,
    /// How its figures are computed, where they are no sums of lines.
    method: Option<fn() -> Section>,
    /// Whether the site has it at all.
    is_there: fn(&Site) -> bool,
    /// The answer to the rest of an address and a query, where there is a page.
    answer: fn(&View<'_>, &[&str], &str) -> Option<Answer>,
    /// Addresses below it that are published as files.
    below: fn(&Site) -> Vec<String>,
}

impl PageEntry {
    const fn new(address: &'static str, answer: fn(&View<'_>, &[&str], &str) -> Option<Answer>) -> PageEntry {
        PageEntry {
            address,
            navigation: None,
            first_look: None,
            method: None,
            is_there: |_| true,
            answer,
            below: |_| Vec::new(),
        }
    }
}

/// The payments of the ledgers, where the first page shows the whole.
const PAYMENTS: &str = "payments";

/// Every page, in the order of the navigation. What is said here is all that adding a page takes.
const PAGES: &[PageEntry] = &[
    PageEntry {
        navigation: Some("Overview"),
        first_look: Some("all its public money as one figure; every figure opens its rows"),
        ..PageEntry::new("", |view, rest, _| {
            alone(rest, || view.whole().map_or_else(|| payments::page(view, ""), |whole| whole::page(view, whole)))
        })
    },
    PageEntry {
        first_look: Some("the payments beneath the whole, each with file and row"),
        is_there: |site| site.small.whole.is_some(),
        ..PageEntry::new(PAYMENTS, |view, rest, _| alone(rest, || payments::page(view, PAYMENTS)))
    },
    PageEntry {
        is_there: |site| site.small.whole.is_some(),
        ..PageEntry::new("figures", |view, rest, _| match (rest, view.whole()) {
            ([], Some(whole)) => Some(Answer::Page(figures::page(whole))),
            _ => None,
        })
    },
    PageEntry {
        first_look: Some("what of the whole opens to rows, and what to ask each body for"),
        method: Some(coverage::method),
        is_there: |site| site.small.whole.is_some(),
        ..PageEntry::new("coverage", |view, rest, _| match (rest, view.whole()) {
            ([], Some(whole)) => Some(Answer::Page(coverage::page(whole))),
            _ => None,
        })
    },
    PageEntry {
        first_look: Some("who funds the whole, from the Treasury and taxes to what it buys"),
        method: Some(funders::method),
        is_there: |site| site.small.whole.is_some() && site.small.funders.is_some(),
        ..PageEntry::new("funders", |view, rest, _| match (rest, view.whole(), &view.site.small.funders) {
            ([], Some(whole), Some(funders)) => Some(Answer::Page(funders::page(whole, funders))),
            _ => None,
        })
    },
    PageEntry { navigation: Some("Bodies"), below: bodies::addresses, ..PageEntry::new("bodies", bodies::answer) },
    PageEntry {
        navigation: Some("Services"),
        below: services::addresses,
        ..PageEntry::new("services", services::answer)
    },
    PageEntry { navigation: Some("Themes"), below: themes::addresses, ..PageEntry::new("themes", themes::answer) },
    PageEntry { navigation: Some("Payees"), below: payees::addresses, ..PageEntry::new("payees", payees::answer) },
    PageEntry {
        navigation: Some("Suppliers"),
        first_look: Some("who is paid by whom, under how many names"),
        below: suppliers::addresses,
        ..PageEntry::new("suppliers", suppliers::answer)
    },
    PageEntry::new("compare", |view, rest, query| rest.is_empty().then(|| compare::answer(view, query))),
    PageEntry {
        navigation: Some("Flows"),
        first_look: Some("what passes between its bodies, taken out of the total once"),
        ..PageEntry::new("flows", |view, rest, _| alone(rest, || flows::page(view)))
    },
    PageEntry {
        navigation: Some("Families"),
        first_look: Some("how many families are known to how many agencies; small numbers are hidden"),
        method: Some(families::method),
        ..PageEntry::new("families", |view, rest, _| alone(rest, || families::page(view)))
    },
    PageEntry {
        navigation: Some("Reconciliation"),
        first_look: Some("the count beside the published outturn, with the causes"),
        ..PageEntry::new("reconciliation", |view, rest, _| alone(rest, || reconciliation::page(view)))
    },
    PageEntry {
        navigation: Some("Proposals"),
        first_look: Some("what a better design would cost, who pays and who gains"),
        below: proposals::addresses,
        ..PageEntry::new("proposals", proposals::answer)
    },
    PageEntry {
        navigation: Some("Doubts"),
        first_look: Some("what looks wrong in the files, and what to ask each body for"),
        ..PageEntry::new("doubts", |view, rest, _| alone(rest, || doubts::page(view)))
    },
    PageEntry::new("rows", |view, rest, query| rest.is_empty().then(|| rows::answer(view, query))),
    PageEntry { navigation: Some("Data"), ..PageEntry::new("data", |view, rest, _| alone(rest, || data::page(view))) },
    PageEntry::new("method", |view, rest, _| {
        alone(rest, || method::page(view, PAGES.iter().filter_map(|page| page.method)))
    }),
    PageEntry::new("accessibility", |view, rest, _| alone(rest, || about::accessibility(view))),
    PageEntry::new("search", |view, rest, query| alone(rest, || search::page(view, query))),
];

/// The page at an address with a query.
pub(crate) fn answer(view: &View<'_>, path: &str, query: &str) -> Answer {
    let parts: Vec<String> = path.trim_matches('/').split('/').map(decode).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let answer = match parts.as_slice() {
        ["feed.xml"] => Some(Answer::Feed(feed::atom(view.site))),
        ["embed", rest @ ..] => embed::page(view, rest).map(Answer::Embed),
        [first, rest @ ..] => {
            let page = PAGES.iter().find(|page| page.address == *first).filter(|page| (page.is_there)(view.site));
            page.and_then(|page| (page.answer)(view, rest, query))
        }
        [] => None,
    };
    answer.unwrap_or_else(|| Answer::NotFound(refusal::not_found(view.site, path)))
}

/// A page with none below it.
fn alone(rest: &[&str], page: impl FnOnce() -> Page) -> Option<Answer> {
    rest.is_empty().then(|| Answer::Page(page()))
}

/// A list, as far as what is asked of it makes sense.
fn asked(query: &str, list: impl FnOnce(&Asked) -> Page) -> Option<Answer> {
    Some(match Asked::from_query(query) {
        Ok(asked) => Answer::Page(list(&asked)),
        Err(why) => Answer::Bad(refusal::bad_request(&why, "")),
    })
}

/// Every address that is published as a file.
pub(crate) fn addresses(site: &Site) -> Vec<String> {
    let there = || PAGES.iter().filter(|page| (page.is_there)(site));
    let pages = there().map(|page| page.address).chain(["feed.xml"]).map(str::to_owned);
    let below = there().flat_map(|page| (page.below)(site));
    pages.chain(below).chain(embed::addresses(site)).collect()
}

/// Names and addresses of the pages that every page leads to.
pub(crate) fn navigation() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().filter_map(|page| Some((page.navigation?, page.address)))
}

/// Pages worth a first look, by their address below the site's, each with what it shows.
pub fn first_looks() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().filter_map(|page| Some((page.address, page.first_look?)))
}

/// The way back from a page: the overview, and the list it belongs to.
fn above(pages: &[(&str, &str)]) -> Vec<(String, String)> {
    let pages = [("Overview", "")].into_iter().chain(pages.iter().copied());
    pages.map(|(text, to)| (text.to_owned(), to.to_owned())).collect()
}

/// A page whose heading is its title.
fn new_page(
    address: impl Into<String>,
    title: impl Into<String>,
    lede: Vec<Inline>,
    above: Vec<(String, String)>,
) -> Page {
    let title = title.into();
    Page {
        address: address.into(),
        heading: title.clone(),
        title,
        lede,
        above,
        blocks: Vec::new(),
        sections: Vec::new(),
    }
}

/// What a value of a dimension adds to the place's total.
fn net(dimension: Dimension, value: &str) -> Filter {
    crate::list::net_of(dimension, value)
}
