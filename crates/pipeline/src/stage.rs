//! The folder in which a build is prepared, and the one move that puts it in place.
//!
//! A build works in `out.next/` beside `out/`. Tables that did not change are linked, the others
//! written, and when everything is there the two folders change places in one operation of the file
//! system. Whenever the build is killed, `out/` is the old state or the new one.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use engine::Folder;

use crate::Error;

/// The folder of derived files, of a place.
pub fn out_dir(place: &Path) -> PathBuf {
    place.join("out")
}

/// The tables of a place that was built.
///
/// # Errors
/// [`Error::NotBuilt`].
pub fn folder(place: &Path) -> Result<Folder, Error> {
    recover(place)?;
    let path = out_dir(place).join("tables");
    if path.is_dir() { Ok(Folder::new(&path)) } else { Err(Error::NotBuilt) }
}

fn next_dir(place: &Path) -> PathBuf {
    place.join("out.next")
}

fn old_dir(place: &Path) -> PathBuf {
    place.join("out.old")
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

    /// Puts the prepared folder in the place of `out/`.
    pub fn commit(self) -> Result<(), Error> {
        let (next, out, old) = (next_dir(&self.place), out_dir(&self.place), old_dir(&self.place));
        sync_dir(&next);
        if !out.exists() {
            fs::rename(&next, &out).map_err(Error::file("put in place", &out))?;
        } else {
            exchange(&next, &out, &old).map_err(Error::file("put in place", &out))?;
        }
        sync_dir(&self.place);
        remove(&next)?;
        remove(&old)
    }
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

/// `next` becomes `out`; what was `out` stands in `next` or `old` afterwards.
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

/// Mends what a stop in the middle of a commit left behind, for systems without an exchange.
pub fn recover(place: &Path) -> Result<(), Error> {
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

/// Makes sure that a folder's entries are on the disk, where the system can say so.
fn sync_dir(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}
