//! Why a count and a published figure differ.
//!
//! Each cause is in pounds to be added to the count: pay that no ledger of payments shows is
//! positive, capital that the revenue account does not hold is negative.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::tables::{Basis, LEDGER_PROBLEM, ReconcilingItem, ledger_problem};
use model::{FinancialYear, ProblemKind, Row, Treatment, WHOLE_BODY};
use money::Money;

use super::Item;
use super::published::{Figures, Publication};
use crate::totals::{FileTreatment, LineClass, Tally, Totals};

/// An amount with what it is based on; no amount where it could not be computed.
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
    /// First days of the months without a file.
    missing_months: BTreeSet<Date>,
    /// What files without a line below zero are estimated to hold of credits, where the body's other files have some.
    lost_credits: Vec<Money>,
    /// No file of the body has a line below zero.
    is_signless: bool,
    /// Files that are the same as another one.
    sent_twice: BTreeSet<String>,
    /// Lines of the year that are in two files without either being a copy: their doubts give the month.
    overlaps: Vec<Tally>,
}

impl<'a> Evidence<'a> {
    pub fn of(
        publication: &'a Publication,
        figures: &'a Figures,
        pay: Option<&'a Figures>,
        totals: &'a Totals,
        problems: &RecordBatch,
    ) -> Evidence<'a> {
        Evidence { publication, figures, pay, totals, doubts: Doubts::of(publication, problems) }
    }

    /// Every line of the body, year and service, whatever its treatment.
    pub fn counted(&self, service: &str) -> Item {
        let tally = self.sum(service, |_| true);
        let note = format!("{} ledger lines", tally.n_lines);
        Item { item: ReconcilingItem::Counted, amount: Some(tally.amount), basis: Basis::Counted, note }
    }

    /// A cause of the difference; none for the totals and for what is left.
    pub fn cause(&self, item: ReconcilingItem, service: &str) -> Option<Item> {
        use ReconcilingItem::*;
        let reason = match item {
            Published | Counted | DoesNotOpen => return None,
            Pay => self.pay(service),
            BelowThreshold => {
                Reason::not_computed("needs the sum of payments below the publication threshold; ask the body")
            }
            Benefits | Schools => self.outside_the_ledger(item.word(), service),
            Capital => self.capital(service),
            Transfers => self.transfers(service),
            MissingMonths => self.missing_months(service),
            Signs => self.signs(service),
            SentTwice => self.sent_twice(service),
        };
        Some(Item { item, amount: reason.amount, basis: reason.basis, note: reason.note })
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
        let note = format!("{} lines of capital spending, which a revenue outturn does not include", capital.n_lines);
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
        let missing = self.doubts.missing_in(self.publication.financial_year);
        if missing.is_empty() {
            return Reason::new(Money::ZERO, Basis::Counted, "no month is missing");
        }
        if service != WHOLE_BODY {
            return Reason::not_computed("estimated for the body as a whole");
        }
        let spent = self.spent_by_month();
        let there: Vec<Money> =
            spent.iter().filter(|(month, _)| !missing.contains(month)).map(|(_, tally)| tally.amount).collect();
        if there.is_empty() {
            return Reason::not_computed("needs at least one month without a gap");
        }
        let mean = there.iter().sum::<Money>().pounds() * 100.0 / there.len() as f64;
        let already = |month: &u32| spent.get(month).map_or(0, |tally| tally.amount.pence()) as f64;
        let estimate: f64 = missing.iter().map(|month| (mean - already(month)).max(0.0)).sum();
        let note = format!("{} at the average of the {} present", several(missing.len(), "missing month"), there.len());
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
        if self.doubts.is_signless {
            return Reason::not_computed("needs the credit notes: no file of this body has a line below zero");
        }
        if self.doubts.lost_credits.is_empty() {
            return Reason::new(Money::ZERO, Basis::Counted, "every file has lines below zero");
        }
        if service != WHOLE_BODY {
            return Reason::not_computed("estimated for the body as a whole");
        }
        let credits: Money = self.doubts.lost_credits.iter().copied().sum();
        let note = format!(
            "twice the {} of credits that the warnings estimate in {} without a line below zero",
            credits.short(),
            several(self.doubts.lost_credits.len(), "file")
        );
        Reason::new(-(credits + credits), Basis::Estimated, note)
    }

    /// Spending of the year in second copies of files, and lines that two files have in common.
    fn sent_twice(&self, service: &str) -> Reason {
        if self.doubts.sent_twice.is_empty() && self.doubts.overlaps.is_empty() {
            return Reason::new(Money::ZERO, Basis::Counted, "no file appears twice");
        }
        if service != WHOLE_BODY {
            return Reason::not_computed("shown for the body as a whole");
        }
        let is_second = |key: &&FileTreatment| {
            key.body_id == self.publication.body_id
                && key.financial_year == self.publication.financial_year
                && self.doubts.sent_twice.contains(&key.file_id)
                && key.treatment == Treatment::Spend
                && key.capital != Some(true)
        };
        let second: Tally = self.totals.by_file.iter().filter(|(key, _)| is_second(key)).map(|(_, tally)| tally).sum();
        let overlaps: Tally = self.doubts.overlaps.iter().sum();
        let of_copies = format!("{} lines of spending are in a second copy of their file", second.n_lines);
        if self.doubts.overlaps.is_empty() {
            return Reason::new(-second.amount, Basis::Counted, of_copies);
        }
        let note = format!("{of_copies}; {} lines are in two files, all taken as spending", overlaps.n_lines);
        Reason::new(-(second.amount + overlaps.amount), Basis::Estimated, note)
    }
}

