//! The whole method as one list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use arrow::array::{AsArray, RecordBatch};
use engine::{RowGroup, TableReader, TableWriter, read_all, table_path};
use intake::files::Found;
use intake::ledgers::{Reader, Table as SourceTable, file_id, find_problems, source_file_table};
use intake::problem::{Problem, problem_table};
use ledger::{Register, Treater};
use model::tables::{
    CONTACT, FAMILY_ELIGIBILITY, FAMILY_MEMBER, FAMILY_YEAR, PERSON_CHANGE, PERSON_CLUSTER, PERSON_FILE, PERSON_PAIR,
    PERSON_RECORD, PERSON_TIE, RELEASED_FIGURE,
};
use model::tables::{
    COUNTERPARTY, FLOW, LEDGER_LINE, OUTTURN_LINE, PAYEE_SUPPLIER, PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW,
    PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT, RECONCILIATION, ROW_PROBLEM, SOURCE_FILE, SPEND,
    SUPPLIER, SUPPLIER_CODE, SUPPLIER_CONCENTRATION, SUPPLIER_GROUP, SUPPLIER_OVERLAP, SUPPLIER_SPEND, THEME_SHARE,
    TRANSFER, ledger_line, source_file,
};
use model::{ProblemKind, Table};

use crate::inputs::Inputs;
use crate::ordered::{in_order, n_threads};
use crate::pages;
use crate::people;
use crate::proposals::run_appraisal;
use crate::record::InputDigest;
use crate::suppliers::{run_supplier_spend, run_suppliers};
use crate::treat::treat;
use crate::{Error, Progress};

/// Names the code that makes the tables.
pub const CODE: &str = env!("TOTALPLACE_CODE");

/// Names the code that makes the pages.
const PAGES: &str = env!("TOTALPLACE_PAGES");

/// Lines in one row group, and bytes of ledgers that one thread reads before it hands them on.
const GROUP_ROWS: usize = 1 << 17;
const UNIT_BYTES: u64 = 4 << 20;

/// What a step that runs is given.
pub(crate) struct Work<'a> {
    /// The place's folder.
    pub place: &'a Path,
    pub inputs: &'a Inputs,
    /// The folder that holds the tables above the step, and takes its own.
    pub tables: &'a Path,
    /// Digest of everything that the step depends on.
    pub key: &'a str,
    /// The same of the step when the last finished build ran it.
    pub key_before: Option<&'a str>,
    /// SHA-256 of the tables above the step, by name.
    pub hashes: BTreeMap<&'a str, &'a str>,
    pub progress: &'a dyn Progress,
}

/// One step: from tables that stand above it, and from the place's files, to tables of its own.
pub struct Step {
    pub name: &'static str,
    pub reads: &'static [&'static Table],
    pub writes: &'static [&'static Table],
    /// A folder of files that it writes beside the tables.
    pub folder: Option<&'static str>,
    /// Adds what the step reads beside tables to the digest of its inputs.
    pub(crate) digest: fn(&Inputs, &[(String, String)], InputDigest) -> InputDigest,
    pub(crate) run: fn(&Work) -> Result<(), Error>,
}

