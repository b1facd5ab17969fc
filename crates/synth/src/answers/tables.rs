//! Answers that are lists: bad rows, printed payees, suppliers.

use std::collections::BTreeMap;
use std::path::Path;

use money::Money;

use crate::Error;
use crate::truth::{PartTruth, Tally, Truth, senders};
use crate::world::World;

type Output = csv::Writer<std::fs::File>;

fn create(path: &Path, heading: &[&str]) -> Result<Output, Error> {
    let mut writer = csv::Writer::from_path(path).map_err(Error::csv)?;
    writer.write_record(heading).map_err(Error::csv)?;
    Ok(writer)
}

fn finish(mut writer: Output, path: &Path) -> Result<(), Error> {
    writer.flush().map_err(Error::io(path))
}

/// Every row that is broken or doubtful, and how.
pub(super) fn write_rows(path: &Path, truth: &Truth) -> Result<(), Error> {
    let mut writer = create(path, &["body", "path", "sheet", "row", "kind", "what", "booked_pounds", "counted"])?;
    for part in &truth.parts {
        for bad in &part.bad_rows {
            let (row, pounds, counted) = (bad.row.to_string(), plain(bad.pence), bad.is_counted.to_string());
            let sheet = part.sheet.as_deref().unwrap_or_default();
            let cells = [part.ledger.body, &part.path, sheet, &row, bad.kind.word(), bad.what, &pounds, &counted];
            writer.write_record(cells).map_err(Error::csv)?;
        }
    }
    finish(writer, path)
}

fn plain(pence: i64) -> String {
    Money::from_pence(pence).plain()
}

/// Every printed payee of every body that is a supplier or a public body, with who it is.
pub(super) fn write_payees(path: &Path, world: &World, truth: &Truth) -> Result<(), Error> {
    let mut writer = create(path, &["body", "payee", "supplier_id", "counterparty", "lines", "pounds"])?;
    for body in senders() {
        let parts: Vec<&PartTruth> = truth.parts_of(body.id).collect();
        let mut row = |payee: &str, supplier: &str, counterparty: &str, tally: Tally| {
            let (n, pounds) = (tally.n.to_string(), plain(tally.pence));
            writer.write_record([body.id, payee, supplier, counterparty, &n, &pounds]).map_err(Error::csv)
        };
        for (name_id, (name, supplier)) in world.book(body.id).names.iter().enumerate() {
            let tally = parts.iter().filter_map(|part| part.by_name.get(name_id)).fold(Tally::default(), merged);
            if tally.n > 0 {
                row(name, &supplier.to_string(), "", tally)?;
            }
        }
        for ((payee, counterparty), tally) in public_payees(&parts) {
            row(payee, "", counterparty, tally)?;
        }
    }
    finish(writer, path)
}

fn merged(mut sum: Tally, tally: &Tally) -> Tally {
    sum.merge(*tally);
    sum
}

fn public_payees<'a>(parts: &[&'a PartTruth]) -> BTreeMap<(&'a str, &'static str), Tally> {
    let mut sum: BTreeMap<(&str, &'static str), Tally> = BTreeMap::new();
    for ((payee, counterparty), tally) in parts.iter().flat_map(|part| &part.by_public_payee) {
        sum.entry((payee, counterparty)).or_default().merge(*tally);
    }
    sum
}

/// The organisations behind the names.
pub(super) fn write_suppliers(path: &Path, world: &World) -> Result<(), Error> {
    let heading = [
        "supplier_id",
        "name",
        "legal_form",
        "trading_name",
        "trade",
        "group_id",
        "company_number",
        "charity_number",
        "vat_number",
        "postcode",
        "is_attack",
    ];
    let mut writer = create(path, &heading)?;
    for supplier in &world.suppliers.all {
        let number = |number: Option<u32>| number.map(|id| id.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            supplier.id.to_string(),
            supplier.name.registered(),
            supplier.name.form.word().to_owned(),
            text(&supplier.name.trading_name),
            supplier.trade.trade().word.to_owned(),
            number(supplier.group),
            text(&supplier.company_number),
            text(&supplier.charity_number),
            text(&supplier.vat_number),
            supplier.postcode.clone(),
            supplier.is_attack.to_string(),
        ];
        writer.write_record(cells).map_err(Error::csv)?;
    }
    finish(writer, path)
}
