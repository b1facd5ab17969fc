//! Rows as CSV, made while they are sent.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use account::Account;
use axum::body::{Body, Bytes};
use axum::http::Response;
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use flate2::Compression;
use flate2::write::GzEncoder;
use model::BoxError;

use super::cells::{Cell, ROWS};
use super::{Asked, Rows};
use crate::App;
use crate::body::{Pieces, piecewise};
use crate::texts::Store;

/// Rows made at a time: some milliseconds of a core, so that pages come in between.
const PIECE_ROWS: usize = 2_000;
/// How long a reader may take for a piece: a few kilobytes a second. Who takes longer keeps a place from others.
const PIECE_TIME_MAX: Duration = Duration::from_secs(120);

/// Begins to send the rows. Each piece waits for a core, and for the reader to take the one before.
pub async fn sent(app: &Arc<App>, asked: &Asked, store: Arc<Store>, is_packed: bool) -> Response<Body> {
    let (pieces, body) = piecewise();
    let slot = Arc::clone(&app.downloads).acquire_owned().await.expect("slots are never taken away");
    let (app, filter) = (Arc::clone(app), asked.filter.clone());
    tokio::spawn(async move {
        let _slot = slot;
        let begun = app.on_core(move |app| {
            let rows = Rows::of(app.site.account(), &filter, store);
            Sheet { rows, is_begun: false, packer: is_packed.then(|| GzEncoder::new(Vec::new(), Compression::fast())) }
        });
        match begun.await {
            Ok(sheet) => send(&app, sheet, pieces).await,
            Err(_) => drop(pieces.send(Err(io::Error::other("the rows could not be chosen"))).await),
        }
    });
    Response::new(body)
}

async fn send(app: &Arc<App>, sheet: Sheet, pieces: Pieces) {
    let mut next = Some(sheet);
    while let Some(sheet) = next.take() {
        let made = app.on_core(move |app| sheet.piece(app.site.account())).await;
        let piece = match made {
            Ok(Ok((piece, rest))) => {
                next = rest;
                Ok(piece)
            }
            Ok(Err(why)) => {
                (app.options.on_trouble)(&format!("a file of rows broke off: {why}"));
                Err(io::Error::other(why))
            }
            Err(_) => Err(io::Error::other("a piece could not be made")),
        };
        let is_empty = piece.as_ref().is_ok_and(Bytes::is_empty);
        if is_empty {
            continue;
        }
        let place = tokio::time::timeout(PIECE_TIME_MAX, pieces.reserve()).await;
        let is_taken = place.map(|place| place.map(|place| place.send(piece)).is_ok());
        match is_taken {
            Ok(true) => {}
            Ok(false) => return,
            Err(_) => {
                // Told when it takes the next piece, if ever, that the file is not whole; nobody waits for that.
                let too_slow = io::Error::from(io::ErrorKind::TimedOut);
                tokio::spawn(async move { drop(pieces.send(Err(too_slow)).await) });
                return;
            }
        }
    }
}

/// A file while it is made.
struct Sheet {
    rows: Rows,
    is_begun: bool,
    packer: Option<GzEncoder<Vec<u8>>>,
}

impl Sheet {
    /// The next bytes, and the rest if there is more.
    fn piece(mut self, account: &Account) -> Result<(Bytes, Option<Sheet>), BoxError> {
        let mut writer = writer();
        if !self.is_begun {
            writer.write_record(ROWS.columns.iter().map(|column| column.name))?;
            self.is_begun = true;
        }
        self.rows.take(account, PIECE_ROWS, |cells| write_row(&mut writer, cells))?;
        let bytes = writer.into_inner().map_err(|error| error.into_error())?;
        let is_done = self.rows.is_done();
        let bytes = match (self.packer.take(), is_done) {
            (None, _) => bytes,
            (Some(mut packer), false) => {
                packer.write_all(&bytes)?;
                let packed = std::mem::take(packer.get_mut());
                self.packer = Some(packer);
                packed
            }
            (Some(mut packer), true) => {
                packer.write_all(&bytes)?;
                packer.finish()?
            }
        };
        Ok((bytes.into(), (!is_done).then_some(self)))
    }
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(Vec::new())
}

fn write_row(writer: &mut Writer<Vec<u8>>, cells: &[Cell<'_>]) -> Result<(), BoxError> {
    for cell in cells {
        match cell {
            Cell::Empty => writer.write_field("")?,
            Cell::Text(text) if is_formula(text) => writer.write_field(format!("'{text}"))?,
            Cell::Text(text) => writer.write_field(text.as_bytes())?,
            Cell::Whole(whole) => writer.write_field(whole.to_string())?,
            Cell::Money(money) => writer.write_field(money.plain())?,
            Cell::Date(date) => writer.write_field(date.to_string())?,
            Cell::Flag(flag) => writer.write_field(if *flag { "yes" } else { "no" })?,
        }
    }
    writer.write_record(None::<&[u8]>)?;
    Ok(())
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe, and so does one that begins with
/// an apostrophe, so that taking one away gives the text again.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_cell(text: &str, expected: &str) {
        let mut writer = writer();
        write_row(&mut writer, &[Cell::Text(text.into()), Cell::Empty]).unwrap();
        assert_eq!(String::from_utf8(writer.into_inner().unwrap()).unwrap(), format!("{expected},\r\n"));
    }

    #[test]
    fn formulas_are_text_and_text_that_breaks_a_row_is_quoted() {
        check_cell("=1+1", "'=1+1");
        check_cell("-5", "'-5");
        check_cell("@x,y", "\"'@x,y\"");
        check_cell("'a", "''a");
        check_cell("a\r\nb \"c\"", "\"a\r\nb \"\"c\"\"\"");
        check_cell("Acorn", "Acorn");
    }
}
