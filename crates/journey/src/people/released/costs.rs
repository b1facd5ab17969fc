//! What journeys cost: single ones, all together, without what is done twice, and where the costs come from.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use disclosure::LINKED_FAMILIES;
use model::tables::{CONTACT_PRICE, CostSource, FigureMeasure, FigureTopic, contact_price, journey, journey_contact};
use money::Money;

use super::names::Names;
use super::parts::{ByPerson, partition};
use super::totals::rows;
use super::{JourneyCounts, JourneyEvidence, What, contacts, n_at_least, rounded_pounds};

const TOPIC: FigureTopic = FigureTopic::JourneyCosts;
/// Costs of single journeys are told to this many pounds.
const ROUND_TO_POUNDS: i64 = 10;
/// Shares of the dearest, the smallest first.
const DEAREST: [(f64, &str); 4] = [(0.05, "twentieth"), (0.1, "tenth"), (0.2, "fifth"), (0.5, "half")];

impl JourneyCounts {
    pub(super) fn add_costs(&mut self, evidence: &JourneyEvidence<'_>, names: &Names<'_>) {
        self.add_before_and_after(evidence);
        // A journey with a contact of unknown cost is dearer than what is known of it.
        let complete = rows(evidence.journeys).filter(|row| row.count(journey::N_WITHOUT_COST) == 0);
        let mut complete: Vec<Money> = complete.map(|row| row.money(journey::COST)).collect();
        complete.sort_unstable();
        self.add_quantile(&complete, 0.5, TOPIC, FigureMeasure::MedianCost, MEDIAN);
        self.add_quantile(&complete, 0.9, TOPIC, FigureMeasure::P90Cost, NINE_IN_TEN);
        self.add_curve(&complete);
        self.add_sources(evidence);
        self.add_without_pay(evidence.prices, names);
    }

    /// What is left without assessments done again and without contacts that were failure demand.
    fn add_before_and_after(&mut self, evidence: &JourneyEvidence<'_>) {
        let mut parts: BTreeMap<String, ByPerson> = BTreeMap::new();
        let mut all = ByPerson::new();
        for row in contacts(evidence) {
            let Some(cost) = row.money_if_any(journey_contact::COST) else { continue };
            let part = match (row.flag(journey_contact::IS_REPEAT), row.flag(journey_contact::IS_FAILURE_DEMAND)) {
                (true, _) => AGAIN,
                (false, true) => FAILURE,
                (false, false) => AFTER,
            };
            let person = row.id(journey_contact::PERSON_ID);
            for people in [parts.entry(part.to_owned()).or_default(), &mut all] {
                let share = people.entry(person).or_default();
                (share.n, share.pounds) = (share.n + 1, share.pounds + cost);
            }
        }
        let told = partition(parts);
        if !told.is_empty() {
            self.push_amount(BEFORE, &all);
        }
        told.iter().for_each(|(part, people)| self.push_amount(part, people));
    }

    fn push_amount(&mut self, category: &str, people: &ByPerson) {
        let pounds: Vec<Money> = people.values().map(|share| share.pounds).collect();
        let n = pounds.len() as u64;
        self.push(TOPIC, category, FigureMeasure::Cost, What::Amount(pounds), n);
    }

    /// Of costs from the lowest to the highest.
    fn add_quantile(
        &mut self,
        costs: &[Money],
        share: f64,
        topic: FigureTopic,
        measure: FigureMeasure,
        category: &str,
    ) {
        let at = ((costs.len() as f64 * share) as usize).min(costs.len().saturating_sub(1));
        let Some(cost) = costs.get(at) else { return };
        let sides = sides(costs.len(), share);
        let what = What::Quantile(rounded_pounds(*cost, ROUND_TO_POUNDS), sides);
        self.push(topic, category, measure, what, costs.len() as u64);
    }

