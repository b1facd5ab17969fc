//! Whenever a command is killed, and wherever the disk is full, nothing is half written and the next run makes it good.
//!
//! `cargo xtask kills` runs these with two hundred kills of each command and tells them which program to stop.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{Copy, files_of};

type Files = Vec<(String, Vec<u8>)>;
/// Brings a folder into the old state of a round.
type Prepare = Box<dyn Fn(&Path, usize)>;

/// A command that changes one state of a folder into another.
struct Work {
    folder: Copy,
    arguments: Vec<&'static str>,
    /// What must be whole in a folder.
    state: fn(&Path) -> Files,
    /// Whether what stands there is whole, given the old state and the new one.
    is_whole: fn(&Files, &Files, &Files) -> bool,
    /// Brings the folder into the old state of a round.
    prepare: Prepare,
    /// The old state and the new one of each round, in turn.
    rounds: Vec<[Files; 2]>,
}

impl Work {
    fn command(&self, dir: &Path) -> Command {
        let mut command = Command::new(program());
        command.args(&self.arguments).current_dir(dir).env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn run_to_its_end(&self, dir: &Path) {
        let output = self.command(dir).stderr(Stdio::piped()).output().expect("the command runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}: {said}", self.arguments);
    }

    /// Insists on the old state or the new one, and that the next run gives the new one and leaves nothing beside it.
    fn check(&self, dir: &Path, round: usize, what: &str) {
        let [old, new] = &self.rounds[round % self.rounds.len()];
        let now = (self.state)(dir);
        assert!((self.is_whole)(&now, old, new), "{:?} {what}: {}", self.arguments, differing(&now, old, new));
        self.run_to_its_end(dir);
        let now = (self.state)(dir);
        assert!(now == *new, "{:?} {what}, run again: {}", self.arguments, differing(&now, old, new));
        let parts: Vec<String> = files_of(dir).into_iter().map(|(name, _)| name).filter(|name| is_part(name)).collect();
        assert!(parts.is_empty(), "{:?} {what} leaves {parts:?}", self.arguments);
    }
}

fn differing(now: &Files, old: &Files, new: &Files) -> String {
    let name = |file: &(String, Vec<u8>), from: &Files| (!from.contains(file)).then(|| file.0.clone());
    let unlike = |from: &Files| {
        let names: Vec<String> = now.iter().filter_map(|file| name(file, from)).collect();
        format!("{} such as {:?}", names.len(), &names[..names.len().min(3)])
    };
    format!("{} files; not of the old state {}; not of the new one {}", now.len(), unlike(old), unlike(new))
}

fn is_part(name: &str) -> bool {
    let is_unfinished = |folder: &str| {
        let is_hidden_part = folder.starts_with('.') && folder.ends_with(".part");
        is_hidden_part || [".next", ".ready", "out.next", "out.old", "public.next", "public.old"].contains(&folder)
    };
    name.split('/').any(is_unfinished)
}

fn is_one_or_the_other(now: &Files, old: &Files, new: &Files) -> bool {
    now == old || now == new
}

/// Each file is the old one or the new one, and every old one is still there.
fn is_each_one_or_the_other(now: &Files, old: &Files, new: &Files) -> bool {
    let is_there = |(name, _): &(String, Vec<u8>)| now.iter().any(|(found, _)| found == name);
    let is_known = |file: &(String, Vec<u8>)| old.contains(file) || new.contains(file);
    now.iter().filter(|(name, _)| !is_part(name)).all(is_known) && old.iter().all(is_there)
}

#[test]
fn a_folder_that_lost_a_file_is_not_whole() {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let (old, new) = (vec![file("a", "1"), file("b", "1")], vec![file("a", "2"), file("b", "2"), file("c", "2")]);
    let mixed = vec![file("a", "2"), file("b", "1"), file(".c.part", "")];
    assert!([&old, &new, &mixed].iter().all(|now| is_each_one_or_the_other(now, &old, &new)));
    let wrong = [vec![], vec![file("a", "1")], vec![file("a", "1"), file("b", "half")]];
    assert!(!wrong.iter().any(|now| is_each_one_or_the_other(now, &old, &new)));
}

fn program() -> PathBuf {
    std::env::var_os("TOTALPLACE_PROGRAM").map_or_else(|| env!("CARGO_BIN_EXE_totalplace").into(), PathBuf::from)
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Kills the command at moments spread by chance over its whole length, and a little beyond.
fn kill_often(work: &Work) {
    let dir = work.folder.path();
    let mut whole = Duration::ZERO;
    for round in 0..work.rounds.len() {
        (work.prepare)(dir, round);
        let begun = Instant::now();
        work.run_to_its_end(dir);
        whole = whole.max(begun.elapsed());
    }
    let mut random = number("TOTALPLACE_SEED", 7);
    let (mut n_stopped, n_kills) = (0, number("TOTALPLACE_KILLS", 5));
    for kill in 0..n_kills as usize {
        (work.prepare)(dir, kill);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = whole.mul_f64((random >> 40) as f64 / f64::from(1 << 24) * 1.1);
        let mut child = work.command(dir).spawn().expect("the command runs");
        std::thread::sleep(moment);
        let _ = child.kill();
        n_stopped += usize::from(child.wait().expect("the command ends").code().is_none());
        work.check(dir, kill, &format!("killed after {moment:?} of {whole:?}"));
    }
    println!("{:?}: {n_stopped} of {n_kills} kills stopped it", work.arguments);
    assert!(n_kills < 5 || 0 < n_stopped, "no kill came before the end");
}

/// Runs the command on disks with less and less room, and under limits on the size of a file.
fn fill_disks(work: &Work) {
    let n_disks = number("TOTALPLACE_DISKS", 2) as usize;
    let disks = Disks::of_this_machine();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let need_kib: usize = work.rounds.iter().flatten().map(kib).max().expect("a round");
    let (mut n_refused, mut n_runs) = (0, 0);
    for (at, full) in full_disks(need_kib, n_disks, disks).into_iter().enumerate() {
        (work.prepare)(work.folder.path(), at);
        let after = folder.path().join(at.to_string());
        let (status, said) = run_on(work, &full, &after);
        assert!(!said.contains("panicked"), "{:?} on {full:?}: {said}", work.arguments);
        n_runs += 1;
        n_refused += usize::from(!matches!(status, Some(0 | 1)));
        work.check(&after, at, &format!("on {full:?}, ended with {status:?}: {said}"));
        std::fs::remove_dir_all(&after).expect("it is removed");
        // The next round begins where this one should have ended.
        work.run_to_its_end(work.folder.path());
    }
    println!("{:?}: {n_refused} of {n_runs} full disks ended it", work.arguments);
    assert!(0 < n_refused, "no disk was full");
}

/// What there is too little of.
#[derive(Debug)]
enum Full {
    /// A disk with only this many KiB free.
    Disk { free_kib: usize, unshare: &'static [&'static str] },
    /// No file may be longer.
    File { max_kib: usize },
}

/// How a small disk can be had here: by root, or in a namespace of one's own.
struct Disks(Option<&'static [&'static str]>);

