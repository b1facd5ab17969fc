//! The folder in which a build is prepared, and the one move that puts it in place.
//!
//! A build works in `out.next/` beside `out/`. Tables that did not change are linked, the others
//! written, and when everything is there the two folders change places in one operation of the file
//! system. Whenever the build is killed, `out/` is the old state or the new one.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use engine::Folder;

use crate::Error;

/// The folder of derived files, of a place; where `out` is a link, the folder that it leads to.
pub fn out_dir(place: &Path) -> PathBuf {
    let out = place.join("out");
    let leads_to = fs::read_link(&out).map(|to| place.join(to));
    leads_to.map_or(out, |to| fs::canonicalize(&to).unwrap_or(to))
}

/// The tables of a place that was built.
///
/// # Errors
/// [`Error::NotBuilt`], [`place::PlaceError::NoFolder`].
pub fn folder(place: &Path) -> Result<Folder, Error> {
    if !place.is_dir() {
        return Err(place::PlaceError::NoFolder { dir: place.to_owned() }.into());
    }
    recover(place)?;
    let path = out_dir(place).join("tables");
    if path.is_dir() { Ok(Folder::new(&path)) } else { Err(Error::NotBuilt) }
}

/// How many builds may be put in place while tables are read before the reading gives up.
const N_READINGS_MAX: usize = 5;

/// Reads tables of one build. If another build is put in place meanwhile, they are read again from the start, so the
/// closure must print or write nothing that another try could not replace.
///
/// # Errors
/// Whatever the reading returns; [`Error::NotBuilt`]; [`Error::TablesReplaced`].
pub fn of_one_build<T, E: From<Error>>(place: &Path, read: impl Fn(&Folder) -> Result<T, E>) -> Result<T, E> {
    for _ in 0..N_READINGS_MAX {
        let before = which_build(place);
        let result = folder(place).map_err(E::from).and_then(|folder| read(&folder));
        if which_build(place) == before {
            return result;
        }
    }
    Err(Error::TablesReplaced.into())
}

/// What tells one build's folder from the next: every build writes its record anew.
fn which_build(place: &Path) -> Option<(SystemTime, Vec<u8>)> {
    let path = out_dir(place).join("run.json");
    let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok()?;
    Some((written, fs::read(&path).ok()?))
}

/// Folders change places where they stand side by side, so a build is prepared beside the folder that it replaces.
fn next_dir(place: &Path) -> PathBuf {
    beside(&out_dir(place), ".next")
}

fn old_dir(place: &Path) -> PathBuf {
    beside(&out_dir(place), ".old")
}

fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    out.with_file_name(name)
}

/// Files that the program keeps for its own speed; nothing depends on them.
pub fn cache_dir(place: &Path) -> PathBuf {
    place.join(".totalplace")
}

/// A build being prepared; one at a time.
pub struct Stage {
    place: PathBuf,
    _lock: File,
}

impl Stage {
    /// Takes the lock and tidies up after a build that was stopped.
    pub fn begin(place: &Path) -> Result<Stage, Error> {
        let lock = hold(place)?;
        insist_on_own_folder(place)?;
        let tables = next_dir(place).join("tables");
        fs::create_dir_all(&tables).map_err(Error::file("make the folder", &tables))?;
        Ok(Stage { place: place.to_owned(), _lock: lock })
    }

    /// The folder of the place.
    pub fn place(&self) -> &Path {
        &self.place
    }

    pub fn dir(&self) -> PathBuf {
        next_dir(&self.place)
    }

    /// The last finished build.
    pub fn out(&self) -> PathBuf {
        out_dir(&self.place)
    }

    /// Removes a folder of the stage.
    pub fn remove_folder(&self, name: &str) -> Result<(), Error> {
        remove(&self.dir().join(name))
    }

    pub fn tables(&self) -> PathBuf {
        self.dir().join("tables")
    }

    /// Takes a table over from the last build without copying it where the file system allows.
    pub fn link_table(&self, name: &str) -> Result<(), Error> {
        let file = format!("{name}.parquet");
        let (from, to) = (out_dir(&self.place).join("tables").join(&file), self.tables().join(&file));
        match fs::hard_link(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(_) => fs::copy(&from, &to).map(drop).map_err(Error::file("copy", &from)),
            Ok(()) => Ok(()),
        }
    }

    /// Takes a folder of files over from the last build, as [`Stage::link_table`] does a table.
    pub fn link_folder(&self, name: &str) -> Result<(), Error> {
        link_all(&out_dir(&self.place).join(name), &self.dir().join(name))
    }

    /// Removes the prepared build.
    pub fn discard(&self) -> Result<(), Error> {
        remove(&self.dir())
    }

    /// Puts the prepared folder in the place of `out/`.
    pub fn commit(self) -> Result<(), Error> {
        put_in_place(&next_dir(&self.place), &out_dir(&self.place))
    }
}

