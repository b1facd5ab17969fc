//! Bundles the pages' style sheet and scripts, so that they end up inside the binary.
//!
//! npm works on a copy under the build folder: the source tree stays as it was cloned. Nothing is installed on the
//! machine: where Node.js or npm is missing, the build ends and says what to install.
#![allow(clippy::print_stderr)] // what cargo shows where a build script fails

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// What the bundle is made of; nothing else makes it anew.
const INPUTS: &[&str] = &["package.json", "package-lock.json", "build.mjs", "licences", "styles", "scripts"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    if let Err(message) = build() {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}

fn build() -> Result<(), String> {
    let source = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the build folder"));
    let work = out.join("npm");
    fs::create_dir_all(&work).map_err(|error| cannot("make", &work, &error))?;
    for input in INPUTS {
        copy(&source.join(input), &work.join(input))?;
    }
    install(&work)?;
    run(Command::new("node").args(["build.mjs", "bundle"]), &work)?;
    write_list(&work.join("bundle"), &out.join("assets.rs"))
}

/// Installs the locked packages, unless these very ones are there.
fn install(work: &Path) -> Result<(), String> {
    let stamp = work.join("node_modules/.installed-lock.json");
    let lock = work.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(|error| cannot("read", &lock, &error))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(Command::new(NPM).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]), work)?;
    fs::write(&stamp, wanted).map_err(|error| cannot("write", &stamp, &error))
}

fn run(command: &mut Command, dir: &Path) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.current_dir(dir).output().map_err(|error| {
        format!(
            "cannot run `{name}` ({error}). The pages' styles and scripts are bundled with Node.js: install Node.js 20 \
             or later, which brings npm (https://nodejs.org; on Debian or Ubuntu `apt-get install nodejs npm`), and build \
             again. `./demo` and `./test` install it where they may, and say so"
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!(
        "`{name}` did not finish ({}); what it said stands below. Where the package registry cannot be reached, build \
         once with a connection: npm keeps the packages",
        output.status
    ))
}

/// Copies a file, or a folder whole: what is gone from the source must not linger in the copy.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop).map_err(|error| cannot("copy", from, &error));
    }
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| cannot("empty", to, &error))?;
    }
    fs::create_dir_all(to).map_err(|error| cannot("make", to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| cannot("read", from, &error))? {
        let entry = entry.map_err(|error| cannot("read", from, &error))?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Writes the list of bundled files as Rust.
fn write_list(bundle: &Path, to: &Path) -> Result<(), String> {
    let entries = fs::read_dir(bundle).map_err(|error| cannot("read", bundle, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(|error| cannot("read", bundle, &error)))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "gz"));
    paths.sort();
    let mut text = String::from("&[\n");
    for path in &paths {
        let file = path.file_name().and_then(|name| name.to_str()).expect("the bundler writes plain names");
        let (stem, extension) = file.rsplit_once('.').expect("a bundled file has an extension");
        let (name, _) = stem.rsplit_once('-').expect("a bundled file's name ends in its digest");
        writeln!(
            text,
            "    Asset {{ name: {:?}, path: {:?}, content_type: {:?}, bytes: include_bytes!({path:?}), \
             gzip: include_bytes!({:?}) }},",
            format!("{name}.{extension}"),
            format!("assets/{file}"),
            content_type(extension),
            path.with_file_name(format!("{file}.gz")),
        )
        .expect("a string takes any text");
    }
    text.push(']');
    fs::write(to, text).map_err(|error| cannot("write", to, &error))
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        other => panic!("no content type is known for .{other}"),
    }
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}