impl Disks {
    fn of_this_machine() -> Disks {
        const WAYS: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
        let can = |way: &&&[&str]| {
            let mut command = Command::new("unshare");
            command.args(**way).args(["mount", "-t", "tmpfs", "none", "/mnt"]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        };
        let way = WAYS.iter().find(can).copied();
        if way.is_none() {
            println!("skipped: no small disk can be mounted here, so only the length of files is limited");
        }
        Disks(way)
    }
}

fn full_disks(need_kib: usize, n_disks: usize, Disks(way): Disks) -> Vec<Full> {
    let share = |i: usize| need_kib * i / n_disks;
    let disk = |i: usize, unshare| Full::Disk { free_kib: share(i) + 4 * (i % 3), unshare };
    let files = [0, 1, 8].map(|max_kib| Full::File { max_kib });
    (0..n_disks).filter_map(|i| Some(disk(i, way?))).chain(files).collect()
}

/// Room that files take on a disk that gives whole pages.
fn kib(files: &Files) -> usize {
    files.iter().map(|(_, bytes)| bytes.len().div_ceil(4096) * 4).sum()
}

/// Runs the command in a copy of its folder where there is too little room; how it ended, and what it said. The copy
/// is in `after` as the command left it.
fn run_on(work: &Work, full: &Full, after: &Path) -> (Option<i32>, String) {
    let (before, arguments) = (work.folder.path(), &work.arguments);
    let mut command = match full {
        Full::Disk { free_kib, unshare } => {
            let script = format!(
                "set -e; disk=$(mktemp -d); mount -t tmpfs -o size=4g none \"$disk\"; cp -a \"$1\" \"$disk/work\"
                 used=$(df -k --output=used \"$disk\" | tail -1); mount -o remount,size=$((used + {free_kib}))k \"$disk\"
                 after=\"$2\"; program=\"$3\"; shift 3; cd \"$disk/work\"; status=0; \"$program\" \"$@\" || status=$?
                 cp -a \"$disk/work\" \"$after\"; cd /; umount \"$disk\"; rmdir \"$disk\"; exit $status"
            );
            let mut command = Command::new("unshare");
            command.args(*unshare).args(["bash", "-c", &script, "bash"]).args([before, after]);
            command
        }
        Full::File { max_kib } => {
            let script =
                format!("cp -a \"$1\" \"$2\"; cd \"$2\"; shift 2; trap '' XFSZ; ulimit -f {max_kib}; exec \"$@\"");
            let mut command = Command::new("bash");
            command.args(["-c", &script, "bash"]).args([before, after]);
            command
        }
    };
    let output = command.arg(program()).args(arguments).env("NO_COLOR", "1").stdin(Stdio::null()).output();
    let output = output.expect("a shell runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn write(dir: &Path, name: &str, text: &str) {
    std::fs::write(dir.join(name), text).expect("a file is written");
}

/// Puts files where they were, and takes away what else stands there.
fn put_back(folder: &Path, files: &Files) {
    let _ = std::fs::remove_dir_all(folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder is made");
        std::fs::write(path, bytes).expect("a file is written");
    }
}

const RULE: &str = "rules/treatment.csv";
const RULES: &str = "id,payee,treatment,transfer_kind,note\nmine,Acorn*,excluded,,x\n";

/// A small place whose build has work in every room that a kill may stop.
fn small_place() -> Copy {
    let copy = Copy::of_example("marshford").expect("its files come with the project");
    std::fs::create_dir_all(copy.join("rules")).expect("a folder is made");
    copy
}

fn build(dir: &Path) {
    let status =
        Command::new(program()).args(["build", ".", "--quiet"]).current_dir(dir).stdout(Stdio::null()).status();
    assert!(matches!(status.expect("the command runs").code(), Some(0 | 1)));
}

/// One of two inputs, a rule and a ledger, so that every step has something to do.
fn set_side(dir: &Path, side: usize) {
    let ledger = dir.join("sources/county/extra.csv");
    if side == 0 {
        let _ = (std::fs::remove_file(&ledger), std::fs::remove_file(dir.join(RULE)));
    } else {
        write(dir, RULE, RULES);
        std::fs::copy(first_ledger(dir), &ledger).expect("a ledger is copied");
    }
}

fn first_ledger(dir: &Path) -> PathBuf {
    let all = std::fs::read_dir(dir.join("sources/county")).expect("the county's files");
    let mut all: Vec<PathBuf> = all.map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "csv")).expect("a CSV")
}

fn building() -> Work {
    let folder = small_place();
    let outs: Vec<Files> = [0, 1]
        .map(|side| {
            set_side(folder.path(), side);
            build(folder.path());
            folder.out()
        })
        .into();
    assert!(outs[0] != outs[1] && outs[0].iter().any(|(name, _)| name.starts_with("tables/")));
    Work {
        folder,
        arguments: vec!["build", ".", "--quiet"],
        state: |dir| files_of(&dir.join("out")),
        is_whole: is_one_or_the_other,
        // The last round left the other side.
        prepare: Box::new(|dir, round| set_side(dir, round % 2)),
        rounds: vec![[outs[1].clone(), outs[0].clone()], [outs[0].clone(), outs[1].clone()]],
    }
}

/// The pages of one of two builds over those of the other.
fn publishing() -> Work {
    let folder = small_place();
    let arguments = vec!["publish", ".", "--by", "Ann", "--accept", "seen"];
    let public: fn(&Path) -> Files = |dir| files_of(&dir.join("public"));
    let pages: Vec<Files> = [0, 1]
        .map(|side| {
            set_side(folder.path(), side);
            build(folder.path());
            crate::run::publish(folder.path());
            public(folder.path())
        })
        .into();
    assert!(pages[0] != pages[1] && pages[0].iter().any(|(name, _)| name == "index.html"));
    Work {
        folder,
        arguments,
        state: public,
        is_whole: is_one_or_the_other,
        // The last round left the pages of the other side.
        prepare: Box::new(|dir, round| {
            set_side(dir, round % 2);
            build(dir);
        }),
        rounds: vec![[pages[1].clone(), pages[0].clone()], [pages[0].clone(), pages[1].clone()]],
    }
}

fn signing() -> Work {
    let folder = Copy::empty();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program());
        let status =
            command.args(arguments).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(matches!(status.expect("the command runs").code(), Some(0 | 1)), "{arguments:?}");
    };
    run(&["synth", "place", "--people", "100", "--seed", "7"]);
    let place = folder.join("place");
    run(&["build", "place", "families", "--quiet"]);
    run(&["sign", "place", "--by", "Ann"]);
    let schools = std::fs::read_to_string(place.join("people/schools.csv")).expect("pupils");
    let n_left = schools.lines().count() / 2;
    write(&place, "people/schools.csv", &(schools.lines().take(n_left).collect::<Vec<_>>().join("\n") + "\n"));
    run(&["build", "place", "families", "--quiet"]);
    let old = files_of(&place.join("decisions"));
    run(&["sign", "place", "--by", "Bob"]);
    let new = files_of(&place.join("decisions"));
    let before = old.clone();
    Work {
        folder,
        arguments: vec!["sign", "place", "--by", "Bob"],
        state: |dir| files_of(&dir.join("place/decisions")),
        is_whole: is_each_one_or_the_other,
        prepare: Box::new(move |dir, _| put_back(&dir.join("place/decisions"), &before)),
        rounds: vec![[old, new]],
    }
}

