//! How many people are known to one file, to two, and so on.

use crate::clusters::Clusters;
use crate::records::Records;

/// People by how many sources have a record of them; of one source, by how many records it has of them.
///
/// The number at 0 is of people known to one, that at 1 of those known to two, up to the most that anybody is known to.
pub fn people_by_sources(records: &Records, clusters: &Clusters) -> Vec<u64> {
    let n_sources = records.sources().len();
    let mut n_of = vec![0_u32; clusters.n_rows()];
    // Rows stand by source, so a cluster's rows of one source come one after another.
    let mut last_source = vec![u32::MAX; clusters.n_rows()];
    for source in 0..n_sources {
        for row in records.rows_of(source) {
            let cluster = clusters.of(row) as usize;
            if n_sources == 1 || last_source[cluster] != source as u32 {
                n_of[cluster] += 1;
                last_source[cluster] = source as u32;
            }
        }
    }
    let mut n_people = Vec::new();
    for n in n_of.into_iter().filter(|n| *n != 0) {
        let at = n as usize - 1;
        if n_people.len() <= at {
            n_people.resize(at + 1, 0);
        }
        n_people[at] += 1;
    }
    n_people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    #[test]
    fn what_one_source_holds_twice_is_not_known_to_two() {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        for (source, n) in [("council", 3), ("nhs", 2), ("police", 1)] {
            builder.source(source);
            (0..n).for_each(|id| builder.push(&id.to_string(), &[None]).expect("a row"));
        }
        let records = builder.finish().expect("records");
        // One person of all three, one of whom the council has two records, and one of the health service alone.
        let clusters = Clusters::of_labels(&[0, 1, 1, 0, 2, 0]);
        assert_eq!(people_by_sources(&records, &clusters), [2, 0, 1]);
    }

    #[test]
    fn people_of_one_list_go_by_their_records() {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        (0..4).for_each(|id| builder.push(&id.to_string(), &[None]).expect("a row"));
        let records = builder.finish().expect("records");
        assert_eq!(people_by_sources(&records, &Clusters::of_labels(&[0, 0, 1, 0])), [1, 0, 1]);
    }
}
