//! What is paid under names that are nearly a body's: pounds that a headline may count twice.

use std::collections::{BTreeMap, HashMap};

use arrow_array::RecordBatch;
use model::problem::Problem;
use model::tables::{LEDGER_LINE, NEAR_COUNTERPARTY, SPEND, ledger_line, near_counterparty, spend};
use model::{AccountPart, Attribution, ProblemKind, Tally, Treatment};
use money::Money;

use crate::register::NearName;

/// Below this share of all pounds a near name raises no doubt: `classify --bodies` lists it all the same.
const SHARE_MIN: f64 = 0.001;

/// The table `near_counterparty`, sorted by payee.
pub fn near_counterparties(near: &[NearName]) -> RecordBatch {
    let mut rows = NEAR_COUNTERPARTY.rows();
    let sorted: BTreeMap<&str, &NearName> = near.iter().map(|near| (near.payee.as_str(), near)).collect();
    for near in sorted.into_values() {
        rows.push()
            .text(near_counterparty::PAYEE, &near.payee)
            .text(near_counterparty::BODY_ID, &near.body_id)
            .text(near_counterparty::BODY_NAME, &near.body_name)
            .text(near_counterparty::DIFFERENCE, &near.difference);
    }
    rows.finish()
}

/// The table `near_counterparty`, read back.
pub fn read_near_counterparties(table: &RecordBatch) -> Vec<NearName> {
    let near = |row: model::Row<'_>| {
        let text = |column| row.text(column).to_owned();
        NearName {
            payee: text(near_counterparty::PAYEE),
            body_id: text(near_counterparty::BODY_ID),
            body_name: text(near_counterparty::BODY_NAME),
            difference: text(near_counterparty::DIFFERENCE),
        }
    };
    NEAR_COUNTERPARTY.read(table).iter().map(near).collect()
}

/// What each body paid under near names, and what was spent here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NearPayees {
    /// By payee and paying body: what would become transfers.
    paid: BTreeMap<(String, String), Tally>,
    /// Spent here, each pound counted once.
    whole: Money,
}

