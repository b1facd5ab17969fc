//! The folder of a run: an earlier run's files are replaced when the new ones are whole, anybody else's never.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::people::{CHANGES, CHANGES_HEADING, CLUSTERS, NUMBERS};
use super::write::{CLUSTER, PAIR, headings, is_heading_of_pairs};
use crate::fail::Failure;
use crate::one_at_a_time;

pub const MODEL: &str = "model.toml";

/// Where files are prepared, and where they go.
pub struct Folder {
    out: PathBuf,
    next: PathBuf,
    /// Both are this run's alone until it ends.
    _held: [Option<fs::File>; 2],
}

/// Refuses a folder that holds a file of somebody else under a name that a run writes.
pub fn refuse_strangers(named: &Path) -> Result<(), Failure> {
    match stranger(named) {
        None => Ok(()),
        Some(name) => Err(Failure::new(
            format!("`{}` was not written by `totalplace link`, and would be overwritten", named.join(name).display()),
            "name another folder with --out, or move the file; nothing was changed",
        )),
    }
}

impl Folder {
    /// Makes the folder; refuses one that holds a file of somebody else under a name that a run writes.
    pub fn prepare(named: &Path) -> Result<Folder, Failure> {
        make(named)?;
        let out = fs::canonicalize(named)?;
        let held = one_at_a_time::hold(&out, "link")?;
        // Left by a run that was stopped while it put its files in place one by one.
        if out.join(READY).exists() {
            move_all(&out.join(READY), &out)?;
        }
        refuse_strangers(named)?;
        let next = if may_be_exchanged(&out) { authored::part_of(&out) } else { out.join(NEXT) };
        // What a stopped run left.
        drop(fs::remove_dir_all(&next));
        fs::create_dir(&next)?;
        let held_next = one_at_a_time::hold(&next, "link")?;
        Ok(Folder { out, next, _held: [held, held_next] })
    }

    /// Where files are written until all of them are there.
    pub fn next(&self) -> &Path {
        &self.next
    }

    /// Puts the files in place: the folder as a whole, or file by file if it holds other things too. If it is stopped between
    /// two files, the next run repairs it.
    pub fn put_in_place(self) -> Result<(), Failure> {
        if self.next.parent() != Some(&*self.out) {
            return Ok(pipeline::put_in_place(&self.next, &self.out)?);
        }
        pipeline::sync_files(&self.next)?;
        let ready = self.out.join(READY);
        fs::rename(&self.next, &ready)?;
        move_all(&ready, &self.out)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.next);
    }
}

/// Makes the folder, unless something else has its name.
fn make(named: &Path) -> Result<(), Failure> {
    let is_no_folder = |path: &&Path| path.exists() && !path.is_dir();
    if let Some(file) = named.ancestors().find(is_no_folder) {
        return Err(Failure::new(
            format!("`{}` is a file, and `link` writes a folder of files", file.display()),
            "name a folder with --out, existing or new; nothing was changed",
        ));
    }
    fs::create_dir_all(named).map_err(|error| {
        Failure::new(
            format!("cannot make the folder `{}`: {}", named.display(), engine::reason(&error)),
            "name a folder with --out that you may write to; nothing was changed",
        )
    })
}

/// Files being written, in a folder that holds other things too.
const NEXT: &str = ".next";
/// Files that are whole and go to their places.
const READY: &str = ".ready";

/// Whether the folder can be replaced as a whole: it holds files of a run and nothing else, and is nobody's working folder.
fn may_be_exchanged(out: &Path) -> bool {
    let is_own = |entry: fs::DirEntry| is_of_a_run(&entry.file_name().to_string_lossy());
    let holds_own_alone = || fs::read_dir(out).is_ok_and(|mut all| all.all(|entry| entry.is_ok_and(is_own)));
    let is_where_we_are = std::env::current_dir().is_ok_and(|here| here.starts_with(out));
    !is_where_we_are && is_on_the_disk_of_its_parent(out) && holds_own_alone()
}

/// The root of a mounted disk cannot be exchanged with another folder.
fn is_on_the_disk_of_its_parent(out: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev());
        matches!((device(out), out.parent().map(device)), (Ok(own), Some(Ok(parents))) if own == parents)
    }
    #[cfg(not(unix))]
    out.parent().is_some()
}

fn is_of_a_run(name: &str) -> bool {
    let tables = [PAIR.name, CLUSTER.name];
    let is_table = |file: &str| {
        file.rsplit_once('.')
            .is_some_and(|(name, ending)| tables.contains(&name) && ["csv", "parquet"].contains(&ending))
    };
    [CHANGES, NUMBERS, MODEL].contains(&name) || is_table(name)
}

/// Moves files to their places. The file of who is who comes last: until it moves, the next run starts from the old one.
fn move_all(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(from)? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| (*name == *CLUSTERS, *name != *NUMBERS, name.clone()));
    names.iter().try_for_each(|name| fs::rename(from.join(name), to.join(name)))?;
    Ok(fs::remove_dir(from)?)
}

/// A file under a name that a run writes, which no run wrote.
fn stranger(out: &Path) -> Option<String> {
    let is_heading = |name: &str, line: &str| match name {
        name if name == PAIR.name => is_heading_of_pairs(line),
        _ => line == headings(&CLUSTER),
    };
    for name in [PAIR.name, CLUSTER.name] {
        let (csv, parquet) = (format!("{name}.csv"), format!("{name}.parquet"));
        if out.join(&csv).exists() && !is_heading(name, &first_line(&out.join(&csv))) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_runs_into_one_folder_the_second_is_told_to_wait() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("linked");
        let first = Folder::prepare(&out).unwrap_or_else(|_| panic!("the folder is free"));
        fs::write(first.next().join(CHANGES), CHANGES_HEADING).unwrap();
        let Err(Failure::Other { text, hint }) = Folder::prepare(&out) else { panic!("two at once") };
        assert!(text.contains("another link is already writing"), "{text}");
        assert!(hint.is_some_and(|hint| hint.contains("wait, then run this again")));
        assert!(first.next().join(CHANGES).exists(), "the first run's files are untouched");
        assert!(first.put_in_place().is_ok());
        assert!(Folder::prepare(&out).is_ok());
    }

    #[test]
    fn a_file_in_the_way_of_the_folder_is_named_with_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("notes.txt");
        fs::write(&file, "mine").unwrap();
        for out in [file.clone(), file.join("linked"), file.join("a/b")] {
            let Err(Failure::Other { text, hint }) = Folder::prepare(&out) else { panic!("{} is made", out.display()) };
            assert!(text.ends_with("notes.txt` is a file, and `link` writes a folder of files"), "{text}");
            assert!(hint.is_some_and(|hint| hint.contains("--out")));
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_closed_to_others_stays_closed() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("linked");
        fs::create_dir(&out).unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(0o700)).unwrap();
        let folder = Folder::prepare(&out).unwrap_or_else(|_| panic!("the folder is free"));
        fs::write(folder.next().join(CHANGES), CHANGES_HEADING).unwrap();
        assert!(folder.put_in_place().is_ok());
        assert!(out.join(CHANGES).exists());
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
