//! What each body spent here with each supplier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::Tally;
use model::tables::{
    LEDGER_LINE, PAYEE_SUPPLIER, SUPPLIER, SUPPLIER_SPEND, SupplierKind, ledger_line, payee_supplier, supplier,
    supplier_spend,
};
use money::Money;

use crate::market::{concentration_table, overlap_table};

/// The supplier of every printed name, by body.
pub struct SupplierOf(HashMap<String, HashMap<String, String>>);

impl SupplierOf {
    /// Reads the table `payee_supplier`.
    pub fn read(payee_suppliers: &RecordBatch) -> SupplierOf {
        let mut supplier_of: HashMap<String, HashMap<String, String>> = HashMap::new();
        for row in PAYEE_SUPPLIER.read(payee_suppliers).iter() {
            let by_name = supplier_of.entry(row.text(payee_supplier::BODY_ID).to_owned()).or_default();
            let supplier = row.text(payee_supplier::SUPPLIER_ID).to_owned();
            by_name.insert(row.text(payee_supplier::PAYEE).to_owned(), supplier);
        }
        SupplierOf(supplier_of)
    }

    /// The supplier of a name that a body's ledger prints, and the body.
    ///
    /// # Panics
    /// If the name has no supplier: the table has every name of every ledger.
    fn key(&self, body: &str, payee: &str) -> (&str, &str) {
        let (body, by_name) = self.0.get_key_value(body).expect("every body that pays has suppliers");
        (&by_name[payee], body)
    }
}

/// What each body spent here with each supplier. Batches may be merged in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpendBySupplier<'s>(HashMap<(&'s str, &'s str), Tally, FixedState>);

impl<'s> SpendBySupplier<'s> {
    /// The columns of `ledger_line` that are added up.
    pub const COLUMNS: [&'static str; 3] = [ledger_line::BODY_ID, ledger_line::PAYEE, ledger_line::AMOUNT];

    /// The sums of a batch of `ledger_line`, of those rows that are in the place's total and print a name.
    pub fn of_batch(supplier_of: &'s SupplierOf, lines: &RecordBatch, is_net: impl Fn(usize) -> bool) -> Self {
        let rows = LEDGER_LINE.read(lines);
        let [bodies, payees] = [ledger_line::BODY_ID, ledger_line::PAYEE].map(|column| rows.text(column).distinct());
        let amounts = rows.money(ledger_line::AMOUNT);
        let mut by_name: HashMap<(u32, u32), Tally, FixedState> = HashMap::default();
        for row in (0..rows.len()).filter(|row| is_net(*row)) {
            let Some(name) = bodies.keys[row].zip(payees.keys[row]) else { continue };
            *by_name.entry(name).or_default() += Tally::of_line(amounts.value(row));
        }
        let by_supplier = by_name
            .into_iter()
            .map(|((body, payee), tally)| (supplier_of.key(bodies.text(body), payees.text(payee)), tally));
        SpendBySupplier::default().with(by_supplier)
    }

    pub fn merge(self, other: Self) -> Self {
        let (small, large) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        large.with(small.0)
    }

    /// The table `supplier_spend`, sorted by its first columns.
    fn table(&self) -> RecordBatch {
        let mut rows = SUPPLIER_SPEND.rows();
        for ((supplier, body), tally) in self.0.iter().collect::<BTreeMap<_, _>>() {
            rows.push()
                .text(supplier_spend::SUPPLIER_ID, supplier)
                .text(supplier_spend::BODY_ID, body)
                .count(supplier_spend::N_LINES, tally.n_lines as u64)
                .money(supplier_spend::AMOUNT, tally.amount);
        }
        rows.finish()
    }

    fn with(mut self, more: impl IntoIterator<Item = ((&'s str, &'s str), Tally)>) -> Self {
        more.into_iter().for_each(|(key, tally)| *self.0.entry(key).or_default() += tally);
        self
    }
}

/// The suppliers that a body could leave for another: no public bodies, withheld names or payment runs
/// (method, section 2.5). By id, of the table `supplier`.
pub fn market(suppliers: &RecordBatch) -> BTreeSet<String> {
    let is_nameless = |kind: &str| SupplierKind::parse(kind).is_some_and(SupplierKind::is_nameless);
    let rows = SUPPLIER.read(suppliers).iter();
    rows.filter(|row| !row.flag(supplier::IS_PUBLIC_BODY) && !is_nameless(row.text(supplier::SUPPLIER_KIND)))
        .map(|row| row.text(supplier::SUPPLIER_ID).to_owned())
        .collect()
}

/// The tables about spending by supplier, each sorted by its first columns.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendTables {
    pub supplier_spend: RecordBatch,
    pub supplier_overlap: RecordBatch,
    pub supplier_concentration: RecordBatch,
}

