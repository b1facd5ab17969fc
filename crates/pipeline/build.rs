//! Names the code that each room's steps run, so that a table is made again when that code changed.
//!
//! Nothing here is a list to be kept: what a room runs are the crates that its file names, the crates
//! they depend on, and the reference files that these carry inside.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = crates(here.parent().expect("a crate stands in the folder of crates"));
    let shared = shared_files(&here.join("src"));
    let mut code = String::from("const ROOMS: &[Room] = &[\n");
    for (room, own) in rooms(&here.join("src/steps")) {
        let files: BTreeSet<PathBuf> = shared.iter().cloned().chain(own).collect();
        let reached = reached(&named(&files, &crates), &crates);
        let carried = reached.iter().flat_map(|name| crates[name].files.iter().cloned());
        let all: BTreeSet<PathBuf> = files.into_iter().chain(carried).chain([here.join("../../Cargo.lock")]).collect();
        let reference: Vec<String> = all.iter().filter_map(|file| in_reference(file, here)).collect();
        let reached: Vec<String> = reached.into_iter().collect();
        writeln!(
            code,
            "    Room {{ name: {room:?}, digest: {:?}, crates: &{reached:?}, reference: &{reference:?} }},",
            digest(&all)
        )
        .expect("text takes text");
        all.iter().for_each(|file| println!("cargo:rerun-if-changed={}", file.display()));
    }
    code.push_str("];\n");
    println!("cargo:rerun-if-changed=src");
    let to = PathBuf::from(std::env::var("OUT_DIR").expect("cargo says where")).join("rooms.rs");
    fs::write(to, code).expect("the folder of the build can be written");
}

/// A crate of the workspace.
struct Crate {
    /// Crates of the workspace that it depends on, those of its tests left out.
    depends_on: Vec<String>,
    /// Everything that its program is made of, and the reference files that it carries.
    files: Vec<PathBuf>,
}

fn crates(folder: &Path) -> BTreeMap<String, Crate> {
    let names: BTreeSet<String> = entries(folder).iter().filter(|path| path.is_dir()).map(|path| stem(path)).collect();
    let of = |name: &String| {
        let root = folder.join(name);
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
        println!("cargo:rerun-if-changed={}", root.join("Cargo.toml").display());
        let mut files = Vec::new();
        for part in ["src", "templates", "styles", "scripts", "Cargo.toml", "build.rs", "package-lock.json"] {
            collect(&root.join(part), &mut files);
        }
        files.extend(files.iter().filter(|file| is_rust(file)).flat_map(|file| included(file)).collect::<Vec<_>>());
        (name.clone(), Crate { depends_on: dependencies(&manifest, &names), files })
    };
    names.iter().map(of).collect()
}

/// The crates of the workspace in `[dependencies]` of a manifest.
fn dependencies(manifest: &str, names: &BTreeSet<String>) -> Vec<String> {
    let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| names.get(line.split(['.', ' ', '=']).next()?));
    names.cloned().collect()
}

/// The files that a source file carries inside.
fn included(file: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let folder = file.parent().expect("a file stands in a folder");
    let paths =
        ["include_str!(\"", "include_bytes!(\""].map(|start| text.split(start).skip(1).map(str::to_owned).collect());
    let paths: Vec<Vec<String>> = paths.into();
    let path = |rest: &String| fs::canonicalize(folder.join(rest.split('"').next()?)).ok();
    paths.iter().flatten().filter_map(path).collect()
}

/// What every step runs, whatever its room: all but the rooms, the commands, and the list of errors, which
/// knows every crate and computes nothing.
fn shared_files(src: &Path) -> Vec<PathBuf> {
    let is_shared = |path: &PathBuf| is_rust(path) && !["lib", "error", "steps"].contains(&stem(path).as_str());
    entries(src).into_iter().filter(is_shared).collect()
}

/// The files of each room: `steps/ROOM.rs`, and what is in `steps/ROOM/`.
fn rooms(steps: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let of = |path: &PathBuf| {
        let mut files = vec![path.clone()];
        collect(&steps.join(stem(path)), &mut files);
        (stem(path), files)
    };
    entries(steps).iter().filter(|path| is_rust(path)).map(of).collect()
}

/// Crates whose names the files say.
fn named(files: &BTreeSet<PathBuf>, crates: &BTreeMap<String, Crate>) -> Vec<String> {
    let texts: Vec<String> = files.iter().map(|file| fs::read_to_string(file).unwrap_or_default()).collect();
    let is_part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let says = |text: &String, name: &str| {
        let path = format!("{name}::");
        text.match_indices(&path).any(|(at, _)| !text[..at].ends_with(is_part_of_name))
    };
    crates.keys().filter(|name| texts.iter().any(|text| says(text, name))).cloned().collect()
}

/// These crates and all that they depend on.
fn reached(from: &[String], crates: &BTreeMap<String, Crate>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut waiting = from.to_vec();
    while let Some(name) = waiting.pop() {
        if reached.insert(name.clone()) {
            waiting.extend(crates[&name].depends_on.iter().cloned());
        }
    }
    reached
}

fn in_reference(file: &Path, here: &Path) -> Option<String> {
    let reference = fs::canonicalize(here.join("../../reference")).ok()?;
    Some(file.strip_prefix(reference).ok()?.to_string_lossy().into_owned())
}

fn digest(files: &BTreeSet<PathBuf>) -> String {
    let mut hasher = DefaultHasher::new();
    files.iter().for_each(|file| hasher.write(&fs::read(file).unwrap_or_default()));
    format!("{:016x}", hasher.finish())
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        entries(path).iter().for_each(|path| collect(path, files));
    } else if path.is_file() {
        files.push(path.to_owned());
    }
}
