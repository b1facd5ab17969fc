//! Evidence is proved: a row is shown only from the file that was read, and what leaves the place appears as a whole.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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
    assert_eq!(text.contains("is not evidence of this"), !is_evidence, "{text}");
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

#[cfg(unix)]
#[test]
fn a_file_that_was_edited_and_keeps_its_size_and_time_is_read_again() {
    let copy = place(5);
    copy.build();
    let file = copy.join("sources/alpha/alpha-03.csv");
    let before = std::fs::read_to_string(&file).expect("a source is read");
    let modified = std::fs::metadata(&file).and_then(|metadata| metadata.modified()).expect("a time");
    let count = || copy.value("SELECT count(*) FROM ledger_line WHERE service = 'Social Work 9999'");
    assert_eq!(count(), "0");
    let at = before.find("Social Care ").expect("a service");
    let end = at + before[at..].find(',').expect("a comma");
    let service = format!("{:<width$}", "Social Work 9999", width = end - at);
    // As long as before, and as old.
    let edited = format!("{}{}{}", &before[..at], &service[..end - at], &before[end..]);
    std::fs::write(&file, &edited).expect("a source is written");
    std::fs::File::options().write(true).open(&file).and_then(|f| f.set_modified(modified)).expect("a time is set");
    assert_eq!(std::fs::metadata(&file).expect("a file").len(), before.len() as u64);
    let talk = String::from_utf8_lossy(&copy.build().stderr).into_owned();
    assert!(talk.contains("intake::ledgers  "), "{talk}");
    let sha256 = copy.value("SELECT sha256 FROM source_file WHERE path = 'alpha/alpha-03.csv'");
    check_traced(&copy, "alpha-03", true);
    std::fs::write(&file, before).expect("a source is written");
    assert_ne!(copy.value("SELECT count(*) FROM source_file"), "0");
    copy.build();
    assert_ne!(copy.value("SELECT sha256 FROM source_file WHERE path = 'alpha/alpha-03.csv'"), sha256);
}

#[test]
fn a_file_that_changes_during_a_build_stops_it_with_its_name() {
    let copy = place(400);
    copy.build();
    let before = copy.out();
    let file = copy.join("sources/beta/beta-11.csv");
    let whole = std::fs::read_to_string(&file).expect("a source is read");
    let rule = "id,payee,treatment,transfer_kind,note\nmine,Supplier 51 Ltd,excluded,,x\n";
    copy.write("sources/alpha/alpha-00.csv", &whole);
    copy.write("rules/treatment.csv", rule);
    let mut child = copy.command("build").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    // Somebody writes to it for as long as the build runs.
    let mut n_written = 0;
    while child.try_wait().expect("it can be waited for").is_none() {
        n_written += 1;
        std::fs::write(&file, format!("{whole}01/07/2020,New Ltd,Adults,Care,Third Party Payments,{n_written}.00,9\n"))
            .expect("a source is written");
        std::thread::sleep(Duration::from_millis(1));
    }
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("beta-11.csv` was changed while it was being read"), "{said}");
    assert!(copy.out() == before, "the last build stays");
    copy.build();
    assert_eq!(copy.value("SELECT count(*) FROM ledger_line WHERE payee = 'New Ltd'"), "1");
}

#[test]
fn a_query_answers_from_one_build_while_others_are_put_in_place() {
    const SQL: &str = "SELECT (SELECT count(*) FROM spend WHERE treatment = 'excluded') AS excluded, \
                       (SELECT coalesce(sum(n_lines), 0) FROM flow) AS flowing, \
                       (SELECT coalesce(sum(amount), 0) FROM transfer) AS moved";
    let copy = place(60);
    let rebuild = |side: usize| {
        copy.write("rules/treatment.csv", TREATMENTS[side]);
        let output = copy.command("build").arg("ledger").output().expect("the command runs");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    };
    // What may be answered is asked while nobody builds.
    let allowed = [0, 1].map(|side| {
        rebuild(side);
        copy.query(SQL).remove(0)
    });
    for column in ["excluded", "flowing", "moved"] {
        assert_ne!(allowed[0][column], allowed[1][column], "a mixture would not be seen in {column}");
    }
    let (is_over, n_builds) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut answers = Vec::new();
    std::thread::scope(|threads| {
        let builder = threads.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                rebuild(n_builds.fetch_add(1, Ordering::Relaxed) % 2);
            }
        });
        let begun = Instant::now();
        let is_enough = |answers: &[serde_json::Value]| {
            builder.is_finished() || (12 <= answers.len() && allowed.iter().all(|one| answers.contains(one)))
        };
        while !is_enough(&answers) && begun.elapsed() < Duration::from_secs(60) {
            let output = copy.command("query").args([SQL, "--json"]).output().expect("the command runs");
            answers.extend(serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap_or_else(|_| {
                vec![serde_json::Value::String(String::from_utf8_lossy(&output.stderr).into_owned())]
            }));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(answers.iter().all(|answer| allowed.contains(answer)), "{answers:?}, not of {allowed:?}");
    let n_swaps = n_builds.into_inner();
    assert!(12 <= answers.len() && 2 <= n_swaps, "{} answers during {n_swaps} builds", answers.len());
}

/// Two rules for treatment, of which every table of the account can tell.
const TREATMENTS: [&str; 2] = [
    "id,payee,treatment,transfer_kind,note\nmine,Supplier*,excluded,,x\n",
    "id,payee,treatment,transfer_kind,note\nmine,beta*,excluded,,x\n",
];
