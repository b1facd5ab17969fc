//! Gives the build a name for the code that makes tables: a table is made again when the code that
//! made it changed, and only then.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for crate_name in [
        "money",
        "statistics",
        "model",
        "place",
        "engine",
        "intake",
        "ledger",
        "linkage",
        "disclosure",
        "appraisal",
        "pipeline",
    ] {
        collect(&root.join("crates").join(crate_name).join("src"), &mut files);
        println!("cargo:rerun-if-changed=../{crate_name}/src");
    }
    // Money carries the price indices inside.
    collect(&root.join("reference/money"), &mut files);
    println!("cargo:rerun-if-changed=../../reference/money");
    // Appraisal carries its schedules and values inside.
    collect(&root.join("reference/appraisal"), &mut files);
    println!("cargo:rerun-if-changed=../../reference/appraisal");
    // Linkage carries its word lists inside.
    collect(&root.join("reference/linkage"), &mut files);
    println!("cargo:rerun-if-changed=../../reference/linkage");
    files.push(root.join("Cargo.lock"));
    println!("cargo:rerun-if-changed=../../Cargo.lock");
    println!("cargo:rustc-env=TOTALPLACE_CODE={}", name(files));
    // Pages are made again when only the code of pages changed, and the tables are not.
    let mut files = Vec::new();
    for (crate_name, folder) in [
        ("report", "src"),
        ("account", "src"),
        ("site", "src"),
        ("site", "templates"),
        ("front", "styles"),
        ("front", "scripts"),
    ] {
        collect(&root.join("crates").join(crate_name).join(folder), &mut files);
        println!("cargo:rerun-if-changed=../{crate_name}/{folder}");
    }
    println!("cargo:rustc-env=TOTALPLACE_PAGES={}", name(files));
}

fn name(mut files: Vec<PathBuf>) -> String {
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(&std::fs::read(&file).unwrap_or_default());
    }
    format!("{:016x}", hasher.finish())
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
