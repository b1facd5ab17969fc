//! The tables about suppliers, read whole.

use std::collections::{BTreeMap, HashMap};

use model::Table;
use model::tables::{
    self, payee_supplier, supplier, supplier_code, supplier_concentration, supplier_group, supplier_overlap,
    supplier_spend,
};

use super::{BodySpend, Concentration, GroupMember, ManyCodes, Overlap, PrintedName, Supplier, Suppliers};
use crate::Error;
use crate::read::{Batch, Tables, read_all};
use crate::summary::Tally;

/// Who is paid here; none where the steps that find suppliers did not run.
pub fn suppliers(tables: &dyn Tables) -> Result<Option<Suppliers>, Error> {
    if !tables.exists(&tables::SUPPLIER) || !tables.exists(&tables::SUPPLIER_SPEND) {
        return Ok(None);
    }
    let mut spend = spend_by_supplier(tables)?;
    let mut all = rows(tables, &tables::SUPPLIER, |batch, row| supplier_of(batch, row, &mut spend))?;
    all.sort_by(|a, b| b.net.amount.cmp(&a.net.amount).then_with(|| a.supplier_id.cmp(&b.supplier_id)));
    let mut groups: BTreeMap<String, Vec<GroupMember>> = BTreeMap::new();
    for (group, member) in rows(tables, &tables::SUPPLIER_GROUP, group_member)? {
        groups.entry(group).or_default().push(member);
    }
    Ok(Some(Suppliers {
        place_of: all.iter().enumerate().map(|(at, supplier)| (supplier.supplier_id.clone(), at)).collect(),
        all,
        codes: many_codes(tables)?,
        overlaps: rows(tables, &tables::SUPPLIER_OVERLAP, overlap)?,
        concentrations: rows(tables, &tables::SUPPLIER_CONCENTRATION, concentration)?,
        groups,
    }))
}

/// Every printed name by the supplier that it means; in each, by body and name.
pub fn printed_names(tables: &dyn Tables) -> Result<BTreeMap<String, Vec<PrintedName>>, Error> {
    let mut names: BTreeMap<String, Vec<PrintedName>> = BTreeMap::new();
    if tables.exists(&tables::PAYEE_SUPPLIER) {
        for (supplier, name) in rows(tables, &tables::PAYEE_SUPPLIER, printed_name)? {
            names.entry(supplier).or_default().push(name);
        }
    }
    Ok(names)
}

fn rows<T>(
    tables: &dyn Tables,
    table: &'static Table,
    mut of: impl FnMut(&Batch, usize) -> T,
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    for batch in read_all(tables, table)? {
        let batch = batch?;
        found.extend((0..batch.n_rows).map(|row| of(&batch, row)));
    }
    Ok(found)
}

fn text(batch: &Batch, column: &str, row: usize) -> String {
    batch.column(column).text(row).to_owned()
}

fn count(batch: &Batch, column: &str, row: usize) -> usize {
    batch.column(column).whole(row) as usize
}

fn share(batch: &Batch, column: &str, row: usize) -> f64 {
    batch.column(column).share(row).unwrap_or(0.0)
}

fn tally(batch: &Batch, lines: &str, amount: &str, row: usize) -> Tally {
    Tally { n_lines: count(batch, lines, row), amount: batch.column(amount).money(row) }
}

fn spend_by_supplier(tables: &dyn Tables) -> Result<HashMap<String, Vec<BodySpend>>, Error> {
    let mut spend: HashMap<String, Vec<BodySpend>> = HashMap::new();
    let row = |batch: &Batch, row: usize| {
        let tally = tally(batch, supplier_spend::N_LINES, supplier_spend::AMOUNT, row);
        let body_id = text(batch, supplier_spend::BODY_ID, row);
        (text(batch, supplier_spend::SUPPLIER_ID, row), BodySpend { body_id, tally })
    };
    for (supplier, body) in rows(tables, &tables::SUPPLIER_SPEND, row)? {
        spend.entry(supplier).or_default().push(body);
    }
    Ok(spend)
}

