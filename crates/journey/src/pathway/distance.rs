//! How far a case is from an order that is allowed.

use model::event_log::{EventLog, Name};

use super::Pathway;
use crate::{Variant, VariantStep};

/// The allowed order nearest to a variant, and how many activities differ from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nearest {
    pub order: usize,
    pub distance: usize,
}

/// The orders of a pathway in the numbers of a log; an activity that the log lacks is none.
pub(super) fn orders_in(log: &EventLog, pathway: &Pathway) -> Vec<Vec<Option<Name>>> {
    let order = |order: &Vec<String>| order.iter().map(|activity| log.activities.find(activity)).collect();
    pathway.orders.iter().map(order).collect()
}

/// The first of the nearest orders; none where no order is allowed.
pub(super) fn nearest(variant: &Variant, orders: &[Vec<Option<Name>>]) -> Option<Nearest> {
    let distance = |(order, activities): (usize, &Vec<Option<Name>>)| Nearest {
        order,
        distance: edit_distance(&in_favour_of(variant, activities), activities),
    };
    orders.iter().enumerate().map(distance).min_by_key(|nearest| nearest.distance)
}

/// The activities of a variant; those whose order is unknown as the pathway would have them.
fn in_favour_of(variant: &Variant, order: &[Option<Name>]) -> Vec<Name> {
    let place = |step: &VariantStep| order.iter().position(|name| *name == Some(step.activity)).unwrap_or(order.len());
    let groups = variant.activities.chunk_by(|_, step| step.is_concurrent);
    let arranged = |group: &[VariantStep]| -> Vec<Name> {
        let mut group = group.to_vec();
        group.sort_by_key(place);
        group.iter().map(|step| step.activity).collect()
    };
    groups.flat_map(arranged).collect()
}

/// The fewest activities added, left out or exchanged that make one order the other (Levenshtein).
fn edit_distance(activities: &[Name], order: &[Option<Name>]) -> usize {
    let mut row: Vec<usize> = (0..=order.len()).collect();
    for (at, activity) in activities.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (place, expected) in order.iter().enumerate() {
            let exchanged = diagonal + usize::from(Some(*activity) != *expected);
            diagonal = row[place + 1];
            row[place + 1] = exchanged.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[order.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Activities are letters; `&` stands before one of the same time as the one before it.
    fn check_nearest(variant: &str, orders: &[&str], order: usize, distance: usize) {
        let letter = |letter: u8| Name::at(usize::from(letter - b'a'));
        let mut activities = Vec::new();
        for byte in variant.bytes() {
            match byte {
                b'&' => activities.push(VariantStep { activity: Name::at(0), is_concurrent: true }),
                _ => match activities.last_mut() {
                    Some(step) if step.activity == Name::at(0) && step.is_concurrent => step.activity = letter(byte),
                    _ => activities.push(VariantStep { activity: letter(byte), is_concurrent: false }),
                },
            }
        }
        let variant = Variant { activities: activities.into(), n_cases: 1 };
        let orders: Vec<Vec<Option<Name>>> =
            orders.iter().map(|order| order.bytes().map(|byte| Some(letter(byte))).collect()).collect();
        assert_eq!(nearest(&variant, &orders), Some(Nearest { order, distance }));
    }

    #[test]
    fn the_distance_is_the_fewest_changes_to_the_nearest_order() {
        check_nearest("bcd", &["bcd"], 0, 0);
        check_nearest("bd", &["bcd"], 0, 1);
        check_nearest("bccd", &["bcd"], 0, 1);
        check_nearest("cbd", &["bcd"], 0, 2);
        check_nearest("be", &["bcd", "bf"], 1, 1);
    }

    #[test]
    fn activities_of_unknown_order_do_not_break_an_order() {
        check_nearest("bd&c", &["bcd"], 0, 0);
        check_nearest("bdc", &["bcd"], 0, 2);
    }
}
