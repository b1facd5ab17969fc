//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file whole or not at all: on a full disk, or when the program is stopped, the old file stays.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    WholeFile::prepare(path, bytes)?.put_in_place()
}

/// Who may read a new file; a file that is replaced keeps its permissions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    AsUsual,
    #[cfg_attr(not(unix), allow(dead_code))]
    OwnerAlone,
}

/// A file that is wholly on the disk under another name, beside the one that it will replace.
#[must_use]
pub struct WholeFile {
    part: PathBuf,
    path: PathBuf,
}

impl WholeFile {
    /// Writes everything but the last step.
    pub fn prepare(path: &Path, bytes: &[u8]) -> io::Result<WholeFile> {
        WholeFile::prepare_for(path, bytes, Readers::AsUsual)
    }

    /// As [`WholeFile::prepare`], for a file about people.
    pub fn prepare_for_owner(path: &Path, bytes: &[u8]) -> io::Result<WholeFile> {
        WholeFile::prepare_for(path, bytes, Readers::OwnerAlone)
    }

    fn prepare_for(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<WholeFile> {
        // A link stays one: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        insist_on_file(&path)?;
        let whole = WholeFile { part: part_of(&path), path };
        // What a stopped run left is never written through: it could be a link.
        let _ = fs::remove_file(&whole.part);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::OwnerAlone {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = options.open(&whole.part)?;
        if let Ok(before) = fs::metadata(&whole.path).map(|metadata| metadata.permissions()) {
            file.set_permissions(before)?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(whole)
    }

    /// The one step that nobody sees half of.
    pub fn put_in_place(self) -> io::Result<()> {
        fs::rename(&self.part, &self.path)?;
        // The name is on the disk when its folder is; systems that cannot say so have done it already.
        let folder = self.path.parent().and_then(|folder| File::open(folder).ok());
        folder.map_or(Ok(()), |folder| folder.sync_all().or(Ok(())))
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // It is gone already where it was put in place.
        let _ = fs::remove_file(&self.part);
    }
}

/// Refuses to put a file in the place of what is none: a device such as `/dev/null` would be gone for the whole machine.
///
/// # Errors
/// Where a folder, a device or a pipe is there.
pub fn insist_on_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(io::Error::other("what is there is not a file")),
        _ => Ok(()),
    }
}

/// Where a file is prepared: `.people.csv.part` beside `people.csv`.
pub fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced_and_a_link_to_one_neither() {
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("uses.csv");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        // Only prepared: a test that failed must not harm the machine that it runs on.
        for path in [Path::new("/dev/null"), &link, dir.path()] {
            assert!(WholeFile::prepare(path, b"x").is_err(), "{}", path.display());
        }
        assert!(!Path::new("/dev/.null.part").exists());
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_else_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        write_whole(&path, b"old").unwrap();
        let prepared = WholeFile::prepare(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(prepared);
        assert_eq!((fs::read(&path).unwrap(), fs::read_dir(dir.path()).unwrap().count()), (b"old".to_vec(), 1));
        write_whole(&path, b"new").unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read_dir(dir.path()).unwrap().count()), (b"new".to_vec(), 1));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real.csv"), dir.path().join("link.csv"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("real.csv", &link).unwrap();
        write_whole(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_about_people_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("people.csv");
        WholeFile::prepare_for_owner(&path, b"new").unwrap().put_in_place().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn where_nothing_can_be_written_the_old_file_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        write_whole(&path, b"old").unwrap();
        fs::create_dir(part_of(&path)).unwrap();
        assert!(write_whole(&path, b"new").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