/// `1 file`, `2 files`
fn several(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

fn is_revenue_spending(class: &LineClass) -> bool {
    class.treatment == Treatment::Spend && class.capital != Some(true)
}

/// What a doubt says is in two files, in the year of a publication.
fn overlap(publication: &Publication, problem: &Row<'_>) -> Option<Tally> {
    let year = FinancialYear::of(problem.date_if_any(ledger_problem::MONTH)?);
    let amount = problem.money_if_any(ledger_problem::AMOUNT)?;
    let n_lines = problem.count(ledger_problem::N_ROWS);
    (year == publication.financial_year).then(|| Tally { n_lines, amount, ..Tally::default() })
}

impl Doubts {
    fn of(publication: &Publication, problems: &RecordBatch) -> Doubts {
        let mut doubts = Doubts::default();
        let problems = LEDGER_PROBLEM.read(problems).iter();
        for problem in problems.filter(|problem| problem.text(ledger_problem::BODY_ID) == publication.body_id) {
            let file = problem.text(ledger_problem::FILE_ID);
            match ProblemKind::parse(problem.text(ledger_problem::KIND)) {
                Some(ProblemKind::MissingMonth) => {
                    doubts.missing_months.extend(problem.date_if_any(ledger_problem::MONTH));
                }
                Some(ProblemKind::NoNegativeLines) if file.is_empty() => doubts.is_signless = true,
                Some(ProblemKind::NoNegativeLines) => {
                    doubts.lost_credits.extend(problem.money_if_any(ledger_problem::ESTIMATE));
                }
                Some(ProblemKind::SameFileTwice) => {
                    doubts.sent_twice.insert(file.to_owned());
                }
                Some(ProblemKind::OverlappingFiles | ProblemKind::LinesRepeated) => {
                    doubts.overlaps.extend(overlap(publication, &problem))
                }
                _ => {}
            }
        }
        doubts
    }

    /// Calendar months, 1 to 12, that are missing in a year.
    fn missing_in(&self, year: FinancialYear) -> BTreeSet<u32> {
        let of_year = self.missing_months.iter().filter(|month| FinancialYear::of(**month) == year);
        of_year.map(|month| month.month() as u32).collect()
    }
}
