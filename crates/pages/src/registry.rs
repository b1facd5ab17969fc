//! Every page of the site, once: where it stands, what it is called, what it shows, how it is drawn.

use model::FinancialYear;

use crate::address::{self, Medium, decode};
use crate::answer::Answer;
use crate::block::{Block, Inline, Page, Section, words};
use crate::refusal;
use crate::sections::about_the_data::{self, accessibility, data, method, warnings};
use crate::sections::doing_better::{self, buildings, done_twice, proposals};
use crate::sections::money::{
    self, bodies, compare, coverage, figures, flows, funders, payees, payments, reconciliation, rows, services,
    suppliers, themes,
};
use crate::sections::overview::{embed, feed, search, whole};
use crate::sections::people::{self, families, journeys};
use crate::site::Site;
use crate::site_section::{SiteSection, Way};
use crate::view::View;

/// A page, with the pages below it: all that is said of it anywhere.
pub(crate) struct PageEntry {
    /// The first part of the address; empty for the first page.
    pub address: &'static str,
    pub section: SiteSection,
    pub name: &'static str,
    /// What it shows, where its section lists it; none for a page that others lead to.
    pub shows: Option<&'static str>,
    /// Whether a place of several years has it for each year.
    pub is_of_year: bool,
    /// Whether it is worth a first look.
    is_first_look: bool,
    /// How its figures are computed, where they are no sums of lines.
    method: Option<fn() -> Section>,
    /// Whether the site has it at all.
    pub is_there: fn(&Site) -> bool,
    /// The answer to the rest of an address and a query, where there is a page.
    answer: fn(&View<'_>, &[&str], &str) -> Option<Answer>,
    /// Addresses below it that are published as files.
    below: fn(&Site) -> Vec<String>,
}

impl PageEntry {
    const fn new(
        section: SiteSection,
        address: &'static str,
        name: &'static str,
        answer: fn(&View<'_>, &[&str], &str) -> Option<Answer>,
    ) -> PageEntry {
        PageEntry {
            address,
            section,
            name,
            shows: None,
            is_of_year: false,
            is_first_look: false,
            method: None,
            is_there: |_| true,
            answer,
            below: |_| Vec::new(),
        }
    }

    const fn showing(self, shows: &'static str) -> PageEntry {
        PageEntry { shows: Some(shows), ..self }
    }

    const fn of_each_year(self) -> PageEntry {
        PageEntry { is_of_year: true, ..self }
    }

    const fn first_look(self) -> PageEntry {
        PageEntry { is_first_look: true, ..self }
    }

    const fn only_where(self, is_there: fn(&Site) -> bool) -> PageEntry {
        PageEntry { is_there, ..self }
    }

    const fn with_method(self, method: fn() -> Section) -> PageEntry {
        PageEntry { method: Some(method), ..self }
    }

    const fn with_pages_below(self, below: fn(&Site) -> Vec<String>) -> PageEntry {
        PageEntry { below, ..self }
    }
}

/// Every page, section by section. What is said here is all that adding a page takes.
pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new(SiteSection::Overview, "", "Overview", |view, rest, _| {
        alone(rest, || view.whole().map_or_else(|| payments::page(view, ""), |whole| whole::page(view, whole)))
    })
    .showing("all public money as one figure, traced down to single payments")
    .of_each_year()
    .first_look(),
    PageEntry::new(SiteSection::Overview, "search", "Search", |view, rest, query| {
        alone(rest, || search::page(view, query))
    }),
    PageEntry::new(SiteSection::Money, "money", "Money", |view, rest, _| {
        alone(rest, || money::landing::page(view, contents(view.site, SiteSection::Money)))
    })
    .of_each_year(),
    PageEntry::new(SiteSection::Money, payments::ADDRESS, "Payments", |view, rest, _| {
        alone(rest, || payments::page(view, payments::ADDRESS))
    })
    .showing("what the ledgers paid, each line with its file and row")
    .of_each_year()
    .first_look()
    .only_where(has_whole),
    PageEntry::new(SiteSection::Money, "bodies", "Bodies", bodies::answer)
        .showing("who spends it: each public body, its services and its payees")
        .of_each_year()
        .with_pages_below(bodies::addresses),
    PageEntry::new(SiteSection::Money, "services", "Services", services::answer)
        .showing("what it is spent on")
        .of_each_year()
        .with_pages_below(services::addresses),
    PageEntry::new(SiteSection::Money, "themes", "Themes", themes::answer)
        .showing("subjects that several bodies share, such as children under five")
        .of_each_year()
        .with_pages_below(themes::addresses),
    PageEntry::new(SiteSection::Money, "suppliers", "Suppliers", suppliers::answer)
        .showing("who is paid by which body, and under which names")
        .first_look()
        .with_pages_below(suppliers::addresses),
    PageEntry::new(SiteSection::Money, "payees", "Names as printed", payees::answer)
        .with_pages_below(payees::addresses),
    PageEntry::new(SiteSection::Money, "funders", "Funders", |view, rest, _| {
        match (rest, view.whole(), view.funders()) {
            ([], Some(whole), Some(funders)) => Some(Answer::Page(funders::page(whole, funders))),
            _ => None,
        }
    })
    .showing("where the money comes from: the Treasury, local taxes, charges")
    .of_each_year()
    .first_look()
    .with_method(funders::method)
    .only_where(|site| has_whole(site) && site.small.of_year.funders.is_some()),
    PageEntry::new(SiteSection::Money, "flows", "Flows", |view, rest, _| alone(rest, || flows::page(view)))
        .showing("what public bodies pay each other, taken out of the total so that it is counted once")
        .of_each_year()
        .first_look(),
    PageEntry::new(SiteSection::Money, "coverage", "Coverage", |view, rest, _| match (rest, view.whole()) {
        ([], Some(whole)) => Some(Answer::Page(coverage::page(whole))),
        _ => None,
    })
    .showing("how much can be traced to payments, and what to ask each body for")
    .of_each_year()
    .first_look()
    .with_method(coverage::method)
    .only_where(has_whole),
    PageEntry::new(SiteSection::Money, "figures", "Every figure", |view, rest, _| match (rest, view.whole()) {
        ([], Some(whole)) => Some(Answer::Page(figures::page(whole))),
        _ => None,
    })
    .showing("every published figure in the whole, with its file, row and column")
    .of_each_year()
    .only_where(has_whole),
    PageEntry::new(SiteSection::Money, "reconciliation", "Reconciliation", |view, rest, _| {
        alone(rest, || reconciliation::page(view))
    })
    .showing("payments compared with the published outturn, and why they differ")
    .of_each_year()
    .first_look(),
    PageEntry::new(SiteSection::Money, "compare", "Compare", |view, rest, query| {
        rest.is_empty().then(|| compare::answer(view, query))
    })
    .showing("two bodies or two services side by side")
    .of_each_year(),
    PageEntry::new(SiteSection::Money, "rows", "Rows", |view, rest, query| {
        rest.is_empty().then(|| rows::answer(view, query))
    }),
    PageEntry::new(SiteSection::People, "people", "People", |view, rest, _| {
        alone(rest, || people::landing::page(view, contents(view.site, SiteSection::People)))
    })
    .only_where(has_people),
    PageEntry::new(SiteSection::People, "families", "Families", |view, rest, _| alone(rest, || families::page(view)))
        .showing("how many families are known to how many agencies; small numbers are withheld")
        .first_look()
        .with_method(families::method)
        .only_where(has_people),
    PageEntry::new(SiteSection::People, "journeys", "Journeys", |view, rest, _| alone(rest, || journeys::page(view)))
        .showing("what happens to people between agencies: hand-offs, waits, what they are asked again")
        .first_look()
        .with_method(journeys::method)
        .only_where(journeys::is_there),
    PageEntry::new(SiteSection::DoingBetter, "doing-better", "Doing better", |view, rest, _| {
        alone(rest, || doing_better::landing::page(view, contents(view.site, SiteSection::DoingBetter)))
    }),
    PageEntry::new(SiteSection::DoingBetter, done_twice::ADDRESS, "Done twice", done_twice::answer)
        .showing("what several bodies buy or run side by side, in pounds")
        .first_look()
        .only_where(done_twice::is_there)
        .with_pages_below(done_twice::addresses),
    PageEntry::new(SiteSection::DoingBetter, buildings::ADDRESS, "Buildings", buildings::answer)
        .showing("whose buildings stand side by side, and plans by money and access")
        .first_look()
        .only_where(buildings::is_there),
    PageEntry::new(SiteSection::DoingBetter, "proposals", "Proposals", proposals::answer)
        .showing("what a better design would cost, who pays and who gains")
        .first_look()
        .with_pages_below(proposals::addresses),
    PageEntry::new(SiteSection::AboutTheData, "about-the-data", "About the data", |view, rest, _| {
        alone(rest, || about_the_data::landing::page(view, contents(view.site, SiteSection::AboutTheData)))
    }),
    PageEntry::new(SiteSection::AboutTheData, "warnings", "Data quality warnings", |view, rest, _| {
        alone(rest, || warnings::page(view))
    })
    .showing("what looks wrong in the files, and what to ask each body")
    .first_look(),
    PageEntry::new(SiteSection::AboutTheData, "data", "Data and downloads", |view, rest, _| {
        alone(rest, || data::page(view))
    })
    .showing("every file we read, and every table to download"),
    PageEntry::new(SiteSection::AboutTheData, "method", "Method", |view, rest, _| {
        alone(rest, || method::page(view, PAGES.iter().filter_map(|page| page.method)))
    })
    .showing("how each figure is computed"),
    PageEntry::new(SiteSection::AboutTheData, "accessibility", "Accessibility", |view, rest, _| {
        alone(rest, || accessibility::accessibility(view))
    })
    .showing("how to use these pages, and what to do if you cannot"),
];

fn has_whole(site: &Site) -> bool {
    site.small.of_year.whole.is_some()
}

fn has_people(site: &Site) -> bool {
    !site.small.figures.is_empty()
}

/// The page at an address with a query.
pub(crate) fn answer(site: &Site, medium: Medium, path: &str, query: &str) -> Answer {
    let (year, path_in_year) = year_and_rest(site, path);
    let parts: Vec<String> = path_in_year.trim_matches('/').split('/').map(decode).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let view = &View { site, medium, year: year.or_else(|| latest_of_several(site, parts[0])) };
    let answer = match parts.as_slice() {
        ["feed.xml"] => Some(Answer::Feed(feed::atom(view.site))),
        ["embed", rest @ ..] => embed::page(view, rest).map(Answer::Embed),
        [first, rest @ ..] => {
            let page = entry(first).filter(|page| (page.is_there)(view.site) && (year.is_none() || page.is_of_year));
            page.and_then(|page| (page.answer)(view, rest, query))
        }
        [] => None,
    };
    match answer {
        Some(Answer::Page(page)) if adds_years_up(site, parts[0]) => Answer::Page(saying_years(page, view)),
        Some(answer) => answer,
        None => Answer::NotFound(refusal::not_found(view.site, path)),
    }
}

/// Whether a page shows sums of all the years of a place: suppliers and names as printed cannot be parted by year.
fn adds_years_up(site: &Site, first: &str) -> bool {
    let has_several = !site.place().earlier_years.is_empty();
    let has_sums = entry(first).is_some_and(|page| page.section == SiteSection::Money && first != "rows");
    has_several && (has_sums || first == "search") && !is_of_year(first)
}

fn saying_years(mut page: Page, view: &View<'_>) -> Page {
    page.lede.extend(words![format!(" Pounds here are of {} added up.", view.years_in_words())]);
    page
}

/// The earlier year whose page an address means, and the address in it; no year where the address names none.
pub(crate) fn year_and_rest<'p>(site: &Site, path: &'p str) -> (Option<FinancialYear>, &'p str) {
    let path = path.trim_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let year = site.place().earlier_years.iter().find(|year| year.to_string() == first);
    year.map_or((None, path), |year| (Some(*year), rest))
}

