//! Ours and its peers on the same input, in one run.

pub mod appraisal;
pub mod count;
pub mod journey;
mod journey_log;
pub mod linkage;
pub mod linkage_memory;
pub mod linkage_quality;
mod measure;
mod people;
mod place;
pub mod rows;
pub mod services;
pub mod site;
mod table;

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::shell::{cargo, root, run, target_dir};

/// Python in a folder of its own, with the peers at their pinned versions.
pub fn python(venv: &Path) -> Outcome<PathBuf> {
    let python = venv.join("bin/python");
    if !python.is_file() {
        run(crate::shell::command("python3", &["-m", "venv", &venv.to_string_lossy()]))?;
    }
    let requirements = root().join("benches/peers/requirements.txt");
    run(crate::shell::command(
        &python.to_string_lossy(),
        &["-m", "pip", "install", "--quiet", "--requirement", &requirements.to_string_lossy()],
    ))?;
    Ok(python)
}

/// The program to run: the one that is named, or the release build.
fn program(named: Option<&Path>) -> Outcome<PathBuf> {
    if let Some(path) = named {
        return std::fs::canonicalize(path).map_err(|error| format!("cannot find `{}`: {error}", path.display()));
    }
    run(cargo(&["build", "--release", "--locked"]))?;
    Ok(target_dir()?.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX)))
}

fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn verdict(holds: bool, asked: &str) -> String {
    format!("asked for {asked}: {}", if holds { "holds" } else { "does NOT hold" })
}
