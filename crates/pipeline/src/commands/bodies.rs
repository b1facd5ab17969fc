//! Payees that are nearly a body of the place, for `classify --bodies`.

use std::path::Path;

use ledger::register::NearName;
use model::Treatment;
use model::tables::{LEDGER_LINE, NEAR_COUNTERPARTY, SPEND, ledger_line, near_counterparty};
use money::Money;

use crate::{Error, of_one_build};

/// A payee that is nearly a body, with what was spent under its name and would become transfers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearBody {
    pub name: NearName,
    pub amount: Money,
}

/// The payees of a built place that are near one of its bodies; most pounds first.
pub fn near_bodies(dir: &Path) -> Result<Vec<NearBody>, Error> {
    let sql = format!(
        "SELECT n.payee, n.body_id, n.body_name, n.difference, CAST(sum(l.amount) AS DECIMAL(38, 2)) AS amount
         FROM {} n JOIN {} l ON n.payee = l.payee JOIN {} s ON l.line_id = s.line_id
         WHERE s.treatment = '{}' GROUP BY 1, 2, 3, 4 ORDER BY abs(sum(l.amount)) DESC, 1",
        NEAR_COUNTERPARTY.name,
        LEDGER_LINE.name,
        SPEND.name,
        Treatment::Spend.word()
    );
    let near = |row: engine::Record<'_>| NearBody {
        name: NearName {
            payee: row.text(ledger_line::PAYEE),
            body_id: row.text(near_counterparty::BODY_ID),
            body_name: row.text(near_counterparty::BODY_NAME),
            difference: row.text(near_counterparty::DIFFERENCE),
        },
        amount: row.money("amount"),
    };
    let answer = of_one_build(dir, |folder| Ok::<_, Error>(engine::query(folder.path(), &sql)?))?;
    Ok(answer.records().map(near).collect())
}
