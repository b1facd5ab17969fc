//! The place that was probably meant by a folder that is not one.

use std::fs;
use std::path::{Path, PathBuf};

/// The file that makes a folder a place.
pub(crate) const PLACE_FILE: &str = "place.toml";
/// The most places that are named.
const N_SHOWN: usize = 5;

/// For a folder that does not exist: the place beside it with nearly the same name, or else the places that are there;
/// empty if there are none.
pub(crate) fn nearest_place(dir: &Path) -> String {
    let parent = dir.parent().unwrap_or(Path::new(""));
    let beside = places(parent);
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names: Vec<String> = beside.iter().map(name).collect();
    let written = name(&dir.to_owned());
    if let Some(name) = authored::nearest(&written, names.iter().map(String::as_str)) {
        return format!("did you mean `{}`? Or ", parent.join(name).display());
    }
    let there: Vec<String> = beside.iter().take(N_SHOWN).map(|path| format!("`{}`", path.display())).collect();
    if there.is_empty() { String::new() } else { format!("there is {}; or ", there.join(", ")) }
}

/// The places inside a folder that is not a place itself, as a question.
pub(crate) fn places_in(dir: &Path) -> String {
    let inside: Vec<String> = places(dir).iter().take(N_SHOWN).map(|path| format!("`{}`", path.display())).collect();
    if inside.is_empty() { String::new() } else { format!("did you mean {}? Or ", inside.join(" or ")) }
}

/// Folders with a place file, by name.
fn places(parent: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    let inside = read.into_iter().flatten().flatten().map(|entry| parent.join(entry.file_name()));
    let mut places: Vec<PathBuf> = inside.filter(|path| path.join(PLACE_FILE).is_file()).collect();
    places.sort();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_nearly_the_same_name_is_named() {
        let root = tempfile::tempdir().unwrap();
        for name in ["marshford", "fenby"] {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join(PLACE_FILE), "").unwrap();
        }
        fs::create_dir(root.path().join("marshfrods")).unwrap();
        let meant = root.path().join("marshford");
        assert_eq!(nearest_place(&root.path().join("marshfrod")), format!("did you mean `{}`? Or ", meant.display()));
        let fenby = root.path().join("fenby");
        let there = format!("there is `{}`, `{}`; or ", fenby.display(), meant.display());
        assert_eq!(nearest_place(&root.path().join("quebec")), there);
        assert_eq!(nearest_place(&meant.join("out")), "");
        assert_eq!(places_in(root.path()), format!("did you mean `{}` or `{}`? Or ", fenby.display(), meant.display()));
        assert_eq!(places_in(&meant), "");
    }
}
