//! Which files a place's sources are.

mod unclaimed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use model::place::{Source, SourceKind};
use model::problem::Problem;
use model::{Place, ProblemKind};
use walkdir::{DirEntry, WalkDir};

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
    /// What the buildings are, where a person says so of all of them.
    pub building: Option<String>,
}

/// The files of one kind of source in the order in which they are read, each once, and what could not be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub found: Vec<Found>,
    pub problems: Vec<Problem>,
}

/// Every file of every source of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    pub ledgers: Files,
    pub publications: Files,
    pub people: Files,
    /// Contracts and grants.
    pub contracts: Files,
    pub areas: Files,
    pub buildings: Files,
    pub event_logs: Files,
    /// Files under the sources' root that no source names, relative to it, folder by folder.
    pub unclaimed: Vec<String>,
}

impl Sources {
    pub fn find(place: &Place) -> Sources {
        let mut sources = Sources::default();
        for source in &place.sources {
            source.files.iter().for_each(|glob| sources.of(source.kind).add(place, source, glob));
        }
        let unclaimed = unclaimed::unclaimed(place, sources.all());
        let Sources { ledgers, publications, people, contracts, areas, buildings, event_logs, unclaimed: left } =
            &mut sources;
        for files in [&mut *ledgers, publications, people, contracts, areas, buildings, event_logs] {
            files.found.sort();
            files.found.dedup();
        }
        let of_people: BTreeSet<PathBuf> =
            people.found.iter().chain(&event_logs.found).filter_map(|file| file.path.canonicalize().ok()).collect();
        ledgers.leave_out_people(&of_people);
        publications.leave_out_people(&of_people);
        contracts.leave_out_people(&of_people);
        areas.leave_out_people(&of_people);
        buildings.leave_out_people(&of_people);
        ledgers.leave_out_claimed_twice();
        contracts.leave_out_claimed_twice();
        ledgers.problems.extend(unclaimed.problems);
        *left = unclaimed.files;
        // Records stand before contacts, so that a contact's person is known when it is read.
        let agency = |file: &Found| file.agency.clone().or_else(|| file.body_id.clone());
        people.found.sort_by_key(|file| (file.kind != SourceKind::People, agency(file), file.shown_path.clone()));
        sources
    }

    fn of(&mut self, kind: SourceKind) -> &mut Files {
        match kind {
            SourceKind::Ledger => &mut self.ledgers,
            SourceKind::People | SourceKind::Contacts => &mut self.people,
            SourceKind::Contracts | SourceKind::Grants => &mut self.contracts,
            SourceKind::Areas => &mut self.areas,
            SourceKind::Buildings => &mut self.buildings,
            SourceKind::EventLog => &mut self.event_logs,
            SourceKind::RevenueOutturnSummary
            | SourceKind::CountryRegionalAnalysis
            | SourceKind::Outturn
            | SourceKind::Published
            | SourceKind::Drivers => &mut self.publications,
        }
    }

    /// The files of every kind.
    pub fn all(&self) -> impl Iterator<Item = &Found> {
        let Sources { ledgers, publications, people, contracts, areas, buildings, event_logs, .. } = self;
        let kinds = [ledgers, publications, people, contracts, areas, buildings, event_logs];
        kinds.into_iter().flat_map(|files| &files.found)
    }
}

impl Files {
    fn add(&mut self, place: &Place, source: &Source, glob: &str) {
        let body_id = source.body_id.as_deref().unwrap_or_default();
        let problem = |kind, text: String| Problem::new(body_id, kind, text);
        // Files about people are in the place's own folder, apart from sources that may be shown to everybody.
        let root = if source.kind.is_about_people() { &place.root } else { &place.sources_root };
        let n_before = self.found.len();
        for matched in match_glob(root, glob) {
            match matched {
                Ok((shown_path, path)) => self.found.push(Found {
                    body_id: source.body_id.clone(),
                    shown_path,
                    path,
                    kind: source.kind,
                    agency: source.agency.clone(),
                    columns: source.columns.clone(),
                    building: source.building.clone(),
                }),
                Err(why) => self.problems.push(problem(ProblemKind::FileUnreadable, why)),
            }
        }
        if self.found.len() == n_before {
            self.problems.push(problem(ProblemKind::FileEmpty, unmatched(glob)));
        }
    }

    /// A file that one source calls people stays with people, whatever another source calls it.
    fn leave_out_people(&mut self, of_people: &BTreeSet<PathBuf>) {
        let is_of_people = |file: &mut Found| file.path.canonicalize().is_ok_and(|path| of_people.contains(&path));
        if of_people.is_empty() {
            return;
        }
        self.problems.extend(self.found.extract_if(.., is_of_people).map(|file| {
            let text = format!(
                "`{}` is also claimed as {}, and is read only as people: exclude such files from this pattern in place.toml",
                file.shown_path,
                file.kind.word()
            );
            Problem::new(&file.body_id.unwrap_or_default(), ProblemKind::FileAboutPeople, text)
        }));
    }

    /// Counted for each body that claims it, a file's money would be counted twice, and which of them is right
    /// nobody here knows.
    fn leave_out_claimed_twice(&mut self) {
        let mut claims: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in &self.found {
            claims.entry(file.shown_path.clone()).or_default().extend(file.body_id.clone());
        }
        claims.retain(|_, bodies| bodies.len() > 1);
        self.found.retain(|file| !claims.contains_key(&file.shown_path));
        self.problems.extend(claims.into_iter().map(|(shown_path, bodies)| {
            let claimants = bodies.join(" and ");
            let text =
                format!("`{shown_path}` is claimed by {claimants} and left out: give it to one of them in place.toml");
            Problem::new(&bodies[0], ProblemKind::FileUnsure, text)
        }));
    }
}

/// That a pattern matches nothing, and where files are looked for if the pattern says otherwise.
fn unmatched(glob: &str) -> String {
    let has_drive = glob.as_bytes().get(1) == Some(&b':');
    match has_drive || glob.starts_with('/') {
        true => format!(
            "no file matches `{glob}`: file names start from the sources folder; write what comes before it in `root` of [sources]"
        ),
        false => format!("no file matches `{glob}`"),
    }
}

/// Files under a root that match one glob, as (path relative to the root, path), and why others cannot be taken.
pub fn match_glob(root: &Path, glob: &str) -> Vec<Result<(String, PathBuf), String>> {
    // A glob may begin with `../` where the place file allows it; the rest is matched below that folder.
    let (start, pattern) = split_fixed(glob);
    let base = root.join(&start);
    let Ok(matcher) = matcher(&pattern) else { return Vec::new() };
    let is_match = |below: &Path| matcher.is_match(below) || (below.as_os_str().is_empty() && pattern.is_empty());
    let look = |entry: Result<DirEntry, walkdir::Error>| match entry {
        Ok(entry) => {
            let below = entry.path().strip_prefix(&base).ok()?;
            let is_file = entry.file_type().is_file() && is_match(below);
            is_file.then(|| {
                let shown_path = shown(&start.join(below));
                // A file can leave by a link of its own or by a linked folder above it.
                if is_below(entry.path(), &base) || (!leaves(&start) && is_below(entry.path(), root)) {
                    Ok((shown_path, entry.path().to_owned()))
                } else {
                    Err(format!("`{shown_path}` is a link that leads out of the sources' folder"))
                }
            })
        }
        Err(error) if error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound) => None,
        Err(error) => Some(Err(unlisted(&error, &base, &start))),
    };
    WalkDir::new(&base).follow_links(true).sort_by_file_name().into_iter().filter_map(look).collect()
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