impl NearPayees {
    /// Columns of `ledger_line` that [`NearPayees::of_batch`] reads.
    pub const LINE_COLUMNS: [&'static str; 3] = [ledger_line::BODY_ID, ledger_line::PAYEE, ledger_line::AMOUNT];
    /// Columns of `spend` that it reads.
    pub const SPEND_COLUMNS: [&'static str; 3] = [spend::TREATMENT, spend::ELIMINATED, spend::ATTRIBUTION];

    /// Adds rows of `ledger_line` with their rows of `spend`. Only what counts as spending would become a transfer.
    pub fn of_batch(near: &[NearName], lines: &RecordBatch, treated: &RecordBatch) -> NearPayees {
        let (rows, treated) = (LEDGER_LINE.read(lines), SPEND.read(treated));
        let word = |column| treated.text(column);
        let treatments = word(spend::TREATMENT).map_once(0..treated.len(), |word| Treatment::parse(word?));
        let attributions = word(spend::ATTRIBUTION).map_once(0..treated.len(), |word| Attribution::parse(word?));
        let eliminated = treated.flag(spend::ELIMINATED);
        let part = |row: usize| {
            let (treatment, attribution) = (treatments[row].expect("a word"), attributions[row].expect("a word"));
            AccountPart::of(treatment, eliminated.value(row), attribution)
        };
        let amounts = rows.money(ledger_line::AMOUNT);
        let whole = (0..rows.len()).filter(|row| part(*row).is_net()).map(|row| amounts.value(row)).sum();
        let is_spend = |row: usize| treatments[row] == Some(Treatment::Spend);
        NearPayees { paid: paid(near, lines, is_spend), whole }
    }

    /// Adds rows of `ledger_line` about which nothing has been decided: all of them count.
    pub fn of_lines(near: &[NearName], lines: &RecordBatch) -> NearPayees {
        let amounts = LEDGER_LINE.read(lines).money(ledger_line::AMOUNT);
        let whole = (0..lines.num_rows()).map(|row| amounts.value(row)).sum();
        NearPayees { paid: paid(near, lines, |_| true), whole }
    }

    /// Adds what was counted of other lines.
    pub fn merge(&mut self, other: NearPayees) {
        other.paid.into_iter().for_each(|(key, tally)| *self.paid.entry(key).or_default() += tally);
        self.whole += other.whole;
    }

    /// What each body paid under near names, without names with too few pounds to matter.
    pub fn problems(&self, near: &[NearName]) -> Vec<Problem> {
        let by_payee: HashMap<&str, &NearName> = near.iter().map(|near| (near.payee.as_str(), near)).collect();
        let mut of_payee: BTreeMap<&str, Money> = BTreeMap::new();
        for ((payee, _), tally) in &self.paid {
            *of_payee.entry(payee).or_default() += tally.amount.abs();
        }
        let share = |payee: &str| of_payee[payee].share_of(self.whole.abs());
        let matters = |payee: &str| share(payee).is_none_or(|share| SHARE_MIN <= share);
        let problem = |((payee, body_id), tally): (&(String, String), &Tally)| {
            let NearName { body_name, difference, .. } = by_payee[payee.as_str()];
            let text = format!(
                "`{payee}` is almost {body_name} ({difference}): {} would become transfers if it is that body",
                tally.amount
            );
            Problem {
                n_rows: tally.n_lines as u64,
                amount: Some(tally.amount),
                ..Problem::new(body_id, ProblemKind::PayeeNearBody, text)
            }
        };
        self.paid.iter().filter(|((payee, _), _)| matters(payee)).map(problem).collect()
    }
}

fn paid(near: &[NearName], lines: &RecordBatch, counts: impl Fn(usize) -> bool) -> BTreeMap<(String, String), Tally> {
    let rows = LEDGER_LINE.read(lines);
    let payees = rows.text(ledger_line::PAYEE).distinct();
    let is_near: Vec<bool> =
        payees.iter().map(|payee| near.binary_search_by(|near| near.payee.as_str().cmp(payee)).is_ok()).collect();
    let mut paid = BTreeMap::new();
    if !is_near.contains(&true) {
        return paid;
    }
    let (bodies, amounts) = (rows.text(ledger_line::BODY_ID), rows.money(ledger_line::AMOUNT));
    for row in (0..rows.len()).filter(|row| counts(*row)) {
        if let Some(key) = payees.keys[row].filter(|key| is_near[*key as usize]) {
            let of_body: &mut Tally =
                paid.entry((payees.text(key).to_owned(), bodies.value(row).to_owned())).or_default();
            *of_body += Tally::of_line(amounts.value(row));
        }
    }
    paid
}

#[cfg(test)]
mod tests {
    use testkit::batch;

    use super::*;

    fn near() -> Vec<NearName> {
        let near = |payee: &str| NearName {
            payee: payee.to_owned(),
            body_id: "trust".to_owned(),
            body_name: "Ashby Hospital NHS Trust".to_owned(),
            difference: "`HOSPITAL` left out".to_owned(),
        };
        vec![near("ASHBY NHS TRST"), near("ASHBY TRUST")]
    }

    /// 40 + 10 of 100 000 spent here; the excluded line would become no transfer, and 5 are too few to matter.
    #[test]
    fn pounds_of_near_names_are_said_by_the_body_that_paid_them() {
        let lines = batch(
            &LEDGER_LINE,
            "
            body_id | payee          | amount
            council | ASHBY TRUST    | 400.00
            county  | ASHBY TRUST    | 100.00
            county  | ASHBY TRUST    | 900.00
            county  | ASHBY NHS TRST |   5.00
            county  | Acorn          | 99495.00
            ",
        );
        let treated = batch(
            &SPEND,
            "
            treatment | eliminated | attribution
            spend     | false      | here
            spend     | false      | here
            excluded  | false      | here
            spend     | false      | here
            spend     | false      | here
            ",
        );
        let near = near();
        let mut found = NearPayees::of_batch(&near, &lines, &treated);
        found.merge(NearPayees::default());
        let said: Vec<(String, Option<Money>, u64)> =
            found.problems(&near).into_iter().map(|p| (p.body_id, p.amount, p.n_rows)).collect();
        let pounds = |pounds: i64| Some(Money::from_pence(pounds * 100));
        assert_eq!(said, [("council".to_owned(), pounds(400), 1), ("county".to_owned(), pounds(100), 1)]);
        assert_eq!(
            found.problems(&near)[0].text,
            "`ASHBY TRUST` is almost Ashby Hospital NHS Trust (`HOSPITAL` left out): £400.00 would become transfers if it is that body"
        );
        assert_eq!(NearPayees::of_lines(&near, &lines).problems(&near)[1].amount, pounds(1_000));
    }

    #[test]
    fn the_table_of_near_names_is_read_back_as_it_was_written() {
        assert_eq!(read_near_counterparties(&near_counterparties(&near())), near());
    }
}
