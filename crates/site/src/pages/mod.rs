//! The pages, one module each, and which address means which.

mod about;
mod bodies;
mod compare;
mod data;
mod doubts;
mod embed;
mod families;
mod feed;
mod flows;
mod method;
mod overview;
mod payees;
mod proposal;
mod proposals;
mod reconciliation;
pub(crate) mod refusal;
pub(crate) mod rows;
mod sankey;
mod search;
mod services;
mod sheet;
mod supplier;
mod suppliers;
mod themes;

use account::{Dimension, Filter};

use crate::address::{decode, part_of, part_of_name};
use crate::block::{Inline, Page};
use crate::list::Asked;
use crate::site::{Answer, Site};
use crate::view::{N_PAYEE_FILES, View};

/// The page at an address with a query.
pub(crate) fn answer(view: &View<'_>, path: &str, query: &str) -> Answer {
    let parts: Vec<String> = path.trim_matches('/').split('/').map(decode).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let page = match parts.as_slice() {
        [""] => Some(overview::page(view)),
        ["bodies"] => return asked(query, |asked| bodies::list(view, asked)),
        ["bodies", part] => bodies::find(view, part).map(|body| bodies::page(view, body)),
        ["bodies", part, "print"] => return or_not_found(view, path, sheet::of_body(view, part).map(Answer::Sheet)),
        ["services"] => return asked(query, |asked| services::list(view, asked)),
        ["services", part] => services::find(view, part).map(|service| services::page(view, &service)),
        ["themes"] => return asked(query, |asked| themes::list(view, asked)),
        ["themes", part] => themes::find(view, part).map(|theme| themes::page(view, &theme)),
        ["themes", part, "print"] => return or_not_found(view, path, sheet::of_theme(view, part).map(Answer::Sheet)),
        ["payees"] => return asked(query, |asked| payees::list(view, asked)),
        ["payees", part] => view.site.payees.at(part).map(|payee| payees::page(view, &payee.name)),
        ["suppliers"] => return asked(query, |asked| suppliers::list(view, asked)),
        ["suppliers", part] => suppliers::find(view.site, part).map(|found| supplier::page(view, found)),
        ["compare"] => return compare::answer(view, query),
        ["flows"] => Some(flows::page(view)),
        ["families"] => Some(families::page(view)),
        ["reconciliation"] => Some(reconciliation::page(view)),
        ["proposals"] => Some(proposals::list(view)),
        ["proposals", part] => proposals::find(view, part).map(proposal::page),
        ["doubts"] => Some(doubts::page(view)),
        ["rows"] => return rows::answer(view, query),
        ["data"] => Some(data::page(view)),
        ["method"] => Some(method::page(view)),
        ["accessibility"] => Some(about::accessibility(view)),
        ["search"] => Some(search::page(view, query)),
        ["feed.xml"] => return Answer::Feed(feed::atom(view.site)),
        ["embed", rest @ ..] => return or_not_found(view, path, embed::page(view, rest).map(Answer::Embed)),
        _ => None,
    };
    or_not_found(view, path, page.map(Answer::Page))
}

fn or_not_found(view: &View<'_>, path: &str, answer: Option<Answer>) -> Answer {
    answer.unwrap_or_else(|| Answer::NotFound(refusal::not_found(view.site, path)))
}

/// A list, as far as what is asked of it makes sense.
fn asked(query: &str, list: impl FnOnce(&Asked) -> Page) -> Answer {
    match Asked::from_query(query) {
        Ok(asked) => Answer::Page(list(&asked)),
        Err(why) => Answer::Bad(refusal::bad_request(&why, "")),
    }
}

pub(crate) use suppliers::is_published;

/// Every address that is published as a file.
pub(crate) fn addresses(site: &Site) -> Vec<String> {
    let fixed = [
        "",
        "bodies",
        "services",
        "themes",
        "payees",
        "suppliers",
        "compare",
        "flows",
        "families",
        "reconciliation",
        "proposals",
        "doubts",
        "rows",
        "data",
        "method",
        "accessibility",
        "search",
        "feed.xml",
    ];
    let mut addresses: Vec<String> = fixed.iter().map(|address| (*address).to_owned()).collect();
    let bodies = site.place.bodies.iter().map(|body| part_of(&body.id));
    addresses.extend(bodies.flat_map(|part| [format!("bodies/{part}"), format!("bodies/{part}/print")]));
    addresses.extend(services::all(site).map(|group| format!("services/{}", part_of(&group))));
    let themes = site.place.themes.iter().map(|theme| part_of(&theme.id));
    addresses.extend(themes.flat_map(|part| [format!("themes/{part}"), format!("themes/{part}/print")]));
    let payees = site.payees.largest(N_PAYEE_FILES).iter();
    addresses.extend(payees.map(|payee| format!("payees/{}", part_of_name(&payee.name))));
    addresses.extend(proposals::all(site).iter().map(proposals::address_of));
    let suppliers = suppliers::published(site).into_iter();
    addresses.extend(suppliers.map(|supplier| format!("suppliers/{}", suppliers::part_of(supplier))));
    addresses.extend(embed::addresses(site));
    addresses
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
