//! The folder of a run: an earlier run's files are replaced when the new ones are whole, anybody else's never.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::people::{CHANGES, CHANGES_HEADING, CLUSTERS, NUMBERS};
use super::write::{CLUSTER, PAIR, headings};
use crate::fail::Failure;

pub const MODEL: &str = "model.toml";

/// Where files are prepared, and where they go.
pub struct Folder {
    out: PathBuf,
    next: PathBuf,
}

impl Folder {
    /// Makes the folder; refuses one that holds a file of somebody else under a name that a run writes.
    pub fn prepare(out: &Path) -> Result<Folder, Failure> {
        fs::create_dir_all(out)?;
        if let Some(name) = stranger(out) {
            return Err(Failure::new(
                format!("`{}` was not written by `totalplace link`, and would be replaced", out.join(name).display()),
                "name another folder with --out, or move the file; nothing was changed",
            ));
        }
        let next = out.join(".next");
        // What a stopped run left.
        drop(fs::remove_dir_all(&next));
        fs::create_dir(&next)?;
        Ok(Folder { out: out.to_owned(), next })
    }

    /// Where files are written until all of them are there.
    pub fn next(&self) -> &Path {
        &self.next
    }

    /// Puts the files in place. Who is who comes last: a stop before leaves what the next run goes by.
    pub fn put_in_place(self) -> Result<(), Failure> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.next)? {
            let entry = entry?;
            fs::File::open(entry.path())?.sync_all()?;
            names.push(entry.file_name());
        }
        names.sort_by_key(|name| (*name == *CLUSTERS, *name != *NUMBERS, name.clone()));
        names.iter().try_for_each(|name| fs::rename(self.next.join(name), self.out.join(name)))?;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.next);
    }
}

/// A file under a name that a run writes, which no run wrote.
fn stranger(out: &Path) -> Option<String> {
    let own = [(PAIR.name, headings(&PAIR)), (CLUSTER.name, headings(&CLUSTER))];
    for (name, heading) in own {
        let (csv, parquet) = (format!("{name}.csv"), format!("{name}.parquet"));
        if out.join(&csv).exists() && first_line(&out.join(&csv)) != heading {
            return Some(csv);
        }
        if out.join(&parquet).exists() && !out.join(&csv).exists() {
            return Some(parquet);
        }
    }
    let is_own = |name: &str| match name {
        CHANGES => first_line(&out.join(name)) == CHANGES_HEADING,
        NUMBERS => first_line(&out.join(name)).starts_with("{\"next_person\":"),
        // One that somebody changed and that no longer reads is a model still.
        _ => fs::read_to_string(out.join(name)).is_ok_and(|text| text.contains("[[comparison]]")),
    };
    [CHANGES, NUMBERS, MODEL].into_iter().find(|name| out.join(name).exists() && !is_own(name)).map(str::to_owned)
}

/// The first line of a file; nothing where it cannot be read.
fn first_line(path: &Path) -> String {
    let mut line = String::new();
    let read = fs::File::open(path).and_then(|file| BufReader::new(file).read_line(&mut line));
    if read.is_ok() { line.trim_end().to_owned() } else { String::new() }
}
