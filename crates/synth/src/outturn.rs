//! What the bodies published for the year, made from what they really spent.
//!
//! Published and printed differ for reasons, each of which is known here in pounds: pay is in no
//! ledger of payments, small payments are below the threshold, some benefits and all delegated school
//! budgets go through systems of their own, capital is in another account, transfers are no
//! spending, a file was never sent, another was sent twice, signs were lost. What is left over is an
//! accrual.

use std::path::Path;

use model::Treatment;
use money::Money;
use rand::RngExt;

use crate::bodies::{AMBLEFORD, COUNTY, FENHOLT, HOMES};
use crate::dice::dice;
use crate::folder::{SOURCES, parent_of};
use crate::purchases::Class;
use crate::truth::{Truth, senders};
use crate::{Error, Plan};

pub(crate) const SERIES: &str = "statement_of_accounts:net_expenditure";
pub(crate) const EMPLOYEES: &str = "statement_of_accounts:employees";
pub(crate) const TOTAL: &str = "Total";
pub(crate) const BENEFITS: &str = "Housing benefit payments";
pub(crate) const SCHOOLS: &str = "Delegated school budgets";

/// One body's published total and why the ledger differs from it, in pence to be added to the count.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub body: &'static str,
    pub total: i64,
    /// All lines of the year, whatever their treatment.
    pub counted: i64,
    pub pay: i64,
    pub below_threshold: i64,
    /// Benefits that the ledger does not show.
    pub benefits: i64,
    /// Benefits as published: those in the ledger too.
    pub benefits_published: Option<i64>,
    pub schools: i64,
    pub capital: i64,
    pub transfers: i64,
    pub missing_months: i64,
    pub signs: i64,
    pub sent_twice: i64,
    /// Accruals: spending of the year that is paid in another.
    pub unexplained: i64,
}

/// Pay for each pound of other spending, by body.
const PAY_SHARE: f64 = 0.62;
/// Benefits that go through the benefit system instead of the ledger, for each pound in the ledger.
const BENEFITS_OUTSIDE: f64 = 1.8;
/// Pounds of delegated school budgets for each person.
const SCHOOLS_PER_HEAD: f64 = 640.0;
/// Accruals are up to this share of the count, either way.
const ACCRUALS_MAX: f64 = 0.004;

/// Every body that publishes accounts: all with a ledger but the department and those outside the perimeter.
pub(crate) fn published(truth: &Truth, plan: &Plan) -> Vec<Published> {
    let bodies = senders().into_iter().filter(|body| !body.national && body.id != HOMES);
    bodies.map(|body| publish(truth, plan, body.id)).collect()
}

fn publish(truth: &Truth, plan: &Plan, body: &'static str) -> Published {
    let mut dice = dice(plan.seed, &format!("outturn of {body}"));
    let by_key = truth.of_body(body);
    let sum = |test: &dyn Fn(&crate::truth::LineKey) -> bool| -> i64 {
        by_key
            .iter()
            .filter(|(key, _)| key.financial_year == plan.year.0 && test(key))
            .map(|(_, tally)| tally.pence)
            .sum()
    };
    let counted = sum(&|_| true);
    let capital = -sum(&|key| key.class.treatment == Treatment::Spend && key.is_capital);
    let transfers = -sum(&|key| key.class.treatment != Treatment::Spend);
    let spent = counted + capital + transfers;
    let share = |of: i64, share: f64| (of as f64 * share).round() as i64;
    let in_ledger = benefits_in_ledger(truth, body);
    let benefits = if in_ledger == 0 { 0 } else { share(in_ledger, BENEFITS_OUTSIDE) };
    let mut result = Published {
        body,
        total: 0,
        counted,
        pay: share(spent, PAY_SHARE * dice.random_range(0.8..1.2)),
        below_threshold: below_threshold(truth, body),
        benefits,
        benefits_published: (in_ledger != 0).then_some(in_ledger + benefits),
        schools: if body == COUNTY { share(plan.people as i64 * 100, SCHOOLS_PER_HEAD) } else { 0 },
        capital,
        transfers,
        missing_months: spending(&truth.never_sent, body),
        signs: -2 * truth.parts_of(body).map(|part| part.lost_signs_of_spending.pence).sum::<i64>(),
        sent_twice: -sent_twice(truth, body),
        unexplained: share(counted, dice.random_range(-ACCRUALS_MAX..ACCRUALS_MAX)),
    };
    result.total = result.counted + result.explained() + result.unexplained;
    result
}

