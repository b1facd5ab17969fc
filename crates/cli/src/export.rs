//! `totalplace export`: the account for people with other tools.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the place (may be left out), then the format: xlsx or datapackage
    #[arg(value_name = "[DIR] FORMAT", num_args = 1..=2, required = true)]
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
        [format] => (PathBuf::from("."), format),
        _ => return Err(Failure::new("an export needs a format", "name xlsx or datapackage")),
    };
    let format = Format::from_str(format, true).map_err(|_| {
        Failure::new(format!("there is no export format `{format}`"), "the formats are xlsx and datapackage")
    })?;
    let place = place::read(&dir)?;
    let folder = pipeline::folder(&dir)?;
    // Beside out/ and not in it: a build replaces out/ as a whole.
    let exports = dir.join("exports");
    match format {
        Format::Xlsx => {
            let path = arguments.to.unwrap_or_else(|| exports.join(format!("{}.xlsx", file_name(&place))));
            make_parent(&path)?;
            report::xlsx::write(&folder, &place, &path, &report::xlsx::Options::standard())?;
            eprintln!("wrote {}", path.display());
        }
        Format::Datapackage => {
            let path = arguments.to.unwrap_or_else(|| exports.join("datapackage"));
            std::fs::create_dir_all(&path)?;
            let written = report::datapackage::write(&folder, &place, &path)?;
            eprintln!("wrote {} tables and datapackage.json in {}", written.len(), path.display());
        }
    }
    Ok(Outcome::Done)
}

fn make_parent(path: &std::path::Path) -> Result<(), Failure> {
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
