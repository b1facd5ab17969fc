//! Every figure is the sum of the rows behind its link.

use account::Filter;
use model::AccountPart;
use model::tables::{FLOW, RECONCILIATION, TRANSFER};
use money::Money;

use crate::html::{tags, unescaped};
use crate::{asked, small, tables};

/// Every figure of a page: its address, its pence, its lines and what is printed.
fn check_figures(site: &pages::Site, path: &str, query: &str) -> usize {
    let page = site.page(path, query);
    assert_eq!(page.status, 200, "{path}?{query}");
    let figures: Vec<_> = tags(&page.body, "a").into_iter().filter(|tag| tag.has_class("figure")).collect();
    for figure in &figures {
        let href = figure.attribute("href").unwrap();
        let (address, filter) = href.split_once('?').unwrap_or((&href, ""));
        assert!(address.ends_with("rows"), "{path}: {href}");
        let filter = Filter::from_query(filter).unwrap_or_else(|error| panic!("{path}: {href}: {error}"));
        site.account().check(&filter).unwrap_or_else(|error| panic!("{path}: {href}: {error}"));
        let tally = site.account().tally(&filter);
        let whole = |name: &str| figure.attribute(name).unwrap().parse::<i64>().unwrap();
        assert_eq!(whole("data-pence"), tally.amount.pence(), "{path}?{query}: {href}");
        assert_eq!(whole("data-lines"), tally.n_lines as i64, "{path}?{query}: {href}");
        let printed = unescaped(figure.text);
        assert!([tally.amount.to_string(), tally.amount.short()].contains(&printed), "{path}: {printed}");
    }
    figures.len()
}

#[test]
fn every_figure_on_every_page_is_the_sum_of_its_rows() {
    let n: usize = asked().iter().map(|(path, query)| check_figures(small(), path, query)).sum();
    assert!(1_000 < n, "only {n} figures");
}

#[test]
fn the_one_figure_and_its_parts_are_those_of_the_summary() {
    let summary = report::summary(&tables::memory(24), &tables::place()).unwrap();
    let page = small().page("", "").body;
    let total = summary.total;
    for tally in [
        total.net(),
        total.gross(),
        total[AccountPart::TransfersKept],
        total[AccountPart::TransfersEliminated],
        total[AccountPart::Financing],
        total[AccountPart::Excluded],
    ] {
        let shown = format!("data-pence=\"{}\" data-lines=\"{}\"", tally.amount.pence(), tally.n_lines);
        assert!(page.contains(&shown), "the overview does not show {tally:?}");
    }
    let whitehall = summary.from_whitehall.unwrap();
    assert!(page.contains(&format!(
        "data-pence=\"{}\" data-lines=\"{}\"",
        whitehall.amount.pence(),
        whitehall.n_lines
    )));
    assert!(page.contains(&summary.per_head().unwrap().to_string()));
}

#[test]
fn what_was_not_computed_is_said_and_is_never_nought() {
    let memory = tables::memory(12).without(&[&TRANSFER, &FLOW, &RECONCILIATION]);
    let site = tables::site_of(&tables::place(), &memory);
    for path in ["reconciliation", "flows"] {
        let page = site.page(path, "").body;
        assert!(page.contains("<span class=\"not-computed\">not computed</span>"), "{path}");
        assert!(!page.contains("£0.00"), "{path}");
    }
}

#[test]
fn a_place_without_any_line_has_all_its_pages() {
    let site = tables::site_of(&tables::place(), &tables::memory(0));
    for address in site.addresses() {
        check_figures(&site, &address, "");
    }
}

#[test]
fn money_below_zero_has_its_minus_sign() {
    let page = small().page("rows", "sign=negative").body;
    let figures: Vec<_> = tags(&page, "a").into_iter().filter(|tag| tag.has_class("figure")).collect();
    let below = figures.iter().filter(|tag| tag.attribute("data-pence").unwrap().starts_with('-'));
    assert!(below.clone().count() > 10);
    assert!(below.clone().all(|tag| tag.text.starts_with('-') && tag.has_class("minus")));
    assert_eq!(Money::from_pence(-1).to_string(), "-£0.01");
}
