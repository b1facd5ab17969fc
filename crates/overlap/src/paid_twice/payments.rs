//! What each body paid each supplier, without what was put right.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::names::NameId;
use crate::paid_lines::{PaidLine, PaidLines};
use crate::suppliers::Suppliers;

/// Lines of one amount that a body paid a supplier on one day under one reference: one bill, perhaps for several cost centres.
#[derive(Clone, Debug)]
pub(super) struct Payment<'l> {
    pub day: i32,
    pub reference: NameId,
    pub lines: Vec<&'l PaidLine>,
}

/// The lines of one reference and day, by pence.
pub(super) type Bill<'a, 'l> = BTreeMap<i64, &'a [&'l PaidLine]>;

/// What a body paid one supplier: payments by pence, in the order of their days.
#[derive(Clone, Debug)]
pub(super) struct Account<'l> {
    pub body: NameId,
    pub supplier: NameId,
    pub payments: BTreeMap<i64, Vec<Payment<'l>>>,
    /// Payments that a line of the same amount below zero takes back.
    pub n_put_right: usize,
}

/// The accounts of all suppliers in the market. Lines without a day are left out: nobody can say whether they came again.
pub(super) fn accounts<'l>(lines: &'l PaidLines, suppliers: &Suppliers) -> Vec<Account<'l>> {
    let mut is_in_market: HashMap<NameId, bool> = HashMap::new();
    let mut by_account: BTreeMap<(NameId, NameId), Vec<&PaidLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.day.is_some()) {
        let look_up = || suppliers.is_in_market(lines.text(line.supplier));
        if *is_in_market.entry(line.supplier).or_insert_with(look_up) {
            by_account.entry((line.body, line.supplier)).or_default().push(line);
        }
    }
    by_account.into_iter().map(|((body, supplier), lines)| account(body, supplier, &lines)).collect()
}

fn account<'l>(body: NameId, supplier: NameId, lines: &[&'l PaidLine]) -> Account<'l> {
    let mut grouped: BTreeMap<i64, BTreeMap<(i32, NameId), Vec<&'l PaidLine>>> = BTreeMap::new();
    let (credits, paid): (Vec<&PaidLine>, Vec<&PaidLine>) = lines.iter().partition(|line| line.amount.is_negative());
    for line in paid {
        let day = line.day.expect("only lines with a day are here");
        grouped.entry(line.amount.pence()).or_default().entry((day, line.reference)).or_default().push(line);
    }
    let payment = |((day, reference), lines): ((i32, NameId), Vec<&'l PaidLine>)| Payment { day, reference, lines };
    let payments = grouped.into_iter().map(|(pence, all)| (pence, all.into_iter().map(payment).collect())).collect();
    let mut account = Account { body, supplier, payments, n_put_right: 0 };
    credits.iter().for_each(|credit| account.put_right(credit));
    account
}

impl<'l> Account<'l> {
    /// Takes out the payment that a credit takes back: that of the same reference, else the last before it, else the first.
    fn put_right(&mut self, credit: &PaidLine) {
        let Some(payments) = self.payments.get_mut(&-credit.amount.pence()) else { return };
        let day = credit.day.expect("only lines with a day are here");
        let same =
            || payments.iter().position(|payment| payment.reference != 0 && payment.reference == credit.reference);
        let before = || payments.iter().rposition(|payment| payment.day <= day);
        let at = same().or_else(before).unwrap_or(0);
        let Some(payment) = payments.get_mut(at) else { return };
        payment.lines.pop();
        self.n_put_right += 1;
        payments.retain(|payment| !payment.lines.is_empty());
    }

    /// Every payment with its amount in pence.
    pub fn all(&self) -> impl Iterator<Item = (i64, &Payment<'l>)> {
        self.payments.iter().flat_map(|(pence, payments)| payments.iter().map(move |payment| (*pence, payment)))
    }

    /// The references under which the supplier is paid.
    pub fn references(&self) -> BTreeSet<NameId> {
        self.all().map(|(_, payment)| payment.reference).filter(|reference| *reference != 0).collect()
    }

    /// The bills of each reference by their days; lines without a reference are on no bill.
    pub fn bills(&self) -> BTreeMap<NameId, BTreeMap<i32, Bill<'_, 'l>>> {
        let mut bills: BTreeMap<NameId, BTreeMap<i32, Bill>> = BTreeMap::new();
        for (pence, payment) in self.all().filter(|(_, payment)| payment.reference != 0) {
            let of_day = bills.entry(payment.reference).or_default().entry(payment.day).or_default();
            of_day.insert(pence, &payment.lines);
        }
        bills
    }
}
