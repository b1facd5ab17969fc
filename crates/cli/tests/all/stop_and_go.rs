//! A build can be stopped at any moment and run again; the same inputs give the same bytes.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bench_place::place;
use crate::run::Copy;

/// Lines of a file: few, because every build writes the pages too.
const LINES: usize = 150;

#[test]
fn killed_at_twenty_moments_and_run_again_gives_the_same_bytes() {
    let clean = place(LINES);
    let begun = Instant::now();
    clean.build();
    let whole = begun.elapsed();
    let expected = clean.out();
    assert!(expected.len() > 8, "tables and a record were written");

    let stopped = place(LINES);
    for i in 0..20u32 {
        // Spread over the whole length of a build, with a little irregularity.
        let moment = whole.mul_f64((f64::from(i) + 0.37 * f64::from(i % 3)) / 20.0);
        let is_empty = stopped.out().is_empty();
        let mut child =
            stopped.command("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs");
        std::thread::sleep(moment);
        let _ = child.kill();
        child.wait().expect("the command ends");
        let now = stopped.out();
        assert!(
            now.is_empty() && is_empty || same(&now, &expected),
            "out/ is the old state or the new one, after {moment:?}"
        );
        if i == 12 {
            // From a finished state on, a rule file is touched between the kills, so that there is work to stop.
            stopped.build();
        }
        if i > 12 {
            let rule = if i % 2 == 0 {
                "id,payee,treatment,transfer_kind,note\nmine,Supplier 51 Ltd,excluded,,x\n"
            } else {
                ""
            };
            if rule.is_empty() {
                let _ = std::fs::remove_file(stopped.join("rules/treatment.csv"));
            } else {
                stopped.write("rules/treatment.csv", rule);
            }
            let mut child =
                stopped.command("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs");
            std::thread::sleep(moment / 3);
            let _ = child.kill();
            child.wait().expect("the command ends");
            let _ = std::fs::remove_file(stopped.join("rules/treatment.csv"));
            stopped.build();
        }
    }
    stopped.build();
    assert!(same(&stopped.out(), &expected), "the same bytes as one clean run");
}

fn same(a: &[(String, Vec<u8>)], b: &[(String, Vec<u8>)]) -> bool {
    a == b
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let copies: Vec<Copy> = ["1", "2", "5"]
        .iter()
        .map(|n_threads| {
            let copy = place(500);
            let output = copy.command("build").env("TOTALPLACE_THREADS", n_threads).output().expect("the command runs");
            assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
            copy
        })
        .collect();
    assert!(same(&copies[0].out(), &copies[1].out()) && same(&copies[0].out(), &copies[2].out()));
}

#[test]
fn only_what_changed_is_made_again() {
    let copy = place(200);
    let steps = |copy: &Copy| -> Vec<String> {
        let output = copy.build();
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        let ran = talk.lines().filter(|line| line.ends_with(" s") && line.starts_with(' '));
        ran.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    };
    let of_ledgers = ["intake::ledgers", "ledger::counterparties", "ledger::account", "consolidation::funding"];
    let all: Vec<&str> = of_ledgers.into_iter().chain(["suppliers::names", "suppliers::spend", "overlap"]).collect();
    assert_eq!(steps(&copy), all, "a place of ledgers alone has nothing for the other rooms");
    assert_eq!(steps(&copy), [""; 0], "nothing changed");
    copy.write("rules/treatment.csv", "id,payee,treatment,transfer_kind,note\nmine,Supplier 51 Ltd,excluded,,x\n");
    let of_account = ["ledger::account", "consolidation::funding", "suppliers::spend", "overlap"];
    assert_eq!(steps(&copy), of_account, "a rule changed");
    copy.write(
        "decisions/suppliers.csv",
        "decided_on,decided_by,body,payee,other_body,other_payee,decision\n2026-01-31,Ann,,Supplier 51 Ltd,,Supplier 52 Ltd,same\n",
    );
    let of_suppliers = ["suppliers::names", "suppliers::spend", "overlap"];
    assert_eq!(steps(&copy), of_suppliers, "a decision about suppliers leaves the account as it is");
    std::thread::sleep(Duration::from_millis(20));
    let file = copy.join("sources/beta/beta-03.csv");
    let text = std::fs::read_to_string(&file).expect("a ledger")
        + "01/07/2020,New Ltd,Adults,Care,Third Party Payments,1.00,9\n";
    std::fs::write(&file, text).expect("a ledger is written");
    assert_eq!(steps(&copy), all, "a file changed");
    assert_eq!(copy.value("SELECT count(*) FROM ledger_line"), (3 * 12 * 200 + 1).to_string());
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let copy = place(500);
    let spawn = || {
        copy.command("build")
            .arg("--quiet")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs")
    };
    let (first, second) = (spawn(), spawn());
    let codes: Vec<Option<i32>> =
        [first, second].into_iter().map(|child| child.wait_with_output().expect("it ends").status.code()).collect();
    assert!(codes.contains(&Some(0)) || codes.contains(&Some(1)), "one of them built: {codes:?}");
    copy.build();
    crate::real_places::check_conservation(&copy);
}

