//! What the columns mean in the words of the Fiscal Data Package, in both of its forms (method, section 9.3).

use model::tables::{self, ledger_line, published_figure, reconciliation, spend, theme_share, transfer};
use model::{Column, Kind, Table};
use serde_json::{Map, Value, json};

use super::Resource;

/// The taxonomy of version 1, and the types of ours that it lacks.
pub fn column_types() -> Value {
    json!([
        "https://frictionlessdata.io/taxonomies/fiscal/budgets.json",
        { "name": "transaction-id", "dataType": "integer", "unique": true },
        { "name": "supplier:generic:name", "dataType": "string" },
        { "name": "supplier:generic:code", "dataType": "string" },
    ])
}

/// The `columnType` of a field in version 1; none where the taxonomy has no word for it.
pub fn column_type(table: &Table, column: &Column) -> Option<&'static str> {
    match column.kind {
        Kind::Year => Some("date:fiscal-year"),
        // Other sums, such as a theme's part of a line, must not be added to the lines.
        Kind::Money if column.name == main_amount(table)? => Some("value"),
        Kind::Date if is(table, &tables::LEDGER_LINE) => Some("date:generic"),
        Kind::Id if column.name == ledger_line::LINE_ID => Some("transaction-id"),
        _ => column_type_of_words(table, column.name),
    }
}

fn column_type_of_words(table: &Table, column: &str) -> Option<&'static str> {
    let of_ledger = |name| is(table, &tables::LEDGER_LINE) && column == name;
    let of_spend = |name| is(table, &tables::SPEND) && column == name;
    match () {
        () if of_ledger(ledger_line::BODY_ID) || of_spend(spend::BODY_ID) => {
            Some("administrative-classification:generic:level1:code")
        }
        () if of_ledger(ledger_line::DEPARTMENT) => Some("administrative-classification:generic:level2:label"),
        () if of_ledger(ledger_line::SUBJECTIVE) => Some("economic-classification:generic:label"),
        () if of_ledger(ledger_line::PAYEE) => Some("supplier:generic:name"),
        () if of_ledger(ledger_line::PAYEE_CODE) => Some("supplier:generic:code"),
        () if of_spend(spend::SERVICE) => Some("functional-classification:generic:code"),
        () if of_spend(spend::COFOG) => Some("functional-classification:cofog:code"),
        () if of_spend(spend::TREATMENT) => Some("budgetary-transfers"),
        () => None,
    }
}

/// The column that holds a table's own pounds.
fn main_amount(table: &Table) -> Option<&'static str> {
    let amounts = [
        (&tables::LEDGER_LINE, ledger_line::AMOUNT),
        (&tables::SPEND, spend::AMOUNT),
        (&tables::PUBLISHED_FIGURE, published_figure::AMOUNT),
        (&tables::THEME_SHARE, theme_share::AMOUNT),
        (&tables::TRANSFER, transfer::AMOUNT),
        (&tables::RECONCILIATION, reconciliation::AMOUNT),
    ];
    amounts.into_iter().find(|(t, _)| is(table, t)).map(|(_, column)| column)
}

fn is(a: &Table, b: &Table) -> bool {
    a.name == b.name
}

/// `model` of version 0.3: what is measured, and by what. Only what is in the package is named.
pub fn model(resources: &[Resource]) -> Value {
    let has = |table: &Table| resources.iter().any(|resource| is(resource.table, table));
    let mut measures = Map::new();
    let mut dimensions = Map::new();
    if has(&tables::LEDGER_LINE) {
        measures.insert("amount".to_owned(), measure(&tables::LEDGER_LINE, ledger_line::AMOUNT));
        dimensions.extend(ledger_dimensions());
    }
    if has(&tables::SPEND) {
        measures.insert("classified_amount".to_owned(), measure(&tables::SPEND, spend::AMOUNT));
        dimensions.extend(spend_dimensions());
    }
    if has(&tables::TRANSFER) {
        measures.insert("transfer_amount".to_owned(), measure(&tables::TRANSFER, transfer::AMOUNT));
    }
    json!({ "measures": measures, "dimensions": dimensions })
}

/// Pounds as they were paid: positive is expenditure, and credit notes are negative.
fn measure(table: &Table, source: &str) -> Value {
    json!({
        "source": source,
        "resource": table.name,
        "currency": "GBP",
        "factor": 1,
        "direction": "expenditure",
        "phase": "executed",
    })
}

fn ledger_dimensions() -> [(String, Value); 6] {
    let on = &tables::LEDGER_LINE;
    [
        dimension("date", on, &[ledger_line::DATE, ledger_line::FINANCIAL_YEAR], "datetime", None),
        dimension("payer", on, &[ledger_line::BODY_ID], "entity", None),
        dimension("payee", on, &[ledger_line::PAYEE, ledger_line::PAYEE_CODE], "entity", None),
        dimension(
            "department",
            on,
            &[ledger_line::DEPARTMENT, ledger_line::SERVICE],
            "classification",
            Some(("administrative", None)),
        ),
        dimension("subjective", on, &[ledger_line::SUBJECTIVE], "classification", Some(("economic", None))),
        dimension("line", on, &[ledger_line::LINE_ID, ledger_line::REFERENCE], "fact", None),
    ]
}

fn spend_dimensions() -> [(String, Value); 3] {
    let on = &tables::SPEND;
    [
        dimension("service", on, &[spend::SERVICE], "classification", Some(("functional", None))),
        dimension("cofog", on, &[spend::COFOG], "classification", Some(("functional", Some("cofog")))),
        dimension("treatment", on, &[spend::TREATMENT, spend::ELIMINATED, spend::ATTRIBUTION], "other", None),
    ]
}

/// One dimension; its first column is its key.
fn dimension(
    name: &str,
    table: &Table,
    columns: &[&str],
    dimension_type: &str,
    classification: Option<(&str, Option<&str>)>,
) -> (String, Value) {
    let attribute = |column: &&str| ((*column).to_owned(), json!({ "source": column, "resource": table.name }));
    let attributes: Map<String, Value> = columns.iter().map(attribute).collect();
    let mut dimension = Map::new();
    dimension.insert("attributes".to_owned(), attributes.into());
    dimension.insert("primaryKey".to_owned(), json!(columns[..1]));
    dimension.insert("dimensionType".to_owned(), dimension_type.into());
    if let Some((kind, standard)) = classification {
        dimension.insert("classificationType".to_owned(), kind.into());
        dimension.extend(standard.map(|standard| ("classification".to_owned(), standard.into())));
    }
    (name.to_owned(), dimension.into())
}
