//! The whole method as one list: the steps of each room, one room after another.
//!
//! Each step reads tables that are already written and writes tables that no other step writes, so data
//! only ever flows down the list. To add a room, add its file and its name here, once.

macro_rules! rooms {
    ($($room:ident)+) => {
        $(pub(crate) mod $room;)+

        const ROOMS: &[&[Step]] = &[$($room::STEPS),+];
    };
}

use crate::step::Step;

rooms! { intake ledger consolidation suppliers linkage families journey disclosure theme_count estate appraisal }

/// Every step, in the order in which they run.
pub fn steps() -> impl DoubleEndedIterator<Item = &'static Step> + Clone {
    ROOMS.iter().copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_only_flows_down_the_list_and_no_table_has_two_writers() {
        let mut written: Vec<&str> = Vec::new();
        for step in steps() {
            for table in step.reads {
                assert!(written.contains(&table.name), "{} reads {}, which is written below it", step.name, table.name);
            }
            for table in step.writes {
                assert!(!written.contains(&table.name), "{} is written twice", table.name);
                assert_eq!(table.written_by, step.name, "{} says who writes it", table.name);
                written.push(table.name);
            }
        }
        assert_eq!(written.len(), model::tables::all().count(), "every table is written by a step");
    }
}
