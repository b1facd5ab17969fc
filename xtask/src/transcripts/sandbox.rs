//! The folder in which a page's commands run.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::shell::{fresh_dir, root};

/// Columns of the terminal that a page is written for.
const WIDTH: &str = "110";
/// How a page calls the program before it is installed.
const FROM_SOURCE: &str = "cargo run --release -- ";

pub struct Sandbox {
    dir: PathBuf,
    /// The search path with the program in front.
    path: OsString,
    /// Examples whose source files are not on this machine.
    without_data: Vec<String>,
}

impl Sandbox {
    /// Makes the folder of a page, and puts copies of the examples there.
    pub fn new(parent: &Path, page: &Path, program: &Path) -> Outcome<Sandbox> {
        let dir = parent.join(page.with_extension("").to_string_lossy().replace(['/', '\\'], "-"));
        fresh_dir(&dir)?;
        link_shared_data(parent)?;
        let mut without_data = Vec::new();
        for name in example_names()? {
            let (from, to) = (root().join("examples").join(&name), dir.join("examples").join(&name));
            copy_place(&from, &to).map_err(|error| format!("cannot copy `{}`: {error}", from.display()))?;
            if !has_sources(&to) {
                without_data.push(name);
            }
        }
        let programs = program.parent().into_iter().map(Path::to_owned);
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(programs.chain(std::env::split_paths(&inherited)))
            .map_err(|error| format!("the search path cannot be set: {error}"))?;
        Ok(Sandbox { dir, path, without_data })
    }

    /// The example that a command needs and whose data are not here.
    pub fn missing_data(&self, command: &str) -> Option<&str> {
        let needs = |name: &&String| command.contains(&format!("examples/{name}"));
        self.without_data.iter().find(needs).map(String::as_str)
    }

    /// Runs a command as a person would, and gives what it printed on both streams, with its exit status.
    pub fn run(&self, command: &str, last_status: i32) -> Outcome<(Vec<String>, i32)> {
        let program = command.replacen(FROM_SOURCE, "totalplace ", 1);
        if !["totalplace ", "echo ", "cat ", "ls ", "mkdir ", "cp ", "printf ", "sed "]
            .iter()
            .any(|known| program.starts_with(known))
        {
            return Err(format!("`{command}` is not run in a transcript: write it in a block of another language"));
        }
        // Each command has a shell of its own; `$?` is carried over.
        let script = format!("exec 2>&1\n(exit {last_status})\n{program}");
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(&self.dir)
            .env("PATH", &self.path)
            .env("COLUMNS", WIDTH)
            .env("NO_COLOR", "1")
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("cannot run `{command}`: {error}"))?;
        let printed = String::from_utf8_lossy(&output.stdout).lines().map(|line| line.trim_end().to_owned()).collect();
        Ok((printed, output.status.code().unwrap_or(-1)))
    }
}

fn example_names() -> Outcome<Vec<String>> {
    let entries =
        fs::read_dir(root().join("examples")).map_err(|error| format!("cannot list the examples: {error}"))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("place.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Copies a place without what was derived from it.
fn copy_place(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_derived = matches!(name.as_str(), "out" | "out.next" | "out.old" | "exports" | ".totalplace");
        match entry.file_type()?.is_dir() {
            _ if is_derived => {}
            true => copy_place(&entry.path(), &to.join(name))?,
            false => fs::copy(entry.path(), to.join(name)).map(drop)?,
        }
    }
    Ok(())
}

/// The real places look for their data beside the checkout: `../../../shared` from their folder.
fn link_shared_data(parent: &Path) -> Outcome {
    let Some(shared) = root().parent().map(|beside| beside.join("shared")).filter(|shared| shared.is_dir()) else {
        return Ok(());
    };
    let link = parent.join("shared");
    if link.exists() {
        return Ok(());
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(&shared, &link).map_err(|error| format!("cannot link `{}`: {error}", link.display()))?;
    Ok(())
}

/// Whether the folder that a place's `root` names is there.
fn has_sources(place: &Path) -> bool {
    let text = fs::read_to_string(place.join("place.toml")).unwrap_or_default();
    let sources = text.lines().find_map(|line| line.trim().strip_prefix("root")?.split('"').nth(1).map(str::to_owned));
    place.join(sources.unwrap_or_else(|| "sources".to_owned())).is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sandbox(name: &str) -> (PathBuf, Sandbox) {
        let parent = std::env::temp_dir().join(format!("totalplace-xtask-{}-{name}", std::process::id()));
        let sandbox = Sandbox::new(&parent, Path::new("docs/guides/page.md"), Path::new("totalplace")).unwrap();
        (parent, sandbox)
    }

    fn run(sandbox: &Sandbox, command: &str, last_status: i32) -> (String, i32) {
        let (lines, status) = sandbox.run(command, last_status).unwrap();
        (lines.join("\n"), status)
    }

    #[test]
    fn a_command_gives_both_streams_and_its_status() {
        let (parent, sandbox) = sandbox("status");
        assert_eq!(run(&sandbox, "echo one; echo two >&2; exit 3", 0), ("one\ntwo".to_owned(), 3));
        assert_eq!(run(&sandbox, "echo $?", 3), ("3".to_owned(), 0));
        assert_eq!(run(&sandbox, "echo one > /dev/null; echo two >&2", 0).0, "two");
        crate::shell::remove_dir(&parent).unwrap();
    }

    #[test]
    fn the_examples_are_there_and_other_programs_are_not_run() {
        let (parent, sandbox) = sandbox("programs");
        assert!(run(&sandbox, "ls examples", 0).0.contains("lancashire"));
        assert!(sandbox.run("git push", 0).is_err());
        assert!(sandbox.run("./test", 0).is_err());
        crate::shell::remove_dir(&parent).unwrap();
    }
}
