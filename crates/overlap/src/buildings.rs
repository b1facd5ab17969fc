//! Buildings of several bodies side by side.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::tables::{BUILDING, BUILDING_PAIR, OverlapConfidence, OverlapKind, building, building_pair};
use money::Money;

use crate::finding::{Evidence, FigurePounds, Finding, Pounds};

/// Nearer than this, people take two buildings for one place.
const METRES_MAX: f64 = 250.0;
const CONDITION: &str = "It is money if one of the two has room for the other's services and people, and the other can be left: its lease ends, or \
                         it can be sold or let";

/// A building as findings need it.
struct Building {
    name: String,
    body_id: String,
    running_cost: Option<Money>,
    spare_m2: Option<f64>,
}

/// Buildings of two bodies within a short walk, the nearest first; each building is in one finding. The pounds are the running cost of
/// the cheaper one, which is what would end.
pub fn neighbours(buildings: &RecordBatch, pairs: &RecordBatch) -> Vec<Finding> {
    let all = buildings_by_id(buildings);
    let mut near: Vec<(f64, String, String)> = BUILDING_PAIR
        .read(pairs)
        .iter()
        .map(|row| {
            let id = |column: &str| row.text(column).to_owned();
            (row.number(building_pair::METRES), id(building_pair::BUILDING_ID), id(building_pair::OTHER_BUILDING_ID))
        })
        .filter(|(metres, ..)| *metres <= METRES_MAX)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for (metres, one, other) in &near {
        let Some(of) = all.get(one).zip(all.get(other)) else { continue };
        if of.0.body_id == of.1.body_id || used.contains(one.as_str()) || used.contains(other.as_str()) {
            continue;
        }
        used.extend([one.as_str(), other.as_str()]);
        findings.push(finding(*metres, [(one, of.0), (other, of.1)]));
    }
    findings
}

fn buildings_by_id(buildings: &RecordBatch) -> BTreeMap<String, Building> {
    let rows = BUILDING.read(buildings).iter();
    let of = rows.filter_map(|row| {
        let spare: Vec<f64> = [building::EMPTY_M2, building::UNDER_USED_M2]
            .iter()
            .filter_map(|column| row.number_if_any(column))
            .collect();
        let of = Building {
            name: row.text(building::NAME).to_owned(),
            body_id: row.text_if_any(building::BODY_ID)?.to_owned(),
            running_cost: row.money_if_any(building::RUNNING_COST),
            spare_m2: (!spare.is_empty()).then(|| spare.iter().sum()),
        };
        Some((row.text(building::BUILDING_ID).to_owned(), of))
    });
    of.collect()
}

fn finding(metres: f64, pair: [(&String, &Building); 2]) -> Finding {
    let cheaper =
        pair.iter().filter_map(|(id, of)| Some((of.running_cost?, *id, *of))).min_by_key(|(cost, id, _)| (*cost, *id));
    // Where only one cost is known, nobody can say which is cheaper.
    let cheaper = cheaper.filter(|_| pair.iter().all(|(_, of)| of.running_cost.is_some()));
    let figure = |(amount, id, of): (Money, &String, &Building)| FigurePounds {
        key: format!("building:{id}"),
        body_id: Some(of.body_id.clone()),
        amount,
        beneath: Vec::new(),
    };
    let evidence = pair.iter().map(|(id, of)| Evidence {
        body_id: Some(of.body_id.clone()),
        table: BUILDING.name.to_owned(),
        key: (*id).clone(),
        note: match of.spare_m2 {
            Some(spare) => format!("{}: {spare:.0} m² empty or under-used", of.name),
            None => format!("{}: its file does not say how much of it is used", of.name),
        },
        amount: of.running_cost,
    });
    let has_room = pair.iter().any(|(_, of)| of.spare_m2.is_some_and(|spare| 0.0 < spare));
    Finding {
        kind: OverlapKind::Building,
        keys: pair.iter().map(|(id, _)| (*id).clone()).collect(),
        title: format!("{} and {} are {metres:.0} m apart", pair[0].1.name, pair[1].1.name),
        bodies: pair.iter().map(|(_, of)| of.body_id.clone()).collect(),
        pounds: Pounds { lines: Vec::new(), figures: cheaper.map(figure).into_iter().collect() },
        confidence: if has_room { OverlapConfidence::Medium } else { OverlapConfidence::Low },
        keep_apart: false,
        how: format!("Two bodies have a building within {metres:.0} metres of each other, in a straight line."),
        condition: CONDITION.to_owned(),
        evidence: evidence.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILDINGS: &str = "building_id | body_id | name | running_cost | empty_m2
        a | county | Library | 900.00 | 40
        b | health | Clinic | 400.00 |
        c | county | Depot | 100.00 |
        d | police | Station | |";

    fn found(pairs: &str) -> Vec<Finding> {
        neighbours(&testkit::batch(&BUILDING, BUILDINGS), &testkit::batch(&BUILDING_PAIR, pairs))
    }

    #[test]
    fn the_nearest_pair_has_its_buildings_and_the_cheaper_ones_cost() {
        let all = found(
            "building_id | other_building_id | metres
             a | d | 90
             a | b | 20
             b | c | 30
             a | c | 5
             c | d | 251",
        );
        assert_eq!(all.len(), 1, "one body's own neighbours, far ones and buildings of another finding are left out");
        assert_eq!(all[0].pounds.seen(), Some(Money::from_pence(400_00)));
        assert_eq!(all[0].title, "Library and Clinic are 20 m apart");
        assert_eq!(all[0].confidence, OverlapConfidence::Medium);
    }

    #[test]
    fn pounds_are_not_known_where_a_cost_is_not() {
        let all = found("building_id | other_building_id | metres\n a | d | 90");
        assert_eq!((all.len(), all[0].pounds.seen()), (1, None));
    }
}
