//! `cargo deny` by deny.toml: licences, crates that must not be in the program, where crates come from, known faults.
//!
//! `cargo deny` has to be installed, and known faults are in a database that has to be fetched. If either is missing, that
//! is said, and nothing counts as checked.

use std::path::PathBuf;
use std::process::Stdio;

use crate::Outcome;
use crate::shell::{cargo, run};

pub fn check() -> Outcome {
    let mut version = cargo(&["deny", "--version"]);
    let is_there = version.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !is_there {
        eprintln!(
            "   not checked: licences, banned crates, sources and advisories in deny.toml; `cargo install cargo-deny --locked` \
             installs the tool"
        );
        return Ok(());
    }
    let quiet = ["deny", "--offline", "--log-level", "error", "check", "--hide-inclusion-graph"];
    run(cargo(&[&quiet[..], &["licenses", "bans", "sources"]].concat()))?;
    if !has_advisories() {
        eprintln!("   not checked: advisories; `cargo deny fetch` fetches their database where the network allows it");
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
