//! The cost of contacts whose file gives none: from the whole count, or else from a unit cost, by rules of the place.
//!
//! A cost in a file always stands. Then come rules that divide what a service costs by the whole count, pay included, by the
//! contacts of the same service in the same year; then unit costs. Pounds of a ledger divided by contacts are shown as what
//! they are, without pay, and are the cost of no contact (method, section 4).

#[cfg(test)]
mod tests;

use model::problem::Problem;
use model::tables::CostSource;
use model::{FinancialYear, ProblemKind};
use money::Money;

use super::contacts::{Contact, Contacts};
use super::cost_rules::{CostFrom, CostRule, Divisor};
use super::known_costs::KnownCosts;
use super::rules::JOURNEY_RULES;

/// What one contact costs by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The place of the rule, from 1.
    pub rule: u64,
    pub agency: String,
    pub source: CostSource,
    /// What is divided, and by how many contacts.
    pub divided: Option<(Money, u64)>,
    /// None where it cannot be told.
    pub each: Option<Money>,
    pub n_priced: u64,
    pub how: String,
}

/// What rules for costs came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    pub prices: Vec<Price>,
    pub problems: Vec<Problem>,
}

/// Gives a cost to contacts that have none.
pub fn price(contacts: &mut Contacts, rules: &[CostRule], known: &KnownCosts, year: FinancialYear) -> Prices {
    let mut found = Prices::default();
    for (number, rule) in in_order(rules) {
        let mut price = price_of(number, rule, rules, contacts, known, year);
        let without_cost = contacts.contacts.iter_mut().filter(|contact| contact.cost.is_none());
        let own = without_cost.filter(|contact| fits(rule, contact, year));
        if let Some(each) = price.each.filter(|_| price.source != CostSource::LedgerWithoutPay) {
            for contact in own {
                (contact.cost, contact.cost_source, contact.cost_rule) = (Some(each), price.source, Some(number));
                price.n_priced += 1;
            }
        }
        found.problems.extend(problem(&price, rule, contacts));
        found.prices.push(price);
    }
    found.prices.sort_by_key(|price| price.rule);
    found.problems.sort();
    found
}

/// Rules of the whole count, then those of unit costs, with their places.
fn in_order(rules: &[CostRule]) -> impl Iterator<Item = (u64, &CostRule)> {
    let is_whole = |rule: &CostRule| matches!(rule.from, CostFrom::WholeCount { .. });
    let numbered = move |whole: bool| (1..).zip(rules).filter(move |(_, rule)| is_whole(rule) == whole);
    numbered(true).chain(numbered(false))
}

/// Whether a rule can give a contact its cost: what a service costs in a year is the cost of that year's contacts.
fn fits(rule: &CostRule, contact: &Contact, year: FinancialYear) -> bool {
    let is_of_year = year.contains(contact.start);
    let needs_year = matches!(rule.from, CostFrom::WholeCount { .. });
    rule.is_for(&contact.agency, &contact.activity) && (is_of_year || !needs_year)
}

fn price_of(
    number: u64,
    rule: &CostRule,
    rules: &[CostRule],
    contacts: &Contacts,
    known: &KnownCosts,
    year: FinancialYear,
) -> Price {
    let price = |source, each, how| Price {
        rule: number,
        agency: rule.agency.clone(),
        source,
        divided: None,
        each,
        n_priced: 0,
        how,
    };
    match &rule.from {
        CostFrom::UnitCost(code) => match unit_cost(code, known) {
            Ok((each, how)) => price(CostSource::UnitCost, Some(each), how),
            Err(why) => price(CostSource::UnitCost, None, why),
        },
        CostFrom::WholeCount { body, service, contacts: divisor } => {
            let scope = (body.as_str(), service.as_str());
            let n = match divisor {
                Divisor::Stated { n, .. } => *n,
                Divisor::AllInFiles => n_in_files(rule, contacts, year),
            };
            let divided = match is_divided_before(number, scope, rules) {
                true => Err(format!("`{service}` of `{body}` is divided by an earlier rule already")),
                false => pounds(scope, known),
            };
            match divided
                .and_then(|(pounds, source)| each(pounds, n, rule, contacts, year).map(|each| (pounds, source, each)))
            {
                Ok((pounds, source, each)) => {
                    let how = in_words(pounds, source, n, scope, divisor);
                    Price { divided: Some((pounds, n)), ..price(source, Some(each), how) }
                }
                Err(why) => price(CostSource::WholeCount, None, why),
            }
        }
    }
}

fn is_divided_before(number: u64, (body, service): (&str, &str), rules: &[CostRule]) -> bool {
    (1..number).zip(rules).any(|(_, rule)| match &rule.from {
        CostFrom::WholeCount { body: other, service: of_other, .. } => {
            (other.as_str(), of_other.as_str()) == (body, service)
        }
        CostFrom::UnitCost(_) => false,
    })
}

