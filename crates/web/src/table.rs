//! The tables themselves, as files.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE,
    RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use model::Table;

use crate::body::piecewise;
use crate::headers::{REVALIDATE, is_held};
use crate::open_tables::OpenTable;
use crate::{App, asset, page, refusal};

const PARQUET: &str = "application/vnd.apache.parquet";
/// Bytes read at a time.
const PIECE_BYTES: u64 = 1 << 18;

/// `tables/NAME.parquet`, whole or in part: query engines read a few columns of a file over the network.
pub async fn answer(app: &Arc<App>, path: &str, request: &HeaderMap) -> Response<Body> {
    let Some(OpenTable { table, file, n_bytes }) = app.tables.at(path) else { return page::not_found(app, path).await };
    let (n_bytes, file) = (*n_bytes, Arc::clone(file));
    // Tables are written once, so the account's digest and the size name the content.
    let tag = HeaderValue::try_from(format!("\"{:016x}-{n_bytes:x}\"", app.site.account().digest()))
        .expect("digits are a header's letters");
    if is_held(request, &tag) {
        return with_headers(asset::not_modified(), table, tag);
    }
    let is_current = request.get(IF_RANGE).is_none_or(|held| held == tag);
    let asked = request.get(RANGE).filter(|_| is_current).and_then(|range| range.to_str().ok());
    match asked.map_or(Asked::All, |range| asked_range(range, n_bytes)) {
        Asked::All => with_headers(sent(file, 0..n_bytes), table, tag),
        Asked::Part(range) => {
            let says = format!("bytes {}-{}/{n_bytes}", range.start, range.end - 1);
            let mut response = with_headers(sent(file, range), table, tag);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            response.headers_mut().insert(CONTENT_RANGE, HeaderValue::try_from(says).expect("digits"));
            response
        }
        Asked::Outside => {
            let why = [&*format!("The file has {n_bytes} bytes.")];
            let mut response =
                refusal::page(&format!("/{path}"), StatusCode::RANGE_NOT_SATISFIABLE, "No such part", &why);
            let says = format!("bytes */{n_bytes}");
            response.headers_mut().insert(CONTENT_RANGE, HeaderValue::try_from(says).expect("digits"));
            response
        }
    }
}

/// The bytes of a file, read piece by piece as the reader takes them.
pub fn sent(file: Arc<File>, range: Range<u64>) -> Response<Body> {
    let n_bytes = range.end - range.start;
    let (pieces, body) = piecewise();
    tokio::spawn(async move {
        for start in range.clone().step_by(PIECE_BYTES as usize) {
            let (file, end) = (Arc::clone(&file), range.end.min(start + PIECE_BYTES));
            let read = tokio::task::spawn_blocking(move || piece(&file, start..end)).await;
            let piece = read.unwrap_or_else(|panicked| Err(io::Error::other(panicked)));
            let is_last = piece.is_err();
            if pieces.send(piece).await.is_err() || is_last {
                return;
            }
        }
    });
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_LENGTH, n_bytes.into());
    response
}

fn piece(file: &File, range: Range<u64>) -> io::Result<Bytes> {
    let mut bytes = vec![0; usize::try_from(range.end - range.start).map_err(io::Error::other)?];
    file.read_exact_at(&mut bytes, range.start)?;
    Ok(bytes.into())
}

fn with_headers(mut response: Response<Body>, table: &Table, tag: HeaderValue) -> Response<Body> {
    let disposition = format!("attachment; filename=\"{}.parquet\"", table.name);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PARQUET));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(disposition).expect("names of tables are plain"));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, REVALIDATE);
    headers.insert(ETAG, tag);
    response
}

/// Which bytes are asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(Range<u64>),
    Outside,
}

/// Several parts at once, and what cannot be read, are answered with the whole file, as a server may (RFC 9110,
/// section 14.2).
fn asked_range(text: &str, n_bytes: u64) -> Asked {
    match parse_range_header(text).and_then(|ranges| ranges.validate(n_bytes)).as_deref() {
        Ok([range]) => Asked::Part(*range.start()..*range.end() + 1),
        Err(RangeUnsatisfiableError::Unsatisfiable) => Asked::Outside,
        _ => Asked::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_query_engines_ask_for_them() {
        for (text, expected) in [
            ("bytes=0-3", Asked::Part(0..4)),
            ("bytes=6-", Asked::Part(6..10)),
            ("bytes=-4", Asked::Part(6..10)),
            ("bytes=-40", Asked::Part(0..10)),
            ("bytes=8-400", Asked::Part(8..10)),
            ("bytes=10-", Asked::Outside),
            ("bytes=-0", Asked::Outside),
            ("bytes=5-18446744073709551615", Asked::Part(5..10)),
            ("bytes=3-2", Asked::All),
            ("bytes=0-1,3-4", Asked::All),
            ("rows=1-2", Asked::All),
            ("bytes=a-b", Asked::All),
        ] {
            assert_eq!(asked_range(text, 10), expected, "{text}");
        }
    }
}
