//! Which files a place's sources are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use model::Place;
use model::place::SourceKind;
use walkdir::WalkDir;

/// One file of one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub body_id: Option<String>,
    /// Relative to the sources' root, with `/` between folders on every system.
    pub shown_path: String,
    pub path: PathBuf,
    pub kind: SourceKind,
    /// Whose records of people they are.
    pub agency: Option<String>,
    /// Field and heading, where a person says how it is read.
    pub columns: Vec<(String, String)>,
}

/// What could not be found, or must not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindProblem {
    /// No file matches a glob.
    Nothing { body_id: Option<String>, glob: String },
    /// A link leads out of the sources' root.
    Outside { body_id: Option<String>, shown_path: String },
    /// The folder cannot be listed.
    Unlisted { body_id: Option<String>, text: String },
    /// One file is claimed by two sources.
    Claimed { shown_path: String, body_ids: Vec<String> },
}

/// Every file of every source, sorted by body and path, each once.
pub fn find(place: &Place) -> (Vec<Found>, Vec<FindProblem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for source in &place.sources {
        for glob in &source.files {
            // Files about people lie in the place's own folder, apart from sources that may be shown to everybody.
            let root = if source.kind.is_about_people() { &place.root } else { &place.sources_root };
            let matches = match_glob(root, glob, source.body_id.as_deref(), &mut problems);
            if matches.is_empty() {
                problems.push(FindProblem::Nothing { body_id: source.body_id.clone(), glob: glob.clone() });
            }
            found.extend(matches.into_iter().map(|(shown_path, path)| Found {
                body_id: source.body_id.clone(),
                shown_path,
                path,
                kind: source.kind,
                agency: source.agency.clone(),
                columns: source.columns.clone(),
            }));
        }
    }
    found.sort();
    found.dedup();
    let claimed = claimed_twice(&found);
    // Counted for each of them its money would be counted twice, and which of them is right nobody here knows.
    found.retain(|file| file.kind != SourceKind::Ledger || !claimed.contains_key(&file.shown_path));
    problems.extend(claimed.into_iter().map(|(shown_path, body_ids)| FindProblem::Claimed { shown_path, body_ids }));
    (found, problems)
}

/// Ledgers that more than one body claims, with these bodies.
fn claimed_twice(found: &[Found]) -> BTreeMap<String, Vec<String>> {
    let mut by_path: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in found.iter().filter(|file| file.kind == SourceKind::Ledger) {
        by_path.entry(file.shown_path.clone()).or_default().extend(file.body_id.clone());
    }
    by_path.retain(|_, bodies| bodies.len() > 1);
    by_path
}

/// Files under a root that match one glob, as (path relative to the root, path).
pub fn match_glob(
    root: &Path,
    glob: &str,
    body_id: Option<&str>,
    problems: &mut Vec<FindProblem>,
) -> Vec<(String, PathBuf)> {
    // A glob may begin with `../` where the place file allows it; the rest is matched below that folder.
    let (start, pattern) = split_fixed(glob);
    let base = root.join(&start);
    let Ok(matcher) = matcher(&pattern) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in WalkDir::new(&base).follow_links(true).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound) => continue,
            Err(error) => {
                let text = unlisted(&error, &base, &start);
                problems.push(FindProblem::Unlisted { body_id: body_id.map(str::to_owned), text });
                continue;
            }
        };
        let Ok(below) = entry.path().strip_prefix(&base) else { continue };
        if !entry.file_type().is_file()
            || !(matcher.is_match(below) || below.as_os_str().is_empty() && pattern.is_empty())
        {
            continue;
        }
        let shown_path = shown(&start.join(below));
        // A file can leave by a link of its own or by a linked folder above it.
        if !is_below(entry.path(), &base) && (leaves(&start) || !is_below(entry.path(), root)) {
            problems.push(FindProblem::Outside { body_id: body_id.map(str::to_owned), shown_path });
            continue;
        }
        found.push((shown_path, entry.path().to_owned()));
    }
    found
}

fn is_below(path: &Path, base: &Path) -> bool {
    matches!((path.canonicalize(), base.canonicalize()), (Ok(path), Ok(base)) if path.starts_with(&base))
}

/// Why a folder cannot be listed, without the paths of this machine.
fn unlisted(error: &walkdir::Error, base: &Path, start: &Path) -> String {
    let below = error.path().and_then(|path| path.strip_prefix(base).ok()).unwrap_or(Path::new(""));
    let shown_path = shown(&start.join(below));
    match error.io_error() {
        Some(why) => format!("`{shown_path}` cannot be listed: {}", why.kind()),
        None => format!("`{shown_path}` is a folder linked into itself"),
    }
}

/// A glob that begins with `../` may lead out of the root because the place file says so.
fn leaves(start: &Path) -> bool {
    start.components().any(|part| part == std::path::Component::ParentDir)
}

fn matcher(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build()?.compile_matcher())
}

/// The part of a glob without wildcards, and the rest.
fn split_fixed(glob: &str) -> (PathBuf, String) {
    let is_fixed = |part: &&str| !part.contains(['*', '?', '[', '{']);
    let parts: Vec<&str> = glob.split('/').collect();
    let n_fixed = parts.iter().take_while(|part| is_fixed(part)).count().min(parts.len() - 1);
    (parts[..n_fixed].iter().collect(), parts[n_fixed..].join("/"))
}

fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_part_of_a_glob_is_walked_and_the_rest_matched() {
        assert_eq!(split_fixed("gateshead/*.csv"), (PathBuf::from("gateshead"), "*.csv".to_owned()));
        assert_eq!(split_fixed("../codes/list.csv"), (PathBuf::from("../codes"), "list.csv".to_owned()));
        assert_eq!(split_fixed("**/*.csv"), (PathBuf::new(), "**/*.csv".to_owned()));
    }
}
