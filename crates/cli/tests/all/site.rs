//! The pages of a place: every figure is the sum of the rows behind its link.

use std::collections::BTreeMap;
use std::path::Path;

use account::Filter;
use pages::Site;

use crate::run::Copy;

/// A figure of a page: what it says, and where it leads.
struct Figure {
    page: String,
    query: String,
    pence: i64,
    n_lines: usize,
}

/// The value of an attribute in an opening tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

/// The figures of a page: links to rows that say what these add up to.
fn figures(page: &str, html: &str) -> Vec<Figure> {
    let tags = html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()).map(|tag| format!(" {tag}"));
    let figure = |tag: String| {
        let query = attribute(&tag, "href")?.split_once("rows?")?.1.replace("&#38;", "&").replace("&amp;", "&");
        let pence = attribute(&tag, "data-pence")?.parse().expect("pence are a whole number");
        let n_lines = attribute(&tag, "data-lines")?.parse().expect("lines are a whole number");
        Some(Figure { page: page.to_owned(), query, pence, n_lines })
    };
    tags.filter_map(figure).collect()
}

/// Every figure of every page, and that each equals its rows; gives how many there were.
pub fn check_figures(dir: &Path) -> usize {
    let site = pipeline::site(dir).expect("the place is built");
    let mut distinct: BTreeMap<String, Figure> = BTreeMap::new();
    for address in site.addresses() {
        let response = site.page(&address, "");
        assert_eq!(response.status, 200, "{address}");
        for figure in figures(&address, &response.body) {
            if let Some(other) = distinct.get(&figure.query) {
                let both = (&figure.page, &other.page);
                assert_eq!((figure.pence, figure.n_lines), (other.pence, other.n_lines), "{both:?} disagree");
            }
            distinct.insert(figure.query.clone(), figure);
        }
    }
    distinct.values().for_each(|figure| check_figure(&site, figure));
    distinct.len()
}

fn check_figure(site: &Site, figure: &Figure) {
    let Figure { page, query, pence, n_lines } = figure;
    let filter = Filter::from_query(query).unwrap_or_else(|error| panic!("{page} links to `{query}`: {error}"));
    let tally = site.account().tally(&filter);
    assert_eq!((tally.amount.pence(), tally.n_lines), (*pence, *n_lines), "{page} links to `{query}`");
}

/// The sum of the amounts that a filter's lines have in the tables, added up by the query engine.
fn sum_of_rows(copy: &Copy, condition: &str) -> String {
    let sql = format!("SELECT count(*) AS n, sum(amount) AS pounds FROM spend WHERE {condition}");
    let rows = copy.query(&sql);
    format!("{} {}", rows[0]["n"], rows[0]["pounds"].as_str().unwrap_or("0.00"))
}

#[test]
fn every_figure_of_a_fictional_place_is_the_sum_of_its_rows() {
    let copy = Copy::empty();
    let dir = copy.join("wendshire");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .args(["demo", &dir.to_string_lossy(), "--people", "2000", "--seed", "11", "--no-serve"])
        .output()
        .expect("the command runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let n_figures = check_figures(&dir);
    assert!(n_figures > 500, "only {n_figures} figures were found: the test reads pages wrongly");
}

#[test]
fn every_figure_of_marshford_is_the_sum_of_its_rows() {
    let copy = Copy::of_example("marshford").expect("its files come with the project");
    copy.count();
    let n_figures = check_figures(copy.path());
    assert!(n_figures > 300, "only {n_figures} figures were found: the test reads pages wrongly");
}

#[test]
fn every_figure_of_leeds_is_the_sum_of_its_rows() {
    let Some(copy) = Copy::of_example("leeds-2011-12") else { return };
    copy.count();
    let n_figures = check_figures(copy.path());
    assert!(n_figures > 500, "only {n_figures} figures were found: the test reads pages wrongly");
}

#[test]
fn every_figure_of_tyne_and_wear_is_the_sum_of_its_rows() {
    let Some(copy) = Copy::of_example("tyne-and-wear-2020-21") else { return };
    copy.count();
    let n_figures = check_figures(copy.path());
    assert!(n_figures > 500, "only {n_figures} figures were found: the test reads pages wrongly");
    // And the sums in memory are those of the tables.
    let site = pipeline::site(copy.path()).expect("the place is built");
    for (query, condition) in [
        ("body=gateshead", "body_id = 'gateshead'"),
        ("treatment=transfer", "treatment = 'transfer'"),
        ("service=adult_social_care&body=newcastle", "service = 'adult_social_care' AND body_id = 'newcastle'"),
    ] {
        let tally = site.account().tally(&Filter::from_query(query).expect("a filter"));
        let pence = tally.amount.pence();
        let pounds = format!("{}{}.{:02}", if pence < 0 { "-" } else { "" }, pence.abs() / 100, pence.abs() % 100);
        assert_eq!(format!("{} {pounds}", tally.n_lines), sum_of_rows(&copy, condition), "{query}");
    }
}
