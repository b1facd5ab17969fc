//! Whoever stops reading, on either stream, stops nothing; and what files hold commands no terminal.

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
