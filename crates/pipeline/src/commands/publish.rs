//! Publishing: the pages of what was built, checked, and put in the place of what was published before.
//!
//! A build computes and prints; to publish is a decision of its own. What leaves is compared with the rules for people and
//! against every earlier publication, and nothing is written where something is in the way.

mod between;
mod cohorts;
mod reason;
mod texts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use place::{Files, PUBLICATIONS, Publication};

pub use reason::{FoundText, Reason};

use crate::commands::pages::{draw, site};
use crate::inputs::Inputs;
use crate::record::RunRecord;
use crate::stage::{folder, hold, out_dir, put_in_place};
use crate::step::Step;
use crate::{Error, steps};

/// The folder of the published pages, in the place's.
pub const PUBLIC: &str = "public";

/// What somebody wants to publish, and how.
pub struct Wish<'a> {
    /// The folder that the pages go to; `public/` in the place's folder where none is named.
    pub to: Option<&'a Path>,
    /// Who publishes.
    pub by: &'a str,
    pub today: &'a str,
    /// Why texts that look like names are published all the same.
    pub accept: Option<&'a str>,
}

/// What came of it.
#[derive(Debug)]
pub enum Ending {
    Published(Published),
    /// Nothing was written, and why.
    Refused(Vec<Reason>),
}

/// A publication, against the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub publication: u64,
    pub to: PathBuf,
    /// Files by their paths in the folder, in order.
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub gone: Vec<String>,
    pub n_same: usize,
    pub n_pages: usize,
    pub n_bytes: u64,
    /// Names that were accepted, with the reason that was given.
    pub accepted: Vec<Reason>,
}

/// Publishes what was built last.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::BuildStale`] where files of the place changed since; [`Error`] where something cannot be
/// read or written, and then what was published before is as it was.
pub fn publish(dir: &Path, wish: &Wish) -> Result<Ending, Error> {
    // No build may replace the tables while they are drawn.
    let _held = hold(dir)?;
    let record = up_to_date(dir)?;
    let tables = folder(dir)?;
    let counts = between::counts_behind(dir, &tables)?;
    let reasons = reasons(dir, &tables, &counts)?;
    let is_settled = |reason: &Reason| wish.accept.is_some() && reason.may_be_accepted();
    if !reasons.iter().all(is_settled) {
        return Ok(Ending::Refused(reasons));
    }
    let to = wish.to.map_or_else(|| dir.join(PUBLIC), Path::to_owned);
    // A link stays one: what it leads to is replaced.
    let to = std::fs::canonicalize(&to).unwrap_or(to);
    insist_on_pages(&to)?;
    let next = beside(&to, ".next");
    remove(&next)?;
    let site = site(dir)?;
    let written = draw(&site, &tables, &next, Some(&to).filter(|to| to.is_dir()).map(PathBuf::as_path))?;
    let mut published = compared(&to, &next)?;
    let files = Files::read(dir, &[PUBLICATIONS])?;
    let publication = place::publications(&files)?.len() as u64 + 1;
    let line = Publication {
        publication,
        published_on: wish.today.to_owned(),
        published_by: wish.by.to_owned(),
        build: digest_of(&record),
        n_pages: written.n_pages as u64,
        n_accepted: reasons.len() as u64,
        accepted_because: wish.accept.filter(|_| !reasons.is_empty()).unwrap_or_default().to_owned(),
        ..Publication::default()
    };
    // Before anything is shown: what is shown and not recorded could not be compared with later publications.
    place::add_publication(dir, line, &counts)?;
    put_in_place(&next, &to)?;
    published.publication = publication;
    published.n_pages = written.n_pages;
    published.n_bytes = written.n_bytes;
    published.accepted = reasons;
    Ok(Ending::Published(published))
}

/// All that is in the way of publishing what was built.
fn reasons(dir: &Path, tables: &engine::Folder, counts: &[place::PublishedCount]) -> Result<Vec<Reason>, Error> {
    let mut reasons = between::told(dir, counts)?;
    reasons.extend(cohorts::not_released(dir, counts)?);
    reasons.extend(texts::about_people(dir, tables)?);
    Ok(reasons)
}

/// The record of the last build, if a build today would make the same.
fn up_to_date(dir: &Path) -> Result<RunRecord, Error> {
    up_to_date_in(dir, |_| true)
}

/// The same of some steps alone.
pub(super) fn up_to_date_in(dir: &Path, is_asked: impl Fn(&Step) -> bool) -> Result<RunRecord, Error> {
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    let inputs = Inputs::read(dir, steps())?;
    let is_stale = |step: &&'static Step| {
        let key = crate::build::key_of(step, &inputs.of(step), &record);
        record.steps.get(step.name).is_none_or(|made| made.inputs != key)
    };
    match steps().filter(|step| is_asked(step)).find(is_stale) {
        Some(step) => Err(Error::BuildStale(step.name)),
        None => Ok(record),
    }
}

fn digest_of(record: &RunRecord) -> String {
    let made = record.steps.values().flat_map(|step| &step.tables);
    crate::commands::pages::name_of(made.map(|(name, table)| (name.as_str(), table.sha256.as_str())))
}

/// A folder of other files is not replaced.
fn insist_on_pages(to: &Path) -> Result<(), Error> {
    let is_empty = std::fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    let is_ours = to.join("index.html").is_file() && to.join("tables").is_dir();
    match is_empty || is_ours {
        true => Ok(()),
        false => Err(Error::NotPages(to.to_owned())),
    }
}

fn beside(to: &Path, ending: &str) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    to.with_file_name(name)
}

fn remove(folder: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// What differs between what is published and what is about to be.
fn compared(before: &Path, next: &Path) -> Result<Published, Error> {
    let [old, new] = [files_of(before)?, files_of(next)?];
    let mut published = Published { to: before.to_owned(), ..Published::default() };
    published.new = new.difference(&old).cloned().collect();
    published.gone = old.difference(&new).cloned().collect();
    for file in new.intersection(&old) {
        match is_same(&before.join(file), &next.join(file))? {
            true => published.n_same += 1,
            false => published.changed.push(file.clone()),
        }
    }
    Ok(published)
}

/// Paths of all files below a folder, with `/` between their parts.
fn files_of(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let mut files = BTreeSet::new();
    let mut waiting = vec![String::new()];
    while let Some(below) = waiting.pop() {
        let path = folder.join(&below);
        let entries = match std::fs::read_dir(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && below.is_empty() => return Ok(files),
            entries => entries.map_err(Error::file("list", &path))?,
        };
        for entry in entries {
            let entry = entry.map_err(Error::file("list", &path))?;
            let name =
                format!("{below}{}{}", if below.is_empty() { "" } else { "/" }, entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => waiting.push(name),
                false => drop(files.insert(name)),
            }
        }
    }
    Ok(files)
}

/// Pages that did not change are second names of the older ones, which is told without reading them.
fn is_same(one: &Path, other: &Path) -> Result<bool, Error> {
    let [first, second] = [one, other].map(|path| std::fs::metadata(path).map_err(Error::file("read", path)));
    let (first, second) = (first?, second?);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if (first.dev(), first.ino()) == (second.dev(), second.ino()) {
            return Ok(true);
        }
    }
    if first.len() != second.len() {
        return Ok(false);
    }
    let read = |path: &Path| std::fs::read(path).map_err(Error::file("read", path));
    Ok(read(one)? == read(other)?)
}