/// A unit cost to the penny. What is for a year or a week of something is no cost of one contact.
fn unit_cost(code: &str, known: &KnownCosts) -> Result<(Money, String), String> {
    let Some(cost) = known.unit_costs.get(code) else {
        return Err(format!(
            "unit cost `{code}` is not known, or is not a cost to public bodies; `totalplace unit-costs` lists them"
        ));
    };
    let unit = super::words::plain(&cost.unit);
    let spans = [" year ", " annum ", " annual ", " month ", " week ", " day ", " hour "];
    match spans.iter().find(|span| unit.contains(**span)) {
        Some(span) => {
            Err(format!("unit cost `{code}` is for a {} (`{}`), not for one contact", span.trim(), cost.unit))
        }
        None => {
            let each = Money::from_pence((cost.pounds * 100.0).round_ties_even() as i64);
            Ok((each, format!("unit cost {code}: {}, per {}", cost.what, cost.unit)))
        }
    }
}

/// What is divided: the whole count of a service with its pay; else the ledger's lines, which are without.
fn pounds((body, service): (&str, &str), known: &KnownCosts) -> Result<(Money, CostSource), String> {
    let Some(cost) = known.services.get(&(body.to_owned(), service.to_owned())) else {
        return Err(format!("nothing is counted for `{service}` of a body `{body}` in the year"));
    };
    match (cost.with_pay(), cost.ledger) {
        (Ok(counted), _) => Ok((counted, CostSource::WholeCount)),
        (Err(_), Some(ledger)) if cost.not_known.is_empty() && Money::ZERO < ledger => {
            Ok((ledger, CostSource::LedgerWithoutPay))
        }
        (Err(why), _) => Err(format!("`{service}` of `{body}`: {why}")),
    }
}

fn each(pounds: Money, n: u64, rule: &CostRule, contacts: &Contacts, year: FinancialYear) -> Result<Money, String> {
    let n_in_files = n_in_files(rule, contacts, year);
    if n < n_in_files {
        // The numbers are of people's contacts, so they stay out of a message that may leave the place.
        return Err("`n_contacts` is lower than the number of such contacts in the agency's files".to_owned());
    }
    pounds.per_head(n).ok_or_else(|| "no contact of the year fits it".to_owned())
}

/// Contacts of the year that a rule is for, with any agency, whether or not they have a cost of their own.
fn n_in_files(rule: &CostRule, contacts: &Contacts, year: FinancialYear) -> u64 {
    let linked = contacts.contacts.iter().filter(|contact| fits(rule, contact, year)).count();
    let is_own = |agency: &str, activity: &str, start| rule.is_for(agency, activity) && year.contains(start);
    let unlinked = contacts.without_person.iter();
    let unlinked = unlinked.filter(|contact| is_own(&contact.agency, &contact.activity, contact.start)).count();
    (linked + unlinked) as u64
}

fn in_words(pounds: Money, source: CostSource, n: u64, (body, service): (&str, &str), divisor: &Divisor) -> String {
    let what = match source {
        CostSource::LedgerWithoutPay => "payments in the ledger, without pay, and so the cost of no contact",
        _ => "pay, goods and services by the whole count, before income",
    };
    let whose = match divisor {
        Divisor::AllInFiles => "every such contact in the agency's files in the year".to_owned(),
        Divisor::Stated { source, .. } => format!("contacts as stated by {source}"),
    };
    format!("{pounds} for {service} of {body} ({what}), divided by {n}: {whose}")
}

/// What is wrong with a rule that gives no contact a cost. It names no number of contacts.
fn problem(price: &Price, rule: &CostRule, contacts: &Contacts) -> Option<Problem> {
    let is_known = || contacts.contacts.iter().any(|contact| contact.agency == rule.agency);
    let why = match (price.each, price.source) {
        (None, _) => price.how.clone(),
        (Some(_), CostSource::LedgerWithoutPay) => {
            "only payments in the ledger are known of the service; they leave out pay, so they stand in no total"
                .to_owned()
        }
        (Some(_), _) if price.n_priced == 0 && !is_known() => format!("no contact is of an agency `{}`", rule.agency),
        (Some(_), _) if price.n_priced == 0 => {
            "no contact takes its cost from it: none fits, or all that fit have a cost".to_owned()
        }
        (Some(_), _) => return None,
    };
    let body = match &rule.from {
        CostFrom::WholeCount { body, .. } => body,
        CostFrom::UnitCost(_) => &rule.agency,
    };
    let text = format!("{JOURNEY_RULES}, [[cost]] {}: {why}", price.rule);
    Some(Problem { n_rows: 1, ..Problem::new(body, ProblemKind::ContactNotPriced, text) })
}
