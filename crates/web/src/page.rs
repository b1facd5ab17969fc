//! Pages: kept ones at once, others as soon as a core is free.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};

use crate::headers::{REVALIDATE, accepts_gzip, is_held};
use crate::printed::Printed;
use crate::{App, asset, refusal};

/// The page of rows, which has texts that the site does not hold.
const ROWS: &str = "rows";

pub async fn answer(app: &Arc<App>, path: &str, request: &Parts) -> Response<Body> {
    let query = request.uri.query().unwrap_or_default();
    let is_packed = accepts_gzip(&request.headers);
    let kept = app.pages.get(&key(path, query));
    let is_ready = |page: &Arc<Printed>| !is_packed || page.packed().is_some();
    let page = match kept.filter(is_ready) {
        Some(page) => page,
        None => {
            let (path, query) = (path.to_owned(), query.to_owned());
            let printed = app.on_core(move |app| {
                let page = printed(app, &path, &query);
                if is_packed {
                    page.pack();
                }
                page
            });
            match printed.await {
                Ok(page) => page,
                Err(_) => return refusal::broken(request.uri.path()),
            }
        }
    };
    sent(&page, is_packed, &request.headers)
}

/// Makes the pages that every reader comes by, one after another, so that nobody waits for a large account to be
/// added up for the first time.
pub async fn prepare(app: Arc<App>) {
    for address in app.site.addresses().into_iter().filter(|address| is_come_by(address)) {
        let made = app.on_core(move |app| printed(app, &address, "").pack());
        // A page that cannot be made tells the reader who asked for it.
        drop(made.await);
    }
}

/// Overview, lists, bodies, services, themes: not the hundreds of payees, nor what is printed or embedded.
fn is_come_by(address: &str) -> bool {
    let is_one_of_many = ["payees/", "suppliers/", "embed/"].iter().any(|folder| address.starts_with(folder));
    !is_one_of_many && !address.ends_with("/print")
}

/// The page that says that there is none.
pub async fn not_found(app: &Arc<App>, path: &str) -> Response<Body> {
    let address = path.to_owned();
    match app.on_core(move |app| app.site.not_found(&address)).await {
        Ok(page) => of(page),
        Err(_) => refusal::broken(&format!("/{path}")),
    }
}

/// A page that is not kept.
pub fn of(response: pages::Response) -> Response<Body> {
    sent(&Printed::new(response), false, &HeaderMap::new())
}

fn key(path: &str, query: &str) -> String {
    format!("{path}?{query}")
}

/// The page, kept or new. Another reader may have asked for it while this one waited for a core.
fn printed(app: &App, path: &str, query: &str) -> Arc<Printed> {
    let key = key(path, query);
    if let Some(page) = app.pages.get(&key) {
        return page;
    }
    let (response, is_whole) = if path == ROWS { rows(app, query) } else { (app.site.page(path, query), true) };
    let page = Arc::new(Printed::new(response));
    // Pages that do not exist are not cached, or guessing addresses would push out real ones.
    if is_whole && page.status == StatusCode::OK {
        app.pages.put(key, &page);
    }
    page
}

/// The page of rows, and whether it has the long texts or will have them later.
fn rows(app: &App, query: &str) -> (pages::Response, bool) {
    let request = match app.site.rows_request(query) {
        Ok(request) => request,
        Err(refusal) => return (*refusal, true),
    };
    let view = app.site.account().rows_view(&request, Some(&app.texts));
    (app.site.rows(&view), !view.is_without_texts)
}

fn sent(page: &Printed, is_packed: bool, request: &HeaderMap) -> Response<Body> {
    let is_held = page.status == StatusCode::OK && is_held(request, &page.tag);
    let mut response = match (is_held, is_packed) {
        (true, _) => asset::not_modified(),
        (false, true) => Response::new(Body::from(page.pack())),
        (false, false) => Response::new(Body::from(page.body.clone())),
    };
    if !is_held {
        *response.status_mut() = page.status;
    }
    let headers = response.headers_mut();
    if !is_held && is_packed {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(page.content_type));
    headers.insert(CACHE_CONTROL, REVALIDATE);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ETAG, page.tag.clone());
    response
}
