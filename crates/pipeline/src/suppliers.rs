//! Who is paid, and by whom: the payees of every ledger, row group by row group, and their suppliers.

use std::mem::take;

use arrow::array::RecordBatch;
use engine::{TableReader, TableWriter, map_row_groups, read_all, table_path};
use model::tables::{
    COUNTERPARTY, LEDGER_LINE, PAYEE_SUPPLIER, SPEND, SUPPLIER, SUPPLIER_CODE, SUPPLIER_CONCENTRATION, SUPPLIER_GROUP,
    SUPPLIER_OVERLAP, SUPPLIER_SPEND, spend,
};
use model::{AccountPart, Attribution, Table, Treatment};
use suppliers::{Payees, SpendBySupplier, SupplierOf, market, public_bodies, spend_tables, supplier_tables, suppliers};

use crate::Error;
use crate::steps::Work;

/// Finds the supplier behind every printed name, public bodies first.
pub(crate) fn run_suppliers(work: &Work) -> Result<(), Error> {
    let payees = read_payees(work)?.into_vec();
    let bodies = public_bodies(&read_all(work.tables, &COUNTERPARTY)?);
    let found = suppliers(&payees, &bodies, &work.inputs.supplier_decisions);
    if !found.broken_decisions.is_empty() {
        return Err(Error::DecisionsAtOdds(found.broken_decisions.join(", ")));
    }
    let made = supplier_tables(&payees, &found);
    write(work, &SUPPLIER, made.supplier)?;
    write(work, &PAYEE_SUPPLIER, made.payee_supplier)?;
    write(work, &SUPPLIER_CODE, made.supplier_code)?;
    write(work, &SUPPLIER_GROUP, made.supplier_group)
}

fn write(work: &Work, table: &'static Table, batch: RecordBatch) -> Result<(), Error> {
    Ok(TableWriter::write_all(&table_path(work.tables, table), table, &[batch])?)
}

fn read_payees(work: &Work) -> Result<Payees, Error> {
    let lines = TableReader::open(work.tables, &LEDGER_LINE, &Payees::COLUMNS, true)?;
    work.progress.begin("linkage::suppliers", lines.n_row_groups() as u64);
    let mut payees = Payees::default();
    map_row_groups(
        &lines,
        |group| Ok::<_, Error>(Payees::of_batch(&group.batch()?)),
        |more| {
            payees = take(&mut payees).merge(more);
            work.progress.advance(1);
            Ok(())
        },
    )?;
    Ok(payees)
}

const NET_COLUMNS: [&str; 3] = [spend::TREATMENT, spend::ELIMINATED, spend::ATTRIBUTION];

/// Adds up what was spent here by supplier and body, and lays bodies side by side.
pub(crate) fn run_supplier_spend(work: &Work) -> Result<(), Error> {
    let supplier_of = SupplierOf::read(&read_all(work.tables, &PAYEE_SUPPLIER)?);
    let spend = read_spend(work, &supplier_of)?;
    let made = spend_tables(&spend, &market(&read_all(work.tables, &SUPPLIER)?));
    write(work, &SUPPLIER_SPEND, made.supplier_spend)?;
    write(work, &SUPPLIER_OVERLAP, made.supplier_overlap)?;
    write(work, &SUPPLIER_CONCENTRATION, made.supplier_concentration)
}

/// `spend` is written line by line beside `ledger_line`, so their row groups hold the same lines.
fn read_spend<'s>(work: &Work, supplier_of: &'s SupplierOf) -> Result<SpendBySupplier<'s>, Error> {
    let lines = TableReader::open(work.tables, &LEDGER_LINE, &SpendBySupplier::COLUMNS, true)?;
    let net = TableReader::open(work.tables, &SPEND, &NET_COLUMNS, true)?;
    work.progress.begin("linkage::supplier_spend", lines.n_row_groups() as u64);
    let mut spend = SpendBySupplier::default();
    map_row_groups(
        &lines,
        |group| {
            let is_net = lines_in_total(&net.row_group(group.index)?);
            Ok::<_, Error>(SpendBySupplier::of_batch(supplier_of, &group.batch()?, |row| is_net[row]))
        },
        |more| {
            spend = take(&mut spend).merge(more);
            work.progress.advance(1);
            Ok(())
        },
    )?;
    Ok(spend)
}

/// Whether each line is in the place's total.
fn lines_in_total(net: &RecordBatch) -> Vec<bool> {
    let rows = SPEND.read(net);
    let treatments = rows.text(spend::TREATMENT).map_once(0..rows.len(), |word| Treatment::parse(word?));
    let attributions = rows.text(spend::ATTRIBUTION).map_once(0..rows.len(), |word| Attribution::parse(word?));
    let parts = treatments.into_iter().zip(rows.flag(spend::ELIMINATED).values()).zip(attributions);
    let is_net = |((treatment, is_eliminated), attribution): ((Option<Treatment>, bool), Option<Attribution>)| {
        treatment.zip(attribution).is_some_and(|(of, at)| AccountPart::of(of, is_eliminated, at).is_net())
    };
    parts.map(is_net).collect()
}
