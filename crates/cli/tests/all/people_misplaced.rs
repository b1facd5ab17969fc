//! Files of people where ledgers are expected: nothing of them is counted, and nothing of them is told.

use model::tables::{self, that_may_leave};

use crate::formats::in_every_format;
use crate::people::{MARKER, unpacked};
use crate::run::{Copy, files_of};

/// Rows under a heading, or without any where it is empty.
fn rows(heading: &str, row: impl Fn(u32) -> String) -> Vec<Vec<String>> {
    let cells = |text: String| text.split(',').map(str::to_owned).collect();
    let heading = Some(heading.to_owned()).filter(|heading| !heading.is_empty());
    heading.into_iter().chain((1..30).map(row)).map(cells).collect()
}

/// Every kind of file of people, each cell about a person with a mark in it.
fn tables_of_people() -> Vec<(&'static str, Vec<Vec<String>>)> {
    let person = |at: u32| {
        format!("{at},Given{MARKER},Family{MARKER},{:02}/03/19{},{at} {MARKER} Lane,12.50", 1 + at % 28, 40 + at)
    };
    let contact = |at: u32| format!("{MARKER}{at},Visit {MARKER},02/05/2024,Outcome {MARKER},10.00");
    let unreadable = |at: u32| format!("{at},Family{MARKER},{MARKER},{MARKER},{MARKER},{MARKER}");
    let is_valid = |number: &u64| model::identifier::is_nhs_number(&number.to_string());
    let numbers: Vec<u64> = (9_434_760_000_u64..).filter(is_valid).take(40).collect();
    let numbered = |at: u32| format!("{MARKER} {at},{},02/05/2024,12.50", numbers[at as usize]);
    vec![
        ("records", rows("Ref,First name,Surname,Date of birth,Address,Amount", person)),
        ("misspelt", rows("ID,Forname,Surnmae,D.O.B.,Address,Net amount", person)),
        ("unreadable", rows("Ref,Surname,DOB,Address,Postcode,Amount", unreadable)),
        ("contacts", rows("Person ref,Activity,Start,Outcome,Cost", contact)),
        ("headless", rows("", person)),
        ("headless-contacts", rows("", contact)),
        ("numbers", rows("", numbered)),
        ("as-payees", rows("Payee,Id,Date,Amount", numbered)),
        ("odd", rows("Ref,Surname,DOB,Amount", |at| format!("{at},!{MARKER},02/03/1961,!{MARKER}"))),
    ]
}

const ENDINGS: &str = "{csv,xlsx,ods,xls,zip}";

/// A place of a body with two payments and files of people in every format, declared by `sources`.
fn place_of_people(sources: &str) -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        &format!(
            "name = \"Misdeclared\"\nyear = \"2024-25\"\n[sources]\nroot = \".\"\n\
             [[body]]\nid = \"county\"\nname = \"County\"\nkind = \"county_council\"\n{sources}"
        ),
    );
    place.write("sources/april.csv", "Date,Payee,Amount\n01/05/2024,Acorn Ltd,100.00\n02/05/2024,Oak Ltd,50.00\n");
    for (name, rows) in tables_of_people() {
        for (ending, bytes) in in_every_format("Care", &rows) {
            for folder in ["sources/people", "people"] {
                let path = place.join(&format!("{folder}/{name}.{ending}"));
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
                std::fs::write(path, &bytes).expect("a file");
            }
        }
    }
    place
}

/// A ledger's pattern covers files of people, which are declared as what they are beside it.
fn misdeclared_place() -> Copy {
    place_of_people(&format!(
        "[[source]]\nbody = \"county\"\nfiles = [\"{{sources,people}}/**/*.{ENDINGS}\"]\n\
         [[source]]\nkind = \"people\"\nbody = \"county\"\nagency = \"care\"\nfiles = [\"people/*.{ENDINGS}\"]\n"
    ))
}

