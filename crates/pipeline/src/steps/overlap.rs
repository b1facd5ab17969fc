//! What is done twice, and what goes to the voluntary sector.
//!
//! It stands below `disclosure`, because findings about people are told only as they were released.

use std::collections::{BTreeMap, BTreeSet};

use ::overlap::{
    AddressableRules, BackOfficeFunctions, Finding, Market, PaidLines, SavingsRanges, Suppliers, VoluntaryBodies, assessments,
    back_offices, circles, claim, overlap_body_table, overlap_tables, paid_twice, payment_repeats_table, shared_suppliers, supplier_numbers,
    voluntary_sector, voluntary_spend_table,
};
use engine::TableReader;
use model::Place;
use model::tables::{
    COVERAGE, LEDGER_LINE, OVERLAP, OVERLAP_BODY, OVERLAP_EVIDENCE, PAYEE_SUPPLIER, PAYMENT_REPEATS, RELEASED_FIGURE, SPEND, SUPPLIER,
    TRANSFER, VOLUNTARY_SPEND, WHOLE_COUNT,
};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "overlap",
    reads: &[&LEDGER_LINE, &SPEND, &SUPPLIER, &PAYEE_SUPPLIER, &TRANSFER, &WHOLE_COUNT, &COVERAGE, &RELEASED_FIGURE],
    writes: &[&OVERLAP, &OVERLAP_BODY, &OVERLAP_EVIDENCE, &PAYMENT_REPEATS, &VOLUNTARY_SPEND],
    files: &[FileSet::Written(place::PLACE)],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let suppliers = Suppliers::read(&work.read(&SUPPLIER)?, &work.read(&PAYEE_SUPPLIER)?);
    let lines = paid_lines(work, &suppliers)?;
    // No table has contracts or grants yet, so nothing says when contracts end or who is a registered charity.
    let voluntary = VoluntaryBodies::shipped(BTreeSet::new());
    let spent = voluntary_sector(&lines, &suppliers, &voluntary, None);
    work.write(&VOLUNTARY_SPEND, voluntary_spend_table(&spent))?;
    let twice = paid_twice(&lines, &suppliers);
    work.write(&PAYMENT_REPEATS, payment_repeats_table(&twice.repeats))?;
    let market = Market { rules: AddressableRules::shipped(), voluntary, contracts: None };
    let mut findings = twice.findings;
    findings.extend(shared_suppliers(&lines, &suppliers, &market));
    findings.extend(supplier_numbers(&lines, &suppliers));
    findings.extend(beside_suppliers(work, &lines)?);
    let claimed = claim(findings);
    work.write(&OVERLAP_BODY, overlap_body_table(&claimed, &lines))?;
    let tables = overlap_tables(&claimed, &SavingsRanges::shipped());
    work.write(&OVERLAP, tables.overlap)?;
    work.write(&OVERLAP_EVIDENCE, tables.overlap_evidence)
}

/// Findings that rest on other tables than those of suppliers.
fn beside_suppliers(work: &Work, lines: &PaidLines) -> Result<Vec<Finding>, Error> {
    let functions = BackOfficeFunctions::shipped();
    let mut findings = back_offices(&work.batches(&WHOLE_COUNT)?, &work.batches(&COVERAGE)?, lines, &functions);
    findings.extend(circles(&work.batches(&TRANSFER)?));
    findings.extend(assessments(&work.batches(&RELEASED_FIGURE)?, &body_of_agency(&work.place()?)));
    Ok(findings)
}

fn paid_lines(work: &Work, suppliers: &Suppliers) -> Result<PaidLines, Error> {
    let treated = TableReader::open(work.tables, &SPEND, &PaidLines::SPEND_COLUMNS, true)?;
    let mut lines = PaidLines::default();
    work.map_row_groups(
        &LEDGER_LINE,
        &PaidLines::LINE_COLUMNS,
        |group| Ok((group.batch()?, treated.row_group(group.index)?)),
        |(batch, treated)| {
            lines.add(&batch, &treated, suppliers);
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
