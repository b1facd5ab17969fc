//! The published site: every page as a file, with what pages need beside them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

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
/// The same account gives the same bytes, on any number of threads. Files of an earlier site that this one
/// lacks are left alone: the folder is the caller's to empty.
pub fn write(site: &Site, out: &Path) -> Result<Written, Error> {
    // Rows of a body take longest, so they begin first.
    let rows = site.summary.bodies.iter().map(|body| Part::Rows(body.body_id.clone()));
    let parts: Vec<Part> = rows.chain(pages::addresses(site).into_iter().map(Part::Page)).collect();
    let written = parts.par_iter().map(|part| write_part(site, part, out)).try_reduce(Written::default, add)?;
    front::ASSETS
        .iter()
        .try_fold(written, |written, asset| add(written, write_file(&out.join(asset.path), asset.bytes)?))
}

/// One file of the site, made by one thread.
enum Part {
    /// A page, by its address.
    Page(String),
    /// The rows of a body, by its id.
    Rows(String),
}

fn write_part(site: &Site, part: &Part, out: &Path) -> Result<Written, Error> {
    match part {
        Part::Page(address) => {
            let response = site.page_for_files(address);
            debug_assert_eq!(response.status, 200, "every published address has a page: {address}");
            let written = write_file(&out.join(file_name(address)), response.body.as_bytes())?;
            Ok(Written { n_pages: 1, ..written })
        }
        Part::Rows(body_id) => write_rows(site, body_id, &out.join(format!("rows/{}.csv", part_of(body_id)))),
    }
}

fn add(one: Written, other: Written) -> Result<Written, Error> {
    Ok(Written {
        n_pages: one.n_pages + other.n_pages,
        n_files: one.n_files + other.n_files,
        n_bytes: one.n_bytes + other.n_bytes,
    })
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<Written, Error> {
    let parent = path.parent().expect("a file of the site stands in its folder");
    fs::create_dir_all(parent).map_err(failed(parent))?;
    fs::write(path, bytes).map_err(failed(path))?;
    Ok(Written { n_pages: 0, n_files: 1, n_bytes: bytes.len() as u64 })
}

fn write_rows(site: &Site, body_id: &str, path: &Path) -> Result<Written, Error> {
    let parent = path.parent().expect("a file of the site stands in its folder");
    fs::create_dir_all(parent).map_err(failed(parent))?;
    let mut file = BufWriter::new(File::create(path).map_err(failed(path))?);
    rows_csv::write(&site.account, body_id, &mut file).map_err(|error| failed(path)(io(error)))?;
    file.flush().map_err(failed(path))?;
    Ok(Written { n_pages: 0, n_files: 1, n_bytes: fs::metadata(path).map_err(failed(path))?.len() })
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
