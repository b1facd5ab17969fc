//! Who is paid, and by whom: the payees of every ledger, row group by row group, and their suppliers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow::array::{Array, AsArray, DictionaryArray, RecordBatch};
use arrow::datatypes::{Decimal128Type, Int32Type};
use engine::{TableReader, TableWriter, read_all, table_path};
use foldhash::fast::FixedState;
use suppliers::{NetSpend, Payee, public_bodies, spend_tables, supplier_tables, suppliers};
use model::tables::{
    COUNTERPARTY, LEDGER_LINE, PAYEE_SUPPLIER, SPEND, SUPPLIER, SUPPLIER_CODE, SUPPLIER_CONCENTRATION, SUPPLIER_GROUP,
    SUPPLIER_OVERLAP, SUPPLIER_SPEND, ledger_line, payee_supplier, spend, supplier,
};
use model::{Attribution, Table, Treatment};
use money::Money;

use crate::Error;
use crate::ordered::{in_order, n_threads};
use crate::steps::Work;

const PAYEE_COLUMNS: [&str; 5] =
    [ledger_line::BODY_ID, ledger_line::PAYEE, ledger_line::PAYEE_CODE, ledger_line::AMOUNT, ledger_line::REDACTED];

/// Finds the supplier behind every printed name, public bodies first.
pub(crate) fn run_suppliers(work: &Work) -> Result<(), Error> {
    let payees = read_payees(work)?;
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

/// Body, printed name and the body's number for it.
type Vendor = (String, String, Option<String>);

/// What stands under one vendor.
#[derive(Clone, Copy, Default)]
struct Paid {
    n_lines: u64,
    n_withheld: u64,
    amount: Money,
}

/// Every distinct payee of every body, sorted.
fn read_payees(work: &Work) -> Result<Vec<Payee>, Error> {
    let lines = TableReader::open(work.tables, &LEDGER_LINE, &PAYEE_COLUMNS, true)?;
    let indices: Vec<usize> = (0..lines.n_row_groups()).collect();
    work.progress.begin("linkage::suppliers", indices.len() as u64);
    let mut paid: BTreeMap<Vendor, Paid> = BTreeMap::new();
    let read_group = |index: &usize, send: &mut dyn FnMut(Vec<(Vendor, Paid)>)| -> Result<(), Error> {
        for batch in lines.row_group(*index)? {
            send(vendors(&batch));
        }
        work.progress.advance(1);
        Ok(())
    };
    in_order(&indices, n_threads(), read_group, |part| {
        for (vendor, more) in part {
            let sum = paid.entry(vendor).or_default();
            sum.n_lines += more.n_lines;
            sum.n_withheld += more.n_withheld;
            sum.amount += more.amount;
        }
        Ok::<(), Error>(())
    })?;
    let payee = |((body_id, payee, payee_code), paid): (Vendor, Paid)| Payee {
        body_id,
        payee,
        payee_code,
        identifiers: Vec::new(),
        is_withheld: paid.n_withheld == paid.n_lines,
        n_lines: paid.n_lines,
        amount: paid.amount,
    };
    Ok(paid.into_iter().map(payee).collect())
}

/// The vendors of one row group; lines that print no name have none.
fn vendors(batch: &RecordBatch) -> Vec<(Vendor, Paid)> {
    let [bodies, payees, codes] = [0, 1, 2].map(|at| batch.column(at).as_dictionary::<Int32Type>());
    let amounts = batch.column(3).as_primitive::<Decimal128Type>();
    let withheld = batch.column(4).as_boolean();
    let mut paid: HashMap<(i32, i32, Option<i32>), Paid, FixedState> = HashMap::default();
    for row in (0..batch.num_rows()).filter(|row| payees.is_valid(*row)) {
        let code = codes.is_valid(row).then(|| codes.keys().value(row));
        let sum = paid.entry((bodies.keys().value(row), payees.keys().value(row), code)).or_default();
        sum.n_lines += 1;
        sum.n_withheld += u64::from(withheld.value(row));
        sum.amount += pence(amounts.value(row));
    }
    let vendor = |((body, payee, code), paid): ((i32, i32, Option<i32>), Paid)| {
        ((text(bodies, body), text(payees, payee), code.map(|code| text(codes, code))), paid)
    };
    paid.into_iter().map(vendor).collect()
}

fn text(column: &DictionaryArray<Int32Type>, key: i32) -> String {
    column.values().as_string::<i32>().value(key as usize).to_owned()
}

fn pence(pence: i128) -> Money {
    Money::from_pence(i64::try_from(pence).expect("the model's precision of money fits"))
}

const NAME_COLUMNS: [&str; 3] = [ledger_line::LINE_ID, ledger_line::BODY_ID, ledger_line::PAYEE];
const NET_COLUMNS: [&str; 5] = [spend::LINE_ID, spend::AMOUNT, spend::TREATMENT, spend::ELIMINATED, spend::ATTRIBUTION];

/// Lines and pounds by supplier and body, each by a number of its own.
type Sums = HashMap<(u32, u32), (u64, Money), FixedState>;

/// Adds up what was spent here by supplier and body, and lays bodies side by side.
pub(crate) fn run_supplier_spend(work: &Work) -> Result<(), Error> {
    let suppliers = SupplierOf::read(work)?;
    let names = TableReader::open(work.tables, &LEDGER_LINE, &NAME_COLUMNS, true)?;
    let net = TableReader::open(work.tables, &SPEND, &NET_COLUMNS, true)?;
    let indices: Vec<usize> = (0..names.n_row_groups()).collect();
    work.progress.begin("linkage::supplier_spend", indices.len() as u64);
    let mut sums: BTreeMap<(u32, u32), (u64, Money)> = BTreeMap::new();
    let add_group = |index: &usize, send: &mut dyn FnMut(Sums)| -> Result<(), Error> {
        let (names, net) = (names.row_group(*index)?, net.row_group(*index)?);
        let ([names], [net]) = (names.as_slice(), net.as_slice()) else { panic!("a row group is read as one batch") };
        assert_eq!(names.column(0), net.column(0), "spend is written line by line beside ledger_line");
        send(suppliers.sums(names, net));
        work.progress.advance(1);
        Ok(())
    };
    in_order(&indices, n_threads(), add_group, |part| {
        for (key, (n_lines, amount)) in part {
            let sum = sums.entry(key).or_default();
            sum.0 += n_lines;
            sum.1 += amount;
        }
        Ok::<(), Error>(())
    })?;
    let row = |((supplier, body), (n_lines, amount)): ((u32, u32), (u64, Money))| NetSpend {
        supplier_id: suppliers.ids[supplier as usize].clone(),
        body_id: suppliers.bodies[body as usize].clone(),
        n_lines,
        amount,
    };
    let made = spend_tables(sums.into_iter().map(row).collect(), |supplier| suppliers.is_in_market(supplier));
    write(work, &SUPPLIER_SPEND, made.supplier_spend)?;
    write(work, &SUPPLIER_OVERLAP, made.supplier_overlap)?;
    write(work, &SUPPLIER_CONCENTRATION, made.supplier_concentration)
}

/// The supplier of every printed name, by numbers of its own.
struct SupplierOf {
    /// By body, then name.
    of: Vec<HashMap<String, u32>>,
    bodies: Vec<String>,
    ids: Vec<String>,
    /// Suppliers that can be told apart and are no public bodies.
    in_market: BTreeSet<String>,
}

impl SupplierOf {
    fn read(work: &Work) -> Result<SupplierOf, Error> {
        let edges = read_all(work.tables, &PAYEE_SUPPLIER)?;
        let column = |name: &str| edges.column(PAYEE_SUPPLIER.index(name)).as_string::<i32>();
        let [body_ids, payees, supplier_ids] =
            [payee_supplier::BODY_ID, payee_supplier::PAYEE, payee_supplier::SUPPLIER_ID].map(column);
        let (mut bodies, mut ids): (BTreeMap<&str, u32>, HashMap<&str, u32>) = (BTreeMap::new(), HashMap::new());
        let mut of: Vec<HashMap<String, u32>> = Vec::new();
        for row in 0..edges.num_rows() {
            let n_bodies = bodies.len() as u32;
            let body = *bodies.entry(body_ids.value(row)).or_insert(n_bodies) as usize;
            of.resize_with(bodies.len(), HashMap::new);
            let n_ids = ids.len() as u32;
            let id = *ids.entry(supplier_ids.value(row)).or_insert(n_ids);
            of[body].insert(payees.value(row).to_owned(), id);
        }
        let in_market = market(&read_all(work.tables, &SUPPLIER)?);
        Ok(SupplierOf { of, bodies: by_number(bodies), ids: by_number(ids), in_market })
    }

    fn is_in_market(&self, supplier: &str) -> bool {
        self.in_market.contains(supplier)
    }

    /// Lines of the place's total in one row group, by supplier and body.
    fn sums(&self, names: &RecordBatch, net: &RecordBatch) -> Sums {
        let [bodies, payees] = [1, 2].map(|at| names.column(at).as_dictionary::<Int32Type>());
        let amounts = net.column(1).as_primitive::<Decimal128Type>();
        let is_net = lines_in_total(net);
        let mut by_name: HashMap<(i32, i32), (u64, Money), FixedState> = HashMap::default();
        for row in (0..names.num_rows()).filter(|row| is_net[*row] && payees.is_valid(*row)) {
            let sum = by_name.entry((bodies.keys().value(row), payees.keys().value(row))).or_default();
            sum.0 += 1;
            sum.1 += pence(amounts.value(row));
        }
        let numbers: HashMap<&str, u32> = self.bodies.iter().map(String::as_str).zip(0..).collect();
        let mut sums = Sums::default();
        for ((body, payee), (n_lines, amount)) in by_name {
            let body = numbers[bodies.values().as_string::<i32>().value(body as usize)];
            let supplier = self.of[body as usize][payees.values().as_string::<i32>().value(payee as usize)];
            let sum = sums.entry((supplier, body)).or_default();
            sum.0 += n_lines;
            sum.1 += amount;
        }
        sums
    }
}

/// Texts in the order of their numbers, which count from nought.
fn by_number<'a>(numbers: impl IntoIterator<Item = (&'a str, u32)>) -> Vec<String> {
    let mut texts: Vec<(u32, &str)> = numbers.into_iter().map(|(text, number)| (number, text)).collect();
    texts.sort_unstable();
    texts.into_iter().map(|(_, text)| text.to_owned()).collect()
}