/// Holds a place so that no build replaces its tables, until the file is dropped; tidies up after a build that was stopped.
///
/// # Errors
/// [`Error::Busy`].
pub(crate) fn hold(place: &Path) -> Result<File, Error> {
    let cache = cache_dir(place);
    fs::create_dir_all(&cache).map_err(Error::file("make the folder", &cache))?;
    let path = cache.join("lock");
    let lock = File::create(&path).map_err(Error::file("write", &path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(Error::Busy),
        Err(TryLockError::Error(source)) => return Err(Error::file("lock", &path)(source)),
    }
    recover(place)?;
    Ok(lock)
}

/// Puts a folder that is ready in the place of another, which is removed: at any moment the old one or the new one is there.
/// The new one is open to those to whom the old one was.
///
/// # Errors
/// [`Error::File`] where files cannot be made safe on the disk, or the folders cannot change places.
pub fn put_in_place(next: &Path, out: &Path) -> Result<(), Error> {
    let old = beside(out, ".old");
    sync_files(next)?;
    if let Ok(before) = fs::metadata(out) {
        fs::set_permissions(next, before.permissions()).map_err(Error::file("put in place", out))?;
    }
    sync_dir(next);
    if out.exists() {
        exchange(next, out, &old).map_err(Error::file("put in place", out))?;
    } else {
        fs::rename(next, out).map_err(Error::file("put in place", out))?;
    }
    out.parent().into_iter().for_each(sync_dir);
    remove(next)?;
    remove(&old)
}

/// Makes sure that the files of a folder are on the disk; those of folders in it are synced as they are written.
///
/// # Errors
/// [`Error::File`].
pub fn sync_files(dir: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(Error::file("list", dir))? {
        let path = entry.map_err(Error::file("list", dir))?.path();
        if path.is_file() {
            File::open(&path).and_then(|file| file.sync_all()).map_err(Error::file("write", &path))?;
        }
    }
    Ok(())
}

/// Links every file of a folder, and of those in it, into another.
fn link_all(from: &Path, to: &Path) -> Result<(), Error> {
    link_some(from, to, |_| true)
}

/// As [`link_all`], those files of the folder only whose name is wanted.
pub(crate) fn link_some(from: &Path, to: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(Error::file("make the folder", to))?;
    for entry in fs::read_dir(from).map_err(Error::file("list", from))? {
        let entry = entry.map_err(Error::file("list", from))?;
        if !is_wanted(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if old.is_dir() {
            link_all(&old, &new)?;
        } else if fs::hard_link(&old, &new).is_err() {
            fs::copy(&old, &new).map_err(Error::file("copy", &old))?;
        }
    }
    Ok(())
}

/// `next` becomes `out`; what was `out` is in `next` or `old` afterwards.
fn exchange(next: &Path, out: &Path, old: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, next, CWD, out, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // Where two folders cannot change places at once, two renames do; `recover` mends a stop between them.
    fs::rename(out, old)?;
    fs::rename(next, out)
}

/// Mends what a stop in the middle of a commit left behind, for systems without an exchange, and of a signing.
pub fn recover(place: &Path) -> Result<(), Error> {
    place::finish_signing(place)?;
    let (out, old) = (out_dir(place), old_dir(place));
    if !out.exists() && old.exists() {
        fs::rename(&old, &out).map_err(Error::file("put back", &out))?;
    }
    remove(&old)
}

fn remove(dir: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::file("remove", dir)(error)),
        _ => Ok(()),
    }
}

/// A link may lead to a folder in which somebody keeps other things; a build replaces all of it.
fn insist_on_own_folder(place: &Path) -> Result<(), Error> {
    let out = out_dir(place);
    let is_link = place.join("out").is_symlink();
    let holds_something = || fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some());
    match is_link && !out.join("tables").is_dir() && holds_something() {
        true => Err(Error::file("build into", &out)(io::Error::other("it holds files that no build wrote"))),
        false => Ok(()),
    }
}

/// Makes sure that a folder's entries are on the disk, where the system can say so.
fn sync_dir(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Builds a file of one word into a place.
    fn build(place: &Path, word: &str) -> Result<(), Error> {
        let stage = Stage::begin(place)?;
        fs::write(stage.tables().join("word"), word).unwrap();
        stage.commit()
    }

    #[test]
    fn a_link_stays_one_and_what_it_leads_to_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (place, disk) = (folder.path().join("place"), folder.path().join("disk"));
        fs::create_dir_all(&place).unwrap();
        fs::create_dir_all(&disk).unwrap();
        symlink("../disk/out.of.place", place.join("out")).unwrap();
        for word in ["first", "second"] {
            build(&place, word).unwrap();
            assert!(place.join("out").is_symlink());
            assert_eq!(fs::read_to_string(disk.join("out.of.place/tables/word")).unwrap(), word);
            assert_eq!(fs::read_dir(&disk).unwrap().count(), 1, "nothing stays beside it");
        }
    }

    #[test]
    fn a_folder_that_was_closed_to_others_stays_closed() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        build(place.path(), "first").unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(0o700)).unwrap();
        build(place.path(), "second").unwrap();
        assert_eq!(fs::read_to_string(out.join("tables/word")).unwrap(), "second");
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_link_to_a_folder_of_other_things_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (place, theirs) = (folder.path().join("place"), folder.path().join("theirs"));
        fs::create_dir_all(&place).unwrap();
        fs::create_dir_all(&theirs).unwrap();
        fs::write(theirs.join("letter.txt"), "dear").unwrap();
        symlink(&theirs, place.join("out")).unwrap();
        let error = build(&place, "word").unwrap_err().to_string();
        assert!(error.contains("it holds files that no build wrote"), "{error}");
        assert_eq!(fs::read_to_string(theirs.join("letter.txt")).unwrap(), "dear");
    }
}
