//! Who is paid in the made-up place: the tables that the steps of suppliers write, from its lines.

use model::tables;
use money::Money;
use suppliers::{Payee, SpendBySupplier, SupplierOf, market, public_bodies, spend_tables, supplier_tables, suppliers};

use super::{Line, as_text};

/// The tables of the steps of suppliers.
pub fn tables(lines: &[Line]) -> Vec<(&'static model::Table, arrow_array::RecordBatch)> {
    let payees: Vec<Payee> = lines.iter().filter_map(payee).collect();
    let bodies = public_bodies(&testkit::batch(&tables::COUNTERPARTY, as_text::COUNTERPARTIES));
    let found = suppliers(&payees, &bodies, &[]);
    let made = supplier_tables(&payees, &found);
    let supplier_of = SupplierOf::read(&made.payee_supplier);
    let ledger = testkit::batch(&tables::LEDGER_LINE, &as_text::ledger_lines(lines));
    let spend = SpendBySupplier::of_batch(&supplier_of, &ledger, |row| is_net(&lines[row]));
    let spend = spend_tables(&spend, &market(&made.supplier));
    vec![
        (&tables::SUPPLIER, made.supplier),
        (&tables::PAYEE_SUPPLIER, made.payee_supplier),
        (&tables::SUPPLIER_CODE, made.supplier_code),
        (&tables::SUPPLIER_GROUP, made.supplier_group),
        (&tables::NEAR_SUPPLIER, made.near_supplier),
        (&tables::SUPPLIER_SPEND, spend.supplier_spend),
        (&tables::SUPPLIER_OVERLAP, spend.supplier_overlap),
        (&tables::SUPPLIER_CONCENTRATION, spend.supplier_concentration),
    ]
}

fn payee(line: &Line) -> Option<Payee> {
    Some(Payee {
        body_id: line.body.to_owned(),
        payee: line.payee.clone()?,
        payee_code: Some(format!("{}", line.row % 3)),
        identifiers: Vec::new(),
        postcode: None,
        is_withheld: line.redacted,
        n_lines: 1,
        amount: Money::from_pence(line.pence),
    })
}

fn is_net(line: &Line) -> bool {
    let treatment = model::Treatment::parse(line.treatment).expect("lines are treated");
    let attribution = model::Attribution::parse(line.attribution).expect("lines are attributed");
    model::AccountPart::of(treatment, line.eliminated, attribution).is_net()
}
