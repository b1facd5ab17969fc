//! How well records were linked, by the truth.

use std::collections::BTreeMap;

/// Who each record is, by its id.
pub type Truth = BTreeMap<String, u32>;

/// Pairs of records of one cluster beside pairs of one person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linked {
    pub precision: f64,
    pub recall: f64,
}

/// One wrong pair in this many is no more than chance in a small file.
pub const PRECISION_MIN: f64 = 0.98;
/// How much of the recall of the unchanged files may be lost.
pub const RECALL_LOST_MAX: f64 = 0.05;

impl Linked {
    /// Clusters are pairs of a record's id and the cluster that it is in. A record whose id is not there is alone.
    pub fn measure(truth: &Truth, clusters: impl IntoIterator<Item = (String, u64)>) -> Linked {
        let (mut both, mut found, mut people) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        // A record that is in a file twice under one number counts once.
        let clusters: BTreeMap<String, u64> = clusters.into_iter().collect();
        for (id, cluster) in clusters {
            let Some(person) = truth.get(&id) else { continue };
            *both.entry((cluster, *person)).or_insert(0) += 1;
            *found.entry(cluster).or_insert(0) += 1;
        }
        truth.values().for_each(|person| *people.entry(*person).or_insert(0) += 1);
        let [both, found, of_people] =
            [pairs(both.into_values()), pairs(found.into_values()), pairs(people.into_values())];
        let share = |of: f64| if of == 0.0 { 1.0 } else { both / of };
        Linked { precision: share(found), recall: share(of_people) }
    }

    pub fn is_precise(&self) -> bool {
        PRECISION_MIN <= self.precision
    }

    pub fn is_as_good_as(&self, unchanged: &Linked) -> bool {
        unchanged.recall - self.recall <= RECALL_LOST_MAX
    }
}

fn pairs(sizes: impl Iterator<Item = u64>) -> f64 {
    sizes.map(|n| n * (n - 1) / 2).sum::<u64>() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_held_against_the_truth_and_a_record_that_is_missing_is_alone() {
        let truth: Truth = [("a", 1), ("b", 1), ("c", 1), ("d", 2)].map(|(id, who)| (id.to_owned(), who)).into();
        let clusters = [("a", 7), ("b", 7), ("d", 7), ("of nobody", 7)].map(|(id, cluster)| (id.to_owned(), cluster));
        let linked = Linked::measure(&truth, clusters);
        assert!((linked.precision - 1.0 / 3.0).abs() < 1e-9 && (linked.recall - 1.0 / 3.0).abs() < 1e-9, "{linked:?}");
    }
}
