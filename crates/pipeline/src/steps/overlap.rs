//! What is done twice, in pounds.

use std::collections::BTreeMap;

use engine::TableReader;
use model::Place;
use model::tables::{
    COVERAGE, LEDGER_LINE, OVERLAP, OVERLAP_BODY, OVERLAP_EVIDENCE, PAYEE_SUPPLIER, PAYMENT_REPEATS, RELEASED_FIGURE, SPEND,
    SUPPLIER, TRANSFER, VOLUNTARY_SPEND, WHOLE_COUNT,
};
use overlap::{
    AddressableRules, BackOfficeFunctions, Finding, Market, PaidLines, SavingsRanges, Suppliers, VoluntaryBodies, assessments,
    back_offices, circles, claim, overlap_body_table, overlap_tables, paid_twice, payment_repeats_table, shared_suppliers,
    supplier_numbers, voluntary_sector, voluntary_spend_table,
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

/// Finds what is done twice, and settles which finding each pound belongs to.
fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let suppliers = Suppliers::read(&work.read(&SUPPLIER)?, &work.read(&PAYEE_SUPPLIER)?);
    let lines = paid_lines(work, &suppliers)?;
    let market = Market { rules: AddressableRules::shipped(), voluntary: VoluntaryBodies::shipped(Default::default()), contracts: None };
    let twice = paid_twice(&lines, &suppliers);
    let mut findings = twice.findings;
    findings.extend(shared_suppliers(&lines, &suppliers, &market));
    findings.extend(supplier_numbers(&lines, &suppliers));
    findings.extend(of_other_tables(work, &lines)?);
    let claimed = claim(findings);
    let tables = overlap_tables(&claimed, &SavingsRanges::shipped());
    work.write(&OVERLAP, tables.overlap)?;
    work.write(&OVERLAP_EVIDENCE, tables.overlap_evidence)?;
    work.write(&OVERLAP_BODY, overlap_body_table(&claimed, &lines))?;
    work.write(&PAYMENT_REPEATS, payment_repeats_table(&twice.repeats))?;
    let voluntary = voluntary_sector(&lines, &suppliers, &market.voluntary, None);
    work.write(&VOLUNTARY_SPEND, voluntary_spend_table(&voluntary))
}

/// What other rooms found: back offices, assessments, money that goes round.
fn of_other_tables(work: &Work, lines: &PaidLines) -> Result<Vec<Finding>, Error> {
    let functions = BackOfficeFunctions::shipped();
    let mut findings = back_offices(&work.batches(&WHOLE_COUNT)?, &work.batches(&COVERAGE)?, lines, &functions);
    findings.extend(assessments(&work.batches(&RELEASED_FIGURE)?, &body_of_agency(&work.place()?)));
    findings.extend(circles(&work.batches(&TRANSFER)?));
    Ok(findings)
}

/// Lines of spending here, in their order.
fn paid_lines(work: &Work, suppliers: &Suppliers) -> Result<PaidLines, Error> {
    let treated = TableReader::open(work.tables, &SPEND, &PaidLines::SPEND_COLUMNS, true)?;
    let mut lines = PaidLines::default();
    work.map_row_groups(
        &LEDGER_LINE,
        &PaidLines::LINE_COLUMNS,
        |group| Ok((group.batch()?, treated.row_group(group.index)?)),
        |(group, treated)| {
            lines.add(&group, &treated, suppliers);
            Ok(())
        },
    )?;
    Ok(lines)
}

/// The body that runs each agency whose records were read.
fn body_of_agency(place: &Place) -> BTreeMap<String, String> {
    let of_source = |source: &model::place::Source| {
        let body = source.body_id.clone()?;
        Some((source.agency.clone().unwrap_or_else(|| body.clone()), body))
    };
    place.sources.iter().filter_map(of_source).collect()
}
