//! The folder of the place.

use std::fs;
use std::path::Path;

use crate::Error;

/// Where the files lie that bodies sent.
pub(crate) const SOURCES: &str = "sources";

/// Makes the folder, or makes sure that nothing is in it.
pub(crate) fn empty_folder(dir: &Path) -> Result<(), Error> {
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    let mut entries = fs::read_dir(dir).map_err(Error::io(dir))?;
    if entries.next().is_some() { Err(Error::NotEmpty { dir: dir.to_owned() }) } else { Ok(()) }
}

/// Makes the folder of a file.
pub(crate) fn parent_of(path: &Path) -> Result<(), Error> {
    let parent = path.parent().expect("every file lies in a folder");
    fs::create_dir_all(parent).map_err(Error::io(parent))
}

/// Files and bytes below a folder.
pub(crate) fn size(dir: &Path) -> Result<(u64, u64), Error> {
    let (mut n_files, mut n_bytes) = (0, 0);
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let path = entry.map_err(Error::io(dir))?.path();
        let (files, bytes) = match path.is_dir() {
            true => size(&path)?,
            false => (1, fs::metadata(&path).map_err(Error::io(&path))?.len()),
        };
        n_files += files;
        n_bytes += bytes;
    }
    Ok((n_files, n_bytes))
}
