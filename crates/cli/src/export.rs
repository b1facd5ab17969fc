//! `totalplace export`: the account for people with other tools.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::fail::Failure;
use crate::{Outcome, full_disk, one_at_a_time};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the place (may be left out), then the format: xlsx or datapackage
    #[arg(value_name = "[DIR] FORMAT", num_args = 0..=2)]
    arguments: Vec<String>,
    /// Where to write; by default exports/ in the place
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
            format!("`{}` holds files that are not part of an export, such as `{other}`", path.display()),
            "an export replaces its whole folder: give it a folder of its own with `--to`; nothing was changed",
        ));
    }
    let next = authored::part_of(&path);
    let held = [one_at_a_time::hold(&path, "export")?, one_at_a_time::hold(&next, "export")?];
    // What a stopped export left.
    drop(std::fs::remove_dir_all(&next));
    std::fs::create_dir_all(&next)?;
    let _held_next = one_at_a_time::hold(&next, "export")?;
    // The first export of a place may have come to its end a moment ago.
    let _held_since = if held[0].is_none() { one_at_a_time::hold(&path, "export")? } else { None };
    let written = write(&next).inspect_err(|_| drop(std::fs::remove_dir_all(&next)))?;
    pipeline::put_in_place(&next, &path)?;
    Ok(written)
}

const README: &str = "README.md";

/// A file in the folder that no export wrote: anything but tables, what describes them, and the page of a package.
fn other_file(dir: &Path) -> Result<Option<String>, Failure> {
    if !dir.exists() {
        return Ok(None);
    }
    let is_a_table = |name: &str| model::tables::ALL.iter().any(|table| table.name == name);
    let is_of_a_table = |name: &str| {
        let table = name.strip_suffix("-metadata.json").unwrap_or(name).strip_suffix(".csv");
        table.is_some_and(is_a_table)
    };
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    // A page of somebody's own has the same name as the page of a package.
    let is_a_package = names.iter().any(|name| name != README);
    let is_own = |name: &str| is_of_a_table(name) || name == "datapackage.json" || (name == README && is_a_package);
    Ok(names.into_iter().find(|name| !is_own(name)))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The file for which a folder with these files is refused, if it is.
    fn other(names: &[&str]) -> Option<String> {
        let dir = tempfile::tempdir().unwrap();
        names.iter().for_each(|name| std::fs::write(dir.path().join(name), "x").unwrap());
        other_file(dir.path()).unwrap_or_else(|_| panic!("the folder is listed"))
    }

    #[test]
    fn only_files_that_an_export_writes_are_replaced() {
        let written = ["README.md", "datapackage.json", "spend.csv", "spend.csv-metadata.json"];
        assert_eq!(other(&[]), None);
        assert_eq!(other(&written), None);
        assert_eq!(other(&["spend.csv", "README.md"]), None, "an export that lost its description is one still");
        for strange in ["budget.csv", "spend.csv.bak", "spend-metadata.json", "notes.csv-metadata.json", "spend.xlsx"] {
            assert_eq!(other(&[&written[..], &[strange]].concat()).as_deref(), Some(strange));
        }
        assert_eq!(other(&["README.md"]).as_deref(), Some("README.md"));
    }

    fn packaged(path: &Path, text: &str) -> Result<(), Failure> {
        write_package(path, |to| {
            std::fs::write(to.join("spend.csv"), text).unwrap();
            Ok(())
        })
    }

    #[test]
    fn of_two_exports_at_once_the_second_is_told_to_wait_and_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("exports/datapackage");
        for round in ["first", "second"] {
            let written = write_package(&path, |to| {
                std::fs::write(to.join("spend.csv"), round).unwrap();
                let Err(Failure::Other { text, hint }) = packaged(&path, "another") else { panic!("two at once") };
                assert!(text.contains("another export is already writing"), "{text}");
                assert!(hint.is_some_and(|hint| hint.contains("wait, then run this again")));
                Ok(())
            });
            assert!(written.is_ok());
            assert_eq!(std::fs::read_to_string(path.join("spend.csv")).unwrap(), round);
        }
        assert!(packaged(&path, "third").is_ok());
        assert_eq!(std::fs::read_to_string(path.join("spend.csv")).unwrap(), "third");
        assert_eq!(std::fs::read_dir(dir.path().join("exports")).unwrap().count(), 1, "nothing stays beside it");
    }

    #[test]
    fn an_export_that_fails_leaves_nothing_new() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("exports/datapackage");
        assert!(write_package::<()>(&path, |_| Err(pipeline::Error::NotBuilt)).is_err());
        assert_eq!(std::fs::read_dir(dir.path().join("exports")).unwrap().count(), 0);
    }
}
