//! People whose truth is known, with no configuration: what `link` and a place make of the sets beside the checkout.

use crate::true_people::{PeopleSet, Row, check};

#[test]
fn families_are_told_apart_and_their_people_are_found() {
    let Some(set) = PeopleSet::case("families") else { return };
    check(&set, "families", |found, _| 0.985 <= found.precision && 0.93 <= found.recall);
}

#[test]
fn births_in_three_columns_are_dates() {
    let Some(set) = PeopleSet::case("families-dob3") else { return };
    check(&set, "families-dob3", |found, _| 0.90 <= found.f1() && 0.985 <= found.precision);
}

#[test]
fn a_name_in_one_column_and_no_address_are_enough() {
    let Some(set) = PeopleSet::case("families-fullname") else { return };
    check(&set, "families-fullname", |found, _| 0.90 <= found.f1() && 0.985 <= found.precision);
}

#[test]
fn who_shares_a_home_and_a_name_or_a_birth_date_is_not_one_person() {
    for name in ["twins-at-home", "father-and-son", "twins-placeholder-nhs-number"] {
        let Some(set) = PeopleSet::case(name) else { return };
        check(&set, name, |found, _| found.n_mixed == 0 && 0.99 <= found.recall);
    }
}

#[test]
fn placeholders_make_no_person_of_many_and_cost_nobody_else_a_link() {
    let is_named = |row: &Row| !["Baby", "Unknown"].contains(&row["first name"].as_str());
    let is_dated = |row: &Row| row["date of birth"] != "1970-01-01";
    for name in ["babies-at-one-address", "unknown-people-at-one-address", "default-birth-date-1970"] {
        let Some(set) = PeopleSet::case(name) else { return };
        for (way, found) in set.both_ways() {
            let all = set.accuracy(&found);
            let others = set.accuracy_among(&found, &|row| is_named(row) && is_dated(row));
            assert!(all.n_mixed == 0, "{name} {way}: {all:?}\n{}", found.said);
            assert!(0.99 <= others.recall, "{name} {way}: {others:?}\n{}", found.said);
        }
    }
}

/// The people of the sets about dates and names, with ISO dates and two columns of names.
fn plain() -> Option<PeopleSet> {
    // Its last forty records are fathers and sons; those before are the people of the other sets.
    PeopleSet::case("father-and-son").map(|set| set.cut(1_500))
}

/// Recall in each way, to compare with.
fn recall(set: &PeopleSet) -> [f64; 2] {
    set.both_ways().map(|(_, found)| set.accuracy(&found).recall)
}

/// Each set of other dates and names, with what is said of the form.
const FORMS: [(&str, &str); 5] = [
    ("dates-dd-Mon-yyyy", "births read as dd-Mon-yyyy: 1,500 of 1,500"),
    ("dates-us-order", "births read as month first (mm/dd/yyyy): 1,500 of 1,500"),
    ("dates-as-serials", "births read as serial numbers of a spreadsheet: 1,500 of 1,500"),
    ("name-comma", "births read as yyyy-mm-dd: 1,500 of 1,500"),
    ("name-in-one-column", "births read as yyyy-mm-dd: 1,500 of 1,500"),
];

#[test]
fn each_form_of_dates_and_names_is_named_and_linked_as_well_as_the_plain_one() {
    let Some(plain) = plain() else { return };
    let expected = recall(&plain);
    for (name, form) in FORMS {
        let Some(set) = PeopleSet::case(name) else { return };
        let both_ways = set.both_ways();
        for (way, found) in &both_ways {
            assert!(found.said.contains(form), "{name} {way}\n{}", found.said);
        }
        for ((way, found), expected) in both_ways.into_iter().zip(expected) {
            let accuracy = set.accuracy(&found);
            assert!(
                expected - 0.01 <= accuracy.recall && accuracy.n_mixed == 0,
                "{name} {way}: {accuracy:?}, plain recall {expected:.4}\n{}",
                found.said
            );
        }
    }
}

#[test]
fn headings_that_say_nothing_cost_nobody_a_link() {
    let Some(plain) = plain() else { return };
    let expected = recall(&plain);
    let short = |heading: &str| match heading {
        "first name" => "fst_nm".to_owned(),
        "surname" => "sr_nm".to_owned(),
        "date of birth" => "dt_b".to_owned(),
        "record id" => "Kennzahl".to_owned(),
        other => other.to_owned(),
    };
    let set = plain.headed(short);
    for ((way, found), expected) in set.both_ways().into_iter().zip(expected) {
        let accuracy = set.accuracy(&found);
        assert!(
            expected - 0.01 <= accuracy.recall && accuracy.n_mixed == 0,
            "{way}: {accuracy:?}, plain recall {expected:.4}\n{}",
            found.said
        );
    }
}

#[test]
fn a_file_without_dates_of_birth_is_said_both_ways() {
    let Some(plain) = plain() else { return };
    for (way, found) in plain.without("nhs", "date of birth").both_ways() {
        let is_said = |line: &str| line.contains("warning: ") && line.contains("no column has dates of birth");
        assert!(found.said.lines().any(is_said), "{way}\n{}", found.said);
    }
}
