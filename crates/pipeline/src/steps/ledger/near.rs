//! What is paid under names that are nearly a body's.

use engine::TableReader;
use ledger::{NearPayees, read_near_counterparties};
use model::problem::problem_table;
use model::tables::{COUNTERPARTY_PROBLEM, LEDGER_LINE, NEAR_COUNTERPARTY, SPEND};

use crate::Error;
use crate::step::Work;

/// Adds up the pounds of near names. If there are none, no line is read.
pub(super) fn near(work: &Work) -> Result<(), Error> {
    let near = read_near_counterparties(&work.read(&NEAR_COUNTERPARTY)?);
    let mut paid = NearPayees::default();
    if !near.is_empty() {
        let treated = TableReader::open(work.tables, &SPEND, &NearPayees::SPEND_COLUMNS, true)?;
        work.map_row_groups(
            &LEDGER_LINE,
            &NearPayees::LINE_COLUMNS,
            |group| Ok(NearPayees::of_batch(&near, &group.batch()?, &treated.row_group(group.index)?)),
            |more| {
                paid.merge(more);
                Ok(())
            },
        )?;
    }
    work.write(&COUNTERPARTY_PROBLEM, problem_table(&COUNTERPARTY_PROBLEM, &paid.problems(&near)))
}
