//! Running the command in a copy of a place.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A copy of a place in a folder that is removed afterwards.
pub struct Copy {
    folder: tempfile::TempDir,
}

/// Publishes what was built in a place, as somebody does who looked at every text that looks like a name.
pub fn publish(place: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .arg("publish")
        .arg(place)
        .args(["--by", "Test", "--accept", "looked at"])
        .output()
        .expect("the command runs");
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    assert_eq!(output.status.code(), Some(0), "publish failed: {said}");
}

impl Copy {
    /// Copies an example. None, with a plain line, where the data it points at are not beside the checkout.
    pub fn of_example(name: &str) -> Option<Copy> {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        let text = std::fs::read_to_string(example.join("place.toml")).expect("an example has a place.toml");
        let root = text
            .lines()
            .find_map(|line| line.strip_prefix("root = \"")?.strip_suffix('"'))
            .filter(|root| root.starts_with(".."));
        let data = root.map(|root| example.join(root));
        if let Some(data) = &data
            && !data.is_dir()
        {
            println!("skipped: the data of {name} are not at {}", data.display());
            return None;
        }
        let copy = Copy { folder: tempfile::tempdir().expect("a temporary folder") };
        copy_folder(&example, copy.path());
        if let (Some(root), Some(data)) = (root, data) {
            let absolute = data.canonicalize().expect("the data are there");
            copy.write(
                "place.toml",
                &text.replace(&format!("root = \"{root}\""), &format!("root = \"{}\"", absolute.display())),
            );
        }
        Some(copy)
    }

    pub fn empty() -> Copy {
        Copy { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }

    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
        command.arg(name).arg(self.path()).env("COLUMNS", "140").env("NO_COLOR", "1");
        command
    }

    /// Publishes what was built, names and all, and insists that it was done.
    pub fn publish(&self) {
        publish(self.path());
    }

    /// Builds, and insists that it was done.
    pub fn build(&self) -> Output {
        self.build_to(&[])
    }

    /// Builds the account alone.
    pub fn count(&self) -> Output {
        self.build_to(&["suppliers"])
    }

    pub fn build_to(&self, steps: &[&str]) -> Output {
        let output = self.command("build").arg("--all").args(steps).output().expect("the command runs");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "build failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    pub fn query(&self, sql: &str) -> Vec<Value> {
        let output = self.command("query").arg(sql).arg("--json").output().expect("the command runs");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        match serde_json::from_slice(&output.stdout).expect("the answer is JSON") {
            Value::Array(rows) => rows,
            other => panic!("the answer is an array, not {other}"),
        }
    }

    /// The one value that a query answers, as text.
    pub fn value(&self, sql: &str) -> String {
        let rows = self.query(sql);
        let value = rows.first().and_then(|row| row.as_object()).and_then(|row| row.values().next());
        match value {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => panic!("{sql} has no answer"),
        }
    }

    /// Every file of `out/` with its content.
    pub fn out(&self) -> Vec<(String, Vec<u8>)> {
        files_of(&self.join("out"))
    }
}

/// Runs the command in a folder: exit status, data and talk.
pub fn said(dir: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .args(arguments)
        .current_dir(dir)
        .env("COLUMNS", "200")
        .env("NO_COLOR", "1")
        .output()
        .expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Every file of a folder and its folders, with its content, unpacked where it is packed.
pub fn files_of(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    collect(dir, "", &mut files);
    files.sort();
    files
}

pub fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder is listed").flatten() {
        let name = entry.file_name();
        // What a build writes: `out`, and beside it `out.next` and `out.old` where one was stopped.
        let is_of_build = name == "out" || name.to_string_lossy().starts_with("out.");
        let is_derived = (is_of_build && entry.path().is_dir()) || name == ".totalplace" || name == "exports";
        if is_derived {
            continue;
        }
        let target = to.join(&name);
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder is made");
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file is copied");
        }
    }
}

/// What a file holds, unpacked where it is packed with gzip: what is marked is to be found there too.
fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes;
    }
    let mut content = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut content).expect("a packed file is whole");
    content
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push((name, unpacked(std::fs::read(entry.path()).expect("a file is read"))));
        }
    }
}
