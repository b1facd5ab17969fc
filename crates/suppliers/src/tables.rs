//! The tables about suppliers.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::Tally;
use model::tables::{
    NEAR_SUPPLIER, PAYEE_SUPPLIER, SUPPLIER, SUPPLIER_CODE, SUPPLIER_GROUP, SupplierKind, near_supplier,
    payee_supplier, supplier, supplier_code, supplier_group,
};

use crate::matching::{PayeeSupplier, Suppliers};
use crate::payees::Payee;

/// The tables about suppliers, each sorted by its first columns; near ones by the pounds that an answer moves.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplierTables {
    pub supplier: RecordBatch,
    pub payee_supplier: RecordBatch,
    pub supplier_code: RecordBatch,
    pub supplier_group: RecordBatch,
    pub near_supplier: RecordBatch,
}

/// Suppliers with what is paid under their names.
pub fn supplier_tables(payees: &[Payee], found: &Suppliers) -> SupplierTables {
    let sums = Sums::of(payees, found);
    SupplierTables {
        supplier: supplier_table(found, &sums),
        payee_supplier: payee_supplier_table(found, &sums),
        supplier_code: supplier_code_table(&sums),
        supplier_group: supplier_group_table(found),
        near_supplier: near_supplier_table(found),
    }
}

/// Lines and pounds, with the names, bodies and numbers under which they are paid.
#[derive(Default)]
struct Sum<'a> {
    tally: Tally,
    names: BTreeSet<&'a str>,
    bodies: BTreeSet<&'a str>,
    codes: BTreeSet<&'a str>,
}

impl<'a> Sum<'a> {
    fn add(&mut self, row: &'a Payee) {
        self.tally += Tally { n_lines: row.n_lines as usize, amount: row.amount };
        self.names.insert(&row.payee);
        self.bodies.insert(&row.body_id);
        self.codes.extend(row.payee_code.as_deref());
    }
}

/// Payees summed up by supplier, by name, and by number.
struct Sums<'a> {
    by_supplier: BTreeMap<&'a str, Sum<'a>>,
    by_name: BTreeMap<(&'a str, &'a str), Sum<'a>>,
    by_code: BTreeMap<(&'a str, &'a str, &'a str), Sum<'a>>,
}

impl<'a> Sums<'a> {
    fn of(payees: &'a [Payee], found: &'a Suppliers) -> Sums<'a> {
        let mut sums = Sums { by_supplier: BTreeMap::new(), by_name: BTreeMap::new(), by_code: BTreeMap::new() };
        let name = |edge: &'a PayeeSupplier| (edge.body_id.as_str(), edge.payee.as_str());
        let supplier_of: BTreeMap<(&str, &str), &str> =
            found.edges.iter().map(|edge| (name(edge), edge.supplier_id.as_str())).collect();
        for row in payees {
            let name = (row.body_id.as_str(), row.payee.as_str());
            let supplier = supplier_of[&name];
            sums.by_supplier.entry(supplier).or_default().add(row);
            sums.by_name.entry(name).or_default().add(row);
            if let Some(code) = &row.payee_code {
                sums.by_code.entry((supplier, name.0, code)).or_default().add(row);
            }
        }
        sums
    }
}

fn supplier_table(found: &Suppliers, sums: &Sums<'_>) -> RecordBatch {
    let mut rows = SUPPLIER.rows();
    for found in &found.suppliers {
        let sum = &sums.by_supplier[found.supplier_id.as_str()];
        rows.push()
            .text(supplier::SUPPLIER_ID, &found.supplier_id)
            .text(supplier::NAME, &found.name)
            .text(supplier::SUPPLIER_KIND, found.kind.word())
            .flag(supplier::IS_PUBLIC_BODY, matches!(found.kind, SupplierKind::PublicBody(_)))
            .text_if_any(supplier::LEGAL_FORM, found.legal_form.as_deref())
            .count(supplier::N_NAMES, sum.names.len() as u64)
            .count(supplier::N_BODIES, sum.bodies.len() as u64)
            .count(supplier::N_LINES, sum.tally.n_lines as u64)
            .money(supplier::AMOUNT, sum.tally.amount);
    }
    rows.finish()
}

fn payee_supplier_table(found: &Suppliers, sums: &Sums<'_>) -> RecordBatch {
    let mut rows = PAYEE_SUPPLIER.rows();
    for edge in &found.edges {
        let sum = &sums.by_name[&(edge.body_id.as_str(), edge.payee.as_str())];
        rows.push()
            .text(payee_supplier::BODY_ID, &edge.body_id)
            .text(payee_supplier::PAYEE, &edge.payee)
            .text(payee_supplier::SUPPLIER_ID, &edge.supplier_id)
            .text(payee_supplier::METHOD, edge.method.word())
            .share(payee_supplier::SCORE, edge.score)
            .text(payee_supplier::DECIDED_BY, &edge.decided_by)
            .count(payee_supplier::N_PAYEE_CODES, sum.codes.len() as u64)
            .count(payee_supplier::N_LINES, sum.tally.n_lines as u64)
            .money(payee_supplier::AMOUNT, sum.tally.amount);
    }
    rows.finish()
}

fn supplier_code_table(sums: &Sums<'_>) -> RecordBatch {
    let mut rows = SUPPLIER_CODE.rows();
    for ((supplier, body, code), sum) in &sums.by_code {
        rows.push()
            .text(supplier_code::SUPPLIER_ID, supplier)
            .text(supplier_code::BODY_ID, body)
            .text(supplier_code::PAYEE_CODE, code)
            .count(supplier_code::N_LINES, sum.tally.n_lines as u64)
            .money(supplier_code::AMOUNT, sum.tally.amount);
    }
    rows.finish()
}

fn supplier_group_table(found: &Suppliers) -> RecordBatch {
    let mut groups: Vec<_> = found.groups.iter().collect();
    groups.sort_by(|a, b| (&a.group_id, &a.supplier_id, a.method).cmp(&(&b.group_id, &b.supplier_id, b.method)));
    let mut rows = SUPPLIER_GROUP.rows();
    for edge in groups {
        rows.push()
            .text(supplier_group::GROUP_ID, &edge.group_id)
            .text(supplier_group::SUPPLIER_ID, &edge.supplier_id)
            .text(supplier_group::METHOD, edge.method.word())
            .share(supplier_group::SCORE, edge.score);
    }
    rows.finish()
}

fn near_supplier_table(found: &Suppliers) -> RecordBatch {
    let mut rows = NEAR_SUPPLIER.rows();
    for near in &found.near {
        rows.push()
            .text(near_supplier::SUPPLIER_ID, &near.one.supplier_id)
            .text(near_supplier::BODY_ID, &near.one.body_id)
            .text(near_supplier::PAYEE, &near.one.payee)
            .money(near_supplier::AMOUNT, near.one.amount)
            .text(near_supplier::OTHER_SUPPLIER_ID, &near.other.supplier_id)
            .text(near_supplier::OTHER_BODY_ID, &near.other.body_id)
            .text(near_supplier::OTHER_PAYEE, &near.other.payee)
            .money(near_supplier::OTHER_AMOUNT, near.other.amount)
            .text(near_supplier::REASON, near.reason.word())
            .text(near_supplier::EVIDENCE, &near.evidence)
            .share(near_supplier::SCORE, near.score);
    }
    rows.finish()
}