/// Spending by supplier and body; in the market, the overlap of every two bodies and the concentration of each.
pub fn spend_tables(spend: &SpendBySupplier<'_>, market: &BTreeSet<String>) -> SpendTables {
    let mut by_body: BTreeMap<&str, BTreeMap<&str, Money>> = BTreeMap::new();
    for ((supplier, body), tally) in spend.0.iter().filter(|((supplier, _), _)| market.contains(*supplier)) {
        by_body.entry(body).or_default().insert(supplier, tally.amount);
    }
    SpendTables {
        supplier_spend: spend.table(),
        supplier_overlap: overlap_table(&by_body),
        supplier_concentration: concentration_table(&by_body),
    }
}

#[cfg(test)]
mod tests {
    use model::tables::{SUPPLIER_CONCENTRATION, SUPPLIER_OVERLAP, supplier_concentration, supplier_overlap};

    use super::*;

    const NAMES: &str = "
        body    | payee  | supplier
        council | Y Ltd  | y
        council | X Ltd  | x
        council | X LTD. | x
        council | Z Ltd  | z
        council | HMRC   | hmrc
        icb     | X      | x
        icb     | W Ltd  | w
        icb     | HMRC   | hmrc
    ";
    const LINES: &str = "
        body    | payee  | amount
        council | Y Ltd  | 30.00
        council | X Ltd  | 45.00
        council | X LTD. | 15.00
        council | Z Ltd  | 10.00
        council | HMRC   | 500.00
        council |        | 9.00
        icb     | X      | 20.00
        icb     | W Ltd  | 80.00
        icb     | HMRC   | 400.00
        icb     | W Ltd  | 1000.00
    ";
    const SUPPLIERS: &str = "
        supplier | supplier_kind | is_public_body
        w        | company       | no
        x        | company       | no
        y        | company       | no
        z        | organisation  | no
        hmrc     | department    | yes
        withheld | withheld      | no
    ";

    /// Method, T26, with a public body that is in no market, a line without a name and one that is not net.
    #[test]
    fn what_bodies_have_in_common_is_the_smaller_of_what_both_spend() {
        let supplier_of = SupplierOf::read(&testkit::batch(&PAYEE_SUPPLIER, NAMES));
        let spend = SpendBySupplier::of_batch(&supplier_of, &testkit::batch(&LEDGER_LINE, LINES), |row| row < 9);
        let tables = spend_tables(&spend, &market(&testkit::batch(&SUPPLIER, SUPPLIERS)));
        let spent = SUPPLIER_SPEND.read(&tables.supplier_spend);
        let x = spent.iter().find(|row| row.text(supplier_spend::SUPPLIER_ID) == "x").expect("a row of x");
        assert_eq!((x.text(supplier_spend::BODY_ID), x.count(supplier_spend::N_LINES)), ("council", 2));
        assert_eq!((spent.len(), x.money(supplier_spend::AMOUNT)), (7, Money::from_pence(60_00)));
        let common: Vec<_> = SUPPLIER_OVERLAP.read(&tables.supplier_overlap).iter().collect();
        assert_eq!((common.len(), common[0].count(supplier_overlap::N_SUPPLIERS)), (1, 1));
        assert_eq!(common[0].number(supplier_overlap::SHARE_OF_SUPPLIERS), 0.25);
        assert_eq!(common[0].money(supplier_overlap::AMOUNT), Money::from_pence(20_00));
        let found: Vec<_> = SUPPLIER_CONCENTRATION.read(&tables.supplier_concentration).iter().collect();
        let hhi = |at: usize| found[at].number(supplier_concentration::HHI);
        assert!((hhi(0) - 0.46).abs() < 1e-12 && (hhi(1) - 0.68).abs() < 1e-12);
        assert_eq!(found[0].number(supplier_concentration::TOP_TEN_SHARE), 1.0);
    }

    #[test]
    fn batches_may_be_merged_in_any_order() {
        let supplier_of = SupplierOf::read(&testkit::batch(&PAYEE_SUPPLIER, NAMES));
        let whole = testkit::with_dictionaries(&testkit::batch(&LEDGER_LINE, LINES));
        let part = |start, n| SpendBySupplier::of_batch(&supplier_of, &whole.slice(start, n), |_| true);
        let (one, two) = (part(0, 2), part(2, 8));
        assert_eq!(one.clone().merge(two.clone()), two.merge(one));
        assert_eq!(part(0, 2).merge(part(2, 8)), part(0, 10));
    }
}
