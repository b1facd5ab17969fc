//! The published site: every page as a file, with what pages need beside them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::address::{file_name, part_of};
use crate::same_or_new::SameOrNew;
use crate::site::Site;
use crate::{Error, registry, rows_csv};

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
/// lacks are left alone: the folder is the caller's to empty. A file that `older`, the folder of an earlier
/// site, has with the same bytes becomes a second name of that one, where the file system gives it.
pub fn write(site: &Site, out: &Path, older: Option<&Path>) -> Result<Written, Error> {
    // Rows of a body take longest, so they begin first.
    let rows = site.summary.bodies.iter().map(|body| Part::Rows(body.body_id.clone()));
    let parts: Vec<Part> = rows.chain(registry::addresses(site).into_iter().map(Part::Page)).collect();
    let folder = Folder { out, older };
    let written = parts.par_iter().map(|part| write_part(site, part, &folder)).try_reduce(Written::default, add)?;
    front::ASSETS
        .iter()
        .try_fold(written, |written, asset| add(written, folder.write(asset.path, |file| file.write_all(asset.bytes))?))
}

/// One file of the site, made by one thread.
enum Part {
    /// A page, by its address.
    Page(String),
    /// The rows of a body, by its id.
    Rows(String),
}

fn write_part(site: &Site, part: &Part, folder: &Folder) -> Result<Written, Error> {
    match part {
        Part::Page(address) => {
            let response = site.page_for_files(address);
            debug_assert_eq!(response.status, 200, "every published address has a page: {address}");
            let written = folder.write(&file_name(address), |file| file.write_all(response.body.as_bytes()))?;
            Ok(Written { n_pages: 1, ..written })
        }
        Part::Rows(body_id) => folder.write(&format!("rows/{}.csv", part_of(body_id)), |file| {
            rows_csv::write(&site.account, body_id, file).map_err(io)
        }),
    }
}

fn add(one: Written, other: Written) -> Result<Written, Error> {
    Ok(Written {
        n_pages: one.n_pages + other.n_pages,
        n_files: one.n_files + other.n_files,
        n_bytes: one.n_bytes + other.n_bytes,
    })
}

/// Where the site goes, and where an earlier one stands.
struct Folder<'a> {
    out: &'a Path,
    older: Option<&'a Path>,
}

impl Folder<'_> {
    /// Writes one file, by its path in the site.
    fn write(
        &self,
        name: &str,
        write: impl FnOnce(&mut SameOrNew<'_>) -> std::io::Result<()>,
    ) -> Result<Written, Error> {
        let (path, older) = (self.out.join(name), self.older.map(|older| older.join(name)));
        let parent = path.parent().expect("a file of the site stands in its folder");
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let mut file = SameOrNew::create(&path, older.as_deref()).map_err(failed(&path))?;
        write(&mut file).map_err(failed(&path))?;
        Ok(Written { n_pages: 0, n_files: 1, n_bytes: file.finish().map_err(failed(&path))? })
    }
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
