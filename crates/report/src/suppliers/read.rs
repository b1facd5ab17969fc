//! The tables about suppliers, read whole.

use std::collections::{BTreeMap, HashMap};

use model::tables::{
    self, GroupMethod, JoinMethod, SupplierKind, payee_supplier, supplier, supplier_code, supplier_concentration,
    supplier_group, supplier_overlap, supplier_spend,
};
use model::{Row, TableError, Tables, Tally};

use super::{BodySpend, Concentration, GroupMember, ManyCodes, Overlap, PrintedName, Supplier, Suppliers};

/// Who is paid here; none where the steps that find suppliers did not run.
pub fn suppliers(tables: &dyn Tables) -> Result<Option<Suppliers>, TableError> {
    if !tables.exists(&tables::SUPPLIER) || !tables.exists(&tables::SUPPLIER_SPEND) {
        return Ok(None);
    }
    let mut spend = spend_by_supplier(tables)?;
    let mut all = tables::SUPPLIER.read_all(tables, |row| supplier_of(row, &mut spend))?;
    all.sort_by(|a, b| b.net.amount.cmp(&a.net.amount).then_with(|| a.supplier_id.cmp(&b.supplier_id)));
    let mut groups: BTreeMap<String, Vec<GroupMember>> = BTreeMap::new();
    for (group, member) in tables::SUPPLIER_GROUP.read_all(tables, group_member)? {
        groups.entry(group).or_default().push(member);
    }
    Ok(Some(Suppliers {
        place_of: all.iter().enumerate().map(|(at, supplier)| (supplier.supplier_id.clone(), at)).collect(),
        all,
        codes: many_codes(tables)?,
        overlaps: tables::SUPPLIER_OVERLAP.read_all(tables, overlap)?,
        concentrations: tables::SUPPLIER_CONCENTRATION.read_all(tables, concentration)?,
        groups,
    }))
}

/// Every printed name by the supplier that it means; in each, by body and name.
pub fn printed_names(tables: &dyn Tables) -> Result<BTreeMap<String, Vec<PrintedName>>, TableError> {
    let mut names: BTreeMap<String, Vec<PrintedName>> = BTreeMap::new();
    for (supplier, name) in tables::PAYEE_SUPPLIER.read_all(tables, printed_name)? {
        names.entry(supplier).or_default().push(name);
    }
    Ok(names)
}

fn text(row: &Row<'_>, column: &str) -> String {
    row.text(column).to_owned()
}

fn count(row: &Row<'_>, column: &str) -> usize {
    row.count(column) as usize
}

fn tally(row: &Row<'_>, lines: &str, amount: &str) -> Tally {
    Tally { n_lines: count(row, lines), amount: row.money(amount) }
}

fn spend_by_supplier(tables: &dyn Tables) -> Result<HashMap<String, Vec<BodySpend>>, TableError> {
    let mut spend: HashMap<String, Vec<BodySpend>> = HashMap::new();
    let row = |row: &Row<'_>| {
        let tally = tally(row, supplier_spend::N_LINES, supplier_spend::AMOUNT);
        let body_id = text(row, supplier_spend::BODY_ID);
        (text(row, supplier_spend::SUPPLIER_ID), BodySpend { body_id, tally })
    };
    for (supplier, body) in tables::SUPPLIER_SPEND.read_all(tables, row)? {
        spend.entry(supplier).or_default().push(body);
    }
    Ok(spend)
}

fn supplier_of(row: &Row<'_>, spend: &mut HashMap<String, Vec<BodySpend>>) -> Supplier {
    let supplier_id = text(row, supplier::SUPPLIER_ID);
    let mut bodies = spend.remove(&supplier_id).unwrap_or_default();
    bodies.sort_by(|a, b| b.tally.amount.cmp(&a.tally.amount).then_with(|| a.body_id.cmp(&b.body_id)));
    let net = bodies.iter().map(|body| body.tally).sum();
    Supplier {
        supplier_id,
        name: text(row, supplier::NAME),
        kind: SupplierKind::parse(row.text(supplier::SUPPLIER_KIND)).expect("a word of its column"),
        n_names: count(row, supplier::N_NAMES),
        all_lines: tally(row, supplier::N_LINES, supplier::AMOUNT),
        net,
        bodies,
    }
}

fn printed_name(row: &Row<'_>) -> (String, PrintedName) {
    let name = PrintedName {
        body_id: text(row, payee_supplier::BODY_ID),
        payee: text(row, payee_supplier::PAYEE),
        method: JoinMethod::parse(row.text(payee_supplier::METHOD)).expect("a word of its column"),
        score: row.number(payee_supplier::SCORE),
        decided_by: text(row, payee_supplier::DECIDED_BY),
        n_codes: count(row, payee_supplier::N_PAYEE_CODES),
        all_lines: tally(row, payee_supplier::N_LINES, payee_supplier::AMOUNT),
    };
    (text(row, payee_supplier::SUPPLIER_ID), name)
}

/// Suppliers that a body holds under more than one number, the largest first.
fn many_codes(tables: &dyn Tables) -> Result<Vec<ManyCodes>, TableError> {
    let mut by_body: BTreeMap<(String, String), (usize, Tally)> = BTreeMap::new();
    let row = |row: &Row<'_>| {
        let key = (text(row, supplier_code::SUPPLIER_ID), text(row, supplier_code::BODY_ID));
        (key, tally(row, supplier_code::N_LINES, supplier_code::AMOUNT))
    };
    for (key, more) in tables::SUPPLIER_CODE.read_all(tables, row)? {
        let (n_codes, tally) = by_body.entry(key).or_default();
        *n_codes += 1;
        *tally += more;
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

fn overlap(row: &Row<'_>) -> Overlap {
    Overlap {
        body_id: text(row, supplier_overlap::BODY_ID),
        other_body_id: text(row, supplier_overlap::OTHER_BODY_ID),
        n_suppliers: count(row, supplier_overlap::N_SUPPLIERS),
        share_of_suppliers: row.number(supplier_overlap::SHARE_OF_SUPPLIERS),
        amount: row.money(supplier_overlap::AMOUNT),
    }
}

fn concentration(row: &Row<'_>) -> Concentration {
    Concentration {
        body_id: text(row, supplier_concentration::BODY_ID),
        n_suppliers: count(row, supplier_concentration::N_SUPPLIERS),
        amount: row.money(supplier_concentration::AMOUNT),
        hhi: row.number(supplier_concentration::HHI),
        top_ten_share: row.number(supplier_concentration::TOP_TEN_SHARE),
    }
}

fn group_member(row: &Row<'_>) -> (String, GroupMember) {
    let member = GroupMember {
        supplier_id: text(row, supplier_group::SUPPLIER_ID),
        method: GroupMethod::parse(row.text(supplier_group::METHOD)).expect("a word of its column"),
    };
    (text(row, supplier_group::GROUP_ID), member)
}