/// The latest year, for a page that a place of several years has for each of them.
fn latest_of_several(site: &Site, first: &str) -> Option<FinancialYear> {
    let has_several = !site.place().earlier_years.is_empty();
    (has_several && (first == "embed" || is_of_year(first))).then_some(site.place().year)
}

/// Whether a place of several years has a page for each of them, by the page's address without a year.
pub(crate) fn is_of_year(address: &str) -> bool {
    entry(first_of(address)).is_some_and(|page| page.is_of_year)
}

/// A page with none below it.
fn alone(rest: &[&str], page: impl FnOnce() -> Page) -> Option<Answer> {
    rest.is_empty().then(|| Answer::Page(page()))
}

/// Where a page stands, by its address.
pub(crate) fn way(address: &str) -> Way {
    Way { section: entry(first_of(address)).map(|page| page.section), trail: trail(address) }
}

/// The way back from a page, as names and addresses: the overview, its section, and the list that it belongs to.
fn trail(address: &str) -> Vec<(&'static str, &'static str)> {
    let first = first_of(address);
    if first.is_empty() {
        return Vec::new();
    }
    let overview = SiteSection::Overview;
    let mut trail = vec![(overview.name(), overview.address())];
    let Some(page) = entry(first) else { return trail };
    let section = page.section;
    if section != overview && page.address != section.address() {
        trail.push((section.name(), section.address()));
    }
    if address != first {
        trail.push((page.name, page.address));
    }
    trail
}

