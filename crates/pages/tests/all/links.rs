//! Every link leads somewhere, on a server and from files.

use std::collections::BTreeSet;

use crate::html::{resolve, tags};
use crate::{asked, small};

/// Downloads and assets, which a server adds beside the pages.
fn is_beside(address: &str) -> bool {
    front::ASSETS.iter().any(|asset| asset.path == address)
        || ["rows.csv", "rows.xlsx", "rows.parquet"].contains(&address)
        || address.starts_with("tables/")
}

fn links(html: &str) -> Vec<String> {
    let links = tags(html, "a").into_iter().chain(tags(html, "link")).filter_map(|tag| tag.attribute("href"));
    let forms = tags(html, "form").into_iter().filter_map(|tag| tag.attribute("action"));
    let scripts = tags(html, "script").into_iter().filter_map(|tag| tag.attribute("src"));
    links.chain(forms).chain(scripts).collect()
}

#[test]
fn every_link_of_the_served_pages_has_a_page() {
    let mut checked = BTreeSet::new();
    for (path, query) in asked() {
        let page = small().page(&path, &query);
        for link in links(&page.body).into_iter().filter(|link| !link.starts_with('#')) {
            let (address, query) = link.split_once('?').unwrap_or((&link, ""));
            let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
            let address = resolve(&path, address);
            if is_beside(&address) || !checked.insert((address.clone(), query.to_owned(), fragment.to_owned())) {
                continue;
            }
            let found = small().page(&address, query);
            assert_eq!(found.status, 200, "{path}: {link}");
            assert!(fragment.is_empty() || found.body.contains(&format!("id=\"{fragment}\"")), "{path}: {link}");
        }
    }
    assert!(checked.len() > 500, "only {} links", checked.len());
}

#[test]
fn every_link_of_the_published_files_has_a_file() {
    let out = tempfile::tempdir().unwrap();
    let written = pages::write(small(), out.path(), None).unwrap();
    assert_eq!(written.n_pages, small().addresses().len());
    for address in small().addresses().iter().filter(|address| *address != "feed.xml") {
        let name = if address.is_empty() { "index.html".to_owned() } else { format!("{address}.html") };
        let html = std::fs::read_to_string(out.path().join(&name)).unwrap();
        for link in links(&html).into_iter().filter(|link| !link.starts_with('#')) {
            let file = link.split(['?', '#']).next().unwrap();
            assert!(out.path().join(resolve(&name, file)).is_file(), "{name}: {link}");
        }
    }
}

#[test]
fn fragments_of_a_page_are_on_it() {
    for (path, query) in asked() {
        let page = small().page(&path, &query).body;
        for link in links(&page).iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(page.contains(&format!("id=\"{link}\"")), "{path}: #{link}");
        }
    }
}
