//! Publishing: what is drawn, what is in the way, and what is kept of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::run::{Copy, files_of};

/// The status of `publish`, and all that it says.
fn publish(place: &Copy, arguments: &[&str]) -> (Option<i32>, String) {
    let output = place.command("publish").args(arguments).output().expect("the command runs");
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    (output.status.code(), said)
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a file");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The records of a family of the synthetic place that four agencies or more are in contact with, by its place among them.
fn records_of_family(place: &Copy, nth: usize) -> BTreeSet<String> {
    let truth = |name: &str| rows(&place.join(&format!("truth/people/{name}.csv")));
    let is_known_to_many = |row: &&BTreeMap<String, String>| 4 <= row["agencies_in_contact"].parse().expect("a number");
    let families = truth("families");
    let family = &families.iter().filter(is_known_to_many).nth(nth).expect("there are such families")["family_id"];
    let members: BTreeSet<String> = truth("family_members")
        .into_iter()
        .filter(|row| row["family_id"] == *family)
        .map(|row| row["person_id"].clone())
        .collect();
    truth("records")
        .into_iter()
        .filter(|row| members.contains(&row["person_id"]))
        .map(|row| row["record_id"].clone())
        .collect()
}

/// Takes every row about these records out of what agencies sent.
fn without(place: &Copy, records: &BTreeSet<String>) {
    for (name, bytes) in files_of(&place.join("people")) {
        let text = String::from_utf8(bytes).expect("text");
        let is_about_others = |line: &&str| !line.split(',').any(|cell| records.contains(cell));
        let kept: String = text.split_inclusive('\n').filter(is_about_others).collect();
        place.write(&format!("people/{name}"), &kept);
    }
}

#[test]
fn a_family_more_or_less_is_not_told_by_two_publications_and_no_reason_releases_it() {
    let place = Copy::empty();
    let made = place.command("synth").args(["--people", "2000", "--seed", "7"]).output().expect("the command runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let whole = files_of(&place.join("people"));
    let restore =
        || whole.iter().for_each(|(name, bytes)| std::fs::write(place.join("people").join(name), bytes).expect("room"));
    without(&place, &records_of_family(&place, 0));
    place.build();
    assert_eq!(publish(&place, &[]).0, Some(0));
    let published = files_of(&place.join("public"));

    let other = records_of_family(&place, 1);
    for change in ["a family more", "a family less"] {
        match change {
            "a family more" => restore(),
            _ => without(&place, &other.union(&records_of_family(&place, 0)).cloned().collect()),
        }
        place.build();
        for arguments in [[].as_slice(), &["--by", "Ann", "--accept", "it is only one"]] {
            let (status, said) = publish(&place, arguments);
            assert_eq!(status, Some(2), "{change}: {said}");
            assert!(said.contains("publication 1 of ") && said.contains("cost)"), "{change}: {said}");
        }
        assert!(files_of(&place.join("public")) == published, "{change}: what was published is as it was");
    }

    restore();
    without(&place, &records_of_family(&place, 0));
    place.build();
    let (status, said) = publish(&place, &[]);
    assert!(status == Some(0) && said.contains("0 new, 0 changed, 0 gone"), "{said}");
    // Somebody who publishes from another machine lacks the counts, and is told so.
    std::fs::remove_dir_all(place.join("published-counts")).expect("it is there");
    let (status, said) = publish(&place, &[]);
    assert!(status == Some(2) && said.contains("published-counts/0001-") && said.contains("it is missing"), "{said}");
}

/// A ledger with what ledgers should not hold in columns that are published.
fn planted() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        "name = \"Planted\"\nyear = \"2024-25\"\n[[body]]\nid = \"county\"\nname = \"County\"\nkind = \"county_council\"\n\
         [[source]]\nbody = \"county\"\nfiles = [\"county/*.csv\"]\n",
    );
    let mut ledger = "Date,Supplier Name,Amount,Directorate,Cost Centre,Expense Type,Transaction No\n".to_owned();
    for month in 4..=12 {
        for (at, payee) in ["Acorn Ltd", "Oak Plc", "Elm LLP"].into_iter().enumerate() {
            ledger +=
                &format!("{:02}/{month:02}/2024,{payee},{}.00,Adults,Homes,Fees,{month}00{at}\n", 3 + at, 100 + at);
        }
    }
    for (at, planted) in [
        "Refund AB 12 34 56 C",
        "Respite NHS 943 476 5919",
        "To 20-45-77 12345678",
        "Child ref 445566",
        "Payment to Mrs Edith Known",
    ]
    .into_iter()
    .enumerate()
    {
        ledger += &format!("07/05/2024,Beech Ltd,9{at}.00,Adults,Homes,Fees,{planted}\n");
    }
    place.write("sources/county/spend.csv", &ledger);
    place
}

