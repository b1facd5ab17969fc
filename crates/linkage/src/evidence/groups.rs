//! Error by group of people, from pairs that reviewers settled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::tables::person_record as column;

use super::accuracy::{LabelledPair, PairCounts, threshold_table};
use crate::name_origins::NameOrigins;
use crate::records::Records;

/// How right the links of a group are, by answers that touch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledGroup {
    /// What divides people: age, sex, where the name comes from, or how common the surname is.
    pub by: &'static str,
    pub group: String,
    /// Settled pairs with at least one record in the group.
    pub n_pairs: u64,
    pub counts: PairCounts,
}

/// A surname that fewer records hold is rare.
const N_COMMON_MIN: u32 = 10;
const UNKNOWN: &str = "not known";

/// Error by group at a threshold, because missed links hide families and do so unevenly (method, section 3.3).
///
/// Age is that reached in `year`; where a name comes from is told by lists, for sums alone. A pair across two groups counts in both.
pub(crate) fn labelled_error_by_group(
    records: &Records,
    pairs: &[((u32, u32), LabelledPair)],
    weight_min: f64,
    year: i32,
    origins: &NameOrigins,
) -> Vec<LabelledGroup> {
    let n_of_surname = surnames(records);
    let groups = |row: u32| {
        [
            ("age", age_band(records.value(column::BORN, row), year)),
            ("sex", sex(records.value(column::SEX, row))),
            (
                "name origin",
                origins.of(records.value(column::FAMILY_NAME, row), records.value(column::GIVEN_NAME, row)),
            ),
            ("surname", surname(records.value(column::FAMILY_NAME, row), &n_of_surname)),
        ]
    };
    let mut by_group: BTreeMap<(&'static str, &str), Vec<LabelledPair>> = BTreeMap::new();
    for ((left, right), pair) in pairs {
        let touched: BTreeSet<_> = groups(*left).into_iter().chain(groups(*right)).collect();
        touched.into_iter().for_each(|group| by_group.entry(group).or_default().push(*pair));
    }
    let error = |((by, group), pairs): ((&'static str, &str), Vec<LabelledPair>)| LabelledGroup {
        by,
        group: group.to_owned(),
        n_pairs: pairs.len() as u64,
        counts: threshold_table(&pairs, &[weight_min])[0].counts,
    };
    by_group.into_iter().map(error).collect()
}

fn surnames(records: &Records) -> HashMap<&str, u32> {
    let mut n_of = HashMap::new();
    let names = (0..records.n_records() as u32).filter_map(|row| records.value(column::FAMILY_NAME, row));
    names.for_each(|name| *n_of.entry(name).or_default() += 1);
    n_of
}

/// A date of birth begins with its year, and may be the year alone.
fn age_band(born: Option<&str>, year: i32) -> &'static str {
    let born = born.and_then(|born| born.get(..4)?.parse::<i32>().ok());
    match born.map(|born| year - born) {
        None => UNKNOWN,
        Some(..18) => "under 18",
        Some(18..65) => "18 to 64",
        Some(65..) => "65 and over",
    }
}

fn sex(sex: Option<&str>) -> &'static str {
    match sex.and_then(|sex| sex.chars().next()).map(|first| first.to_ascii_lowercase()) {
        Some('f') => "female",
        Some('m') => "male",
        Some(_) => "other",
        None => UNKNOWN,
    }
}

fn surname(name: Option<&str>, n_of: &HashMap<&str, u32>) -> &'static str {
    match name {
        None => UNKNOWN,
        Some(name) if name.contains([' ', '-']) => "of several words",
        Some(name) if n_of.get(name).is_some_and(|n| N_COMMON_MIN <= *n) => "common",
        Some(_) => "rare",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    #[test]
    fn a_pair_counts_in_every_group_that_it_touches() {
        let mut builder = RecordsBuilder::new(&[column::BORN, column::SEX, column::FAMILY_NAME]).expect("columns");
        let rows = [
            [Some("2010-05-01"), Some("female"), Some("o'neill")],
            [Some("1950"), Some("female"), Some("smith")],
            [None, None, Some("okafor-eze")],
        ];
        rows.iter().enumerate().for_each(|(at, row)| builder.push(&at.to_string(), row).expect("a row"));
        (3..15).for_each(|at| builder.push(&at.to_string(), &[None, None, Some("smith")]).expect("a row"));
        let records = builder.finish().expect("records");
        let row = |id: &str| records.row_of("", id).expect("the record");
        let label = |weight: f64, is_match| LabelledPair { weight: Some(weight), is_match };
        let pairs = [((row("0"), row("1")), label(9.0, false)), ((row("1"), row("2")), label(1.0, true))];
        let found = labelled_error_by_group(&records, &pairs, 5.0, 2024, &NameOrigins::read(None).expect("the list"));
        let shown: Vec<_> = found
            .iter()
            .map(|group| {
                let counts = group.counts;
                (group.by, group.group.as_str(), group.n_pairs, counts.false_positives, counts.false_negatives)
            })
            .collect();
        let expected = [
            ("age", "65 and over", 2, 1, 1),
            ("age", "not known", 1, 0, 1),
            ("age", "under 18", 1, 1, 0),
            ("name origin", "african", 1, 0, 1),
            ("name origin", "english", 2, 1, 1),
            ("name origin", "irish", 1, 1, 0),
            ("sex", "female", 2, 1, 1),
            ("sex", "not known", 1, 0, 1),
            ("surname", "common", 2, 1, 1),
            ("surname", "of several words", 1, 0, 1),
            ("surname", "rare", 1, 1, 0),
        ];
        assert_eq!(shown, expected);
    }
}
