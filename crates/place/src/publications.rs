//! What was published before: who published when, and which figures about people were shown, with the counts behind them.
//!
//! The list of publications, `decisions/publications.csv`, is kept in git with the other decisions. The counts behind figures
//! about people are as personal as the records that they count, so they are in a folder of their own that git leaves alone and
//! that its owner alone can read. Each publication's line proves its counts: a later publication is compared with them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use authored::WholeFile;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::PlaceError;
use crate::added_rows::with_rows;
use crate::files::Files;
use crate::people_rows::rows_of;
use crate::signing::{self, Damage};

/// The publications so far, one a line.
pub const PUBLICATIONS: &str = "decisions/publications.csv";
/// The folder of the counts behind published figures about people.
pub const PUBLISHED_COUNTS: &str = "published-counts";

/// Columns that the files cannot do without.
const COLUMNS: [&str; 5] = ["publication", "published_on", "published_by", "n_counts", "counts_sha256"];
const COUNT_COLUMNS: [&str; 5] = ["topic", "category", "measure", "shown", "n_behind"];

/// One publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Counted from 1.
    pub publication: u64,
    pub published_on: String,
    pub published_by: String,
    /// Digest of the tables that the pages were drawn from.
    pub build: String,
    pub n_pages: u64,
    /// Names and the like that were looked at and are published all the same, and why.
    pub n_accepted: u64,
    pub accepted_because: String,
    /// Figures about people, and the checksum of the counts behind them.
    pub n_counts: u64,
    pub counts_sha256: String,
}

/// A figure about people as it was shown, and the count behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCount {
    pub topic: String,
    pub category: String,
    pub measure: String,
    pub shown: String,
    pub n_behind: u64,
}

/// The publications so far, in order.
///
/// # Errors
/// [`PlaceError::Damaged`] where the list cannot be relied on.
pub fn publications(files: &Files) -> Result<Vec<Publication>, PlaceError> {
    let path = files.dir().join(PUBLICATIONS);
    let found: Vec<Publication> = rows_of(&path, &COLUMNS, files.get(PUBLICATIONS).unwrap_or_default())?;
    match (1..).zip(&found).find(|(at, publication)| publication.publication != *at) {
        Some((at, _)) => {
            let why = format!("line {} is not publication {at}", at + 1);
            Err(Damage { file: PUBLICATIONS, why }.of(files.dir()))
        }
        None => Ok(found),
    }
}

/// The figures about people that a publication showed.
///
/// # Errors
/// [`PlaceError::Damaged`] where they are not there, or not as they were: nothing new can be compared with them then.
pub fn published_counts(dir: &Path, publication: &Publication) -> Result<Vec<PublishedCount>, PlaceError> {
    if publication.n_counts == 0 {
        return Ok(Vec::new());
    }
    let path = counts_path(dir, publication.publication, &publication.counts_sha256);
    let damaged = |why: &str| PlaceError::Damaged { path: path.clone(), why: why.to_owned() };
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => damaged(
            "it is missing, so nothing new about people can be compared with what was published; it stays with the \
             person who published: copy it from their machine or from a backup",
        ),
        _ => PlaceError::unreadable(&path, &error),
    })?;
    match sha256(&bytes) == publication.counts_sha256 {
        true => rows_of(&path, &COUNT_COLUMNS, &bytes),
        false => Err(damaged("it is not as the publication left it; restore it from a backup")),
    }
}

/// Counts that are in the folder and that no publication of the list proves, by number: of one that was stopped before it was shown,
/// or of a list that was lost. Either way what is published later is compared with them.
///
/// # Errors
/// [`PlaceError::Damaged`] where such a file cannot be read.
pub fn unlisted_counts(dir: &Path, listed: &[Publication]) -> Result<Vec<(u64, Vec<PublishedCount>)>, PlaceError> {
    let is_listed =
        |path: &PathBuf| listed.iter().any(|known| counts_path(dir, known.publication, &known.counts_sha256) == *path);
    let folder = dir.join(PUBLISHED_COUNTS);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| PlaceError::unreadable(&folder, &error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| PlaceError::unreadable(&folder, &error))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(stem) = name.strip_suffix(".csv").filter(|_| !is_listed(&path)) else { continue };
        let number = stem.split('-').next().and_then(|number| number.parse().ok()).unwrap_or_default();
        let bytes = fs::read(&path).map_err(|error| PlaceError::unreadable(&path, &error))?;
        found.push((number, rows_of(&path, &COUNT_COLUMNS, &bytes)?));
    }
    found.sort_by_key(|(number, _)| *number);
    Ok(found)
}

/// Adds a publication with its counts. Both are there before anything is shown, so nothing is shown that a later
/// publication is not compared with.
///
/// # Errors
/// [`PlaceError::Damaged`] where somebody else published in the meantime; [`PlaceError::Unwritable`].
pub fn add_publication(dir: &Path, publication: Publication, counts: &[PublishedCount]) -> Result<(), PlaceError> {
    let _held = signing::lock(dir)?;
    let files = Files::read(dir, &[PUBLICATIONS])?;
    if publication.publication != publications(&files)?.len() as u64 + 1 {
        let why = format!("somebody else made publication {} in the meantime", publication.publication);
        return Err(Damage { file: PUBLICATIONS, why }.of(dir));
    }
    let counts_sha256 = if counts.is_empty() { String::new() } else { write_counts(dir, &publication, counts)? };
    let proven = Publication { n_counts: counts.len() as u64, counts_sha256, ..publication };
    let path = dir.join(PUBLICATIONS);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    let whole = with_rows(files.get(PUBLICATIONS).unwrap_or_default(), [proven])
        .map_err(|_| unwritable(io::Error::other("its rows are not CSV")))?;
    WholeFile::prepare(&path, &whole).and_then(WholeFile::put_in_place).map_err(unwritable)
}

