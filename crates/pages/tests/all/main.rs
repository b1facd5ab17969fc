//! The pages of a small made-up place, read as a browser would.

#[path = "../../examples/render/tables.rs"]
mod tables;

mod base;
mod doing_better;
mod figures;
mod html;
mod journeys;
mod links;
mod proposals;
mod published;
mod refusals;
mod rows;
mod suppliers;
mod text;

use std::sync::OnceLock;

use pages::Site;

/// The made-up place, made once.
fn small() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| tables::site(24))
}

/// Every published address, and such queries as a server answers.
fn asked() -> Vec<(String, String)> {
    let addresses = small().addresses().into_iter().map(|address| (address, String::new()));
    let queries = [
        ("bodies", "sort=name&order=falling"),
        ("services", "q=care"),
        ("payees", "q=acorn&sort=lines"),
        ("payees", "page=2"),
        ("suppliers", "q=acorn&sort=name"),
        ("suppliers", "page=2"),
        ("compare", "a=body:county&b=body:borough"),
        ("compare", "a=service:education&b=theme:older-people"),
        ("compare", "a=payee:Acorn%20Nursery&b=body:county"),
        ("rows", "part=net"),
        ("rows", "body=county&sort=source&page=2"),
        ("rows", "theme=early-years&body=county"),
        ("rows", "q=script"),
        ("rows", "except-service=education&without=payee"),
        ("rows", "month=2019-01"),
        ("search", "q=acorn"),
        ("search", "q=%3Cscript%3E"),
    ];
    addresses.chain(queries.map(|(path, query)| (path.to_owned(), query.to_owned()))).collect()
}
