//! What is paid under names that are nearly a body's, and what people said of files and bodies that fits nothing.

use std::collections::BTreeSet;

use engine::TableReader;
use ledger::{NearPayees, read_near_counterparties};
use model::problem::{Problem, problem_table};
use model::tables::{
    COUNTERPARTY_PROBLEM, LEDGER_LINE, NEAR_COUNTERPARTY, SOURCE_FILE, SPEND, ledger_line, source_file,
};

use crate::Error;
use crate::step::Work;
use crate::unmet_rules::{AnsweredPayees, of_files, ruled};

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
    let mut problems = paid.problems(&near);
    problems.extend(unmet(work)?);
    work.write(&COUNTERPARTY_PROBLEM, problem_table(&COUNTERPARTY_PROBLEM, &problems))
}

/// Rules of the place that name no file there is, and answers about payees that no line has.
fn unmet(work: &Work) -> Result<Vec<Problem>, Error> {
    let (place, files) = (work.place()?, work.read(&SOURCE_FILE)?);
    let shown: Vec<(String, String)> = SOURCE_FILE
        .read(&files)
        .iter()
        .map(|file| {
            let (path, sheet) = (file.text(source_file::PATH), file.text_if_any(source_file::SHEET));
            let shown = sheet.map_or_else(|| path.to_owned(), |sheet| format!("{path} [{sheet}]"));
            (shown, file.text(source_file::BODY_ID).to_owned())
        })
        .collect();
    let files = ruled(&place, shown.iter().map(|(shown, body)| (shown.as_str(), body.as_str())));
    let mut problems = of_files(&place::rules(work.files())?, &files);
    let answered = AnsweredPayees::of(place::payee_answers_by_line(work.files(), &place)?);
    // A place without answers has no line read again.
    if !answered.is_empty() {
        let mut met = BTreeSet::new();
        work.map_row_groups(
            &LEDGER_LINE,
            &[ledger_line::PAYEE],
            |group| Ok(answered.among(&group.batch()?)),
            |more| {
                met.extend(more);
                Ok(())
            },
        )?;
        problems.extend(answered.unmet(&met));
    }
    Ok(problems)
}
