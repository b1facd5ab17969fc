//! A reader who stops reading either stream stops nothing, and nothing in a file can command the terminal.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::bench_place::place;
use crate::run::Copy;

/// Runs the command behind a shell that closes one stream or both, as `head` does after its line.
fn with_closed(copy: &Copy, arguments: &str, ending: &str) {
    let line = format!("set -o pipefail; '{}' {arguments} {ending}", env!("CARGO_BIN_EXE_totalplace"));
    let output = Command::new("bash").arg("-c").arg(&line).current_dir(copy.path()).output().expect("a shell runs");
    let talk = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!talk.contains("panicked"), "{line}: {talk}");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{line}: {:?} {talk}", output.status.code());
}

#[test]
fn a_closed_pipe_on_either_stream_is_no_failure() {
    for ending in ["2>&1 | head -c 1", "2>&1 >/dev/null | true", "| true", "2>&1 | true"] {
        let copy = place(20);
        with_closed(&copy, "build .", ending);
        assert!(copy.join("out/tables/spend.parquet").is_file(), "the build was done behind `{ending}`");
        with_closed(&copy, "check .", ending);
        with_closed(&copy, "query . 'SELECT * FROM ledger_line'", ending);
        with_closed(&copy, "trace . --min 0", ending);
        with_closed(&copy, "export . datapackage", ending);
        assert!(copy.join("exports/datapackage/datapackage.json").is_file(), "the export was done behind `{ending}`");
    }
}

/// The exit status of a command whose stdout is closed before it prints.
fn status_unread(copy: &Copy, arguments: &str) -> Option<i32> {
    // The pipe has lost its reader before the command begins.
    let line = format!("exec 3> >(true); wait $!; '{}' {arguments} 2>/dev/null >&3", env!("CARGO_BIN_EXE_totalplace"));
    Command::new("bash").arg("-c").arg(&line).current_dir(copy.path()).status().expect("a shell runs").code()
}

#[test]
fn work_is_done_and_its_status_kept_when_the_reader_stops() {
    let copy = place(20);
    copy.write("sources/gamma/notes.csv", "Date,Payee,Amount\n");
    let status = |arguments: &[&str]| {
        let mut command = copy.command(arguments[0]);
        command.args(&arguments[1..]).output().expect("the command runs").status.code()
    };
    assert_eq!((status(&["check"]), status(&["build"])), (Some(1), Some(1)), "a file has no source");
    for arguments in ["check .", "check . --json", "build .", "build . --json", "trace . --payee nobody --json"] {
        assert_eq!(status_unread(&copy, arguments), Some(1), "{arguments}");
    }
    let proposal = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/proposals/early-help.toml");
    let proposal = std::fs::read_to_string(proposal).expect("it comes with the program");
    copy.write("proposals/a.toml", &proposal);
    copy.write("proposals/b.toml", "name = 1\n");
    assert_eq!((status(&["appraise"]), status_unread(&copy, "appraise .")), (Some(1), Some(1)), "one is broken");
}

#[test]
fn what_is_proposed_is_written_when_the_reader_stops() {
    let copy = Copy::empty();
    copy.write("place.toml", "name = \"Northshire\"\nyear = \"2020-21\"\n[sources]\nroot = \"sources\"\n");
    let rows: String = (1..=28).map(|day| format!("{day:02}/05/2020,Supplier {day} Ltd,1{day:02}.50\n")).collect();
    copy.write("sources/gateshead/spend-05.csv", &format!("Date,Supplier,Net Amount\n{rows}"));
    status_unread(&copy, "check . --propose --write");
    let written = std::fs::read_to_string(copy.join("place.toml")).expect("a place file");
    assert!(written.contains("files = [\"gateshead/*.csv\"]"), "{written}");
}

