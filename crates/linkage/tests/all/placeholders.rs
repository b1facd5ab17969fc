//! What stands where nothing is known brings nobody together.

use linkage::PersonColumn;

use super::homes::{Outcome, Row, outcome, strangers};

const N_STRANGERS: usize = 160;

/// Every so manieth person says this, in both agencies.
fn some_say(every: usize, says: &[(&'static str, &str)]) -> Vec<Row> {
    let mut rows = strangers(N_STRANGERS);
    for (at, row) in rows.iter_mut().enumerate().filter(|(at, _)| at / 2 % every == 0) {
        for (name, value) in says {
            match value.is_empty() {
                true => drop(row.says.remove(name)),
                false => drop(row.says.insert(name, value.replace('#', &(at / 2).to_string()))),
            }
        }
    }
    rows
}

fn check(what: &str, every: usize, says: &[(&'static str, &str)]) -> Outcome {
    let rows = some_say(every, says);
    let outcome = outcome(&rows);
    outcome.mixes_nobody(&rows, what);
    let others = |person: &str| person.strip_prefix("stranger ").and_then(|at| at.parse::<usize>().ok());
    let n_others = N_STRANGERS - N_STRANGERS.div_ceil(every);
    let n_whole = outcome.n_whole(&rows, |person| others(person).is_some_and(|at| at % every != 0));
    assert_eq!(n_whole, n_others, "{what}: people with something of their own are found");
    outcome
}

#[test]
fn placeholders_make_nobody_of_many() {
    check(
        "babies in a hospital",
        10,
        &[
            ("given_name", "baby"),
            ("born", "2025-04-01"),
            ("born_year", "2025"),
            ("postcode", "TS1 1AA"),
            ("home", "ts1 1aa general hospital"),
            ("address", "general hospital"),
        ],
    );
    check(
        "babies of a ward that no list knows",
        10,
        &[
            ("given_name", ""),
            ("born", "2025-04-01"),
            ("born_year", "2025"),
            ("postcode", "TS4 3BW"),
            ("home", "ts4 3bw 19"),
        ],
    );
    check(
        "unknown people without a home",
        10,
        &[
            ("given_name", "unknown male"),
            ("family_name", "unknown"),
            ("born", ""),
            ("born_year", ""),
            ("postcode", "ZZ99 3VZ"),
            ("home", "zz99 3vz nfa"),
            ("address", "nfa"),
        ],
    );
    check("visitors without names", 10, &[("given_name", "fnu"), ("family_name", "lnu"), ("born", "1970-01-01")]);
    check(
        "test records",
        20,
        &[
            ("given_name", "test"),
            ("family_name", "test"),
            ("born", "1980-05-05"),
            ("home", "ts1 1aa 1"),
            ("postcode", "TS1 1AA"),
        ],
    );
    check("a prison", 10, &[("postcode", "TS18 2NJ"), ("home", "ts18 2nj hmp holme"), ("address", "hmp holme house")]);
    check("an office", 10, &[("postcode", "TS1 9FT"), ("home", "ts1 9ft 500")]);
    check("one telephone for people without one", 10, &[("phone", "00000000000")]);
    check("the telephone of an office", 10, &[("phone", "01642726004")]);
    check("no email", 10, &[("email", "noemail@tees.gov.uk")]);
    check("the email of a surgery", 10, &[("email", "reception@surgery.nhs.uk")]);
    check("an NHS number of nines", 10, &[("nhs_number", "9999999999")]);
    check("a test number", 10, &[("nhs_number", "9990000018")]);
    check("a number that many have", 10, &[("nhs_number", "4505577104")]);
    check("a sample of a National Insurance number", 10, &[("nino", "AA000000A")]);
}

#[test]
fn a_default_birth_date_is_found_by_how_many_are_born_on_it() {
    let outcome = check("a default date", 8, &[("born", "1985-06-15"), ("born_year", "1985")]);
    let found = &outcome.linked.placeholders;
    let births: Vec<_> = found.iter().filter(|one| one.column == PersonColumn::Born).collect();
    assert_eq!(births.len(), 1, "{found:?}");
    assert_eq!((births[0].n_values, births[0].n_records), (1, 40));
    assert_eq!(births[0].reason, "far more people are born on it than on the days around it");
}

#[test]
fn nothing_counts_as_missing_where_nothing_does() {
    let outcome = check("nothing", 300, &[("nhs_number", "4505577104")]);
    assert_eq!(outcome.linked.placeholders, []);
    assert_eq!(outcome.linked.held_apart.suspects, []);
}

#[test]
fn a_home_of_a_large_family_and_a_person_of_many_contacts_are_evidence() {
    let mut rows = strangers(N_STRANGERS);
    // Twelve of one surname at one home; and one person whose record stands there thirty times.
    for row in &mut rows[..24] {
        row.says.insert("family_name", "marker".to_owned());
        row.says.insert("home", "ts1 4aa 3".to_owned());
        row.says.insert("postcode", "TS1 4AA".to_owned());
    }
    let mut many = rows[100].clone();
    many.says.insert("nhs_number", "4505577104".to_owned());
    rows.extend(std::iter::repeat_n(many, 30));
    let outcome = outcome(&rows);
    assert_eq!(outcome.linked.placeholders, []);
    assert_eq!(outcome.linked.held_apart.suspects, [], "one name, one birth and one number");
    outcome.mixes_nobody(&rows, "a large family");
}
