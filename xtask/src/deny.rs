//! `cargo deny` by deny.toml: licences, crates that must not be in the program, where crates come from, known faults.
//!
//! It is a program of its own, and known faults stand in a database that must be fetched. Where either is not at hand, that
//! is said, and nothing is taken for checked.

use std::path::PathBuf;
use std::process::Stdio;

use crate::Outcome;
use crate::shell::{cargo, run};

pub fn check() -> Outcome {
    let mut version = cargo(&["deny", "--version"]);
    let is_there = version.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !is_there {
        eprintln!(
            "   not looked at: licences, banned crates, sources and advisories by deny.toml; `cargo install cargo-deny --locked` \
             brings what looks"
        );
        return Ok(());
    }
    let quiet = ["deny", "--offline", "--log-level", "error", "check", "--hide-inclusion-graph"];
    run(cargo(&[&quiet[..], &["licenses", "bans", "sources"]].concat()))?;
    if !has_advisories() {
        eprintln!("   not looked at: advisories; `cargo deny fetch` brings their database where the network allows it");
        return Ok(());
    }
    run(cargo(&[&quiet[..], &["--disable-fetch", "advisories"]].concat()))
}

/// Whether a database of advisories was fetched to where cargo-deny keeps it.
fn has_advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    // A fetch that failed leaves a lock and no folder.
    let entries = home.and_then(|home| home.join("advisory-dbs").read_dir().ok());
    entries.into_iter().flatten().flatten().any(|entry| entry.path().join(".git").exists())
}