impl Published {
    /// The causes, by their names in the table `reconciliation`.
    pub fn causes(&self) -> [(&'static str, i64); 9] {
        [
            ("pay", self.pay),
            ("below_threshold", self.below_threshold),
            ("benefits", self.benefits),
            ("schools", self.schools),
            ("capital", self.capital),
            ("transfers", self.transfers),
            ("missing_months", self.missing_months),
            ("signs", self.signs),
            ("sent_twice", self.sent_twice),
        ]
    }

    fn explained(&self) -> i64 {
        self.causes().iter().map(|(_, pence)| pence).sum()
    }
}

/// Payments that no file shows because they are small, those of the month that was never sent among them.
fn below_threshold(truth: &Truth, body: &str) -> i64 {
    let never_sent = truth.never_sent.iter().filter(|part| part.ledger.body == body);
    truth.parts_of(body).chain(never_sent).map(|part| part.below_threshold.pence).sum()
}

/// Rent allowances as districts book them.
fn benefits_in_ledger(truth: &Truth, body: &str) -> i64 {
    if ![AMBLEFORD, FENHOLT].contains(&body) {
        return 0;
    }
    truth.parts_of(body).map(|part| part.benefits.pence).sum()
}

/// Revenue spending in files.
fn spending(parts: &[crate::truth::PartTruth], body: &str) -> i64 {
    let of_body = parts.iter().filter(|part| part.ledger.body == body);
    of_body.flat_map(|part| &part.by_key).filter(|(key, _)| is_revenue(key)).map(|(_, tally)| tally.pence).sum()
}

fn is_revenue(key: &crate::truth::LineKey) -> bool {
    key.class.treatment == Class::SPEND.treatment && !key.is_capital
}

/// What the second of two equal files adds to revenue spending.
fn sent_twice(truth: &Truth, body: &str) -> i64 {
    let copies: Vec<_> =
        truth.parts.iter().filter(|part| truth.copies.iter().any(|(_, copy)| *copy == part.path)).cloned().collect();
    spending(&copies, body)
}

/// `sources/published/`: a plain CSV, as `place.toml` names it.
pub(crate) fn write(dir: &Path, plan: &Plan, published: &[Published]) -> Result<(), Error> {
    let path = dir.join(SOURCES).join(format!("published/statements-of-accounts-{}.csv", plan.year));
    parent_of(&path)?;
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).map_err(Error::csv)?;
    let mut rows = vec![["body_id", "financial_year", "series", "line_code", "label", "amount"].map(str::to_owned)];
    rows.extend(published.iter().flat_map(|of| figures(of, plan)));
    rows.iter().try_for_each(|row| writer.write_record(row)).map_err(Error::csv)?;
    writer.flush().map_err(Error::io(&path))
}

/// What one body published.
fn figures(of: &Published, plan: &Plan) -> Vec<[String; 6]> {
    let row = |series: &str, code: &str, label: &str, pence: i64| {
        let amount = Money::from_pence(pence).plain();
        [of.body, &plan.year.to_string(), series, code, label, &amount].map(str::to_owned)
    };
    let benefits = of.benefits_published.map(|pence| row(SERIES, "110", BENEFITS, pence));
    let schools = (of.schools != 0).then(|| row(SERIES, "120", SCHOOLS, of.schools));
    let totals = [row(SERIES, "100", TOTAL, of.total), row(EMPLOYEES, "200", TOTAL, of.pay)];
    totals.into_iter().chain(benefits).chain(schools).collect()
}
