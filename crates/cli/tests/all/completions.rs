//! What shells complete, and the manual.

use std::process::Command;

use crate::run::{Copy, said};

/// The commands that `--help` lists, `help` itself aside.
fn commands(dir: &std::path::Path) -> Vec<String> {
    let (_, help, _) = said(dir, &["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    names.into_iter().filter(|name| name != "help").collect()
}

#[test]
fn every_shell_completes_every_command() {
    let place = Copy::empty();
    let dir = place.path();
    let commands = commands(dir);
    assert!(commands.len() > 15 && commands.contains(&"completions".to_owned()), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, _) = said(dir, &["completions", shell]);
        assert_eq!(code, Some(0), "{shell}");
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} does not complete {command}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_reads_its_completions_and_completes_a_command() {
    let place = Copy::empty();
    let (_, script, _) = said(place.path(), &["completions", "bash"]);
    place.write("totalplace.bash", &script);
    let file = place.path().join("totalplace.bash");
    let bash = |arguments: &[&str]| Command::new("bash").args(arguments).output().expect("bash is there");
    assert!(bash(&["-n", &file.to_string_lossy()]).status.success(), "bash finds a fault in the script");
    let act = format!(
        "source {} && COMP_WORDS=(totalplace publ) COMP_CWORD=1 && _totalplace totalplace publ totalplace && echo ${{COMPREPLY[*]}}",
        file.display()
    );
    let completed = bash(&["-c", &act]);
    assert_eq!(String::from_utf8_lossy(&completed.stdout).trim(), "publish", "{completed:?}");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let place = Copy::empty();
    let dir = place.path();
    let (code, page, _) = said(dir, &["completions", "man"]);
    assert_eq!(code, Some(0));
    assert!(page.contains(".TH") && page.contains("Exit status"), "{page}");
    let commands = commands(dir);
    for command in &commands {
        // A hyphen is escaped for roff.
        assert!(page.contains(&format!("totalplace\\-{}(1)", command.replace('-', "\\-"))), "no {command}: {page}");
    }
    let (code, _, talk) = said(dir, &["completions", "man", "--to", "man1"]);
    assert_eq!(code, Some(0), "{talk}");
    for command in &commands {
        assert!(dir.join(format!("man1/totalplace-{command}.1")).is_file(), "{command}");
    }
    let (code, _, talk) = said(dir, &["completions", "bash", "--to", "man1"]);
    assert_eq!(code, Some(2));
    assert!(talk.contains("leave `--to` out"), "{talk}");
}