/// The whole method, in reading order. Each step reads tables that are already written and writes
/// tables that no other step writes, so data only ever flows down this list.
pub const STEPS: &[Step] = &[
    Step {
        name: "intake",
        reads: &[],
        writes: &[&SOURCE_FILE, &LEDGER_LINE, &ROW_PROBLEM, &OUTTURN_LINE, &PERSON_FILE, &PERSON_RECORD, &CONTACT],
        folder: None,
        digest: digest_sources,
        run: run_intake,
    },
    Step {
        name: "linkage::people",
        reads: &[&PERSON_RECORD],
        writes: &[&PERSON_PAIR, &PERSON_CLUSTER, &PERSON_CHANGE],
        folder: Some(people::FOLDER),
        digest: people::digest_people,
        run: people::run_people,
    },
    Step {
        name: "linkage::families",
        reads: &[&PERSON_RECORD, &PERSON_CLUSTER, &CONTACT],
        writes: &[&PERSON_TIE, &FAMILY_MEMBER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY],
        folder: None,
        digest: people::digest_families,
        run: people::run_families,
    },
    Step {
        name: "disclosure::release",
        reads: &[&PERSON_CLUSTER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY],
        writes: &[&RELEASED_FIGURE],
        folder: None,
        digest: digest_nothing_else,
        run: people::run_release,
    },
    Step {
        name: "ledger::counterparties",
        reads: &[&LEDGER_LINE],
        writes: &[&COUNTERPARTY],
        folder: None,
        digest: digest_registers,
        run: run_counterparties,
    },
    Step {
        name: "linkage::suppliers",
        reads: &[&LEDGER_LINE, &COUNTERPARTY],
        writes: &[&SUPPLIER, &PAYEE_SUPPLIER, &SUPPLIER_CODE, &SUPPLIER_GROUP],
        folder: None,
        digest: digest_supplier_decisions,
        run: run_suppliers,
    },
    Step {
        name: "ledger::account",
        reads: &[&SOURCE_FILE, &LEDGER_LINE, &ROW_PROBLEM, &OUTTURN_LINE, &COUNTERPARTY],
        writes: &[&SPEND, &THEME_SHARE, &TRANSFER, &FLOW, &RECONCILIATION],
        folder: None,
        digest: digest_rules,
        run: run_account,
    },
    Step {
        name: "linkage::supplier_spend",
        reads: &[&LEDGER_LINE, &SPEND, &SUPPLIER, &PAYEE_SUPPLIER],
        writes: &[&SUPPLIER_SPEND, &SUPPLIER_OVERLAP, &SUPPLIER_CONCENTRATION],
        folder: None,
        digest: digest_nothing_else,
        run: run_supplier_spend,
    },
    Step {
        name: "appraisal",
        reads: &[&FLOW],
        writes: &[
            &PROPOSAL,
            &PROPOSAL_BODY,
            &PROPOSAL_FLOW,
            &PROPOSAL_RESULT,
            &PROPOSAL_INPUT,
            &PROPOSAL_NOTE,
            &PROPOSAL_PROBLEM,
        ],
        folder: None,
        digest: digest_proposals,
        run: run_appraisal,
    },
    Step {
        name: "report",
        reads: &[
            &PERSON_FILE,
            &RELEASED_FIGURE,
            &PROPOSAL,
            &PROPOSAL_BODY,
            &PROPOSAL_FLOW,
            &PROPOSAL_RESULT,
            &PROPOSAL_INPUT,
            &PROPOSAL_NOTE,
            &PROPOSAL_PROBLEM,
            &SUPPLIER,
            &PAYEE_SUPPLIER,
            &SUPPLIER_CODE,
            &SUPPLIER_GROUP,
            &SUPPLIER_SPEND,
            &SUPPLIER_OVERLAP,
            &SUPPLIER_CONCENTRATION,
            &SOURCE_FILE,
            &LEDGER_LINE,
            &ROW_PROBLEM,
            &OUTTURN_LINE,
            &COUNTERPARTY,
            &SPEND,
            &THEME_SHARE,
            &TRANSFER,
            &FLOW,
            &RECONCILIATION,
        ],
        writes: &[],
        folder: Some("site"),
        digest: digest_pages,
        run: run_report,
    },
];

fn digest_sources(inputs: &Inputs, hashes: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with("place.toml", &inputs.place_bytes);
    let activities = inputs.linkage.activities.as_deref().unwrap_or_default();
    let digest = digest.with("linkage/activities.csv", activities.as_bytes());
    let digest = inputs.mapping_bytes.iter().fold(digest, |digest, (name, bytes)| digest.with(name, bytes));
    hashes
        .iter()
        .filter(|(name, _)| !name.starts_with("register:"))
        .fold(digest, |digest, (name, hash)| digest.with(name, hash.as_bytes()))
}

fn digest_registers(inputs: &Inputs, hashes: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with("place.toml", &inputs.place_bytes);
    let digest =
        intake::register::shipped_text().fold(digest, |digest, (name, text)| digest.with(name, text.as_bytes()));
    let registers = hashes.iter().filter(|(name, _)| name.starts_with("register:"));
    registers.fold(digest, |digest, (name, hash)| digest.with(name, hash.as_bytes()))
}

fn digest_rules(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with("place.toml", &inputs.place_bytes);
    inputs.rule_bytes.iter().fold(digest, |digest, (name, bytes)| digest.with(name, bytes))
}

fn digest_supplier_decisions(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    digest.with(place::SUPPLIER_DECISIONS, &inputs.supplier_decision_bytes)
}

fn digest_proposals(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    let year = inputs.place.year.to_string();
    inputs.proposals.digest(digest.with("year", year.as_bytes()))
}

/// Of a step that reads nothing but tables.
fn digest_nothing_else(_: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    digest
}

fn digest_pages(inputs: &Inputs, _: &[(String, String)], digest: InputDigest) -> InputDigest {
    let digest = digest.with("pages", PAGES.as_bytes());
    digest_rules(inputs, &[], digest)
}

