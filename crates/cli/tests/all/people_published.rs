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
