//! Pages of suppliers: the names that were joined, each with how and how sure.

use model::tables::{PAYEE_SUPPLIER, SUPPLIER, SUPPLIER_SPEND};

use crate::html::{tags, unescaped};
use crate::{small, tables};

/// The page of the supplier with this name, by the link of the list.
fn page_of(name: &str) -> String {
    let list = small().page("suppliers", &format!("q={name}")).body;
    let link = tags(&list, "a").into_iter().find(|tag| unescaped(tag.text).to_lowercase().starts_with(name));
    let to = link.and_then(|link| link.attribute("href")).expect("the list names the supplier");
    small().page(&to, "").body
}

#[test]
fn one_supplier_shows_every_name_that_was_joined() {
    let page = page_of("acorn");
    for shown in ["Acorn Nursery", "ACORN NURSERY LTD", "Form left out", "98.0%", "totalplace trace --supplier"] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    assert!(page.contains("2 names"), "{page}");
}

#[test]
fn the_list_adds_up_and_says_what_bodies_have_in_common() {
    let page = small().page("suppliers", "").body;
    for shown in
        ["What two bodies have in common", "How concentrated the spending is", "No name printed", "several numbers"]
    {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn suppliers_that_were_not_looked_for_are_not_computed() {
    let memory = tables::memory(12).without(&[&SUPPLIER, &PAYEE_SUPPLIER, &SUPPLIER_SPEND]);
    let site = tables::site_of(&tables::place(), &memory);
    assert!(site.page("suppliers", "").body.contains("not computed"));
    assert_eq!(site.page("suppliers/acorn", "").status, 404);
}
