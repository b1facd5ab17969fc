//! Payees that are nearly a body of the place, for `classify --bodies`.

use std::path::Path;

use ledger::Register;
use ledger::register::{NearName, near_names};
use model::Treatment;
use model::tables::{LEDGER_LINE, SPEND, ledger_line};
use money::Money;

use crate::Error;
use crate::inputs::registers;
use crate::steps::ledger::register_bodies;

/// The payees of a built place that are near one of its bodies, with what was spent under their names.
pub fn near_bodies(dir: &Path) -> Result<Vec<NearName>, Error> {
    let place = place::read(dir)?;
    let (others, _) = register_bodies(&registers(&place))?;
    let folder = crate::folder(dir)?;
    let sql = format!(
        "SELECT l.payee, CAST(sum(l.amount) AS DECIMAL(38, 2)) AS amount FROM {} l JOIN {} s ON l.line_id = s.line_id
         WHERE s.treatment = '{}' AND l.payee IS NOT NULL GROUP BY 1 ORDER BY 1",
        LEDGER_LINE.name,
        SPEND.name,
        Treatment::Spend.word()
    );
    let rows = engine::query(folder.path(), &sql)?;
    let payees: Vec<(String, Money)> =
        rows.records().map(|row| (row.text(ledger_line::PAYEE), row.money("amount"))).collect();
    let payees = payees.iter().map(|(payee, amount)| (payee.as_str(), *amount));
    Ok(near_names(&Register::new(&place, &others), payees))
}