#[test]
fn whatever_rule_is_edited_a_rebuild_gives_the_bytes_of_a_fresh_build() {
    const TREATMENT: &str = "id,payee,treatment,transfer_kind,note\n";
    const SERVICE: &str = "id,payee,service,cofog,note\n";
    const INTENT: &str = "id,payee,intent,note\n";
    const THEME: &str = "id,payee,theme,share,note\n";
    const CLIENT_GROUP: &str = "id,payee,client_group,note\n";
    let edits: [(&str, String); 11] = [
        ("service", format!("{SERVICE}one,Supplier 51 Ltd,education,09.1,x\n")),
        (
            "service",
            format!("{SERVICE}two,Supplier 52 Ltd|Supplier 51 Ltd,police,,x\none,Supplier 51 Ltd,education,09.1,x\n"),
        ),
        ("service", format!("{SERVICE}two,Supplier 52 Ltd,police,,x\n")),
        ("treatment", format!("{TREATMENT}gone,Supplier 5*,transfer,grant,x\n")),
        ("treatment", format!("{TREATMENT}gone,Supplier 53 Ltd,excluded,,x\nmore,Supplier 5*,financing,,x\n")),
        ("intent", format!("{INTENT}early,Supplier 52 Ltd,early,x\n")),
        ("client_group", format!("{CLIENT_GROUP}two,Supplier 52 Ltd,carers,x\n")),
        ("client_group", format!("{CLIENT_GROUP}one,Supplier 51 Ltd,children,x\ntwo,Supplier 52 Ltd,carers,x\n")),
        // A shipped rule gone can change lines that it never decided.
        ("service", format!("{SERVICE}schools,,off,,x\nadult-social-care,,off,,x\n")),
        ("theme", format!("{THEME}some,Supplier 52 Ltd,early-years,0.5,x\n")),
        ("treatment", TREATMENT.to_owned()),
    ];
    let edited = place(60);
    edited.build();
    let mut before = edited.out();
    let mut rules: Vec<(String, String)> = Vec::new();
    for (kind, text) in edits {
        let path = format!("rules/{kind}.csv");
        edited.write(&path, &text);
        edited.build();
        rules.retain(|(known, _)| *known != path);
        rules.push((path, text.clone()));
        let fresh = place(60);
        rules.iter().for_each(|(path, text)| fresh.write(path, text));
        fresh.build();
        let (found, expected) = (edited.out(), fresh.out());
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{text}");
        let differ: Vec<&String> =
            found.iter().zip(&expected).filter(|(one, other)| one != other).map(|((name, _), _)| name).collect();
        assert!(differ.is_empty(), "{text}: {differ:?}");
        assert!(!same(&before, &found), "the edit changed something: {text}");
        before = found;
    }
}
