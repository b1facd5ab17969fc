//! A plan's money by body and year.

use model::FinancialYear;
use model::tables::EstateMoney;
use money::Money;

use super::inputs::Assembled;
use crate::roof::RoofPlan;

/// A sum of one body in one year, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearSum {
    pub body: String,
    pub year: FinancialYear,
    pub kind: EstateMoney,
    pub amount: Money,
}

/// All sums of a plan, by body, year and kind.
///
/// A building runs through the year in which it closes, so its costs end with the year after. Receipts are capital of the
/// owner and in no other sum.
pub fn year_sums(assembled: &Assembled<'_>, plan: &RoofPlan) -> Vec<YearSum> {
    let question = assembled.inputs.question;
    let mut sums = Sums::default();
    for at in &plan.closes {
        let (site, body) = (&assembled.sites[*at], &assembled.estate.buildings[*at].body);
        sums.add(body, site.closes_in, EstateMoney::ExitCost, site.exit);
        for year in question.years().filter(|year| site.closes_in < *year) {
            sums.add(body, year, EstateMoney::RunningSaved, site.running);
        }
        if let Some(valuation) = site.holding.valuation.filter(|_| site.holding.is_freehold) {
            sums.add(body, site.closes_in, EstateMoney::Receipt, valuation);
        }
    }
    for at in &plan.opens {
        let (site, body) = (&assembled.sites[*at], &assembled.estate.buildings[*at].body);
        sums.add(body, question.first_year, EstateMoney::OpeningCost, question.opening);
        question.years().for_each(|year| sums.add(body, year, EstateMoney::RunningAdded, site.running));
    }
    for (_, service) in &plan.moves {
        let body = &assembled.estate.services[*service].body;
        sums.add(body, question.first_year, EstateMoney::MoveCost, question.move_cost);
    }
    sums.finish()
}

/// What of these sums is of some kinds.
pub fn total(sums: &[YearSum], kinds: &[EstateMoney]) -> Money {
    sums.iter().filter(|sum| kinds.contains(&sum.kind)).map(|sum| sum.amount).sum()
}

#[derive(Default)]
struct Sums(std::collections::BTreeMap<(String, FinancialYear, EstateMoney), Money>);

impl Sums {
    fn add(&mut self, body: &str, year: FinancialYear, kind: EstateMoney, amount: Money) {
        if amount != Money::ZERO {
            *self.0.entry((body.to_owned(), year, kind)).or_insert(Money::ZERO) += amount;
        }
    }

    fn finish(self) -> Vec<YearSum> {
        self.0.into_iter().map(|((body, year, kind), amount)| YearSum { body, year, kind, amount }).collect()
    }
}