/// Files that one thread reads as one piece of work.
fn units(found: Vec<Found>) -> Vec<Vec<Found>> {
    let mut units: Vec<Vec<Found>> = Vec::new();
    let mut n_bytes = UNIT_BYTES;
    for file in found {
        if n_bytes >= UNIT_BYTES {
            units.push(Vec::new());
            n_bytes = 0;
        }
        n_bytes += std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
        units.last_mut().expect("a unit was begun").push(file);
    }
    units
}

enum Part {
    Lines(RowGroup),
    Tables(Vec<SourceTable>),
}

fn run_intake(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, progress, .. } = *work;
    let units = units(inputs.ledgers());
    progress.begin("intake", inputs.found.len() as u64);
    let mut writer = TableWriter::create(&table_path(tables, &LEDGER_LINE), &LEDGER_LINE)?;
    let encoder = writer.encoder();
    let reader = Reader { place: &inputs.place, mappings: &inputs.mappings };
    let read_unit = |unit: &Vec<Found>, send: &mut dyn FnMut(Part)| -> Result<(), Error> {
        let mut read = Vec::new();
        let mut groups = Groups { batches: Vec::new(), n_rows: 0, error: None, encoder: &encoder };
        for file in unit {
            read.extend(reader.read(file, &mut |batch| groups.push(batch, send)));
            progress.advance(1);
        }
        groups.flush(send);
        groups.error.map_or(Ok(()), Err)?;
        send(Part::Tables(read));
        Ok(())
    };
    let mut read = Vec::new();
    in_order(&units, n_threads(), read_unit, |part| match part {
        Part::Lines(group) => Ok(writer.append(group)?),
        Part::Tables(tables) => {
            read.extend(tables);
            Ok(())
        }
    })?;
    writer.finish()?;
    check_ids(&read)?;
    write_problems(inputs, &read, tables, progress)
}

/// Batches gathered into row groups.
struct Groups<'a> {
    batches: Vec<RecordBatch>,
    n_rows: usize,
    error: Option<Error>,
    encoder: &'a engine::RowGroupEncoder,
}

impl Groups<'_> {
    fn push(&mut self, batch: RecordBatch, send: &mut dyn FnMut(Part)) {
        self.n_rows += batch.num_rows();
        self.batches.push(batch);
        if self.n_rows >= GROUP_ROWS {
            self.flush(send);
        }
    }

    fn flush(&mut self, send: &mut dyn FnMut(Part)) {
        let batches = std::mem::take(&mut self.batches);
        if self.n_rows > 0 && self.error.is_none() {
            match self.encoder.encode(&batches) {
                Ok(group) => send(Part::Lines(group)),
                Err(error) => self.error = Some(error.into()),
            }
        }
        self.n_rows = 0;
    }
}

fn check_ids(tables: &[SourceTable]) -> Result<(), Error> {
    let mut seen = std::collections::BTreeMap::new();
    for table in tables {
        if let Some(other) = seen.insert(table.file_id.clone(), table.shown()) {
            return Err(Error::SameId(other, table.shown()));
        }
    }
    Ok(())
}

fn write_problems(inputs: &Inputs, read: &[SourceTable], tables: &Path, progress: &dyn Progress) -> Result<(), Error> {
    let mut problems: Vec<Problem> = read.iter().flat_map(|table| table.counts.problems.clone()).collect();
    problems.extend(find_problems(&inputs.find_problems));
    problems.extend(intake::doubts::doubts(&inputs.place, read));
    problems.extend(people::intake(inputs, tables, progress)?);
    let (outturn_lines, outturn_problems) = read_publications(inputs, &mut problems);
    TableWriter::write_all(&table_path(tables, &SOURCE_FILE), &SOURCE_FILE, &[source_file_table(read)])?;
    TableWriter::write_all(&table_path(tables, &OUTTURN_LINE), &OUTTURN_LINE, &outturn_lines)?;
    let mut batches = vec![problem_table(problems)];
    batches.extend(outturn_problems);
    Ok(TableWriter::write_all(&table_path(tables, &ROW_PROBLEM), &ROW_PROBLEM, &batches)?)
}

