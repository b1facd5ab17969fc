//! People of published data whose truth is known, with no configuration.

use crate::true_people::{PeopleSet, Row, check};

/// `rec-12-dup-3` and `rec-12-org` are person 12.
#[test]
fn made_up_australians_are_found_among_their_duplicates() {
    let who = |row: &Row| row["rec_id"].split('-').nth(1).expect("an id of FEBRL").to_owned();
    for files in [&["dataset1"][..], &["dataset3"], &["dataset4a", "dataset4b"]] {
        let Some(set) = PeopleSet::shared("data/linkage/febrl", files, who, None) else {
            return;
        };
        check(&set, files[0], |found, _| 0.98 <= found.recall && 0.999 <= found.precision);
    }
}

#[test]
fn people_of_five_agencies_are_found_in_all_five_of_them() {
    let files = ["dataset-1", "dataset-2", "dataset-3", "dataset-4", "dataset-5"];
    let who = |row: &Row| row["id"].clone();
    let Some(set) = PeopleSet::shared("data/linkage/five-agencies", &files, who, None) else { return };
    for (way, found) in set.both_ways() {
        let (accuracy, [n_found, n_true]) = (set.accuracy(&found), set.in_every_file(&found));
        let is_right = 0.98 <= accuracy.recall && 0.999 <= accuracy.precision;
        assert!(is_right, "{way}: {accuracy:?}\n{}", found.said);
        assert!(n_found.abs_diff(n_true) * 100 <= 3 * n_true, "{way}: {n_found} of {n_true} known to all five");
        // What is only to be known where weights are looked at is one line, not a page.
        assert!(found.said.matches("are guesses").count() <= 1 && !found.said.contains("is a guess"), "{}", found.said);
    }
}
