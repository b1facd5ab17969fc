//! What the records of each file are said to be of, so that people keep their numbers when a file gets another name.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use intake::people::bare;

use super::people::{CLUSTERS, headings_of_last_run, last_run};
use super::{read, say};
use crate::fail::Failure;

/// A file and the name of its source.
#[derive(Clone)]
pub struct NamedFile {
    pub source: String,
    pub path: PathBuf,
    /// Whether a person gave the name.
    is_said: bool,
}

impl NamedFile {
    /// A file whose source is known.
    pub fn of(source: &str, path: &Path) -> NamedFile {
        NamedFile { source: source.to_owned(), path: path.to_owned(), is_said: true }
    }

    /// Reads `NAME=FILE`, or a file alone, which is called by its name without the ending.
    pub fn parse(word: &Path) -> NamedFile {
        let text = word.to_string_lossy();
        let said = text.split_once('=').filter(|(name, path)| {
            !name.trim().is_empty() && !path.is_empty() && !name.contains(['/', '\\']) && !word.exists()
        });
        match said {
            Some((name, path)) => {
                NamedFile { source: name.trim().to_owned(), path: PathBuf::from(path), is_said: true }
            }
            None => NamedFile { source: read::source_of(word), path: word.to_owned(), is_said: false },
        }
    }
}

/// The headings of each source.
pub type Headings = BTreeMap<String, Vec<String>>;

/// The least share of records, and of headings, that a file has in common with a source of the last run to be taken for it.
const SHARE_MIN: f64 = 0.5;

/// Gives files with a new name that of the source whose records and headings they have, where the last run into the folder had one
/// that is not there any more.
///
/// # Errors
/// Where a file can be more than one source, or two files the same.
pub fn lasting(
    mut files: Vec<NamedFile>,
    out: &Path,
    sheet: Option<&str>,
    id: Option<&str>,
) -> Result<Vec<NamedFile>, Failure> {
    let is_new = |file: &NamedFile, known: &BTreeSet<String>| !file.is_said && !known.contains(&file.source);
    if !out.join(CLUSTERS).is_file() {
        return Ok(files);
    }
    let last = last_run(out)?;
    let mut ids: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for (source, id) in last.person_of.into_keys() {
        ids.entry(source).or_default().insert(id);
    }
    let known: BTreeSet<String> = ids.keys().cloned().collect();
    ids.retain(|source, _| files.iter().all(|file| file.source != *source));
    let headings = headings_of_last_run(out);
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter_mut().filter(|file| is_new(file, &known)) {
        // What is wrong with a file is said when it is read.
        let Ok(opened) = read::open(std::slice::from_ref(file), sheet, id) else { continue };
        let Some(own) = opened.first().and_then(read::File::ids) else { continue };
        let own_headings = opened.first().map(read::File::columns).unwrap_or_default();
        let is_same = |(source, ids): &(&String, &HashSet<String>)| {
            let n_shared = own.iter().filter(|id| ids.contains(*id)).count();
            let is_alike = headings.get(*source).is_none_or(|theirs| are_alike(own_headings, theirs));
            is_alike && n_shared as f64 >= SHARE_MIN * own.len().min(ids.len()).max(1) as f64
        };
        let candidates: Vec<&String> = ids.iter().filter(is_same).map(|(source, _)| source).collect();
        let shown = file.path.display().to_string();
        match candidates[..] {
            [] => {}
            [source] => {
                if let Some(other) = taken.insert(source.clone(), shown.clone()) {
                    return Err(unclear(&format!("both `{other}` and `{shown}`"), &[source]));
                }
                say(format_args!(
                    "`{shown}` is taken to be `{source}` from the last run, going by its headings and record numbers; if it is a different file, say so with NAME={shown}"
                ))?;
                source.clone_into(&mut file.source);
            }
            _ => return Err(unclear(&format!("`{shown}`"), &candidates)),
        }
    }
    Ok(files)
}

fn are_alike(own: &[String], theirs: &[String]) -> bool {
    let set = |headings: &[String]| headings.iter().map(|heading| bare(heading)).collect::<BTreeSet<String>>();
    let (own, theirs) = (set(own), set(theirs));
    own.intersection(&theirs).count() as f64 >= SHARE_MIN * own.union(&theirs).count() as f64
}

fn unclear(files: &str, sources: &[&String]) -> Failure {
    let sources: Vec<String> = sources.iter().map(|source| format!("`{source}`")).collect();
    Failure::new(
        format!("{files} could be {} from the last run, going by headings and record numbers", sources.join(" or ")),
        "say which it is with NAME=FILE, so that people keep their numbers; nothing was changed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_stand_before_a_file() {
        let read = |word: &str| {
            let file = NamedFile::parse(Path::new(word));
            (file.source, file.path.display().to_string(), file.is_said)
        };
        assert_eq!(read("council=in/a.csv"), ("council".to_owned(), "in/a.csv".to_owned(), true));
        assert_eq!(read("in/a=b.csv"), ("a=b".to_owned(), "in/a=b.csv".to_owned(), false));
        assert_eq!(read("=a.csv"), ("=a".to_owned(), "=a.csv".to_owned(), false));
    }

    #[test]
    fn headings_are_alike_whatever_their_case() {
        let headings = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        assert!(are_alike(&headings(&["Id", "Name", "new"]), &headings(&["id", "NAME"])));
        assert!(!are_alike(&headings(&["id", "forename", "dob"]), &headings(&["id", "name"])));
    }
}
