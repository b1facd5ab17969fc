//! Who is paid, and by whom.

use arrow::array::RecordBatch;
use engine::TableReader;
use model::{AccountPart, Attribution, Treatment};
use model::tables::{
    COUNTERPARTY, LEDGER_LINE, NEAR_SUPPLIER, PAYEE_SUPPLIER, SPEND, SUPPLIER, SUPPLIER_CODE, SUPPLIER_CONCENTRATION, SUPPLIER_GROUP,
    SUPPLIER_OVERLAP, SUPPLIER_SPEND, ledger_line, spend as treated_line,
};
use suppliers::{Payees, SpendBySupplier, SupplierOf, market, public_bodies, spend_tables, supplier_tables, suppliers};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "suppliers::names",
        reads: &[&LEDGER_LINE, &COUNTERPARTY],
        writes: &[&SUPPLIER, &PAYEE_SUPPLIER, &SUPPLIER_CODE, &SUPPLIER_GROUP, &NEAR_SUPPLIER],
        files: &[FileSet::Written(place::SUPPLIER_FILES)],
        folder: None,
        run: names,
    },
    Step {
        name: "suppliers::spend",
        reads: &[&LEDGER_LINE, &SPEND, &SUPPLIER, &PAYEE_SUPPLIER],
        writes: &[&SUPPLIER_SPEND, &SUPPLIER_OVERLAP, &SUPPLIER_CONCENTRATION],
        files: &[],
        folder: None,
        run: spend,
    },
];

/// Finds the supplier behind every printed name, public bodies first.
fn names(work: &Work) -> Result<(), Error> {
    let decisions = place::supplier_decisions(work.files())?;
    let mut payees = Payees::default();
    work.map_row_groups(&LEDGER_LINE, &Payees::COLUMNS, |group| Ok(Payees::of_batch(&group.batch()?)), |more| {
        payees = std::mem::take(&mut payees).merge(more);
        Ok(())
    })?;
    let payees = payees.into_vec();
    let found = suppliers(&payees, &public_bodies(&work.read(&COUNTERPARTY)?), &decisions);
    if !found.broken_decisions.is_empty() {
        return Err(Error::DecisionsAtOdds(found.broken_decisions.join(", ")));
    }
    let made = supplier_tables(&payees, &found);
    work.write(&SUPPLIER, made.supplier)?;
    work.write(&PAYEE_SUPPLIER, made.payee_supplier)?;
    work.write(&SUPPLIER_CODE, made.supplier_code)?;
    work.write(&SUPPLIER_GROUP, made.supplier_group)?;
    work.write(&NEAR_SUPPLIER, made.near_supplier)
}

const NET_COLUMNS: [&str; 4] =
    [treated_line::LINE_ID, treated_line::TREATMENT, treated_line::ELIMINATED, treated_line::ATTRIBUTION];

/// Adds up what was spent here by supplier and body, and lays bodies side by side.
fn spend(work: &Work) -> Result<(), Error> {
    let supplier_of = SupplierOf::read(&work.read(&PAYEE_SUPPLIER)?);
    let treated = TableReader::open(work.tables, &SPEND, &NET_COLUMNS, true)?;
    let mut sums = SpendBySupplier::default();
    let columns: Vec<&str> = [SpendBySupplier::COLUMNS.as_slice(), &[ledger_line::LINE_ID]].concat();
    work.map_row_groups(
        &LEDGER_LINE,
        &columns,
        |group| {
            let (lines, treated) = (group.batch()?, treated.row_group(group.index)?);
            let ids = LEDGER_LINE.read(&lines).array(ledger_line::LINE_ID);
            let same = SPEND.read(&treated).array(treated_line::LINE_ID);
            assert_eq!(ids, same, "spend is written line by line beside ledger_line");
            let net = net(&treated);
            Ok(SpendBySupplier::of_batch(&supplier_of, &lines, |row| net[row]))
        },
        |more| {
            sums = std::mem::take(&mut sums).merge(more);
            Ok(())
        },
    )?;
    let made = spend_tables(&sums, &market(&work.read(&SUPPLIER)?));
    work.write(&SUPPLIER_SPEND, made.supplier_spend)?;
    work.write(&SUPPLIER_OVERLAP, made.supplier_overlap)?;
    work.write(&SUPPLIER_CONCENTRATION, made.supplier_concentration)
}

/// Of each row of `spend`, whether it is in the place's total.
fn net(spend: &RecordBatch) -> Vec<bool> {
    let rows = SPEND.read(spend);
    let treatments = rows.text(treated_line::TREATMENT).map_once(0..rows.len(), |word| Treatment::parse(word?));
    let attributions = rows.text(treated_line::ATTRIBUTION).map_once(0..rows.len(), |word| Attribution::parse(word?));
    let eliminated = rows.flag(treated_line::ELIMINATED);
    let part = |row: usize| {
        AccountPart::of(treatments[row].expect("a treatment"), eliminated.value(row), attributions[row].expect("where"))
    };
    (0..rows.len()).map(|row| part(row).is_net()).collect()
}
