//! The published site: every page as a file, with what pages need beside them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::address::file_name;
use crate::rows::{Shards, WrittenShards, is_packed_of, linked, packed, write_index};
use crate::same_or_new::SameOrNew;
use crate::site::Site;
use crate::{Error, registry};

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
    let folder = Folder { out, older };
    let shards = Shards::of(&site.account);
    let (of_lines, pages) = rayon::join(|| write_lines(site, &shards, &folder), || write_pages(site, &folder));
    let ((lines, written), (linked, of_pages)) = (of_lines?, pages?);
    let index = write_index(&site.account, &shards, &lines, &linked);
    let of_index =
        |(name, text): &(String, String)| folder.write(name, |file| file.write_all(&packed(text.as_bytes())?));
    let index = index.par_iter().map(of_index).try_reduce(Written::default, add)?;
    let assets = front::ASSETS.iter().map(|asset| folder.write(asset.path, |file| file.write_all(asset.bytes)));
    assets.chain([Ok(written), Ok(of_pages), Ok(index)]).try_fold(Written::default(), |sum, one| add(sum, one?))
}

/// Writes every page; returns the filters that pages lead to.
fn write_pages(site: &Site, folder: &Folder<'_>) -> Result<(BTreeSet<String>, Written), Error> {
    let page = |address: String| {
        let response = site.page_for_files(&address);
        debug_assert_eq!(response.status, 200, "every published address has a page: {address}");
        let written = folder.write(&file_name(&address), |file| file.write_all(response.body.as_bytes()))?;
        let linked: BTreeSet<String> = linked(&response.body).collect();
        Ok((linked, Written { n_pages: 1, ..written }))
    };
    let both = |(mut linked, written): (BTreeSet<String>, Written), (other, of_other)| {
        linked.extend(other);
        Ok((linked, add(written, of_other)?))
    };
    registry::addresses(site).into_par_iter().map(page).try_reduce(Default::default, both)
}

/// Writes every line, in files of several hundred.
fn write_lines(site: &Site, shards: &Shards, folder: &Folder<'_>) -> Result<(WrittenShards, Written), Error> {
    let shard = |shard: usize| {
        let text = shards.text(&site.account, shard).map_err(|error| failed(&folder.out.join("rows"))(io(error)))?;
        let written = folder.write_packed(&text.name, &text.csv)?;
        Ok((text.digits, text.csv.len() as u64, written))
    };
    let written: Vec<(String, u64, Written)> =
        (0..shards.n()).into_par_iter().map(shard).collect::<Result<_, Error>>()?;
    let n_text_bytes = written.iter().map(|(_, n_bytes, _)| n_bytes).sum();
    let all = written.iter().map(|(_, _, written)| *written).try_fold(Written::default(), add)?;
    let digits: Vec<String> = written.into_iter().map(|(digits, _, _)| digits).collect();
    let n_different = digits.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(n_different, digits.len(), "two files of lines have one name");
    Ok((WrittenShards { digits, n_bytes: all.n_bytes, n_text_bytes }, all))
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

impl Folder<'_> {
    /// Writes a file whose name says what it holds, packed. What the older site has under that name is not packed again.
    fn write_packed(&self, name: &str, content: &[u8]) -> Result<Written, Error> {
        let older = self.older.map(|older| older.join(name));
        let kept = older.and_then(|older| fs::read(older).ok()).filter(|kept| is_packed_of(kept, content));
        self.write(name, |file| match &kept {
            Some(kept) => file.write_all(kept),
            None => file.write_all(&packed(content)?),
        })
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
