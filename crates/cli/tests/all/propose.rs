//! A new place needs one edit: `check --propose` says whose the files are, and adds it with a person's yes.

use std::process::Output;

use crate::run::Copy;

fn ledger(month: u32, year: u32) -> String {
    let row = |day: u32| format!("{day:02}/{month:02}/{year},Supplier {} Ltd,Adults,{}.50\n", day % 7, 100 + 13 * day);
    format!("Date,Supplier,Directorate,Net Amount\n{}", (1..=28).map(row).collect::<String>())
}

fn check(copy: &Copy, more: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = copy.command("check").args(more).output().expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status.code(), text(stdout), text(stderr))
}

/// A place of three bodies, a file about people and one that is not a ledger.
fn place(year: &str) -> Copy {
    let copy = Copy::empty();
    copy.write("place.toml", &format!("name = \"Northshire\" # ours\n{year}\n[sources]\nroot = \"sources\"\n"));
    for month in 4..10 {
        copy.write(&format!("sources/gateshead/spend-over-500-{month:02}.csv"), &ledger(month, 2020));
        copy.write(
            &format!("sources/lancashire/police/2020-21/{month:02}.csv"),
            &ledger(month, 2020).replace("Adults", "Cars"),
        );
    }
    copy.write("sources/mixed [1]/Northtown-May-2019.csv", &ledger(5, 2019).replace("Supplier", "Firm"));
    copy.write("sources/mixed [1]/clients.csv", "NHS number,Forename,Surname,Date of birth,Postcode\n1,Marker,Marker,1990-01-02,LS1 1AA\n2,Marker,Markers,1991-01-02,LS1 1AB\n");
    copy.write("sources/notes.txt", "hello\n");
    copy
}

#[test]
fn bodies_sources_and_the_year_are_proposed_and_written_with_a_yes_alone() {
    let copy = place("year = \"2012-13\"");
    let before = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    let (status, proposed, said) = check(&copy, &["--propose"]);
    assert_eq!(status, Some(1), "{said}");
    for expected in [
        "id = \"gateshead\"\nname = \"Gateshead",
        "kind = \"council\"",
        "# 6 files, 168 lines, £48,",
        "files = [\"gateshead/*.csv\"]",
        "kind = \"police\"",
        "files = [\"lancashire/police/2020-21/*.csv\"]",
        "not in any register: check the name and the kind",
    ] {
        assert!(proposed.contains(expected), "{expected}: {proposed}");
    }
    // A pattern of the folder would take the people's file too.
    assert!(
        !proposed.contains("/*.csv\"]\n\n[[source]]\nbody = \"mixed") && !proposed.contains("clients"),
        "{proposed}"
    );
    for expected in [
        "336 of 364 lines are of 2020-21, but place.toml says 2012-13",
        "clients.csv: it seems to be about people",
        "not proposed: notes.txt",
        "Nothing is written yet",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(!(said + &proposed).contains("Marker"));
    assert_eq!(std::fs::read_to_string(copy.join("place.toml")).expect("a place file"), before);

    let (_, readings, said) = check(&copy, &["--propose", "--write"]);
    assert!(readings.contains("gateshead/spend") && said.contains("added to "), "{said}");
    let after = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    assert!(after.starts_with(&before.replace("2012-13", "2020-21")), "{after}");
    copy.count();
    assert_eq!(copy.value("SELECT count(*) FROM ledger_line"), (13 * 28).to_string());
    assert_eq!(copy.value("SELECT count(DISTINCT body_id) FROM ledger_line"), "3");
    // What was settled is not proposed again.
    let (status, proposed, said) = check(&copy, &["--propose"]);
    assert!(!proposed.contains("[[body]]") && said.contains("nothing to propose"), "{proposed}{said}");
    assert_eq!(status, Some(1), "two files are not read");
}

#[test]
fn a_place_without_a_year_gets_the_one_that_most_lines_have() {
    let copy = place("");
    assert_eq!(check(&copy, &[]).0, Some(2), "a check needs the year");
    let (status, _, said) = check(&copy, &["--propose"]);
    assert!(status == Some(1) && said.contains("place.toml names no year: `year = \"2020-21\"`"), "{said}");
    check(&copy, &["--propose", "--write"]);
    copy.count();
    assert_eq!(copy.value("SELECT count(*) FROM ledger_line WHERE financial_year = 2020"), (12 * 28).to_string());
}

#[test]
fn files_left_aside_and_bodies_that_are_there_are_not_proposed_again() {
    let copy = place("year = \"2020-21\"");
    let text = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    let body = "\n[[body]]\nid = \"gateshead\"\nname = \"Gateshead Council\"\nkind = \"council\"\n";
    copy.write("place.toml", &(text.replace("root = ", "ignore = [\"mixed*/*\", \"*.txt\"]\nroot = ") + body));
    let (_, proposed, said) = check(&copy, &["--propose"]);
    assert!(proposed.contains("body = \"gateshead\"") && !proposed.contains("id = \"gateshead\""), "{proposed}");
    assert!(!said.contains("not proposed") && !proposed.contains("mixed"), "{said}{proposed}");
    check(&copy, &["--propose", "--write"]);
    let checked: serde_json::Value = serde_json::from_str(&check(&copy, &["--json"]).1).expect("JSON");
    let kinds: Vec<&str> =
        checked["problems"].as_array().into_iter().flatten().filter_map(|p| p["kind"].as_str()).collect();
    assert!(!kinds.contains(&"file_unclaimed") && !kinds.contains(&"file_empty"), "{kinds:?}");
}

#[test]
fn of_a_place_of_several_years_each_is_the_place_s_and_none_is_replaced() {
    let copy = place("years = [\"2018-19\", \"2020-21\", \"2021-22\"]");
    let before = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    let (_, _, said) = check(&copy, &["--propose"]);
    assert!(!said.contains("lines are of"), "most lines are of a year that is counted: {said}");

    let other = before.replace("2020-21", "2019-20");
    copy.write("place.toml", &other);
    let (_, _, said) = check(&copy, &["--propose", "--write"]);
    let expected = "are of 2020-21, but place.toml says 2018-19, 2019-20, 2021-22: \"2020-21\" among its `years`";
    assert!(said.contains(expected), "{said}");
    let after = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    assert!(after.starts_with(&other) && after.contains("[[source]]"), "{after}");
}

#[test]
fn files_that_nothing_is_proposed_for_are_left_to_a_person() {
    let copy = place("year = \"2020-21\"");
    check(&copy, &["--propose", "--write"]);
    let (_, _, said) = check(&copy, &["--propose"]);
    assert!(said.contains("not proposed: notes.txt") && said.contains("add a [[source]] by hand"), "{said}");
    assert!(!said.contains("already has a source"), "{said}");
    for left in ["sources/notes.txt", "sources/mixed [1]/clients.csv"] {
        std::fs::remove_file(copy.join(left)).expect("the file was there");
    }
    let (_, _, said) = check(&copy, &["--propose"]);
    assert!(said.contains("every file under the sources' root already has a source"), "{said}");
}