    /// Tenths of journeys, and what share of all costs the dearest have.
    fn add_curve(&mut self, costs: &[Money]) {
        let topic = FigureTopic::JourneyCostCurve;
        for tenths in 1..10 {
            let category = format!("{tenths} in 10 journeys cost no more than");
            self.add_quantile(costs, f64::from(tenths) / 10.0, topic, FigureMeasure::CostAtMost, &category);
        }
        let all: Money = costs.iter().sum();
        let (mut n_told, n) = (0, costs.len());
        for (share, name) in DEAREST {
            let n_dearest = (n as f64 * share) as usize;
            if n_at_least(n as u64) < N_FOR_DEAREST {
                return;
            }
            // What lies between two of these shares, and what is left, is told too.
            let between = &costs[n - n_dearest.max(n_told)..n - n_told];
            if is_group(between) && is_group(&costs[..n - n_dearest]) {
                let dearest: Money = costs[n - n_dearest..].iter().sum();
                let what = What::Percent(to_twentieths(dearest.share_of(all).unwrap_or_default()));
                let category = format!("share of the cost that the dearest {name} of journeys has");
                self.push(topic, &category, FigureMeasure::Percent, what, n as u64);
                n_told = n_dearest;
            }
        }
    }

    /// Where the costs of contacts come from.
    fn add_sources(&mut self, evidence: &JourneyEvidence<'_>) {
        let mut parts: BTreeMap<String, ByPerson> = BTreeMap::new();
        for row in contacts(evidence) {
            let source = CostSource::parse(row.text(journey_contact::COST_SOURCE)).unwrap_or(CostSource::NotKnown);
            let people = parts.entry(source_in_words(source).to_owned()).or_default();
            people.entry(row.id(journey_contact::PERSON_ID)).or_default().n += 1;
        }
        self.add_shares(TOPIC, "share of contacts whose cost is ", partition(parts));
    }

    /// Parts of all contacts in percent.
    pub(super) fn add_shares(&mut self, topic: FigureTopic, of: &str, parts: Vec<(String, ByPerson)>) {
        let size = |people: &ByPerson| people.values().map(|share| share.n).sum::<u64>();
        let n_all: u64 = parts.iter().map(|(_, people)| size(people)).sum();
        for (part, people) in parts {
            self.percent((topic, &format!("{of}{part}")), size(&people), n_all, people.len() as u64);
        }
    }

    /// Pounds of a ledger for each contact, to two figures: the ledger is public, and the exact quotient would count contacts.
    fn add_without_pay(&mut self, prices: &[RecordBatch], names: &Names<'_>) {
        const CONTACTS_MIN: u64 = 1_000;
        for row in prices.iter().flat_map(|batch| CONTACT_PRICE.read(batch).iter()) {
            let is_without_pay = row.text(contact_price::SOURCE) == CostSource::LedgerWithoutPay.word();
            let (Some(each), Some(n)) =
                (row.money_if_any(contact_price::EACH), row.count_if_any(contact_price::N_CONTACTS))
            else {
                continue;
            };
            if is_without_pay && CONTACTS_MIN <= n {
                let agency = names.agency(row.text(contact_price::AGENCY));
                let category = format!("{agency}, one contact {WITHOUT_PAY} (rule {})", row.count(contact_price::RULE));
                let what = What::Quantile(to_two_figures(each), [n; 2]);
                self.push(TOPIC, &category, FigureMeasure::CostEach, what, n);
            }
        }
    }
}

/// Journeys of which shares of the dearest are told: of a thousand the dearest twentieth are fifty, and a share of the cost of a
/// hundred would count single contacts.
const N_FOR_DEAREST: u64 = 1_000;
const MEDIAN: &str = "a journey of which every cost is known, median";
const NINE_IN_TEN: &str = "a journey of which every cost is known, nine in ten";
const BEFORE: &str = "all contacts of which the cost is known (before)";
const AGAIN: &str = "assessments done again";
const FAILURE: &str = "contacts that were failure demand";
const AFTER: &str = "what is left without both (after)";
const WITHOUT_PAY: &str = "by payments in the ledger alone, without pay and in no total";

fn source_in_words(source: CostSource) -> &'static str {
    match source {
        CostSource::File => "in the agency's file",
        CostSource::WholeCount => "from the whole count",
        CostSource::UnitCost => "a unit cost",
        CostSource::LedgerWithoutPay | CostSource::NotKnown => "not known",
    }
}

