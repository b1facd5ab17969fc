//! Files that no source names, and patterns that match nothing.

use std::fs;
use std::path::Path;

use intake::files::Sources;
use model::place::{Options, RegisterFile, RegisterKind};
use model::problem::Problem;
use model::{Place, ProblemKind};

use crate::places::{ledgers, place_in};

/// A place with one source and perhaps a register, the sources' root a folder of it or the place itself.
struct Layout<'a> {
    root: &'a str,
    source: &'a str,
    register: Option<&'a str>,
    ignored: &'a [&'a str],
}

const ASHBY: Layout<'_> = Layout { root: "sources", source: "ashby/**", register: None, ignored: &[] };

fn place(layout: &Layout, folder: &Path) -> Place {
    let register = |files: &str| RegisterFile { kind: RegisterKind::Police, files: files.to_owned() };
    Place {
        registers: layout.register.map(register).into_iter().collect(),
        options: Options {
            ignored: layout.ignored.iter().map(|glob| (*glob).to_owned()).collect(),
            ..Options::default()
        },
        sources_root: folder.join(layout.root),
        ..place_in(folder, 2023, vec![ledgers("ashby", &[layout.source])])
    }
}

fn problems(layout: &Layout, files: &[&str]) -> Vec<Problem> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, "Date,Supplier,Amount\n").expect("a file is written");
    }
    Sources::find(&place(layout, folder.path())).ledgers.problems
}

fn check(layout: &Layout, files: &[&str], expected: &[(ProblemKind, &str)]) {
    let problems = problems(layout, files);
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, (kind, text)) in problems.iter().zip(expected) {
        assert!(problem.kind == *kind && problem.text.contains(text), "{problem:?} is not {kind:?} `{text}`");
    }
}

#[test]
fn a_file_that_no_source_names_is_said_with_the_line_to_add() {
    use ProblemKind::FileUnclaimed;
    let read = "sources/ashby/2023-04.csv";
    check(&ASHBY, &[read], &[]);
    check(&ASHBY, &[read, "sources/cards/2023-04.csv"], &[(FileUnclaimed, "`cards/2023-04.csv` is not read")]);
    check(&ASHBY, &[read, "sources/cards/2023-04.csv"], &[(FileUnclaimed, "`files = [\"cards/*\"]`")]);
    check(&ASHBY, &[read, "sources/2023-05.XLSX"], &[(FileUnclaimed, "`files = [\"2023-05.XLSX\"]`")]);
    let several = [read, "sources/a/b/1.ods", "sources/a/b/2.txt", "sources/c/3.xls"];
    check(&ASHBY, &several, &[(FileUnclaimed, "`a/b/1.ods` and 1 more"), (FileUnclaimed, "`c/3.xls`")]);
}

#[test]
fn notes_hidden_files_and_registers_are_not_payments() {
    let layout = Layout { source: "ashby/2*", register: Some("police_forces.csv"), ..ASHBY };
    let files = [
        "sources/README.txt",
        "sources/control_totals.csv",
        "sources/.DS_Store",
        "sources/ashby/.~lock.csv",
        "sources/map.pdf",
        "sources/police_forces.csv",
        "sources/ashby/2023-04.csv",
    ];
    check(&layout, &files, &[]);
}

#[test]
fn a_pattern_or_a_register_that_matches_nothing_is_said() {
    use ProblemKind::{FileEmpty, FileUnclaimed};
    let file = ["sources/ashby/2023-04.csv"];
    let register = Layout { register: Some("police*.csv"), ..ASHBY };
    check(&register, &file, &[(FileEmpty, "no file matches `police*.csv`, which is a register")]);
    let unclaimed = (FileUnclaimed, "`ashby/2023-04.csv` is not read");
    let misspelt = Layout { source: "ashbi/**", ..ASHBY };
    check(&misspelt, &file, &[(FileEmpty, "no file matches `ashbi/**`"), unclaimed]);
    let absolute = Layout { source: "/data/ashby/*.csv", ..ASHBY };
    check(&absolute, &file, &[(FileEmpty, "write what comes before it in `root` of [sources]"), unclaimed]);
}

#[test]
fn folders_of_the_place_itself_are_not_sources() {
    let layout = Layout { root: ".", ..ASHBY };
    let own = ["rules/service.csv", "mappings/a.csv", "out/exports/lines.csv", "people/a.csv", "decisions/people.csv"];
    let files: Vec<&str> = own.iter().copied().chain(["ashby/2023-04.csv"]).collect();
    check(&layout, &files, &[]);
}

#[test]
fn a_file_that_somebody_leaves_aside_is_settled_and_a_pattern_that_settles_nothing_is_said() {
    let files = ["sources/ashby/2023-04.csv", "sources/notes/list.csv", "sources/2022.xlsx"];
    let settled = Layout { ignored: &["notes/*", "*.xlsx"], ..ASHBY };
    check(&settled, &files, &[]);
    let some = Layout { ignored: &["notes/*", "*.xls"], ..ASHBY };
    let expected = [
        (ProblemKind::FileEmpty, "no file matches `*.xls`, which `ignore` under [sources] names"),
        (ProblemKind::FileUnclaimed, "`2022.xlsx` is not read"),
    ];
    check(&some, &files, &expected);
    check(
        &ASHBY,
        &["sources/notes/list.csv", files[0]],
        &[(ProblemKind::FileUnclaimed, "add `ignore = [\"notes/*\"]` under [sources]")],
    );
}

#[test]
fn a_pattern_that_leaves_aside_what_a_source_names_is_said() {
    use ProblemKind::RuleMatchesNothing;
    let files = ["sources/ashby/2023-04.csv", "sources/ashby/2023-05.csv", "sources/notes/a.csv"];
    for (ignored, said) in [
        (
            &["notes/*", "ashby/2023-05.csv"][..],
            "`ignore = [\"ashby/2023-05.csv\"]` under [sources] cannot ignore files",
        ),
        (&["notes/*", "ashby/*"], "its 2 files are read and counted"),
        (&["notes/*", "**/2023-0?.csv"], "its 2 files are read and counted"),
        (&["**"], "2 of its 3 files are read and counted"),
    ] {
        check(&Layout { ignored, ..ASHBY }, &files, &[(RuleMatchesNothing, said)]);
    }
    check(&Layout { ignored: &["notes/*"], ..ASHBY }, &files, &[]);
}