fn write_counts(dir: &Path, publication: &Publication, counts: &[PublishedCount]) -> Result<String, PlaceError> {
    let folder = dir.join(PUBLISHED_COUNTS);
    let bytes = with_rows(&[], counts)
        .map_err(|_| PlaceError::unwritable(&folder, &io::Error::other("its rows are not CSV")))?;
    let sha256 = sha256(&bytes);
    let path = counts_path(dir, publication.publication, &sha256);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    make_private_folder(&folder).map_err(unwritable)?;
    WholeFile::prepare_for_owner(&path, &bytes).and_then(WholeFile::put_in_place).map_err(unwritable)?;
    Ok(sha256)
}

/// A folder that its owner alone can open, and that git leaves alone.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    let ignore = folder.join(".gitignore");
    if !ignore.is_file() {
        fs::File::create(&ignore)?.write_all(b"# Exact counts about people: they stay on this machine.\n*\n")?;
    }
    Ok(())
}

/// The checksum in the name keeps counts from being written over where a list was lost and numbers begin anew.
fn counts_path(dir: &Path, publication: u64, sha256: &str) -> PathBuf {
    let start: String = sha256.chars().take(12).collect();
    dir.join(PUBLISHED_COUNTS).join(format!("{publication:04}-{start}.csv"))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(n: u64) -> Publication {
        Publication { publication: n, published_on: "2026-05-01".to_owned(), ..Publication::default() }
    }

    fn count(n_behind: u64) -> PublishedCount {
        let [topic, category, measure] = ["totals", "families", "families"].map(str::to_owned);
        PublishedCount { topic, category, measure, shown: "215".to_owned(), n_behind }
    }

    /// The one file of counts.
    fn counts_file(dir: &Path) -> String {
        let names = fs::read_dir(dir.join(PUBLISHED_COUNTS)).unwrap();
        let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        format!("{PUBLISHED_COUNTS}/{}", names.find(|name| name.ends_with(".csv")).unwrap())
    }

    fn all(dir: &Path) -> Vec<Publication> {
        publications(&Files::read(dir, &[PUBLICATIONS]).unwrap()).unwrap()
    }

    #[test]
    fn counts_come_back_as_they_were_and_stay_private() {
        let dir = tempfile::tempdir().unwrap();
        add_publication(dir.path(), published(1), &[count(217)]).unwrap();
        add_publication(dir.path(), published(2), &[]).unwrap();
        let found = all(dir.path());
        assert_eq!(published_counts(dir.path(), &found[0]).unwrap(), [count(217)]);
        assert_eq!(published_counts(dir.path(), &found[1]).unwrap(), []);
        let list = fs::read_to_string(dir.path().join(PUBLICATIONS)).unwrap();
        assert!(!list.contains("217"), "{list}");
        assert!(fs::read_to_string(dir.path().join("published-counts/.gitignore")).unwrap().contains("\n*\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().permissions().mode() & 0o777;
            assert_eq!([mode("published-counts"), mode(&counts_file(dir.path()))], [0o700, 0o600]);
        }
    }

    #[test]
    fn counts_that_were_changed_or_lost_are_told_and_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        add_publication(dir.path(), published(1), &[count(217)]).unwrap();
        let path = dir.path().join(counts_file(dir.path()));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("217", "200300")).unwrap();
        let error = published_counts(dir.path(), &all(dir.path())[0]).unwrap_err().to_string();
        assert!(error.contains("not as the publication left it") && !error.contains("200300"), "{error}");
        fs::remove_file(&path).unwrap();
        let error = published_counts(dir.path(), &all(dir.path())[0]).unwrap_err().to_string();
        assert!(error.contains("it is missing"), "{error}");
    }

    /// A list that was lost, as when somebody deletes it or checks out an older one, does not make earlier counts forgotten.
    #[test]
    fn counts_of_a_list_that_was_lost_are_still_there() {
        let dir = tempfile::tempdir().unwrap();
        add_publication(dir.path(), published(1), &[count(217)]).unwrap();
        add_publication(dir.path(), published(2), &[count(230)]).unwrap();
        assert_eq!(unlisted_counts(dir.path(), &all(dir.path())).unwrap(), []);
        fs::remove_file(dir.path().join(PUBLICATIONS)).unwrap();
        assert_eq!(all(dir.path()), []);
        add_publication(dir.path(), published(1), &[count(240)]).unwrap();
        let earlier = unlisted_counts(dir.path(), &all(dir.path())).unwrap();
        assert_eq!(earlier, [(1, vec![count(217)]), (2, vec![count(230)])]);
    }

    #[test]
    fn two_people_cannot_make_one_publication() {
        let dir = tempfile::tempdir().unwrap();
        add_publication(dir.path(), published(1), &[]).unwrap();
        let error = add_publication(dir.path(), published(1), &[]).unwrap_err().to_string();
        assert!(error.contains("somebody else made publication 1"), "{error}");
    }
}
