//! Lines as CSV, under the names that their columns have in the tables, with the names of bodies and services beside the ids.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use account::{Account, Dimension, Row};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use model::tables::{counterparty, ledger_line, source_file, spend, supplier};

/// What the service of the ledger is called beside that of the common list: both tables have a column `service`.
const PRINTED_SERVICE: &str = "printed_service";

/// Names of the columns.
pub const HEADINGS: &[&str] = &[
    ledger_line::BODY_ID,
    "body_name",
    ledger_line::FILE_ID,
    source_file::PATH,
    source_file::SHEET,
    ledger_line::ROW,
    ledger_line::DATE,
    ledger_line::FINANCIAL_YEAR,
    ledger_line::PAYEE,
    supplier::SUPPLIER_ID,
    ledger_line::AMOUNT,
    ledger_line::DEPARTMENT,
    PRINTED_SERVICE,
    ledger_line::SUBJECTIVE,
    "part",
    spend::TREATMENT,
    spend::TRANSFER_KIND,
    spend::ELIMINATED,
    spend::ATTRIBUTION,
    spend::WHY,
    spend::SERVICE,
    "service_name",
    spend::SERVICE_WHY,
    spend::COFOG,
    spend::INTENT,
    spend::COUNTERPARTY_ID,
    counterparty::COUNTERPARTY_NAME,
    ledger_line::CAPITAL,
    ledger_line::REDACTED,
    "themes",
];

/// Lines under their headings.
pub fn text(account: &Account, lines: &[u32]) -> csv::Result<Vec<u8>> {
    let mut cells = Cells { account, writer: writer(), buffer: String::new() };
    cells.writer.write_record(HEADINGS)?;
    lines.iter().try_for_each(|line| cells.line(&account.row(*line)))?;
    cells.writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(Vec::new())
}

/// Lines as they are written; nothing is made anew for each of a million cells.
struct Cells<'a> {
    account: &'a Account,
    writer: Writer<Vec<u8>>,
    /// Of a cell that is no text of the account.
    buffer: String,
}

impl Cells<'_> {
    /// Writes one line, in the order of the headings.
    fn line(&mut self, row: &Row<'_>) -> csv::Result<()> {
        self.text(Some(row.body_id))?;
        self.name(Dimension::Body, Some(row.body_id))?;
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
        self.name(Dimension::Service, Some(row.service_id))?;
        self.text(row.service_why)?;
        self.text(row.cofog)?;
        self.text(row.intent)?;
        self.text(row.counterparty_id)?;
        self.name(Dimension::Counterparty, row.counterparty_id)?;
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

    /// The name of an id, where there is one.
    fn name(&mut self, dimension: Dimension, id: Option<&str>) -> csv::Result<()> {
        let name = id.map(|id| self.account.label(dimension, Some(id)));
        self.text(name.as_deref())
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
