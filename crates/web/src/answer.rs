//! Which answer an address has.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;

use crate::download::Format;
use crate::{App, asset, door, download, headers, page, table};

/// Every answer of the server.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .fallback(answer)
        .layer(CatchPanicLayer::custom(door::panicked))
        .layer(from_fn_with_state(Arc::clone(&app), door::pass))
        .with_state(app)
}

/// Rows by any filter are pages without end, and a crawler would ask for all of them.
const ROBOTS: &str = "User-agent: *\nDisallow: /rows\nDisallow: /search\nDisallow: /compare\nDisallow: /tables/\n";

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    // Nothing of the body is wanted, which could not be shared between threads anyway.
    let (request, _) = request.into_parts();
    let path = request.uri.path().strip_prefix('/').unwrap_or_default();
    if let Some(asset) = asset::at(path) {
        return asset::answer(asset, &request.headers);
    }
    match path {
        "robots.txt" => robots(),
        _ if path.starts_with("tables/") => table::answer(&app, path, &request.headers).await,
        _ => match Format::of_path(path) {
            Some(format) => download::answer(&app, format, &request).await,
            None => page_answer(&app, path, &request).await,
        },
    }
}

async fn page_answer(app: &Arc<App>, path: &str, request: &Parts) -> Response<Body> {
    match without_slash(path, request.uri.query()) {
        Some(to) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, to)]).into_response(),
        None => page::answer(app, path, request).await,
    }
}

/// Where an address that ends in a slash leads: links of pages count on there being none. The answer is
/// relative to the address and so stays on this server, whatever the address holds.
fn without_slash(path: &str, query: Option<&str>) -> Option<String> {
    let trimmed = path.trim_end_matches('/');
    if trimmed.len() == path.len() || trimmed.is_empty() {
        return None;
    }
    let up = "../".repeat(path.len() - trimmed.len());
    let name = trimmed.rsplit('/').next().unwrap_or(trimmed);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{up}{name}{query}"))
}

fn robots() -> Response<Body> {
    let mut response = Response::new(Body::from(ROBOTS));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, headers::REVALIDATE);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_leads_to_the_page_and_never_away() {
        for (path, query, expected) in [
            ("bodies/", None, Some("../bodies")),
            ("bodies/leeds/", Some("a=b"), Some("../leeds?a=b")),
            ("bodies//", None, Some("../../bodies")),
            ("/evil.example/", None, Some("../evil.example")),
            ("bodies", None, None),
            ("", None, None),
            ("/", None, None),
        ] {
            assert_eq!(without_slash(path, query).as_deref(), expected, "{path}");
        }
    }
}
