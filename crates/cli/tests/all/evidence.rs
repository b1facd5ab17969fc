//! Evidence is proved: a row is shown only from the file that was read, and what leaves the place appears as a whole.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bench_place::place;
use crate::run::{Copy, files_of};

#[test]
fn a_row_of_a_file_that_was_changed_is_no_evidence() {
    let copy = place(5);
    copy.build();
    let (file, other) = ("sources/alpha/alpha-03.csv", "sources/alpha/alpha-04.csv");
    let before = std::fs::read_to_string(copy.join(file)).expect("a source is read");
    check_traced(&copy, "alpha-03", true);
    // As long as before, and the row in question as it was: the checksum alone tells.
    let (heading, rest) = before.split_once('\n').expect("a heading");
    let (first, others) = rest.split_once('\n').expect("a row");
    let edited = first.replace("Adults", "adults");
    copy.write(file, &format!("{heading}\n{edited}\n{others}"));
    check_traced(&copy, "alpha-03", false);
    check_traced(&copy, "alpha-04", true);
    std::fs::remove_file(copy.join(other)).expect("a source is removed");
    check_traced(&copy, "alpha-04", false);
    copy.write(file, &before);
    check_traced(&copy, "alpha-03", true);
}

/// Traces the lines of a file, as text and as JSON.
fn check_traced(copy: &Copy, file: &str, is_evidence: bool) {
    let trace = |more: &[&str]| {
        let output = copy.command("trace").args(["--file", file]).args(more).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(if is_evidence { 0 } else { 1 }), "{file}");
        output
    };
    let traced: serde_json::Value = serde_json::from_slice(&trace(&["--json"]).stdout).expect("JSON");
    let rows = traced["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 5);
    for row in rows {
        assert_eq!(
            (row["printed"].is_array(), row["file_changed"].as_bool()),
            (is_evidence, Some(!is_evidence)),
            "{row}"
        );
    }
    let text = String::from_utf8_lossy(&trace(&[]).stdout).into_owned();
    assert_eq!(text.contains("is no evidence of this"), !is_evidence, "{text}");
    assert_eq!(text.contains("Third Party Payments"), is_evidence, "{text}");
}

#[test]
fn an_export_that_is_stopped_leaves_the_earlier_one() {
    let copy = place(150);
    copy.build();
    let export = || copy.command("export").arg("datapackage").stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let begun = Instant::now();
    assert!(export().expect("the command runs").wait().expect("the command ends").success());
    let whole = begun.elapsed();
    let folder = copy.join("exports/datapackage");
    let expected = files_of(&folder);
    for moment in 0..20u32 {
        let mut child = export().expect("the command runs");
        std::thread::sleep(whole.mul_f64(f64::from(moment) / 20.0).min(Duration::from_secs(5)));
        let _ = child.kill();
        child.wait().expect("the command ends");
        assert!(files_of(&folder) == expected, "the export is whole after {moment} twentieths");
    }
    assert!(export().expect("the command runs").wait().expect("the command ends").success());
    let names: Vec<String> = std::fs::read_dir(copy.join("exports"))
        .expect("a folder is listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["datapackage"], "nothing stays beside it");
}

#[test]
fn an_export_replaces_no_folder_of_other_things() {
    let copy = place(5);
    copy.build();
    copy.write("mine/letter.txt", "dear");
    copy.write("mine/table.csv", "a,b\n");
    let output =
        copy.command("export").arg("datapackage").arg("--to").arg(copy.join("mine")).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("letter.txt"));
    assert_eq!(files_of(&copy.join("mine")).len(), 2);
}
