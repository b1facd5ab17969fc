//! A new place of an area brings the bodies of the year that is asked for.

use std::process::Command;

use crate::run::Copy;

fn new(copy: &Copy, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .arg("new")
        .arg(copy.join("made"))
        .args(arguments)
        .env("COLUMNS", "200")
        .output()
        .expect("the command runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn place_file(copy: &Copy) -> String {
    std::fs::read_to_string(copy.join("made/place.toml")).unwrap_or_default()
}

#[test]
fn leeds_of_2011_12_is_proposed_with_its_bodies_and_publications() {
    let copy = Copy::empty();
    let (status, said) = new(&copy, &["--area", "E08000035", "--year", "2011/12"]);
    assert_eq!(status, Some(0), "{said}");
    let text = place_file(&copy);
    let bodies = ["E4704", "E6047", "E6147", "E6347", "Leeds Primary Care Trust", "Department of Health"];
    for expected in bodies.iter().chain(&["year = \"2011-12\"", "Revenue outturn summary (RS) 2011-12"]) {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(said.contains("lists what to fetch"), "{said}");
    // What was written is a place that `check` reads, though no files are there so far.
    let check = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .arg("check")
        .arg(copy.join("made"))
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&check.stderr);
    assert!(!said.contains("place.toml:"), "{said}");
}

#[test]
fn the_codes_are_those_of_the_year() {
    let copy = Copy::empty();
    assert_eq!(new(&copy, &["--area", "Leeds", "--year", "2024-25"]).0, Some(0));
    let text = place_file(&copy);
    assert!(text.contains("E7047") && text.contains("E6353") && !text.contains("E6047"), "{text}");
}

#[test]
fn an_area_that_is_not_known_is_answered_with_the_nearest_and_nothing_is_made() {
    let copy = Copy::empty();
    let (status, said) = new(&copy, &["--area", "Leads", "--year", "2011-12"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("there is no area `Leads`") && said.contains("E08000035"), "{said}");
    assert!(!copy.join("made").exists());
}

#[test]
fn an_ended_code_leads_to_its_successor_with_a_word() {
    let copy = Copy::empty();
    let (status, said) = new(&copy, &["--area", "E07000026", "--year", "2024-25"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("note: Allerdale Borough Council (E07000026) ended on 31 March 2023"), "{said}");
    assert!(place_file(&copy).contains("Cumberland Council"));
}

#[test]
fn an_area_needs_a_year_because_bodies_and_codes_change() {
    let copy = Copy::empty();
    let (status, said) = new(&copy, &["--area", "Leeds"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("--year"), "{said}");
    let (status, said) = new(&copy, &["--area", "Leeds", "--year", "2011-13"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("two consecutive years"), "{said}");
    let (status, said) = new(&copy, &["--area", "Leeds", "--year", "2005-06"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("2009-10"), "{said}");
}
