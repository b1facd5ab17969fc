//! Contacts of journeys with their costs, and what one contact costs by each rule.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use model::tables::{CONTACT_PRICE, JOURNEY_CONTACT, JOURNEY_THEME, contact_price, journey_contact, journey_theme};

use super::contacts::Contact;
use super::prices::Price;
use super::repeated::Repeated;
use super::rules::JourneyRules;

/// The table `journey_contact`.
pub(super) fn contact_table(all: &[Contact], repeats: &[Repeated], rules: &JourneyRules) -> RecordBatch {
    let again: BTreeSet<usize> = repeats.iter().map(|repeat| repeat.again).collect();
    let mut rows = JOURNEY_CONTACT.rows();
    for (place, contact) in all.iter().enumerate() {
        let demand = contact.demand.as_deref();
        rows.push()
            .id(journey_contact::PERSON_ID, contact.person_id)
            .text(journey_contact::AGENCY, &contact.agency)
            .text(journey_contact::CONTACT_ID, &contact.contact_id)
            .date(journey_contact::DATE, contact.start)
            .text(journey_contact::ACTIVITY, &contact.activity)
            .text(journey_contact::CHANNEL, rules.channel(contact.channel.as_deref()).word())
            .text_if_any(journey_contact::EVENT, rules.event(&contact.activity).map(|event| event.word()))
            .flag(journey_contact::IS_REPEAT, again.contains(&place))
            .flag(journey_contact::IS_DEMAND_RECORDED, demand.is_some())
            .flag(journey_contact::IS_FAILURE_DEMAND, demand.is_some_and(|text| rules.failure_demand.are_in(text)))
            .money_if_any(journey_contact::COST, contact.cost)
            .text(journey_contact::COST_SOURCE, contact.cost_source.word())
            .count_if_any(journey_contact::COST_RULE, contact.cost_rule);
    }
    rows.finish()
}

/// The table `contact_price`.
pub fn price_table(prices: &[Price]) -> RecordBatch {
    let mut rows = CONTACT_PRICE.rows();
    for price in prices {
        rows.push()
            .count(contact_price::RULE, price.rule)
            .text(contact_price::AGENCY, &price.agency)
            .text(contact_price::SOURCE, price.source.word())
            .money_if_any(contact_price::POUNDS, price.divided.map(|(pounds, _)| pounds))
            .count_if_any(contact_price::N_CONTACTS, price.divided.map(|(_, n)| n))
            .money_if_any(contact_price::EACH, price.each)
            .count(contact_price::N_PRICED, price.n_priced)
            .text(contact_price::HOW, &price.how);
    }
    rows.finish()
}

/// The table `journey_theme`.
pub fn theme_table(rules: &JourneyRules) -> RecordBatch {
    let mut rows = JOURNEY_THEME.rows();
    for (theme, agencies) in &rules.themes {
        for agency in agencies {
            rows.push().text(journey_theme::THEME, theme).text(journey_theme::AGENCY, agency);
        }
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use model::FinancialYear;
    use model::tables::{JOURNEY, REPEAT, journey, repeat};
    use money::Money;

    use super::*;
    use crate::calendar::Division;
    use crate::people::contacts::testing::contact;
    use crate::people::{Contacts, KnownCosts, KnownUnitCost, journey_rules, journey_tables, price};

    fn sum(table: &'static model::Table, batch: &RecordBatch, column: &'static str) -> Money {
        table.read(batch).iter().filter_map(|row| row.money_if_any(column)).sum()
    }

    /// Three contacts of £10.01 from the file, three priced at £33.34 and one that nobody prices; one of the priced is a repeat.
    #[test]
    fn journeys_cost_what_their_contacts_cost_to_the_penny_wherever_the_costs_come_from() {
        let own = |person_id, agency: &str, cost: Option<i64>, day| Contact {
            person_id,
            cost: cost.map(Money::from_pence),
            start: day,
            is_assessment: true,
            assessment_type: Some("Early help".to_owned()),
            ..contact(agency, "Visit")
        };
        let [june, july, later] = [6, 7, 12].map(|month| Date::constant(2025, month, 1));
        let all = vec![
            own(1, "housing", None, june),
            own(1, "health", Some(10_01), july),
            own(2, "housing", None, june),
            own(2, "housing", None, later),
            own(2, "police", None, later),
            own(3, "health", Some(10_01), june),
            own(4, "health", Some(10_01), june),
        ];
        let mut contacts = Contacts { contacts: all, ..Contacts::default() };
        let rules = journey_rules(Some("[[cost]]\nagency = \"housing\"\nunit_cost = \"V1\"\n")).unwrap();
        let unit = KnownUnitCost { pounds: 33.335, unit: "visit".to_owned(), what: "A visit".to_owned() };
        let known = KnownCosts { unit_costs: [("V1".to_owned(), unit)].into(), ..KnownCosts::default() };
        let prices = price(&mut contacts, &rules.costs, &known, FinancialYear(2025));
        assert_eq!(prices.prices[0].n_priced, 3);
        let last = Date::constant(2026, 3, 31);
        let tables = journey_tables(&contacts, &[], &rules, Division::EnglandAndWales, last);
        let of_contacts = sum(&JOURNEY_CONTACT, &tables.contacts, journey_contact::COST);
        assert_eq!(of_contacts, Money::from_pence(3 * 10_01 + 3 * 33_34));
        assert_eq!(sum(&JOURNEY, &tables.journeys, journey::COST), of_contacts);
        let without: u64 = JOURNEY.read(&tables.journeys).iter().map(|row| row.count(journey::N_WITHOUT_COST)).sum();
        assert_eq!(without, 1);
        let of_repeats = sum(&JOURNEY, &tables.journeys, journey::COST_REPEATS);
        assert_eq!(of_repeats, sum(&REPEAT, &tables.repeats, repeat::COST));
    }
}
