//! Who lives together is told apart: twins, father and son, namesakes.

use linkage::Apart;

use super::homes::{AGENCIES, Row, at_home, in_both, outcome, outcome_within, row, strangers};
use super::whatever_the_memory::in_memory;

const N_HOMES: usize = 6;
const FAMILIES: [&str; N_HOMES] = ["marker", "osborne", "pickles", "quirke", "rushton", "snaith"];

fn home(at: usize) -> String {
    format!("ts1 4a{} {}", letter(at), 3 + at)
}

fn elsewhere(at: usize) -> String {
    format!("ts9 9x{} 7", letter(at))
}

fn letter(at: usize) -> char {
    char::from(b"abdefg"[at])
}

fn birth(at: usize) -> String {
    format!("{}-{:02}-{:02}", 1981 + at, 2 + at, 3 + 2 * at)
}

/// Strangers and this many homes, each of which has what `rows_of` says.
fn homes(rows_of: impl Fn(usize) -> Vec<Row>) -> Vec<Row> {
    let mut rows = strangers(120);
    rows.extend((0..N_HOMES).flat_map(rows_of));
    rows
}

/// Twins of these first names in both agencies.
fn twins(names: [&'static str; 2]) -> Vec<Row> {
    homes(|at| {
        let says = |name| in_both(&format!("{name} {at}"), &at_home(name, FAMILIES[at], &birth(at), &home(at)));
        names.into_iter().flat_map(says).collect()
    })
}

/// Father and son of one name, of both agencies, and the years by which those of other homes are younger.
fn father_and_son(at: usize, father: &str, son: &str) -> Vec<Row> {
    let of = |who: &str, born: &str| {
        let born = format!("{}{}", born[..4].parse::<usize>().expect("a year") + at, &born[4..]);
        in_both(&format!("{who} {at}"), &at_home("eric", FAMILIES[at], &born, &home(at)))
    };
    [of("father", father), of("son", son)].concat()
}

#[test]
fn twins_are_two_people_however_alike_their_names() {
    for names in [
        ["ann", "betty"],
        ["ann", "anna"],
        ["mohammed", "mohamed"],
        ["amy", "emy"],
        ["hayden", "jayden"],
        ["zuleika", "zuleyka"],
        ["mohammed ali", "mohammed hassan"],
    ] {
        let rows = twins(names);
        let outcome = outcome(&rows);
        outcome.mixes_nobody(&rows, &names.join(" and "));
        let n_whole = outcome.n_whole(&rows, |person| !person.starts_with("stranger"));
        assert_eq!(n_whole, 2 * N_HOMES, "{names:?} are each found in both agencies");
    }
}

#[test]
fn triplets_are_three_people() {
    let rows = homes(|at| {
        let says = |name: &str| in_both(&format!("{name} {at}"), &at_home(name, FAMILIES[at], &birth(at), &home(at)));
        ["ann", "anna", "anne"].into_iter().flat_map(says).collect()
    });
    outcome(&rows).mixes_nobody(&rows, "triplets");
}

#[test]
fn a_record_that_fits_both_twins_is_neither() {
    // One agency writes an initial, nothing or `Baby` for the twins it knows.
    for (names, written) in [(["ann", "amy"], "a"), (["ann", "betty"], ""), (["john", "peter"], "baby")] {
        let rows = homes(|at| {
            let (born, home) = (birth(at), home(at));
            let says = |name, agency, person: &str| {
                row(agency, &format!("{person} {at}"), &at_home(name, FAMILIES[at], &born, &home))
            };
            vec![
                says(names[0], AGENCIES[0], "one"),
                says(names[1], AGENCIES[0], "other"),
                says(written, AGENCIES[1], "unclear"),
            ]
        });
        outcome(&rows).mixes_nobody(&rows, &format!("{names:?} and {written:?}"));
    }
}

#[test]
fn twins_whom_nobody_has_named_are_two_people() {
    let rows = homes(|at| {
        let says = |name: &str| in_both(&format!("{name} {at}"), &at_home(name, FAMILIES[at], &birth(at), &home(at)));
        ["twin 1", "twin 2"].into_iter().flat_map(says).collect()
    });
    outcome(&rows).mixes_nobody(&rows, "twins without names");
}

#[test]
fn an_initial_is_enough_where_one_person_of_that_birth_date_lives() {
    let rows = homes(|at| {
        let says =
            |name, agency| row(agency, &format!("ann {at}"), &at_home(name, FAMILIES[at], &birth(at), &home(at)));
        vec![says("ann", AGENCIES[0]), says("a", AGENCIES[1])]
    });
    assert_eq!(outcome(&rows).n_whole(&rows, |person| person.starts_with("ann")), N_HOMES);
}

#[test]
fn father_and_son_of_one_name_are_two_people() {
    for (father, son) in [("1958-08-08", "1986-11-03"), ("1958-08-08", "1988-08-08"), ("1958", "1986-11-03")] {
        let rows = homes(|at| father_and_son(at, father, son));
        outcome(&rows).mixes_nobody(&rows, &format!("father of {father} and son of {son}"));
    }
}

#[test]
fn a_namesake_without_a_birth_date_is_neither_father_nor_son() {
    let rows = homes(|at| {
        let mut rows = father_and_son(at, "1958-08-08", "1986-11-03");
        rows.retain(|row| row.agency == AGENCIES[0]);
        rows.push(row(AGENCIES[1], &format!("unclear {at}"), &at_home("eric", FAMILIES[at], "", &home(at))));
        rows
    });
    let outcome = outcome(&rows);
    outcome.mixes_nobody(&rows, "a namesake");
    assert_eq!(outcome.linked.held_apart.n_unclear, N_HOMES as u64);
}

#[test]
fn namesakes_born_on_one_day_at_two_homes_are_two_people() {
    let rows = homes(|at| {
        let both =
            |who: &str, home: &str| in_both(&format!("{who} {at}"), &at_home("john", FAMILIES[at], &birth(at), home));
        [both("one", &home(at)), both("other", &elsewhere(at))].concat()
    });
    let outcome = outcome(&rows);
    outcome.mixes_nobody(&rows, "namesakes");
    assert_eq!(outcome.n_whole(&rows, |person| !person.starts_with("stranger")), 2 * N_HOMES);
}

#[test]
fn who_moves_stays_one_person() {
    let rows = homes(|at| {
        let says =
            |agency, home: &str| row(agency, &format!("mover {at}"), &at_home("john", FAMILIES[at], &birth(at), home));
        vec![says(AGENCIES[0], &home(at)), says(AGENCIES[1], &elsewhere(at))]
    });
    assert_eq!(outcome(&rows).n_whole(&rows, |person| person.starts_with("mover")), N_HOMES);
}

#[test]
fn people_of_one_household_share_nothing_of_their_own() {
    // A couple born in one year and siblings with one initial, of whom nobody wrote down more.
    let rows = homes(|at| {
        let home = home(at);
        let one = |who: &str, name: &str, born: &str, agency| {
            row(agency, &format!("{who} {at}"), &at_home(name, FAMILIES[at], born, &home))
        };
        vec![
            one("husband", "kenneth", "1970", AGENCIES[0]),
            one("wife", "", "1970", AGENCIES[1]),
            one("brother", "john", "", AGENCIES[0]),
            one("other brother", "j", "", AGENCIES[1]),
        ]
    });
    outcome(&rows).mixes_nobody(&rows, "a household");
}

#[test]
fn what_held_pairs_apart_is_counted_by_reason() {
    let rows = twins(["ann", "betty"]);
    let held_apart = outcome(&rows).linked.held_apart;
    let n = held_apart.n_pairs.get(&Apart::FirstNames).copied().unwrap_or(0);
    assert!(N_HOMES as u64 <= n, "{held_apart:?}");
    assert!(held_apart.to_string().contains("because first names have nothing in common"), "{held_apart}");
}

#[test]
fn a_limit_on_memory_changes_nobody() {
    let mut rows = twins(["ann", "anna"]);
    rows.extend((0..N_HOMES).flat_map(|at| {
        let mut rows = father_and_son(at, "1958-08-08", "1986-11-03");
        rows.push(row(AGENCIES[1], &format!("unclear {at}"), &at_home("eric", FAMILIES[at], "", &home(at))));
        rows
    }));
    let expected = outcome(&rows);
    for max_bytes in [1, 20_000] {
        let found = outcome_within(&rows, Some(in_memory(max_bytes)));
        assert_eq!(found.linked.clusters, expected.linked.clusters, "{max_bytes} bytes");
        assert_eq!(found.linked.held_apart, expected.linked.held_apart, "{max_bytes} bytes");
        assert_eq!(found.linked.placeholders, expected.linked.placeholders, "{max_bytes} bytes");
    }
    assert_ne!(expected.linked.held_apart.n_unclear, 0, "records that fit two are among them");
}
