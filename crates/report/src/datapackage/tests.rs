//! Packages, read back.

use model::tables::{self, ledger_line};
use sha2::{Digest, Sha256};

use super::*;
use crate::testing::{account, place};
use testkit::Memory;

fn package(tables: &Memory) -> (tempfile::TempDir, Vec<Resource>, Value) {
    let dir = tempfile::tempdir().unwrap();
    let resources = write(tables, &place(), dir.path()).unwrap();
    let text = std::fs::read_to_string(dir.path().join("datapackage.json")).unwrap();
    (dir, resources, serde_json::from_str(&text).unwrap())
}

fn resource<'v>(descriptor: &'v Value, table: &Table) -> &'v Value {
    descriptor["resources"].as_array().unwrap().iter().find(|r| r["name"] == table.name).unwrap()
}

#[test]
fn text_is_kept_exactly_and_nulls_are_empty() {
    let ledger = "
        line_id | date       | payee          | category    | description        | amount   | capital
        1       | 2020-04-01 | =1+1, \"a\"    | two\\nlines | Ramp for Ann Known | -1234.56 | true
        2       |            |                | -5          |                    | 0.00     |
        ";
    let (dir, ..) = package(&Memory::new().with(&tables::LEDGER_LINE, ledger));
    let csv = std::fs::read_to_string(dir.path().join("ledger_line.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let leaving = tables::that_may_leave().find(|table| **table == tables::LEDGER_LINE).unwrap();
    let headings = reader.headers().unwrap().clone();
    assert_eq!(headings.iter().collect::<Vec<_>>(), leaving.columns.iter().map(|c| c.name).collect::<Vec<_>>());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, column| rows[row].get(leaving.index(column)).unwrap();
    assert_eq!(cell(0, ledger_line::PAYEE), "=1+1, \"a\"");
    assert_eq!(cell(0, ledger_line::CATEGORY), "two\nlines");
    assert_eq!((cell(0, ledger_line::DATE), cell(1, ledger_line::DATE)), ("2020-04-01", ""));
    assert_eq!((cell(0, ledger_line::AMOUNT), cell(1, ledger_line::AMOUNT)), ("-1234.56", "0.00"));
    assert_eq!((cell(0, ledger_line::CAPITAL), cell(1, ledger_line::CAPITAL)), ("true", ""));
    assert_eq!(cell(1, ledger_line::CATEGORY), "-5");
    assert!(!csv.contains("Ann Known"), "purposes stay");
    assert!(csv.ends_with("\r\n"));
}

#[test]
fn bytes_rows_and_checksums_are_those_of_the_files() {
    let (dir, resources, descriptor) = package(&account());
    assert_eq!(resources.len(), 6);
    for written in &resources {
        let bytes = std::fs::read(dir.path().join(csv_name(written.table))).unwrap();
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let described = resource(&descriptor, written.table);
        assert_eq!(described["bytes"], bytes.len());
        assert_eq!(described["hash"], format!("sha256:{hash}"));
        assert_eq!(described["rows"], csv::Reader::from_reader(bytes.as_slice()).records().count());
    }
}

#[test]
fn keys_point_only_to_tables_in_the_package() {
    let (_dir, _, descriptor) = package(&account());
    let spend = &resource(&descriptor, &tables::SPEND)["schema"];
    assert_eq!(spend["primaryKey"], serde_json::json!(["line_id"]));
    assert_eq!(spend["foreignKeys"][0]["reference"]["resource"], "ledger_line");
    let (_dir, _, descriptor) = package(&account().only(&[&tables::SPEND]));
    assert_eq!(resource(&descriptor, &tables::SPEND)["schema"]["foreignKeys"], Value::Null);
}

#[test]
fn every_measure_dimension_and_key_names_a_column_that_is_there() {
    let (_dir, _, descriptor) = package(&account());
    let has = |part: &Value| {
        let table = tables::all().find(|table| part["resource"] == table.name).unwrap();
        table.columns.iter().any(|column| part["source"] == column.name)
    };
    let measures = descriptor["model"]["measures"].as_object().unwrap();
    assert!(!measures.is_empty() && measures.values().all(has));
    for dimension in descriptor["model"]["dimensions"].as_object().unwrap().values() {
        let attributes = dimension["attributes"].as_object().unwrap();
        assert!(attributes.values().all(has), "{dimension}");
        assert!(attributes.contains_key(dimension["primaryKey"][0].as_str().unwrap()), "{dimension}");
    }
}

#[test]
fn a_required_text_that_is_empty_somewhere_is_not_said_to_be_required() {
    let (_dir, resources, descriptor) = package(&account());
    assert_eq!(resources[0].columns_with_empty_text, ["format"]);
    let fields = resource(&descriptor, &tables::SOURCE_FILE)["schema"]["fields"].as_array().unwrap();
    let constraints = |name: &str| &fields.iter().find(|field| field["name"] == name).unwrap()["constraints"];
    assert_eq!(constraints("path")["required"], true);
    assert_eq!(constraints("format"), &Value::Null);
}

#[test]
fn the_slug_is_plain() {
    let place = Place { name: "Tyne & Wear (St. Mary's)".to_owned(), ..place() };
    assert_eq!(slug(&place), "tyne-wear-st-mary-s-2020-21");
}
