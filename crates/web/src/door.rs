//! What a request must be to be let in, and what every answer is given on its way out.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;

use crate::App;
use crate::{headers, refusal};

/// Bytes of an address. The longest links of pages are a few hundred.
const ADDRESS_LENGTH_MAX: usize = 8 << 10;
/// Bytes of all headers of a request.
const HEADERS_LENGTH_MAX: usize = 16 << 10;

/// Lets a request in if it makes sense and there is room, and an answer out in time.
pub async fn pass(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let (path, is_head) = (request.uri().path().to_owned(), request.method() == Method::HEAD);
    let mut response = match refused(&app, &request) {
        Some(refusal) => refusal,
        None => answered(&app, request, &path, next).await,
    };
    headers::protect(response.headers_mut(), &path);
    if is_head { without_body(response) } else { response }
}

/// An answer to a request that panicked.
pub fn panicked(_: Box<dyn Any + Send>) -> Response<Body> {
    // The address is not known here; links of the page lead to the site from its first level.
    refusal::broken("/")
}

async fn answered(app: &App, request: Request, path: &str, next: Next) -> Response<Body> {
    let Ok(_place) = app.places.try_acquire() else {
        return refusal::busy(path, "More people are reading than this server has room for.");
    };
    let is_download = path.starts_with("/rows.");
    let limit: Duration = if is_download { app.options.download_timeout } else { app.options.request_timeout };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refusal::busy(path, "This page took too long to make."),
    }
}

/// Why a request is not let in.
fn refused(app: &App, request: &Request) -> Option<Response<Body>> {
    let (path, headers) = (request.uri().path(), request.headers());
    let page = |status, title, why: &[&str]| Some(refusal::page(path, status, title, why));
    if !app.names.accept(request.uri(), headers) {
        let why = ["This server does not answer to that name.", "If the name is yours, start it with `--host NAME`."];
        return page(StatusCode::MISDIRECTED_REQUEST, "Not this server", &why);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = refusal::page(
            path,
            StatusCode::METHOD_NOT_ALLOWED,
            "Nothing to write to",
            &["You can read these pages, but not write to them."],
        );
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    if has_body(headers) {
        return page(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Nothing to send",
            &["A request for a page can carry only its address."],
        );
    }
    let address_length = path.len() + request.uri().query().map_or(0, str::len);
    if ADDRESS_LENGTH_MAX < address_length {
        let why = ["The address is longer than any link on these pages.", "Choose fewer conditions."];
        return page(StatusCode::URI_TOO_LONG, "Address too long", &why);
    }
    if HEADERS_LENGTH_MAX < headers_length(headers) {
        let why = [
            "Your browser sent more about itself than this server accepts.",
            "Deleting its cookies for this address may help.",
        ];
        return page(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "Request too large", &why);
    }
    None
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING) || headers.get(CONTENT_LENGTH).is_some_and(|length| length != "0")
}

fn headers_length(headers: &HeaderMap) -> usize {
    // `: ` and the line's end are in each line too.
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// The same answer as its headers alone.
fn without_body(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.entry(CONTENT_LENGTH).or_insert(length.into());
    }
    Response::from_parts(parts, Body::empty())
}