fn exporting(arguments: Vec<&'static str>) -> Work {
    let folder = small_place();
    let status = |dir: &Path| {
        let status = Command::new(program()).args(&arguments).current_dir(dir).stderr(Stdio::null()).status();
        assert!(status.expect("the command runs").success());
    };
    let [old, new] = [0, 1].map(|side| {
        set_side(folder.path(), side);
        build(folder.path());
        status(folder.path());
        files_of(&folder.join("exports"))
    });
    assert!(old != new);
    let before = old.clone();
    Work {
        folder,
        arguments,
        // What a stopped run left behind stays in the folder until the next run.
        state: |dir| files_of(&dir.join("exports")).into_iter().filter(|(name, _)| !is_part(name)).collect(),
        is_whole: is_one_or_the_other,
        prepare: Box::new(move |dir, _| put_back(&dir.join("exports"), &before)),
        rounds: vec![[old, new]],
    }
}

fn linking() -> Work {
    let folder = Copy::empty();
    let people = |n: usize| {
        let row = |i: usize| {
            let (first, last) =
                (["Tom", "Una", "Olive", "Zara"][i % 4], ["Ash", "Cole", "Denby", "Holt", "Grey"][i % 5]);
            format!(
                "{i},{first},{last}{},19{:02}-{:02}-{:02},LS{} 1AB\n",
                i / 20,
                30 + i % 60,
                1 + i % 12,
                1 + i % 28,
                i % 17
            )
        };
        format!("id,first_name,surname,dob,postcode\n{}", (0..n).map(row).collect::<String>())
    };
    let run = || {
        let mut command = Command::new(program());
        command.args(["link", "one.csv", "two.csv"]).current_dir(folder.path());
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.expect("the command runs").code().is_some_and(|code| code < 2));
    };
    folder.write("one.csv", &people(600));
    folder.write("two.csv", &people(400));
    run();
    let state: fn(&Path) -> Files =
        |dir| files_of(&dir.join("linked")).into_iter().filter(|(name, _)| !name.starts_with("changes")).collect();
    let (old, whole) = (state(folder.path()), files_of(&folder.join("linked")));
    folder.write("two.csv", &people(500));
    run();
    let new = state(folder.path());
    Work {
        folder,
        arguments: vec!["link", "one.csv", "two.csv"],
        // What has changed since the last run is another thing when the last run was stopped after its end.
        state,
        is_whole: is_one_or_the_other,
        prepare: Box::new(move |dir, _| put_back(&dir.join("linked"), &whole)),
        rounds: vec![[old, new]],
    }
}

