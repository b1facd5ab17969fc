//! Every file of three real places against totals that a separate slow script computed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use intake::files::Sources;
use intake::ledgers::Reader;
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use model::Place;
use model::payee::PayeeMasks;

use crate::places::{ledgers, place_in};

/// The shared data, where they are.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
pub fn data(place: &str) -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(place);
    if !dir.is_dir() {
        println!("skipped: the shared data are not at {}", dir.display());
        return None;
    }
    Some(dir)
}

pub fn place(root: &Path, bodies: &[&str], year: i32) -> Place {
    let of_body = |body: &&str| ledgers(body, &["csv", "xlsx"].map(|ending| format!("{body}/*.{ending}")));
    place_in(root, year, bodies.iter().map(of_body).collect())
}

fn read(place: &Place) -> (Vec<SourceFile>, usize) {
    let mappings = Mappings::default();
    let reader = Reader { place, mappings: &mappings, masks: &PayeeMasks::default() };
    let found = Sources::find(place).ledgers.found;
    let mut n_lines = 0;
    let tables = found.iter().flat_map(|file| reader.read(file, &mut |batch| n_lines += batch.num_rows())).collect();
    (tables, n_lines)
}

/// File (and sheet) to lines, negative lines and pounds.
type Totals = BTreeMap<String, (u64, u64, String)>;

fn control(dir: &Path) -> Totals {
    let mut reader = csv::Reader::from_path(dir.join("control_totals.csv")).expect("control totals");
    let headings = reader.headers().expect("headings").clone();
    let at = |name: &str| headings.iter().position(|h| h == name).expect("a heading of the control totals");
    let (file, sheet, lines, negative, pounds) =
        (at("file"), at("sheet"), at("lines"), at("negative_lines"), at("sum_pounds"));
    reader
        .records()
        .map(|record| {
            let r = record.expect("a row of the control totals");
            (
                format!("{} {}", &r[file], &r[sheet]).trim().to_owned(),
                (r[lines].parse().unwrap(), r[negative].parse().unwrap(), r[pounds].to_owned()),
            )
        })
        .collect()
}

/// The control totals count the last row of one file as a line, though it is the sum of the others: their
/// £157,835,421.00 is exactly twice the £78,917,710.50 that its 9,953 lines add up to.
fn without_total_row((file, total): (String, (u64, u64, String))) -> (String, (u64, u64, String)) {
    if file != "leeds-city-council/2011-12.csv" {
        return (file, total);
    }
    assert_eq!(total, (9_954, 124, "157835421.00".to_owned()));
    (file, (9_953, 124, "78917710.50".to_owned()))
}

fn check(name: &str, bodies: &[&str], year: i32, n_lines: usize) {
    let Some(dir) = data(name) else { return };
    let (tables, n_emitted) = read(&place(&dir, bodies, year));
    let found: Totals = tables
        .iter()
        .filter(|table| table.is_read())
        .map(|t| {
            let key = format!("{} {}", t.path, t.sheet.as_deref().unwrap_or_default()).trim().to_owned();
            (key, (t.counts.n_lines, t.counts.n_negative, t.counts.amount.plain()))
        })
        .collect();
    let mut wrong: Vec<String> = Vec::new();
    for (file, expected) in control(&dir).into_iter().map(without_total_row) {
        if found.get(&file) != Some(&expected) {
            let table = tables.iter().find(|t| file.starts_with(&t.path));
            let problems: Vec<_> = table
                .iter()
                .flat_map(|t| &t.counts.problems)
                .take(3)
                .map(|p| format!("{:?} {}", p.kind, p.text))
                .collect();
            wrong.push(format!("{file}: expected {expected:?}, found {:?} {problems:?}", found.get(&file)));
        }
    }
    assert!(wrong.is_empty(), "{} files differ:\n{}", wrong.len(), wrong.join("\n"));
    for table in &tables {
        let c = &table.counts;
        assert_eq!(c.n_rows, c.n_header_rows + c.n_blank_rows + c.n_problem_rows + c.n_lines, "rows of {}", table.path);
    }
    assert_eq!(n_emitted, n_lines);
}

/// Folders of the ledgers of Leeds.
pub(crate) const LEEDS: [&str; 11] = [
    "leeds-city-council",
    "department-for-education",
    "department-of-health",
    "department-for-work-and-pensions",
    "ministry-of-justice",
    "hm-revenue-and-customs",
    "hm-treasury",
    "environment-agency",
    "defra",
    "cafcass",
    "care-quality-commission",
];

#[test]
fn tyne_and_wear_is_read_to_the_penny() {
    check("tyne-and-wear-2020-21", &["gateshead", "newcastle", "north-tyneside", "darlington"], 2020, 434_789);
}

#[test]
fn leeds_is_read_to_the_penny() {
    check("leeds-2011-12", &LEEDS, 2011, 312_315);
}

#[test]
fn lancashire_is_read_to_the_penny() {
    check("lancashire", &["police", "fire", "hyndburn"], 2022, 30_896);
}
