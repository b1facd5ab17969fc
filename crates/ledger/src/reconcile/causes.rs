//! Why a count and a published figure differ.
//!
//! Each cause is in pounds to be added to the count: pay that no ledger of payments shows is
//! positive, capital that the revenue account does not hold is negative.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::{Array, RecordBatch};
use jiff::civil::Date;
use model::tables::row_problem;
use model::{FinancialYear, ProblemKind, Treatment, date_of_day};
use money::Money;

use super::Item;
use super::published::{Figures, Publication, WHOLE_BODY};
use crate::batch::Rows;
use crate::totals::{LineClass, Tally, Totals};

/// The causes, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Pay,
    BelowThreshold,
    Benefits,
    Schools,
    Capital,
    Transfers,
    MissingMonths,
    Signs,
}

impl Cause {
    pub const ALL: [Cause; 8] = [
        Cause::Pay,
        Cause::BelowThreshold,
        Cause::Benefits,
        Cause::Schools,
        Cause::Capital,
        Cause::Transfers,
        Cause::MissingMonths,
        Cause::Signs,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Cause::Pay => "pay",
            Cause::BelowThreshold => "below_threshold",
            Cause::Benefits => "benefits",
            Cause::Schools => "schools",
            Cause::Capital => "capital",
            Cause::Transfers => "transfers",
            Cause::MissingMonths => "missing_months",
            Cause::Signs => "signs",
        }
    }
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Published,
    Counted,
    Estimated,
    NotComputed,
}

impl Basis {
    pub fn word(self) -> &'static str {
        match self {
            Basis::Published => "published",
            Basis::Counted => "counted",
            Basis::Estimated => "estimated",
            Basis::NotComputed => "not_computed",
        }
    }
}

/// An amount with what it rests on; no amount where it could not be computed.
struct Reason {
    amount: Option<Money>,
    basis: Basis,
    note: String,
}

impl Reason {
    fn new(amount: Money, basis: Basis, note: impl Into<String>) -> Reason {
        Reason { amount: Some(amount), basis, note: note.into() }
    }

    fn not_computed(note: impl Into<String>) -> Reason {
        Reason { amount: None, basis: Basis::NotComputed, note: note.into() }
    }
}

/// All that is known about one body and year.
pub(super) struct Evidence<'a> {
    publication: &'a Publication,
    figures: &'a Figures,
    pay: Option<&'a Figures>,
    totals: &'a Totals,
    doubts: Doubts,
}

/// What intake doubts about the files of a body.
#[derive(Default)]
struct Doubts {
    /// First days of the months without a file, where the problem names the month.
    missing_months: Vec<Option<Date>>,
    /// Files without any line below zero; `None` in it means every file of the body.
    files_without_negatives: BTreeSet<Option<String>>,
}

