//! What is done twice, and what goes to the voluntary sector.
//!
//! It stands below `disclosure`, because findings about people are told only as they were released.

use std::collections::BTreeMap;

use ::overlap::{
    AddressableRules, BackOfficeFunctions, Finding, INTERVENTIONS, Market, PaidLines, SavingsRanges, SupplierKeys, Suppliers,
    VoluntaryBodies, assessments, back_offices, charities, circles, claim, contract_ends, grant_awards, grants, neighbours,
    overlap_body_table, overlap_tables, paid_twice, payment_repeats_table, programmes, read_interventions, shared_suppliers, supplier_numbers,
    voluntary_sector, voluntary_spend_table,
};
use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use engine::TableReader;
use model::{FinancialYear, Place, Table};
use model::tables::{
    BUILDING, BUILDING_PAIR, CONTRACT, CONTRACT_SUPPLIER, COVERAGE, GRANT, LEDGER_LINE, OVERLAP, OVERLAP_BODY, OVERLAP_EVIDENCE, PAYEE_SUPPLIER, PAYMENT_REPEATS, RELEASED_FIGURE, SPEND, SUPPLIER,
    TRANSFER, VOLUNTARY_SPEND, WHOLE_COUNT, coverage, transfer, whole_count,
};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "overlap",
    reads: &[&LEDGER_LINE, &SPEND, &SUPPLIER, &PAYEE_SUPPLIER, &TRANSFER, &WHOLE_COUNT, &COVERAGE, &RELEASED_FIGURE, &CONTRACT, &CONTRACT_SUPPLIER, &GRANT, &BUILDING, &BUILDING_PAIR],
    writes: &[&OVERLAP, &OVERLAP_BODY, &OVERLAP_EVIDENCE, &PAYMENT_REPEATS, &VOLUNTARY_SPEND],
    files: &[FileSet::Written(place::PLACE), FileSet::Written(&[INTERVENTIONS])],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let suppliers = Suppliers::read(&work.read(&SUPPLIER)?, &work.read(&PAYEE_SUPPLIER)?);
    let place = work.place()?;
    let lines = paid_lines(work, &suppliers, place.year)?;
    let [contracts, of_contracts, awards] = [&CONTRACT, &CONTRACT_SUPPLIER, &GRANT].map(|table| work.read(table));
    let (contracts, of_contracts, awards) = (contracts?, of_contracts?, awards?);
    let has_registers = 0 < contracts.num_rows() + awards.num_rows();
    let keys = if has_registers { SupplierKeys::of(&suppliers) } else { SupplierKeys::default() };
    let voluntary = VoluntaryBodies::shipped(charities(&of_contracts, &awards, &keys));
    let spent = voluntary_sector(&lines, &suppliers, &voluntary, None);
    work.write(&VOLUNTARY_SPEND, voluntary_spend_table(&spent))?;
    let twice = paid_twice(&lines, &suppliers);
    work.write(&PAYMENT_REPEATS, payment_repeats_table(&twice.repeats))?;
    let ends = (0 < contracts.num_rows()).then(|| contract_ends(&contracts, &of_contracts, &keys));
    let market = Market { rules: AddressableRules::shipped(), voluntary, contracts: ends.as_deref() };
    let mut findings = twice.findings;
    findings.extend(shared_suppliers(&lines, &suppliers, &market));
    findings.extend(supplier_numbers(&lines, &suppliers));
    findings.extend(grants(&grant_awards(&awards, &keys), &lines));
    findings.extend(beside_suppliers(work, &place, &lines)?);
    let claimed = claim(findings);
    work.write(&OVERLAP_BODY, overlap_body_table(&claimed, &lines))?;
    let tables = overlap_tables(&claimed, &SavingsRanges::shipped());
    work.write(&OVERLAP, tables.overlap)?;
    work.write(&OVERLAP_EVIDENCE, tables.overlap_evidence)
}

/// Findings that rest on other tables than those of suppliers.
fn beside_suppliers(work: &Work, place: &Place, lines: &PaidLines) -> Result<Vec<Finding>, Error> {
    let functions = BackOfficeFunctions::shipped();
    let in_year = |table: &'static Table, column: &str| Ok::<_, Error>(of_year(table, column, work.batches(table)?, place.year));
    let whole = in_year(&WHOLE_COUNT, whole_count::FINANCIAL_YEAR)?;
    let covered = in_year(&COVERAGE, coverage::FINANCIAL_YEAR)?;
    let mut findings = back_offices(&whole, &covered, lines, &functions);
    findings.extend(circles(&in_year(&TRANSFER, transfer::FINANCIAL_YEAR)?));
    findings.extend(assessments(&work.batches(&RELEASED_FIGURE)?, &body_of_agency(place)));
    findings.extend(neighbours(&work.read(&BUILDING)?, &work.read(&BUILDING_PAIR)?));
    if let Some(text) = work.files().text(INTERVENTIONS)? {
        let bodies: Vec<&str> = place.bodies.iter().map(|body| body.id.as_str()).collect();
        findings.extend(programmes(&read_interventions(&text, &bodies).map_err(::place::PlaceError::from)?));
    }
    Ok(findings)
}

/// The rows of one year: what bodies spend in several years is no more done twice than in one.
fn of_year(
    table: &'static Table,
    column: &str,
    batches: Vec<RecordBatch>,
    year: FinancialYear,
) -> Vec<RecordBatch> {
    let rows_of_year = |batch: RecordBatch| {
        let is_of_year: BooleanArray = table.read(&batch).year(column).iter().map(|of_row| Some(of_row == year)).collect();
        filter_record_batch(&batch, &is_of_year).expect("a flag for each row")
    };
    batches.into_iter().map(rows_of_year).collect()
}

/// Lines of the latest year that are spending here.
fn paid_lines(work: &Work, suppliers: &Suppliers, year: FinancialYear) -> Result<PaidLines, Error> {
    let treated = TableReader::open(work.tables, &SPEND, &PaidLines::SPEND_COLUMNS, true)?;
    let mut lines = PaidLines::of_year(year);
    work.map_row_groups(
        &LEDGER_LINE,
        &PaidLines::LINE_COLUMNS,
        |group| {
            let mut read = PaidLines::of_year(year);
            read.add(&group.batch()?, &treated.row_group(group.index)?, suppliers);
            Ok(read)
        },
        |more| {
            lines.merge(more);
            Ok(())
        },
    )?;
    Ok(lines)
}

/// The body that runs each agency.
fn body_of_agency(place: &Place) -> BTreeMap<String, String> {
    let of_people = place.sources.iter().filter(|source| source.kind.is_about_people());
    let pair = |source: &model::place::Source| {
        let body = source.body_id.clone()?;
        Some((source.agency.clone().unwrap_or_else(|| body.clone()), body))
    };
    of_people.filter_map(pair).collect()
}
