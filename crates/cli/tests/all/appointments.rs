//! Books of appointments of a synthetic place: what they need, what they hold, and what they must never tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::run::{Copy, said};

const PURPOSE: &str = "\n[purpose]\nsupport = \"lead workers\"\npower = \"Children Act 2004, section 10\"\narticle_6 = \"6(1)(e)\"\n\
    article_9 = \"9(2)(g)\"\nimpact_assessment = \"DPIA 7\"\nuntil = 2999-12-31\nuses = [\"appointments\", \"team\"]\n";

/// A built place with people.
fn place() -> Copy {
    let folder = Copy::empty();
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
        command.args(arguments).current_dir(folder.path()).output().expect("the command runs")
    };
    let made = command(&["synth", "place", "--people", "6000", "--lines", "2000", "--year", "2024"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    build(&folder);
    folder
}

fn build(folder: &Copy) {
    let (status, told) = run(folder.path(), &["build", "place"]);
    assert!(matches!(status, Some(0 | 1)), "{told}");
}

fn allow(folder: &Copy, purpose: &str) {
    let path = folder.join("place/place.toml");
    let text = std::fs::read_to_string(&path).expect("the place file");
    std::fs::write(path, format!("{}{purpose}", text.split("\n[purpose]").next().expect("text")))
        .expect("it is written");
}

fn rows(folder: &Copy, path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(path)).expect("the file is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Somebody whom an abuse service knows and at least three other agencies, with their records by agency.
fn known_to_an_abuse_service(folder: &Copy) -> BTreeMap<String, String> {
    let sensitive: BTreeSet<String> = rows(folder, "place/truth/people/sensitive_contacts.csv")
        .into_iter()
        .filter(|row| row["reason"] == "domestic_abuse" && row["agency"] == "voluntary")
        .map(|row| row["contact"].rsplit_once('-').expect("a number behind").0.to_owned())
        .collect();
    let mut records: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows(folder, "place/truth/people/records.csv") {
        records.entry(row["person_id"].clone()).or_default().insert(row["agency"].clone(), row["record_id"].clone());
    }
    let is_known =
        |of: &&BTreeMap<String, String>| 4 <= of.len() && of.get("voluntary").is_some_and(|id| sensitive.contains(id));
    records.values().filter(is_known).max_by_key(|of| of.len()).expect("somebody").clone()
}

fn appointments(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    run(folder, &[&["appointments", "place"], more].concat())
}

/// Exit status, and data and talk together.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let (status, data, talk) = said(folder, arguments);
    (status, format!("{data}{talk}"))
}

#[test]
fn a_book_needs_a_purpose_and_holds_what_is_confirmed_and_nothing_that_must_never_be_printed() {
    let folder = place();
    let records = known_to_an_abuse_service(&folder);
    let record = |agency: &str| format!("{agency}:{}", records[agency]);
    let whose = record("health");

    let arguments = [whose.as_str(), "--by", "A. Lead", "--confirm", &record("voluntary")];
    let (status, told) = appointments(folder.path(), &arguments);
    assert!(status == Some(2) && told.contains("[purpose]") && told.contains("impact_assessment"), "{told}");
    assert!(!folder.join("place/decisions/person_pairs.csv").exists(), "nobody decided who is who without a purpose");
    assert!(!folder.join("place/decisions/uses.csv").exists(), "nobody looked at anybody");

    allow(&folder, &PURPOSE.replace("2999-12-31", "2020-03-31"));
    let (status, told) = appointments(folder.path(), &[&whose, "--by", "A. Lead"]);
    assert!(status == Some(2) && told.contains("ended on 2020-03-31"), "{told}");

    allow(&folder, &PURPOSE.replace("\"appointments\", ", ""));
    let (status, told) = appointments(folder.path(), &[&whose, "--by", "A. Lead"]);
    assert!(status == Some(2) && told.contains("not for appointments"), "{told}");

    allow(&folder, PURPOSE);
    let (status, told) = appointments(folder.path(), &[&whose, "--by", "A. Lead"]);
    assert!(status == Some(2) && told.contains("run `totalplace build`"), "a book of an old build: {told}");
    build(&folder);
    let (_, alone) = appointments(folder.path(), &[&whose, "--by", "A. Lead"]);
    assert!(alone.contains("with 1 agency") || alone.contains("with 0 agencies"), "{alone}");

    let confirmed: Vec<String> =
        records.keys().filter(|agency| *agency != "health").map(|agency| record(agency)).collect();
    let mut arguments = vec![whose.as_str(), "--by", "A. Lead", "--ics", "book.ics", "--print", "book.html", "--large"];
    for record in &confirmed {
        arguments.extend(["--confirm", record]);
    }
    let (status, told) = appointments(folder.path(), &arguments);
    assert!(matches!(status, Some(0 | 1)), "{told}");
    let [calendar, paper] =
        ["book.ics", "book.html"].map(|name| std::fs::read_to_string(folder.join(name)).expect(name));
    for (what, text) in [("terminal", &told), ("calendar", &calendar), ("paper", &paper)] {
        let text = text.to_lowercase();
        for word in
            ["refuge", "domestic", "abuse", "police", "arrest", "adoption", "sexual", "child protection", "haven"]
        {
            assert!(!text.contains(word), "{what} tells of {word}");
        }
    }
    let names: BTreeSet<&str> = calendar.lines().filter(|line| line.starts_with("SUMMARY")).collect();
    assert_eq!(names, ["SUMMARY:Appointment"].into());
    assert!(paper.contains("font: 18pt"));
    let uses = rows(&folder, "place/decisions/uses.csv");
    assert_eq!(uses.len(), 2, "each look is written down, and those that were refused are none");
    assert!(uses.iter().all(|used| used["used_by"] == "A. Lead" && used["impact_assessment"] == "DPIA 7"));
}

#[test]
fn a_team_is_refused_until_every_adult_agreed_to_share() {
    let folder = place();
    allow(&folder, PURPOSE);
    build(&folder);
    let tables = run(
        folder.path(),
        &[
            "query",
            "place",
            "--csv",
            "select family_id, person_id, role from family_member where \"to\" is null order by 1, 2",
        ],
    )
    .1;
    let mut members: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for line in tables.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let cells: Vec<&str> = line.split(',').collect();
        members.entry(cells[0].to_owned()).or_default().push((cells[1].to_owned(), cells[2] == "adult"));
    }
    let (family, members) =
        members.iter().find(|(_, of)| of.iter().filter(|(_, is_adult)| *is_adult).count() == 2).expect("a couple");
    let whose = format!("family:{family}");
    let (status, told) = run(folder.path(), &["team", "place", &whose, "--by", "A. Lead"]);
    assert!(status == Some(1) && told.contains("every adult must agree"), "{told}");

    let adults: Vec<&String> = members.iter().filter(|(_, is_adult)| *is_adult).map(|(person, _)| person).collect();
    let agencies = ["benefits", "health", "housing", "mental_health", "schools", "social_care", "voluntary"];
    let sql = "select agency, record_id, person_id from person_cluster order by 1, 2";
    let clusters = run(folder.path(), &["query", "place", "--csv", sql]).1;
    let record_of = |person: &str| {
        let is_theirs = |line: &&str| line.rsplit(',').next() == Some(person);
        clusters.lines().find(is_theirs).and_then(|line| line.rsplit_once(',')).expect("a record").0.to_owned()
    };
    let answer =
        |person: &str, agency: &str, word: &str| format!("2026-11-30,A. Lead,{},{agency},{word}\n", record_of(person));
    let of_adults = |adults: &[&String]| -> String {
        let rows = adults.iter().flat_map(|person| agencies.map(|agency| answer(person, agency, "agreed")));
        format!("agreed_on,recorded_by,record_agency,record_id,agency,answer\n{}", rows.collect::<String>())
    };
    folder.write("place/decisions/sharing.csv", &of_adults(&adults[..1]));
    let (status, told) = run(folder.path(), &["team", "place", &whose, "--by", "A. Lead"]);
    assert!(status == Some(1) && told.contains("every adult must agree"), "one of two agreed: {told}");

    folder.write("place/decisions/sharing.csv", &of_adults(&adults));
    let (status, told) = run(folder.path(), &["team", "place", &whose, "--by", "A. Lead"]);
    assert!(status == Some(0) && told.contains("this is a proposal") && told.contains("could lead"), "{told}");
    assert!(!told.to_lowercase().contains("police"), "{told}");

    let refused = answer(adults[0], "health", "refused");
    for unclear in [answer(adults[0], "HEALTH", "refused"), refused.replace("2026-11-30", "2999-01-01")] {
        folder.write("place/decisions/sharing.csv", &format!("{}{unclear}", of_adults(&adults)));
        let (status, told) = run(folder.path(), &["team", "place", &whose, "--by", "A. Lead"]);
        assert!(status == Some(2) && told.contains("it might be a refusal"), "{told}");
    }
    let everything: String = agencies.map(|agency| answer(adults[0], agency, "refused")).concat();
    folder.write("place/decisions/sharing.csv", &format!("{}{everything}", of_adults(&adults)));
    let (status, told) = run(folder.path(), &["team", "place", &whose, "--by", "A. Lead"]);
    assert!(
        status == Some(1) && told.contains("every adult must agree"),
        "of two answers of one day the refusal: {told}"
    );
}
