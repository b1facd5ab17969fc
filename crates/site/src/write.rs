//! The published site: every page as a file, with what pages need beside them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::address::{file_name, part_of};
use crate::site::Site;
use crate::{Error, pages, rows_csv};

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub n_pages: usize,
    pub n_files: usize,
    pub n_bytes: u64,
}

/// Writes the site into a folder, for any web host: links are relative, so a sub-folder will do.
///
/// The same account gives the same bytes. Files of an earlier site that this one lacks are left alone: the
/// folder is the caller's to empty.
pub fn write(site: &Site, out: &Path) -> Result<Written, Error> {
    let mut written = Written::default();
    for address in pages::addresses(site) {
        let response = site.page_for_files(&address);
        debug_assert_eq!(response.status, 200, "every published address has a page: {address}");
        write_file(&out.join(file_name(&address)), response.body.as_bytes(), &mut written)?;
        written.n_pages += 1;
    }
    for asset in front::ASSETS {
        write_file(&out.join(asset.path), asset.bytes, &mut written)?;
    }
    for body in &site.summary.bodies {
        write_rows(site, &body.body_id, &out.join(format!("rows/{}.csv", part_of(&body.body_id))), &mut written)?;
    }
    Ok(written)
}

fn write_file(path: &Path, bytes: &[u8], written: &mut Written) -> Result<(), Error> {
    let parent = path.parent().expect("a file of the site stands in its folder");
    fs::create_dir_all(parent).map_err(failed(parent))?;
    fs::write(path, bytes).map_err(failed(path))?;
    written.n_files += 1;
    written.n_bytes += bytes.len() as u64;
    Ok(())
}

fn write_rows(site: &Site, body_id: &str, path: &Path, written: &mut Written) -> Result<(), Error> {
    let parent = path.parent().expect("a file of the site stands in its folder");
    fs::create_dir_all(parent).map_err(failed(parent))?;
    let mut file = BufWriter::new(File::create(path).map_err(failed(path))?);
    rows_csv::write(&site.account, body_id, &mut file).map_err(|error| failed(path)(io(error)))?;
    file.flush().map_err(failed(path))?;
    written.n_files += 1;
    written.n_bytes += fs::metadata(path).map_err(failed(path))?.len();
    Ok(())
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path: PathBuf = path.to_owned();
    move |source| Error::Write { path: path.clone(), source }
}

fn io(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