/// What each command says, and every table that may leave, with what it is.
fn told(place: &Copy) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = Vec::new();
    for arguments in [
        ["check"].as_slice(),
        &["check", "--json"],
        &["build"],
        &["export", "datapackage"],
        &["export", "xlsx"],
        &["query", "SELECT cast(given_name AS BIGINT) FROM person_record"],
        &["query", "SELECT cast(family_name AS DATE) FROM person_record"],
    ] {
        let output = place.command(arguments[0]).args(&arguments[1..]).output().expect("the command runs");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        told.push((arguments.join(" "), said));
    }
    for table in that_may_leave().filter(|table| place.join(&format!("out/tables/{}.parquet", table.name)).exists()) {
        let rows = place.query(&format!("SELECT * FROM {}", table.name));
        told.push((table.name.to_owned(), serde_json::to_string(&rows).expect("JSON")));
    }
    told
}

fn is_marked(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(MARKER)
}

fn insist_that_nothing_is_told(place: &Copy) {
    let told = told(place);
    place.build();
    place.publish();
    for (what, said) in told {
        assert!(!is_marked(said.as_bytes()), "`{what}` says\n{said}");
    }
    for folder in ["public", "out/run.json", "exports", "mappings"] {
        let path = place.join(folder);
        let files = match path.is_file() {
            true => vec![(folder.to_owned(), std::fs::read(&path).expect("a file"))],
            false => files_of(&path),
        };
        assert!(!files.is_empty(), "{folder}");
        for (name, bytes) in files {
            assert!(!is_marked(&bytes), "{folder}/{name}");
            if name.ends_with(".xlsx") {
                unpacked(bytes).iter().for_each(|(part, bytes)| assert!(!is_marked(bytes), "{name}: {part}"));
            }
            assert!(!name.contains(tables::PERSON_PROBLEM.name), "{folder}/{name} is about people");
        }
    }
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), "2", "the payments, and nothing else");
    assert_eq!(place.value("SELECT sum(amount) FROM ledger_line"), "150.00");
}

#[test]
fn people_under_a_ledgers_pattern_are_neither_counted_nor_told() {
    insist_that_nothing_is_told(&misdeclared_place());
}

#[test]
fn every_format_of_people_is_opened_as_what_it_is() {
    let place = misdeclared_place();
    place.command("build").args(["intake::ledgers", "--quiet"]).output().expect("the command runs");
    let known = "SELECT count(*) FROM ledger_problem p JOIN source_file f ON p.file_id = f.file_id
        WHERE p.kind = 'file_about_people' AND f.path LIKE 'sources/people/records%'";
    assert_eq!(place.value(known), "6", "text, XLSX, ODS, XLS, and two in an archive: none is merely unreadable");
}

#[test]
fn people_declared_as_something_else_are_not_told() {
    let ledger = "[[source]]\nbody = \"county\"\nfiles = [\"sources/*.csv\"]\n";
    for kind in ["contacts", "people"] {
        insist_that_nothing_is_told(&place_of_people(&format!(
            "{ledger}[[source]]\nkind = \"{kind}\"\nbody = \"county\"\nfiles = [\"people/*.{ENDINGS}\"]\n"
        )));
    }
    for kind in ["outturn", "revenue_outturn_summary", "country_regional_analysis"] {
        insist_that_nothing_is_told(&place_of_people(&format!(
            "{ledger}[[source]]\nkind = \"{kind}\"\nfiles = [\"sources/people/*.{ENDINGS}\"]\n"
        )));
    }
}

#[cfg(unix)]
#[test]
fn tables_about_people_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = misdeclared_place();
    place.command("build").args(["disclosure", "--quiet"]).output().expect("the command runs");
    let mode = |table: &model::Table| {
        let path = place.join(&format!("out/tables/{}.parquet", table.name));
        path.exists().then(|| path.metadata().expect("a file").permissions().mode() & 0o777)
    };
    let of_people: Vec<u32> = tables::all().filter(|table| table.is_about_people).filter_map(mode).collect();
    assert!(5 < of_people.len() && of_people.iter().all(|mode| *mode == 0o600), "{of_people:?}");
}