impl<'a> Evidence<'a> {
    pub fn of(
        publication: &'a Publication,
        figures: &'a Figures,
        pay: Option<&'a Figures>,
        totals: &'a Totals,
        problems: &RecordBatch,
    ) -> Evidence<'a> {
        Evidence { publication, figures, pay, totals, doubts: Doubts::of(publication, Rows::of(problems)) }
    }

    /// Every line of the body, year and service, whatever its treatment.
    pub fn counted(&self, service: &str) -> Item {
        let tally = self.sum(service, |_| true);
        let note = format!("{} ledger lines", tally.n_lines);
        Item { item: "counted", amount: Some(tally.amount), basis: Basis::Counted, note }
    }

    pub fn cause(&self, cause: Cause, service: &str) -> Item {
        let reason = match cause {
            Cause::Pay => self.pay(service),
            Cause::BelowThreshold => {
                Reason::not_computed("needs the sum of payments below the publication threshold; ask the body")
            }
            Cause::Benefits | Cause::Schools => self.outside_the_ledger(cause.word(), service),
            Cause::Capital => self.capital(service),
            Cause::Transfers => self.transfers(service),
            Cause::MissingMonths => self.missing_months(service),
            Cause::Signs => self.signs(service),
        };
        Item { item: cause.word(), amount: reason.amount, basis: reason.basis, note: reason.note }
    }

    fn sum(&self, service: &str, selects: impl Fn(&LineClass) -> bool) -> Tally {
        self.totals.sum(|class| {
            class.body_id == self.publication.body_id
                && class.financial_year == self.publication.financial_year
                && (service == WHOLE_BODY || class.service == service)
                && selects(class)
        })
    }

    fn pay(&self, service: &str) -> Reason {
        match self.pay.and_then(|pay| pay.amount(service)) {
            Some(amount) => {
                Reason::new(amount, Basis::Published, "published employee costs; ledgers of payments omit pay")
            }
            None => Reason::not_computed(
                "needs published employee costs (a series `employees`); ledgers of payments omit pay",
            ),
        }
    }

    /// Benefits and delegated school budgets are paid through systems of their own.
    fn outside_the_ledger(&self, own_service: &str, service: &str) -> Reason {
        match self.figures.amount(own_service) {
            // Within the service itself this cause would be the whole difference: a plug.
            Some(_) if service != WHOLE_BODY => Reason::not_computed("shown for the body as a whole"),
            Some(published) => {
                let in_ledger = self.sum(own_service, is_revenue_spending).amount;
                let note = format!("published for service {own_service} less spending on it in the ledger");
                Reason::new(published - in_ledger, Basis::Published, note)
            }
            None => Reason::not_computed(format!("needs a published figure for {own_service}")),
        }
    }

    fn capital(&self, service: &str) -> Reason {
        let marked = self.sum(WHOLE_BODY, |class| class.capital.is_some());
        if marked.n_lines == 0 {
            return Reason::not_computed("needs a ledger that says which lines are capital");
        }
        let capital = self.sum(service, |class| class.treatment == Treatment::Spend && class.capital == Some(true));
        let note = format!("{} lines of capital spending, which a revenue outturn does not hold", capital.n_lines);
        Reason::new(-capital.amount, Basis::Counted, note)
    }

    fn transfers(&self, service: &str) -> Reason {
        let passed_on = self.sum(service, |class| class.treatment != Treatment::Spend);
        let note = format!("{} lines of transfers, financing and exclusions", passed_on.n_lines);
        Reason::new(-passed_on.amount, Basis::Counted, note)
    }

    /// What the missing months would bring: the mean of the months that are there, less whatever
    /// other files (purchase cards) already show for the missing one.
    fn missing_months(&self, service: &str) -> Reason {
        let of_year: Vec<Option<u32>> = self.doubts.missing_in(self.publication.financial_year).collect();
        if of_year.is_empty() {
            return Reason::new(Money::ZERO, Basis::Counted, "no month is missing");
        }
        if service != WHOLE_BODY {
            return Reason::not_computed("estimated for the body as a whole");
        }
        let spent = self.spent_by_month();
        let missing: BTreeSet<u32> = of_year.iter().copied().flatten().collect();
        let there: Vec<Money> =
            spent.iter().filter(|(month, _)| !missing.contains(month)).map(|(_, tally)| tally.amount).collect();
        if there.is_empty() {
            return Reason::not_computed("needs at least one month without a gap");
        }
        let mean = there.iter().sum::<Money>().pounds() * 100.0 / there.len() as f64;
        let already =
            |month: Option<u32>| month.and_then(|month| spent.get(&month)).map_or(Money::ZERO, |tally| tally.amount);
        let estimate: f64 = of_year.iter().map(|month| (mean - already(*month).pence() as f64).max(0.0)).sum();
        let note = format!("{} missing months at the mean of the {} that are there", of_year.len(), there.len());
        Reason::new(Money::from_pence(estimate.round_ties_even() as i64), Basis::Estimated, note)
    }

    fn spent_by_month(&self) -> BTreeMap<u32, Tally> {
        let of_year = self.totals.by_month.iter().filter(|(key, _)| {
            key.body_id == self.publication.body_id && key.financial_year == self.publication.financial_year
        });
        of_year.map(|(key, tally)| (key.month, *tally)).collect()
    }

    /// What lost minus signs are worth: a credit note that is printed as a payment is counted wrong
    /// twice, once because it is missing and once because it is added.
    fn signs(&self, service: &str) -> Reason {
        let (doubted, others) = self.files_by_sign();
        if doubted.n_lines == 0 {
            return Reason::new(Money::ZERO, Basis::Counted, "no file lacks lines below zero");
        }
        if service != WHOLE_BODY {
            return Reason::not_computed("estimated for the body as a whole");
        }
        let unsigned = others.positive() - others.negative;
        match others.negative.abs().share_of(unsigned) {
            Some(share) if 0.0 < share => {
                let pence = -2.0 * share * doubted.amount.pence() as f64;
                let note = format!(
                    "twice {:.2}% (the share of credits in the body's other files) of {} in files without any",
                    share * 100.0,
                    doubted.amount.short()
                );
                Reason::new(Money::from_pence(pence.round_ties_even() as i64), Basis::Estimated, note)
            }
            _ => Reason::not_computed("needs the credit notes: no file of this body has a line below zero"),
        }
    }

    /// The body's files without any line below zero, and its other files.
    fn files_by_sign(&self) -> (Tally, Tally) {
        let (mut doubted, mut others) = (Tally::default(), Tally::default());
        for (key, tally) in self.totals.by_file.iter().filter(|(key, _)| key.body_id == self.publication.body_id) {
            if self.doubts.lacks_negatives(&key.file_id) { doubted += *tally } else { others += *tally }
        }
        (doubted, others)
    }
}

fn is_revenue_spending(class: &LineClass) -> bool {
    class.treatment == Treatment::Spend && class.capital != Some(true)
}

impl Doubts {
    fn of(publication: &Publication, problems: Rows) -> Doubts {
        let (body, kind) = (problems.text(row_problem::BODY_ID), problems.text(row_problem::KIND));
        let (file, month) = (problems.text(row_problem::FILE_ID), problems.date(row_problem::MONTH));
        let mut doubts = Doubts::default();
        for row in (0..problems.len()).filter(|row| body.value(*row) == publication.body_id) {
            match ProblemKind::parse(kind.value(row)) {
                Some(ProblemKind::MissingMonth) => {
                    let named = month.is_valid(row).then(|| date_of_day(month.value(row)));
                    doubts.missing_months.push(named);
                }
                Some(ProblemKind::NoNegativeLines) => {
                    let file_id = Some(file.value(row)).filter(|file| !file.is_empty());
                    doubts.files_without_negatives.insert(file_id.map(str::to_owned));
                }
                _ => {}
            }
        }
        doubts
    }

    /// Calendar months missing in a year; none inside for one that the problem does not name.
    fn missing_in(&self, year: FinancialYear) -> impl Iterator<Item = Option<u32>> {
        let in_year = move |month: Date| FinancialYear::of(month) == year;
        let of_year = self.missing_months.iter().filter(move |month| month.is_none_or(in_year));
        of_year.map(|month| month.map(|month| month.month() as u32))
    }

    fn lacks_negatives(&self, file_id: &str) -> bool {
        self.files_without_negatives.contains(&None) || self.files_without_negatives.contains(&Some(file_id.to_owned()))
    }
}
