//! Whether what a trace asks for exists; if not, what does.

use std::path::Path;

use model::tables::{LEDGER_LINE, PAYEE_SUPPLIER, SPEND, ledger_line, payee_supplier, spend};
use model::{Attribution, TransferKind, Treatment};
use pipeline::Filter;

use crate::fail::Failure;

const MONTH: &str = "month";

/// Checks that bodies, services and words of the method exist.
///
/// # Errors
/// Names what does not exist, with the nearest name that does, or all of them.
pub fn insist(dir: &Path, filter: &Filter) -> Result<(), Failure> {
    let place = place::read(dir)?;
    let insist_on = |what: &str, written: &Option<String>, known: &[&str]| match written {
        Some(written) if !known.contains(&written.as_str()) => {
            Err(Failure::not_there(what, written, known.iter().copied()))
        }
        _ => Ok(()),
    };
    let bodies: Vec<&str> = place.bodies.iter().map(|body| body.id.as_str()).collect();
    insist_on("body", &filter.body, &bodies)?;
    insist_on("treatment", &filter.treatment, Treatment::WORDS)?;
    insist_on("kind of transfer", &filter.transfer_kind, TransferKind::WORDS)?;
    insist_on("attribution", &filter.attribution, Attribution::WORDS)?;
    if filter.service.is_some() {
        let services = place::place_services(&place::Files::read(dir, place::RULES)?)?;
        let ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).chain([model::UNCLASSIFIED]).collect();
        insist_on("service", &filter.service, &ids)?;
    }
    Ok(())
}

/// For each part of a filter that no line of the place has: what it asks for, and what there is. Used when no line
/// matches.
pub fn missing(dir: &Path, filter: &Filter) -> Result<Vec<String>, Failure> {
    let month = format!("to_char({}, '%Y-%m')", ledger_line::DATE);
    let parts: [(&str, &Option<String>, &str, &str); 6] = [
        (MONTH, &filter.month, LEDGER_LINE.name, &month),
        ("body", &filter.body, LEDGER_LINE.name, ledger_line::BODY_ID),
        ("service", &filter.service, SPEND.name, spend::SERVICE),
        ("rule", &filter.why, SPEND.name, spend::WHY),
        ("public body paid", &filter.counterparty, SPEND.name, spend::COUNTERPARTY_ID),
        ("supplier", &filter.supplier, PAYEE_SUPPLIER.name, payee_supplier::SUPPLIER_ID),
    ];
    let folder = pipeline::folder(dir)?;
    let mut said = Vec::new();
    for (what, written, table, column) in parts {
        let Some(written) = written else { continue };
        let sql = format!("SELECT DISTINCT {column} AS word FROM {table} WHERE {column} IS NOT NULL ORDER BY 1");
        let answer = engine::query(folder.path(), &sql).map_err(pipeline::Error::from)?;
        let known: Vec<String> = answer.records().map(|row| row.text("word")).collect();
        if !known.contains(written) {
            let hint = match (known.first(), known.last()) {
                (Some(first), Some(last)) if what == MONTH => Some(format!("there are lines from {first} to {last}")),
                _ => authored::hint(written, known.iter().map(String::as_str)),
            };
            let hint = hint.map(|hint| format!(": {hint}")).unwrap_or_default();
            said.push(format!("no line has the {what} `{written}`{hint}"));
        }
    }
    Ok(said)
}
