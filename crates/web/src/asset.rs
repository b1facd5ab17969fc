//! Style sheets, scripts and pictures: their names change with their content, so browsers keep them forever.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use front::Asset;

use crate::headers::{FOR_EVER, accepts_gzip, is_held};

/// The file at an address, without the slash before it.
pub fn at(path: &str) -> Option<&'static Asset> {
    front::ASSETS.iter().find(|asset| asset.path == path)
}

pub fn answer(asset: &Asset, request: &HeaderMap) -> Response<Body> {
    let is_packed = accepts_gzip(request);
    let tag = HeaderValue::try_from(format!("\"{}\"", asset.path)).expect("paths of assets are plain");
    let bytes = if is_packed { asset.gzip } else { asset.bytes };
    let mut response = match is_held(request, &tag) {
        true => not_modified(),
        false => Response::new(Body::from(Bytes::from_static(bytes))),
    };
    if is_packed && response.status() == StatusCode::OK {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(CACHE_CONTROL, FOR_EVER);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ETAG, tag);
    response
}

/// The reader holds it already.
pub fn not_modified() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}
