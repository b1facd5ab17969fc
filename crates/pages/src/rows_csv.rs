//! All lines of a body as CSV, for the published site: its script filters them by the same words that
//! the server knows.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::Write;

use account::{Account, Dimension, Filter, Row};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use rayon::prelude::*;

/// Headings are the words of filters where there is one.
const HEADINGS: &[&str] = &[
    "body",
    "file",
    "path",
    "sheet",
    "row",
    "date",
    "year",
    "payee",
    "supplier",
    "amount",
    "department",
    "heading",
    "subjective",
    "part",
    "treatment",
    "transfer_kind",
    "eliminated",
    "attribution",
    "rule",
    "service",
    "service_rule",
    "cofog",
    "intent",
    "counterparty",
    "capital",
    "redacted",
    "themes",
];

/// Lines that one thread turns into text at a time, and such shares that are held at once.
const SHARE_LINES: usize = 4_096;
const N_SHARES: usize = 16;

/// Writes every line of a body, in the order of its files.
pub fn write(account: &Account, body_id: &str, mut to: impl Write) -> csv::Result<()> {
    let mut headings = writer();
    headings.write_record(HEADINGS)?;
    to.write_all(&finished(headings)?)?;
    let lines = account.lines(&Filter::default().only(Dimension::Body, Some(body_id)));
    for window in lines.chunks(SHARE_LINES * N_SHARES) {
        let shares: Vec<Vec<u8>> =
            window.par_chunks(SHARE_LINES).map(|lines| text_of(account, lines)).collect::<csv::Result<_>>()?;
        shares.iter().try_for_each(|share| to.write_all(share))?;
    }
    to.flush()?;
    Ok(())
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(Vec::new())
}

fn finished(writer: Writer<Vec<u8>>) -> csv::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn text_of(account: &Account, lines: &[u32]) -> csv::Result<Vec<u8>> {
    let mut cells = Cells { writer: writer(), buffer: String::new() };
    lines.iter().try_for_each(|line| cells.line(&account.row(*line)))?;
    finished(cells.writer)
}

/// Lines as they are written; nothing is made anew for each of a million cells.
struct Cells {
    writer: Writer<Vec<u8>>,
    /// Of a cell that is no text of the account.
    buffer: String,
}

impl Cells {
    /// Writes one line, in the order of the headings.
    fn line(&mut self, row: &Row<'_>) -> csv::Result<()> {
        self.text(Some(row.body_id))?;
        self.text(Some(row.file_id))?;
        self.text(Some(row.path))?;
        self.text(row.sheet)?;
        self.shown(Some(row.row))?;
        self.shown(row.date)?;
        self.shown(Some(row.year))?;
        self.text(row.payee)?;
        self.text(row.supplier_id)?;
        self.word(&row.amount.plain())?;
        self.text(row.department)?;
        self.text(row.heading)?;
        self.text(row.subjective)?;
        self.word(row.part.word())?;
        self.word(row.treatment)?;
        self.text(row.transfer_kind)?;
        self.flag(Some(row.eliminated))?;
        self.word(row.attribution)?;
        self.text(Some(row.why))?;
        self.text(Some(row.service_id))?;
        self.text(row.service_why)?;
        self.text(row.cofog)?;
        self.text(row.intent)?;
        self.text(row.counterparty_id)?;
        self.flag(row.capital)?;
        self.flag(Some(row.redacted))?;
        let themes = row.themes.iter().map(|(theme, amount)| format!("{theme}={}", amount.plain()));
        self.word(&themes.collect::<Vec<_>>().join(";"))?;
        self.writer.write_record(None::<&[u8]>)
    }

    fn word(&mut self, word: &str) -> csv::Result<()> {
        self.writer.write_field(word)
    }

    fn text(&mut self, text: Option<&str>) -> csv::Result<()> {
        self.word(&guarded(text.unwrap_or_default()))
    }

    fn flag(&mut self, flag: Option<bool>) -> csv::Result<()> {
        self.word(flag.map_or("", |flag| if flag { "yes" } else { "no" }))
    }

    fn shown(&mut self, value: Option<impl Display>) -> csv::Result<()> {
        self.buffer.clear();
        if let Some(value) = value {
            // Writing into memory does not fail.
            let _ = write!(self.buffer, "{value}");
        }
        self.writer.write_field(&self.buffer)
    }
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe, and so does one that begins with
/// an apostrophe, so that taking one away gives the text again.
fn guarded(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\'') => format!("'{text}").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for (text, expected) in
            [("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("'a", "''a"), ("Acorn", "Acorn"), ("", "")]
        {
            assert_eq!(guarded(text), expected);
        }
    }
}