fn supplier_of(batch: &Batch, row: usize, spend: &mut HashMap<String, Vec<BodySpend>>) -> Supplier {
    let supplier_id = text(batch, supplier::SUPPLIER_ID, row);
    let mut bodies = spend.remove(&supplier_id).unwrap_or_default();
    bodies.sort_by(|a, b| b.tally.amount.cmp(&a.tally.amount).then_with(|| a.body_id.cmp(&b.body_id)));
    let net = bodies.iter().fold(Tally::default(), |sum, body| Tally {
        n_lines: sum.n_lines + body.tally.n_lines,
        amount: sum.amount + body.tally.amount,
    });
    Supplier {
        supplier_id,
        name: text(batch, supplier::NAME, row),
        kind: text(batch, supplier::SUPPLIER_KIND, row),
        is_public_body: batch.column(supplier::IS_PUBLIC_BODY).flag(row),
        n_names: count(batch, supplier::N_NAMES, row),
        all_lines: tally(batch, supplier::N_LINES, supplier::AMOUNT, row),
        net,
        bodies,
    }
}

fn printed_name(batch: &Batch, row: usize) -> (String, PrintedName) {
    let name = PrintedName {
        body_id: text(batch, payee_supplier::BODY_ID, row),
        payee: text(batch, payee_supplier::PAYEE, row),
        method: text(batch, payee_supplier::METHOD, row),
        score: share(batch, payee_supplier::SCORE, row),
        decided_by: text(batch, payee_supplier::DECIDED_BY, row),
        n_codes: count(batch, payee_supplier::N_PAYEE_CODES, row),
        all_lines: tally(batch, payee_supplier::N_LINES, payee_supplier::AMOUNT, row),
    };
    (text(batch, payee_supplier::SUPPLIER_ID, row), name)
}

/// Suppliers that a body holds under more than one number, the largest first.
fn many_codes(tables: &dyn Tables) -> Result<Vec<ManyCodes>, Error> {
    let mut by_body: BTreeMap<(String, String), (usize, Tally)> = BTreeMap::new();
    let row = |batch: &Batch, row: usize| {
        let key = (text(batch, supplier_code::SUPPLIER_ID, row), text(batch, supplier_code::BODY_ID, row));
        (key, tally(batch, supplier_code::N_LINES, supplier_code::AMOUNT, row))
    };
    for (key, more) in rows(tables, &tables::SUPPLIER_CODE, row)? {
        let (n_codes, tally) = by_body.entry(key).or_default();
        *n_codes += 1;
        tally.n_lines += more.n_lines;
        tally.amount += more.amount;
    }
    let codes = by_body.into_iter().filter(|(_, (n_codes, _))| 1 < *n_codes);
    let mut codes: Vec<ManyCodes> = codes
        .map(|((supplier_id, body_id), (n_codes, tally))| ManyCodes { supplier_id, body_id, n_codes, tally })
        .collect();
    codes.sort_by(|a, b| {
        let key = |codes: &ManyCodes| (codes.supplier_id.clone(), codes.body_id.clone());
        b.tally.amount.cmp(&a.tally.amount).then_with(|| key(a).cmp(&key(b)))
    });
    Ok(codes)
}

fn overlap(batch: &Batch, row: usize) -> Overlap {
    Overlap {
        body_id: text(batch, supplier_overlap::BODY_ID, row),
        other_body_id: text(batch, supplier_overlap::OTHER_BODY_ID, row),
        n_suppliers: count(batch, supplier_overlap::N_SUPPLIERS, row),
        share_of_suppliers: share(batch, supplier_overlap::SHARE_OF_SUPPLIERS, row),
        amount: batch.column(supplier_overlap::AMOUNT).money(row),
    }
}

fn concentration(batch: &Batch, row: usize) -> Concentration {
    Concentration {
        body_id: text(batch, supplier_concentration::BODY_ID, row),
        n_suppliers: count(batch, supplier_concentration::N_SUPPLIERS, row),
        amount: batch.column(supplier_concentration::AMOUNT).money(row),
        hhi: share(batch, supplier_concentration::HHI, row),
        top_ten_share: share(batch, supplier_concentration::TOP_TEN_SHARE, row),
    }
}

fn group_member(batch: &Batch, row: usize) -> (String, GroupMember) {
    let member = GroupMember {
        supplier_id: text(batch, supplier_group::SUPPLIER_ID, row),
        method: text(batch, supplier_group::METHOD, row),
    };
    (text(batch, supplier_group::GROUP_ID, row), member)
}
