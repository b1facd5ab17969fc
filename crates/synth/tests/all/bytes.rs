//! The same seed is the same place.

use crate::made::{make, make_with_people, plan};

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_thread_and_on_three() {
    let on = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        pool.install(|| make_with_people(&plan(2_000, 7)).bytes())
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one.len(), three.len());
    for ((name, bytes), (other_name, other)) in one.iter().zip(&three) {
        assert_eq!(name, other_name);
        assert!(bytes == other, "{name}");
    }
}

#[test]
fn another_seed_gives_another_place() {
    let (seven, eight) = (make(&plan(2_000, 7)).bytes(), make(&plan(2_000, 8)).bytes());
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&seven), names(&eight));
    let same = seven.iter().zip(&eight).filter(|(a, b)| a.1 == b.1).map(|(file, _)| file.0.as_str());
    // What was sent along and is no ledger is the same everywhere.
    let strays = ["index.csv", "organisations.csv", "Guidance.csv", "to follow.tsv"];
    let is_stray = |name: &str| strays.iter().any(|stray| name.ends_with(stray));
    let same_sources: Vec<&str> = same.filter(|name| name.starts_with("sources") && !is_stray(name)).collect();
    assert!(same_sources.is_empty(), "{same_sources:?}");
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("mine.txt"), "mine").expect("a file");
    let refused = synth::write(dir.path(), &plan(100, 1), &|_| ());
    assert!(matches!(refused, Err(synth::Error::NotEmpty { .. })));
    assert_eq!(std::fs::read_dir(dir.path()).expect("the folder").count(), 1);
}
