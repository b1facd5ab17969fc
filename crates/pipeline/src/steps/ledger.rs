//! The account: who is a public body, what each line is, and what of it is counted.

mod near;
mod treat;

use std::collections::BTreeSet;

use engine::TableReader;
use intake::register::{read, shipped};
use ledger::register::near_names;
use ledger::{NamedService, OutturnService, OwnMoney, Register, Treater, near_counterparties};
use model::FinancialYear;
use model::place::RegisterBody;
use model::tables::{
    BODY, COUNTERPARTY, COUNTERPARTY_PROBLEM, FLOW, LEDGER_LINE, LEDGER_PROBLEM, LEDGER_SUM, NEAR_COUNTERPARTY,
    PUBLISHED_FIGURE, RECONCILIATION, SERVICE, SOURCE_FILE, SPEND, THEME_SHARE, TRANSFER, ledger_line,
};

use crate::Error;
use crate::step::{FileSet, Step, Work};
use crate::step_inputs;
use treat::{LastTreatment, treat};

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "ledger::counterparties",
        reads: &[&LEDGER_LINE],
        writes: &[&COUNTERPARTY, &NEAR_COUNTERPARTY],
        files: &[FileSet::Written(place::PLACE_AND_REGISTERS), FileSet::Registers],
        folder: None,
        run: counterparties,
    },
    Step {
        name: "ledger::account",
        reads: &[&SOURCE_FILE, &LEDGER_LINE, &LEDGER_PROBLEM, &PUBLISHED_FIGURE, &COUNTERPARTY],
        writes: &[&SPEND, &THEME_SHARE, &TRANSFER, &FLOW, &LEDGER_SUM, &RECONCILIATION, &BODY, &SERVICE],
        files: &[FileSet::Written(place::RULES)],
        folder: None,
        run: account,
    },
    Step {
        name: "ledger::near",
        reads: &[&SOURCE_FILE, &LEDGER_LINE, &NEAR_COUNTERPARTY, &SPEND],
        writes: &[&COUNTERPARTY_PROBLEM],
        files: &[FileSet::Written(place::RULES)],
        folder: None,
        run: near::near,
    },
];

fn counterparties(work: &Work) -> Result<(), Error> {
    let mut payees: BTreeSet<String> = BTreeSet::new();
    work.map_row_groups(
        &LEDGER_LINE,
        &[ledger_line::PAYEE],
        |group| {
            let lines = group.batch()?;
            let payees = LEDGER_LINE.read(&lines).text(ledger_line::PAYEE).distinct();
            Ok(payees.iter().map(str::to_owned).collect::<Vec<_>>())
        },
        |more| {
            payees.extend(more);
            Ok(())
        },
    )?;
    let (others, _) = register_bodies(&work.inputs.registers)?;
    let (place, payees) = (work.place()?, payees.iter().map(String::as_str));
    let answers = place::payee_answers(work.files(), &place)?;
    let register = Register::new(&place, &others).with_answers(&answers);
    work.write(&NEAR_COUNTERPARTY, near_counterparties(&near_names(&register, payees.clone())))?;
    work.write(&COUNTERPARTY, ledger::counterparties(&register, payees))
}

/// The registers of the place, then those that are shipped; with what was doubtful in them.
pub(crate) fn register_bodies(registers: &[step_inputs::Register]) -> Result<(Vec<RegisterBody>, Vec<String>), Error> {
    let (mut bodies, mut doubts) = (Vec::new(), Vec::new());
    for register in registers {
        let (more, more_doubts) = read(&register.path, register.kind)?;
        bodies.extend(more);
        doubts.extend(more_doubts);
    }
    bodies.extend(shipped());
    Ok((bodies, doubts))
}

/// The bodies with lines of their own, and the years of these. It takes a look at every line, and is quick enough to need no
/// bar of its own.
fn own_money(work: &Work) -> Result<OwnMoney, Error> {
    let mut own_money = OwnMoney::new();
    let columns = [ledger_line::BODY_ID, ledger_line::FINANCIAL_YEAR];
    engine::map_row_groups(
        &TableReader::open(work.tables, &LEDGER_LINE, &columns, true)?,
        |group| -> Result<_, Error> {
            let lines = group.batch()?;
            let rows = LEDGER_LINE.read(&lines);
            let bodies = rows.text(ledger_line::BODY_ID);
            let years = rows.year(ledger_line::FINANCIAL_YEAR);
            let mut of_group: Vec<(String, FinancialYear)> = Vec::new();
            for row in 0..rows.len() {
                let (body, year) = (bodies.value(row), years.value(row));
                // A body's lines stand together, and most of a file are of one year.
                let is_known = |known: &(String, FinancialYear)| known.0 == body && known.1 == year;
                if !of_group.iter().rev().any(is_known) {
                    of_group.push((body.to_owned(), year));
                }
            }
            Ok(of_group)
        },
        |found| {
            found.into_iter().for_each(|(body, year)| {
                own_money.entry(body).or_default().insert(year);
            });
            Ok(())
        },
    )?;
    Ok(own_money)
}

fn account(work: &Work) -> Result<(), Error> {
    let place = work.place()?;
    let (source_files, counterparties) = (work.read(&SOURCE_FILE)?, work.read(&COUNTERPARTY)?);
    let rules = place::rules(work.files())?;
    let last = LastTreatment::of_these_lines(work);
    // While the lines are the same, so is this, whatever rule was edited.
    let own_money = last.as_ref().map_or_else(|| own_money(work), |last| Ok(last.own_money.clone()))?;
    let treater = Treater::new(&place, &own_money, &source_files, &counterparties, &rules)?;
    let totals = treat(work, &treater, last, own_money)?;
    ledger::check_conservation(&source_files, &totals).map_err(|breaches| {
        Error::NotConserved(breaches.iter().map(|breach| breach.to_string()).collect::<Vec<_>>().join("\n  "))
    })?;
    work.write(&TRANSFER, ledger::transfers(&place, &totals))?;
    work.write(&FLOW, ledger::flows(&place, &totals))?;
    work.write(&LEDGER_SUM, ledger::ledger_sums(&totals))?;
    work.write(&BODY, ledger::bodies(&place))?;
    let services = place::place_services(work.files())?;
    let named = services.iter().map(|service| NamedService {
        id: &service.id,
        name: &service.name,
        cofog: service.cofog.as_deref(),
    });
    work.write(&SERVICE, ledger::services(named))?;
    let labels: Vec<OutturnService> = place::outturn_services(work.files())?
        .into_iter()
        .map(|l| OutturnService { series: l.series, label: l.label, service: l.service })
        .collect();
    let (outturn, problems) = (work.read(&PUBLISHED_FIGURE)?, work.read(&LEDGER_PROBLEM)?);
    work.write(&RECONCILIATION, ledger::reconcile(&[outturn], &labels, &totals, &problems))
}
