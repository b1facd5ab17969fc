//! The published files: the same bytes each time, rows that add up, and a feed.

use std::collections::BTreeMap;
use std::path::Path;

use account::{Dimension, Filter};

use crate::{small, tables};

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
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
fn published_rows_of_a_body_add_up_to_it() {
    let out = tempfile::tempdir().unwrap();
    pages::write(small(), out.path(), None).unwrap();
    for body in ["county", "borough", "icb", "dfe"] {
        let mut reader = csv::Reader::from_path(out.path().join(format!("rows/{body}.csv"))).unwrap();
        let at = reader.headers().unwrap().iter().position(|heading| heading == "amount").unwrap();
        let mut pence = 0;
        let mut n_lines = 0;
        for record in reader.records() {
            let record = record.unwrap();
            pence += record[at].replace('.', "").parse::<i64>().unwrap();
            n_lines += 1;
            let formula =
                record.iter().enumerate().find(|(i, cell)| *i != at && cell.starts_with(['=', '+', '-', '@']));
            assert_eq!(formula, None, "{body}");
        }
        let tally = small().account().tally(&Filter::default().only(Dimension::Body, Some(body)));
        assert_eq!((pence, n_lines), (tally.amount.pence(), tally.n_lines), "{body}");
    }
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