#[test]
fn numbers_of_one_person_are_listed_with_their_rows() {
    let place = planted();
    place.build();
    let (status, said) = publish(&place, &["--by", "Ann", "--accept", "all of it is known"]);
    assert_eq!(status, Some(2), "{said}");
    for (row, kind) in
        [(29, "a National Insurance number"), (30, "an NHS number"), (31, "bank details"), (32, "a case reference")]
    {
        let line = said
            .lines()
            .find(|line| line.contains(&format!("spend.csv:{row})")))
            .unwrap_or_else(|| panic!("{row}: {said}"));
        assert!(line.contains("ledger_line.reference") && line.contains(kind), "{line}");
    }
    assert!(said.contains("Mrs Edith Known") && !said.contains("Acorn"), "{said}");
    assert!(!place.join("public").exists());
}

#[test]
fn a_name_is_settled_by_a_person_with_a_reason_that_is_kept() {
    let place = planted();
    let ledger = std::fs::read_to_string(place.join("sources/county/spend.csv")).expect("a ledger");
    let without_numbers: String =
        ledger.split_inclusive('\n').filter(|line| !line.contains("Beech") || line.contains("Known")).collect();
    // A voucher's number, which the Department of Health printed in 2011.
    let voucher = "08/05/2024,Beech Ltd,80.00,Adults,Homes,Fees,CM090263A\n";
    place.write("sources/county/spend.csv", &(without_numbers + voucher));
    place.build();
    let (status, said) = publish(&place, &[]);
    assert!(status == Some(2) && said.contains("looks like a person's name"), "{said}");
    assert!(said.contains("“CM090263A”") && said.contains("has the form of a National Insurance number"), "{said}");
    let (status, said) = publish(&place, &["--accept", "she is a firm"]);
    assert!(status == Some(2) && said.contains("--by"), "a reason needs a name under it: {said}");
    let (status, said) = publish(&place, &["--by", "Ann", "--accept", "she is a firm"]);
    assert_eq!(status, Some(0), "{said}");
    let kept = rows(&place.join("decisions/publications.csv"));
    assert_eq!(
        (kept[0]["published_by"].as_str(), kept[0]["accepted_because"].as_str(), kept[0]["n_accepted"].as_str()),
        ("Ann", "she is a firm", "2")
    );
}

#[test]
fn only_what_was_built_is_published_and_only_pages_that_changed_are_written() {
    let place = Copy::of_example("marshford").expect("the small place comes with the project");
    assert!(publish(&place, &[]).1.contains("nothing has been built yet"));
    place.build();
    place.publish();
    let page = place.join("public/accessibility.html");
    let written = std::fs::metadata(&page).expect("a page").modified().expect("a time");
    place.write("rules/treatment.csv", "id,payee,treatment,transfer_kind,note\nmine,Acorn Trust,excluded,,x\n");
    let (status, said) = publish(&place, &[]);
    assert!(status == Some(2) && said.contains("have changed since the last build"), "{said}");
    place.build();
    let (status, said) = publish(&place, &["--all"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("changed  index.html") && !said.contains("changed  accessibility.html"), "{said}");
    assert_eq!(std::fs::metadata(&page).expect("a page").modified().expect("a time"), written, "the same file");
    // A folder of something else is left alone.
    place.write("mine/notes.txt", "mine");
    let to = place.join("mine");
    let (status, said) = publish(&place, &["--to", &to.display().to_string()]);
    assert!(status == Some(2) && said.contains("not published pages"), "{said}");
    assert!(to.join("notes.txt").is_file());
}