/// Whether each line is in the place's total, decided once for each combination of words.
fn lines_in_total(net: &RecordBatch) -> Vec<bool> {
    let [treatments, attributions] = [2, 4].map(|at| net.column(at).as_dictionary::<Int32Type>());
    let eliminated = net.column(3).as_boolean();
    let words = |column: &DictionaryArray<Int32Type>| -> Vec<String> {
        column.values().as_string::<i32>().iter().flatten().map(str::to_owned).collect()
    };
    let treatments_by_key: Vec<Option<Treatment>> =
        words(treatments).iter().map(|word| Treatment::parse(word)).collect();
    let is_here: Vec<bool> = words(attributions).iter().map(|word| word == Attribution::Here.word()).collect();
    let is_in_total = |row: usize| {
        let treatment = treatments_by_key[treatments.keys().value(row) as usize];
        let is_outlay = treatment.is_some_and(|treatment| treatment.is_outlay(eliminated.value(row)));
        is_outlay && is_here[attributions.keys().value(row) as usize]
    };
    (0..net.num_rows()).map(is_in_total).collect()
}

/// Ids of the suppliers that are organisations and no public bodies.
fn market(suppliers: &RecordBatch) -> BTreeSet<String> {
    let column = |name: &str| suppliers.column(SUPPLIER.index(name));
    let (ids, kinds) =
        (column(supplier::SUPPLIER_ID).as_string::<i32>(), column(supplier::SUPPLIER_KIND).as_string::<i32>());
    let is_public = column(supplier::IS_PUBLIC_BODY).as_boolean();
    let is_market = |row: &usize| !is_public.value(*row) && !suppliers::is_nameless(kinds.value(*row));
    (0..suppliers.num_rows()).filter(is_market).map(|row| ids.value(row).to_owned()).collect()
}