#[test]
fn a_build_that_is_killed_leaves_the_old_account_or_the_new_one() {
    kill_often(&building());
}

#[test]
fn a_publication_that_is_killed_shows_the_old_pages_or_the_new_ones() {
    kill_often(&publishing());
}

#[test]
fn a_signing_that_is_killed_leaves_every_signature_whole() {
    kill_often(&signing());
}

#[test]
fn an_export_that_is_killed_is_whole_or_absent() {
    kill_often(&exporting(vec!["export", ".", "datapackage"]));
    kill_often(&exporting(vec!["export", ".", "xlsx"]));
}

#[test]
fn a_linkage_that_is_killed_leaves_the_old_files_or_the_new_ones() {
    kill_often(&linking());
}

#[test]
fn a_build_on_a_full_disk_leaves_the_old_account() {
    fill_disks(&building());
}

#[test]
fn a_publication_on_a_full_disk_leaves_the_old_pages() {
    fill_disks(&publishing());
}

#[test]
fn a_signing_on_a_full_disk_leaves_every_signature_whole() {
    fill_disks(&signing());
}

#[test]
fn an_export_on_a_full_disk_leaves_the_old_one() {
    fill_disks(&exporting(vec!["export", ".", "datapackage"]));
    fill_disks(&exporting(vec!["export", ".", "xlsx"]));
}

#[test]
fn a_linkage_on_a_full_disk_leaves_the_old_files() {
    fill_disks(&linking());
}
