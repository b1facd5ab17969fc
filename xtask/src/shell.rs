//! Running commands, and the folders in which they run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Outcome;

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// A command in the folder of the workspace.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// The cargo that runs this, so that all of them are one toolchain.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&cargo, arguments)
}

/// Runs a command that talks for itself; nobody answers it.
pub fn run(mut command: Command) -> Outcome {
    let shown = shown(&command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("cannot run `{shown}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status})")) }
}

/// Runs a command and returns what it wrote to stdout.
pub fn output(mut command: Command) -> Outcome<String> {
    let shown = shown(&command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run `{shown}`: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{shown}` failed ({})", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{shown}` printed something that is not UTF-8"))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// What `cargo metadata` says of the crates of the workspace.
pub fn metadata() -> Outcome<Value> {
    let text = output(cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    serde_json::from_str(&text).map_err(|error| format!("`cargo metadata` printed no JSON: {error}"))
}

/// Where cargo puts what it builds.
pub fn target_dir() -> Outcome<PathBuf> {
    let metadata = metadata()?;
    let dir = metadata["target_directory"].as_str().ok_or("`cargo metadata` names no target directory")?;
    Ok(PathBuf::from(dir))
}

/// Files that git tracks or would track, relative to the workspace.
pub fn tracked_files() -> Outcome<Vec<PathBuf>> {
    let listed = output(command("git", &["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    let files = listed.split('\0').filter(|path| !path.is_empty()).map(PathBuf::from);
    // A file that was deleted and not committed yet is listed and not there.
    Ok(files.filter(|path| root().join(path).is_file()).collect())
}

/// Removes a folder with everything in it, and makes it again.
pub fn fresh_dir(dir: &Path) -> Outcome {
    remove_dir(dir)?;
    std::fs::create_dir_all(dir).map_err(|error| format!("cannot make `{}`: {error}", dir.display()))
}

pub fn remove_dir(dir: &Path) -> Outcome {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove `{}`: {error}", dir.display()))
        }
        _ => Ok(()),
    }
}

/// Reads a file of text.
pub fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

pub fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}