fn first_of(address: &str) -> &str {
    address.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The entry of a page, by the first part of its address.
fn entry(first: &str) -> Option<&'static PageEntry> {
    PAGES.iter().find(|page| page.address == first)
}

/// The sections that a site has pages for, with their addresses.
pub(crate) fn sections(site: &Site) -> Vec<SiteSection> {
    SiteSection::ALL.into_iter().filter(|section| listed(site, *section).next().is_some()).collect()
}

/// The pages of a section, each with what it shows.
fn contents(site: &Site, section: SiteSection) -> Block {
    let link = |page: &PageEntry| {
        let shows = page.shows?;
        Some(words![Inline::link(page.name, page.address), format!(": {shows}.")])
    };
    Block::List(listed(site, section).filter_map(link).collect())
}

/// The pages that a section lists.
fn listed(site: &Site, section: SiteSection) -> impl Iterator<Item = &'static PageEntry> {
    PAGES.iter().filter(move |page| page.section == section && page.shows.is_some() && (page.is_there)(site))
}

/// Every address that is published as a file.
pub(crate) fn addresses(site: &Site) -> Vec<String> {
    let there = || PAGES.iter().filter(|page| (page.is_there)(site));
    let pages = there().map(|page| page.address).chain(["feed.xml"]).map(str::to_owned);
    let below = there().flat_map(|page| (page.below)(site));
    let latest: Vec<String> = pages.chain(below).chain(embed::addresses(site)).collect();
    let of_each_year: Vec<String> = latest.iter().filter(|address| is_of_year(address)).cloned().collect();
    let earlier = site
        .place()
        .earlier_years
        .iter()
        .flat_map(|year| of_each_year.iter().map(|address| address::in_year(*year, address)).collect::<Vec<_>>());
    latest.iter().cloned().chain(earlier).collect()
}

/// Pages worth a first look, by their address below the site's, each with what it shows.
pub fn first_looks() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().filter(|page| page.is_first_look).filter_map(|page| Some((page.address, page.shows?)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_page_stands_in_a_section_that_every_page_leads_to_and_has_an_address_of_its_own() {
        assert!(PAGES.iter().all(|page| SiteSection::ALL.contains(&page.section)));
        let addresses: BTreeSet<&str> = PAGES.iter().map(|page| page.address).collect();
        assert_eq!(addresses.len(), PAGES.len());
        assert!(SiteSection::ALL.iter().all(|section| addresses.contains(section.address())), "a section has its page");
    }
}
