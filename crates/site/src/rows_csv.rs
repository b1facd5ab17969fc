//! All lines of a body as CSV, for the published site: its script filters them by the same words that
//! the server knows.

use std::io::Write;

use account::{Account, Dimension, Filter, Row};
use csv::{QuoteStyle, Terminator, WriterBuilder};

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

/// Writes every line of a body, in the order of its files.
pub fn write(account: &Account, body_id: &str, to: impl Write) -> csv::Result<()> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(to);
    writer.write_record(HEADINGS)?;
    let filter = Filter::default().only(Dimension::Body, Some(body_id));
    for index in account.lines(&filter) {
        writer.write_record(record(&account.row(index)))?;
    }
    writer.flush()?;
    Ok(())
}

fn record(row: &Row<'_>) -> Vec<String> {
    let text = |text: Option<&str>| guarded(text.unwrap_or_default());
    let flag = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let themes: Vec<String> = row.themes.iter().map(|(theme, amount)| format!("{theme}={}", amount.plain())).collect();
    vec![
        guarded(row.body_id),
        guarded(row.file_id),
        guarded(row.path),
        text(row.sheet),
        row.row.to_string(),
        row.date.map(|date| date.to_string()).unwrap_or_default(),
        row.year.to_string(),
        text(row.payee),
        text(row.supplier_id),
        row.amount.plain(),
        text(row.department),
        text(row.heading),
        text(row.subjective),
        row.part.word().to_owned(),
        row.treatment.to_owned(),
        text(row.transfer_kind),
        flag(row.eliminated),
        row.attribution.to_owned(),
        guarded(row.why),
        guarded(row.service_id),
        text(row.service_why),
        text(row.cofog),
        text(row.intent),
        text(row.counterparty_id),
        row.capital.map(flag).unwrap_or_default(),
        flag(row.redacted),
        themes.join(";"),
    ]
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe, and so does one that begins with
/// an apostrophe, so that taking one away gives the text again.
fn guarded(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\'') => format!("'{text}"),
        _ => text.to_owned(),
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
