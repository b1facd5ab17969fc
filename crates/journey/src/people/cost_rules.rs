//! What a place says contacts cost whose file gives no cost: the tables `[[cost]]` of `rules/journeys.toml`.

use authored::{Keys, MistakeKind};

use super::words::Phrases;

/// A rule for the cost of an agency's contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRule {
    pub agency: String,
    /// Words of the activities that it is for; every activity where it names none.
    pub activities: Phrases,
    pub from: CostFrom,
}

/// What a cost rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CostFrom {
    /// The code of a unit cost, as `unit-costs` lists it.
    UnitCost(String),
    /// What a body spends on a service by the whole count, divided by the contacts of the same service.
    WholeCount { body: String, service: String, contacts: Divisor },
}

/// The contacts by which a service's pounds are divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// The agency's files hold every contact of the service with the people of the place in the year.
    AllInFiles,
    /// Somebody counted them.
    Stated { n: u64, source: String },
}

impl CostRule {
    pub fn is_for(&self, agency: &str, activity: &str) -> bool {
        self.agency == agency && (self.activities.is_empty() || self.activities.are_in(activity))
    }
}

const COST_KEYS: [&str; 8] =
    ["agency", "activities", "unit_cost", "body", "service", "all_contacts", "n_contacts", "source"];
const CONTACTS_MAX: i64 = 1_000_000_000;

/// The rules of one file, in their order.
pub(super) fn cost_rules(keys: &Keys<'_>) -> Vec<CostRule> {
    keys.tables("cost", "[[cost]]", &COST_KEYS).iter().filter_map(cost_rule).collect()
}

fn cost_rule(table: &Keys<'_>) -> Option<CostRule> {
    let agency = table.needed("agency", "\"housing\"");
    let activities = Phrases::of(table.owned_texts("activities", "\"repair visit\""));
    let from = match (table.owned("unit_cost"), table.has("body") || table.has("service")) {
        (Some(code), false) => Some(CostFrom::UnitCost(code)),
        (Some(_), true) => {
            table.wrong(
                "unit_cost",
                MistakeKind::Unfit("a unit cost and a service stand in one rule".to_owned()),
                "one of them",
            );
            None
        }
        (None, _) => whole_count(table),
    };
    Some(CostRule { agency: agency?, activities, from: from? })
}

fn whole_count(table: &Keys<'_>) -> Option<CostFrom> {
    let body = table.needed("body", "\"council\", or `unit_cost` instead");
    let service = table.needed("service", "\"housing\"");
    let contacts = match (table.truth("all_contacts"), table.whole("n_contacts", 1..=CONTACTS_MAX)) {
        (Some(true), None) => Some(Divisor::AllInFiles),
        (None | Some(false), Some(n)) => {
            let source = table.needed("source", "who counted them: \"Housing management system, 2025-26\"");
            source.map(|source| Divisor::Stated { n: n.unsigned_abs(), source })
        }
        _ => {
            table.missing(
                "n_contacts",
                "how many contacts the service had, with their `source`, or `all_contacts = true` if the files hold every one",
            );
            None
        }
    };
    Some(CostFrom::WholeCount { body: body?, service: service?, contacts: contacts? })
}
