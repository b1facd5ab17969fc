//! The columns of a file of rows, by the names that they have in the tables, and the cells of one row.

use std::borrow::Cow;

use account::{Account, Dimension, Row};
use jiff::civil::Date;
use model::{Column, Kind, Table};
use money::Money;

use crate::texts::Stored;

/// What a file of rows holds.
pub const ROWS: Table = Table {
    name: "rows",
    meaning: "One line of the account",
    written_by: "web",
    is_about_people: false,
    columns: &[
        Column::required("line_id", Kind::Id, "Number of the line in the tables"),
        Column::required("body_id", Kind::Text, "The body whose ledger it is"),
        Column::required("body_name", Kind::Text, "Its name"),
        Column::required("file_id", Kind::Text, "Short name of the file and sheet"),
        Column::required("path", Kind::Text, "Path of the file"),
        Column::optional("sheet", Kind::Text, "Sheet of a workbook"),
        Column::required("row", Kind::Count, "Row in the file, from 1, as a spreadsheet counts it"),
        Column::optional("date", Kind::Date, "Date as printed"),
        Column::required("financial_year", Kind::Text, "Financial year"),
        Column::optional("payee", Kind::Text, "Name as printed; a private individual's is masked"),
        Column::optional("supplier_id", Kind::Text, "The organisation behind the payee"),
        Column::optional("payee_code", Kind::Text, "The body's own number for the payee"),
        Column::required("amount", Kind::Money, "Pounds, positive when paid out"),
        Column::required(
            "counted",
            Kind::Money,
            "The part of the amount that the filter counts: for a theme, its share",
        ),
        Column::optional("irrecoverable_vat", Kind::Money, "VAT that the body cannot recover"),
        Column::optional("department", Kind::Text, "Directorate or department as printed"),
        Column::optional("printed_service", Kind::Text, "Service, cost centre or expense area as printed"),
        Column::optional("subjective", Kind::Text, "Kind of expense as printed"),
        Column::optional("reference", Kind::Text, "Transaction or invoice number"),
        Column::optional("category", Kind::Text, "Procurement or merchant category"),
        Column::optional("capital", Kind::Flag, "Capital rather than revenue, if the body says so"),
        Column::required("redacted", Kind::Flag, "The payee is withheld"),
        Column::required("part", Kind::Text, "Where the line goes in the account"),
        Column::required("treatment", Kind::Text, "spend, transfer, financing or excluded"),
        Column::optional("transfer_kind", Kind::Text, "grant, precept and so on"),
        Column::required("eliminated", Kind::Flag, "A transfer taken out of the total"),
        Column::required("attribution", Kind::Text, "here, elsewhere or not_attributable"),
        Column::optional("counterparty_id", Kind::Text, "The public body paid"),
        Column::optional("counterparty_name", Kind::Text, "Its usual name"),
        Column::required("why", Kind::Text, "The rule that decided the treatment"),
        Column::required("service", Kind::Text, "Service of the common list"),
        Column::required("service_name", Kind::Text, "Its name"),
        Column::optional("service_why", Kind::Text, "The rule that decided the service"),
        Column::optional("cofog", Kind::Text, "COFOG division or group"),
        Column::optional("intent", Kind::Text, "How early in the life of a problem the money is spent"),
        Column::optional("themes", Kind::Text, "Themes and the pounds of each"),
    ],
};

const N_COLUMNS: usize = ROWS.columns.len();

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    Empty,
    Text(Cow<'r, str>),
    Whole(i64),
    Money(Money),
    Date(Date),
    Flag(bool),
}

/// The cells of a row in the order of [`ROWS`]; `counted` is what the filter counts of its amount.
pub fn cells<'r>(account: &Account, row: &'r Row<'_>, stored: &'r Stored, counted: Money) -> [Cell<'r>; N_COLUMNS] {
    let texts = &stored.texts;
    let name = |dimension, id| Cell::Text(account.label(dimension, Some(id)).into());
    [
        Cell::Whole(stored.line_id),
        text(row.body_id),
        name(Dimension::Body, row.body_id),
        text(row.file_id),
        text(row.path),
        maybe(row.sheet),
        Cell::Whole(i64::try_from(row.row).unwrap_or(i64::MAX)),
        row.date.map_or(Cell::Empty, Cell::Date),
        Cell::Text(row.year.to_string().into()),
        maybe(row.payee),
        maybe(row.supplier_id),
        maybe(texts.payee_code.as_deref()),
        Cell::Money(row.amount),
        Cell::Money(counted),
        stored.irrecoverable_vat.map_or(Cell::Empty, Cell::Money),
        maybe(row.department),
        maybe(row.heading),
        maybe(row.subjective),
        maybe(texts.reference.as_deref()),
        maybe(texts.category.as_deref()),
        row.capital.map_or(Cell::Empty, Cell::Flag),
        Cell::Flag(row.redacted),
        text(row.part.word()),
        text(row.treatment),
        maybe(row.transfer_kind),
        Cell::Flag(row.eliminated),
        text(row.attribution),
        maybe(row.counterparty_id),
        row.counterparty_id.map_or(Cell::Empty, |id| name(Dimension::Counterparty, id)),
        text(row.why),
        text(row.service_id),
        name(Dimension::Service, row.service_id),
        maybe(row.service_why),
        maybe(row.cofog),
        maybe(row.intent),
        themes(row),
    ]
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

fn maybe(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Empty, text)
}

/// `families=12.50;alcohol=3.00`.
fn themes<'r>(row: &Row<'_>) -> Cell<'r> {
    let themes: Vec<String> = row.themes.iter().map(|(theme, amount)| format!("{theme}={}", amount.plain())).collect();
    if themes.is_empty() { Cell::Empty } else { Cell::Text(themes.join(";").into()) }
}
