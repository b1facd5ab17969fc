//! Who is paid in each ledger, added up batch by batch.

use std::collections::{BTreeMap, HashMap};

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::Tally;
use model::identifier::EntityNumber;
use model::tables::{LEDGER_LINE, ledger_line};
use money::Money;

/// A name as a body's ledger prints it, and what was paid under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub body_id: String,
    /// As printed.
    pub payee: String,
    /// The body's own number for it, where one is printed.
    pub payee_code: Option<String>,
    /// Numbers in registers, such as `GB-COH-01234567` or `GB-VAT-980780684`, where the ledger has them.
    pub identifiers: Vec<String>,
    /// Where the payee is, as the ledger says.
    pub postcode: Option<String>,
    /// The body says that it withholds the name: what is printed in its place is not a name.
    pub is_withheld: bool,
    pub n_lines: u64,
    pub amount: Money,
}

/// Every distinct payee of some lines. Batches may be merged in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payees(BTreeMap<Vendor, Paid>);

/// A printed name of a body with what the ledger says of it besides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Vendor {
    body_id: String,
    payee: String,
    /// The body's own number for it.
    code: Option<String>,
    /// Its numbers in registers, with a space between them.
    identifiers: Option<String>,
    postcode: Option<String>,
}

/// What was paid to one vendor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Paid {
    tally: Tally,
    n_withheld: usize,
}

impl Payees {
    /// The columns of `ledger_line` that tell who is paid.
    pub const COLUMNS: [&'static str; 7] = [
        ledger_line::BODY_ID,
        ledger_line::PAYEE,
        ledger_line::PAYEE_CODE,
        ledger_line::PAYEE_IDENTIFIERS,
        ledger_line::PAYEE_POSTCODE,
        ledger_line::AMOUNT,
        ledger_line::REDACTED,
    ];

    /// The payees of a batch of `ledger_line`; lines that print no name have none.
    pub fn of_batch(lines: &RecordBatch) -> Payees {
        let rows = LEDGER_LINE.read(lines);
        let [bodies, payees, codes, identifiers, postcodes] = [
            ledger_line::BODY_ID,
            ledger_line::PAYEE,
            ledger_line::PAYEE_CODE,
            ledger_line::PAYEE_IDENTIFIERS,
            ledger_line::PAYEE_POSTCODE,
        ]
        .map(|column| rows.text(column).distinct());
        let (amounts, withheld) = (rows.money(ledger_line::AMOUNT), rows.flag(ledger_line::REDACTED));
        let mut paid: HashMap<(u32, u32, [Option<u32>; 3]), Paid, FixedState> = HashMap::default();
        for row in 0..rows.len() {
            let (Some(body), Some(payee)) = (bodies.keys[row], payees.keys[row]) else { continue };
            let sum =
                paid.entry((body, payee, [codes.keys[row], identifiers.keys[row], postcodes.keys[row]])).or_default();
            sum.tally += Tally::of_line(amounts.value(row));
            sum.n_withheld += usize::from(withheld.value(row));
        }
        let vendor = |((body, payee, [code, numbers, postcode]), paid): ((u32, u32, [Option<u32>; 3]), Paid)| {
            let vendor = Vendor {
                body_id: bodies.text(body).to_owned(),
                payee: payees.text(payee).to_owned(),
                code: code.map(|key| codes.text(key).to_owned()),
                identifiers: numbers.map(|key| identifiers.text(key).to_owned()),
                postcode: postcode.map(|key| postcodes.text(key).to_owned()),
            };
            (vendor, paid)
        };
        Payees::default().with(paid.into_iter().map(vendor))
    }

    pub fn merge(self, other: Payees) -> Payees {
        let (small, large) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        large.with(small.0)
    }

    /// Sorted by body, name and numbers.
    pub fn into_vec(self) -> Vec<Payee> {
        let payee = |(vendor, paid): (Vendor, Paid)| Payee {
            body_id: vendor.body_id,
            payee: vendor.payee,
            identifiers: identifiers(vendor.identifiers.as_deref(), vendor.code.as_deref()),
            payee_code: vendor.code,
            postcode: vendor.postcode,
            is_withheld: paid.n_withheld == paid.tally.n_lines,
            n_lines: paid.tally.n_lines as u64,
            amount: paid.tally.amount,
        };
        self.0.into_iter().map(payee).collect()
    }

    /// A dictionary may hold a text twice, so vendors are added up even within one batch.
    fn with(mut self, more: impl IntoIterator<Item = (Vendor, Paid)>) -> Payees {
        for (vendor, paid) in more {
            let sum = self.0.entry(vendor).or_default();
            sum.tally += paid.tally;
            sum.n_withheld += paid.n_withheld;
        }
        self
    }
}

/// The numbers of columns of their own, and one that stands where a body's own number would.
fn identifiers(numbers: Option<&str>, code: Option<&str>) -> Vec<String> {
    let of_columns = numbers.into_iter().flat_map(|all| all.split(' ')).map(str::to_owned);
    of_columns.chain(code.and_then(EntityNumber::of_org_id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "
        body   | payee    | payee_code | amount | redacted
        county | Acorn    | 17         | 10.00  | false
        county | Acorn    | 17         | -4.00  | false
        trust  | Acorn    |            | 5.00   | false
        county |          | 17         | 99.00  | false
        county | Fosterer |            | 2.00   | true
        county | Half     |            | 1.00   | true
        county | Half     |            | 1.00   | false
    ";

    #[test]
    fn payees_are_added_up_by_body_name_and_number() {
        let payees = Payees::of_batch(&testkit::batch(&LEDGER_LINE, LINES)).into_vec();
        let row = |payee: &Payee| {
            let code = payee.payee_code.as_deref().unwrap_or("-");
            format!("{} {} {code} {} {}", payee.body_id, payee.payee, payee.n_lines, payee.amount.pence())
        };
        let expected =
            ["county Acorn 17 2 600", "county Fosterer - 1 200", "county Half - 2 200", "trust Acorn - 1 500"];
        assert_eq!(payees.iter().map(row).collect::<Vec<_>>(), expected);
        let withheld: Vec<bool> = payees.iter().map(|payee| payee.is_withheld).collect();
        assert_eq!(withheld, [false, true, false, false], "withheld on every line, not on some");
    }

    #[test]
    fn batches_may_be_merged_in_any_order() {
        let whole = testkit::batch(&LEDGER_LINE, LINES);
        let whole = testkit::with_dictionaries(&whole);
        let parts = [0, 2, 4].map(|start| Payees::of_batch(&whole.slice(start, 2.min(whole.num_rows() - start))));
        let last = Payees::of_batch(&whole.slice(6, 1));
        let [one, two, three] = parts;
        let forwards = one.clone().merge(two.clone()).merge(three.clone()).merge(last.clone());
        assert_eq!(forwards, last.merge(three.merge(two)).merge(one));
        assert_eq!(forwards, Payees::of_batch(&whole));
    }
}
