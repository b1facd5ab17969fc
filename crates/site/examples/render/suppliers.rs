//! Who is paid in the made-up place: the tables that the steps of suppliers write, from its lines.

use std::collections::BTreeMap;

use suppliers::{NetSpend, Payee, public_bodies, spend_tables, supplier_tables, suppliers};
use model::tables;
use money::Money;

use super::{Line, as_text};

/// The tables of the steps of suppliers.
pub fn tables(lines: &[Line]) -> Vec<(&'static model::Table, arrow_array::RecordBatch)> {
    let payees: Vec<Payee> = lines.iter().filter_map(payee).collect();
    let bodies = public_bodies(&testkit::batch(&tables::COUNTERPARTY, as_text::COUNTERPARTIES));
    let found = suppliers(&payees, &bodies, &[]);
    let made = supplier_tables(&payees, &found);
    let supplier_of: BTreeMap<(&str, &str), &str> = found
        .edges
        .iter()
        .map(|edge| ((edge.body_id.as_str(), edge.payee.as_str()), edge.supplier_id.as_str()))
        .collect();
    let mut net: BTreeMap<(&str, &str), (u64, Money)> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_net(line)) {
        let Some(payee) = &line.payee else { continue };
        let sum = net.entry((supplier_of[&(line.body, payee.as_str())], line.body)).or_default();
        sum.0 += 1;
        sum.1 += Money::from_pence(line.pence);
    }
    let net = net.into_iter().map(|((supplier, body), (n_lines, amount))| NetSpend {
        supplier_id: supplier.to_owned(),
        body_id: body.to_owned(),
        n_lines,
        amount,
    });
    let spend = spend_tables(net.collect(), |supplier| !supplier.contains(':') && supplier != "withheld");
    vec![
        (&tables::SUPPLIER, made.supplier),
        (&tables::PAYEE_SUPPLIER, made.payee_supplier),
        (&tables::SUPPLIER_CODE, made.supplier_code),
        (&tables::SUPPLIER_GROUP, made.supplier_group),
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
