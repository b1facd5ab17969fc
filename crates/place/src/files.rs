//! The files that people write in a place, as they were when they were read.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use authored::utf8;
use globset::{Glob, GlobBuilder, GlobMatcher};

use crate::error::PlaceError;

/// What says what the place is.
pub const PLACE: &[&str] = &["place.toml"];
/// The same with its own lists of public bodies, and what people said about payees that may be bodies.
pub const PLACE_AND_REGISTERS: &[&str] = &["place.toml", "rules/registers/*.csv", "rules/bodies.csv"];
/// What says how its lines are classified.
pub const RULES: &[&str] = &["place.toml", "rules/*.csv"];

/// Files below a place's folder that match declared patterns, read once and together.
///
/// A step of the method is given these and nothing else, so what it depends on is what it declares.
pub struct Files {
    dir: PathBuf,
    patterns: Vec<GlobMatcher>,
    by_name: BTreeMap<String, Arc<[u8]>>,
}

impl Files {
    /// Reads every file that matches one of the patterns, such as `place.toml` or `proposals/*.toml`.
    ///
    /// # Errors
    /// [`PlaceError::NoFolder`], and [`PlaceError::Unreadable`] for a file that is there and cannot be read.
    pub fn read(dir: &Path, patterns: &[&str]) -> Result<Files, PlaceError> {
        if !dir.is_dir() {
            return Err(PlaceError::NoFolder { dir: dir.to_owned() });
        }
        let mut by_name = BTreeMap::new();
        for pattern in patterns {
            for name in names(dir, pattern)? {
                let path = dir.join(&name);
                match fs::read(&path) {
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    bytes => {
                        by_name.insert(name, bytes.map_err(|error| PlaceError::unreadable(&path, &error))?.into());
                    }
                }
            }
        }
        Ok(Files { dir: dir.to_owned(), patterns: patterns.iter().map(|pattern| matcher(pattern)).collect(), by_name })
    }

    /// Those of these files that match other patterns, as if only they had been read.
    pub fn only(&self, patterns: &[&str]) -> Files {
        let patterns: Vec<GlobMatcher> = patterns.iter().map(|pattern| matcher(pattern)).collect();
        let is_wanted = |name: &String| patterns.iter().any(|pattern| pattern.is_match(name));
        let wanted = self.by_name.iter().filter(|(name, _)| is_wanted(name));
        let by_name = wanted.map(|(name, bytes)| (name.clone(), Arc::clone(bytes))).collect();
        Files { dir: self.dir.clone(), patterns, by_name }
    }

    /// The folder of the place.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The content of a file; none where it is not there.
    ///
    /// # Panics
    /// If no declared pattern matches the name: a change of that file would go unseen.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let is_declared = self.patterns.iter().any(|pattern| pattern.is_match(name));
        assert!(is_declared, "`{name}` is read by something that does not declare it");
        self.by_name.get(name).map(AsRef::as_ref)
    }

    /// The text of a file; none where it is not there.
    ///
    /// # Errors
    /// [`PlaceError::Mistakes`] where it is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<String>, PlaceError> {
        Ok(self.get(name).map(|bytes| utf8(name, bytes.to_vec())).transpose()?)
    }

    /// The files directly in a folder, by name, with their content.
    pub fn in_folder(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let is_in = move |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        self.iter().filter(move |(name, _)| is_in(name))
    }

    /// Every file with its content, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_name.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }
}

/// The names that a pattern matches, in order; only its last part may hold wildcards.
fn names(dir: &Path, pattern: &str) -> Result<Vec<String>, PlaceError> {
    let is_wild = |text: &str| text.contains(['*', '?', '[', '{']);
    if !is_wild(pattern) {
        return Ok(vec![pattern.to_owned()]);
    }
    let (folder, slash) = pattern.rsplit_once('/').map_or(("", ""), |(folder, _)| (folder, "/"));
    assert!(!is_wild(folder), "`{pattern}` has a wildcard in a folder name, so it would find no file");
    let path = dir.join(folder);
    let entries = match fs::read_dir(&path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        entries => entries.map_err(|error| PlaceError::unreadable(&path, &error))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| PlaceError::unreadable(&path, &error))?;
        let name = format!("{folder}{slash}{}", entry.file_name().to_string_lossy());
        if matcher(pattern).is_match(&name) && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Endings match in any case, as spreadsheets on some systems write them.
fn matcher(pattern: &str) -> GlobMatcher {
    let glob: Glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .case_insensitive(pattern.contains('*'))
        .build()
        .expect("patterns of steps are our own");
    glob.compile_matcher()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_files_are_read_and_others_are_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("rules/registers")).unwrap();
        for name in ["place.toml", "rules/a.csv", "rules/b.CSV", "rules/registers/c.csv", "rules/notes.txt"] {
            fs::write(dir.path().join(name), name).unwrap();
        }
        let files = Files::read(dir.path(), &["place.toml", "rules/*.csv"]).unwrap();
        let names: Vec<&str> = files.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["place.toml", "rules/a.csv", "rules/b.CSV"]);
        assert_eq!(files.get("rules/a.csv"), Some("rules/a.csv".as_bytes()));
        assert_eq!(files.get("rules/gone.csv"), None);
        assert_eq!(files.in_folder("rules").count(), 2);
        assert_eq!(Files::read(dir.path(), &["*.toml"]).unwrap().get("place.toml"), Some("place.toml".as_bytes()));
    }

    #[test]
    #[should_panic(expected = "`decisions/people.csv` is read by something that does not declare it")]
    fn a_file_that_is_not_declared_cannot_be_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let _ = Files::read(dir.path(), PLACE).unwrap().get("decisions/people.csv");
    }
}