/// Published totals; a publication that cannot be read is a problem like any other file.
fn read_publications(inputs: &Inputs, problems: &mut Vec<Problem>) -> (Vec<RecordBatch>, Vec<RecordBatch>) {
    let unread = Mutex::new(Vec::new());
    let read = |file: &Found, send: &mut dyn FnMut(intake::outturn::Outturn)| {
        let sha256 = intake::open::sha256_of(&file.path).unwrap_or_default();
        match intake::outturn::read(&file.path, &file.shown_path, file.kind, &inputs.place, |sheet| {
            file_id(&sha256, &file.shown_path, Some(sheet))
        }) {
            Ok(outturn) => send(outturn),
            Err(error) => unread.lock().expect("no reader panics").push((file.clone(), error.to_string())),
        }
        Ok::<(), Error>(())
    };
    let (mut lines, mut doubts) = (Vec::new(), Vec::new());
    let taken = in_order(&inputs.publications(), n_threads(), read, |outturn| {
        lines.push(outturn.lines);
        doubts.push(outturn.problems);
        Ok(())
    });
    debug_assert!(taken.is_ok(), "reading a publication never fails the step");
    for (file, text) in unread.into_inner().expect("no reader panics") {
        problems.push(Problem {
            body_id: file.body_id.unwrap_or_else(|| file.kind.word().to_owned()),
            file_id: None,
            row: None,
            kind: ProblemKind::FileUnreadable,
            column: None,
            n_rows: 0,
            amount: None,
            month: None,
            estimate: None,
            text,
        });
    }
    (lines, doubts)
}

fn run_counterparties(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, progress, .. } = *work;
    let reader = TableReader::open(tables, &LEDGER_LINE, &[ledger_line::PAYEE], true)?;
    progress.begin("ledger::counterparties", reader.n_row_groups() as u64);
    let mut payees: BTreeSet<String> = BTreeSet::new();
    for index in 0..reader.n_row_groups() {
        for batch in reader.row_group(index)? {
            payees.extend(distinct(&batch));
        }
        progress.advance(1);
    }
    let (others, _) = inputs.register_bodies()?;
    let register = Register::new(&inputs.place, &others);
    let table = ledger::counterparties(&register, payees.iter().map(String::as_str));
    Ok(TableWriter::write_all(&table_path(tables, &COUNTERPARTY), &COUNTERPARTY, &[table])?)
}

/// The distinct values of a batch's first column.
fn distinct(batch: &RecordBatch) -> Vec<String> {
    let values = batch.column(0).as_any_dictionary().values();
    values.as_string::<i32>().iter().flatten().map(str::to_owned).collect()
}

fn run_account(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, .. } = *work;
    let source_files = read_all(tables, &SOURCE_FILE)?;
    let counterparties = read_all(tables, &COUNTERPARTY)?;
    let treater = Treater::new(&inputs.place, &bodies_with_lines(&source_files), &counterparties, &inputs.rules)?;
    let totals = treat(work, &treater)?;
    ledger::check_conservation(&source_files, &totals).map_err(|breaches| {
        Error::NotConserved(breaches.iter().map(|breach| breach.to_string()).collect::<Vec<_>>().join("\n  "))
    })?;
    let write =
        |table: &'static Table, batch: RecordBatch| TableWriter::write_all(&table_path(tables, table), table, &[batch]);
    write(&TRANSFER, ledger::transfers(&inputs.place, &totals))?;
    write(&FLOW, ledger::flows(&inputs.place, &totals))?;
    let outturn = read_all(tables, &OUTTURN_LINE)?;
    let problems = read_all(tables, &ROW_PROBLEM)?;
    let labels = place::outturn_services(&inputs.place.root)?;
    let labels: Vec<ledger::OutturnService> = labels
        .into_iter()
        .map(|l| ledger::OutturnService { series: l.series, label: l.label, service: l.service })
        .collect();
    write(&RECONCILIATION, ledger::reconcile(&[outturn], &labels, &totals, &problems))?;
    Ok(())
}

fn run_report(work: &Work) -> Result<(), Error> {
    work.progress.begin("report", 1);
    pages::write(work.place, work.tables)?;
    work.progress.advance(1);
    Ok(())
}

/// Bodies whose own ledger is in the count.
fn bodies_with_lines(source_files: &RecordBatch) -> BTreeSet<String> {
    let column = |name: &str| source_files.column(SOURCE_FILE.index(name));
    let bodies = column(source_file::BODY_ID).as_string::<i32>();
    let n_lines = column(source_file::N_LINES).as_primitive::<arrow::datatypes::Int64Type>();
    (0..source_files.num_rows()).filter(|i| n_lines.value(*i) > 0).map(|i| bodies.value(i).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_only_flows_down_the_list_and_no_table_has_two_writers() {
        let mut written: Vec<&str> = Vec::new();
        for step in STEPS {
            for table in step.reads {
                assert!(written.contains(&table.name), "{} reads {}, which is written below it", step.name, table.name);
            }
            for table in step.writes {
                assert!(!written.contains(&table.name), "{} is written twice", table.name);
                assert_eq!(table.written_by, step.name, "{} says who writes it", table.name);
                written.push(table.name);
            }
        }
        assert_eq!(written.len(), model::tables::all().count(), "every table is written by a step");
    }
}