/// How many are on either side of a quantile of `n`, at least, by what is released of their number.
fn sides(n: usize, share: f64) -> [u64; 2] {
    let n = n_at_least(n as u64);
    let at = (n as f64 * share) as u64;
    [at, n.saturating_sub(at + 1)]
}

/// Whether a sum over these journeys may be told.
fn is_group(costs: &[Money]) -> bool {
    LINKED_FAMILIES.n_withheld_max < costs.len() as u64 && !LINKED_FAMILIES.withholds_sum(costs)
}

/// To five per cent: a whole per cent of the pounds of few hundred people is less than one journey.
fn to_twentieths(share: f64) -> f64 {
    (20.0 * share).round() / 20.0
}

/// Whole pounds with two figures: 1,234 is 1,200.
fn to_two_figures(amount: Money) -> u64 {
    let pounds = rounded_pounds(amount, 1);
    let digits = pounds.checked_ilog10().unwrap_or_default();
    let step = 10_u64.pow(digits.saturating_sub(1));
    (pounds + step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn released(costs: &[i64]) -> Vec<String> {
        let mut costs: Vec<Money> = costs.iter().map(|pounds| Money::from_pence(pounds * 100)).collect();
        costs.sort_unstable();
        let mut counts = JourneyCounts::default();
        counts.add_quantile(&costs, 0.9, TOPIC, FigureMeasure::P90Cost, NINE_IN_TEN);
        counts.add_curve(&costs);
        let released = counts.released();
        let shown = |figure: &disclosure::Figure| match figure.value {
            disclosure::FigureValue::Count(n) => format!("{}: {n}", figure.category),
            disclosure::FigureValue::Amount(amount) => format!("{}: {amount}", figure.category),
        };
        released.get().iter().map(shown).collect()
    }

    fn of(told: &[String], words: &str) -> Vec<String> {
        told.iter().filter(|line| line.contains(words)).cloned().collect()
    }

    /// Journeys of £100, £200 and so on. Of 110, which may be 108, ten are beyond the ninety-eighth at least. Decided by the exact number, a
    /// figure that appears with one person more would count them.
    #[test]
    fn nine_in_ten_needs_ten_people_beyond_it_by_what_is_released_of_their_number() {
        let costs = |n: i64| (1..=n).map(|at| 100 * at).collect::<Vec<_>>();
        assert_eq!(sides(110, 0.9), [97, 10]);
        assert_eq!(sides(107, 0.9), [92, 10]);
        assert_eq!(of(&released(&costs(100)), NINE_IN_TEN), [format!("{NINE_IN_TEN}: [c]")]);
        assert_eq!(of(&released(&costs(110)), NINE_IN_TEN), [format!("{NINE_IN_TEN}: 10000")]);
    }

    /// Of 1,100 the dearest twentieth are 55: 5,005 of 15,455 pounds, which is 32%.
    #[test]
    fn shares_of_the_dearest_are_told_of_a_thousand_journeys() {
        let costs = |n: i64| (0..n).map(|at| if at < 55 { 91 } else { 10 }).collect::<Vec<_>>();
        let told = |n| of(&released(&costs(n)), "dearest");
        assert!(told(1_100)[0].ends_with("dearest twentieth of journeys has: 30"), "{:?}", told(1_100));
        assert_eq!((told(1_100).len(), told(1_000).len()), (4, 0), "a thousand may be 998");
    }

    #[test]
    fn a_share_of_the_dearest_that_one_person_dominates_is_not_told() {
        let mut costs = vec![10; 1_200];
        costs[0] = 1_000_000;
        assert_eq!(of(&released(&costs), "dearest"), Vec::<String>::new());
    }

    #[test]
    fn pounds_have_two_figures() {
        let figures = [4, 49, 149, 1_234, 98_765].map(|pounds| to_two_figures(Money::from_pence(pounds * 100)));
        assert_eq!(figures, [4, 49, 150, 1_200, 99_000]);
    }
}
