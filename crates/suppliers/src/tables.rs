//! Suppliers as tables, and the table of public bodies as what suppliers are found with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray};
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::tables::{self, counterparty, payee_supplier, supplier, supplier_code, supplier_group};
use model::{Table, tables::COUNTERPARTY};
use money::Money;

use super::{Payee, PayeeSupplier, PublicBody, Supplier, SupplierKind, Suppliers};

/// The tables about suppliers, each sorted by its first columns.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplierTables {
    pub supplier: RecordBatch,
    pub payee_supplier: RecordBatch,
    pub supplier_code: RecordBatch,
    pub supplier_group: RecordBatch,
}

/// Suppliers with what is paid under their names.
pub fn supplier_tables(payees: &[Payee], found: &Suppliers) -> SupplierTables {
    let sums = Sums::of(payees, found);
    SupplierTables {
        supplier: supplier_table(found, &sums),
        payee_supplier: payee_supplier_table(found, &sums),
        supplier_code: supplier_code_table(&sums),
        supplier_group: supplier_group_table(found),
    }
}

/// The rows of the table `counterparty`.
pub fn public_bodies(counterparties: &RecordBatch) -> Vec<PublicBody> {
    let column = |name: &str| counterparties.column(COUNTERPARTY.index(name)).as_string::<i32>();
    let [payee, id, name, kind] = [
        counterparty::PAYEE,
        counterparty::COUNTERPARTY_ID,
        counterparty::COUNTERPARTY_NAME,
        counterparty::COUNTERPARTY_KIND,
    ]
    .map(column);
    let body = |row: usize| PublicBody {
        payee: payee.value(row).to_owned(),
        id: id.value(row).to_owned(),
        name: name.value(row).to_owned(),
        kind: kind.value(row).to_owned(),
    };
    (0..counterparties.num_rows()).map(body).collect()
}

/// Lines and pounds, with the names, bodies or numbers that they stand under.
#[derive(Default)]
struct Sum<'a> {
    n_lines: u64,
    amount: Money,
    names: BTreeSet<&'a str>,
    bodies: BTreeSet<&'a str>,
    codes: BTreeSet<&'a str>,
}

impl<'a> Sum<'a> {
    fn add(&mut self, row: &'a Payee) {
        self.n_lines += row.n_lines;
        self.amount += row.amount;
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
    let rows = || found.suppliers.iter();
    let sum = |supplier: &Supplier| &sums.by_supplier[supplier.supplier_id.as_str()];
    let is_public = |supplier: &Supplier| matches!(supplier.kind, SupplierKind::PublicBody(_));
    batch(
        &tables::SUPPLIER,
        [
            (supplier::SUPPLIER_ID, text(rows().map(|row| row.supplier_id.as_str()))),
            (supplier::NAME, text(rows().map(|row| row.name.as_str()))),
            (supplier::SUPPLIER_KIND, text(rows().map(|row| row.kind.word()))),
            (supplier::IS_PUBLIC_BODY, Arc::new(BooleanArray::from_iter(rows().map(|row| Some(is_public(row)))))),
            (supplier::LEGAL_FORM, Arc::new(StringArray::from_iter(rows().map(|row| row.legal_form.as_deref())))),
            (supplier::N_NAMES, counts(rows().map(|row| sum(row).names.len() as u64))),
            (supplier::N_BODIES, counts(rows().map(|row| sum(row).bodies.len() as u64))),
            (supplier::N_LINES, counts(rows().map(|row| sum(row).n_lines))),
            (supplier::AMOUNT, money(rows().map(|row| sum(row).amount))),
        ],
    )
}

fn payee_supplier_table<'a>(found: &'a Suppliers, sums: &Sums<'a>) -> RecordBatch {
    let rows = || found.edges.iter();
    let sum = |edge: &'a PayeeSupplier| &sums.by_name[&(edge.body_id.as_str(), edge.payee.as_str())];
    batch(
        &tables::PAYEE_SUPPLIER,
        [
            (payee_supplier::BODY_ID, text(rows().map(|row| row.body_id.as_str()))),
            (payee_supplier::PAYEE, text(rows().map(|row| row.payee.as_str()))),
            (payee_supplier::SUPPLIER_ID, text(rows().map(|row| row.supplier_id.as_str()))),
            (payee_supplier::METHOD, text(rows().map(|row| row.method.word()))),
            (payee_supplier::SCORE, shares(rows().map(|row| row.score))),
            (payee_supplier::DECIDED_BY, text(rows().map(|row| row.decided_by.as_str()))),
            (payee_supplier::N_PAYEE_CODES, counts(rows().map(|row| sum(row).codes.len() as u64))),
            (payee_supplier::N_LINES, counts(rows().map(|row| sum(row).n_lines))),
            (payee_supplier::AMOUNT, money(rows().map(|row| sum(row).amount))),
        ],
    )
}

fn supplier_code_table(sums: &Sums<'_>) -> RecordBatch {
    let rows = || sums.by_code.iter();
    batch(
        &tables::SUPPLIER_CODE,
        [
            (supplier_code::SUPPLIER_ID, text(rows().map(|((supplier, _, _), _)| *supplier))),
            (supplier_code::BODY_ID, text(rows().map(|((_, body, _), _)| *body))),
            (supplier_code::PAYEE_CODE, text(rows().map(|((_, _, code), _)| *code))),
            (supplier_code::N_LINES, counts(rows().map(|(_, sum)| sum.n_lines))),
            (supplier_code::AMOUNT, money(rows().map(|(_, sum)| sum.amount))),
        ],
    )
}

fn supplier_group_table(found: &Suppliers) -> RecordBatch {
    let mut groups: Vec<_> = found.groups.iter().collect();
    groups.sort_by(|a, b| (&a.group_id, &a.supplier_id, a.method).cmp(&(&b.group_id, &b.supplier_id, b.method)));
    let rows = || groups.iter();
    batch(
        &tables::SUPPLIER_GROUP,
        [
            (supplier_group::GROUP_ID, text(rows().map(|row| row.group_id.as_str()))),
            (supplier_group::SUPPLIER_ID, text(rows().map(|row| row.supplier_id.as_str()))),
            (supplier_group::METHOD, text(rows().map(|row| row.method))),
            (supplier_group::SCORE, shares(rows().map(|row| row.score))),
        ],
    )
}

/// A batch of a table, its columns in the order of the model.
///
/// # Panics
/// If a column is missing or of another type, which is a bug of the caller's.
pub(super) fn batch<const N: usize>(table: &Table, columns: [(&str, ArrayRef); N]) -> RecordBatch {
    assert_eq!(table.columns.len(), N, "every column of {} is given once", table.name);
    let mut arrays = vec![None; N];
    for (name, array) in columns {
        arrays[table.index(name)] = Some(array);
    }
    let arrays = arrays.into_iter().map(|array| array.expect("every column is given once")).collect();
    RecordBatch::try_new(table.schema(), arrays).expect("columns have the types that the model declares")
}

pub(super) fn text<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

pub(super) fn counts(values: impl Iterator<Item = u64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values.map(|n| i64::try_from(n).expect("a count of lines fits"))))
}

pub(super) fn shares(values: impl Iterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}

pub(super) fn money(values: impl Iterator<Item = Money>) -> ArrayRef {
    let pounds = Decimal128Array::from_iter_values(values.map(|money| i128::from(money.pence())));
    Arc::new(pounds.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE).expect("the model's own precision"))
}
