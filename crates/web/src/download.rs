//! The rows behind a figure, as a file: exactly those that the filter of the page selects.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use account::{Filter, Tally};
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode};
use model::BoxError;
use report::xlsx::SHEET_ROWS_MAX;

use crate::headers::{REVALIDATE, accepts_gzip};
use crate::texts::{NotThere, Store};
use crate::{App, page, refusal, table};

mod cells;
mod csv;
mod parquet;
mod rows;
mod xlsx;

#[cfg(test)]
pub use cells::ROWS;
use rows::Rows;

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Parquet,
}

impl Format {
    /// `rows.csv` and its like, without the slash before it.
    pub fn of_path(path: &str) -> Option<Format> {
        match path {
            "rows.csv" => Some(Format::Csv),
            "rows.xlsx" => Some(Format::Xlsx),
            "rows.parquet" => Some(Format::Parquet),
            _ => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// What a download holds.
#[derive(Clone)]
struct Asked {
    filter: Filter,
    tally: Tally,
}

pub async fn answer(app: &Arc<App>, format: Format, request: &Parts) -> Response<Body> {
    let path = request.uri.path();
    let query = request.uri.query().unwrap_or_default().to_owned();
    let asked = match app.on_core(move |app| asked(app, &query)).await {
        Ok(Ok(asked)) => asked,
        Ok(Err(why)) => return page::of(*why),
        Err(_) => return refusal::broken(path),
    };
    if format == Format::Xlsx && SHEET_ROWS_MAX < asked.tally.n_lines {
        return too_long(path, asked.tally.n_lines);
    }
    if request.method == Method::HEAD {
        return with_headers(app, format, Response::new(Body::empty()));
    }
    let store = match app.texts.wait().await {
        Ok(store) => store,
        Err(why) => return without_texts(app, path, &why),
    };
    let is_packed = format == Format::Csv && accepts_gzip(&request.headers);
    let sent = match format {
        Format::Csv => Ok(csv::sent(app, &asked, store, is_packed).await),
        Format::Xlsx | Format::Parquet => file(app, format, asked, store).await,
    };
    match sent {
        Ok(response) if is_packed => packed(with_headers(app, format, response)),
        Ok(response) => with_headers(app, format, response),
        Err(why) => {
            (app.options.on_trouble)(&format!("a file of rows could not be written: {why}"));
            refusal::broken(path)
        }
    }
}

fn asked(app: &App, query: &str) -> Result<Asked, Box<pages::Response>> {
    let filter = app.site.rows_request(query)?.filter;
    let tally = app.site.account().tally(&filter);
    Ok(Asked { filter, tally })
}

/// A file that must be whole before its first byte is sent.
async fn file(app: &Arc<App>, format: Format, asked: Asked, store: Arc<Store>) -> Result<Response<Body>, BoxError> {
    let writing = Arc::clone(&app.writing).acquire_owned().await?;
    let wanted = Wanted::new();
    let (app, is_wanted) = (Arc::clone(app), wanted.flag());
    // Not on one of the cores that readers share: they would wait for the whole file.
    let written = tokio::task::spawn_blocking(move || {
        let _writing = writing;
        let rows = Rows::of(app.site.account(), &asked.filter, store).while_wanted(is_wanted);
        match format {
            Format::Xlsx => xlsx::written(&app, &asked, rows),
            Format::Csv | Format::Parquet => parquet::written(&app, rows),
        }
    });
    let file: File = written.await??;
    let n_bytes = file.metadata()?.len();
    Ok(table::sent(Arc::new(file), 0..n_bytes))
}

/// Says whether a reader still waits.
struct Wanted(Arc<AtomicBool>);

impl Wanted {
    fn new() -> Wanted {
        Wanted(Arc::new(AtomicBool::new(true)))
    }

    fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

fn too_long(path: &str, n_lines: usize) -> Response<Body> {
    let count = report::block::count;
    let why = [
        &*format!("A sheet of a workbook holds {} rows, and there are {} here.", count(SHEET_ROWS_MAX), count(n_lines)),
        "Download the same rows as CSV or Parquet, or choose fewer.",
    ];
    refusal::page(path, StatusCode::PAYLOAD_TOO_LARGE, "Too many rows for a workbook", &why)
}

fn without_texts(app: &App, path: &str, why: &NotThere) -> Response<Body> {
    match why {
        NotThere::Yet => refusal::busy(path, "The server has just been started and is still reading."),
        NotThere::Ever(_) => {
            (app.options.on_trouble)(&why.to_string());
            refusal::broken(path)
        }
    }
}

fn with_headers(app: &App, format: Format, mut response: Response<Body>) -> Response<Body> {
    let name = file_name(&app.site.place().name, &app.site.place().year.to_string(), format);
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(disposition).expect("names of files are plain"));
    headers.insert(CACHE_CONTROL, REVALIDATE);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn packed(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

/// `tyne-and-wear-2020-21-rows.csv`: lower case letters, digits and hyphens.
fn file_name(place: &str, year: &str, format: Format) -> String {
    let text = format!("{place} {year} rows").to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}.{}", words.join("-"), format.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain_whatever_the_place_is_called() {
        assert_eq!(file_name("Tyne & Wear", "2020-21", Format::Csv), "tyne-wear-2020-21-rows.csv");
        assert_eq!(file_name("\"../\r\n", "2020-21", Format::Xlsx), "2020-21-rows.xlsx");
    }
}
