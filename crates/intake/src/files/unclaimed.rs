//! Files under the sources' root that no source names, and registers that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use model::problem::Problem;
use model::{Place, ProblemKind};
use walkdir::{DirEntry, WalkDir};

use super::{Found, match_glob, shown, unmatched};

/// What may hold payments.
const ENDINGS: [&str; 9] = ["csv", "tsv", "txt", "xls", "xlsx", "xlsm", "xlsb", "ods", "zip"];
/// Files that publishers and archives put beside the data to describe them.
const NOTES: [&str; 8] =
    ["readme", "read me", "licence", "license", "manifest", "checksum", "sha256sum", "control_totals"];
/// Folders of a place that hold what people write and what is built, where the sources' root is the place itself.
const OWN_FOLDERS: [&str; 9] =
    ["decisions", "linkage", "mappings", "out", "out.next", "people", "proposals", "rules", "unit-costs"];

/// Files that no source and no register names, and the problems that report them.
pub(super) struct Unclaimed {
    /// Relative to the sources' root, folder by folder.
    pub files: Vec<String>,
    pub problems: Vec<Problem>,
}

/// One problem for each folder with files that no source names, and for each register or pattern without a file.
pub(super) fn unclaimed<'a>(place: &Place, found: impl Iterator<Item = &'a Found>) -> Unclaimed {
    let read: BTreeSet<PathBuf> = found.filter_map(|file| file.path.canonicalize().ok()).collect();
    let mut claimed = read.clone();
    let mut problems = Vec::new();
    for register in &place.registers {
        let root = if register.files.starts_with("rules/") { &place.root } else { &place.sources_root };
        let files = match_glob(root, &register.files);
        if files.iter().all(Result::is_err) {
            let text = format!("{}, which is a register", unmatched(&register.files));
            problems.push(Problem::new("", ProblemKind::FileEmpty, text));
        }
        claimed.extend(files.into_iter().flatten().filter_map(|(_, path)| path.canonicalize().ok()));
    }
    for glob in &place.options.ignored {
        let ignored: Vec<PathBuf> = files_of(&place.sources_root, glob).collect();
        if ignored.is_empty() {
            let text = format!("{}, which `ignore` under [sources] names", unmatched(glob));
            problems.push(Problem::new("", ProblemKind::FileEmpty, text));
        }
        problems.extend(ignored_in_vain(glob, &ignored, &read));
        claimed.extend(ignored);
    }
    let mut by_folder: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in data_files(place).filter(|path| path.canonicalize().is_ok_and(|path| !claimed.contains(&path))) {
        let below = path.strip_prefix(&place.sources_root).unwrap_or(&path);
        by_folder.entry(shown(below.parent().unwrap_or(Path::new("")))).or_default().push(shown(below));
    }
    problems.extend(by_folder.iter().map(|(folder, files)| problem(folder, files)));
    Unclaimed { files: by_folder.into_values().flatten().collect(), problems }
}

/// A pattern leaves aside what nobody reads; a file that a `[[source]]` names is read all the same.
fn ignored_in_vain(glob: &str, ignored: &[PathBuf], read: &BTreeSet<PathBuf>) -> Option<Problem> {
    let n_read = ignored.iter().filter(|path| read.contains(*path)).count();
    let which = match (n_read, ignored.len()) {
        (0, _) => return None,
        (1, 1) => "its file is".to_owned(),
        (all, n) if all == n => format!("its {n} files are"),
        (n_read, n) => format!("{n_read} of its {n} files are"),
    };
    let text = format!(
        "`ignore = [\"{glob}\"]` under [sources] cannot ignore files that a [[source]] names: {which} read and \
         counted; remove them from the `files` of the [[source]], or delete the pattern"
    );
    Some(Problem::new("", ProblemKind::RuleMatchesNothing, text))
}

/// The files that a pattern matches, with links resolved.
fn files_of(root: &Path, glob: &str) -> impl Iterator<Item = PathBuf> + use<> {
    match_glob(root, glob).into_iter().flatten().filter_map(|(_, path)| path.canonicalize().ok())
}

fn problem(folder: &str, files: &[String]) -> Problem {
    let more = match files.len() {
        1 => String::new(),
        n => format!(" and {} more beside it are not read", n - 1),
    };
    let nobody = if more.is_empty() { " is not read" } else { "" };
    let pattern = if folder.is_empty() { files[0].clone() } else { format!("{folder}/*") };
    let text = format!(
        "`{}`{nobody}{more}: no [[source]] names it; to count it, add a `[[source]]` to place.toml with `body = \
         \"...\"` and `files = [\"{pattern}\"]`, or let `totalplace check --propose` write it; to ignore it, add \
         `ignore = [\"{pattern}\"]` under [sources]",
        files[0]
    );
    Problem::new("", ProblemKind::FileUnclaimed, text)
}

/// Files of the kinds that hold payments, in the order of their paths.
fn data_files(place: &Place) -> impl Iterator<Item = PathBuf> {
    let own: Vec<PathBuf> = OWN_FOLDERS.iter().map(|folder| place.root.join(folder)).collect();
    let is_looked_at = move |entry: &DirEntry| {
        let is_hidden = 0 < entry.depth() && entry.file_name().to_string_lossy().starts_with(['.', '~']);
        !is_hidden && !own.iter().any(|folder| entry.path() == folder)
    };
    let files = WalkDir::new(&place.sources_root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_looked_at)
        .flatten();
    let root = place.sources_root.canonicalize().unwrap_or_else(|_| place.sources_root.clone());
    // A link that leads elsewhere is refused where a source names it, and is none of the place's files.
    let is_inside = move |entry: &DirEntry| entry.path().canonicalize().is_ok_and(|path| path.starts_with(&root));
    let is_of_payments = |entry: &DirEntry| entry.file_type().is_file() && may_hold_payments(entry.path());
    files.filter(move |entry| is_of_payments(entry) && is_inside(entry)).map(DirEntry::into_path)
}

fn may_hold_payments(path: &Path) -> bool {
    let lower = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().to_lowercase();
    let name = lower(path.file_name());
    // `licence.txt` and `README-1.txt` describe; `Licences paid.csv` is a ledger.
    let is_note = |note: &str| {
        name.strip_prefix(note).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == ' '))
    };
    ENDINGS.contains(&lower(path.extension()).as_str()) && !NOTES.iter().any(|note| is_note(note))
}
