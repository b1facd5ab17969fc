//! The pages of a place, from its tables: drawn into a folder, or held to be served.

use std::path::Path;

use ::pages::{Download, Run, Site, Written};
use account::{Account, Dimension};
use engine::{Folder, table_path, write_leaving};
use model::{Table, Tables, tables};
use place::Files;

use crate::record::{InputDigest, RunRecord};
use crate::stage::{link_some, out_dir};
use crate::{Error, folder};

/// Draws the pages of a place that was built into a folder, with the tables that may leave beside them. A page that an
/// older folder holds with the same bytes becomes a second name of that one.
pub(crate) fn draw(site: &Site, tables: &Folder, to: &Path, older: Option<&Path>) -> Result<Written, Error> {
    let written = ::pages::write(site, to, older)?;
    // What holds something of single people stays where it is: the folder of pages is made to be taken away.
    let to = to.join("tables");
    link_some(tables.path(), &to, |name| whole_tables().any(|table| name == format!("{}.parquet", table.name)))?;
    let in_part = tables::that_may_leave().filter(|table| !table.leaves_whole());
    for table in in_part.filter(|table| tables.exists(table)) {
        write_leaving(tables.path(), table, &table_path(&to, table))?;
    }
    Ok(written)
}

/// Tables that may leave as they are kept.
fn whole_tables() -> impl Iterator<Item = &'static Table> {
    tables::that_may_leave().filter(|table| table.leaves_whole())
}

/// The pages of a place that was built, to be served.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error`] where a table or a rule file cannot be read.
pub fn site(dir: &Path) -> Result<Site, Error> {
    let tables = folder(dir)?;
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    let made = record.steps.values().flat_map(|step| &step.tables);
    let hashes = made.map(|(name, table)| (name.as_str(), table.sha256.as_str()));
    of_tables(&Files::read(dir, place::RULES)?, tables, hashes)
}

fn of_tables<'t>(
    files: &Files,
    folder: Folder,
    hashes: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<Site, Error> {
    let place = place::place(files)?;
    let summary = report::summary(&folder, &place)?;
    let folder = folder.with_dictionaries();
    let services: Vec<(String, String)> =
        place::place_services(files)?.into_iter().map(|service| (service.id, service.name)).collect();
    let divisions = place::cofog_names();
    let account = Account::load(&place, &folder)?
        .with_labels(Dimension::Service, &services)
        .with_labels(Dimension::Cofog, &divisions)
        .with_labels(Dimension::CofogDivision, &divisions);
    let run = Run {
        program: format!("totalplace {}", env!("CARGO_PKG_VERSION")),
        digest: name_of(hashes),
        downloads: downloads(&folder),
    };
    Ok(Site::new(place, account, summary, &folder, run)?)
}

/// Names the tables that the pages are of: the same tables, the same name.
pub(crate) fn name_of<'t>(hashes: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let mut hashes: Vec<_> = hashes.collect();
    hashes.sort_unstable();
    let digest =
        hashes.iter().fold(InputDigest::new("site"), |digest, (name, hash)| digest.with(name, hash.as_bytes()));
    digest.finish()[..16].to_owned()
}

fn downloads(folder: &Folder) -> Vec<Download> {
    let tables = tables::that_may_leave().filter(|table| folder.exists(table));
    // If a table has private columns, the file for download is another one.
    let n_bytes = |table: &Table| {
        let kept = std::fs::metadata(Tables::path(folder, table)).ok().filter(|_| table.leaves_whole());
        kept.map(|metadata| metadata.len())
    };
    tables
        .map(|table| Download {
            path: format!("tables/{}.parquet", table.name),
            label: table.name.to_owned(),
            n_bytes: n_bytes(table),
        })
        .collect()
}
