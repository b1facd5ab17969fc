//! A place that names registers and grants gets their tables; one that names none gets empty ones.

use std::path::Path;

use model::contract::Contract;
use model::grant::Grant;
use model::tables::{CONTRACT, CONTRACT_PROBLEM, GRANT};
use model::{Row, Table};
use pipeline::{Silent, build};

const PLACE: &str = "name = \"Ashby\"\nyear = \"2025-26\"\n[sources]\nroot = \"sources\"\n\
    [[body]]\nid = \"ashby\"\nname = \"Ashby County Council\"\nkind = \"county_council\"\n\
    [[body]]\nid = \"borough\"\nname = \"Wray Borough Council\"\nkind = \"district_council\"\n";
const REGISTER: &str = "Ref,Contract Title,Supplier,Company Reg No,Start Date,End Date,Contract Value\n\
    1,Cleaning,Acme Ltd,1234568,01/04/2025,31/03/2027,\"£1,000\"\n\
    2,Lifts,Beta Ltd,N/A,01/04/2025,TBC,rolling\n";
const GRANTS: &str = "Recipient,Amount Awarded,Funder\nScouts,100,Wray Borough Council\nGuides,50,Somebody else\n";

/// A place with these sources, built as far as its contracts.
fn built(sources: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        std::fs::write(path, text).expect("it is written");
    };
    write("place.toml", &format!("{PLACE}{sources}"));
    write("sources/ashby/register.csv", REGISTER);
    write("sources/grants.csv", GRANTS);
    build(dir.path(), &["contracts".to_owned()], &Silent).unwrap_or_else(|error| panic!("{error}"));
    dir
}

fn rows<T>(dir: &Path, table: &'static Table, of: impl Fn(&Row<'_>) -> T) -> Vec<T> {
    let batch = engine::read_all(&dir.join("out/tables"), table).expect("it was built");
    table.read(&batch).iter().map(|row| of(&row)).collect()
}

#[test]
fn registers_and_grants_that_a_place_names_are_in_its_tables() {
    let dir = built(
        "[[source]]\nkind = \"contracts\"\nbody = \"ashby\"\nfiles = [\"ashby/*.csv\"]\n\
         [[source]]\nkind = \"grants\"\nfiles = [\"grants.csv\"]\n",
    );
    let contracts = rows(dir.path(), &CONTRACT, Contract::of);
    let titles: Vec<Option<&str>> = contracts.iter().map(|contract| contract.title.as_deref()).collect();
    assert_eq!(titles, [Some("Cleaning"), Some("Lifts")]);
    assert!(contracts.iter().all(|contract| contract.body_id.as_deref() == Some("ashby")));
    assert_eq!(contracts[0].source_file, "ashby/register.csv");
    let bodies: Vec<Option<String>> =
        rows(dir.path(), &GRANT, Grant::of).into_iter().map(|grant| grant.body_id).collect();
    assert_eq!(bodies, [Some("borough".to_owned()), None], "the funder is a body of the place, or nobody's");
    let problems = rows(dir.path(), &CONTRACT_PROBLEM, |row| row.text("text").to_owned()).join("\n");
    assert!(problems.contains("row 3: `rolling`") && problems.contains("the end is `tbc`"), "{problems}");
}

#[test]
fn a_place_without_contracts_has_empty_tables() {
    let dir = built("");
    assert_eq!(rows(dir.path(), &CONTRACT, Contract::of), []);
    assert_eq!(rows(dir.path(), &CONTRACT_PROBLEM, |row| row.text("text").to_owned()), [""; 0]);
}
