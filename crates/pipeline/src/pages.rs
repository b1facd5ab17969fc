//! The pages of a place, from its tables: written beside them by a build, or held to be served.

use std::path::Path;

use ::site::{Download, Run, Site};
use account::{Account, Dimension};
use report::Tables;

use crate::record::{InputDigest, RunRecord};
use crate::stage::{link_some, out_dir};
use crate::{Error, Folder};

/// The folder of the pages, beside the tables.
const SITE: &str = "site";

/// The pages of a place that was built, to be served.
pub fn site(dir: &Path) -> Result<Site, Error> {
    let folder = Folder::of_place(dir)?;
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    of_tables(dir, folder, digest(&record))
}

/// Writes the pages beside the tables they are made from, and links the tables in for whoever takes them away.
pub(crate) fn write(place: &Path, tables: &Path) -> Result<(), Error> {
    let out = tables.parent().expect("tables stand in a folder of their own");
    let record = RunRecord::read(out).ok_or(Error::NotBuilt)?;
    let site = of_tables(place, Folder::of_tables(tables), digest(&record))?;
    let folder = out.join(SITE);
    let older = out_dir(place).join(SITE);
    ::site::write(&site, &folder, Some(&older).filter(|older| **older != folder).map(|older| older.as_path()))?;
    // What holds something of single people stays where it is: the folder of pages is made to be taken away.
    link_some(tables, &folder.join("tables"), |name| {
        model::tables::that_may_leave().any(|table| name == format!("{}.parquet", table.name))
    })
}

/// Says which tables the pages are of: the same tables, the same word.
fn digest(record: &RunRecord) -> String {
    let tables = record.steps.values().flat_map(|step| &step.tables);
    let digest =
        tables.fold(InputDigest::new(SITE), |digest, (name, table)| digest.with(name, table.sha256.as_bytes()));
    digest.finish()[..16].to_owned()
}

fn of_tables(dir: &Path, folder: Folder, digest: String) -> Result<Site, Error> {
    let place = place::read(dir)?;
    let summary = report::summary(&folder, &place)?;
    let folder = folder.with_dictionaries();
    let services: Vec<(String, String)> =
        place::place_services(dir)?.into_iter().map(|service| (service.id, service.name)).collect();
    let divisions = place::cofog_names();
    let account = Account::load(&place, &folder)?
        .with_labels(Dimension::Service, &services)
        .with_labels(Dimension::Cofog, &divisions)
        .with_labels(Dimension::CofogDivision, &divisions);
    let run =
        Run { program: format!("totalplace {}", env!("CARGO_PKG_VERSION")), digest, downloads: downloads(&folder) };
    Ok(Site::new(place, account, summary, &folder, run)?)
}

fn downloads(folder: &Folder) -> Vec<Download> {
    let tables = model::tables::that_may_leave().filter(|table| folder.exists(table));
    tables
        .map(|table| Download {
            path: format!("tables/{}.parquet", table.name),
            label: table.name.to_owned(),
            n_bytes: std::fs::metadata(Tables::path(folder, table)).ok().map(|metadata| metadata.len()),
        })
        .collect()
}