/// Every command as it is run in a built place; none for those that go on until they are stopped.
const COMMANDS: [(&str, Option<&str>); 27] = [
    ("demo", None),
    ("new", Some("new --list-pilots")),
    ("check", Some("check . --propose")),
    ("build", Some("build . suppliers")),
    ("coverage", Some("coverage . --cells --set-aside")),
    ("query", Some("query . 'SELECT * FROM ledger_line' --csv")),
    ("trace", Some("trace . --min 0 --json")),
    ("suppliers", Some("suppliers . --json")),
    ("export", Some("export . xlsx")),
    ("serve", None),
    ("publish", Some("publish . --all")),
    ("synth", Some("synth made-$RANDOM --people 100")),
    ("appraise", Some("appraise proposals/early-help.toml")),
    ("unit-costs", Some("unit-costs officer")),
    ("link", Some("link one.csv")),
    ("explain", Some("explain . police:1 police:2")),
    ("review", None),
    ("sign", Some("sign .")),
    ("classify", Some("classify .")),
    ("journeys", Some("journeys .")),
    ("overlaps", Some("overlaps .")),
    ("appointments", Some("appointments . health:1 --by Ann")),
    ("team", Some("team . family:1 --by Ann")),
    ("mine", Some("mine one.csv --case id --activity surname --time dob")),
    ("estate", Some("estate .")),
    ("locate", Some("locate place.toml")),
    ("completions", Some("completions zsh")),
];

#[test]
fn no_command_panics_behind_a_closed_pipe() {
    let copy = place(20);
    copy.count();
    let proposal = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/proposals/early-help.toml");
    copy.write("proposals/early-help.toml", &std::fs::read_to_string(proposal).expect("it comes with the program"));
    let rows: String =
        (0..60).map(|n| format!("{n},Tom{},Ash{},19{:02}-01-1{},LS1 1AB\n", n % 7, n % 9, 30 + n, n % 9)).collect();
    copy.write("one.csv", &format!("id,first_name,surname,dob,postcode\n{rows}"));
    for ending in ["2>&1 | head -c 1", "2>&1 >/dev/null | true", "| true", ">&-", "2>&-"] {
        for arguments in COMMANDS.iter().filter_map(|(_, arguments)| *arguments) {
            let line = format!("set -o pipefail; '{}' {arguments} {ending}", env!("CARGO_BIN_EXE_totalplace"));
            let mut command = Command::new("bash");
            let output = command.arg("-c").arg(&line).current_dir(copy.path()).stdin(Stdio::null()).output();
            let output = output.expect("a shell runs");
            let talk = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
            assert!(!talk.contains("panicked"), "{line}: {talk}");
            // 101 is a panic, above it are signals; 2 is a refusal, as of `explain` in a place without people.
            assert!(output.status.code().is_some_and(|code| code <= 2), "{line}: {:?} {talk}", output.status);
        }
    }
}

#[test]
fn every_command_is_tried_behind_a_closed_pipe() {
    let help = Command::new(env!("CARGO_BIN_EXE_totalplace")).arg("--help").output().expect("the command runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let (_, listed) = help.split_once("Commands:\n").expect("a list of commands");
    let names = listed.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let names: BTreeSet<&str> =
        names.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next()).collect();
    let tried: BTreeSet<&str> = COMMANDS.iter().map(|(name, _)| *name).chain(["help"]).collect();
    assert_eq!(names, tried);
}

#[test]
fn a_file_whose_name_and_cells_command_a_terminal_is_shown_harmless() {
    let copy = place(5);
    copy.write(
        "sources/alpha/\u{1b}]0;title\u{7}.csv",
        "Date,Payee,Amount\n01/05/2020,\"\u{1b}[2Jgone\u{9b}31m\",12.50\n02/05/2020,Acorn Ltd,13.50\n",
    );
    for arguments in [["check"].as_slice(), &["build"], &["trace", "--min", "0"], &["suppliers"], &["classify"]] {
        let mut command = copy.command(arguments[0]);
        let output = command.args(&arguments[1..]).stdin(Stdio::null()).output().expect("the command runs");
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            let commands = |c: char| c.is_control() && c != '\n';
            assert!(!text.contains(commands), "{arguments:?}: {:?}", text.lines().find(|line| line.contains(commands)));
        }
    }
}
