//! `totalplace export`: the account for people with other tools.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::Outcome;
use crate::fail::Failure;
use crate::full_disk;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the place (may be left out), then the format: xlsx or datapackage
    #[arg(value_name = "[DIR] FORMAT", num_args = 0..=2)]
    arguments: Vec<String>,
    /// Where to write; exports/ in the place where nothing is said
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A workbook: cover, summary, one sheet a table
    Xlsx,
    /// A Frictionless Fiscal Data Package, with CSVW beside each table
    Datapackage,
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let (dir, format) = match arguments.arguments.as_slice() {
        [dir, format] => (PathBuf::from(dir), format),
        [dir] if Path::new(dir).is_dir() => return Err(no_format(dir)),
        [format] => (PathBuf::from("."), format),
        _ => return Err(no_format(".")),
    };
    let format = Format::from_str(format, true).map_err(|_| Failure::not_there("export format", format, FORMATS))?;
    let place = place::read(&dir)?;
    // Beside out/ and not in it: a build replaces out/ as a whole.
    let exports = dir.join("exports");
    match format {
        Format::Xlsx => {
            let path = arguments.to.unwrap_or_else(|| exports.join(format!("{}.xlsx", file_name(&place))));
            make_parent(&path)?;
            let standard = report::xlsx::Options::standard();
            let write =
                |folder: &pipeline::Folder| Ok::<_, pipeline::Error>(report::xlsx::write(folder, &place, &standard)?);
            let workbook = full_disk::or_failure(|| Ok(pipeline::of_one_build(&dir, write)?))?;
            authored::write_whole(&path, &workbook.bytes).map_err(|error| {
                let text = format!("cannot write `{}`: {error}", path.display());
                Failure::new(
                    text,
                    "check that you may write to the folder and that the disk has space; nothing was changed",
                )
            })?;
            say!("wrote {}", path.display());
        }
        Format::Datapackage => {
            let path = arguments.to.unwrap_or_else(|| exports.join("datapackage"));
            let written = write_package(&path, |to| {
                pipeline::of_one_build(&dir, |folder| Ok(report::datapackage::write(folder, &place, to)?))
            })?;
            say!("wrote {} tables and datapackage.json in {}", written.len(), path.display());
        }
    }
    Ok(Outcome::Done)
}

/// The names of the formats.
const FORMATS: [&str; 2] = ["xlsx", "datapackage"];

/// Says that the format is missing, and lists the formats.
fn no_format(dir: &str) -> Failure {
    let help = |format: &Format| format.to_possible_value().and_then(|value| Some(value.get_help()?.to_string()));
    let described = FORMATS.iter().zip(Format::value_variants());
    let described = described.map(|(name, format)| format!("\n  {name}: {}", help(format).unwrap_or_default()));
    Failure::new(
        "an export needs a format",
        format!("write it last, as `totalplace export {dir} xlsx`:{}", described.collect::<String>()),
    )
}

/// Writes a package beside where it belongs and puts it there as a whole; a stop on the way leaves the earlier one.
fn write_package<T>(path: &Path, write: impl FnOnce(&Path) -> Result<T, pipeline::Error>) -> Result<T, Failure> {
    make_parent(path)?;
    // A link stays one: what it leads to is replaced.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Some(other) = other_file(&path)? {
        return Err(Failure::new(
            format!("`{}` holds other files than an export, such as `{other}`", path.display()),
            "an export replaces its folder as a whole: name one of its own with `--to`; nothing was changed",
        ));
    }
    let next = authored::part_of(&path);
    // What a stopped export left.
    drop(std::fs::remove_dir_all(&next));
    std::fs::create_dir_all(&next)?;
    let written = write(&next).inspect_err(|_| drop(std::fs::remove_dir_all(&next)))?;
    pipeline::put_in_place(&next, &path)?;
    Ok(written)
}

/// A file in the folder that no export wrote.
fn other_file(dir: &Path) -> Result<Option<String>, Failure> {
    if !dir.exists() {
        return Ok(None);
    }
    let is_of_a_package = |name: &str| {
        name.ends_with(".csv") || name.ends_with("-metadata.json") || ["README.md", "datapackage.json"].contains(&name)
    };
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let is_a_package = names.is_empty() || names.iter().any(|name| name == "datapackage.json");
    Ok(names.into_iter().find(|name| !is_a_package || !is_of_a_package(name)))
}

fn make_parent(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => Ok(std::fs::create_dir_all(parent)?),
        _ => Ok(()),
    }
}

fn file_name(place: &model::Place) -> String {
    let plain: String =
        place.name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}-{}", plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"), place.year)
}
