//! The published files: the same bytes each time, rows that add up, and a feed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{small, tables};

pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn two_runs_write_the_same_bytes() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    pages::write(&tables::site(12), first.path(), None).unwrap();
    pages::write(&tables::site(12), second.path(), None).unwrap();
    assert_eq!(files(first.path()), files(second.path()));
}

#[test]
fn the_feed_names_the_build_and_knows_no_clock() {
    let feed = small().page("feed.xml", "");
    assert_eq!((feed.status, feed.content_type), (200, "application/atom+xml; charset=utf-8"));
    assert!(feed.body.starts_with("<?xml") && feed.body.contains("<updated>2021-03-28T00:00:00Z</updated>"));
    assert_eq!(feed.body.matches("urn:uuid:").count(), 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = pages::write(small(), file.path(), None).unwrap_err();
    assert!(error.to_string().starts_with("cannot write "), "{error}");
}
